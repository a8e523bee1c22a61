#include <fstream>
#include <optional>

#include "app/tasks/project_sources.h"
#include "app/tasks/tasks.h"
#include "dataset/error.h"
#include "dataset/format/atomic_file.h"

namespace selvedge {

namespace fs = std::filesystem;

namespace {

// Appends a line a step. A resumed run first forgets the steps after its checkpoint: they are done
// again.
class MetricsFile {
public:
    MetricsFile(const fs::path& runFolder, bool resumed)
        : m_folder(runFolder), m_path(runFolder / "metrics.jsonl"), m_resumed(resumed) {}

    void append(const StepMetrics& metrics) {
        if (!m_out.is_open())
            open(metrics.step);
        m_out << metricsLine(metrics) << '\n' << std::flush;
        if (!m_out)
            throw Error(ErrorKind::NotWritable, "Cannot write " + m_path.string() +
                                                    ": is the disk full? The run can be resumed "
                                                    "from its last checkpoint");
    }

private:
    void open(int firstStep) {
        std::string kept;
        if (m_resumed) {
            for (const StepMetrics& old : readMetrics(m_folder)) {
                if (old.step < firstStep)
                    kept += metricsLine(old) + "\n";
            }
        }
        writeFileAtomically(m_path, kept);
        m_out.open(m_path, std::ios::app);
    }

    fs::path m_folder, m_path;
    bool m_resumed;
    std::ofstream m_out;
};

// run.json and config.json of a training. A resumed run keeps both as they were until the engine
// has taken its checkpoint up, which it has when the first step is done.
class RunRecord {
public:
    RunRecord(const fs::path& runs, const std::string& name, std::optional<RunInfo> before,
              std::size_t imageLimit, const TrainConfig& config)
        : m_before(std::move(before)), m_config(config) {
        m_config.resume = false;
        if (m_before) {
            m_folder = m_before->folder;
            m_step = m_before->steps;
            updateRun(m_folder, "running", m_step);
        } else {
            m_folder = createRun(runs, name, "training", imageLimit);
            writeConfig();
        }
    }

    const fs::path& folder() const { return m_folder; }

    void stepDone(int step) {
        if (m_before && !m_begun)
            writeConfig();
        m_begun = true;
        m_step = step;
    }

    void ended(const TrainSummary& summary) {
        if (m_before && !m_begun)
            writeConfig();
        updateRun(m_folder, summary.stoppedEarly ? "stopped" : "done", summary.steps);
    }

    void failed() {
        // A run that could not be resumed is what it was; one that says "running" was killed.
        const bool refused = m_before && !m_begun;
        updateRun(m_folder,
                  !refused                       ? "failed"
                  : m_before->state == "running" ? "stopped"
                                                 : m_before->state,
                  m_step);
    }

private:
    void writeConfig() const {
        writeFileAtomically(m_folder / "config.json", toJson(m_config) + "\n");
    }

    std::optional<RunInfo> m_before;
    TrainConfig m_config;
    fs::path m_folder;
    int m_step = 0;
    bool m_begun = false;
};

}  // namespace

TrainSummary runTraining(const TrainTask& task, const StepCallback& onStep,
                         const ProgressCallback& onProgress, std::stop_token stop) {
    if (onProgress)
        onProgress({0, std::uint64_t(task.config.steps), "steps", "Loading the network"});
    Engine& network = engine();
    network.prepareThread();

    TrainConfig config = task.config;
    config.network.categories = int(task.project->catalog()->categories().size());
    config.network.attributes = int(task.project->catalog()->attributes().size());
    config.network.attributeColumns.clear();
    if (config.network.attributesByRawId) {
        for (const Attribute& attribute : task.project->catalog()->attributes())
            config.network.attributeColumns.push_back(attribute.id);
    }
    const fs::path runs = task.project->runsFolder();
    std::optional<RunInfo> before;
    if (config.resume)
        before = runWithCheckpoint(runs, task.runName);
    const ProjectSamples samples(task.project, {}, before ? before->imageLimit : task.imageLimit);
    if (samples.size() == 0)
        throw Error(ErrorKind::NotFound, samples.missing() > 0
                                             ? "None of the images can be found in " +
                                                   task.project->imageFolder().string() +
                                                   ": name their folder"
                                             : "The project has no objects to learn from");

    RunRecord record(runs, task.runName, before, task.imageLimit, config);
    if (before)
        config.startFrom = *before->checkpoint;
    fs::create_directories(record.folder() / "checkpoints");

    MetricsFile metrics(record.folder(), config.resume);
    try {
        const TrainSummary summary = network.train(
            config, samples, record.folder() / "checkpoints",
            [&](const StepMetrics& m) {
                record.stepDone(m.step);
                metrics.append(m);
                if (onStep)
                    onStep(m);
                if (onProgress)
                    onProgress({std::uint64_t(m.step), std::uint64_t(config.steps), "steps",
                                "Training " + task.runName});
            },
            stop);
        record.ended(summary);
        return summary;
    } catch (...) {
        record.failed();
        throw;
    }
}

}  // namespace selvedge
