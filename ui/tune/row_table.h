#pragma once

#include <QTableView>
#include <optional>

#include "ui/tune/row_table_model.h"

namespace selvedge {

class RowDelegate;

// The table of thresholds. Mouse: drag or click a slider, wheel over it .01, with Shift .001, a
// double click takes it back to the default, the lock locks. Keys of the chosen row: Left and Right
// .01, with Shift .001, Backspace or Delete the default, Return or a digit types, L locks, Menu for
// all else; Escape, or another click on its name, leaves it. Columns that say less go where there
// is no room. GUI thread.
class RowTable : public QTableView {
    Q_OBJECT

public:
    explicit RowTable(RowTableModel* model, QWidget* parent = nullptr);

    std::optional<ThresholdRow> chosen() const;
    void choose(const ThresholdRow& row);
    void chooseNone();
    QRect cellOf(int place, int column) const { return visualRect(model()->index(place, column)); }

Q_SIGNALS:
    void chosenChanged();
    void dragStarted(const selvedge::ThresholdRow& row);
    void dragEnded();
    void moved(const selvedge::ThresholdRow& row, double value);
    void resetWanted(const selvedge::ThresholdRow& row);
    void lockWanted(const selvedge::ThresholdRow& row, bool lock);
    void menuWanted(const selvedge::ThresholdRow& row, QPoint global);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void move(int place, double value);
    void fold();

    RowTableModel* m_model;
    RowDelegate* m_delegate;
    std::optional<ThresholdRow> m_dragged, m_chosen;
    bool m_restoring = false;
};

}  // namespace selvedge
