#include "ui/parts/label_layout.h"

#include <algorithm>

namespace selvedge {

namespace {

constexpr double kGap = 4;
constexpr double kLeader = 24;  // least length of a leader line beside the picture

struct Column {
    double x = 0;  // the edge that labels touch
    bool right = false;
    bool outside = false;  // no room beside the picture: labels keep to the viewport's edge
    std::vector<std::size_t> wishes;
};

double heightOf(const Column& column, const std::vector<LabelWish>& wishes) {
    double sum = 0;
    for (const std::size_t wish : column.wishes)
        sum += wishes[wish].size.height() + kGap;
    return sum;
}

// Down the column in the order of the anchors, each as near to its anchor's height as the ones
// above allow; then the overflow at the bottom is pushed up.
void fill(const Column& column, const std::vector<LabelWish>& wishes, const QRectF& viewport,
          std::vector<PlacedLabel>& placed) {
    std::vector<std::size_t> order = column.wishes;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return wishes[a].anchor.y() < wishes[b].anchor.y();
    });
    double room = viewport.height() - kGap;
    std::size_t fitting = 0;
    while (fitting < order.size() && room >= wishes[order[fitting]].size.height() + kGap)
        room -= wishes[order[fitting++]].size.height() + kGap;
    order.resize(fitting);
    std::vector<double> tops(order.size());
    double least = viewport.top() + kGap;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const double height = wishes[order[i]].size.height();
        tops[i] = std::max(least, wishes[order[i]].anchor.y() - height / 2);
        least = tops[i] + height + kGap;
    }
    double most = viewport.bottom() - kGap;
    for (std::size_t i = order.size(); i-- > 0;) {
        const double height = wishes[order[i]].size.height();
        tops[i] = std::min(tops[i], most - height);
        most = tops[i] - kGap;
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
        const QSizeF size = wishes[order[i]].size;
        double x = column.right ? column.x : column.x - size.width();
        if (column.outside)
            x = column.right ? viewport.right() - kGap - size.width() : viewport.left() + kGap;
        placed.push_back({order[i], QRectF(QPointF(x, tops[i]), size), true});
    }
}

}  // namespace

std::vector<PlacedLabel> placeLabels(const std::vector<LabelWish>& wishes, const QRectF& picture,
                                     const QRectF& viewport, LabelSides sides) {
    std::vector<PlacedLabel> placed;
    if (wishes.empty())
        return placed;
    double widest = 0;
    for (const LabelWish& wish : wishes)
        widest = std::max(widest, wish.size.width());
    // Over the picture's rim rather than over the garment, as long as all of it is seen.
    const bool both = sides == LabelSides::Both;
    const bool beside = !both || viewport.adjusted(-1, -1, 1, 1).contains(picture);
    const double leftmost = viewport.left() + kGap + widest;
    const double rightmost = viewport.right() - kGap - widest;
    Column left{std::max(picture.left() - kLeader, leftmost),
                false,
                picture.left() - kLeader < leftmost,
                {}};
    Column right{std::min(picture.right() + kLeader, rightmost),
                 true,
                 picture.right() + kLeader > rightmost,
                 {}};
    const double middle = beside ? picture.center().x() : viewport.center().x();
    for (std::size_t i = 0; i < wishes.size(); ++i) {
        if (!beside) {
            const QSizeF size = wishes[i].size;
            const QRectF own(wishes[i].anchor.x() - size.width() / 2,
                             wishes[i].anchor.y() - size.height() - 6, size.width(), size.height());
            const bool free = viewport.contains(own) && own.left() > left.x + kGap &&
                              own.right() < right.x - kGap &&
                              std::none_of(placed.begin(), placed.end(), [&](const PlacedLabel& p) {
                                  return p.rect.adjusted(-kGap, -kGap, kGap, kGap).intersects(own);
                              });
            if (free) {
                placed.push_back({i, own, false});
                continue;
            }
        }
        const bool toLeft = both ? wishes[i].anchor.x() < middle : sides == LabelSides::Left;
        (toLeft ? left : right).wishes.push_back(i);
    }
    // A balanced pair of columns reads better than a full one.
    for (auto [from, to] : {std::pair(&left, &right), std::pair(&right, &left)}) {
        while (beside && both && !from->wishes.empty()) {
            const auto nearest = std::min_element(
                from->wishes.begin(), from->wishes.end(), [&](std::size_t a, std::size_t b) {
                    return std::abs(wishes[a].anchor.x() - middle) <
                           std::abs(wishes[b].anchor.x() - middle);
                });
            const double moved = wishes[*nearest].size.height() + kGap;
            if (heightOf(*from, wishes) <= heightOf(*to, wishes) + 2 * moved + kLeader)
                break;
            to->wishes.push_back(*nearest);
            from->wishes.erase(nearest);
        }
    }
    fill(left, wishes, viewport, placed);
    fill(right, wishes, viewport, placed);
    return placed;
}

}  // namespace selvedge
