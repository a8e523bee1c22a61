#pragma once

#include <QWidget>
#include <vector>

#include "model/evaluation/verdict.h"

namespace selvedge {

// Verdicts' signs with words in a line: a legend, or counts. Those without room at the end are left
// out; the accessible name says all.
class GlyphLine : public QWidget {
    Q_OBJECT

public:
    struct Entry {
        Verdict::Kind kind = Verdict::Kind::Hidden;  // which has no sign: words alone
        QString text;                                // "3 right"
        bool operator==(const Entry&) const = default;
    };
    explicit GlyphLine(QWidget* parent = nullptr);
    void setEntries(std::vector<Entry> entries);
    const std::vector<Entry>& entries() const { return m_entries; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<Entry> m_entries;
};

}  // namespace selvedge
