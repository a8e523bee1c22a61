#include "ui/tune/sweep_panel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <cmath>

#include "ui/parts/segments.h"
#include "ui/parts/table_look.h"
#include "ui/parts/tinted_label.h"
#include "ui/plot/number_text.h"
#include "ui/plot/plot_view.h"
#include "ui/tune/sweep_table_model.h"

namespace selvedge {

SweepPanel::SweepPanel(QWidget* parent)
    : QWidget(parent),
      m_note(new TintedLabel(Token::Text2, -1)),
      m_measure(new Segments(tr("Figure"), {tr("With attributes"), tr("IoU only")})),
      m_form(new Segments(tr("Show as"), {tr("Map"), tr("Table")})),
      m_bestButton(new QPushButton(tr("Use best"))),
      m_sweepButton(new QPushButton),
      m_stack(new QStackedWidget),
      m_map(new HeatmapView),
      m_table(new QTableView),
      m_model(new SweepTableModel(this)),
      m_cuts(new PlotView(tr("Through the cross"))) {
    auto* title = new TintedLabel(Token::Text, 0, true);
    title->setText(tr("AP over both thresholds"));
    m_note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_measure->setToolTip(
        tr("AP where overlap and attributes must agree (f1AP), or overlap alone."));
    m_bestButton->setToolTip(tr("Takes over the thresholds of the best cell."));
    m_sweepButton->setToolTip(
        tr("Computes AP for all pairs of thresholds; the predictions are matched once."));
    for (QPushButton* button : {m_bestButton, m_sweepButton})
        button->setAutoDefault(false);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 8, 12, 8);
    head->setSpacing(8);
    head->addWidget(title);
    head->addWidget(m_note, 1);
    head->addWidget(m_bestButton);
    head->addWidget(m_sweepButton);
    auto* shown = new QHBoxLayout;
    shown->setContentsMargins(12, 0, 12, 8);
    shown->addWidget(m_measure);
    shown->addStretch();
    shown->addWidget(m_form);

