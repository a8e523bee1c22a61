#include "ui/parts/tile_painter.h"

#include <QCoreApplication>
#include <QPaintDevice>
#include <QPainter>
#include <cmath>

#include "ui/parts/icons.h"
#include "ui/parts/style.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"

namespace selvedge {

namespace {

constexpr int kFillAlpha = 77;     // 30 %
constexpr int kShadowAlpha = 166;  // 65 %

QPen cosmetic(const QPainter& painter, const QColor& color, double width) {
    // Cosmetic pens count device pixels.
    QPen pen(color, width * painter.device()->devicePixelRatioF());
    pen.setCosmetic(true);
    return pen;
}

void strokeOutline(QPainter& painter, const Thumbnail::Object& object, const QColor& color) {
    painter.strokePath(object.path, cosmetic(painter, QColor(0, 0, 0, kShadowAlpha), 3.5));
    QPen line = cosmetic(painter, color, 1.5);
    line.setCapStyle(Qt::FlatCap);
    if (object.ref.source == ObjectRef::Source::Prediction)
        line.setDashPattern({4.5, 2.5});
    painter.strokePath(object.path, line);
}

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
    const QRectF photo = photoIn(box, thumbnail.image.size());
    painter.save();
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(photo, thumbnail.image);
    if (style.mode != TileStyle::Mode::None) {
        enterPhoto(painter, photo, thumbnail);
        if (style.mode == TileStyle::Mode::Fill) {
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
        }
        painter.setBrush(Qt::NoBrush);
        for (const Thumbnail::Object& object : thumbnail.objects) {
            if (style.showsObject(object))
                strokeOutline(painter, object, palette.color(object.category));
        }
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
    enterPhoto(painter, photo, thumbnail);
    const Thumbnail::Object& object = thumbnail.objects.front();
    if (style.dimGround) {
        QPainterPath ground;
        ground.addRect(QRectF(QPointF(), QSizeF(thumbnail.image.size())).adjusted(-1, -1, 1, 1));
        QColor veil = tile;
        veil.setAlphaF(1 - style.groundLeft);
        painter.fillPath(ground.subtracted(object.path), veil);
    }
    if (style.mode != TileStyle::Mode::None)
        strokeOutline(painter, object, palette.color(object.category));
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
