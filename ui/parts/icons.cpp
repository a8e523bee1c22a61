#include "ui/parts/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QStandardPaths>
#include <QSvgRenderer>

#include "ui/parts/theme.h"

namespace selvedge {

namespace {

QString iconFile(const QString& name, int size) {
    static const QStringList roots = [] {
        QStringList found;
        for (const QString& folder :
             QStandardPaths::standardLocations(QStandardPaths::GenericDataLocation)) {
            const QString root = folder + QStringLiteral("/icons/breeze");
            if (QFile::exists(root))
                found += root;
        }
        return found;
    }();
    const QString sizes[] = {QString::number(size > 18 ? 22 : 16), QStringLiteral("16"),
                             QStringLiteral("22"), QStringLiteral("symbolic")};
    for (const QString& root : roots) {
        for (const QString& wanted : sizes) {
            for (const char* context :
                 {"actions", "status", "places", "devices", "mimetypes", "emblems"}) {
                const QString file = QStringLiteral("%1/%2/%3/%4.svg")
                                         .arg(root, QLatin1String(context), wanted, name);
                if (QFile::exists(file))
                    return file;
            }
        }
    }
    return {};
}

class TintedEngine : public QIconEngine {
public:
    explicit TintedEngine(QString name) : m_name(std::move(name)) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode,
               QIcon::State state) override {
        const qreal ratio = painter->device() ? painter->device()->devicePixelRatio() : 1;
        const int size = qMin(rect.width(), rect.height());
        painter->drawPixmap(rect.x() + (rect.width() - size) / 2,
                            rect.y() + (rect.height() - size) / 2,
                            iconPixmap(m_name, size, tone(mode, state), ratio));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        return scaledPixmap(size, mode, state, 1);
    }
    // Qt gives `size` in device pixels here.
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal) override {
        return iconPixmap(m_name, qMin(size.width(), size.height()), tone(mode, state), 1);
    }
    QIconEngine* clone() const override { return new TintedEngine(*this); }
    QString key() const override { return QStringLiteral("selvedge-tinted"); }
    bool isNull() override { return false; }

private:
    static QColor tone(QIcon::Mode mode, QIcon::State state) {
        if (mode == QIcon::Disabled)
            return themed(Token::Text3);
        return themed(state == QIcon::On || mode != QIcon::Normal ? Token::Text : Token::Text2);
    }
    QString m_name;
};

}  // namespace

bool hasIcons() {
    static const bool has = !iconFile(QStringLiteral("view-grid"), 16).isEmpty();
    return has;
}

QPixmap iconPixmap(const QString& name, int size, const QColor& color, qreal devicePixelRatio) {
    const int pixels = qMax(1, qRound(size * devicePixelRatio));
    const QString key =
        QStringLiteral("selvedge-%1-%2-%3").arg(name).arg(pixels).arg(color.rgba(), 8, 16);
    QPixmap pixmap;
    if (!QPixmapCache::find(key, &pixmap)) {
        QImage image(pixels, pixels, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        const QString file = iconFile(name, size);
        if (file.isEmpty()) {
            painter.setBrush(color);
            painter.setPen(Qt::NoPen);
            painter.drawEllipse(
                QRectF(0, 0, pixels, pixels)
                    .adjusted(pixels * .3, pixels * .3, -pixels * .3, -pixels * .3));
        } else {
            QSvgRenderer renderer(file);
            renderer.render(&painter, QRectF(0, 0, pixels, pixels));
            painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
            painter.fillRect(image.rect(), color);
        }
        painter.end();
        pixmap = QPixmap::fromImage(image);
        QPixmapCache::insert(key, pixmap);
    }
    pixmap.setDevicePixelRatio(devicePixelRatio);
    return pixmap;
}

QIcon themedIcon(const QString& name) {
    return QIcon(new TintedEngine(name));
}

}  // namespace selvedge
