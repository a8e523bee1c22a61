#include "ui/evaluate/metric_table_model.h"

#include <QBrush>

#include "ui/evaluate/metric_words.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

std::vector<TableModel::Column> columns() {
    const auto tr = [](const char* text) { return MetricTableModel::tr(text); };
    const QString both = tr("Overlap and attributes must agree (the paper's f1AP).");
    const QString overlap = tr("Only the overlap counts (COCO's AP).");
    return {{tr("Metric")},
            {tr("Meaning")},
            {tr("with attr., mask"), true, both},
            {tr("with attr., box"), true, both},
            {tr("IoU only, mask"), true, overlap},
            {tr("IoU only, box"), true, overlap}};
}

}  // namespace

MetricTableModel::MetricTableModel(QObject* parent) : TableModel(columns(), parent) {}

void MetricTableModel::setReports(std::optional<Report> mask, std::optional<Report> box) {
    beginResetModel();
    m_mask = std::move(mask);
    m_box = std::move(box);
    endResetModel();
}

double MetricTableModel::value(int row, Column column) const {
    const bool f1 = column == F1Mask || column == F1Box;
    const auto& report = column == F1Mask || column == Mask ? m_mask : m_box;
    const std::string name = kMetricNames[std::size_t(row)];
    return report ? report->value(f1 ? "f1" + name : name) : -1;
}

int MetricTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_mask ? 0 : int(kMetricNames.size());
}

QVariant MetricTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const std::string name = kMetricNames[std::size_t(index.row())];
    const auto column = Column(index.column());
    switch (role) {
        case Qt::DisplayRole:
            if (column == Name)
                return QString::fromStdString(name);
            if (column == Meaning)
                return metricMeaning(name);
            return metricText(value(index.row(), column));
        case Qt::ToolTipRole: {
            const bool f1 = column == F1Mask || column == F1Box;
            return metricGloss(f1 ? "f1" + name : name);
        }
        case Qt::TextAlignmentRole:
            return alignment(index.column());
        case Qt::ForegroundRole:
            return column == Meaning ? QVariant(QBrush(themed(Token::Text2))) : QVariant();
        case Qt::FontRole:
            return column == F1Mask ? QVariant(typeFont(0, true)) : QVariant();
        default:
            return {};
    }
}

}  // namespace selvedge
