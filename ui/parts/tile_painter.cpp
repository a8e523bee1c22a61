#include "ui/parts/tile_painter.h"

#include <QCoreApplication>
#include <QPaintDevice>
#include <QPainter>
#include <cmath>
#include <optional>

#include "ui/parts/icons.h"
#include "ui/parts/outline_stroker.h"
#include "ui/parts/style.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"

namespace selvedge {

namespace {

constexpr int kFillAlpha = 77;     // 30 %
constexpr int kShadowAlpha = 166;  // 65 %

// Lines over a photo, clipped to it: one image in the device's pixels, drawn at once.
class Outlines {
public:
    Outlines(QPainter& painter, const QRectF& photo, const Thumbnail& thumbnail)
        : m_painter(painter), m_ratio(painter.device()->devicePixelRatioF()) {
        m_part = QRectF(photo.topLeft() * m_ratio, photo.size() * m_ratio).toAlignedRect();
        m_image = QImage(m_part.size(), QImage::Format_ARGB32_Premultiplied);
        m_image.fill(Qt::transparent);
        m_image.setDevicePixelRatio(m_ratio);
        m_placement = {photo.width() / thumbnail.image.width() * m_ratio,
                       photo.topLeft() * m_ratio - QPointF(m_part.topLeft())};
        m_stroker.emplace(m_image);
    }
    ~Outlines() { m_painter.drawImage(QPointF(m_part.topLeft()) / m_ratio, m_image); }
    Outlines(const Outlines&) = delete;
    Outlines& operator=(const Outlines&) = delete;

    void stroke(const Thumbnail::Object& object, const QColor& color) {
        line(object, QColor(0, 0, 0, kShadowAlpha), 3.5);
        const bool found = object.ref.source == ObjectRef::Source::Prediction;
        line(object, color, 1.5,
             found ? QList<qreal>{6.75 * m_ratio, 3.75 * m_ratio} : QList<qreal>());
    }
    void select(const Thumbnail::Object& object) {
        line(object, Qt::black, 5);
        line(object, Qt::white, 2);
    }

private:
    void line(const Thumbnail::Object& object, const QColor& color, double width,
              const QList<qreal>& dashes = {}) {
        m_stroker->stroke(object.path, m_placement, {color, width * m_ratio, dashes});
    }

    QPainter& m_painter;
    const double m_ratio;  // device pixels a logical one
    QRect m_part;          // of the device
    QImage m_image;
    OutlineStroker::Placement m_placement;
    std::optional<OutlineStroker> m_stroker;
};

// From here on the painter counts the thumbnail's pixels.
void enterPhoto(QPainter& painter, const QRectF& photo, const Thumbnail& thumbnail) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(photo);
    painter.translate(photo.topLeft());
    painter.scale(photo.width() / thumbnail.image.width(),
                  photo.height() / thumbnail.image.height());
}

// A cut-out that all but fills its tile does: a sliver of ground would look like a mistake.
QRectF filledWhereNearly(QRectF photo, const QRect& box) {
    constexpr double kNearly = 4;
    if (box.width() - photo.width() < kNearly) {
        photo.setLeft(box.left());
        photo.setWidth(box.width());
    }
    if (box.height() - photo.height() < kNearly) {
        photo.setTop(box.top());
        photo.setHeight(box.height());
    }
    return photo;
}

}  // namespace

QRectF photoIn(const QRect& box, QSize thumbnail) {
    const QSizeF size = QSizeF(thumbnail).scaled(box.size(), Qt::KeepAspectRatio);
    return {box.center().x() + 0.5 - size.width() / 2, box.center().y() + 0.5 - size.height() / 2,
            size.width(), size.height()};
}

void paintTile(QPainter& painter, const QRect& box, const Thumbnail& thumbnail,
               const TileStyle& style, const OverlayPalette& palette) {
    paintPicture(painter, photoIn(box, thumbnail.image.size()), thumbnail, style, palette);
}

