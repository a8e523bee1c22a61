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
    bool missing = false;  // the fault: there is no such file
};

// What answers throw becomes their sentence.
template <typename T, typename Work>
Answer<T> tried(const Work& work) {
    try {
        return work();
    } catch (const std::exception& e) {
        return {nullptr, QString::fromUtf8(e.what())};
    }
}

// `shortestSide` 0: all pixels.
Answer<ImageMips> readPixels(const Project& project, const ImageRow& row, int shortestSide) {
    return tried<ImageMips>([&]() -> Answer<ImageMips> {
        const auto path = project.imagePath(row.id);
        if (path.empty())
            return {nullptr, missingPictureText(project, row.id), true};
        return {ImageMips::load(path, QSize(row.width, row.height), shortestSide), {}};
    });
}

}  // namespace

SceneLoader::SceneLoader(Session& session, ComparedRuns& compared, QObject* parent)
    : QObject(parent), m_session(session), m_compared(compared) {
    connect(&session, &Session::currentImageChanged, this, &SceneLoader::imageChanged);
    connect(&session, &Session::predictionsChanged, this, &SceneLoader::scenesChanged);
    connect(&session, &Session::predictionsArrived, this, &SceneLoader::predictionsArrived);
    connect(&session, &Session::objectsChanged, this, &SceneLoader::scenesChanged);
    connect(&compared, &ComparedRuns::changed, this, &SceneLoader::scenesChanged);
    connect(&session, &Session::projectChanged, this, [this] {
        m_kept.clear();
        m_neighbours.clear();
        m_pixelsOf.reset();
        m_wantAll = false;
        ++m_sourceGeneration;
        imageChanged();
    });
}

void SceneLoader::setPalette(const OverlayPalette& palette) {
    m_palette = palette;
}

void SceneLoader::wantPixels(bool want) {
    m_wantPixels = want;
    if (want) {
        loadMips();
    } else {
        // Whoever shows pixels again begins with a preview: they are read anew.
        m_pixelsOf.reset();
        m_hasPixels = false;
        m_wantAll = false;
        ++m_mipsGeneration;
    }
}

void SceneLoader::setNeighbours(std::vector<ImageIndex> images) {
    if (images.size() > kMostAhead)
        images.resize(kMostAhead);
    m_neighbours = std::move(images);
    forgetStrangers();
    readNext();
}

qsizetype SceneLoader::bytesKept() const {
    qsizetype sum = 0;
    for (const Kept& one : m_kept)
        sum += one.mips ? one.mips->bytes() : 0;
    return sum;
}

SceneSource SceneLoader::source(ImageIndex image) const {
    SceneSource source;
    source.project = m_session.project();
    source.table = m_session.objects();
    source.catalog = m_session.catalog();
    source.palette = m_palette;
    if (m_viewSize)
        source.viewSize = m_viewSize();
    if (m_session.predictions() || !m_compared.shown().empty())
        source.runs.push_back({m_session.currentRun(), m_session.predictionsOf(image)});
    source.runs.insert(source.runs.end(), m_compared.shown().begin(), m_compared.shown().end());
    source.boundary = m_session.protocol().iouType == IouType::Boundary;
    return source;
}

SceneLoader::Kept& SceneLoader::keep(ImageIndex image) {
    for (Kept& one : m_kept) {
        if (one.image == image)
            return one;
    }
    return m_kept.emplace_back(Kept{image, nullptr, nullptr, false});
}

const SceneLoader::Kept* SceneLoader::kept(ImageIndex image) const {
    for (const Kept& one : m_kept) {
        if (one.image == image)
            return &one;
    }
    return nullptr;
}

// Neither current nor next to it.
void SceneLoader::forgetStrangers() {
    std::erase_if(m_kept, [this](const Kept& one) {
        return one.image != m_session.currentImage() &&
               std::find(m_neighbours.begin(), m_neighbours.end(), one.image) == m_neighbours.end();
    });
}

void SceneLoader::done() {
    --m_busy;
    readNext();
}

// What would be looked at next comes before the rest of the pixels: whoever steps through images
// does not wait for them.
void SceneLoader::readNext() {
    if (m_busy > 0 || m_readingAhead || readAhead())
        return;
    if (m_wantAll)
        readAllPixels();
    else
        Q_EMIT becameIdle();
}

