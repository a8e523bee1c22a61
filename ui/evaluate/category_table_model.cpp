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

CategoryTableModel::CategoryTableModel(QObject* parent)
    : TableModel({{tr("Category")},
                  {tr("Objects"), true},
                  {tr("Found"), true},
                  {tr("AP"), true, tr("AP with attributes (f1AP) of this category alone")},
                  {tr("AP50"), true, tr("The same where overlap and F1 from .50 suffice")}},
                 parent) {}

void CategoryTableModel::setRows(std::vector<CategoryRow> rows) {
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int CategoryTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_rows.size());
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
            return alignment(index.column());
        case Qt::ForegroundRole:
            return row.objects == 0 ? QVariant(QBrush(themed(Token::Text3))) : QVariant();
        case Qt::FontRole:
            return index.column() == Ap ? QVariant(typeFont(0, true)) : QVariant();
        default:
            return {};
    }
}

}  // namespace selvedge
