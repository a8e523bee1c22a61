#pragma once

#include <QObject>
#include <functional>
#include <memory>
#include <vector>

#include "app/session/compared_runs.h"
#include "app/session/session.h"
#include "ui/parts/canvas_scene.h"
#include "ui/parts/image_mips.h"
#include "ui/parts/overlay_palette.h"

namespace selvedge {

// What a scene is made of, but for the image. `runs` by ObjectRef::run; without predictions empty.
struct SceneSource {
    std::shared_ptr<Project> project;
    std::shared_ptr<const ObjectTable> table;
    std::shared_ptr<const Catalog> catalog;
    OverlayPalette palette;
    std::vector<ComparedRuns::Entry> runs;
    bool boundary = false;  // overlaps along the boundary too
    QSize viewSize;         // device pixels to fit it into: prepared for that; empty: not prepared
};

// Objects of `image`: masks read from the store, predictions of the runs, and how they overlap. Any
// thread; throws Error.
std::shared_ptr<const CanvasScene> makeScene(const SceneSource& source, ImageIndex image);

// Follows the session's current image: reads its objects and pixels on a worker; answers of an
// earlier image are dropped. Pixels come twice when the file has more than the screen: first what
// fits it, and all once what will probably be looked at next (`setNeighbours`) has been read ahead.
// GUI thread.
class SceneLoader : public QObject {
    Q_OBJECT

public:
    SceneLoader(Session& session, ComparedRuns& compared, QObject* parent = nullptr);
    void setPalette(const OverlayPalette& palette);
    // Device pixels of the canvas, asked when a scene is made.
    void setViewSize(std::function<QSize()> viewSize) { m_viewSize = std::move(viewSize); }
    // Pixels cost time: only wanted where they are shown.
    void wantPixels(bool want);
    // Images to read ahead, the likeliest first; a few. Others that were are forgotten.
    void setNeighbours(std::vector<ImageIndex> images);
    // The current image's pixels were handed out: no preview is needed.
    bool hasPixels() const { return m_hasPixels; }
    bool busy() const { return m_busy > 0 || m_wantAll; }
    bool readsAhead() const { return m_readingAhead; }
    // Of the pixels that are kept, each image's at the screen's size: the current one's and what is
    // read ahead, at most kMostAhead images.
    qsizetype bytesKept() const;
    static constexpr std::size_t kMostAhead = 2;

Q_SIGNALS:
    void sceneWanted();  // of another image; sceneReady follows
    void sceneReady(std::shared_ptr<const selvedge::CanvasScene> scene);  // null: no image
    void mipsReady(std::shared_ptr<const selvedge::ImageMips> mips);
    void fault(const QString& sentence, bool missing);  // the pixels'; missing: no such file
    void becameIdle();                                  // with the current image

private:
    // One that is kept, current or read ahead. Pixels of the screen's size only.
    struct Kept {
        ImageIndex image = 0;
        std::shared_ptr<const CanvasScene> scene;
        std::shared_ptr<const ImageMips> mips;
        bool tried = false;  // read ahead, whatever came of it
    };
    void imageChanged();
    void scenesChanged();
    void predictionsArrived(const std::vector<ImageIndex>& images);
    void loadScene();
    void loadMips();
    void readAllPixels();
    bool readAhead();
    void readNext();
    void done();
    SceneSource source(ImageIndex image) const;
    Kept& keep(ImageIndex image);  // finds it or makes it
    const Kept* kept(ImageIndex image) const;
    void forgetStrangers();

    Session& m_session;
    ComparedRuns& m_compared;
    OverlayPalette m_palette;
    std::function<QSize()> m_viewSize;
    bool m_wantPixels = false;
    std::optional<ImageIndex> m_pixelsOf;
    bool m_hasPixels = false;
    bool m_wantAll = false;  // pixels of the current image, when there is time
    std::vector<Kept> m_kept;
    std::vector<ImageIndex> m_neighbours;
    bool m_readingAhead = false;
    std::uint64_t m_sceneGeneration = 0, m_mipsGeneration = 0;
    std::uint64_t m_sourceGeneration = 0;  // scenes made of an earlier source are not kept
    int m_busy = 0;
};

}  // namespace selvedge
