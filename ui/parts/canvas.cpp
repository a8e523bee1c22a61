#include "ui/parts/canvas.h"

#include <QPainter>
#include <QPushButton>
#include <cmath>
#include <future>

#include "ui/parts/style.h"
#include "ui/parts/theme.h"
#include "ui/parts/tile_painter.h"

namespace selvedge {

namespace {

constexpr int kCardDelay = 300;  // ms
constexpr QSize kFaultCard(360, 120);
constexpr int kLocateRoom = 40;  // below its words

QColor colorOf(Canvas::Surround surround) {
    switch (surround) {
        case Canvas::Surround::Grey:
            return QColor(0x77, 0x77, 0x77);
        case Canvas::Surround::White:
            return Qt::white;
        case Canvas::Surround::Well:
            break;
    }
    return themed(Token::Well);
}

}  // namespace

Canvas::Canvas(QWidget* parent)
    : QWidget(parent),
      m_divider(new SwipeHandle(this)),
      m_locate(new QPushButton(tr("Locate…"), this)) {
    setAccessibleName(tr("Picture"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMinimumSize(200, 200);
    m_divider->hide();
    m_locate->setAccessibleDescription(tr("Choose the folder where the pictures are"));
    m_locate->setToolTip(m_locate->accessibleDescription());
    m_locate->setAutoDefault(false);
    m_locate->setFocusPolicy(Qt::TabFocus);  // clicked, it leaves the keyboard to the picture
    m_locate->setCursor(Qt::ArrowCursor);
    m_locate->hide();
    connect(m_locate, &QPushButton::clicked, this, &Canvas::locateWanted);
    connect(m_divider, &QAbstractSlider::valueChanged, this, qOverload<>(&QWidget::update));
    m_cardTimer.setSingleShot(true);
    m_cardTimer.setInterval(kCardDelay);
    connect(&m_cardTimer, &QTimer::timeout, this, [this] {
        m_cardShown = true;
        update();
    });
}

void Canvas::setScene(std::shared_ptr<const CanvasScene> scene) {
    m_scene = std::move(scene);
    for (Side& side : m_sides)
        side.painter.setScene(m_scene);
    forgetHovered();
    fitWhereNeeded();
}

void Canvas::setMips(std::shared_ptr<const ImageMips> mips) {
    m_mips = std::move(mips);
    m_fault.clear();
    m_locate->hide();
    for (Side& side : m_sides)
        side.painter.setMips(m_mips);
    fitWhereNeeded();
}

void Canvas::setFault(const QString& fault, bool missing) {
    setMips(nullptr);
    m_fault = fault;
    m_locate->setVisible(missing);
    placeLocate();
}

void Canvas::setCatalog(std::shared_ptr<const Catalog> catalog) {
    m_catalog = std::move(catalog);
    for (Side& side : m_sides)
        side.painter.setCatalog(m_catalog);
}

void Canvas::setVerdicts(std::shared_ptr<const std::vector<SceneVerdict>> verdicts) {
    for (Side& side : m_sides)
        side.painter.setVerdicts(verdicts);
    update();
}

void Canvas::setStyleOfObjects(const CanvasStyle& style) {
    if (style == styleOfObjects())
        return;
    m_sides[0].painter.setStyle(style);
    forgetHovered();
    invalidate();
}

void Canvas::setSwipe(const std::optional<CanvasStyle>& right) {
    if (right ? m_swiping && *right == m_sides[1].painter.style() : !m_swiping)
        return;
    m_swiping = right.has_value();
    if (right)
        m_sides[1].painter.setStyle(*right);
    else  // pixmaps of the widget's size
        m_sides[1].base = m_sides[1].outlines = {};
    m_divider->setVisible(m_swiping);
    m_divider->place();
    forgetHovered();
    invalidate();
}

void Canvas::setSurround(Surround surround) {
    m_surround = surround;
    invalidate();
}

void Canvas::setSelected(std::optional<ObjectRef> object) {
    m_selected = object;
    update();
}

void Canvas::hideObjects(bool hide) {
    m_hideObjects = hide;
    invalidate();
}

QSize Canvas::spaceSize() const {
    return m_scene ? m_scene->size : m_mips ? m_mips->space() : QSize();
}

void Canvas::setView(const ViewTransform& view) {
    if (view == m_view)
        return;
    m_fitted = false;
    if (scrolled(view))
        return;
    m_view = view;
    invalidate();
    Q_EMIT zoomChanged(zoom());
}

void Canvas::setViewByPerson(const ViewTransform& view) {
    setView(view);
    Q_EMIT viewChanged(m_view);
}

// A picture of another size, or the view was fitted and stays so.
void Canvas::fitWhereNeeded() {
    if (m_fitted || (!spaceSize().isEmpty() && spaceSize() != m_space))
        fit();
    invalidate();
}

void Canvas::fit() {
    m_space = spaceSize();
    m_view = ViewTransform::fit(m_space, size());
    m_fitted = true;
    invalidate();
    Q_EMIT zoomChanged(zoom());
}

void Canvas::zoomTo(double devicePixelsPerPixel) {
    const double scale = std::clamp(devicePixelsPerPixel, kLeastZoom, kMostZoom);
    setViewByPerson(m_view.zoomedTo(scale / devicePixelRatioF(), QRectF(rect()).center()));
}

void Canvas::zoomBy(double factor) {
    zoomTo(zoom() * factor);
}

QRectF Canvas::rectOf(std::size_t side) const {
    if (!m_swiping)
        return rect();
    const double x = m_divider->x();
    return side == 0 ? QRectF(0, 0, x, height()) : QRectF(x, 0, width() - x, height());
}

std::size_t Canvas::sideAt(double x) const {
    return m_swiping && x >= m_divider->x();
}

std::optional<ObjectRef> Canvas::objectAt(QPointF p) const {
    if (!m_scene)
        return {};
    const CanvasStyle& style = m_sides[sideAt(m_view.widgetFromImage(p).x())].painter.style();
    const int x = int(std::floor(p.x())), y = int(std::floor(p.y()));
    // Small ones lie at the end.
    for (std::size_t i = m_scene->objects.size(); i-- > 0;) {
        const CanvasObject& object = m_scene->objects[i];
        const IntBox& b = object.box;
        if (style.shows(object) && x >= b.x && y >= b.y && x < b.x + b.width &&
            y < b.y + b.height && object.mask.contains(x, y))
            return object.ref;
    }
    return {};
}

void Canvas::invalidate() {
    for (Side& side : m_sides)
        side.dirty = true;
    placeLocate();
    update();
}

// Moved by whole device pixels only: what was drawn moves along and only what comes into sight is
// drawn.
bool Canvas::scrolled(const ViewTransform& view) {
    const double ratio = devicePixelRatioF();
    const QPointF moved = (view.offset - m_view.offset) * ratio;
    const QPoint by = moved.toPoint();
    const QSize pixels = size() * ratio;
    if (view.scale != m_view.scale || (moved - by).manhattanLength() > 1e-6 ||
        std::abs(by.x()) >= pixels.width() || std::abs(by.y()) >= pixels.height())
        return false;
    m_view = view;
    // Strips, in logical pixels, a little wide so that they end on whole ones.
    QRect across(0, 0, width(), int(std::ceil(std::abs(by.y()) / ratio)) + 1);
    QRect down(0, 0, int(std::ceil(std::abs(by.x()) / ratio)) + 1, height());
    if (by.y() < 0)
        across.moveBottom(height() - 1);
    if (by.x() < 0)
        down.moveRight(width() - 1);
    for (Side& side : m_sides) {
        if (side.dirty || side.base.size() != pixels) {
            side.dirty = true;
            continue;
        }
        side.base.scroll(by.x(), by.y(), side.base.rect());
        side.outlines.scroll(by.x(), by.y(), side.outlines.rect());
        if (by.y() != 0)
            renderPart(side, across);
        if (by.x() != 0)
            renderPart(side, down);
    }
    placeLocate();
    update();
    return true;
}

// Outlines on a thread of their own beside the other layers: together they are most of the time
// that another image takes to appear.
void Canvas::renderSide(Side& side) {
    const SceneFrame now = frame();
    const QSize pixels = size() * now.ratio;
    const auto draw = [&side, now, pixels] {
        return side.painter.outlines(now, QRect(QPoint(), pixels));
    };
    std::future<QImage> outlines = std::async(std::launch::async, draw);
    if (side.base.size() != pixels) {
        side.base = QPixmap(pixels);
        side.base.setDevicePixelRatio(now.ratio);
    }
    QPainter base(&side.base);
    drawBase(base, side, rect());
    side.outlines = QPixmap::fromImage(outlines.get());
    side.dirty = false;
}

void Canvas::drawBase(QPainter& painter, Side& side, const QRect& part) {
    const SceneFrame now = frame();
    painter.setClipRect(part);
    painter.fillRect(part, colorOf(m_surround));
    side.painter.drawPicture(painter, now);
    if (!m_hideObjects)
        side.painter.drawFills(painter, now);
}

void Canvas::renderPart(Side& side, const QRect& part) {
    QPainter base(&side.base);
    drawBase(base, side, part);
    const SceneFrame now = frame();
    const QRect pixels =
        QRectF(QPointF(part.topLeft()) * now.ratio, QSizeF(part.size()) * now.ratio)
            .toAlignedRect();
    QPainter outlines(&side.outlines);
    outlines.setCompositionMode(QPainter::CompositionMode_Source);
    outlines.drawImage(QPointF(pixels.topLeft()) / now.ratio, side.painter.outlines(now, pixels));
}

void Canvas::paintSide(QPainter& painter, std::size_t index, bool pointer) {
    Side& side = m_sides[index];
    if (side.dirty || side.base.size() != size() * devicePixelRatioF())
        renderSide(side);
    painter.save();
    const QRectF part = rectOf(index);
    if (m_swiping)
        painter.setClipRect(part);
    painter.drawPixmap(0, 0, side.base);
    if (!m_hideObjects) {
        SceneFrame now = frame();
        const CanvasObject* selected = side.painter.object(m_selected);
        const CanvasObject* hovered = pointer ? side.painter.object(m_hovered) : nullptr;
        for (const CanvasObject* active : {selected, hovered == selected ? nullptr : hovered}) {
            if (active)
                side.painter.drawActive(painter, now, *active);
        }
        painter.drawPixmap(0, 0, side.outlines);
        painter.setRenderHint(QPainter::Antialiasing);
        if (hovered && hovered != selected)
            side.painter.drawOutline(painter, now, *hovered);
        if (selected)
            side.painter.drawSelection(painter, now, *selected);
        now.rect = part;
        // Of a whole picture with a divider on it both halves are labelled on the outside.
        if (m_swiping &&
            QRectF(rect()).contains(m_view.widgetFromImage(QRectF(QPointF(), QSizeF(spaceSize())))))
            now.labels = index == 0 ? LabelSides::Left : LabelSides::Right;
        if (side.painter.style().labels)
            side.painter.drawLabels(painter, now, m_selected);
    }
    painter.restore();
}

void Canvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    for (std::size_t side = 0; side < (m_swiping ? 2u : 1u); ++side)
        paintSide(painter, side, true);
    if (!m_mips && !m_fault.isEmpty())
        drawFault(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_cardShown && !m_hideObjects) {
        const ScenePainter& side = m_sides[sideAt(m_pointer.x())].painter;
        if (const CanvasObject* hovered = side.object(m_hovered))
            drawCard(painter, side, *hovered);
    }
    if (hasFocus())
        drawFocusRing(painter, rect());
}

QRect Canvas::faultCard() const {
    const QRect space =
        m_view.widgetFromImage(QRectF(QPointF(), QSizeF(spaceSize()))).toAlignedRect();
    QSize size = kFaultCard;
    if (!m_locate->isHidden())
        size.rheight() += kLocateRoom;
    QRect card(QPoint(), size.boundedTo(this->size()));
    card.moveCenter(space.intersected(rect()).center());
    return card;
}

void Canvas::placeLocate() {
    if (m_locate->isHidden())
        return;
    const QRect card = faultCard();
    m_locate->resize(m_locate->sizeHint());
    m_locate->move(card.center().x() - m_locate->width() / 2,
                   card.bottom() - 10 - m_locate->height());
}

// On a card of its own: the objects are drawn all the same.
void Canvas::drawFault(QPainter& painter) const {
    const QRect card = faultCard();
    painter.fillRect(card, themed(Token::Panel));
    paintFault(painter, card, m_fault);
}

QImage Canvas::picture() {
    QImage image(size() * devicePixelRatioF(), QImage::Format_RGB32);
    image.setDevicePixelRatio(devicePixelRatioF());
    QPainter painter(&image);
    for (std::size_t side = 0; side < (m_swiping ? 2u : 1u); ++side)
        paintSide(painter, side, false);
    return image;
}

}  // namespace selvedge
