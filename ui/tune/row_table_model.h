#pragma once

#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "app/session/tuning_rows.h"
#include "ui/parts/overlay_palette.h"
#include "ui/parts/table_model.h"

namespace selvedge {

// ".38", or ".385" where the thousandth matters.
QString thresholdText(double value);

// The thresholds of the tuning table: name, where it stands, objects, precision and recall, what
// the headline does .05 lower and higher, what it can gain at most. Found and sorted here; rows
// keep their place while they are measured anew. GUI thread.
class RowTableModel : public TableModel {
    Q_OBJECT

public:
    enum Column { Name, Threshold, Objects, Precision, Recall, Lower, Higher, Most, Lock, Count };

    explicit RowTableModel(const TuningRows& rows, QObject* parent = nullptr);

    void setCatalog(std::shared_ptr<const Catalog> catalog);
    const OverlayPalette& palette() const { return m_palette; }
    void setPoint(const OperatingPoint& point);
    const OperatingPoint& point() const { return m_point; }
    // Only rows whose name has all these words.
    void setWords(const QString& words);
    void sort(int column, Qt::SortOrder order) override;
    int sortColumn() const { return m_sortColumn; }
    Qt::SortOrder sortOrder() const { return m_sortOrder; }
    const std::set<ThresholdRow>& locked() const { return m_locked; }
    bool isLocked(const ThresholdRow& row) const { return m_locked.contains(row); }
    void setLocked(const ThresholdRow& row, bool locked);
    // The point before a tuning that was applied, and the rows that it gave or took a threshold of
    // their own.
    void setBefore(const OperatingPoint& before, std::set<ThresholdRow> moved);
    // Whether it was moved and is not as it was; and the point of now with it as it was.
    bool canRestore(const ThresholdRow& row) const;
    OperatingPoint restored(const ThresholdRow& row) const;
    // What was in force for it then, where there is something to restore.
    std::optional<double> before(const ThresholdRow& row) const;

    const TuningRow& rowAt(int place) const;
    int placeOf(const ThresholdRow& row) const;  // -1: not shown
    double thresholdAt(int place) const;         // clamped to [0, 1]
    // The point of now with that row as the window starts: the more general threshold, or the
    // window's own; and whether that differs.
    OperatingPoint withDefault(const ThresholdRow& row) const;
    bool hasOwn(const ThresholdRow& row) const;
    // The highest gain of all rows: what bars are drawn against.
    double mostGain() const { return m_mostGain; }
    static double gainOf(const TuningRow& row);  // -1: not known
    // The garment of a category's attribute or group, and what the row is called beside it.
    std::pair<QString, QString> namesOf(const TuningRow& row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    // Typed in.
    void thresholdTyped(const selvedge::ThresholdRow& row, double value);

private:
    void takeRows();
    void takeMeasures();
    void arrange();
    double keyOf(const TuningRow& row) const;
    QString textOf(const TuningRow& row, int column) const;

    const TuningRows& m_rows;
    std::shared_ptr<const Catalog> m_catalog;
    OverlayPalette m_palette;
    OperatingPoint m_point;
    QStringList m_words;
    std::vector<int> m_order;  // into TuningRows::rows()
    int m_sortColumn = Most;
    Qt::SortOrder m_sortOrder = Qt::DescendingOrder;
    bool m_settled = false;  // all rows were measured once since they were listed
    std::set<ThresholdRow> m_locked;
    OperatingPoint m_before;
    std::set<ThresholdRow> m_moved;  // since m_before
    double m_mostGain = 0;
};

}  // namespace selvedge
