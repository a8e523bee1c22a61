// The ground truth as COCO / Fashionpedia JSON, written piece by piece.
#include <charconv>
#include <nlohmann/json.hpp>

#include "dataset/format/atomic_file.h"
#include "dataset/mask/text_forms.h"
#include "dataset/project/export_coco_source.h"
#include "dataset/project/output_guard.h"
#include "dataset/project/project_file.h"

namespace selvedge {

namespace {

using Json = nlohmann::ordered_json;

// An ImageId may hold any bytes; JSON is UTF-8.
std::string textOf(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// A list of which one entry stands on a line.
class ListWriter {
public:
    ListWriter(AtomicFile& file, const char* name) : m_file(file) {
        m_file.write(std::string("\"") + name + "\": [");
    }
    void add(const Json& entry) {
        m_file.write(m_isFirst ? "\n" : ",\n");
        m_file.write(textOf(entry));
        m_isFirst = false;
    }
    void end(const char* after) { m_file.write(std::string("\n]") + after); }

private:
    AtomicFile& m_file;
    bool m_isFirst = true;
};

// The image's `id`: that of the COCO file it came from, else its place from 1.
std::int64_t numberOf(const ImageRow& image, std::size_t index) {
    const std::string& id = image.sourceId;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
    const bool isNumber = error == std::errc() && !id.empty() && end == id.data() + id.size();
    return isNumber ? number : static_cast<std::int64_t>(index) + 1;
}

}  // namespace

void ProjectFile::exportCoco(const std::filesystem::path& target,
                             const ProgressCallback& onProgress, std::stop_token stop,
                             const ImageFilter& only) const {
    refuseToReplace(target, *this);
    if (sourceFormat() == "coco" && !only)
        return exportCocoSource(*this, target, onProgress, stop);
    const auto table = objects();
    AtomicFile file(target);
    file.write("{");
    ListWriter images(file, "images");
    for (std::size_t i = 0; i < table->images.size(); ++i) {
        const ImageRow& image = table->images[i];
        if (only && !only(image.id))
            continue;
        const auto path = imagePath(image.id);
        images.add({{"id", numberOf(image, i)},
                    {"file_name", path.empty() ? image.id + ".jpg"
                                               : path.lexically_relative(imageFolder()).string()},
                    {"width", image.width},
                    {"height", image.height}});
    }
    images.end(",\n");

    ListWriter annotations(file, "annotations");
    std::uint64_t id = 0;
    for (ImageIndex image = 0; image < table->images.size(); ++image) {
        if (stop.stop_requested())
            return;
        const ImageRow& shown = table->images[image];
        if (only && !only(shown.id))
            continue;
        if (onProgress)
            onProgress(
                {image, table->images.size(), "images", "Writing " + target.filename().string()});
        const std::vector<RleMask> masks = masksOf(*table, image);
        const auto objectsHere = table->objectsOf(image);
        for (std::size_t k = 0; k < masks.size(); ++k) {
            const ObjectIndex object = objectsHere[k];
            const IntBox& box = table->box[object];
            std::vector<int> attributeIds;
            for (AttributeIndex attribute : table->attributesOf(object))
                attributeIds.push_back(m_catalog->attributes()[attribute].id);
            annotations.add({{"id", ++id},
                             {"image_id", numberOf(shown, image)},
                             {"category_id", m_catalog->categories()[table->category[object]].id},
                             {"attribute_ids", attributeIds},
                             {"area", table->area[object]},
                             {"bbox", {box.x, box.y, box.width, box.height}},
                             {"iscrowd", 0},
                             {"segmentation",
                              {{"size", {masks[k].height(), masks[k].width()}},
                               {"counts", toCocoRle(masks[k])}}}});
        }
    }
    annotations.end(",\n");

    ListWriter categories(file, "categories");
    for (const Category& category : m_catalog->categories())
        categories.add({{"id", category.id},
                        {"name", category.name},
                        {"supercategory", category.supercategory}});
    categories.end(",\n");
    ListWriter attributes(file, "attributes");
    for (const Attribute& attribute : m_catalog->attributes())
        attributes.add(
            {{"id", attribute.id}, {"name", attribute.name}, {"supercategory", attribute.group}});
    attributes.end("}\n");
    file.commit();
}

}  // namespace selvedge
