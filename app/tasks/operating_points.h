#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "dataset/project/project.h"
#include "model/evaluation/operating_point.h"

namespace selvedge {

// Sets of thresholds that a project keeps by name, as operatingPointJson. Any thread; throw Error.
struct NamedOperatingPoint {
    std::string name;
    OperatingPoint point;
    // What it says of categories and attributes that the project no longer has: left out.
    std::vector<RowIssue> issues;
};
// By name. One that cannot be read at all is left out.
std::vector<NamedOperatingPoint> operatingPoints(const Project& project);
// Replaces what has the name, which must not be empty.
void saveOperatingPoint(Project& project, const std::string& name, const OperatingPoint& point);
void removeOperatingPoint(Project& project, const std::string& name);

// Where the window was when the project was left; none: it never moved. It is not among the named
// ones.
std::optional<OperatingPoint> lastOperatingPoint(const Project& project);
void keepLastOperatingPoint(Project& project, const OperatingPoint& point);

// At which a run is looked at and measured when nothing else is said: operating_point.json in its
// folder, else kDefaultOperatingPoint. What is
// wrong in the file is among the issues.
inline constexpr const char* kOperatingPointFile = "operating_point.json";
ReadOperatingPoint defaultOperatingPoint(const std::filesystem::path& runFolder,
                                         const Catalog& catalog);
void setDefaultOperatingPoint(const std::filesystem::path& runFolder, const OperatingPoint& point,
                              const Catalog& catalog);

// A file with one, such as `tune --out` writes. Throws Error with the path.
ReadOperatingPoint readOperatingPointFile(const std::filesystem::path& file,
                                          const Catalog& catalog);

}  // namespace selvedge
