#include "ui/evaluate/report_panel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/evaluate/category_table_model.h"
#include "ui/evaluate/metric_strip.h"
#include "ui/evaluate/metric_table_model.h"
#include "ui/evaluate/metric_words.h"
#include "ui/parts/action_widgets.h"
#include "ui/parts/segments.h"
#include "ui/parts/table_look.h"
#include "ui/parts/tinted_label.h"
#include "ui/plot/number_text.h"
#include "ui/plot/plot_view.h"

namespace selvedge {

namespace {

constexpr int kCategoriesWidth = 480;
// From this width on the curve stands beside the table.
constexpr int kWideFrom = 1600;

}  // namespace

QString operatingPointText(const OperatingPoint& point) {
    const auto tr = [](const char* text) { return ReportPanel::tr(text); };
    const QString score =
        std::isfinite(point.scoreThreshold) && point.scoreThreshold > 0
            ? tr("Detections count from score %1 on").arg(metricText(point.scoreThreshold, 2))
            : tr("All detections count");
    return tr("%1, at most %2 of a category in an image; an attribute is on from probability %3.")
        .arg(score)
        .arg(point.maxDetections)
        .arg(metricText(point.attributeThreshold, 2));
}

std::vector<MetricTile> tilesOf(const Report& report, const Report* reference) {
    const auto tr = [](const char* text) { return ReportPanel::tr(text); };
    std::vector<MetricTile> tiles;
    const auto add = [&](const char* metric, const QString& label, const QString& line) {
        MetricTile tile{label, report.value(metric), {}, line, metricGloss(metric), tiles.empty()};
        if (reference)
            tile.reference = reference->value(metric);
        tiles.push_back(std::move(tile));
    };
    const auto measured =
        std::count_if(report.categories.begin(), report.categories.end(),
                      [](const CategoryResult& category) { return category.objects > 0; });
    add("f1AP", tr("AP (IoU and F1)"), tr("mean of %1 categories").arg(measured));
    add("AP", tr("AP, IoU only"), tr("attributes aside"));
    add("AP50", tr("AP, IoU .50"), tr("generous"));
    add("AP75", tr("AP, IoU .75"), tr("strict"));
    add("APs", tr("small"), tr("under 32²"));
    add("APm", tr("medium"), tr("32² to 96²"));
    add("APl", tr("large"), tr("over 96²"));
    add("AR100", tr("recall"), tr("100 an image"));
    return tiles;
}

ReportPanel::ReportPanel(QWidget* parent)
    : QWidget(parent),
      m_strip(new MetricStrip),
      m_type(new Segments(tr("Measured on"), {tr("Mask"), tr("Box")})),
      m_metrics(new MetricTableModel(this)),
      m_categories(new CategoryTableModel(this)),
      m_sorted(new QSortFilterProxyModel(this)) {
    auto* top = new QHBoxLayout;
    top->setContentsMargins(0, 0, 12, 0);
    top->addWidget(m_strip, 1);
    top->addWidget(m_type);
    auto* line = new QFrame;
    line->setFrameShape(QFrame::HLine);
    auto* split = new QFrame;
    split->setFrameShape(QFrame::VLine);
    auto* body = new QHBoxLayout;
    body->setSpacing(0);
    body->addWidget(makeCategories());
    body->addWidget(split);
    body->addWidget(makeRight(), 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(line);
    layout->addLayout(body, 1);
    connect(m_type, &Segments::chosen, this, &ReportPanel::showReport);
}

QWidget* ReportPanel::makeCategories() {
    auto* panel = new QWidget;
    panel->setFixedWidth(kCategoriesWidth);
    auto* title = new TintedLabel(Token::Text, 0, true);
    title->setText(tr("Categories"));
    m_filter = new QLineEdit;
    m_filter->setPlaceholderText(tr("Find"));
    m_filter->setAccessibleName(tr("Find a category"));
    makeSearchField(*m_filter);
    m_filter->setMaximumWidth(150);
    m_filter->setTextMargins(4, 0, 4, 0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 8, 12, 8);
    head->addWidget(title);
    head->addStretch();
    head->addWidget(m_filter);
    m_sorted->setSourceModel(m_categories);
    m_sorted->setSortRole(CategoryTableModel::SortRole);
    m_sorted->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_categoryTable = new QTableView;
    m_categoryTable->setModel(m_sorted);
    setUpTable(m_categoryTable, tr("Categories"));
    m_categoryTable->horizontalHeader()->setSectionResizeMode(CategoryTableModel::Name,
                                                              QHeaderView::Stretch);
    m_categoryTable->setSortingEnabled(true);
    m_categoryTable->sortByColumn(CategoryTableModel::Ap, Qt::DescendingOrder);
    connect(m_filter, &QLineEdit::textChanged, m_sorted,
            &QSortFilterProxyModel::setFilterFixedString);
    connect(m_categoryTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ReportPanel::showCurve);
    auto* column = new QVBoxLayout(panel);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_categoryTable, 1);
    return panel;
}

QWidget* ReportPanel::makeRight() {
    auto* panel = new QWidget;
    auto* title = new TintedLabel(Token::Text, 0, true);
    title->setText(tr("All figures"));
    title->setContentsMargins(12, 12, 12, 8);
    auto* table = new QTableView;
    table->setModel(m_metrics);
    setUpTable(table, tr("All figures"));
    table->horizontalHeader()->setSectionResizeMode(MetricTableModel::Meaning,
                                                    QHeaderView::Stretch);
    // All rows at once.
    // All rows where there is room, else it scrolls.
    table->setMaximumHeight(kTableRowHeight * int(kMetricNames.size() + 1) + 4);
    m_counts = new TintedLabel(Token::Text, 0);
    m_point = new TintedLabel(Token::Text2, 0);
    for (TintedLabel* label : {m_counts, m_point}) {
        label->setWordWrap(true);
        label->setContentsMargins(12, 2, 12, 2);
    }
    m_curve = new PlotView(tr("Precision over recall"));
    m_curve->setXName(tr("recall"));
    m_curve->setXText([](double recall) { return metricText(recall, 2); });
    m_curve->setValueText([](double precision) { return metricText(precision, 3); });
    m_curve->setEmptyText(tr("Nothing to measure in this category."));
    auto* frame = new QVBoxLayout;
    frame->setContentsMargins(12, 8, 12, 12);
    frame->addWidget(m_curve);
    auto* column = new QVBoxLayout;
    column->setSpacing(0);
    column->addWidget(title);
    column->addWidget(table, 1);
    column->addSpacing(8);
    column->addWidget(m_counts);
    column->addWidget(m_point);
    column->addStretch();
    m_right = new QHBoxLayout(panel);
    m_right->setContentsMargins(0, 0, 0, 0);
    m_right->setSpacing(0);
    m_right->addLayout(column, 3);
    m_right->addLayout(frame, 2);
    return panel;
}

void ReportPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const bool wide = width() >= kWideFrom;
    m_right->setDirection(wide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_right->setStretch(0, wide ? 3 : 0);
    m_right->setStretch(1, wide ? 2 : 1);
}

void ReportPanel::setReports(const std::optional<Report>& mask, const std::optional<Report>& box,
                             std::shared_ptr<const Catalog> catalog) {
    m_mask = mask;
    m_box = box;
    if (catalog != m_catalog) {
        m_catalog = std::move(catalog);
        m_palette = m_catalog ? OverlayPalette(*m_catalog) : OverlayPalette();
    }
    m_metrics->setReports(mask, box);
    showReport();
}

void ReportPanel::setStale(bool stale) {
    m_strip->setStale(stale);
}

const std::optional<Report>& ReportPanel::shown() const {
    return m_type->current() == 1 ? m_box : m_mask;
}

void ReportPanel::showReport() {
    const std::optional<Report>& report = shown();
    std::vector<CategoryRow> rows;
    if (!report || !m_catalog) {
        m_strip->setTiles({});
        m_counts->clear();
        m_point->clear();
    } else {
        m_strip->setTiles(tilesOf(*report, nullptr));
        for (std::size_t i = 0; i < report->categories.size(); ++i) {
            const CategoryResult& result = report->categories[i];
            rows.push_back({QString::fromStdString(m_catalog->categories()[result.category].name),
                            m_palette.color(result.category), result.objects, result.detections,
                            result.ap, result.ap50, int(i)});
        }
        m_counts->setText(tr("%1 images, %2 annotated objects, %3 detections that count.")
                              .arg(countText(std::int64_t(report->images)),
                                   countText(std::int64_t(report->objects)),
                                   countText(std::int64_t(report->detections))));
        m_point->setText(operatingPointText(report->operatingPoint) + u' ' +
                         (report->protocol.detectionAreaFromBox
                              ? tr("Small, medium and large go by a detection's box.")
                              : tr("Small, medium and large go by a detection's mask.")));
    }
    // The chosen category stays chosen.
    const QModelIndex current = m_sorted->mapToSource(m_categoryTable->currentIndex());
    const QString name = current.isValid() ? m_categories->row(current.row()).name : QString();
    m_categories->setRows(std::move(rows));
    for (int row = 0; row < m_categories->rowCount() && !name.isEmpty(); ++row) {
        if (m_categories->row(row).name == name)
            m_categoryTable->setCurrentIndex(m_sorted->mapFromSource(m_categories->index(row, 0)));
    }
    showCurve();
}

// Precision at recall 0 .. 1 for overlaps .50 and .75, of the chosen category or the mean of all.
void ReportPanel::showCurve() {
    const std::optional<Report>& report = shown();
    std::vector<PlotSeries> series;
    if (report && !report->precision.empty()) {
        const QModelIndex current = m_sorted->mapToSource(m_categoryTable->currentIndex());
        const int only = current.isValid() ? m_categories->row(current.row()).position : -1;
        const std::size_t categories = report->categories.size();
        constexpr std::size_t kRecalls = 101, kAreas = 4, kMaxDetections = 3;
        const auto precision = [&](std::size_t overlap, std::size_t recall, std::size_t category) {
            return report
                ->precision[(((overlap * kRecalls + recall) * categories + category) * kAreas) *
                                kMaxDetections +
                            kMaxDetections - 1];
        };
        for (const auto& [overlap, name, style] :
             {std::tuple(std::size_t{0}, QStringLiteral("IoU .50"), Qt::SolidLine),
              std::tuple(std::size_t{5}, QStringLiteral("IoU .75"), Qt::DashLine)}) {
            PlotSeries line{name, name, name, Token::Truth, style, {}};
            for (std::size_t recall = 0; recall < kRecalls; ++recall) {
                double sum = 0;
                int count = 0;
                for (std::size_t k = 0; k < categories; ++k) {
                    const double value = precision(overlap, recall, k);
                    if ((only >= 0 && std::size_t(only) != k) || value < 0)
                        continue;
                    sum += value;
                    ++count;
                }
                if (count > 0)
                    line.points.emplace_back(double(recall) / 100, sum / count);
            }
            series.push_back(std::move(line));
        }
        m_curve->setTitle(only >= 0 ? tr("Precision over recall, %1, attributes aside")
                                          .arg(m_categories->row(current.row()).name)
                                    : tr("Precision over recall, mean of all, attributes aside"));
    }
    m_curve->setSeries(std::move(series));
}

QString ReportPanel::tableText() const {
    const auto textOf = [](const QAbstractItemModel& model) {
        QString text;
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells += model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        text += cells.join(u'\t') + u'\n';
        for (int row = 0; row < model.rowCount(); ++row) {
            cells.clear();
            for (int column = 0; column < model.columnCount(); ++column)
                cells += model.index(row, column).data().toString();
            text += cells.join(u'\t') + u'\n';
        }
        return text;
    };
    return textOf(*m_metrics) + u'\n' + textOf(*m_sorted) + u'\n' + m_counts->text() + u'\n' +
           m_point->text() + u'\n';
}

}  // namespace selvedge
