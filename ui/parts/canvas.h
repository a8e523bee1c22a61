#pragma once

#include <QHash>
#include <QPainterPath>
#include <QPixmap>
#include <QTimer>
#include <QWidget>
#include <memory>
#include <optional>

#include "ui/parts/canvas_scene.h"
#include "ui/parts/image_mips.h"
#include "ui/parts/overlay_tiles.h"
#include "ui/parts/view_transform.h"

namespace selvedge {

// A picture with its objects, in four layers: image mips, overlay tiles, active mask, vector HUD
// (outlines, boxes, labels, card). Zoom at the cursor, pan by dragging. Layers 1 and 2, and the
// outlines that do not change with the pointer, are kept as pixmaps of the widget's size. GUI
// thread.
class Canvas : public QWidget {
    Q_OBJECT

public:
    explicit Canvas(QWidget* parent = nullptr);

    // Scene and pixels may come in either order. A scene of another size is fitted; one of the
    // same size keeps the view, unless it was fitted. Null takes away.
    void setScene(std::shared_ptr<const CanvasScene> scene);
    void setMips(std::shared_ptr<const ImageMips> mips);  // takes the fault away, too
    void setFault(const QString& fault);                  // in place of the picture
    void setCatalog(std::shared_ptr<const Catalog> catalog) { m_catalog = std::move(catalog); }
    const CanvasScene* scene() const { return m_scene.get(); }
    const ImageMips* mips() const { return m_mips.get(); }
    QString fault() const { return m_fault; }
    void setStyleOfObjects(const CanvasStyle& style);
    const CanvasStyle& styleOfObjects() const { return m_style; }
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

    static constexpr double kLeastZoom = 0.02, kMostZoom = 64;

Q_SIGNALS:
    void viewChanged(const selvedge::ViewTransform& view);  // by the person
    void objectClicked(std::optional<selvedge::ObjectRef> object);
    void fitWanted();  // double click
    void zoomChanged(double devicePixelsPerPixel);
    void pointerMoved(QPointF imagePoint);

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
    void invalidate();  // pixmaps of the layers
    void setViewByPerson(const ViewTransform& view);
    QSize spaceSize() const;
    const CanvasObject* object(const std::optional<ObjectRef>& ref) const;
    const QPainterPath& pathOf(const CanvasObject& object);
    void renderLayers();
    // canvas_hud.cpp
    void drawOutline(QPainter& painter, const CanvasObject& object);
    void drawSelection(QPainter& painter, const CanvasObject& object);
    void drawBox(QPainter& painter, const CanvasObject& object);
    void drawLabels(QPainter& painter);
    void drawCard(QPainter& painter, const CanvasObject& object);

    std::shared_ptr<const Catalog> m_catalog;
    std::shared_ptr<const CanvasScene> m_scene;
    std::shared_ptr<const ImageMips> m_mips;
    QString m_fault;
    CanvasStyle m_style;
    OverlayTiles m_overlay;
    ViewTransform m_view;
    bool m_fitted = true;  // follow the widget's size
    bool m_hideObjects = false;
    std::optional<ObjectRef> m_selected, m_hovered;
    QPixmap m_base, m_outlines;  // layers 1 and 2; still outlines and boxes
    bool m_dirty = true;
    QHash<quint64, QPainterPath> m_paths;  // by object, for the bucket of scales
    int m_pathBucket = 0;
    QTimer m_cardTimer;
    bool m_cardShown = false;
    QPointF m_pointer, m_pressed;
    std::optional<QPointF> m_dragFrom;
    bool m_dragged = false;
};

}  // namespace selvedge
