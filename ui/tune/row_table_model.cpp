#include "ui/tune/row_table_model.h"

#include <QBrush>
#include <algorithm>
#include <cmath>

#include "app/session/restore_threshold.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr double kNothing = 5e-5;  // less is written ±.0000

}  // namespace

QString thresholdText(double value) {
    const bool fine = std::abs(value * 100 - std::round(value * 100)) > 1e-6;
    return metricText(value, fine ? 3 : 2);
}

RowTableModel::RowTableModel(const TuningRows& rows, QObject* parent)
    : TableModel(
          {{tr("Threshold of")},
           {tr("Threshold")},
           {tr("Objects"), true, tr("Annotated objects that it is about")},
           {tr("P"), true, tr("Precision: of what the network calls so, the share that is right")},
           {tr("R"), true, tr("Recall: of what is there, the share that it finds")},
           {QStringLiteral("−.05"), true, tr("What AP does with it .05 lower")},
           {QStringLiteral("+.05"), true, tr("What AP does with it .05 higher")},
           {tr("at most"), true,
            tr("What AP can gain by this threshold alone, measured on these very images")},
           {QString(), false, tr("Locked: stays where it is when thresholds are tuned")}},
          parent),
      m_rows(rows) {
    connect(&rows, &TuningRows::listed, this, &RowTableModel::takeRows);
    connect(&rows, &TuningRows::rowsMeasured, this, &RowTableModel::takeMeasures);
    takeRows();
}

void RowTableModel::setCatalog(std::shared_ptr<const Catalog> catalog) {
    if (catalog == m_catalog)
        return;
    m_catalog = std::move(catalog);
    m_palette = m_catalog ? OverlayPalette(*m_catalog) : OverlayPalette();
    m_locked.clear();
    m_moved.clear();
}

void RowTableModel::setPoint(const OperatingPoint& point) {
    m_point = point;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, Count - 1));
}

void RowTableModel::setWords(const QString& words) {
    const QStringList split = words.split(u' ', Qt::SkipEmptyParts);
    if (split == m_words)
        return;
    m_words = split;
    arrange();
}

void RowTableModel::sort(int column, Qt::SortOrder order) {
    if (column < 0 || column == Lock)
        return;
    m_sortColumn = column;
    m_sortOrder = order;
    arrange();
}

void RowTableModel::takeRows() {
    m_settled = false;
    m_mostGain = 0;
    arrange();
}

void RowTableModel::takeMeasures() {
    m_mostGain = 0;
    for (const TuningRow& row : m_rows.rows())
        m_mostGain = std::max(m_mostGain, gainOf(row));
    if (!m_settled && !m_rows.rows().empty() && m_rows.measured() == m_rows.rows().size()) {
        m_settled = true;
        arrange();
        return;
    }
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, Count - 1));
}

double RowTableModel::gainOf(const TuningRow& row) {
    return row.measure && row.measure->now >= 0 ? row.measure->most - row.measure->now : -1;
}

// Descending puts what is not known last.
double RowTableModel::keyOf(const TuningRow& row) const {
    const auto delta = [&](double RowMeasure::*moved) {
        return row.measure ? (*row.measure).*moved - row.measure->now : -2;
    };
    switch (m_sortColumn) {
        case Threshold:
            return m_catalog ? thresholdOf(m_point, row.row, *m_catalog) : 0;
        case Precision:
            return row.measure ? row.measure->precision : -2;
        case Recall:
            return row.measure ? row.measure->recall : -2;
        case Lower:
            return delta(&RowMeasure::lower);
        case Higher:
            return delta(&RowMeasure::higher);
        case Most:
            return gainOf(row);
        default:
            return double(row.support);
    }
}

void RowTableModel::arrange() {
    beginResetModel();
    m_order.clear();
    const std::vector<TuningRow>& rows = m_rows.rows();
    for (int i = 0; i < int(rows.size()); ++i) {
        const QString& name = rows[std::size_t(i)].name;
        if (std::all_of(m_words.begin(), m_words.end(), [&](const QString& word) {
                return name.contains(word, Qt::CaseInsensitive);
            }))
            m_order.push_back(i);
    }
    const bool falling = m_sortOrder == Qt::DescendingOrder;
    const auto before = [&](int a, int b) {
        const TuningRow &first = rows[std::size_t(a)], &second = rows[std::size_t(b)];
        if (m_sortColumn == Name) {
            const int compared = first.name.localeAwareCompare(second.name);
            return falling ? compared > 0 : compared < 0;
        }
        const double one = keyOf(first), other = keyOf(second);
        if (std::abs(one - other) > 1e-12)
            return falling ? one > other : one < other;
        return first.support > second.support;
    };
    std::stable_sort(m_order.begin(), m_order.end(), before);
    endResetModel();
}

void RowTableModel::setLocked(const ThresholdRow& row, bool locked) {
    if (locked)
        m_locked.insert(row);
    else
        m_locked.erase(row);
    setPoint(m_point);
}

