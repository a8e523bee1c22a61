#include "ui/train/run_list_model.h"

#include <QBrush>
#include <QCoreApplication>

#include "ui/parts/theme.h"
#include "ui/plot/number_text.h"

namespace selvedge {

QString stateWord(const QString& state) {
    const auto tr = [](const char* text) {
        return QCoreApplication::translate("RunListModel", text);
    };
    if (state == QLatin1String("running"))
        return tr("running");
    if (state == QLatin1String("predicting"))
        return tr("predicting");
    if (state == QLatin1String("stopped"))
        return tr("stopped");
    if (state == QLatin1String("done"))
        return tr("done");
    if (state == QLatin1String("failed"))
        return tr("failed");
    return state.isEmpty() ? tr("unknown") : state;
}

RunListModel::RunListModel(QObject* parent)
    : TableModel({{tr("Run")}, {tr("State")}, {tr("Step"), true}, {tr("Predicted")}}, parent) {}

void RunListModel::setRows(std::vector<RunRow> rows) {
    if (rows == m_rows)
        return;
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
    std::set<QString> kept;
    for (const RunRow& row : m_rows) {
        if (m_checked.contains(row.name))
            kept.insert(row.name);
    }
    if (kept != m_checked) {
        m_checked = std::move(kept);
        Q_EMIT checkedChanged();
    }
}

void RunListModel::setStep(const QString& run, int step) {
    const int row = indexOf(run);
    if (row < 0)
        return;
    m_rows[std::size_t(row)].step = step;
    Q_EMIT dataChanged(index(row, Step), index(row, Step), {Qt::DisplayRole});
}

int RunListModel::indexOf(const QString& run) const {
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].name == run)
            return int(i);
    }
    return -1;
}

int RunListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant RunListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const RunRow& row = m_rows[std::size_t(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            switch (index.column()) {
                case Name:
                    return row.name;
                case State:
                    return stateWord(row.state);
                case Step:
                    return row.step > 0 ? countText(row.step) : QString(QChar(0x2013));
                case Predictions:
                    return row.hasPredictions ? tr("yes") : QString(QChar(0x2013));
            }
            return {};
        case Qt::CheckStateRole:
            if (index.column() == Name)
                return int(m_checked.contains(row.name) ? Qt::Checked : Qt::Unchecked);
            return {};
        case Qt::ToolTipRole:
            return index.column() == Name
                       ? tr("%1. Check to lay its curves over the chosen run's.").arg(row.name)
                       : QVariant();
        case Qt::TextAlignmentRole:
            return alignment(index.column());
        case Qt::ForegroundRole:
            if (index.column() == State && row.state == QLatin1String("failed"))
                return QBrush(themed(Token::Error));
            if (index.column() == State && row.state == QLatin1String("stopped"))
                return QBrush(themed(Token::Warn));
            return {};
        default:
            return {};
    }
}

bool RunListModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (!index.isValid() || role != Qt::CheckStateRole || index.column() != Name)
        return false;
    const QString& name = m_rows[std::size_t(index.row())].name;
    if (value.toInt() == Qt::Checked)
        m_checked.insert(name);
    else
        m_checked.erase(name);
    Q_EMIT dataChanged(index, index, {Qt::CheckStateRole});
    Q_EMIT checkedChanged();
    return true;
}

Qt::ItemFlags RunListModel::flags(const QModelIndex& index) const {
    Qt::ItemFlags flags = TableModel::flags(index);
    if (index.isValid() && index.column() == Name)
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

}  // namespace selvedge
