#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "app/cli/image_choice.h"
#include "app/tasks/tasks.h"
#include "dataset/progress.h"
#include "dataset/row_issue.h"

namespace selvedge::cli {

// Exit codes (DESIGN, "Two programs").
inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kWrongUse = 2;
inline constexpr int kStopped = 130;

// What a command's callback leaves for main().
struct Context {
    int exitCode = kDone;
    std::string progress = "auto";  // "auto" (a bar on a terminal), "json", "none"
    std::stop_token stop;           // asked for by ctrl-C

    ProgressCallback progressCallback() const;
};

// Each adds its subcommand; one file a command.
void addSynthesize(CLI::App& app, Context& context);
void addImport(CLI::App& app, Context& context);
void addEngine(CLI::App& app, Context& context);
void addExport(CLI::App& app, Context& context);
void addDoctor(CLI::App& app, Context& context);
void addInfo(CLI::App& app, Context& context);
void addInspect(CLI::App& app, Context& context);
void addConvert(CLI::App& app, Context& context);
void addSubset(CLI::App& app, Context& context);
void addHistory(CLI::App& app, Context& context);
void addTrain(CLI::App& app, Context& context);
void addPredict(CLI::App& app, Context& context);
void addEvaluate(CLI::App& app, Context& context);
void addCompare(CLI::App& app, Context& context);
void addSweep(CLI::App& app, Context& context);
void addTune(CLI::App& app, Context& context);

// Before the work: the file to write is none of those that are read (refuseToReplace) and no
// project. Nothing to say where it is empty or "-".
void checkTarget(const std::string& target, const std::vector<std::filesystem::path>& read = {});
void checkTarget(const std::string& target, const Project& project);
// Only one of them may be "-": two forms in one stream are neither.
void refuseTwice(std::initializer_list<std::string> targets);
// To a file, atomically, or to stdout when `target` is "-"; nothing when it is empty.
void writeJson(const std::string& target, const nlohmann::json& value);
void writeText(const std::string& target, const std::string& text);
// What was printed has arrived; else one sentence on stderr.
bool outputArrived();
// Of a command that was stopped before it wrote anything.
void stoppedWithoutResult(Context& context);
// The first 20, one line each on stderr: "train.csv:17:3: ..."; then how many more there are, and
// where (`allAre`).
void printIssues(const std::string& file, const std::vector<RowIssue>& issues, std::uint64_t count,
                 const char* allAre = "");
// Of the file of a --config; nothing without one.
std::optional<NetworkConfig> networkOf(const std::string& config);
// How a weight file would start a network: what matches, what is missing, what is left over.
void printFit(const WeightReport::Fit& fit);
// What an import has to say: issues, strays, where a damaged project went.
void printImport(const std::string& file, const ImportResult& result);

// A project, a CSV or a folder, as the window opens them; exits through Error. Reading takes no
// lock.
std::shared_ptr<Project> openProject(const std::string& path, Context& context,
                                     Access access = Access::Read);

// Checks of an option: a number of 0 or more, where the type holds no other; a number from 0 to 1.
CLI::Validator notNegative();
CLI::Validator fraction();
// A name that protocolNamed() knows.
CLI::Validator protocolName();

// What `evaluate`, `compare`, `sweep` and `tune` have in common.
struct EvaluationOptions {
    std::string groundTruth, predictions, iouType = "segm", json;
    std::size_t limit = 0;
    int maxDetections = 100;
    ImageChoice choice;                        // of a project
    std::vector<std::string> protocolOptions;  // "f1=binary_micro"

    void addTo(CLI::App& command);
    // Throws CLI::ValidationError for an option that it does not have.
    Protocol protocol(const std::string& name) const;
    IouType iou() const {
        return iouType == "segm"   ? IouType::Mask
               : iouType == "bbox" ? IouType::Box
                                   : IouType::Boundary;
    }
};

// Ground truth: COCO JSON, CSV, project or folder. A choice and a limit leave the first so many of
// the chosen images, as `predict` takes them; not for COCO JSON.
struct EvaluationTruth {
    std::unique_ptr<GroundTruthSource> source;  // null when stopped
    std::shared_ptr<Project> project;           // null of COCO JSON
    std::map<std::int64_t, std::string> imageIdOfNumber;
    std::set<std::string> leftOut;  // images of the project
};
// Where `predictions`, as matchPredictions takes them, are runs of some images alone, of those that
// all of them are of: what nobody looked at was not missed.
EvaluationTruth readTruth(const EvaluationOptions& options, Context& context,
                          const std::vector<std::string>& predictions);

// The match table of predictions over its catalog and images: COCO results, a submission, a run's
// folder, or the name of one of the project's runs. What is wrong there is printed; masks of
// predictions are measured and not kept.
struct EvaluationTable {
    std::shared_ptr<const MatchTable> table;  // null when stopped, which was said
    bool boxesGiven = false;
    // The file as it stands, or the run's default (operating_points.h).
    OperatingPoint point;
};
EvaluationTable matchPredictions(const EvaluationTruth& truth, const std::string& name,
                                 IouType iouType, Context& context);
// Both, of the options.
EvaluationTable readEvaluationTable(const EvaluationOptions& options, Context& context);
// The thresholds in a file (operatingPointJson), over the catalog; what is wrong there is printed.
OperatingPoint readOperatingPoint(const std::string& file, const Catalog& catalog);
// Where to measure: what the file says, else
// what the predictions come with, and on top --max-detections where it was typed.
OperatingPoint pointOf(const EvaluationOptions& options, const CLI::App& command,
                       const EvaluationTable& input, const std::string& file = {});

}  // namespace selvedge::cli
