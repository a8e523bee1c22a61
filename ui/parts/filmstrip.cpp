#include "ui/parts/filmstrip.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>

#include "ui/parts/theme.h"
#include "ui/parts/type.h"

namespace selvedge {

namespace {

constexpr int kPixmapsKiB = 16 << 10;
// Of the ground of cut-outs: where tiles are this small it says what they are of.
constexpr double kGroundLeft = 0.5;
constexpr int kPitch = Filmstrip::kTileWidth + Filmstrip::kGap;

}  // namespace

Filmstrip::Filmstrip(TileModel& model, ThumbnailLoader& loader, QWidget* parent)
    : QAbstractScrollArea(parent), m_model(model), m_loader(loader), m_pixmaps(kPixmapsKiB) {
    setAccessibleName(tr("Filmstrip"));
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setFixedHeight(kHeight);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    connect(&m_loader, &ThumbnailLoader::ready, this, [this](TileItem item) {
        m_pixmaps.remove(item);
        if (const int position = m_model.items().positionOf(item.index);
            item.kind == m_model.kind() && position >= 0)
            viewport()->update(tileRect(position));
    });
    connect(&m_loader, &ThumbnailLoader::outdated, this, &Filmstrip::want);
    connect(&m_model, &TileModel::itemsChanged, this, [this] {
        m_hovered = -1;
        relayout();
        showCurrent();
    });
    connect(&m_model, &TileModel::currentChanged, this, &Filmstrip::showCurrent);
    connect(&m_model, &TileModel::selectionChanged, viewport(), qOverload<>(&QWidget::update));
}

void Filmstrip::setStyleOfTiles(TileStyle style) {
    // Too small for lines over photos; cut-outs keep their ground or not.
    style.mode = TileStyle::Mode::None;
    style.groundLeft = kGroundLeft;
    m_style = std::move(style);
    m_pixmaps.clear();
    viewport()->update();
}

QRect Filmstrip::tileRect(int position) const {
    return {kGap + position * kPitch - horizontalScrollBar()->value(), (kHeight - kTileHeight) / 2,
            kTileWidth, kTileHeight};
}

int Filmstrip::positionAt(QPoint viewportPoint) const {
    const int x = viewportPoint.x() + horizontalScrollBar()->value() - kGap;
    const int position = x / kPitch;
    return x >= 0 && position < m_model.count() && tileRect(position).contains(viewportPoint)
               ? position
               : -1;
}

std::pair<int, int> Filmstrip::visible(int margin) const {
    const int left = horizontalScrollBar()->value();
    const int count = m_model.count();
    return {std::clamp(left / kPitch - margin, 0, count),
            std::clamp((left + viewport()->width()) / kPitch + 1 + margin, 0, count)};
}

void Filmstrip::relayout() {
    QScrollBar* bar = horizontalScrollBar();
    bar->setPageStep(viewport()->width());
    bar->setSingleStep(kPitch);
    bar->setRange(0, std::max(0, kGap + m_model.count() * kPitch - viewport()->width()));
    want();
    viewport()->update();
}

// What is seen, from its middle outwards, and a few beside it.
void Filmstrip::want() {
    if (!isVisible())
        return;
    constexpr int kBeside = 8;
    const auto [first, last] = visible(kBeside);
    const int middle = (first + last) / 2;
    std::vector<std::uint32_t> wanted;
    for (int i = first; i < last; ++i)
        wanted.push_back(m_model.items().at(i).index);
    std::stable_sort(wanted.begin(), wanted.end(), [&](std::uint32_t a, std::uint32_t b) {
        const TileItems& items = m_model.items();
        return std::abs(items.positionOf(a) - middle) < std::abs(items.positionOf(b) - middle);
    });
    m_loader.setWanted(std::move(wanted), m_model.kind());
}

void Filmstrip::showCurrent() {
    viewport()->update();
    const int current = m_model.current();
    if (current < 0)
        return;
    setAccessibleDescription(tr("%1 of %2").arg(current + 1).arg(m_model.count()));
    const int middle = kGap + current * kPitch + kTileWidth / 2;
    horizontalScrollBar()->setValue(middle - viewport()->width() / 2);
}

const QPixmap* Filmstrip::pixmapOf(TileItem item) {
    if (const QPixmap* found = m_pixmaps.object(item))
        return found;
    const auto thumbnail = m_loader.get(item);
    if (!thumbnail || thumbnail->image.isNull())
        return nullptr;
    const qreal ratio = devicePixelRatioF();
    const QRect box(0, 0, kTileWidth, kTileHeight);
    auto* pixmap = new QPixmap(box.size() * ratio);
    pixmap->setDevicePixelRatio(ratio);
    pixmap->fill(themed(Token::Panel));
    QPainter painter(pixmap);
    if (item.kind == TileKind::Objects) {
        paintCutout(painter, box, *thumbnail, m_style, {});
    } else {
        // Photos fill their tile.
        const QSizeF size =
            QSizeF(thumbnail->image.size()).scaled(box.size(), Qt::KeepAspectRatioByExpanding);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(QRectF((box.width() - size.width()) / 2,
                                 (box.height() - size.height()) / 2, size.width(), size.height()),
                          thumbnail->image);
    }
    painter.end();
    const qsizetype cost = qMax<qsizetype>(1, pixmap->width() * pixmap->height() / 256);
    return m_pixmaps.insert(item, pixmap, cost) ? pixmap : nullptr;
}

void Filmstrip::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    painter.fillRect(event->rect(), themed(Token::Panel));
    painter.fillRect(QRect(0, 0, viewport()->width(), 1), themed(Token::Line));
    if (m_model.count() == 0) {
        painter.setFont(typeFont(-1));
        painter.setPen(themed(Token::Text2));
        painter.drawText(viewport()->rect(), Qt::AlignCenter, tr("Nothing in the filter"));
        return;
    }
    const auto [first, last] = visible(1);
    for (int i = first; i < last; ++i) {
        if (tileRect(i).adjusted(-4, -4, 4, 4).intersects(event->rect()))
            paintOne(painter, i);
    }
}

