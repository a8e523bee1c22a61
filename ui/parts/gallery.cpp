#include "ui/parts/gallery.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>

#include "ui/parts/style.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"

namespace selvedge {

namespace {

constexpr int kBoxStep = 48;
constexpr int kComposedKiB = 96 << 10;

}  // namespace

Gallery::Gallery(QWidget* parent) : QAbstractScrollArea(parent), m_composed(kComposedKiB) {
    setAccessibleName(tr("Gallery"));
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    connect(&m_loader, &ThumbnailLoader::ready, this, [this](ImageIndex image) {
        m_composed.remove(image);
        const auto it = std::lower_bound(m_images.begin(), m_images.end(), image);
        if (it != m_images.end() && *it == image)
            viewport()->update(tileRect(int(it - m_images.begin())));
    });
}

void Gallery::setImages(std::vector<ImageIndex> images) {
    const auto kept = current();
    m_images = std::move(images);
    m_layout.count = int(m_images.size());
    m_current = m_hovered = -1;
    relayout();
    if (kept)
        setCurrent(kept);
    want();
    viewport()->update();
}

void Gallery::setStyleOfTiles(TileStyle style) {
    m_style = std::move(style);
    m_composed.clear();
    viewport()->update();
}

void Gallery::setTileWidth(int width) {
    width = std::clamp(width, kSmallest, kLargest);
    if (width == m_layout.wantedWidth)
        return;
    // What is in the middle stays in the middle.
    const double middle =
        (verticalScrollBar()->value() + viewport()->height() / 2.0) / m_layout.contentHeight();
    m_layout.wantedWidth = width;
    m_composed.clear();
    relayout();
    verticalScrollBar()->setValue(
        int(middle * m_layout.contentHeight() - viewport()->height() / 2.0));
    want();
    viewport()->update();
    Q_EMIT tileWidthChanged(width);
}

void Gallery::setCurrent(std::optional<ImageIndex> image) {
    int position = -1;
    if (image) {
        const auto it = std::lower_bound(m_images.begin(), m_images.end(), *image);
        if (it != m_images.end() && *it == *image)
            position = int(it - m_images.begin());
    }
    if (position == m_current)
        return;
    m_current = position;
    if (position >= 0)
        ensureVisible(position);
    describe();
    viewport()->update();
}

void Gallery::describe() {
    const auto image = current();
    if (!image || !m_captionOf) {
        setAccessibleDescription({});
        return;
    }
    const Caption caption = m_captionOf(*image);
    setAccessibleDescription(caption.name + QStringLiteral(", ") + caption.aside);
}

std::optional<ImageIndex> Gallery::current() const {
    if (m_current < 0)
        return {};
    return m_images[std::size_t(m_current)];
}

QRect Gallery::tileRect(int position) const {
    return m_layout.cell(position)
        .translated(0, -verticalScrollBar()->value())
        .adjusted(-4, -4, 4, 4);
}

void Gallery::relayout() {
    m_layout.width = viewport()->width();
    QScrollBar* bar = verticalScrollBar();
    bar->setPageStep(viewport()->height());
    bar->setSingleStep(m_layout.cellHeight() / 4);
    bar->setRange(0, std::max(0, m_layout.contentHeight() - viewport()->height()));
    // In steps, so that dragging an edge does not decode everything anew.
    const int box = (m_layout.tileWidth() + kBoxStep - 1) / kBoxStep * kBoxStep;
    m_loader.setBox(QSize(box, box * 3 / 2) * devicePixelRatioF());
}

// Visible tiles first, then a screen below and one above.
void Gallery::want() {
    if (!isVisible())
        return;
    const int top = verticalScrollBar()->value();
    const int height = viewport()->height();
    std::vector<ImageIndex> wanted;
    const auto add = [&](int from, int to) {
        const auto [first, last] = m_layout.range(from, to);
        for (int i = first; i < last; ++i) {
            if (std::find(wanted.begin(), wanted.end(), m_images[std::size_t(i)]) == wanted.end())
                wanted.push_back(m_images[std::size_t(i)]);
        }
    };
    add(top, top + height);
    add(top + height, top + 2 * height);
    add(std::max(0, top - height), top);
    m_loader.setWanted(std::move(wanted));
}

void Gallery::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    painter.fillRect(event->rect(), themed(Token::Well));
    const int top = verticalScrollBar()->value();
    const auto [first, last] =
        m_layout.range(top + event->rect().top() - 8, top + event->rect().bottom() + 8);
    for (int i = first; i < last; ++i)
        paintOne(painter, i);
}

