#pragma once

#include <QAbstractTableModel>
#include <QString>
#include <vector>

namespace selvedge {

// What tables with fixed columns share: heads, and numbers at the right.
class TableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    struct Column {
        QString title;
        bool number = false;
        QString tip = {};  // of the head
    };
    TableModel(std::vector<Column> columns, QObject* parent);

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    // Newer rows are on their way: those that show it turn grey.
    void setStale(bool stale);
    bool isStale() const { return m_stale; }

protected:
    void tellAllChanged();  // the same rows say something else
    // For Qt::TextAlignmentRole.
    QVariant alignment(int column) const;

private:
    std::vector<Column> m_columns;
    bool m_stale = false;
};

}  // namespace selvedge
