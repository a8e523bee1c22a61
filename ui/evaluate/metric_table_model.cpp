#include "ui/evaluate/metric_table_model.h"

#include <QBrush>

#include "ui/evaluate/metric_words.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/plot/number_text.h"

namespace selvedge {

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

int MetricTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
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
            return int((column >= F1Mask ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
        case Qt::ForegroundRole:
            return column == Meaning ? QVariant(QBrush(themed(Token::Text2))) : QVariant();
        case Qt::FontRole:
            return column == F1Mask ? QVariant(typeFont(0, true)) : QVariant();
        default:
            return {};
    }
}

QVariant MetricTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section >= F1Mask ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole)
        return section == F1Mask || section == F1Box
                   ? tr("Overlap and attributes must agree (the paper's f1AP).")
               : section >= Mask ? tr("Only the overlap counts (COCO's AP).")
                                 : QVariant();
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
        case Name:
            return tr("Metric");
        case Meaning:
            return tr("Meaning");
        case F1Mask:
            return tr("with attr., mask");
        case F1Box:
            return tr("with attr., box");
        case Mask:
            return tr("IoU only, mask");
        case Box:
            return tr("IoU only, box");
        default:
            return {};
    }
}

}  // namespace selvedge
