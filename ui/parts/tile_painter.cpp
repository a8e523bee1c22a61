#include "ui/parts/tile_painter.h"

#include <QPaintDevice>
#include <QPainter>

#include "ui/parts/icons.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"

namespace selvedge {

namespace {

constexpr int kFillAlpha = 77;     // 30 %
constexpr int kShadowAlpha = 166;  // 65 %

bool shown(const Thumbnail::Object& object, const TileStyle& style) {
    const bool truth = object.ref.source == ObjectRef::Source::Truth;
    if (truth ? !style.truth : !style.predictions || object.score < style.scoreThreshold)
        return false;
    return !style.shows || style.shows(object);
}

}  // namespace

void paintTile(QPainter& painter, const QRect& box, const Thumbnail& thumbnail,
               const TileStyle& style, const OverlayPalette& palette) {
    const QSizeF size = QSizeF(thumbnail.image.size()).scaled(box.size(), Qt::KeepAspectRatio);
    const QRectF photo(box.center().x() + 0.5 - size.width() / 2,
                       box.center().y() + 0.5 - size.height() / 2, size.width(), size.height());
    painter.save();
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(photo, thumbnail.image);
    if (style.mode != TileStyle::Mode::None) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setClipRect(photo);
        painter.translate(photo.topLeft());
        const double scale = size.width() / thumbnail.image.width();
        painter.scale(scale, scale);
        if (style.mode == TileStyle::Mode::Fill) {
            painter.setPen(Qt::NoPen);
            for (const Thumbnail::Object& object : thumbnail.objects) {
                const bool truth = object.ref.source == ObjectRef::Source::Truth;
                if (!shown(object, style) || (!truth && style.truth))
                    continue;  // two fills over each other would mix
                QColor fill = palette.color(object.category);
                fill.setAlpha(kFillAlpha);
                painter.setBrush(fill);
                painter.drawPath(object.path);
            }
        }
        painter.setBrush(Qt::NoBrush);
        // Cosmetic pens count device pixels.
        const double ratio = painter.device()->devicePixelRatioF();
        for (const Thumbnail::Object& object : thumbnail.objects) {
            if (!shown(object, style))
                continue;
            QPen shadow(QColor(0, 0, 0, kShadowAlpha), 3.5 * ratio);
            shadow.setCosmetic(true);
            painter.strokePath(object.path, shadow);
            QPen line(palette.color(object.category), 1.5 * ratio);
            line.setCosmetic(true);
            line.setCapStyle(Qt::FlatCap);
            if (object.ref.source == ObjectRef::Source::Prediction)
                line.setDashPattern({4.5, 2.5});
            painter.strokePath(object.path, line);
        }
    }
    painter.restore();
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

}  // namespace selvedge
