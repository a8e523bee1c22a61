#pragma once

#include <QString>
#include <QStringList>
#include <map>

namespace selvedge {

// Measured deviations beside their tolerances: the worst of each field, as a table for people.
class Deviations {
public:
    // Notes `measured` (NaN counts as infinite); whether it is at most `tolerance`.
    bool within(const QString& where, const QString& field, double measured, double tolerance);

    // Why within() last said no.
    QString problem() const { return m_problem; }
    // Rows of Markdown, | where | field | measured | tolerance |, in the order first noted.
    QString table() const;

private:
    struct Row {
        QString where, field;
        double measured = 0, tolerance = 0;
    };
    QList<Row> m_rows;
    QString m_problem;
};

}  // namespace selvedge

// Inside a test function with `Deviations m_deviations` and `QString m_where`.
#define CHECK_DEVIATION(field, measured, tolerance)                    \
    QVERIFY2(m_deviations.within(m_where, field, measured, tolerance), \
             qPrintable(m_deviations.problem()))
