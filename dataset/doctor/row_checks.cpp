#include "dataset/doctor/row_checks.h"

#include <algorithm>

#include "dataset/counted.h"
#include "dataset/doctor/loose_runs.h"
#include "dataset/project/row_parser.h"

namespace selvedge::doctor {

namespace {

// The faults of the mask's text. `strict` is how the strict reader took the row; `otherwiseGood`:
// mended runs would make it an object.
std::vector<RowFault> maskFaults(const CsvRow& row, const ParsedRow& strict, bool otherwiseGood) {
    const auto runs = readLooseRuns(row.encodedPixels);
    if (!runs)
        return {{FindingKind::RowUnreadable, strict.issues.front().text}};
    const int width = strict.width, height = strict.height;
    if (runs->runs.empty())
        return {{FindingKind::MaskEmpty, "EncodedPixels is empty: the object has no pixel"}};
    const std::uint64_t pixels = std::uint64_t(width) * std::uint64_t(height);
    const RunFaults faults = faultsOf(*runs, pixels);
    const bool repairable = otherwiseGood && !mended(*runs, width, height).empty();
    // Any of the repairs clips as well.
    const bool risky = repairable && faults.farthestPast > pixels / kSmallOverrunShare;
    std::vector<RowFault> result;
    if (faults.pastEnd > 0)
        result.push_back({FindingKind::RunPastEnd,
                          "run " + std::to_string(faults.firstPastEnd) + " of " +
                              std::to_string(runs->runs.size()) + " ends past the last pixel of " +
                              std::to_string(width) + " x " + std::to_string(height) +
                              ", the farthest by " + counted(faults.farthestPast, "pixel"),
                          repairable, risky});
    if (faults.zeroLength > 0)
        result.push_back({FindingKind::RunZeroLength,
                          counted(faults.zeroLength, "run") + " of length 0, the first is run " +
                              std::to_string(faults.firstZeroLength),
                          repairable, risky});
    if (faults.overlap > 0)
        result.push_back({FindingKind::RunsOverlap,
                          counted(faults.overlap, "pixel") + " written more than once", repairable,
                          risky});
    return result;
}

}  // namespace

std::vector<RowFault> faultsOf(const CsvRow& row, const Catalog& catalog) {
    if (row.blank)
        return {};
    if (row.issue)
        return {{FindingKind::RowUnreadable, row.issue->text}};
    // The reader stops at the first fault: it is asked twice, the second time with a good mask.
    const ParsedRow parsed = parseRow(row, catalog);
    if (!parsed.hasImage)
        return {{FindingKind::RowUnreadable, parsed.issues.front().text}};
    CsvRow withMask = row;
    withMask.encodedPixels = "1 1";
    const ParsedRow rest = parseRow(withMask, catalog);

    std::vector<RowFault> faults = maskFaults(row, parsed, rest.hasObject);
    if (!rest.hasObject)
        faults.push_back(
            {wholeNumber(row.classId) ? FindingKind::CategoryUnknown : FindingKind::RowUnreadable,
             rest.issues.front().text});
    const AttributeIds attributes = parseAttributeIds(row.attributesIds, catalog);
    if (!attributes.problem.empty())
        faults.push_back({FindingKind::AttributeUnknown, attributes.problem, parsed.hasObject});
    // A number without a name says nothing to anybody; a word in its place may be a name, or
    // numbers between other signs than commas. Merging runs writes the whole row anew: it would
    // take both.
    const bool losesOthers = !attributesOf(row, catalog).problem.empty();
    for (RowFault& fault : faults) {
        if (fault.kind == FindingKind::AttributeUnknown)
            fault.risky = fault.repairable && attributes.hasOtherWords;
        else if (fault.kind == FindingKind::RunsOverlap)
            fault.risky |= fault.repairable && parsed.hasObject && losesOthers;
    }
    return faults;
}

}  // namespace selvedge::doctor
