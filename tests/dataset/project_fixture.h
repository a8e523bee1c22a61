#pragma once

#include <QTemporaryDir>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "dataset/format/atomic_file.h"
#include "dataset/project/project.h"

namespace selvedge {

inline const std::string kCsvHeader = "ImageId,EncodedPixels,Height,Width,ClassId,AttributesIds";

inline ObjectEdit categoryEdit(std::int64_t rowId, CategoryIndex to) {
    ObjectEdit edit;
    edit.rowId = rowId;
    edit.category = to;
    return edit;
}
inline ObjectEdit attributesEdit(std::int64_t rowId, std::vector<AttributeIndex> to) {
    ObjectEdit edit;
    edit.rowId = rowId;
    edit.attributes = std::move(to);
    return edit;
}
inline ObjectEdit deletedEdit(std::int64_t rowId, bool to) {
    ObjectEdit edit;
    edit.rowId = rowId;
    edit.deleted = to;
    return edit;
}
inline ObjectEdit maskEdit(std::int64_t rowId, RleMask to) {
    ObjectEdit edit;
    edit.rowId = rowId;
    edit.mask = std::move(to);
    return edit;
}
inline ObjectEdit newObject(ImageIndex image, CategoryIndex category, RleMask mask) {
    ObjectEdit edit;
    edit.image = image;
    edit.category = category;
    edit.mask = std::move(mask);
    return edit;
}

// A folder of one test, with a CSV and its project in it.
class ProjectFolder {
public:
    std::filesystem::path path(const std::string& name) const {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }
    std::filesystem::path csv() const { return path("train.csv"); }
    std::filesystem::path project() const { return path("train.selvedge"); }

    ImportResult import(const std::string& text) const {
        writeFileAtomically(csv(), text);
        return Project::importCsv(csv(), project());
    }
    std::shared_ptr<Project> open(const std::string& text) const {
        import(text);
        return Project::open(project());
    }
    std::string exported(const Project& from) const {
        from.exportCsv(path("out.csv"));
        return contentOf(path("out.csv"));
    }
    std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(std::filesystem::directory_iterator(m_folder.path().toStdString()),
                          std::filesystem::directory_iterator()));
    }
    static std::string contentOf(const std::filesystem::path& file) {
        std::ifstream stream(file, std::ios::binary);
        return (std::ostringstream() << stream.rdbuf()).str();
    }

private:
    QTemporaryDir m_folder;
};

}  // namespace selvedge
