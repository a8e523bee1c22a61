#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dataset/catalog.h"
#include "dataset/doctor/finding.h"
#include "dataset/format/imaterialist_csv.h"

namespace selvedge::doctor {

struct RowFault {
    FindingKind kind{};
    std::string text;
    bool repairable = false;
    bool risky = false;  // Finding::risky
};

// Runs may end past an image's last pixel by this share of its pixels for the rest to be what was
// meant: numbers that are off by a pixel, or by a column where 100 of them make the image. Farther
// out they were drawn on another image, or are no positions at all.
inline constexpr std::uint64_t kSmallOverrunShare = 100;  // one of so many pixels

// All that is wrong with one row as it stands in the file: kinds RowUnreadable to AttributeUnknown.
// A row with a fault that is no warning is no object. Runs can be mended where nothing else keeps
// the row from being an object and a pixel is left.
std::vector<RowFault> faultsOf(const CsvRow& row, const Catalog& catalog);

}  // namespace selvedge::doctor
