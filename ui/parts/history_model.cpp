#include "ui/parts/history_model.h"

#include <QDateTime>
#include <QLocale>

#include "ui/parts/theme.h"
#include "ui/parts/type.h"

namespace selvedge {

void HistoryModel::setSteps(const std::vector<HistoryStep>& steps) {
    beginResetModel();
    m_steps.clear();
    for (const HistoryStep& step : steps) {
        if (step.undoes == 0)
            m_steps.push_back(step);
    }
    endResetModel();
}

const HistoryStep* HistoryModel::step(int row) const {
    return row >= 0 && row < rowCount() ? &m_steps[std::size_t(row)] : nullptr;
}

int HistoryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_steps.size());
}

int HistoryModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const {
    const HistoryStep* at = index.isValid() ? step(index.row()) : nullptr;
    if (!at)
        return {};
    if (role == Qt::FontRole) {
        QFont font = typeFont(index.column() == What ? 0 : -1);
        font.setStrikeOut(at->undone && index.column() == What);
        return font;
    }
    if (role == Qt::ForegroundRole)
        return themed(index.column() == What && !at->undone ? Token::Text : Token::Text2);
    if (role == Qt::AccessibleTextRole && index.column() == What)
        return at->undone ? tr("%1, undone").arg(QString::fromStdString(at->words))
                          : QString::fromStdString(at->words);
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
        case What:
            return QString::fromStdString(at->words);
        case When: {
            const QDateTime time = QDateTime::fromMSecsSinceEpoch(at->time);
            const bool today = time.date() == QDate::currentDate();
            return today && role != Qt::ToolTipRole
                       ? time.toString(QStringLiteral("HH:mm:ss"))
                       : QLocale().toString(time, QLocale::ShortFormat);
        }
        case Who:
            return QString::fromStdString(at->author);
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
