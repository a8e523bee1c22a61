#pragma once

#include <QPixmap>
#include <QTimer>
#include <QWidget>
#include <array>
#include <memory>
#include <optional>

#include "ui/parts/canvas_scene.h"
#include "ui/parts/image_mips.h"
#include "ui/parts/scene_painter.h"
#include "ui/parts/swipe_handle.h"
#include "ui/parts/view_transform.h"

class QPushButton;

namespace selvedge {

// A picture with its objects, in four layers (ScenePainter): image mips, overlay tiles, active
// mask, vector HUD (outlines, boxes, labels, card). Zoom at the cursor, pan by dragging. Layers 1
// and 2, and the outlines that do not change with the pointer, are kept as pixmaps of the widget's
// size; in a swipe comparison there is a second set, right of the divider. GUI thread.
class Canvas : public QWidget {
    Q_OBJECT

public:
    // Round the photo: the theme's, a grey of L* 50 or white for judging its colours.
    enum class Surround { Well, Grey, White };

    explicit Canvas(QWidget* parent = nullptr);

    // Scene and pixels may come in either order. A scene of another size is fitted; one of the
    // same size keeps the view, unless it was fitted. Null takes away.
    void setScene(std::shared_ptr<const CanvasScene> scene);
    void setMips(std::shared_ptr<const ImageMips> mips);  // takes the fault away, too
    // In place of the picture; where there is no such file, with a button that asks for it.
    void setFault(const QString& fault, bool missing = false);
    void setCatalog(std::shared_ptr<const Catalog> catalog);
    // Of the scene, as verdictsOf says; a new scene has none.
    void setVerdicts(std::shared_ptr<const std::vector<SceneVerdict>> verdicts);
    const CanvasScene* scene() const { return m_scene.get(); }
    const ImageMips* mips() const { return m_mips.get(); }
    std::shared_ptr<const ImageMips> sharedMips() const { return m_mips; }
    std::shared_ptr<const CanvasScene> sharedScene() const { return m_scene; }
    QString fault() const { return m_fault; }
    QPushButton* locateButton() const { return m_locate; }
    void setStyleOfObjects(const CanvasStyle& style);
    const CanvasStyle& styleOfObjects() const { return m_sides[0].painter.style(); }
    // Right of a divider another style holds; nothing: no divider.
    void setSwipe(const std::optional<CanvasStyle>& right);
    SwipeHandle& divider() { return *m_divider; }
    void setSurround(Surround surround);
    void setSelected(std::optional<ObjectRef> object);
    void hideObjects(bool hide);  // while a key is held

    ViewTransform view() const { return m_view; }
    void setView(const ViewTransform& view);  // emits nothing: for canvases in step
    void fit();
    void zoomTo(double devicePixelsPerPixel);  // around the middle; 1: pixel for pixel
    void zoomBy(double factor);
    double zoom() const { return m_view.scale * devicePixelRatioF(); }
    // The topmost shown object at a pixel, the smallest where several lie.
    std::optional<ObjectRef> objectAt(QPointF imagePoint) const;
    // What is seen with its overlays, without pointer, card, focus and divider, at the screen's
    // resolution.
    QImage picture();

    static constexpr double kLeastZoom = 0.02, kMostZoom = 64;

Q_SIGNALS:
    void viewChanged(const selvedge::ViewTransform& view);  // by the person
    void objectClicked(std::optional<selvedge::ObjectRef> object);
    void fitWanted();     // double click
    void locateWanted();  // the folder of the pictures
    void zoomChanged(double devicePixelsPerPixel);
    void pointerMoved(QPointF imagePoint);
    void pointerLeft();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    // What one style shows, and the part of the widget where it does.
    struct Side {
        ScenePainter painter;
        QPixmap base, outlines;  // layers 1 and 2; still outlines and boxes
        bool dirty = true;
    };
    QRectF rectOf(std::size_t side) const;
    std::size_t sideAt(double x) const;
    SceneFrame frame() const { return {m_view, QRectF(rect()), devicePixelRatioF()}; }
    void invalidate();  // pixmaps of the layers
    void setViewByPerson(const ViewTransform& view);
    QSize spaceSize() const;
    void fitWhereNeeded();
    void renderSide(Side& side);
    void renderPart(Side& side, const QRect& part);
    void drawBase(QPainter& painter, Side& side, const QRect& part);
    bool scrolled(const ViewTransform& view);
    void paintSide(QPainter& painter, std::size_t side, bool pointer);
    void forgetHovered();
    QRect faultCard() const;
    void placeLocate();
    void drawFault(QPainter& painter) const;
    void drawCard(QPainter& painter, const ScenePainter& side, const CanvasObject& object);

    std::shared_ptr<const Catalog> m_catalog;
    std::shared_ptr<const CanvasScene> m_scene;
    std::shared_ptr<const ImageMips> m_mips;
    QString m_fault;
    std::array<Side, 2> m_sides;
    bool m_swiping = false;
    SwipeHandle* m_divider;
    QPushButton* m_locate;  // shown where the picture's file is missing
    Surround m_surround = Surround::Well;
    ViewTransform m_view;
    QSize m_space;         // that the view was made for
    bool m_fitted = true;  // follow the widget's size
    bool m_hideObjects = false;
    std::optional<ObjectRef> m_selected, m_hovered;
    QTimer m_cardTimer;
    bool m_cardShown = false;
    QPointF m_pointer, m_pressed;
    std::optional<QPointF> m_dragFrom;
    bool m_dragged = false;
};

}  // namespace selvedge
