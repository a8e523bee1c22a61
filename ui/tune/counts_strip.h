#pragma once

#include <QWidget>
#include <optional>

#include "model/evaluation/verdict.h"

namespace selvedge {

// How many objects and detections have each verdict, with the sign of each, and by how many that
// differs from a reference.
class CountsStrip : public QWidget {
    Q_OBJECT

public:
    explicit CountsStrip(QWidget* parent = nullptr);
    void setCounts(const std::optional<VerdictCounts>& counts,
                   const std::optional<VerdictCounts>& reference);
    const std::optional<VerdictCounts>& counts() const { return m_counts; }
    void setStale(bool stale);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent*) override;

private:
    std::optional<VerdictCounts> m_counts, m_reference;
    bool m_stale = false;
};

}  // namespace selvedge
