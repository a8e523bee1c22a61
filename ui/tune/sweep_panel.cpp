#include "ui/tune/sweep_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/parts/segments.h"
#include "ui/parts/table_look.h"
#include "ui/parts/tinted_label.h"
#include "ui/plot/number_text.h"
#include "ui/plot/plot_view.h"
#include "ui/tune/sweep_table_model.h"

namespace selvedge {

namespace {

// Above all categories in the list of figures.
constexpr int kHeadline = -2, kIouOnly = -1;

// Thresholds of a grid that `steps` has, as they stand there.
std::vector<std::size_t> placesOf(const std::vector<double>& steps,
                                  const std::vector<double>& wanted) {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < steps.size(); ++i)
        if (std::any_of(wanted.begin(), wanted.end(),
                        [&](double one) { return std::abs(one - steps[i]) < 1e-9; }))
            places.push_back(i);
    return places;
}

std::vector<std::size_t> all(const std::vector<double>& steps) {
    std::vector<std::size_t> places(steps.size());
    for (std::size_t i = 0; i < places.size(); ++i)
        places[i] = i;
    return places;
}

}  // namespace

SweepPanel::SweepPanel(QWidget* parent)
    : QWidget(parent),
      m_note(new TintedLabel(Token::Text2, -1)),
      m_figure(new QComboBox),
      m_grid(new QComboBox),
      m_form(new Segments(tr("Show as"), {tr("Map"), tr("Table")})),
      m_bestButton(new QPushButton(tr("Best"))),
      m_sweepButton(new QPushButton),
      m_stack(new QStackedWidget),
      m_map(new HeatmapView),
      m_table(new QTableView),
      m_model(new SweepTableModel(this)),
      m_cuts(new PlotView(tr("Through the cross"))) {
    auto* title = new TintedLabel(Token::Text, 0, true);
    title->setText(tr("AP over both thresholds"));
    m_note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_figure->setAccessibleName(tr("Figure that is shown"));
    m_figure->setToolTip(tr("Show the headline, overlap alone, or one category."));
    m_figure->setMaximumWidth(190);
    m_figure->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_figure->setMinimumContentsLength(int(tr("AP (IoU and F1)").size()) + 2);
    m_grid->setAccessibleName(tr("Grid of thresholds"));
    m_grid->addItems({tr("whole grid"), tr("paper’s grid")});
    m_grid->setToolTip(
        tr("The paper (figure 8) tries scores .3 .5 .8 with attributes .3 .4 .5 .7."));
    m_bestButton->setAccessibleName(tr("Use the best"));
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
    head->addWidget(m_sweepButton);
    auto* shown = new QHBoxLayout;
    shown->setContentsMargins(12, 0, 12, 8);
    shown->setSpacing(8);
    shown->addWidget(m_figure);
    shown->addWidget(m_grid);
    shown->addStretch();
    shown->addWidget(m_bestButton);
    shown->addWidget(m_form);

    m_map->setFreePoint(true);
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
    layout->addWidget(m_stack, 5);
    layout->addWidget(m_cuts, 3);

    m_cuts->setFromZero(false);
    m_cuts->setXName(tr("threshold"));
    m_cuts->setXText([](double x) { return metricText(x, 2); });
    m_cuts->setValueText([](double value) { return metricText(value); });
    m_cuts->setEmptyText(tr("After a sweep: AP along each threshold, the other one held."));

    connect(m_figure, &QComboBox::currentIndexChanged, this, &SweepPanel::showSweep);
    connect(m_grid, &QComboBox::currentIndexChanged, this, &SweepPanel::showSweep);
    connect(m_map, &HeatmapView::pointDragged, this,
            [this](QPointF point) { Q_EMIT pointChosen(point.x(), point.y()); });
    connect(m_map, &HeatmapView::dragStarted, this, &SweepPanel::dragStarted);
    connect(m_map, &HeatmapView::dragEnded, this, &SweepPanel::dragEnded);
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
    fillFigures();
    showSweep();
}

void SweepPanel::setSweep(const std::optional<Sweep>& sweep,
                          std::shared_ptr<const Catalog> catalog) {
    m_sweep = sweep;
    m_catalog = std::move(catalog);
    fillFigures();
    showSweep();
}

void SweepPanel::setLow(bool low) {
    m_cuts->setVisible(!low || !m_map->isEmpty());
    m_cuts->setMaximumHeight(low ? 150 : QWIDGETSIZE_MAX);
    m_cuts->setMinimumHeight(low ? 110 : 150);
}

// The figure that was chosen stays chosen.
void SweepPanel::fillFigures() {
    const QSignalBlocker blocker(m_figure);
    const QVariant chosen = m_figure->currentData();
    m_figure->clear();
    const bool pairs = !m_sweep || m_sweep->protocol.pairs != Pairs::None;
    m_figure->addItem(pairs ? tr("AP (IoU and F1)") : tr("AP"), kHeadline);
    if (pairs)
        m_figure->addItem(tr("AP, IoU only"), kIouOnly);
    for (std::size_t i = 0; m_sweep && m_catalog && i < m_sweep->categories.size(); ++i) {
        const bool measured =
            std::any_of(m_sweep->cells.begin(), m_sweep->cells.end(), [&](const SweepCell& cell) {
                return i < cell.categories.size() && cell.categories[i] >= 0;
            });
        if (measured)
            m_figure->addItem(
                QString::fromStdString(m_catalog->categories()[m_sweep->categories[i]].name),
                int(i));
    }
    m_figure->setCurrentIndex(std::max(0, m_figure->findData(chosen)));
}

