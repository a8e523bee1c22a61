#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "dataset/project/project.h"

namespace selvedge::cli {

// Which images of a project a command is about: those of a kept subset, or of a split,
// and of these the ones that a query finds (query_text.h).
struct ImageChoice {
    std::string subset, part, split, where;

    void addTo(CLI::App& command);
    bool isMade() const { return !subset.empty() || !split.empty() || !where.empty(); }
    // Empty where nothing was chosen. Error(NotFound) where there is no such subset or no image is
    // left, Error(BadFormat) where the query cannot be read, Error(Unsupported) where it asks for
    // what only the window knows.
    ImageFilter filterOf(const Project& project) const;
};

// The subset kept under the name. Error(NotFound), with the names there are.
std::string keptSubset(const Project& project, const std::string& name);

}  // namespace selvedge::cli
