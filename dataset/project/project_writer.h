#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/catalog.h"
#include "dataset/mask/rle_mask.h"
#include "dataset/project/project.h"

namespace selvedge {

// An image of a source. `id` is how the project knows it (its file is found by it, see
// Project::imagePath) and must be unique.
struct SourceImage {
    std::string id;
    int width = 0;  // of the masks' pixels, from 1 on; isMaskSize()
    int height = 0;
    // What the source itself calls it where that is something else (COCO: the number `id`);
    // ImageRow::sourceId.
    std::string sourceId;
};

// One entry of a source: a line of a CSV, an annotation of a JSON. Fill it on any thread.
struct SourceRow {
    // Makes the row an object. Nothing of the mask itself is kept but its encoding.
    void setObject(const RleMask& mask, int categoryId, const std::vector<int>& attributeIds);
    // The row's identity: a hash of its raw text (codec.h, hashOf).
    void setRaw(std::string_view raw);

    std::optional<ImageIndex> image;  // set it too where the row is an object
    // How the row is spelled where writing the object again would not give the same bytes; maskAt:
    // the mask's own text was cut out of `text` there (only where it can be made again exactly).
    // A row that is no object must have its text.
    std::optional<std::string> text;
    std::optional<std::size_t> maskAt;

    // Filled by the functions above.
    bool isObject = false;
    int category = 0;
    std::string attributes;  // encodeIds
    std::string runs;        // encodeRuns
    std::uint64_t area = 0;
    IntBox box;
    std::uint64_t hash = 0;
};

// Writes a new project, in the order of the source: NAME.partial, then renamed. One thread at a
// time. Whatever is not committed leaves nothing. An untouched source can leave byte for byte
// through Project::readRows: the text before the first row, and each row with the text after it.
class ProjectWriter {
public:
    // `sourceFormat`: "csv", "coco", "detectron2", "folder". Takes the project's lock. Throws Error(Busy,
    // NotWritable) as Project::importCsv.
    ProjectWriter(const std::filesystem::path& project, const std::filesystem::path& source,
                  const std::string& sourceFormat, Catalog catalog);
    ~ProjectWriter();
    ProjectWriter(const ProjectWriter&) = delete;
    ProjectWriter& operator=(const ProjectWriter&) = delete;

    const Catalog& catalog() const;
    ImageIndex addImage(const SourceImage& image);
    std::int64_t addRow(const SourceRow& row);  // its id
    // Text that follows what was added last (before the first row: begins the file). May be given
    // in pieces; what a source repeats between all its rows costs nothing.
    void addText(std::string_view text);
    // About row `rowId`, the one added last; 0: about none.
    void addIssue(const RowIssue& issue, std::int64_t rowId);
    // About something of the source that is neither row nor image here, because it is broken.
    void addNotUsable(const RowIssue& issue);
    // Small things the format's exporter needs again (Project::meta). Keys begin with the format's
    // name: "coco_info".
    void putMeta(const std::string& key, std::string_view value);
    // Where its images lie; without this beside the source. Unless `chosen` by somebody, the folder
    // that a project which lies there has stays, where it still exists.
    void setImageFolder(const std::filesystem::path& folder, bool chosen);

    std::uint64_t images() const;
    std::uint64_t objects() const;
    // Carries over what was edited and marked in the project that lies there, and puts this one in
    // its place. Not to be used afterwards. With a stop requested: nothing is put there and the
    // result says stoppedEarly.
    ImportResult commit(std::stop_token stop = {});

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

}  // namespace selvedge
