#include "ui/parts/gallery.h"

#include <QHelpEvent>
#include <QScrollBar>
#include <algorithm>

namespace selvedge {

namespace {

constexpr int kBoxStep = 48;
constexpr int kComposedKiB = 96 << 10;
constexpr int kCardMilliseconds = 300;
constexpr double kImageRatio = 1.5;

}  // namespace

Gallery::Gallery(QWidget* parent) : QAbstractScrollArea(parent), m_composed(kComposedKiB) {
    setAccessibleName(tr("Gallery"));
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    m_cardTimer.setSingleShot(true);
    m_cardTimer.setInterval(kCardMilliseconds);
    connect(&m_cardTimer, &QTimer::timeout, this, &Gallery::showCard);
    connect(&m_loader, &ThumbnailLoader::ready, this, [this](TileItem item) {
        m_composed.remove(item);
        const int position =
            item.kind == m_model.kind() ? m_model.items().positionOf(item.index) : -1;
        if (position >= 0)
            viewport()->update(tileRect(position));
        if (position >= 0 && position == m_model.current())
            describe();
    });
    connect(&m_loader, &ThumbnailLoader::outdated, this, &Gallery::want);
    connect(&m_model, &TileModel::itemsChanged, this, &Gallery::itemsChanged);
    connect(&m_model, &TileModel::selectionChanged, viewport(), qOverload<>(&QWidget::update));
    connect(&m_model, &TileModel::currentChanged, this, [this] {
        if (m_model.current() >= 0)
            ensureVisible(m_model.current());
        describe();
        viewport()->update();
        if (m_model.current() >= 0)
            Q_EMIT currentChanged(m_model.items().at(m_model.current()));
    });
}

void Gallery::itemsChanged() {
    noHover();
    m_pressed = -1;
    m_dragFrom.reset();
    m_band.reset();
    m_bandScroll.stop();
    m_layout.count = m_model.count();
    m_layout.photoRatio = m_model.kind() == TileKind::Objects ? kCutoutRatio : kImageRatio;
    const auto top = m_top;
    const int offset = m_topOffset;
    relayout();
    keepTop(top, offset);
    if (m_model.current() >= 0)
        ensureVisible(m_model.current());
    want();
    viewport()->update();
}

void Gallery::noteTop() {
    const int value = verticalScrollBar()->value();
    m_top.reset();
    if (value == 0 || m_layout.count == 0)
        return;
    const int position = m_layout.range(value, value + 1).first;
    m_top = m_model.items().at(std::min(position, m_layout.count - 1));
    m_topOffset = value - m_layout.cell(position).top();
}

// Other tiles begin at their first one, unless the one that was on top is among them.
void Gallery::keepTop(const std::optional<TileItem>& top, int offset) {
    const int position =
        top && top->kind == m_model.kind() ? m_model.items().positionOf(top->index) : -1;
    verticalScrollBar()->setValue(position < 0 ? 0 : m_layout.cell(position).top() + offset);
    noteTop();
}

void Gallery::setImages(std::vector<ImageIndex> images) {
    setItems(std::make_shared<const TileItems>(TileKind::Images, std::move(images)));
}

const std::vector<ImageIndex>& Gallery::images() const {
    Q_ASSERT(m_model.kind() == TileKind::Images);
    return m_model.items().indices();
}

void Gallery::setCaptionOf(CaptionOf captionOf) {
    m_captionOf = std::move(captionOf);
    refreshCaptions();
}

void Gallery::refreshCaptions() {
    describe();
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
    // The current tile stays where it is, if it is seen; else what is in the middle does.
    QScrollBar* bar = verticalScrollBar();
    const int current = m_model.current();
    const QRect seen(0, bar->value(), viewport()->width(), viewport()->height());
    const bool fixed = current >= 0 && m_layout.cell(current).intersects(seen);
    // Pixels below the upper edge, or a share of all.
    const double place =
        fixed ? m_layout.cell(current).center().y() - bar->value()
              : (bar->value() + viewport()->height() / 2.0) / m_layout.contentHeight();
    m_layout.wantedWidth = width;
    m_composed.clear();
    noHover();
    relayout();
    bar->setValue(int(fixed ? m_layout.cell(current).center().y() - place
                            : place * m_layout.contentHeight() - viewport()->height() / 2.0));
    want();
    viewport()->update();
    Q_EMIT tileWidthChanged(width);
}

void Gallery::setCurrent(std::optional<std::uint32_t> index) {
    m_model.setCurrent(index ? m_model.items().positionOf(*index) : -1);
}

void Gallery::describe() {
    const auto index = current();
    setAccessibleDescription(index && m_captionOf ? m_captionOf({m_model.kind(), *index}).words()
                                                  : QString());
}

std::optional<std::uint32_t> Gallery::current() const {
    if (m_model.current() < 0)
        return {};
    return m_model.items().at(m_model.current()).index;
}

QRect Gallery::tileRect(int position) const {
    return m_layout.cell(position)
        .translated(0, -verticalScrollBar()->value())
        .adjusted(-6, -6, 6, 6);
}

void Gallery::relayout() {
    m_layout.width = viewport()->width();
    QScrollBar* bar = verticalScrollBar();
    bar->setPageStep(viewport()->height());
    bar->setSingleStep(m_layout.cellHeight() / 4);
    bar->setRange(0, std::max(0, m_layout.contentHeight() - viewport()->height()));
    // In steps, so that dragging an edge does not decode everything anew. One box for both kinds:
    // what was made for the other is still there.
    const int box = (m_layout.tileWidth() + kBoxStep - 1) / kBoxStep * kBoxStep;
    m_loader.setBox(QSize(box, box * 3 / 2) * devicePixelRatioF());
}

// Visible tiles first, then a screen below and one above.
void Gallery::want() {
    if (!isVisible())
        return;
    const int top = verticalScrollBar()->value();
    const int height = viewport()->height();
    const auto [first, last] = m_layout.range(top, top + height);
    const auto& indices = m_model.items().indices();
    std::vector<std::uint32_t> wanted;
    const auto add = [&](int from, int to) {
        for (int i = from; i < to; ++i)
            wanted.push_back(indices[std::size_t(i)]);
    };
    add(first, last);
    add(last, std::max(last, m_layout.range(top + height, top + 2 * height).second));
    add(std::min(first, m_layout.range(std::max(0, top - height), top).first), first);
    m_loader.setWanted(std::move(wanted), m_model.kind());
}

void Gallery::resizeEvent(QResizeEvent*) {
    m_composed.clear();
    noHover();
    relayout();
    want();
}

void Gallery::scrollContentsBy(int, int) {
    noHover();
    noteTop();
    want();
    viewport()->update();
}

void Gallery::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        m_composed.clear();
    // Back from another program, which may have brought what was missing.
    if (event->type() == QEvent::ActivationChange && isActiveWindow()) {
        m_loader.lookForMissing();
        want();
    }
    QAbstractScrollArea::changeEvent(event);
}

bool Gallery::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::Show)
        QMetaObject::invokeMethod(this, &Gallery::want, Qt::QueuedConnection);
    if (event->type() == QEvent::Hide)
        noHover();
    if (event->type() == QEvent::ToolTip) {
        const auto& help = *static_cast<QHelpEvent*>(event);
        const QPoint point = contentFromViewport(help.pos());
        const int position = m_layout.indexAt(point);
        // Over a photo stands the card.
        const bool below = position >= 0 && !m_layout.photo(position).contains(point);
        showTileTip(help, *viewport(), position < 0 ? QRect() : tileRect(position),
                    position < 0
                        ? QString()
                        : tileTip(m_loader, m_model.items().at(position), m_captionOf, below));
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

}  // namespace selvedge
