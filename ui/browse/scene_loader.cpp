#include "ui/browse/scene_loader.h"

#include <algorithm>

#include "ui/parts/background.h"
#include "ui/parts/thumbnails.h"

namespace selvedge {

namespace {

// What a worker found, or the sentence why not.
template <typename T>
struct Answer {
    std::shared_ptr<const T> value;
    QString fault;
};

std::vector<AttributeScore> certain(std::span<const AttributeIndex> attributes) {
    std::vector<AttributeScore> scores;
    for (const AttributeIndex attribute : attributes)
        scores.push_back({attribute, 1.f});
    return scores;
}

}  // namespace

std::shared_ptr<const CanvasScene> makeScene(const Project& project, const ObjectTable& table,
                                             const Catalog& catalog, const OverlayPalette& palette,
                                             const PredictionSet* predictions, ImageIndex image) {
    auto scene = std::make_shared<CanvasScene>();
    const ImageRow& row = table.images[image];
    scene->size = QSize(row.width, row.height);
    const auto name = [&](CategoryIndex category) {
        return QString::fromStdString(catalog.categories()[category].name);
    };
    const auto objects = table.objectsOf(image);
    auto masks = project.masksOf(table, image);
    for (std::size_t i = 0; i < objects.size(); ++i) {
        CanvasObject object;
        object.ref = {ObjectRef::Source::Truth, objects[i]};
        object.category = table.category[objects[i]];
        object.name = name(object.category);
        object.color = palette.color(object.category);
        object.mask = std::move(masks[i]);
        object.box = object.mask.box();
        object.area = object.mask.area();
        object.anchor = anchorOf(object.mask);
        object.attributes = certain(table.attributesOf(objects[i]));
        scene->objects.push_back(std::move(object));
    }
    if (predictions) {
        const auto it = predictions->images.find(row.id);
        if (it != predictions->images.end()) {
            for (std::size_t i = 0; i < it->second.size(); ++i) {
                const Detection& detection = it->second[i];
                // A file may hold masks of another size: they do not belong to this picture.
                if (detection.mask.width() != row.width || detection.mask.height() != row.height)
                    continue;
                CanvasObject object;
                object.ref = {ObjectRef::Source::Prediction, std::uint32_t(i)};
                object.category = detection.category;
                object.name = name(object.category);
                object.color = palette.color(object.category);
                object.score = detection.score;
                object.mask = detection.mask;
                object.box = object.mask.box();
                object.area = object.mask.area();
                object.anchor = anchorOf(object.mask);
                object.attributes = detection.attributes;
                scene->objects.push_back(std::move(object));
            }
        }
    }
    std::stable_sort(scene->objects.begin(), scene->objects.end(),
                     [](const CanvasObject& a, const CanvasObject& b) { return a.area > b.area; });
    return scene;
}

SceneLoader::SceneLoader(Session& session, QObject* parent) : QObject(parent), m_session(session) {
    connect(&session, &Session::currentImageChanged, this, [this] {
        loadScene();
        loadMips();
    });
    connect(&session, &Session::predictionsChanged, this, &SceneLoader::loadScene);
    connect(&session, &Session::objectsChanged, this, &SceneLoader::loadScene);
    connect(&session, &Session::projectChanged, this, [this] {
        m_pixelsOf.reset();
        loadScene();
        loadMips();
    });
}

void SceneLoader::wantPixels(bool want) {
    m_wantPixels = want;
    if (want) {
        loadMips();
    } else {
        // Whoever shows pixels again begins with a preview: they are read anew.
        m_pixelsOf.reset();
        ++m_mipsGeneration;
    }
}

void SceneLoader::done() {
    if (--m_busy == 0)
        Q_EMIT becameIdle();
}

void SceneLoader::loadScene() {
    const std::uint64_t generation = ++m_sceneGeneration;
    const auto image = m_session.currentImage();
    if (!image || !m_session.project()) {
        Q_EMIT sceneReady(nullptr);
        return;
    }
    const auto work = [project = m_session.project(), table = m_session.objects(),
                       catalog = m_session.catalog(), predictions = m_session.predictions(),
                       palette = m_palette, index = *image]() -> Answer<CanvasScene> {
        try {
            return {makeScene(*project, *table, *catalog, palette, predictions.get(), index), {}};
        } catch (const std::exception& e) {
            return {nullptr, QString::fromUtf8(e.what())};
        }
    };
    ++m_busy;
    inBackground(this, work, [this, generation](const Answer<CanvasScene>& answer) {
        if (generation == m_sceneGeneration) {
            if (!answer.fault.isEmpty())
                m_session.post({Message::Kind::Error, answer.fault, {}, {}});
            Q_EMIT sceneReady(answer.value);
        }
        done();
    });
}

void SceneLoader::loadMips() {
    const auto image = m_session.currentImage();
    if (!m_wantPixels || !image || !m_session.project() || m_pixelsOf == image)
        return;
    const std::uint64_t generation = ++m_mipsGeneration;
    m_pixelsOf = image;
    const ImageRow row = m_session.objects()->images[*image];
    const auto work = [project = m_session.project(), row]() -> Answer<ImageMips> {
        try {
            const auto path = project->imagePath(row.id);
            if (path.empty())
                return {nullptr, missingPictureText(*project, row.id)};
            return {ImageMips::load(path, QSize(row.width, row.height)), {}};
        } catch (const std::exception& e) {
            return {nullptr, QString::fromUtf8(e.what())};
        }
    };
    ++m_busy;
    inBackground(this, work, [this, generation](const Answer<ImageMips>& answer) {
        if (generation == m_mipsGeneration) {
            if (answer.value)
                Q_EMIT mipsReady(answer.value);
            else
                Q_EMIT fault(answer.fault);
        }
        done();
    });
}

}  // namespace selvedge
