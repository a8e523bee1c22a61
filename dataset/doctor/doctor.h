#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "dataset/doctor/finding.h"
#include "dataset/progress.h"
#include "dataset/project/project.h"

namespace selvedge::doctor {

struct ExamineOptions {
    bool pictures = true;  // read every picture file too
    int threads = 0;       // 0: one for each processor
};

struct Report {
    std::vector<Finding> findings;  // see FindingSink::take
    std::uint64_t rows = 0;         // of the source
    std::uint64_t images = 0;
    std::uint64_t objects = 0;
    bool stoppedEarly = false;  // then the findings are those of what was looked at

    // Findings of a severity, not their places.
    std::size_t count(Severity severity) const;
    std::string countsText() const;  // "1 error, 2 warnings, 0 notes"
};

// Looks at every row, mask and picture of a project as it is now, edits included. Reads only.
// Throws Error when the project cannot be read; what is wrong with the data is a finding.
Report examine(const Project& project, const ExamineOptions& options = {},
               const ProgressCallback& onProgress = {}, std::stop_token stop = {});

struct RepairResult {
    std::int64_t step = 0;      // of the journal, to be given to Project::undo; 0: nothing to do
    std::uint64_t objects = 0;  // rows and objects that were changed
};
// The repairs of `kinds` as one step of edits. `findings` are of the project as it is now; what was
// edited since is left alone where the repair no longer fits. Kinds without a repair do nothing.
RepairResult repair(Project& project, std::span<const Finding> findings,
                    std::span<const FindingKind> kinds);

}  // namespace selvedge::doctor
