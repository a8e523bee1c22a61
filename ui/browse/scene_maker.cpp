// SceneLoader: from store and predictions to a scene.

#include <algorithm>

#include "ui/browse/scene_loader.h"
#include "ui/parts/view_transform.h"

namespace selvedge {

namespace {

std::vector<AttributeScore> certain(std::span<const AttributeIndex> attributes) {
    std::vector<AttributeScore> scores;
    for (const AttributeIndex attribute : attributes)
        scores.push_back({attribute, 1.f});
    return scores;
}

// What is the same for truth and predictions.
CanvasObject objectOf(const SceneSource& source, ObjectRef ref, CategoryIndex category,
                      RleMask mask) {
    const Category& kind = source.catalog->categories()[category];
    CanvasObject object;
    object.ref = ref;
    object.category = category;
    object.name = QString::fromStdString(kind.name);
    object.family = QString::fromStdString(kind.supercategory);
    object.color = source.palette.color(category);
    object.familyColor = source.palette.familyColor(category);
    object.mask = std::move(mask);
    object.box = object.mask.box();
    object.area = object.mask.area();
    object.anchor = anchorOf(object.mask);
    return object;
}

GroundTruthObject truthOf(const CanvasObject& object) {
    GroundTruthObject truth;
    truth.category = object.category;
    truth.mask = object.mask;
    truth.box = {double(object.box.x), double(object.box.y), double(object.box.width),
                 double(object.box.height)};
    truth.area = double(object.area);
    for (const AttributeScore& item : object.attributes) {
        if (item.attribute < AttributeBits::kCapacity)
            truth.attributes.set(item.attribute);
    }
    return truth;
}

// Objects of one run of `image`, and how they overlap with the truth.
SceneRun addRun(const SceneSource& source, std::uint16_t number, const GroundTruthImage& truth,
                CanvasScene& scene) {
    SceneRun run{source.runs[number].name, nullptr, {}};
    if (!source.runs[number].predictions || !source.runs[number].predictions->covers(truth.id))
        return run;
    std::vector<Detection> detections;
    const auto& images = source.runs[number].predictions->images;
    if (const auto it = images.find(truth.id); it != images.end()) {
        for (std::size_t i = 0; i < it->second.size(); ++i) {
            const Detection& detection = it->second[i];
            // A file may hold masks of another size: they do not belong to this picture.
            if (QSize(detection.mask.width(), detection.mask.height()) != scene.size)
                continue;
            CanvasObject object =
                objectOf(source, {ObjectRef::Source::Prediction, std::uint32_t(i), number},
                         detection.category, detection.mask);
            object.ownColor = OverlayPalette::numbered(i);
            object.score = detection.score;
            object.attributes = detection.attributes;
            run.founds.push_back(scene.objects.size());
            scene.objects.push_back(std::move(object));
            detections.push_back(detection);
        }
    }
    run.cell = makeCell(truth, detections, {source.boundary});
    return run;
}

void putLargeOnesFirst(CanvasScene& scene) {
    std::vector<std::size_t> order(scene.objects.size()), place(order.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return scene.objects[a].area > scene.objects[b].area;
    });
    std::vector<CanvasObject> sorted;
    for (std::size_t i = 0; i < order.size(); ++i) {
        place[order[i]] = i;
        sorted.push_back(std::move(scene.objects[order[i]]));
    }
    scene.objects = std::move(sorted);
    const auto follow = [&](std::vector<std::size_t>& indices) {
        for (std::size_t& index : indices)
            index = place[index];
    };
    follow(scene.truths);
    for (SceneRun& run : scene.runs)
        follow(run.founds);
}

}  // namespace

std::shared_ptr<const CanvasScene> makeScene(const SceneSource& source, ImageIndex image) {
    auto scene = std::make_shared<CanvasScene>();
    const ObjectTable& table = *source.table;
    const ImageRow& row = table.images[image];
    scene->size = QSize(row.width, row.height);
    GroundTruthImage truth{row.id, {}};
    const auto objects = table.objectsOf(image);
    auto masks = source.project->masksOf(table, image);
    for (std::size_t i = 0; i < objects.size(); ++i) {
        CanvasObject object = objectOf(source, {ObjectRef::Source::Truth, objects[i]},
                                       table.category[objects[i]], std::move(masks[i]));
        object.ownColor = OverlayPalette::numbered(i);
        object.attributes = certain(table.attributesOf(objects[i]));
        if (!source.runs.empty())
            truth.objects.push_back(truthOf(object));
        scene->truths.push_back(scene->objects.size());
        scene->objects.push_back(std::move(object));
    }
    for (std::size_t run = 0; run < source.runs.size(); ++run)
        scene->runs.push_back(addRun(source, std::uint16_t(run), truth, *scene));
    putLargeOnesFirst(*scene);
    if (!source.viewSize.isEmpty())
        prepare(*scene, ViewTransform::fit(scene->size, source.viewSize).scale);
    return scene;
}

}  // namespace selvedge