void SceneLoader::imageChanged() {
    m_hasPixels = false;
    m_wantAll = false;
    const auto image = m_session.currentImage();
    const Kept* one = image ? kept(*image) : nullptr;
    if (!one || !one->scene)
        Q_EMIT sceneWanted();
    loadScene();
    loadMips();
}

void SceneLoader::scenesChanged() {
    ++m_sourceGeneration;
    for (Kept& one : m_kept) {
        one.scene.reset();
        one.tried = false;
    }
    loadScene();
}

// What is shown stays until the new one is made.
void SceneLoader::predictionsArrived(const std::vector<ImageIndex>& images) {
    bool isKept = false;
    for (Kept& one : m_kept) {
        if (std::find(images.begin(), images.end(), one.image) == images.end())
            continue;
        one.scene.reset();
        one.tried = false;
        isKept = true;
    }
    if (isKept)
        ++m_sourceGeneration;  // what is being read ahead may be of before
    const auto current = m_session.currentImage();
    if (current && std::find(images.begin(), images.end(), *current) != images.end())
        loadScene();
    else if (isKept)
        readNext();
}

void SceneLoader::loadScene() {
    const std::uint64_t generation = ++m_sceneGeneration;
    const auto image = m_session.currentImage();
    if (!image || !m_session.project()) {
        Q_EMIT sceneReady(nullptr);
        return;
    }
    if (const Kept* one = kept(*image); one && one->scene) {
        Q_EMIT sceneReady(one->scene);
        return;
    }
    const auto work = [source = source(*image), index = *image] {
        return tried<CanvasScene>([&] {
            return Answer<CanvasScene>{makeScene(source, index), {}};
        });
    };
    ++m_busy;
    inBackground(this, work, [this, generation, index = *image](const Answer<CanvasScene>& answer) {
        if (generation == m_sceneGeneration) {
            if (!answer.fault.isEmpty())
                m_session.post({Message::Kind::Error, answer.fault, {}, {}});
            keep(index).scene = answer.value;
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
    if (const Kept* one = kept(*image); one && one->mips) {
        m_hasPixels = true;
        const auto mips = one->mips;
        m_wantAll = !mips->isWhole();
        Q_EMIT mipsReady(mips);
        readNext();
        return;
    }
    ++m_busy;
    const auto work = [project = m_session.project(), row = m_session.objects()->images[*image]] {
        return readPixels(*project, row, ImageMips::kScreenSide);
    };
    inBackground(this, work, [this, generation, image = *image](const Answer<ImageMips>& answer) {
        if (generation == m_mipsGeneration) {
            m_hasPixels = answer.value != nullptr;
            if (answer.value) {
                keep(image).mips = answer.value;
                m_wantAll = !answer.value->isWhole();
                Q_EMIT mipsReady(answer.value);
            } else {
                Q_EMIT fault(answer.fault, answer.missing);
            }
        }
        done();
    });
}

void SceneLoader::readAllPixels() {
    m_wantAll = false;
    ++m_busy;
    const auto work = [project = m_session.project(),
                       row = m_session.objects()->images[*m_pixelsOf]] {
        return readPixels(*project, row, 0);
    };
    inBackground(this, work,
                 [this, generation = m_mipsGeneration](const Answer<ImageMips>& answer) {
                     if (generation == m_mipsGeneration && answer.value)
                         Q_EMIT mipsReady(answer.value);
                     done();
                 });
}

// One image at a time, while nothing of the current one is missing; whether there is one.
bool SceneLoader::readAhead() {
    if (!m_wantPixels || !m_session.project())
        return false;
    const auto next = std::find_if(m_neighbours.begin(), m_neighbours.end(),
                                   [this](ImageIndex image) { return !keep(image).tried; });
    if (next == m_neighbours.end())
        return false;
    Kept wanted = keep(*next);
    const auto work = [source = source(*next), wanted]() mutable {
        if (!wanted.scene)
            wanted.scene = tried<CanvasScene>([&] {
                               return Answer<CanvasScene>{makeScene(source, wanted.image), {}};
                           }).value;
        if (!wanted.mips)
            wanted.mips = readPixels(*source.project, source.table->images[wanted.image],
                                     ImageMips::kScreenSide)
                              .value;
        wanted.tried = true;
        return wanted;
    };
    m_readingAhead = true;
    inBackground(this, work, [this, generation = m_sourceGeneration](const Kept& read) {
        m_readingAhead = false;
        if (generation == m_sourceGeneration) {
            keep(read.image) = read;
            forgetStrangers();
        }
        readNext();
    });
    return true;
}

}  // namespace selvedge