    m_map->setEmptyText(
        tr("No sweep yet. It shows AP for every pair of score and attribute threshold."));
    m_table->setModel(m_model);
    setUpTable(m_table, tr("AP over score (down) and attribute threshold (across)"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectItems);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    m_table->verticalHeader()->show();
    m_stack->addWidget(m_map);
    m_stack->addWidget(m_table);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addLayout(shown);
    layout->addWidget(m_stack, 1);

    m_cuts->setFromZero(false);
    m_cuts->setXName(tr("threshold"));
    m_cuts->setXText([](double x) { return metricText(x, 2); });
    m_cuts->setValueText([](double value) { return metricText(value); });
    m_cuts->setEmptyText(tr("After a sweep: AP along each threshold, the other one held."));

    connect(m_measure, &Segments::chosen, this, &SweepPanel::showSweep);
    connect(m_form, &Segments::chosen, this, [this](int index) {
        m_stack->setCurrentIndex(index);
        setState(m_enabled, m_running, m_state);
    });
    connect(m_map, &HeatmapView::cellChosen, this, [this](int column, int row) {
        chooseCell({column, row});
    });
    const auto fromTable = [this](const QModelIndex& index) {
        if (index.isValid())
            chooseCell({index.row(), index.column()});
    };
    connect(m_table, &QTableView::clicked, this, fromTable);
    connect(m_table, &QTableView::activated, this, fromTable);
    connect(m_bestButton, &QPushButton::clicked, this, &SweepPanel::useBest);
    connect(m_sweepButton, &QPushButton::clicked, this, [this] {
        if (m_running)
            Q_EMIT stopWanted();
        else
            Q_EMIT sweepWanted();
    });
    showSweep();
}

void SweepPanel::setSweep(const std::optional<Sweep>& sweep) {
    m_sweep = sweep;
    showSweep();
}

void SweepPanel::setState(bool enabled, bool running, const QString& state) {
    m_enabled = enabled;
    m_running = running;
    m_state = state;
    m_sweepButton->setText(running ? tr("Stop") : m_sweep ? tr("Sweep again") : tr("Sweep"));
    m_sweepButton->setEnabled(enabled);
    // The page's one main command, until it was done.
    m_sweepButton->setProperty("primary", !m_sweep && !running);
    m_sweepButton->update();
    if (!state.isEmpty())
        m_note->setText(state);
    else if (m_sweep)
        m_note->setText(
            tr("%1 × %2%3%4")
                .arg(m_sweep->scoreThresholds.size())
                .arg(m_sweep->attributeThresholds.size())
                .arg(m_form->current() == 1 ? tr(", score down, attribute across") : QString(),
                     m_sweep->stoppedEarly ? tr(", stopped early") : QString()));
    else
        m_note->clear();
}

void SweepPanel::showSweep() {
    HeatmapData cells;
    m_best.reset();
    if (m_sweep) {
        const bool f1 = m_measure->current() == 0;
        cells.columns = m_sweep->scoreThresholds;
        cells.rows = m_sweep->attributeThresholds;
        cells.columnName = tr("score threshold");
        cells.rowName = tr("attribute threshold");
        cells.valueName = f1 ? tr("AP with attributes") : tr("AP, IoU only");
        double highest = -1;
        for (std::size_t row = 0; row < cells.rows.size(); ++row) {
            for (std::size_t column = 0; column < cells.columns.size(); ++column) {
                const SweepCell& cell = m_sweep->at(column, row);
                cells.values.push_back(f1 ? cell.headline : cell.iouOnly);
            }
        }
        // The lowest thresholds of equals, scores first, as Sweep::best() has it.
        for (int column = 0; column < int(cells.columns.size()); ++column) {
            for (int row = 0; row < int(cells.rows.size()); ++row) {
                if (cells.at(column, row) > highest) {
                    highest = cells.at(column, row);
                    m_best = HeatmapCell{column, row};
                }
            }
        }
    }
    m_model->setMap(cells, m_best);
    m_map->setData(std::move(cells));
    m_map->setBest(m_best);
    m_bestButton->setEnabled(m_best.has_value());
    setState(m_enabled, m_running, m_state);
    showPoint();
}

void SweepPanel::setPoint(const OperatingPoint& point) {
    m_point = point;
    showPoint();
}

void SweepPanel::setPinned(const std::optional<OperatingPoint>& point) {
    m_map->setPinned(point
                         ? std::optional(QPointF(point->scoreThreshold, point->attributeThreshold))
                         : std::nullopt);
}

void SweepPanel::showPoint() {
    const QPointF point(m_point.scoreThreshold, m_point.attributeThreshold);
    m_map->setPoint(point);
    const HeatmapData& cells = m_map->data();
    if (m_map->isEmpty()) {
        m_cuts->setSeries({});
        return;
    }
    const HeatmapCell cell = m_map->nearestCell(point);
    m_table->setCurrentIndex(m_model->index(cell.column, cell.row));
    const auto valueOf = [&](int column, int row) {
        const double value = cells.at(column, row);
        return value < 0 ? std::nan("") : value;
    };
    PlotSeries score{
        "score",       tr("over score, attribute %1").arg(metricText(cells.rows[cell.row], 2)),
        tr("score"),   Token::Text,
        Qt::SolidLine, {}};
    PlotSeries attribute{
        "attribute",
        tr("over attribute, score %1").arg(metricText(cells.columns[cell.column], 2)),
        tr("attribute"),
        Token::Text2,
        Qt::DashLine,
        {}};
    for (int column = 0; column < int(cells.columns.size()); ++column)
        score.points.emplace_back(cells.columns[std::size_t(column)], valueOf(column, cell.row));
    for (int row = 0; row < int(cells.rows.size()); ++row)
        attribute.points.emplace_back(cells.rows[std::size_t(row)], valueOf(cell.column, row));
    m_cuts->setSeries({std::move(score), std::move(attribute)});
    m_cuts->setMarks({{point.x(), Qt::SolidLine}, {point.y(), Qt::DashLine}});
}

void SweepPanel::useBest() {
    if (m_best)
        chooseCell(*m_best);
}

void SweepPanel::chooseCell(HeatmapCell cell) {
    const HeatmapData& cells = m_map->data();
    Q_EMIT pointChosen(cells.columns[std::size_t(cell.column)], cells.rows[std::size_t(cell.row)]);
}

}  // namespace selvedge
