#include "ui/browse/contact_sheet.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QPageLayout>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <algorithm>

#include "dataset/error.h"

namespace selvedge {

namespace {

// Logical units are 1/96 inch, as on a screen.
constexpr double kRatio = 2;
constexpr int kDotsPerInch = 96;
constexpr int kMargin = 42, kGap = 12, kCaption = 20, kTitle = 44, kFooter = 28;
constexpr int kMostGap = 36;   // between rows: they spread over the page as far as this
constexpr double kNearly = 4;  // a sliver of ground beside a picture would look like a mistake
const QColor kInk(0x1c, 0x1c, 0x1c), kInk2(0x55, 0x55, 0x55), kLine(0xd2, 0xd2, 0xd2);

[[noreturn]] void cannotWrite(const QString& file, const QString& why) {
    throw Error(ErrorKind::NotWritable,
                QStringLiteral("%1 cannot be written: %2").arg(file, why).toStdString());
}

QFont fontOf(int pixels, bool strong = false) {
    QFont font;
    font.setPixelSize(pixels);
    font.setWeight(strong ? QFont::DemiBold : QFont::Normal);
    return font;
}

class Sheet {
public:
    Sheet(const SheetContent& content, const SheetLook& look)
        : m_content(content), m_look(look), m_columns(std::clamp(look.columns, 1, 12)) {
        const QSize paper =
            (QPageSize(look.paper).size(QPageSize::Millimeter) * kDotsPerInch / 25.4).toSize();
        m_page = look.landscape ? paper.transposed() : paper;
        m_tile = (m_page.width() - 2 * kMargin - (m_columns - 1) * kGap) / m_columns;
        // One row at least, whatever the paper.
        m_photo = std::min(qRound(m_tile * look.tileRatio), rowsHeight(true) - caption());
    }
    QSize page() const { return m_page; }
    int pages() const {
        const int first = rows(true) * m_columns, other = rows(false) * m_columns;
        const int rest = std::max(0, int(m_content.count) - first);
        return 1 + (rest + other - 1) / other;
    }
    std::size_t begin(int page) const {
        return page == 0
                   ? 0
                   : std::size_t(rows(true) * m_columns + (page - 1) * rows(false) * m_columns);
    }
    // In logical units; `after` is asked after each tile whether to go on.
    bool draw(QPainter& painter, int page, const std::function<bool(std::size_t)>& after) const {
        painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
        painter.fillRect(QRect(QPoint(), m_page), Qt::white);
        drawHeads(painter, page);
        const std::size_t end = std::min(m_content.count, begin(page + 1));
        for (std::size_t item = begin(page); item < end; ++item) {
            drawTile(painter, item, cell(page, int(item - begin(page))));
            if (!after(item + 1))
                return false;
        }
        return true;
    }

private:
    bool titled(bool first) const {
        return first && !(m_look.title.isEmpty() && m_look.note.isEmpty());
    }
    int caption() const { return m_look.captions ? kCaption : 0; }
    int rowsHeight(bool first) const {
        return m_page.height() - 2 * kMargin - kFooter - (titled(first) ? kTitle : 0);
    }
    int rows(bool first) const {
        return std::max(1, (rowsHeight(first) + kGap) / (m_photo + caption() + kGap));
    }
    // A full page ends where its footer begins.
    int pitch(bool first) const {
        const int row = m_photo + caption(), all = rows(first);
        const int free = rowsHeight(first) - all * row;
        return row + std::clamp(all > 1 ? free / (all - 1) : 0, kGap, kMostGap);
    }
    QRect cell(int page, int place) const {
        // The last column ends where the margin begins, to the pixel.
        const int last = m_page.width() - 2 * kMargin - m_tile, column = place % m_columns;
        return {kMargin + (m_columns > 1 ? column * last / (m_columns - 1) : 0),
                kMargin + (titled(page == 0) ? kTitle : 0) + place / m_columns * pitch(page == 0),
                m_tile, m_photo};
    }
    void drawHeads(QPainter& painter, int page) const {
        const QRect inner = QRect(QPoint(), m_page).adjusted(kMargin, kMargin, -kMargin, -kMargin);
        if (titled(page == 0))
            drawTitle(painter, QRect(inner.left(), inner.top(), inner.width(), 28));
        painter.setFont(fontOf(10));
        painter.setPen(kInk2);
        const QString number = QStringLiteral("%1 / %2").arg(page + 1).arg(pages());
        painter.drawText(inner, Qt::AlignRight | Qt::AlignBottom, number);
        int right = inner.right() + 1 - painter.fontMetrics().horizontalAdvance(number) - 16;
        const int middle = inner.bottom() - painter.fontMetrics().height() / 2;
        if (m_look.predictions)
            right = drawSample(painter, right, middle, tr("prediction"), {4.5, 2.5});
        if (m_look.truth)
            right = drawSample(painter, right, middle, tr("ground truth"), {});
        painter.drawText(
            inner, Qt::AlignLeft | Qt::AlignBottom,
            painter.fontMetrics().elidedText(m_look.footer, Qt::ElideMiddle, right - inner.left()));
    }
    static QString tr(const char* text) {
        return QCoreApplication::translate("ContactSheet", text);
    }
    void drawTitle(QPainter& painter, const QRect& line) const {
        painter.setFont(fontOf(11));
        painter.setPen(kInk2);
        painter.drawText(line.adjusted(0, 0, 0, -4), Qt::AlignRight | Qt::AlignBottom, m_look.note);
        const int note = painter.fontMetrics().horizontalAdvance(m_look.note) + 16;
        painter.setFont(fontOf(18, true));
        painter.setPen(kInk);
        painter.drawText(
            line.adjusted(0, 0, 0, -3), Qt::AlignLeft | Qt::AlignBottom,
            painter.fontMetrics().elidedText(m_look.title, Qt::ElideRight, line.width() - note));
        painter.fillRect(QRectF(line.left(), line.bottom() + 1, line.width(), 0.5), kLine);
    }
    // A piece of line and its word, ending at `right`; returns where the next one ends.
    static int drawSample(QPainter& painter, int right, int middle, const QString& word,
                          const QList<qreal>& dashes) {
        constexpr int kSample = 18;
        const int left = right - painter.fontMetrics().horizontalAdvance(word) - kSample - 6;
        painter.drawText(QRect(left + kSample + 6, middle - 10, right - left, 20),
                         Qt::AlignLeft | Qt::AlignVCenter, word);
        QPen pen(kInk2, 1.5, Qt::SolidLine, Qt::FlatCap);
        if (!dashes.isEmpty())
            pen.setDashPattern(dashes);
        painter.setPen(pen);
        painter.drawLine(QPointF(left, middle + 0.5), QPointF(left + kSample, middle + 0.5));
        painter.setPen(kInk2);
        return left - 14;
    }
    void drawTile(QPainter& painter, std::size_t item, const QRect& photo) const {
        const QImage image = m_content.picture(item, photo.size(), kRatio);
        if (image.isNull()) {
            painter.setPen(QPen(kLine, 1, Qt::DashLine));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(photo.adjusted(0, 0, -1, -1));
        } else {
            // All places are alike, whatever the pictures: the page is a grid.
            QSizeF size = QSizeF(image.size()).scaled(photo.size(), Qt::KeepAspectRatio);
            if (photo.width() - size.width() < kNearly)
                size.setWidth(photo.width());
            if (photo.height() - size.height() < kNearly)
                size.setHeight(photo.height());
            painter.fillRect(photo, QColor(kSheetGround));
            painter.drawImage(QRectF(photo.x() + (photo.width() - size.width()) / 2,
                                     photo.y() + (photo.height() - size.height()) / 2, size.width(),
                                     size.height()),
                              image);
        }
        if (!m_look.captions)
            return;
        const SheetContent::Caption caption = m_content.caption(item);
        const QRect line(photo.x(), photo.bottom() + 1, photo.width(), kCaption);
        painter.setFont(fontOf(11));
        painter.setPen(kInk2);
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, caption.aside);
        const int aside = painter.fontMetrics().horizontalAdvance(caption.aside);
        painter.setPen(kInk);
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(caption.name, Qt::ElideMiddle,
                                                          line.width() - aside - 6));
    }