void paintPicture(QPainter& painter, const QRectF& photo, const Thumbnail& thumbnail,
                  const TileStyle& style, const OverlayPalette& palette,
                  const Thumbnail::Object* selected) {
    painter.save();
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(photo, thumbnail.image);
    if (style.mode == TileStyle::Mode::Fill) {
        painter.save();
        enterPhoto(painter, photo, thumbnail);
        painter.setPen(Qt::NoPen);
        for (const Thumbnail::Object& object : thumbnail.objects) {
            const bool truth = object.ref.source == ObjectRef::Source::Truth;
            if (!style.showsObject(object) || (!truth && style.truth))
                continue;  // two fills over each other would mix
            QColor fill = palette.color(object.category);
            fill.setAlpha(kFillAlpha);
            painter.setBrush(fill);
            painter.drawPath(object.path);
        }
        painter.restore();
    }
    if (style.mode != TileStyle::Mode::None || selected) {
        Outlines outlines(painter, photo, thumbnail);
        for (const Thumbnail::Object& object : thumbnail.objects) {
            if (style.mode != TileStyle::Mode::None && style.showsObject(object))
                outlines.stroke(object, palette.color(object.category));
        }
        if (selected)
            outlines.select(*selected);
    }
    painter.restore();
}

void paintCutout(QPainter& painter, const QRect& box, const Thumbnail& thumbnail,
                 const TileStyle& style, const OverlayPalette& palette) {
    const QRectF photo = filledWhereNearly(photoIn(box, thumbnail.image.size()), box);
    painter.save();
    const QColor tile = style.ground.isValid() ? style.ground : themed(Token::Panel);
    painter.fillRect(box, tile);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(photo, thumbnail.image);
    const Thumbnail::Object& object = thumbnail.objects.front();
    if (style.dimGround) {
        painter.save();
        enterPhoto(painter, photo, thumbnail);
        QPainterPath ground = object.path;  // all but the object: odd and even change places
        ground.addRect(QRectF(QPointF(), QSizeF(thumbnail.image.size())).adjusted(-1, -1, 1, 1));
        QColor veil = tile;
        veil.setAlphaF(1 - style.groundLeft);
        painter.fillPath(ground, veil);
        painter.restore();
    }
    if (style.mode != TileStyle::Mode::None)
        Outlines(painter, photo, thumbnail).stroke(object, palette.color(object.category));
    painter.restore();
}

QRect locateButtonIn(const QRect& box) {
    return {box.center().x() - 42, box.center().y() + 26, 84, 26};
}

void paintFault(QPainter& painter, const QRect& box, const QString& fault) {
    painter.save();
    painter.setPen(QPen(themed(Token::Border), 1, Qt::DashLine));
    painter.drawRect(box.adjusted(0, 0, -1, -1));
    painter.drawPixmap(box.center().x() - 8, box.center().y() - 24,
                       iconPixmap(QStringLiteral("image-missing"), 16, themed(Token::Text2),
                                  painter.device()->devicePixelRatioF()));
    painter.setFont(typeFont(-1));
    painter.setPen(themed(Token::Text2));
    painter.drawText(box.adjusted(6, box.height() / 2, -6, -4),
                     Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, fault);
    painter.restore();
}

void paintMissing(QPainter& painter, const QRect& box, bool buttonLit) {
    paintFault(painter, box, QCoreApplication::translate("Gallery", "file not found"));
    painter.save();
    const QRect button = locateButtonIn(box);
    drawBevel(painter, button, themed(buttonLit ? Token::Hover : Token::Raised),
              themed(Token::Border), false);
    painter.setFont(typeFont(-1));
    painter.setPen(themed(Token::Text));
    painter.drawText(button, Qt::AlignCenter, QCoreApplication::translate("Gallery", "Locate…"));
    painter.restore();
}

void paintStar(QPainter& painter, const QRect& box, int stars) {
    constexpr int kSide = 24;
    painter.save();
    painter.setFont(typeFont(-1, true));
    const QString number = stars > 1 ? QString::number(stars) : QString();
    const int width =
        kSide + (number.isEmpty() ? 0 : painter.fontMetrics().horizontalAdvance(number) + 4);
    const QRect corner(box.right() + 1 - width, box.top(), width, kSide);
    painter.fillRect(corner, QColor(0x0c, 0x0c, 0x0c, 219));  // 86 %
    painter.setRenderHint(QPainter::Antialiasing);
    QPolygonF star;
    const QPointF middle(corner.left() + 12, corner.center().y() + 1);
    for (int i = 0; i < 10; ++i) {
        const double angle = M_PI * (i / 5.0 - 0.5), radius = i % 2 ? 3 : 7;
        star << middle + radius * QPointF(std::cos(angle), std::sin(angle));
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(Qt::white);
    painter.drawPolygon(star);
    painter.setPen(Qt::white);
    painter.drawText(corner.adjusted(20, 0, -5, 0), Qt::AlignRight | Qt::AlignVCenter, number);
    painter.restore();
}

}  // namespace selvedge
