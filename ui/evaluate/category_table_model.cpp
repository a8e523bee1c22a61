#include "ui/evaluate/category_table_model.h"

#include <QBrush>
#include <QPainter>
#include <QPixmap>
#include <algorithm>

#include "ui/parts/bar_delegate.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/plot/number_text.h"
#include "ui/plot/ramp.h"

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

// By column from Right on.
std::optional<std::uint64_t> countOf(const CategoryRow& row, int column) {
    if (!row.verdicts)
        return {};
    switch (column) {
        case CategoryTableModel::Right:
            return row.verdicts->right;
        case CategoryTableModel::Attributes:
            return row.verdicts->attributeErrors;
        case CategoryTableModel::Missed:
            return row.verdicts->missed;
        case CategoryTableModel::False:
            return row.verdicts->falses;
    }
    return {};
}

}  // namespace

CategoryTableModel::CategoryTableModel(QObject* parent)
    : TableModel(
          {{tr("Category")},
           {tr("Objects"), true, tr("Annotated objects of the images that are measured")},
           {tr("AP"), true, tr("The protocol's headline of this category alone")},
           {tr("IoU only"), true, tr("The same by overlap alone: attributes aside")},
           {tr("Δ"), true, tr("What AP differs by from the run it is compared with")},
           {tr("AP lost"), false,
            tr("What the category takes from a headline of 1: its weight in the mean times what "
               "its AP lacks")},
           {tr("Right"), true, tr("Objects that are found, with attributes where those are asked")},
           {tr("Attr."), true, tr("Objects whose place is right and whose attributes are wrong")},
           {tr("Missed"), true, tr("Objects that no detection took")},
           {tr("False"), true, tr("Detections that took no object")}},
          parent) {}

void CategoryTableModel::setRows(std::vector<CategoryRow> rows) {
    m_mostLost = 0;
    for (const CategoryRow& row : rows)
        m_mostLost = std::max(m_mostLost, row.lost);
    const bool same = std::equal(
        rows.begin(), rows.end(), m_rows.begin(), m_rows.end(),
        [](const CategoryRow& a, const CategoryRow& b) { return a.category == b.category; });
    if (same) {
        m_rows = std::move(rows);
        tellAllChanged();
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

std::optional<int> CategoryTableModel::rowOf(CategoryIndex category) const {
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].category == category)
            return int(i);
    }
    return {};
}

int CategoryTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_rows.size());
}

QString CategoryTableModel::text(const CategoryRow& row, int column) const {
    switch (column) {
        case Name:
            return row.name;
        case Objects:
            return countText(std::int64_t(row.objects));
        case Ap:
            return metricText(row.ap, 3);
        case IouAp:
            return metricText(row.iouAp, 3);
        case Delta:
            return row.against ? deltaText(row.ap, *row.against, 3) : QString();
        case Lost:
            return row.ap < 0 ? QString() : metricText(row.lost, 4);
        default:
            break;
    }
    const auto count = countOf(row, column);
    return count ? countText(std::int64_t(*count)) : QString();
}

QVariant CategoryTableModel::sortValue(const CategoryRow& row, int column) const {
    switch (column) {
        case Name:
            return row.name;
        case Objects:
            return qulonglong(row.objects);
        case Ap:
            return row.ap;
        case IouAp:
            return row.iouAp;
        case Delta:
            return row.against && row.ap >= 0 && *row.against >= 0 ? row.ap - *row.against : -2;
        case Lost:
            return row.ap < 0 ? -1 : row.lost;
        default:
            return qlonglong(countOf(row, column).value_or(0));
    }
}

QVariant CategoryTableModel::ink(const CategoryRow& row, int column) const {
    if (row.objects == 0)
        return QBrush(themed(Token::Text3));
    if (isStale() && column != Name)
        return QBrush(themed(Token::Text2));
    if (column != Delta || !row.against)
        return {};
    const QString delta = deltaText(row.ap, *row.against, 3);
    if (delta.isEmpty() || delta.startsWith(QChar(0x00b1)))
        return QBrush(themed(Token::Text2));
    return QBrush(themed(row.ap > *row.against ? Token::Right : Token::Missed));
}

QString CategoryTableModel::tip(const CategoryRow& row, int column) const {
    if (row.ap < 0 && row.objects == 0)
        return tr("No annotated object of this category: nothing to measure.");
    if (column == Name)
        return row.name;
    return column == Objects || column >= Right ? tr("Shows them below.")
                                                : tr("Shows below what is not right.");
}

QVariant CategoryTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const CategoryRow& row = m_rows[std::size_t(index.row())];
    const int column = index.column();
    switch (role) {
        case Qt::DisplayRole:
            return text(row, column);
        case SortRole:
            return sortValue(row, column);
        case Qt::DecorationRole:
            return column == Name ? QVariant(swatchPixmap(row.swatch)) : QVariant();
        case Qt::ToolTipRole:
            return tip(row, column);
        case Qt::TextAlignmentRole:
            return alignment(column);
        case Qt::ForegroundRole:
            return ink(row, column);
        case Qt::FontRole:
            return column == Ap ? QVariant(typeFont(0, true)) : QVariant();
        case BarDelegate::BarRole:
            return column == Lost && row.ap >= 0 && row.lost >= 0
                       ? QVariant(m_mostLost > 0 ? row.lost / m_mostLost : 0.)
                       : QVariant();
        case BarDelegate::InkRole:
            return rampColor(1 - row.ap, Theme::instance().isDark());
        default:
            return {};
    }
}

}  // namespace selvedge