    const SheetContent& m_content;
    const SheetLook& m_look;
    const int m_columns;
    QSize m_page;
    int m_tile = 0, m_photo = 0;
};

using After = std::function<bool(std::size_t)>;

SheetResult writePdf(const Sheet& sheet, const SheetLook& look, const QString& target,
                     const After& after) {
    QSaveFile file(target);
    if (!file.open(QIODevice::WriteOnly))
        cannotWrite(target, file.errorString());
    SheetResult result;
    {
        QPdfWriter pdf(&file);
        pdf.setCreator(QStringLiteral("Selvedge"));
        pdf.setTitle(look.title);
        pdf.setResolution(int(kRatio) * kDotsPerInch);
        pdf.setPageLayout(QPageLayout(
            QPageSize(look.paper), look.landscape ? QPageLayout::Landscape : QPageLayout::Portrait,
            QMarginsF()));
        QPainter painter(&pdf);
        painter.scale(kRatio, kRatio);
        for (int page = 0; page < sheet.pages(); ++page) {
            if (page > 0)
                pdf.newPage();
            if (!sheet.draw(painter, page, after)) {
                painter.end();
                file.cancelWriting();
                return {0, {}, true};
            }
            ++result.pages;
        }
    }
    if (!file.commit())
        cannotWrite(target, file.errorString());
    result.files += target;
    return result;
}

QString pageFile(const QString& target, int page) {
    if (page == 0)
        return target;
    const QFileInfo info(target);
    return info.path() + QStringLiteral("/%1-%2.%3")
                             .arg(info.completeBaseName())
                             .arg(page + 1)
                             .arg(info.suffix());
}

SheetResult writePng(const Sheet& sheet, const QString& target, const After& after) {
    SheetResult result;
    for (int page = 0; page < sheet.pages(); ++page) {
        QImage image(sheet.page() * kRatio, QImage::Format_RGB32);
        image.setDevicePixelRatio(kRatio);
        QPainter painter(&image);
        if (!sheet.draw(painter, page, after)) {
            result.stoppedEarly = true;
            return result;
        }
        painter.end();
        const QString name = pageFile(target, page);
        QSaveFile file(name);
        if (!file.open(QIODevice::WriteOnly) || !image.save(&file, "PNG") || !file.commit())
            cannotWrite(name, file.errorString());
        ++result.pages;
        result.files += name;
    }
    return result;
}

}  // namespace

SheetResult writeContactSheet(const SheetContent& content, const SheetLook& look,
                              const QString& target, const ProgressCallback& onProgress,
                              std::stop_token stop) {
    const Sheet sheet(content, look);
    const After after = [&](std::size_t done) {
        if (onProgress)
            onProgress({done, content.count, "pictures", "Drawing the sheet"});
        return !stop.stop_requested();
    };
    return target.endsWith(QLatin1String(".png"), Qt::CaseInsensitive)
               ? writePng(sheet, target, after)
               : writePdf(sheet, look, target, after);
}

}  // namespace selvedge
