#include "app/tasks/match_task.h"

#include <span>
#include <string_view>

#include "app/tasks/project_predictions.h"
#include "app/tasks/project_sources.h"
#include "dataset/error.h"
#include "model/evaluation/match_table_file.h"

namespace selvedge {

namespace {

// Of everything that matching reads: the columns of the table, and the last step of the journal,
// since a mask may change without its box and area.
std::string versionOf(const Project& project) {
    const auto table = project.objects();
    std::string text;
    const auto add = [&](const auto& column) {
        const std::span bytes = std::as_bytes(std::span(column));
        text += std::to_string(
                    matchTableSum({reinterpret_cast<const char*>(bytes.data()), bytes.size()})) +
                ' ';
    };
    add(table->rowId);
    add(table->category);
    add(table->area);
    add(table->box);
    add(table->attributes);
    add(table->attributeBegin);
    add(table->objectBegin);
    add(table->objectOrder);
    std::string ids;
    for (const ImageRow& image : table->images)
        ids += image.id + '\n';
    text += std::to_string(matchTableSum(ids));
    for (const HistoryStep& step : project.history(1))
        text += " step " + std::to_string(step.id);
    return text;
}

}  // namespace

std::shared_ptr<const MatchTable> runMatching(const MatchTask& task,
                                              const ProgressCallback& onProgress,
                                              std::stop_token stop) {
    const std::filesystem::path file = task.runFolder / "match-table.bin";
    const std::filesystem::path predictions = task.runFolder / "predictions.json";
    std::error_code absent;
    const bool kept = !task.runFolder.empty() && std::filesystem::exists(predictions, absent);
    std::string key;
    const auto catalog = task.project->catalog();
    if (kept) {
        key = matchTableKey(versionOf(*task.project), predictions, *catalog, task.options);
        try {
            if (auto table = readMatchTable(file, key, catalog))
                return table;
        } catch (const Error&) {
            // Damaged: what follows replaces it.
        }
    }
    const auto given = task.predictions;
    const PredictionSet read =
        given ? PredictionSet{} : readProjectPredictions(task.project, predictions).predictions;
    auto table = buildMatchTable(ProjectGroundTruth(task.project), given ? *given : read,
                                 onProgress, stop, 0, task.options);
    if (table && kept) {
        try {
            writeMatchTable(file, *table, key);
        } catch (const Error&) {
            // It is made again at the next start.
        }
    }
    return table;
}

}  // namespace selvedge
