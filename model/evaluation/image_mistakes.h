#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/evaluation/error_kinds.h"
#include "model/evaluation/operating_point.h"

// The inner half of mistakes(): one image by TIDE's rules. Not for other folders.

namespace selvedge {

// A detection, and what became of it.
struct JudgedDetection {
    double score = 0;
    CategoryIndex category = 0;
    bool hit = false;
    bool ignored = false;             // on a crowd: not ranked, though it has a kind
    MistakeKind kind{};               // of one that does not hit
    bool repairable = false;          // Class, Location: the best of a free object
    CategoryIndex truthCategory = 0;  // of that object
    std::uint32_t found = 0;
    std::optional<std::uint32_t> truth;
};

struct JudgedImage {
    std::vector<JudgedDetection> founds;  // best score first
    std::vector<std::uint32_t> missed;
};

struct MistakeRules {
    Protocol protocol;
    MistakeOptions options;
    std::vector<CategoryThresholds> thresholds;
    std::vector<bool> asksF1;  // by category
    std::size_t attributeCount = 0;

    bool reachesF1(double f1) const {
        return protocol.compare == Compare::Above ? f1 > options.f1 : f1 >= options.f1;
    }
};

MistakeRules mistakeRules(const MatchTable& table, const Protocol& protocol,
                          const OperatingPoint& point, const MistakeOptions& options);

JudgedImage judgeImage(const ImageCell& cell, const MistakeRules& rules);

}  // namespace selvedge
