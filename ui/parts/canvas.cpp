#include "ui/parts/canvas.h"

#include <QPainter>
#include <cmath>

#include "ui/parts/outline_path.h"
#include "ui/parts/style.h"
#include "ui/parts/theme.h"
#include "ui/parts/tile_painter.h"

namespace selvedge {

namespace {

constexpr int kCardDelay = 300;   // ms
constexpr int kActiveAlpha = 70;  // what the active mask adds to the fill

quint64 keyOf(const ObjectRef& ref) {
    return quint64(ref.source) << 32 | ref.index;
}

}  // namespace

QPointF anchorOf(const RleMask& mask) {
    const std::uint64_t half = mask.area() / 2;
    std::uint64_t seen = 0;
    for (const RleMask::Run& run : mask.runs()) {
        if (seen + run.length > half) {
            // The middle of the longest stretch of this column would be nicer still; a run is one.
            const std::uint32_t pixel = run.start + run.length / 2;
            return {pixel / std::uint32_t(mask.height()) + 0.5,
                    pixel % std::uint32_t(mask.height()) + 0.5};
        }
        seen += run.length;
    }
    return {};
}

Canvas::Canvas(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Picture"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMinimumSize(200, 200);
    m_cardTimer.setSingleShot(true);
    m_cardTimer.setInterval(kCardDelay);
    connect(&m_cardTimer, &QTimer::timeout, this, [this] {
        m_cardShown = true;
        update();
    });
}

void Canvas::setScene(std::shared_ptr<const CanvasScene> scene) {
    const bool otherSize = !m_scene || !scene || m_scene->size != scene->size;
    m_scene = std::move(scene);
    m_overlay.setScene(m_scene);
    m_paths.clear();
    m_hovered.reset();
    if (m_fitted || otherSize)
        fit();
    invalidate();
}

void Canvas::setMips(std::shared_ptr<const ImageMips> mips) {
    m_mips = std::move(mips);
    m_fault.clear();
    if (m_fitted)
        fit();
    invalidate();
}

void Canvas::setFault(const QString& fault) {
    m_fault = fault;
    m_mips.reset();
    invalidate();
}

void Canvas::setStyleOfObjects(const CanvasStyle& style) {
    if (style == m_style)
        return;
    m_style = style;
    m_overlay.setStyle(style);
    m_hovered.reset();
    invalidate();
}

void Canvas::setSelected(std::optional<ObjectRef> object) {
    m_selected = object;
    invalidate();
}

void Canvas::hideObjects(bool hide) {
    m_hideObjects = hide;
    invalidate();
}

QSize Canvas::spaceSize() const {
    return m_scene ? m_scene->size : m_mips ? m_mips->space() : QSize();
}

void Canvas::setView(const ViewTransform& view) {
    if (view == m_view)
        return;
    m_view = view;
    m_fitted = false;
    invalidate();
    Q_EMIT zoomChanged(zoom());
}

void Canvas::setViewByPerson(const ViewTransform& view) {
    setView(view);
    Q_EMIT viewChanged(m_view);
}

void Canvas::fit() {
    m_view = ViewTransform::fit(spaceSize(), size());
    m_fitted = true;
    invalidate();
    Q_EMIT zoomChanged(zoom());
}

void Canvas::zoomTo(double devicePixelsPerPixel) {
    const double scale = std::clamp(devicePixelsPerPixel, kLeastZoom, kMostZoom);
    setViewByPerson(m_view.zoomedTo(scale / devicePixelRatioF(), QRectF(rect()).center()));
}

void Canvas::zoomBy(double factor) {
    zoomTo(zoom() * factor);
}

const CanvasObject* Canvas::object(const std::optional<ObjectRef>& ref) const {
    if (!ref || !m_scene)
        return nullptr;
    for (const CanvasObject& object : m_scene->objects) {
        if (object.ref == *ref)
            return &object;
    }
    return nullptr;
}

std::optional<ObjectRef> Canvas::objectAt(QPointF p) const {
    if (!m_scene)
        return {};
    const int x = int(std::floor(p.x())), y = int(std::floor(p.y()));
    // Small ones lie at the end.
    for (std::size_t i = m_scene->objects.size(); i-- > 0;) {
        const CanvasObject& object = m_scene->objects[i];
        const IntBox& b = object.box;
        if (m_style.shows(object) && x >= b.x && y >= b.y && x < b.x + b.width &&
            y < b.y + b.height && object.mask.contains(x, y))
            return object.ref;
    }
    return {};
}

void Canvas::invalidate() {
    m_dirty = true;
    update();
}

const QPainterPath& Canvas::pathOf(const CanvasObject& object) {
    // Outlines are smoothed for a power of two of the scale; from 400 % up they show the pixels.
    const int bucket = int(std::floor(std::log2(zoom())));
    if (bucket != m_pathBucket) {
        m_paths.clear();
        m_pathBucket = bucket;
    }
    QPainterPath& path = m_paths[keyOf(object.ref)];
    if (path.isEmpty())
        path = outlinePath(object.mask, bucket >= 2 ? 0 : 0.6 / std::exp2(bucket + 1));
    return path;
}

void Canvas::renderLayers() {
    const qreal ratio = devicePixelRatioF();
    const QSize pixels = size() * ratio;
    if (m_base.size() != pixels) {
        m_base = QPixmap(pixels);
        m_outlines = QPixmap(pixels);
        m_base.setDevicePixelRatio(ratio);
        m_outlines.setDevicePixelRatio(ratio);
    }
    m_base.fill(themed(Token::Well));
    m_outlines.fill(Qt::transparent);
    const QRectF visible = rect();
    QPainter base(&m_base);
    if (m_mips)
        m_mips->draw(base, m_view, visible, ratio);
    if (m_scene && !m_hideObjects) {
        m_overlay.draw(base, m_view, visible, ratio);
        QPainter outlines(&m_outlines);
        outlines.setRenderHint(QPainter::Antialiasing);
        for (const CanvasObject& object : m_scene->objects) {
            if (m_style.shows(object) && m_style.outlines)
                drawOutline(outlines, object);
        }
        for (const CanvasObject& object : m_scene->objects) {
            if (m_style.shows(object) && m_style.boxes)
                drawBox(outlines, object);
        }
    }
    m_dirty = false;
}

void Canvas::paintEvent(QPaintEvent*) {
    if (m_dirty || m_base.size() != size() * devicePixelRatioF())
        renderLayers();
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_base);
    if (!m_mips && !m_fault.isEmpty())
        paintFault(painter,
                   m_view.widgetFromImage(QRectF(QPointF(), QSizeF(spaceSize()))).toAlignedRect(),
                   m_fault);
    if (!m_hideObjects) {
        const CanvasObject* selected = object(m_selected);
        const CanvasObject* hovered = object(m_hovered);
        if (selected && !m_style.shows(*selected))
            selected = nullptr;
        for (const CanvasObject* active : {selected, hovered == selected ? nullptr : hovered}) {
            if (active)
                m_overlay.drawActive(painter, *active, kActiveAlpha, m_view, rect(),
                                     devicePixelRatioF());
        }
        painter.drawPixmap(0, 0, m_outlines);
        painter.setRenderHint(QPainter::Antialiasing);
        if (hovered && hovered != selected)
            drawOutline(painter, *hovered);
        if (selected)
            drawSelection(painter, *selected);
        if (m_style.labels)
            drawLabels(painter);
        if (hovered && m_cardShown)
            drawCard(painter, *hovered);
    }
    if (hasFocus())
        drawFocusRing(painter, rect());
}

}  // namespace selvedge
