#include <fstream>

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
    const ProjectSamples samples(task.project, {}, task.imageLimit);
    if (samples.size() == 0)
        throw Error(ErrorKind::NotFound, samples.missing() > 0
                                             ? "None of the images can be found in " +
                                                   task.project->imageFolder().string() +
                                                   ": name their folder"
                                             : "The project has no objects to learn from");

    const fs::path runs = task.project->runsFolder();
    fs::path folder = runs / task.runName;
    if (config.resume) {
        for (const RunInfo& run : listRuns(runs)) {
            if (run.name == task.runName && run.checkpoint)
                config.startFrom = *run.checkpoint;
        }
        if (config.startFrom.empty())
            throw Error(ErrorKind::NotFound,
                        "Run \"" + task.runName + "\" has no checkpoint to resume from");
        updateRun(folder, "running", 0);
    } else {
        folder = createRun(runs, task.runName, "training");
    }
    fs::create_directories(folder / "checkpoints");
    writeFileAtomically(folder / "config.json", toJson(config) + "\n");

    MetricsFile metrics(folder, config.resume);
    int step = 0;
    try {
        const TrainSummary summary = network.train(
            config, samples, folder / "checkpoints",
            [&](const StepMetrics& m) {
                step = m.step;
                metrics.append(m);
                if (onStep)
                    onStep(m);
                if (onProgress)
                    onProgress({std::uint64_t(m.step), std::uint64_t(config.steps), "steps",
                                "Training " + task.runName});
            },
            stop);
        updateRun(folder, summary.stoppedEarly ? "stopped" : "done", summary.steps);
        return summary;
    } catch (...) {
        updateRun(folder, "failed", step);
        throw;
    }
}

}  // namespace selvedge
