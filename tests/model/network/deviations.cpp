#include "deviations.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace selvedge {

bool Deviations::within(const QString& where, const QString& field, double measured,
                        double tolerance) {
    const double value = std::isnan(measured) ? std::numeric_limits<double>::infinity() : measured;
    auto row = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& known) {
        return known.where == where && known.field == field;
    });
    if (row == m_rows.end())
        row = m_rows.insert(m_rows.end(), {where, field, 0, tolerance});
    row->measured = std::max(row->measured, value);
    m_problem = QStringLiteral("%1, %2: %3 is more than %4")
                    .arg(where, field)
                    .arg(value, 0, 'g', 3)
                    .arg(tolerance);
    return value <= tolerance;
}

QString Deviations::table() const {
    QString text =
        QStringLiteral("| network | field | measured | tolerance |\n|---|---|---|---|\n");
    for (const Row& row : m_rows)
        text += QStringLiteral("| %1 | %2 | %3 | %4 |\n")
                    .arg(row.where, row.field)
                    .arg(row.measured, 0, 'g', 2)
                    .arg(row.tolerance, 0, 'g', 2);
    return text;
}

}  // namespace selvedge
