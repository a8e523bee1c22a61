#include "ui/parts/history_model.h"

#include <QDateTime>
#include <QLocale>

#include "dataset/project/project.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

QString text(const std::string& words) {
    return QString::fromStdString(words);
}

QString whereText(const StepChange& change, const ObjectTable& table) {
    if (change.images != 1)
        return change.images > 1 ? countText(std::int64_t(change.images), "image") : QString();
    return change.image && *change.image < table.images.size()
               ? text(table.images[*change.image].id)
               : HistoryModel::tr("not in the data any more");
}

// Of one object or image from what to what; of several also how many.
QString whatText(const HistoryStep& step, const StepChange& change, const Catalog& catalog) {
    const QString values = text(change.values);
    const bool one = change.object != 0 || change.images == 1;
    if (values.isEmpty() || change.named || !one || (change.object == 0 && step.edits > 1))
        return values.isEmpty() ? text(step.words)
                                : text(step.words) + QStringLiteral(": ") + values;
    if (!change.category || values.contains(QStringLiteral("→")))
        return values;
    return text(catalog.categories()[*change.category].name) + QStringLiteral(": ") + values;
}

}  // namespace

std::vector<HistoryRow> historyRows(const Project& project, std::size_t limit, std::size_t& read) {
    const auto steps = project.history(limit);
    const auto table = project.objects();
    const auto catalog = project.catalog();
    std::vector<HistoryRow> rows;
    for (const HistoryStep& step : steps) {
        if (step.undoes != 0)
            continue;
        const StepChange change = project.changeOf(step.id);
        rows.push_back({step, change, whereText(change, *table), whatText(step, change, *catalog)});
    }
    read = steps.size();
    return rows;
}

void HistoryModel::setRows(std::vector<HistoryRow> rows) {
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

const HistoryRow* HistoryModel::row(int row) const {
    return row >= 0 && row < rowCount() ? &m_rows[std::size_t(row)] : nullptr;
}

int HistoryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_rows.size());
}

int HistoryModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString HistoryModel::cell(const HistoryRow& row, int column, bool whole) const {
    switch (column) {
        case Where:
            return row.where;
        case What:
            return row.what;
        case When: {
            const QDateTime time = QDateTime::fromMSecsSinceEpoch(row.step.time);
            return time.date() == QDate::currentDate() && !whole
                       ? time.toString(QStringLiteral("HH:mm:ss"))
                       : QLocale().toString(time, QLocale::ShortFormat);
        }
        case Who:
            return text(row.step.author);
        default:
            return {};
    }
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const {
    const HistoryRow* at = index.isValid() ? row(index.row()) : nullptr;
    if (!at)
        return {};
    const bool isWhat = index.column() == What;
    switch (role) {
        case Qt::FontRole: {
            QFont font = typeFont(isWhat ? 0 : -1);
            font.setStrikeOut(at->step.undone && isWhat);
            return font;
        }
        case Qt::ForegroundRole:
            return themed(isWhat && !at->step.undone ? Token::Text : Token::Text2);
        case Qt::DisplayRole:
            return cell(*at, index.column(), false);
        case Qt::ToolTipRole:
            return cell(*at, index.column(), true);
        case Qt::AccessibleTextRole: {
            const QString words = cell(*at, index.column(), false);
            return at->step.undone && isWhat ? tr("%1, undone").arg(words) : words;
        }
        default:
            return {};
    }
}

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
        case Where:
            return tr("Where");
        case What:
            return tr("What");
        case When:
            return tr("When");
        case Who:
            return tr("Who");
        default:
            return {};
    }
}

}  // namespace selvedge
