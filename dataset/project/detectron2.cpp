#include "dataset/project/detectron2.h"

#include <unordered_set>

#include "dataset/error.h"
#include "dataset/format/atomic_file.h"
#include "dataset/format/detectron2_dicts.h"
#include "dataset/project/output_guard.h"
#include "dataset/project/places.h"
#include "dataset/project/project_writer.h"

namespace selvedge {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLongestImageId = 1024;

std::string withoutExtension(const fs::path& file) {
    const std::string extension = file.extension().string();
    const bool known =
        extension == ".jpg" || extension == ".jpeg" || extension == ".png" || extension == ".webp";
    return known ? fs::path(file).replace_extension().string() : file.string();
}

// Names of images, each once, and the folder that their files lie in.
class Names {
public:
    Names(const fs::path& json, const fs::path& chosenFolder)
        : m_json(fs::absolute(json).lexically_normal()), m_folder(chosenFolder) {}

    std::string nameOf(const Detectron2Image& image) {
        const fs::path file = (m_json.parent_path() / image.fileName).lexically_normal();
        if (m_folder.empty())
            m_folder = folderOf(file);
        fs::path below = file.lexically_relative(fs::absolute(m_folder).lexically_normal());
        if (below.empty() || *below.begin() == "..")
            below = file.filename();
        std::string name = withoutExtension(below);
        if (name.empty() || name.size() > kLongestImageId)
            name = image.imageId.substr(0, kLongestImageId);
        while (!m_taken.insert(name).second)
            name += " #" + image.imageId.substr(0, kLongestImageId);
        return name;
    }
    const fs::path& folder() const { return m_folder; }

private:
    fs::path folderOf(const fs::path& file) const {
        std::error_code error;
        return fs::is_directory(file.parent_path(), error)
                   ? file.parent_path()
                   : findImageFolder(m_json, withoutExtension(file.filename()));
    }

    fs::path m_json, m_folder;
    std::unordered_set<std::string> m_taken;
};

Catalog catalogFor(const fs::path& json, const ImportOptions& options) {
    if (!options.labelDescriptions.empty())
        return Catalog::fromLabelDescriptions(options.labelDescriptions.string());
    const fs::path beside = fs::absolute(json).parent_path() / "label_descriptions.json";
    std::error_code error;
    return fs::exists(beside, error) ? Catalog::fromLabelDescriptions(beside.string())
                                     : Catalog::builtIn();
}

void add(ProjectWriter& writer, const Detectron2Image& image, const std::string& name) {
    const ImageIndex index =
        writer.addImage({name, image.size.width, image.size.height, image.imageId});
    for (const Detectron2Object& object : image.objects) {
        std::vector<int> attributes;
        for (const AttributeIndex attribute : object.attributes)
            attributes.push_back(writer.catalog().attributes()[attribute].id);
        SourceRow row;
        row.setRaw(image.imageId + " " + object.text);
        row.setObject(object.mask, writer.catalog().categories()[object.category].id, attributes);
        row.image = index;
        writer.addRow(row);
    }
}

}  // namespace

ImportResult importDetectron2(const fs::path& json, const fs::path& projectPath,
                              const ImportOptions& options, const ProgressCallback& onProgress,
                              std::stop_token stop) {
    std::error_code error;
    if (!options.imageFolder.empty() && !fs::is_directory(options.imageFolder, error))
        throw Error(ErrorKind::NotFound, options.imageFolder.string() + " is not a folder");
    ProjectWriter writer(projectPath, json, "detectron2", catalogFor(json, options));
    Names names(json, options.imageFolder);
    JsonPieces pieces(json);
    JsonPiece piece;
    while (!stop.stop_requested() && pieces.next(piece)) {
        if (!piece.isElement || !piece.list.empty())
            continue;
        std::vector<RowIssue> issues;
        if (const auto image = readDetectron2Image(piece, writer.catalog(), issues))
            add(writer, *image, names.nameOf(*image));
        for (const RowIssue& issue : issues)
            writer.addNotUsable(issue);
        if (onProgress)
            onProgress({pieces.bytesDone(), pieces.bytesTotal(), "bytes",
                        "Reading " + json.filename().string()});
    }
    if (!stop.stop_requested() && !pieces.hasList("")) {
        if (pieces.problem())
            throwProblem(json, *pieces.problem());
        throw Error(ErrorKind::BadFormat,
                    json.string() + " is no list of Detectron2's dataset dicts");
    }
    if (pieces.problem())
        writer.addNotUsable(*pieces.problem());
    if (!names.folder().empty())
        writer.setImageFolder(names.folder(), !options.imageFolder.empty());
    return writer.commit(stop);
}

void exportDetectron2(const Project& project, const fs::path& target,
                      const ProgressCallback& onProgress, std::stop_token stop,
                      const ImageFilter& only) {
    refuseToReplace(target, project);
    const auto table = project.objects();
    const auto catalog = project.catalog();
    AtomicFile file(target);
    file.write("[");
    const char* before = "\n";
    for (ImageIndex index = 0; index < table->images.size(); ++index) {
        if (stop.stop_requested())
            return;
        const ImageRow& row = table->images[index];
        if (only && !only(row.id))
            continue;
        if (onProgress)
            onProgress(
                {index, table->images.size(), "images", "Writing " + target.filename().string()});
        fs::path picture = project.imagePath(row.id);
        if (picture.empty())
            picture = project.imageFolder() / (row.id + ".jpg");
        Detectron2Image image{fs::absolute(picture).lexically_normal().string(),
                              row.sourceId.empty() ? row.id : row.sourceId,
                              {row.width, row.height},
                              {}};
        std::vector<RleMask> masks = project.masksOf(*table, index);
        const auto objects = table->objectsOf(index);
        for (std::size_t i = 0; i < masks.size(); ++i) {
            const auto attributes = table->attributesOf(objects[i]);
            image.objects.push_back({table->category[objects[i]],
                                     std::move(masks[i]),
                                     {attributes.begin(), attributes.end()},
                                     {}});
        }
        file.write(before + detectron2Image(image, *catalog));
        before = ",\n";
    }
    file.write("\n]\n");
    file.commit();
}

}  // namespace selvedge
