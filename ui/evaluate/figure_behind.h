#pragma once

#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/session/analyses.h"

namespace selvedge {

// Which objects are behind a figure: what it counts, or what keeps it from 1.
struct FigureBehind {
    enum class What {
        NotRight,  // missed, or with wrong attributes
        Right,
        AttributeErrors,
        Missed,
        False,
        NotLocalized,  // CorLoc's misses
        Objects,       // annotated, crowds apart
        Detections     // that count
    };
    What what = What::NotRight;
    // Of NotRight: the demands of overlap and attributes, the sizes in square pixels (both ends
    // included) and the raw ids of categories (both included; none: all).
    double iou = .5, f1 = .5;
    bool asksAttributes = true;
    double least = 0, most = HUGE_VAL;
    std::optional<std::pair<int, int>> ids = {};
    bool operator==(const FigureBehind&) const = default;

    bool isOfAllSizes() const { return least == 0 && most == HUGE_VAL; }
};
// Of a report's metric, by its name: "AP75", "f1APs", "AP_IOU50_F175", "APo". `block`: of which it
// is, or empty.
FigureBehind figureBehind(const std::string& block, const std::string& metric,
                          const Protocol& protocol);
// Any thread; nothing when stopped.
std::optional<std::vector<CellObject>> objectsBehind(const FigureBehind& behind,
                                                     const AnalysisSource& source,
                                                     std::stop_token stop);

}  // namespace selvedge
