#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "dataset/doctor/attribute_checks.h"
#include "dataset/doctor/doctor.h"
#include "dataset/doctor/object_checks.h"
#include "dataset/doctor/row_pass.h"
#include "dataset/image/image.h"

namespace selvedge::doctor {

// Looks at one image after the other: its picture, its size, its objects. `look` may run on several
// threads at once, for different images and sinks.
class ImagePass {
public:
    ImagePass(const Project& project, const ObjectTable& table, const RowNotes& notes,
              const ExamineOptions& options);

    void look(ImageIndex image, FindingSink& sink);
    // Afterwards, of all images together: pictures that occur twice, files that no row names.
    void compare(FindingSink& sink, std::stop_token stop) const;

private:
    struct Picture {
        std::filesystem::path file;
        std::uint64_t fingerprint = 0;  // 0: not read
    };

    void addOfImage(FindingSink& sink, FindingKind kind, ImageIndex image, std::string text) const;
    void addOfObject(FindingSink& sink, FindingKind kind, ObjectIndex object,
                     std::string text) const;
    // The stored size, 0 x 0 where it is not known.
    ImageSize lookAtPicture(ImageIndex image, FindingSink& sink);
    std::string whatIsSaid(ImageSize size) const;  // "640 x 480 in the rows"
    // True where height and width of the image are exchanged: its masks say nothing then.
    bool checkSizes(ImageIndex image, ImageSize stored, const std::vector<RleMask>& masks,
                    FindingSink& sink) const;
    void checkOddRows(ImageIndex image, ImageSize size, FindingSink& sink) const;
    void checkObjects(ImageIndex image, std::vector<RleMask> masks, FindingSink& sink) const;
    void addUnnamedPictures(FindingSink& sink, const std::stop_token& stop) const;
    void addTwins(FindingSink& sink, std::span<const CheckedObject> objects,
                  std::span<const ObjectIndex> indices) const;

    const Project& m_project;
    const ObjectTable& m_table;
    const RowNotes& m_notes;
    const ExamineOptions m_options;
    const std::shared_ptr<const Catalog> m_catalog;
    const bool m_isCsv;
    const bool m_isFolder;  // images that nobody annotated are what they should be
    const AttributeHabits m_habits;
    const std::vector<bool> m_isPart;
    std::vector<std::uint32_t> m_usualArea;  // median, by category; 0: too few to say
    std::vector<Picture> m_pictures;         // by image
};

}  // namespace selvedge::doctor
