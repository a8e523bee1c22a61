#include "ui/evaluate/attribute_table_model.h"

#include <QBrush>
#include <algorithm>

#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/plot/number_text.h"

namespace selvedge {

AttributeTableModel::AttributeTableModel(QObject* parent)
    : TableModel({{tr("Attribute")},
                  {tr("Group")},
                  {tr("Objects"), true, tr("Annotated objects that have it")},
                  {tr("Predicted"), true, tr("Detections that have it, where they count")},
                  {tr("Precision"), true, tr("The share of predicted ones that are right")},
                  {tr("Recall"), true, tr("The share of objects that have it and get it")},
                  {tr("F1"), true, tr("Precision and recall in one: their harmonic mean")}},
                 parent) {}

void AttributeTableModel::setRows(std::vector<AttributeRow> rows) {
    const bool same =
        std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(),
                   [](const AttributeRow& a, const AttributeRow& b) {
                       return a.counts.attribute == b.counts.attribute && a.name == b.name;
                   });
    if (same) {
        m_rows = std::move(rows);
        tellAllChanged();
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

std::optional<int> AttributeTableModel::rowOf(AttributeIndex attribute) const {
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].counts.attribute == attribute)
            return int(i);
    }
    return {};
}

int AttributeTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant AttributeTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const AttributeRow& row = m_rows[std::size_t(index.row())];
    const int column = index.column();
    const auto count = [&](std::uint64_t number) {
        return role == SortRole ? QVariant(qulonglong(number))
                                : QVariant(countText(std::int64_t(number)));
    };
    const auto share = [&](double value) {
        // The least comes first, what is undefined last.
        constexpr double kLast = 2;
        return role == SortRole ? QVariant(value < 0 ? kLast : value)
                                : QVariant(metricText(value, 3));
    };
    switch (role) {
        case Qt::DisplayRole:
        case SortRole:
            switch (column) {
                case Name:
                    return row.name;
                case Group:
                    return row.group;
                case Objects:
                    return count(row.counts.objects);
                case Predicted:
                    return count(row.counts.predicted);
                case Precision:
                    return share(row.counts.precision);
                case Recall:
                    return share(row.counts.recall);
                case F1:
                    return share(row.counts.f1);
            }
            return {};
        case Qt::ToolTipRole:
            return column == Name || column == Group ? row.name + QStringLiteral(" · ") + row.group
                                                     : tr("Shows them below.");
        case Qt::TextAlignmentRole:
            return alignment(column);
        case Qt::ForegroundRole:
            if (row.counts.objects + row.counts.predicted == 0)
                return QBrush(themed(Token::Text3));
            return column == Group || (isStale() && column != Name)
                       ? QVariant(QBrush(themed(Token::Text2)))
                       : QVariant();
        case Qt::FontRole:
            return column == F1 ? QVariant(typeFont(0, true)) : QVariant();
        default:
            return {};
    }
}

}  // namespace selvedge
