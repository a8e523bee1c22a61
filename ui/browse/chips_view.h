#pragma once

#include <QWidget>
#include <vector>

#include "ui/parts/chips.h"

namespace selvedge {

// Attributes of one object as chips by group; takes the height it needs.
class ChipsView : public QWidget {
    Q_OBJECT

public:
    explicit ChipsView(QWidget* parent = nullptr);
    void setGroups(std::vector<ChipGroup> groups);
    const std::vector<ChipGroup>& groups() const { return m_groups; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override { return {240, heightForWidth(240)}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<ChipGroup> m_groups;
};

}  // namespace selvedge