void RowTableModel::setBefore(const OperatingPoint& before, std::set<ThresholdRow> moved) {
    m_before = before;
    m_moved = std::move(moved);
    setPoint(m_point);
}

bool RowTableModel::canRestore(const ThresholdRow& row) const {
    return m_catalog && m_moved.contains(row) && !isAsIn(m_point, m_before, row, *m_catalog);
}

OperatingPoint RowTableModel::restored(const ThresholdRow& row) const {
    OperatingPoint point = m_point;
    if (canRestore(row))
        restoreThreshold(point, m_before, row, *m_catalog);
    return point;
}

std::optional<double> RowTableModel::before(const ThresholdRow& row) const {
    return canRestore(row) ? std::optional(thresholdOf(m_before, row, *m_catalog)) : std::nullopt;
}

const TuningRow& RowTableModel::rowAt(int place) const {
    return m_rows.rows()[std::size_t(m_order[std::size_t(place)])];
}

std::pair<QString, QString> RowTableModel::namesOf(const TuningRow& row) const {
    if (!m_catalog || !row.row.category || row.row.of == ThresholdRow::Of::Score)
        return {QString(), row.name};
    const auto garment = QString::fromStdString(m_catalog->categories()[*row.row.category].name);
    return {garment, row.name.mid(garment.size() + 2)};  // ", " between them
}

int RowTableModel::placeOf(const ThresholdRow& row) const {
    for (int place = 0; place < rowCount(); ++place)
        if (rowAt(place).row == row)
            return place;
    return -1;
}

double RowTableModel::thresholdAt(int place) const {
    return m_catalog ? std::clamp(thresholdOf(m_point, rowAt(place).row, *m_catalog), 0.0, 1.0) : 0;
}

OperatingPoint RowTableModel::withDefault(const ThresholdRow& row) const {
    OperatingPoint point = m_point;
    if (m_catalog)
        restoreThreshold(point, kWindowOperatingPoint, row, *m_catalog);
    return point;
}

bool RowTableModel::hasOwn(const ThresholdRow& row) const {
    return m_catalog && !isAsIn(m_point, kWindowOperatingPoint, row, *m_catalog);
}

int RowTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_order.size());
}

QString RowTableModel::textOf(const TuningRow& row, int column) const {
    const auto& measure = row.measure;
    switch (column) {
        case Name:
            return row.name;
        case Objects:
            return countText(std::int64_t(row.support));
        case Precision:
            return measure ? metricText(measure->precision, 2) : QString();
        case Recall:
            return measure ? metricText(measure->recall, 2) : QString();
        case Lower:
            return measure ? deltaText(measure->lower, measure->now) : QString();
        case Higher:
            return measure ? deltaText(measure->higher, measure->now) : QString();
        case Most:
            return measure ? metricText(std::max(0.0, gainOf(row))) : QString();
        default:
            return {};
    }
}

QVariant RowTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const TuningRow& row = rowAt(index.row());
    const int column = index.column();
    switch (role) {
        case Qt::DisplayRole:
        case Qt::EditRole:
            return column == Threshold ? thresholdText(thresholdAt(index.row()))
                                       : textOf(row, column);
        case Qt::AccessibleTextRole:
            return column == Lock ? (isLocked(row.row) ? tr("locked") : tr("not locked"))
                                  : data(index, Qt::DisplayRole);
        case Qt::ToolTipRole:
            if (column == Name)
                return row.name;
            if (column == Most && row.measure && gainOf(row) > kNothing)
                return tr("At %1, on these very images")
                    .arg(thresholdText(std::clamp(row.measure->mostAt, 0.0, 1.0)));
            if (column == Threshold && before(row.row))
                return tr("%1 before tuning").arg(thresholdText(*before(row.row)));
            return {};
        case Qt::TextAlignmentRole:
            return alignment(column);
        case Qt::ForegroundRole: {
            if (row.stale)
                return QBrush(themed(Token::Text3));
            if (!row.measure || (column != Lower && column != Higher))
                return {};
            const double by =
                (column == Lower ? row.measure->lower : row.measure->higher) - row.measure->now;
            if (std::abs(by) < kNothing)
                return QBrush(themed(Token::Text2));
            return QBrush(themed(by > 0 ? Token::Right : Token::Missed));
        }
        default:
            return {};
    }
}

bool RowTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (!index.isValid() || role != Qt::EditRole || index.column() != Threshold)
        return false;
    bool ok = false;
    const double typed = value.toString().trimmed().replace(u',', u'.').toDouble(&ok);
    if (!ok || typed < 0 || typed > 1)
        return false;
    Q_EMIT thresholdTyped(rowAt(index.row()).row, std::round(typed * 1000) / 1000);
    return true;
}

Qt::ItemFlags RowTableModel::flags(const QModelIndex& index) const {
    const auto flags = TableModel::flags(index);
    return index.isValid() && index.column() == Threshold && !isLocked(rowAt(index.row()).row)
               ? flags | Qt::ItemIsEditable
               : flags;
}

}  // namespace selvedge
