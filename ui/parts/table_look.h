#pragma once

#include <QString>

class QTableView;

namespace selvedge {

inline constexpr int kTableRowHeight = 26;

// The look of all tables: whole rows, one at a time, no grid, no row numbers, names elided in the
// middle, columns as wide as their content. Tab leaves the table.
void setUpTable(QTableView* table, const QString& accessibleName);

}  // namespace selvedge
