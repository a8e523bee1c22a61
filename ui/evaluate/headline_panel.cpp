#include "ui/evaluate/headline_panel.h"

#include <QPainter>

#include "ui/evaluate/figure_rows.h"
#include "ui/parts/type.h"
#include "ui/plot/ramp.h"
#include "ui/plot/treemap_view.h"

namespace selvedge {

namespace {

constexpr int kScale = 90, kHeadGap = 8;

// What the shades mean: from 0 to 1.
class RampScale : public QWidget {
public:
    RampScale() {
        setFixedSize(kScale, 20);
        setAccessibleName(HeadlinePanel::tr("Shade: AP lost, from 0 to 1"));
        setToolTip(accessibleName());
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setFont(typeFont(-1));
        painter.setPen(themed(Token::Text2));
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("0"));
        painter.drawText(rect(), Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("1"));
        const QRect bar = rect().adjusted(12, 5, -12, -5);
        for (int x = 0; x < bar.width(); ++x)
            painter.fillRect(bar.left() + x, bar.top(), 1, bar.height(),
                             rampColor(double(x) / (bar.width() - 1), Theme::instance().isDark()));
    }
};

}  // namespace

HeadlinePanel::HeadlinePanel(EvaluateState& state, QWidget* parent)
    : TitledPanel(tr("What the headline is made of"), parent),
      m_state(state),
      m_map(new TreemapView(tr("Parts of the headline"))) {
    addToHead(new RampScale);
    setBody(m_map);
    connect(m_map, &TreemapView::chosen, this,
            [this](int id) { m_state.setCategory(CategoryIndex(id)); });
    connect(m_map, &TreemapView::opened, this,
            [this](int id) { m_state.showNotRight(CategoryIndex(id)); });
    connect(&state, &EvaluateState::measured, this, &HeadlinePanel::refresh);
    connect(&state, &EvaluateState::categoryChanged, this, [this] {
        m_map->setCurrent(m_state.category() ? std::optional<int>(int(*m_state.category()))
                                             : std::nullopt);
    });
    refresh();
}

void HeadlinePanel::refresh() {
    m_map->setStale(m_state.stale());
    const Measurement* now = m_state.measurement();
    if (m_state.stale() && now)
        return;
    m_map->setEmptyText(
        now && !now->report.protocol.missesCount
            ? tr("This protocol's headline is a mean over images, not over categories: it has no "
                 "such parts.")
            : tr("Nothing is measured yet."));
    m_map->setCells(headlineCells(m_state.result()));
    showNote();
}

// As much as fits beside title and scale.
void HeadlinePanel::showNote() {
    const int columns = headlineColumns(m_state.result());
    const QString all = tr("size: share of the %1 columns, shade: AP lost").arg(columns);
    const QString some = tr("shade: AP lost");
    const int titleWidth = QFontMetrics(typeFont(0, true)).horizontalAdvance(this->title());
    const int room = width() - titleWidth - kScale - 4 * kHeadGap - 4;
    const QFontMetrics metrics(typeFont(-1));
    setNote(columns == 0                              ? QString()
            : metrics.horizontalAdvance(all) <= room  ? all
            : metrics.horizontalAdvance(some) <= room ? some
                                                      : QString());
}

void HeadlinePanel::resizeEvent(QResizeEvent* event) {
    TitledPanel::resizeEvent(event);
    showNote();
}

}  // namespace selvedge
