#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>

#include "dataset/progress.h"
#include "dataset/project/project.h"
#include "model/evaluation/match_table.h"

namespace selvedge {

// The match table of a project's ground truth and a run's predictions.
struct MatchTask {
    std::shared_ptr<Project> project;
    // Null: read from the run's folder, where no kept table makes that needless.
    std::shared_ptr<const PredictionSet> predictions;
    // The run's; the table is kept there as match-table.bin, and read again while ground truth and
    // predictions stay what they were. Empty: neither.
    std::filesystem::path runFolder;
    TableOptions options;
};
// Null when stopped. A kept table that is damaged is made anew; one that cannot be kept (a full or
// read-only disk) is no error. Throws Error as buildMatchTable.
std::shared_ptr<const MatchTable> runMatching(const MatchTask& task,
                                              const ProgressCallback& onProgress,
                                              std::stop_token stop);

}  // namespace selvedge