double SweepPanel::valueOf(const SweepCell& cell) const {
    const int figure = m_figure->currentData().toInt();
    if (figure == kHeadline)
        return cell.headline;
    if (figure == kIouOnly)
        return cell.iouOnly;
    return std::size_t(figure) < cell.categories.size() ? cell.categories[std::size_t(figure)] : -1;
}

HeatmapData SweepPanel::cellsOf(const Sweep& sweep) const {
    const bool paper = m_grid->currentIndex() == 1;
    const auto columns =
        paper ? placesOf(sweep.scoreThresholds, kPaperScores) : all(sweep.scoreThresholds);
    const auto rows = paper ? placesOf(sweep.attributeThresholds, kPaperAttributes)
                            : all(sweep.attributeThresholds);
    HeatmapData cells;
    for (const std::size_t column : columns)
        cells.columns.push_back(sweep.scoreThresholds[column]);
    for (const std::size_t row : rows) {
        cells.rows.push_back(sweep.attributeThresholds[row]);
        for (const std::size_t column : columns)
            cells.values.push_back(valueOf(sweep.at(column, row)));
    }
    cells.columnName = tr("score threshold");
    cells.rowName = tr("attribute threshold");
    cells.valueName = m_figure->currentText();
    return cells;
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
    m_map->setEmptyText(
        running ? tr("AP is being computed for every pair of score and attribute threshold.")
        : m_outdated
            ? tr("Out of date: it was of another protocol, split or state of the data. Sweep again "
                 "to see AP for every pair of score and attribute threshold.")
            : tr("No sweep yet. It shows AP for every pair of score and attribute threshold."));
    if (!state.isEmpty())
        m_note->setText(state);
    else if (m_sweep)
        m_note->setText(
            tr("%1 × %2%3%4")
                .arg(m_map->data().columns.size())
                .arg(m_map->data().rows.size())
                .arg(m_form->current() == 1 ? tr(", score down, attribute across") : QString(),
                     m_sweep->stoppedEarly ? tr(", stopped early")
                     : m_sweep->base.scoreOf != m_point.scoreOf ||
                             m_sweep->base.attributeOf != m_point.attributeOf ||
                             m_sweep->base.categoryAttributeOf != m_point.categoryAttributeOf
                         ? tr(", single thresholds have changed since")
                         : tr(", one pass")));
    else
        m_note->clear();
}

void SweepPanel::showSweep() {
    HeatmapData cells;
    m_best.reset();
    if (m_sweep) {
        cells = cellsOf(*m_sweep);
        double highest = -1;
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
    setState(m_enabled, m_running, m_state);
    showPoint();
}

void SweepPanel::setPins(const std::vector<std::pair<QString, OperatingPoint>>& pins) {
    std::vector<HeatmapPin> shown;
    for (const auto& [name, point] : pins)
        shown.push_back({QPointF(std::clamp(point.scoreThreshold, 0.0, 1.0),
                                 std::clamp(point.attributeThreshold, 0.0, 1.0)),
                         name});
    m_map->setPins(std::move(shown));
}

void SweepPanel::showPoint() {
    const QPointF point(std::clamp(m_point.scoreThreshold, 0.0, 1.0),
                        std::clamp(m_point.attributeThreshold, 0.0, 1.0));
    m_map->setPoint(point);
    if (!m_map->isEmpty()) {
        const HeatmapCell cell = m_map->nearestCell(point);
        m_table->setCurrentIndex(m_model->index(cell.column, cell.row));
    }
    showCuts();
}

// Of the whole grid, also where the map shows the paper's.
void SweepPanel::showCuts() {
    if (!m_sweep || m_sweep->cells.empty()) {
        m_cuts->setSeries({});
        return;
    }
    const auto nearest = [](const std::vector<double>& steps, double value) {
        const auto it = std::min_element(steps.begin(), steps.end(), [&](double a, double b) {
            return std::abs(a - value) < std::abs(b - value);
        });
        return std::size_t(it - steps.begin());
    };
    const auto& scores = m_sweep->scoreThresholds;
    const auto& attributes = m_sweep->attributeThresholds;
    const std::size_t column = nearest(scores, m_point.scoreThreshold);
    const std::size_t row = nearest(attributes, m_point.attributeThreshold);
    const auto at = [&](std::size_t score, std::size_t attribute) {
        const double value = valueOf(m_sweep->at(score, attribute));
        return value < 0 ? std::nan("") : value;
    };
    PlotSeries overScore{
        "score",       tr("over score, attribute %1").arg(metricText(attributes[row], 2)),
        tr("score"),   Token::Text,
        Qt::SolidLine, {}};
    PlotSeries overAttribute{
        "attribute",     tr("over attribute, score %1").arg(metricText(scores[column], 2)),
        tr("attribute"), Token::Text2,
        Qt::DashLine,    {}};
    for (std::size_t i = 0; i < scores.size(); ++i)
        overScore.points.emplace_back(scores[i], at(i, row));
    for (std::size_t i = 0; i < attributes.size(); ++i)
        overAttribute.points.emplace_back(attributes[i], at(column, i));
    m_cuts->setSeries({std::move(overScore), std::move(overAttribute)});
    m_cuts->setMarks(
        {{m_point.scoreThreshold, Qt::SolidLine}, {m_point.attributeThreshold, Qt::DashLine}});
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
