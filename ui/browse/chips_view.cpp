#include "ui/browse/chips_view.h"

#include <QPainter>

namespace selvedge {

namespace {

QString markWord(const Chip& chip) {
    switch (chip.mark) {
        case Chip::Mark::Right:
            return ChipsView::tr(" (right)");
        case Chip::Mark::Missed:
            return ChipsView::tr(" (missed)");
        case Chip::Mark::False:
            return ChipsView::tr(" (false)");
        case Chip::Mark::None:
            break;
    }
    return chip.on ? QString() : ChipsView::tr(" (unlikely)");
}

}  // namespace

ChipsView::ChipsView(QWidget* parent) : QWidget(parent) {
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Attributes"));
}

void ChipsView::setGroups(std::vector<ChipGroup> groups) {
    m_groups = std::move(groups);
    QStringList spoken;
    for (const ChipGroup& group : m_groups) {
        for (const Chip& chip : group.chips)
            spoken += group.name + u' ' + chip.name + markWord(chip);
    }
    setAccessibleDescription(spoken.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

int ChipsView::heightForWidth(int width) const {
    return layoutChips(nullptr, {}, width, m_groups);
}

void ChipsView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    layoutChips(&painter, {}, width(), m_groups);
}

}  // namespace selvedge