void Gallery::paintOne(QPainter& painter, int position) {
    const ImageIndex image = m_images[std::size_t(position)];
    const QRect cell = m_layout.cell(position).translated(0, -verticalScrollBar()->value());
    const QRect photo(cell.topLeft(), QSize(cell.width(), m_layout.photoHeight()));
    const bool selected = position == m_current;
    if (selected)
        painter.fillRect(cell.adjusted(-3, -3, 3, 3), themed(Token::Select));

    const auto thumbnail = m_loader.get(image);
    if (!thumbnail) {
        painter.fillRect(photo, themed(Token::Panel));
    } else if (thumbnail->image.isNull()) {
        paintFault(painter, photo, thumbnail->fault);
    } else {
        QPixmap* composed = m_composed.object(image);
        if (!composed) {
            const qreal ratio = devicePixelRatioF();
            composed = new QPixmap(photo.size() * ratio);
            composed->setDevicePixelRatio(ratio);
            composed->fill(Qt::transparent);
            QPainter inner(composed);
            paintTile(inner, QRect(QPoint(), photo.size()), *thumbnail, m_style, m_overlayPalette);
            inner.end();
            painter.drawPixmap(photo.topLeft(), *composed);
            m_composed.insert(image, composed,
                              qMax<qsizetype>(1, composed->width() * composed->height() / 256));
        } else {
            painter.drawPixmap(photo.topLeft(), *composed);
        }
    }

    if (m_captionOf) {
        const Caption caption = m_captionOf(image);
        const QRect line(cell.left() + 2, photo.bottom() + 1, cell.width() - 4,
                         GalleryLayout::kCaption);
        painter.setFont(typeFont(-1));
        painter.setPen(themed(Token::Text2));
        const int aside = int(tabularWidth(painter.font(), caption.aside)) + 6;
        drawTabular(painter, line, Qt::AlignRight | Qt::AlignVCenter, caption.aside);
        painter.setPen(themed(Token::Text));
        painter.drawText(
            line.adjusted(0, 0, -aside, 0), Qt::AlignVCenter | Qt::TextSingleLine,
            painter.fontMetrics().elidedText(caption.name, Qt::ElideMiddle, line.width() - aside));
    }
    if (selected) {
        painter.setPen(QPen(themed(hasFocus() ? Token::Accent : Token::Border), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(cell.adjusted(-3, -3, 3, 3));
    } else if (position == m_hovered) {
        painter.setPen(QPen(themed(Token::Text2), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(photo.adjusted(-1, -1, 1, 1));
    }
}

void Gallery::resizeEvent(QResizeEvent*) {
    m_composed.clear();
    relayout();
    want();
}

void Gallery::scrollContentsBy(int, int) {
    want();
    viewport()->update();
}

void Gallery::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        m_composed.clear();
    QAbstractScrollArea::changeEvent(event);
}

bool Gallery::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::Show)
        QMetaObject::invokeMethod(this, &Gallery::want, Qt::QueuedConnection);
    if (event->type() == QEvent::ToolTip && m_hovered >= 0) {
        const auto thumbnail = m_loader.get(m_images[std::size_t(m_hovered)]);
        if (thumbnail && thumbnail->image.isNull())
            QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), thumbnail->fault,
                               this);
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

}  // namespace selvedge
