#pragma once

#include <QWidget>
#include <vector>

#include "model/evaluation/verdict.h"

namespace selvedge {

// What the signs below tiles mean: "○ missed   + false", in one line. Takes no room while it has
// nothing to say.
class VerdictLegend : public QWidget {
    Q_OBJECT

public:
    explicit VerdictLegend(QWidget* parent = nullptr);
    // Those that are to be seen; `reviewed`: the sign of what was looked through, too.
    void setSigns(std::vector<Verdict::Kind> kinds, bool reviewed = false);
    bool isEmpty() const { return m_kinds.empty() && !m_reviewed; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QStringList words() const;

    std::vector<Verdict::Kind> m_kinds;
    bool m_reviewed = false;
};

}  // namespace selvedge
