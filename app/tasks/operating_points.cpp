#include "app/tasks/operating_points.h"

#include "dataset/error.h"
#include "dataset/format/atomic_file.h"
#include "dataset/format/small_file.h"

namespace selvedge {

namespace {

constexpr std::uint64_t kLargest = 16 << 20;  // a threshold for each attribute in each category: 2

// Kept beside the named ones under what is no name: those begin with no space.
const std::string kLast = " last";

std::filesystem::path defaultIn(const std::filesystem::path& runFolder) {
    return runFolder / kOperatingPointFile;
}

}  // namespace

std::vector<NamedOperatingPoint> operatingPoints(const Project& project) {
    const auto catalog = project.catalog();
    std::vector<NamedOperatingPoint> points;
    for (const SavedEntry& entry : project.saved(SavedKind::OperatingPoint)) {
        if (entry.name == kLast)
            continue;
        try {
            ReadOperatingPoint read = readOperatingPointJson(entry.value, *catalog);
            points.push_back({entry.name, std::move(read.point), std::move(read.issues)});
        } catch (const Error&) {
            // Written by nobody but this program: damaged, and of no use to anyone.
        }
    }
    return points;
}

void saveOperatingPoint(Project& project, const std::string& name, const OperatingPoint& point) {
    project.save(SavedKind::OperatingPoint, {name, operatingPointJson(point, *project.catalog())});
}

void removeOperatingPoint(Project& project, const std::string& name) {
    project.removeSaved(SavedKind::OperatingPoint, name);
}

std::optional<OperatingPoint> lastOperatingPoint(const Project& project) {
    for (const SavedEntry& entry : project.saved(SavedKind::OperatingPoint)) {
        if (entry.name != kLast)
            continue;
        try {
            return readOperatingPointJson(entry.value, *project.catalog()).point;
        } catch (const Error&) {
            return {};  // damaged: the window starts where it always does
        }
    }
    return {};
}

void keepLastOperatingPoint(Project& project, const OperatingPoint& point) {
    saveOperatingPoint(project, kLast, point);
}

ReadOperatingPoint defaultOperatingPoint(const std::filesystem::path& runFolder,
                                         const Catalog& catalog) {
    if (!std::filesystem::exists(defaultIn(runFolder)))
        return {kDefaultOperatingPoint, {}};
    return readOperatingPointFile(defaultIn(runFolder), catalog);
}

void setDefaultOperatingPoint(const std::filesystem::path& runFolder, const OperatingPoint& point,
                              const Catalog& catalog) {
    writeFileAtomically(defaultIn(runFolder), operatingPointJson(point, catalog) + "\n");
}

ReadOperatingPoint readOperatingPointFile(const std::filesystem::path& file,
                                          const Catalog& catalog) {
    const std::string text = readSmallFile(file, kLargest, "thresholds");
    try {
        return readOperatingPointJson(text, catalog);
    } catch (const Error& error) {
        throw Error(error.kind(), file.string() + ": " + error.what());
    }
}

}  // namespace selvedge
