#include "ui/parts/scene_painter.h"

#include <QPainter>

#include "ui/parts/outline_stroker.h"

namespace selvedge {

namespace {

constexpr int kShadowAlpha = 166;  // 65 %
constexpr int kActiveAlpha = 70;   // what the active mask adds to the fill

// Cosmetic pens count device pixels: `width` is in logical ones.
QPen cosmetic(const SceneFrame& frame, const QColor& color, double width) {
    QPen pen(color, width * frame.ratio, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin);
    pen.setCosmetic(true);
    return pen;
}

// From the scene to the device pixels of a part of the frame.
OutlineStroker::Placement placementIn(const SceneFrame& frame, const QRect& part) {
    return {frame.view.scale * frame.ratio,
            frame.view.offset * frame.ratio - QPointF(part.topLeft())};
}

// `width` in logical pixels; dashed as `object` has it, if it is one of a run's.
OutlineStroker::Pen penOf(const SceneFrame& frame, const QColor& color, double width,
                          const CanvasObject* object = nullptr) {
    OutlineStroker::Pen pen{color, width * frame.ratio, {}};
    if (object && !object->isTruth())
        pen.dashes = runDashes(object->ref.run, 1 / frame.ratio);
    return pen;
}

QRectF rectOf(const IntBox& box) {
    return QRectF(box.x, box.y, box.width, box.height);
}

}  // namespace

void ScenePainter::setScene(std::shared_ptr<const CanvasScene> scene) {
    m_scene = std::move(scene);
    m_overlay.setScene(m_scene);
    m_paths.clear();
    m_verdicts.reset();
}

void ScenePainter::setStyle(const CanvasStyle& style) {
    m_style = style;
    m_overlay.setStyle(style);
}

const CanvasObject* ScenePainter::object(const std::optional<ObjectRef>& ref) const {
    if (!ref || !m_scene)
        return nullptr;
    for (const CanvasObject& object : m_scene->objects) {
        if (object.ref == *ref)
            return m_style.shows(object) ? &object : nullptr;
    }
    return nullptr;
}

const SceneVerdict* ScenePainter::verdict(const CanvasObject& object) const {
    if (!m_verdicts || m_verdicts->empty())
        return nullptr;
    return &(*m_verdicts)[std::size_t(&object - m_scene->objects.data())];
}

void ScenePainter::drawPicture(QPainter& painter, const SceneFrame& frame) const {
    if (m_mips)
        m_mips->draw(painter, frame.view, frame.rect, frame.ratio);
}

void ScenePainter::drawFills(QPainter& painter, const SceneFrame& frame) {
    m_overlay.draw(painter, frame.view, frame.rect, frame.ratio);
}

void ScenePainter::drawActive(QPainter& painter, const SceneFrame& frame,
                              const CanvasObject& object) {
    m_overlay.drawActive(painter, object, kActiveAlpha, frame.view, frame.rect, frame.ratio);
}

const QPainterPath& ScenePainter::pathOf(const SceneFrame& frame, const CanvasObject& object) {
    const int bucket = outlineBucketOf(frame.view.scale * frame.ratio);
    const auto index = std::size_t(&object - m_scene->objects.data());
    if (bucket == m_scene->prepared.outlineBucket)
        return m_scene->prepared.outlines[index];
    if (bucket != m_pathBucket || m_paths.empty()) {
        m_paths.assign(m_scene->objects.size(), {});
        m_pathBucket = bucket;
    }
    QPainterPath& path = m_paths[index];
    if (path.isEmpty())
        path = outlineFor(object.mask, bucket);
    return path;
}

QImage ScenePainter::outlines(const SceneFrame& frame, const QRect& part) {
    QImage image(part.size(), QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    image.setDevicePixelRatio(frame.ratio);
    if (!m_scene)
        return image;
    const QPointF corner = QPointF(part.topLeft()) / frame.ratio;
    const double reach = 4 / frame.view.scale;  // of a line's width
    const QRectF seen = QRectF(frame.view.imageFromWidget(corner),
                               QSizeF(part.size()) / (frame.ratio * frame.view.scale))
                            .adjusted(-reach, -reach, reach, reach);
    const auto isSeen = [&](const CanvasObject& object) {
        return m_style.shows(object) && rectOf(object.box).intersects(seen);
    };
    if (m_style.outlines) {
        OutlineStroker stroker(image);
        for (const CanvasObject& object : m_scene->objects) {
            if (!isSeen(object))
                continue;
            const QPainterPath& path = pathOf(frame, object);
            const OutlineStroker::Placement placement = placementIn(frame, part);
            stroker.stroke(path, placement, penOf(frame, QColor(0, 0, 0, kShadowAlpha), 4));
            stroker.stroke(path, placement, penOf(frame, m_style.colorOf(object), 2, &object));
        }
    }
    if (m_style.boxes) {
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.translate(-corner);
        for (const CanvasObject& object : m_scene->objects) {
            if (isSeen(object))
                drawBox(painter, frame, object);
        }
    }
    return image;
}

// One object's, over what is there.
void ScenePainter::strokeAlone(QPainter& painter, const SceneFrame& frame,
                               const CanvasObject& object, const QColor& below, double width,
                               const QColor& line) {
    const QRectF box = frame.view.widgetFromImage(rectOf(object.box)).adjusted(-4, -4, 4, 4);
    const QRectF seen = box.intersected(frame.rect);
    const QRect part =
        QRectF(seen.topLeft() * frame.ratio, seen.size() * frame.ratio).toAlignedRect();
    if (part.isEmpty())
        return;
    QImage image(part.size(), QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    image.setDevicePixelRatio(frame.ratio);
    OutlineStroker stroker(image);
    const QPainterPath& path = pathOf(frame, object);
    stroker.stroke(path, placementIn(frame, part), penOf(frame, below, width));
    stroker.stroke(path, placementIn(frame, part), penOf(frame, line, 2, &object));
    painter.drawImage(QPointF(part.topLeft()) / frame.ratio, image);
}

void ScenePainter::drawOutline(QPainter& painter, const SceneFrame& frame,
                               const CanvasObject& object) {
    strokeAlone(painter, frame, object, QColor(0, 0, 0, kShadowAlpha), 4, m_style.colorOf(object));
}

void ScenePainter::drawSelection(QPainter& painter, const SceneFrame& frame,
                                 const CanvasObject& object) {
    strokeAlone(painter, frame, object, Qt::black, 5, Qt::white);
}

void ScenePainter::drawBox(QPainter& painter, const SceneFrame& frame,
                           const CanvasObject& object) const {
    const QRectF box = frame.view.widgetFromImage(rectOf(object.box));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(cosmetic(frame, QColor(0, 0, 0, kShadowAlpha), 3));
    painter.drawRect(box);
    QPen line = cosmetic(frame, m_style.colorOf(object), 1.25);
    if (!object.isTruth())
        line.setDashPattern(runDashes(object.ref.run, 1.25));
    painter.setPen(line);
    painter.drawRect(box);
}

QImage scenePicture(std::shared_ptr<const CanvasScene> scene, std::shared_ptr<const ImageMips> mips,
                    std::shared_ptr<const Catalog> catalog, const CanvasStyle& style,
                    const Criteria& criteria, QSize size, double ratio) {
    const QSize pixels = scene->size.scaled(size, Qt::KeepAspectRatio).expandedTo({1, 1});
    QImage image(pixels, QImage::Format_RGB32);
    image.fill(Qt::white);
    image.setDevicePixelRatio(ratio);
    ScenePainter drawn;
    drawn.setScene(scene);
    drawn.setMips(std::move(mips));
    drawn.setCatalog(std::move(catalog));
    drawn.setStyle(style);
    drawn.setVerdicts(
        std::make_shared<const std::vector<SceneVerdict>>(verdictsOf(*scene, criteria)));
    const QRectF rect(QPointF(), QSizeF(pixels) / ratio);
    const SceneFrame frame{{rect.width() / scene->size.width(), {}}, rect, ratio};
    QPainter painter(&image);
    drawn.drawPicture(painter, frame);
    drawn.drawFills(painter, frame);
    painter.drawImage(QPointF(), drawn.outlines(frame, QRect(QPoint(), pixels)));
    if (style.labels)
        drawn.drawLabels(painter, frame, {});
    return image;
}

}  // namespace selvedge
