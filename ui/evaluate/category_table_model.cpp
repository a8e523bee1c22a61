#include "ui/evaluate/category_table_model.h"

#include <QBrush>
#include <QPainter>
#include <QPixmap>

#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

QPixmap swatchPixmap(const QColor& color) {
    QPixmap swatch(12, 12);
    swatch.fill(color);
    QPainter painter(&swatch);
    painter.setPen(QColor(0, 0, 0, 120));
    painter.drawRect(0, 0, 11, 11);
    return swatch;
}

}  // namespace

void CategoryTableModel::setRows(std::vector<CategoryRow> rows) {
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int CategoryTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_rows.size());
}

int CategoryTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant CategoryTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const CategoryRow& row = m_rows[std::size_t(index.row())];
    const bool sorting = role == SortRole;
    if (role == Qt::DisplayRole || sorting) {
        switch (index.column()) {
            case Name:
                return row.name;
            case Objects:
                return sorting ? QVariant(qulonglong(row.objects))
                               : QVariant(countText(std::int64_t(row.objects)));
            case Detections:
                return sorting ? QVariant(qulonglong(row.detections))
                               : QVariant(countText(std::int64_t(row.detections)));
            case Ap:
                return sorting ? QVariant(row.ap) : QVariant(metricText(row.ap, 3));
            case Ap50:
                return sorting ? QVariant(row.ap50) : QVariant(metricText(row.ap50, 3));
        }
        return {};
    }
    switch (role) {
        case Qt::DecorationRole:
            return index.column() == Name ? QVariant(swatchPixmap(row.swatch)) : QVariant();
        case Qt::ToolTipRole:
            if (index.column() == Name)
                return row.name;
            if (row.ap < 0)
                return tr("No annotated object of this category: nothing to measure.");
            return {};
        case Qt::TextAlignmentRole:
            return int((index.column() == Name ? Qt::AlignLeft : Qt::AlignRight) |
                       Qt::AlignVCenter);
        case Qt::ForegroundRole:
            return row.objects == 0 ? QVariant(QBrush(themed(Token::Text3))) : QVariant();
        case Qt::FontRole:
            return index.column() == Ap ? QVariant(typeFont(0, true)) : QVariant();
        default:
            return {};
    }
}

QVariant CategoryTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Name ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole)
        return section == Ap     ? tr("AP with attributes (f1AP) of this category alone")
               : section == Ap50 ? tr("The same where overlap and F1 from .50 suffice")
                                 : QVariant();
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
        case Name:
            return tr("Category");
        case Objects:
            return tr("Objects");
        case Detections:
            return tr("Found");
        case Ap:
            return tr("AP");
        case Ap50:
            return tr("AP50");
        default:
            return {};
    }
}

}  // namespace selvedge
