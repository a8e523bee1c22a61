#pragma once

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
};

// All that is wrong with one row as it stands in the file: kinds RowUnreadable to AttributeUnknown.
// A row with a fault that is no warning is no object. Runs can be mended where nothing else keeps
// the row from being an object and a pixel is left.
std::vector<RowFault> faultsOf(const CsvRow& row, const Catalog& catalog);

}  // namespace selvedge::doctor
