#include "app/tasks/project_sources.h"

#include <numeric>

#include "dataset/error.h"

namespace selvedge {

namespace {

std::vector<ImageIndex> allImages(const ObjectTable& table) {
    std::vector<ImageIndex> images(table.images.size());
    std::iota(images.begin(), images.end(), ImageIndex{0});
    return images;
}

}  // namespace

Image readPicture(const Project& project, const ImageRow& row) {
    const auto path = project.imagePath(row.id);
    if (path.empty())
        throw Error(ErrorKind::NotFound,
                    "Image " + row.id + " is not in " + project.imageFolder().string());
    Image image = readImage(path);
    if (image.width != row.width || image.height != row.height)
        throw Error(ErrorKind::BadFormat, "Image " + row.id + " is " + std::to_string(image.width) +
                                              " x " + std::to_string(image.height) +
                                              ", its masks are " + std::to_string(row.width) +
                                              " x " + std::to_string(row.height) +
                                              ": use the picture the masks were drawn on");
    return image;
}

ProjectSamples::ProjectSamples(std::shared_ptr<Project> project, std::vector<ImageIndex> images,
                               std::size_t limit)
    : m_project(std::move(project)), m_table(m_project->objects()) {
    if (images.empty())
        images = allImages(*m_table);
    for (ImageIndex image : images) {
        if (m_table->objectsOf(image).empty())
            continue;
        if (m_project->imagePath(m_table->images[image].id).empty()) {
            ++m_missing;
            continue;
        }
        m_images.push_back(image);
        if (limit > 0 && m_images.size() == limit)
            break;
    }
}

TrainingSample ProjectSamples::load(std::size_t index) const {
    const ImageIndex image = m_images.at(index);
    const ImageRow& row = m_table->images[image];
    TrainingSample sample;
    sample.imageId = row.id;
    sample.image = readPicture(*m_project, row);
    const auto objects = m_table->objectsOf(image);
    std::vector<RleMask> masks = m_project->masksOf(*m_table, image);
    for (std::size_t i = 0; i < objects.size(); ++i) {
        const auto attributes = m_table->attributesOf(objects[i]);
        sample.objects.push_back({m_table->category[objects[i]],
                                  std::move(masks[i]),
                                  {attributes.begin(), attributes.end()}});
    }
    return sample;
}

std::optional<LabelCounts> ProjectSamples::labelCounts() const {
    const auto catalog = m_project->catalog();
    const std::size_t categories = catalog->categories().size();
    const std::size_t attributes = catalog->attributes().size();
    LabelCounts counts;
    counts.objects.resize(categories, 0);
    counts.withAttributes.resize(categories, 0);
    counts.pairs.resize(categories * attributes, 0);
    for (const ImageIndex image : m_images) {
        for (const ObjectIndex object : m_table->objectsOf(image)) {
            const std::size_t category = m_table->category[object];
            const auto present = m_table->attributesOf(object);
            ++counts.objects[category];
            counts.withAttributes[category] += present.empty() ? 0 : 1;
            for (const AttributeIndex attribute : present)
                ++counts.pairs[category * attributes + attribute];
        }
    }
    return counts;
}

ProjectGroundTruth::ProjectGroundTruth(std::shared_ptr<Project> project,
                                       std::vector<ImageIndex> images)
    : m_project(std::move(project)), m_table(m_project->objects()), m_images(std::move(images)) {
    if (m_images.empty())
        m_images = allImages(*m_table);
}

std::string ProjectGroundTruth::imageId(std::size_t index) const {
    return m_table->images[m_images.at(index)].id;
}

std::optional<ImageSize> ProjectGroundTruth::imageSize(std::size_t index) const {
    const ImageRow& row = m_table->images[m_images.at(index)];
    return ImageSize{row.width, row.height};
}

std::vector<RowIssue> ProjectGroundTruth::issues() const {
    const std::string crowds = m_project->meta("coco_crowds").value_or("0");
    if (crowds == "0")
        return {};
    return {{0, 0,
             crowds + " objects are crowds (iscrowd) in the file that this project was made from, "
                      "and objects as others here: for the file's own numbers evaluate that file"}};
}

GroundTruthImage ProjectGroundTruth::image(std::size_t index) const {
    const ImageIndex image = m_images.at(index);
    GroundTruthImage result;
    result.id = m_table->images[image].id;
    const auto objects = m_table->objectsOf(image);
    std::vector<RleMask> masks = m_project->masksOf(*m_table, image);
    for (std::size_t i = 0; i < objects.size(); ++i) {
        const ObjectIndex object = objects[i];
        GroundTruthObject truth;
        truth.category = m_table->category[object];
        const IntBox box = m_table->box[object];
        truth.box = {double(box.x), double(box.y), double(box.width), double(box.height)};
        truth.area = double(m_table->area[object]);
        truth.mask = std::move(masks[i]);
        for (AttributeIndex attribute : m_table->attributesOf(object))
            truth.attributes.set(attribute);
        result.objects.push_back(std::move(truth));
    }
    return result;
}

}  // namespace selvedge
