// What the pointer and the keys do in a plot.

#include <QApplication>
#include <QClipboard>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "ui/plot/plot_view.h"

namespace selvedge {

namespace {

constexpr double kDragPixels = 5;  // less is a click
constexpr double kZoomPerNotch = 0.8;

}  // namespace

void PlotView::copyPicture() {
    QApplication::clipboard()->setImage(picture());
}

void PlotView::savePicture() {
    const QString file = chooseFile();
    if (!file.isEmpty() && !picture().save(file, "PNG"))
        QToolTip::showText(mapToGlobal(QPoint(8, 8)), tr("%1 cannot be written.").arg(file), this);
}

void PlotView::moveCrosshair(std::optional<double> x) {
    setCrosshair(x);
    Q_EMIT crosshairMoved(m_crosshair);
}

// Never closer than a handful of pixels of x, never beyond the data.
void PlotView::zoomTo(double lo, double hi) {
    const PlotRange all = dataRange();
    lo = std::max(lo, all.lo);
    hi = std::min(hi, all.hi);
    if (hi - lo < (all.hi - all.lo) * 1e-6)
        return;
    if (lo <= all.lo && hi >= all.hi)
        setZoom({});
    else
        setZoom(PlotRange{lo, hi});
}

void PlotView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    for (const PlotLayout::Entry& entry : m_layout.legend) {
        if (entry.place.contains(event->position().toPoint())) {
            setShown(entry.legend, !isShown(entry.legend));
            return;
        }
    }
    if (!isEmpty() && m_layout.area.contains(event->position().toPoint()))
        m_pressed = event->position();
}

void PlotView::mouseMoveEvent(QMouseEvent* event) {
    m_pointer = event->position();
    const bool overLegend = std::any_of(
        m_layout.legend.begin(), m_layout.legend.end(),
        [&](const PlotLayout::Entry& entry) { return entry.place.contains(m_pointer.toPoint()); });
    setCursor(overLegend ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (isEmpty())
        return;
    if (m_pressed)
        update();
    if (m_layout.area.adjusted(-4, -4, 4, 4).contains(m_pointer.toPoint()))
        moveCrosshair(m_layout.x.fromPixel(m_pointer.x()));
    else if (m_crosshair != m_pinned)
        moveCrosshair(m_pinned);
}

void PlotView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !m_pressed)
        return;
    const QPointF from = *std::exchange(m_pressed, std::nullopt);
    update();
    if (std::abs(event->position().x() - from.x()) >= kDragPixels) {
        const auto [lo, hi] = std::minmax(
            {m_layout.x.fromPixel(from.x()), m_layout.x.fromPixel(event->position().x())});
        zoomTo(lo, hi);
        return;
    }
    const std::optional<double> x = nearestX(m_layout.x.fromPixel(from.x()));
    if (!x)
        return;
    // The second click on a pinned place lets it go.
    m_pinned = m_pinned == x ? std::nullopt : x;
    moveCrosshair(x);
}

void PlotView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && m_layout.area.contains(event->position().toPoint())) {
        m_pinned.reset();
        m_pressed.reset();
        setZoom({});
    }
}

void PlotView::wheelEvent(QWheelEvent* event) {
    if (isEmpty() || !m_layout.area.contains(event->position().toPoint())) {
        event->ignore();
        return;
    }
    const PlotRange seen{m_layout.x.lo, m_layout.x.hi};
    const double sideways = event->angleDelta().x() / 120.0;
    const double notches = event->angleDelta().y() / 120.0;
    if (notches != 0) {
        const double at = m_layout.x.fromPixel(event->position().x());
        const double factor = std::pow(kZoomPerNotch, notches);
        zoomTo(at - (at - seen.lo) * factor, at + (seen.hi - at) * factor);
    } else if (m_zoom && sideways != 0) {
        const PlotRange all = dataRange();
        const double shift =
            std::clamp(-sideways * (seen.hi - seen.lo) * 0.1, all.lo - seen.lo, all.hi - seen.hi);
        zoomTo(seen.lo + shift, seen.hi + shift);
    }
    event->accept();
}

void PlotView::leaveEvent(QEvent*) {
    moveCrosshair(m_pinned);
}

void PlotView::keyPressEvent(QKeyEvent* event) {
    const double columns = event->modifiers() & Qt::ShiftModifier ? 20 : 1;
    const double column = (m_layout.x.hi - m_layout.x.lo) / std::max(1, m_layout.area.width());
    const double at = m_crosshair.value_or(m_layout.x.hi);
    switch (event->key()) {
        case Qt::Key_Left:
        case Qt::Key_Right: {
            // To the next point, or as many pixels on where points are denser.
            const double way = event->key() == Qt::Key_Left ? -1 : 1;
            std::optional<double> next = nearestX(at + way * column * columns);
            for (double step = 2; next == at && step < m_layout.area.width(); step *= 2)
                next = nearestX(at + way * column * columns * step);
            moveCrosshair(next);
            break;
        }
        case Qt::Key_Home:
            moveCrosshair(m_layout.x.lo);
            break;
        case Qt::Key_End:
            moveCrosshair(m_layout.x.hi);
            break;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            m_pinned = m_crosshair;
            break;
        case Qt::Key_Escape:
            if (!m_crosshair && !m_zoom) {
                QWidget::keyPressEvent(event);
                break;
            }
            m_pinned.reset();
            moveCrosshair({});
            setZoom({});
            break;
        default: {
            const int place = event->key() - Qt::Key_1;
            if (place < 0 || place >= int(std::min<std::size_t>(9, m_layout.legend.size()))) {
                QWidget::keyPressEvent(event);
                break;
            }
            const QString legend = m_layout.legend[std::size_t(place)].legend;
            setShown(legend, !isShown(legend));
        }
    }
}

bool PlotView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        for (std::size_t i = 0; i < m_layout.legend.size(); ++i) {
            const PlotLayout::Entry& entry = m_layout.legend[i];
            if (entry.place.contains(help->pos())) {
                QToolTip::showText(help->globalPos(),
                                   (isShown(entry.legend) ? tr("Click or key %1 to hide")
                                                          : tr("Click or key %1 to show"))
                                       .arg(i + 1),
                                   this, entry.place);
                return true;
            }
        }
        QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

void linkPlots(const std::vector<PlotView*>& plots) {
    for (PlotView* from : plots) {
        for (PlotView* to : plots) {
            if (from == to)
                continue;
            QObject::connect(from, &PlotView::crosshairMoved, to, &PlotView::setCrosshair);
            QObject::connect(from, &PlotView::zoomChanged, to, &PlotView::setZoom);
        }
    }
}

}  // namespace selvedge