void Filmstrip::paintOne(QPainter& painter, int position) {
    const QRect tile = tileRect(position);
    if (m_model.isSelected(position) && m_model.selection().items.size() > 1)
        painter.fillRect(tile.adjusted(-4, -4, 4, 4), themed(Token::Select));
    if (const QPixmap* pixmap = pixmapOf(m_model.items().at(position)))
        painter.drawPixmap(tile.topLeft(), *pixmap);
    else
        painter.fillRect(tile, themed(Token::Well));
    const bool current = position == m_model.current();
    if (!current && position != m_hovered)
        return;
    painter.setPen(QPen(themed(current ? Token::Accent : Token::Text2), 2, Qt::SolidLine,
                        Qt::SquareCap, Qt::MiterJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(tile.adjusted(-2, -2, 1, 1));
    if (current && hasFocus()) {
        painter.setPen(QPen(themed(Token::Accent), 1));
        painter.drawRect(tile.adjusted(-4, -4, 3, 3));
    }
}

void Filmstrip::resizeEvent(QResizeEvent*) {
    relayout();
    showCurrent();
}

void Filmstrip::scrollContentsBy(int, int) {
    m_hovered = -1;
    want();
    viewport()->update();
}

void Filmstrip::mousePressEvent(QMouseEvent* event) {
    const int position = positionAt(event->pos());
    if (event->button() != Qt::LeftButton || position < 0)
        return;
    if (event->modifiers() & Qt::ControlModifier) {
        m_model.go(position, TileModel::Go::Toggle);
    } else if (event->modifiers() & Qt::ShiftModifier) {
        m_model.go(position, TileModel::Go::Range);
    } else {
        m_model.go(position, TileModel::Go::Only);
        Q_EMIT activated(m_model.items().at(position));
    }
}

void Filmstrip::mouseMoveEvent(QMouseEvent* event) {
    const int position = positionAt(event->pos());
    if (position == m_hovered)
        return;
    m_hovered = position;
    viewport()->update();
}

void Filmstrip::leaveEvent(QEvent*) {
    m_hovered = -1;
    viewport()->update();
}

void Filmstrip::wheelEvent(QWheelEvent* event) {
    const QPoint turned = event->angleDelta();
    const int delta = std::abs(turned.x()) > std::abs(turned.y()) ? turned.x() : turned.y();
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - delta * 3 * kPitch / 120);
    event->accept();
}

void Filmstrip::keyPressEvent(QKeyEvent* event) {
    const int last = m_model.count() - 1;
    if (last < 0)
        return QAbstractScrollArea::keyPressEvent(event);
    const int now = std::max(0, m_model.current());
    const int page = std::max(1, viewport()->width() / kPitch);
    const auto go = [&](int position) {
        m_model.go(std::clamp(position, 0, last), TileModel::Go::Only);
    };
    switch (event->key()) {
        case Qt::Key_Left:
            return go(now - 1);
        case Qt::Key_Right:
            return go(m_model.current() < 0 ? 0 : now + 1);
        case Qt::Key_PageUp:
            return go(now - page);
        case Qt::Key_PageDown:
            return go(now + page);
        case Qt::Key_Home:
            return go(0);
        case Qt::Key_End:
            return go(last);
        case Qt::Key_Return:
        case Qt::Key_Enter:
            Q_EMIT activated(m_model.items().at(now));
            return;
        default:
            QAbstractScrollArea::keyPressEvent(event);
    }
}

void Filmstrip::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        m_pixmaps.clear();
    QAbstractScrollArea::changeEvent(event);
}

bool Filmstrip::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::Show)
        QMetaObject::invokeMethod(
            this,
            [this] {
                want();
                showCurrent();
            },
            Qt::QueuedConnection);
    if (event->type() == QEvent::ToolTip) {
        const auto& help = *static_cast<QHelpEvent*>(event);
        const int position = positionAt(help.pos());
        showTileTip(help, *viewport(), position < 0 ? QRect() : tileRect(position),
                    position < 0
                        ? QString()
                        : tileTip(m_loader, m_model.items().at(position), m_captionOf, true));
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

}  // namespace selvedge
