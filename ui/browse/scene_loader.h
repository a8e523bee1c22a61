#pragma once

#include <QImage>
#include <QObject>
#include <memory>

#include "app/session/session.h"
#include "ui/parts/canvas_scene.h"
#include "ui/parts/image_mips.h"
#include "ui/parts/overlay_palette.h"

namespace selvedge {

// Objects of `image`: masks read from the store, predictions of the set. Any thread; throws Error.
std::shared_ptr<const CanvasScene> makeScene(const Project& project, const ObjectTable& table,
                                             const Catalog& catalog, const OverlayPalette& palette,
                                             const PredictionSet* predictions, ImageIndex image);

// Follows the session's current image: reads its objects and pixels on a worker; answers of an
// earlier image are dropped. GUI thread.
class SceneLoader : public QObject {
    Q_OBJECT

public:
    SceneLoader(Session& session, QObject* parent = nullptr);
    void setPalette(const OverlayPalette& palette) { m_palette = palette; }
    // Pixels cost time: only wanted where they are shown.
    void wantPixels(bool want);
    bool busy() const { return m_busy > 0; }

Q_SIGNALS:
    void sceneReady(std::shared_ptr<const selvedge::CanvasScene> scene);  // null: no image
    void mipsReady(std::shared_ptr<const selvedge::ImageMips> mips);
    void fault(const QString& sentence);
    void becameIdle();

private:
    void loadScene();
    void loadMips();
    void done();

    Session& m_session;
    OverlayPalette m_palette;
    bool m_wantPixels = false;
    std::optional<ImageIndex> m_pixelsOf;
    std::uint64_t m_sceneGeneration = 0, m_mipsGeneration = 0;
    int m_busy = 0;
};

}  // namespace selvedge
