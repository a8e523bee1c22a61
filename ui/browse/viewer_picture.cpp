// Viewer: pictures to copy and to save.

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QPainter>
#include <QSaveFile>

#include "ui/browse/viewer.h"
#include "ui/parts/background.h"

namespace selvedge {

namespace {

constexpr double kScreenSide = 1200;  // lines and letters are as on a picture of that height
constexpr int kGap = 1;               // between two, logical pixels

QImage beside(const QImage& left, const QImage& right) {
    const int gap = qCeil(kGap * left.devicePixelRatio());
    QImage both(left.width() + gap + right.width(), std::max(left.height(), right.height()),
                QImage::Format_RGB32);
    both.fill(Qt::white);
    QPainter painter(&both);
    QImage plain[] = {left, right};
    for (QImage& image : plain)
        image.setDevicePixelRatio(1);
    painter.drawImage(0, 0, plain[0]);
    painter.drawImage(left.width() + gap, 0, plain[1]);
    painter.end();
    both.setDevicePixelRatio(left.devicePixelRatio());
    return both;
}

// Left of column `x` the one, right of it the other.
QImage split(QImage left, const QImage& right, int x) {
    const qreal ratio = left.devicePixelRatio();
    left.setDevicePixelRatio(1);
    QImage other = right;
    other.setDevicePixelRatio(1);
    QPainter painter(&left);
    painter.drawImage(QPoint(x, 0), other, QRect(x, 0, other.width() - x, other.height()));
    painter.end();
    left.setDevicePixelRatio(ratio);
    return left;
}

}  // namespace

QImage Viewer::picture() {
    return sideBySide() ? beside(m_first->picture(), m_second->picture()) : m_first->picture();
}

std::function<QImage()> Viewer::fullPicture() const {
    if (!m_scene)
        return [] { return QImage(); };
    const QSize size = m_scene->size;
    const double ratio = std::max(1.0, std::max(size.width(), size.height()) / kScreenSide);
    const double divider = m_first->view().imageFromWidget(QPointF(m_first->divider().x(), 0)).x();
    std::vector<CanvasStyle> styles{m_first->styleOfObjects()};
    if (sideBySide() || m_compare == Compare::Swipe)
        styles.push_back(m_second->styleOfObjects());
    const auto mips = std::shared_ptr<const ImageMips>(m_first->sharedMips());
    return [scene = m_scene, mips, catalog = m_session.catalog(), styles, size, ratio, divider,
            criteria = m_session.criteria(), sides = sideBySide()] {
        const auto draw = [&](const CanvasStyle& style) {
            return scenePicture(scene, mips, catalog, style, criteria, size, ratio);
        };
        if (styles.size() == 1)
            return draw(styles[0]);
        return sides ? beside(draw(styles[0]), draw(styles[1]))
                     : split(draw(styles[0]), draw(styles[1]),
                             std::clamp(int(divider), 0, size.width()));
    };
}

void Viewer::copySeen() {
    QApplication::clipboard()->setImage(picture());
    tellPointer(tr("picture copied as it is seen"));
}

void Viewer::copyFull() {
    inBackground(this, fullPicture(), [this](const QImage& image) {
        if (image.isNull())
            return;
        QApplication::clipboard()->setImage(image);
        tellPointer(tr("whole picture copied, %1 × %2").arg(image.width()).arg(image.height()));
    });
}

void Viewer::savePicture() {
    if (!m_scene)
        return;
    const QString folder = m_session.settings().value(Settings::Key::LastFolder).toString();
    const QString suggested = (folder.isEmpty() ? QString() : folder + u'/') +
                              QFileInfo(m_name->toolTip()).completeBaseName() +
                              QStringLiteral(".png");
    QString path = m_chooseFile ? m_chooseFile(this, suggested)
                                : QFileDialog::getSaveFileName(this, tr("Save the whole picture"),
                                                               suggested, tr("Pictures (*.png)"));
    if (path.isEmpty())
        return;
    if (QFileInfo(path).suffix().isEmpty())
        path += QStringLiteral(".png");
    m_session.settings().setValue(Settings::Key::LastFolder, QFileInfo(path).absolutePath());
    // A sentence where it failed.
    const auto work = [make = fullPicture(), path]() -> QString {
        QSaveFile file(path);
        if (!file.open(QIODevice::WriteOnly) || !make().save(&file, "PNG") || !file.commit())
            return tr("%1 could not be written: %2").arg(path, file.errorString());
        return {};
    };
    inBackground(this, work, [this, path](const QString& fault) {
        const bool failed = !fault.isEmpty();
        m_session.post({failed ? Message::Kind::Error : Message::Kind::Info,
                        failed ? fault : tr("The picture is saved as %1.").arg(path),
                        {},
                        {}});
    });
}

}  // namespace selvedge
