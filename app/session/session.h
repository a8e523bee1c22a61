#pragma once

#include <QMetaType>
#include <QObject>
#include <QString>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <thread>
#include <vector>

#include "app/jobs/job_list.h"
#include "app/session/measuring.h"
#include "app/session/object_list.h"
#include "app/session/object_ref.h"
#include "app/session/selection.h"
#include "app/session/settings.h"
#include "app/tasks/export_task.h"
#include "app/tasks/match_task.h"
#include "app/tasks/tasks.h"
#include "model/evaluation/sweep.h"

class QTimer;

namespace selvedge {

struct ArrivingRun;
class EditHistory;
class Evaluator;
struct Edited;
class LoadedSegmenter;
struct PredictRequest;
struct RunToPredict;
class VisibleObjects;

// Said in a bar over the page, never in a box.
struct Message {
    enum class Kind { Info, Warning, Error };
    Kind kind = Kind::Info;
    QString text;    // one sentence
    QString action;  // a verb for a button, or empty
    std::function<void()> onAction;
    QString file = {};  // that it is about: without another verb the bar shows its folder
};

// Where the window starts: the paper's thresholds (section 5.2), which show what the network is
// sure of. Evaluation with kDefaultOperatingPoint's score of .05 counts nearly all: one drag away.
inline const OperatingPoint kWindowOperatingPoint{0.5, 0.5};

// What all pages share: the project, the run looked at, the thresholds, the selection. GUI thread.
// Getters are cheap; what they return are snapshots that a worker may keep.
class Session : public QObject {
    Q_OBJECT

public:
    explicit Session(Settings& settings, QObject* parent = nullptr);
    ~Session() override;

    Settings& settings() { return m_settings; }
    JobList& jobs() { return *m_jobs; }
    // All that people change in the project goes through it.
    EditHistory& edits() { return *m_edits; }

    // --- the project (null before one is open)
    std::shared_ptr<Project> project() const { return m_project; }
    // For titles: the data set's file, or its folder where the file is called as they all are.
    QString projectName() const;
    std::shared_ptr<const ObjectTable> objects() const { return m_objects; }
    std::shared_ptr<const Catalog> catalog() const { return m_catalog; }
    std::shared_ptr<const Marks> marks() const;  // of the project as it is now; null without one
    // A CSV, a project file or a folder with train.csv; imports as a job where needed.
    // `then` is called once it is open, not where it fails.
    void open(const QString& path, std::function<void()> then = {});
    void openSample();  // draws it first where it is absent
    void setImageFolder(const QString& folder);
    // The project was edited: the new snapshot becomes everybody's. The current object and the
    // selected ones are followed by their row ids. What was measured of the predictions is brought
    // up to date where the edited images were matched again, else measured anew by a job.
    void takeEdited(const Edited& edited);
    // The same with the project's present snapshot, whatever was edited; what was measured goes.
    void reloadObjects();
    // As a job. Of some images, or of all; names of a data set of its own go into a
    // label_descriptions.json beside a CSV where none lies there.
    void exportData(ExportFormat format, const QString& target,
                    std::optional<std::vector<ImageIndex>> images = {});
    // Keep projects of CSVs in the cache, never beside them.
    void keepInCache() { m_besideCsv = false; }

    // --- runs and predictions
    const std::vector<RunInfo>& runs() const { return m_runs; }
    QString currentRun() const { return m_currentRun; }  // empty: none
    void setCurrentRun(const QString& name);             // loads its predictions as a job
    std::shared_ptr<const PredictionSet> predictions() const { return m_predictions; }
    // The same, but while the current run is being made with what has arrived of this image.
    std::shared_ptr<const PredictionSet> predictionsOf(ImageIndex image) const;
    // While predictionsChanged() is emitted: it is the run of before with more images, and those it
    // had, or that arrived one by one, are as they were.
    bool predictionsGrew() const { return m_predictionsGrew; }
    // A COCO results file becomes a run and the current one.
    void importPredictions(const QString& file);

    // --- thresholds and metric
    const OperatingPoint& operatingPoint() const { return m_criteria.point; }
    void setOperatingPoint(const OperatingPoint& point);
    const Protocol& protocol() const { return m_criteria.protocol; }
    // Kept in the settings. What was measured by another one goes.
    void setProtocol(const Protocol& protocol);
    // What verdicts go by: the two above.
    const Criteria& criteria() const { return m_criteria; }
    // Only images of this split are measured; none: all. The match table stays whole.
    std::optional<Split> measuredSplit() const { return m_measuredSplit; }
    void setMeasuredSplit(std::optional<Split> split);

    // --- selection
    std::optional<ImageIndex> currentImage() const { return m_currentImage; }
    void setCurrentImage(std::optional<ImageIndex> image);
    std::optional<ObjectRef> currentObject() const { return m_currentObject; }
    void setCurrentObject(std::optional<ObjectRef> object);
    // Empty after another project.
    const Selection& selection() const { return m_selection; }
    void setSelection(Selection selection);
    // Asks Browse to show these as tiles, instead of what its filter finds.
    void showObjects(const ObjectList& list) { Q_EMIT objectsWanted(list); }
    // Of the current image: eyes and solo.
    VisibleObjects& visibleObjects() { return *m_visibleObjects; }

    // --- jobs of the pages
    Job* startTraining(const TrainConfig& config, const QString& runName,
                       std::size_t imageLimit = 0);
    Job* training() const { return m_training; }           // the running one, or null
    QString trainingRun() const { return m_trainingRun; }  // the running one, else the last
    // Its metrics, as they come. Those of other runs are read with readMetrics().
    const std::vector<StepMetrics>& trainingMetrics() const { return m_trainingMetrics; }
    // Predicts into the run that runToPredictInto() chooses (app/tasks/run_predictions.h). Once
    // the network is loaded that becomes the current run: its predictions then arrive image by
    // image (predictionsArrived), and nothing is measured before the end. Stopped, it keeps what it
    // has. Null without a project.
    Job* predict(const PredictRequest& request);
    // With the run's last checkpoint, of all images.
    Job* startPrediction(const QString& run);
    // The folder of photos is opened, and then all of them are predicted.
    void predictPhotos(const QString& folder, const PredictRequest& request);
    // The current image by the weights that made the current run's predictions, looked at as its
    // others were; where these are gone or it has none, by its last checkpoint. Where it has
    // neither, by those of the first run in runs() that has. Nothing where none has.
    std::optional<PredictRequest> hereRequest() const;
    // The current run while it is being made.
    struct Arriving {
        std::size_t done = 0, total = 0;  // images of the job, with those that were there
    };
    std::optional<Arriving> arriving() const;
    bool isBeingPredicted(const QString& run) const;  // once its network is loaded
    // Of the current predictions by the protocol at the operating point (live: the match table is
    // kept, so that a changed threshold only evaluates again). One of each at a time: where one
    // runs or waits, that one is returned. Other predictions end it.
    Job* startEvaluation();
    Job* startSweep();
    Job* sweepJob() const { return m_sweepJob; }  // running or waiting, or null
    std::shared_ptr<const MatchTable> matchTable() const { return m_matchTable; }
    // Its cells of the images that are measured, and which images of the session's table they are:
    // the place of an object behind a number. Null without a match table.
    std::shared_ptr<const MeasuredTable> measuredTable() const { return m_measured; }
    // The last one of these predictions; while evaluating() it may be of another protocol or point
    // than the present ones, as its report says.
    const std::optional<Measurement>& measurement() const { return m_measurement; }
    const std::optional<Sweep>& sweepResult() const { return m_sweep; }
    bool evaluating() const { return m_evaluating; }

    void post(Message message) { Q_EMIT messagePosted(message); }
    void postError(const QString& fault) { post({Message::Kind::Error, fault, {}, {}}); }
    // Asks the window to show what a job made.
    enum class Result { Objects, Training, Evaluation, Thresholds, Problems, File };
    void showResult(Result result, const QString& file = {}) { Q_EMIT resultWanted(result, file); }

Q_SIGNALS:
    // Another project, or its image folder: before all other signals of that change, so that
    // indices into the earlier table are dropped before anybody uses them.
    void projectChanged();
    void objectsChanged();  // edited: the images stay, their objects may be others
    void runsChanged();
    void predictionsChanged();  // current run or its content
    // Of the current run, by predictionsOf(): these images are predicted now.
    void predictionsArrived(const std::vector<selvedge::ImageIndex>& images);
    void operatingPointChanged();
    void protocolChanged();  // or the split that is measured
    void currentImageChanged();
    void currentObjectChanged();
    void selectionChanged();
    void marksChanged();  // tags, stars, notes, review states, splits
    void trainingMetricsAdded(const QString& run, const std::vector<selvedge::StepMetrics>& batch);
    void trainingChanged();    // started, ended
    void evaluationChanged();  // reports, match table, evaluating
    void sweepChanged();       // result, or its job started or ended
    void imageFolderWanted();  // ask for it (a folder chooser), then setImageFolder
    void problemsWanted();     // show what is wrong with the data
    void objectsWanted(const selvedge::ObjectList& list);
    void resultWanted(selvedge::Session::Result result, const QString& file);
    void messagePosted(const selvedge::Message& message);

private:
    void adopt(std::shared_ptr<Project> project);
    void remember(const QString& path);
    void report(const OpenResult& result);
    void reportImages();  // when they are not where they should be
    void refreshRuns();
    void setPredictions(QString run, std::shared_ptr<const PredictionSet> predictions);
    void forgetPredictions();  // and what was measured of them; says nothing
    // session_predict.cpp
    QString resourceForPrediction(const PredictRequest& request) const;
    Job::Outcome predictInto(const RunToPredict& target, PredictTask task,
                             std::shared_ptr<const PredictionSet> shown, std::stop_token stop,
                             const ProgressCallback& onProgress);  // on the job's thread
    void beginArriving(const std::shared_ptr<ArrivingRun>& run);
    void takeArrived(const std::shared_ptr<ArrivingRun>& run,
                     const std::shared_ptr<const PredictionSet>& set);  // of one image
    void tellArrived(ArrivingRun& run);
    // `whole` null: it failed.
    void endArriving(const std::shared_ptr<ArrivingRun>& run,
                     std::shared_ptr<const PredictionSet> whole);
    bool isArriving(const std::shared_ptr<ArrivingRun>& run) const;
    std::shared_ptr<ArrivingRun> arrivingRun() const;  // the current one; null: none
    std::shared_ptr<LoadedSegmenter> networkOn(const QString& resource);
    void freeNetworks();
    void forgetMeasured();
    MatchTask matchTask() const;
    void takeMatches(std::shared_ptr<const MatchTable> table);
    void forgetSweep();
    void measureAnew();
    std::vector<ImageIndex> measuredImages() const;
    void evaluateLive();
    void followObjects(const ObjectTable& before);
    std::set<ObjectRef> hiddenNow(const ObjectTable& before) const;

    Settings& m_settings;
    JobList* m_jobs;
    EditHistory* m_edits;
    std::shared_ptr<Project> m_project;
    std::shared_ptr<const ObjectTable> m_objects;
    std::shared_ptr<const Catalog> m_catalog;
    std::vector<RunInfo> m_runs;
    QString m_currentRun;
    std::shared_ptr<const PredictionSet> m_predictions;
    bool m_predictionsGrew = false;
    std::vector<std::shared_ptr<ArrivingRun>> m_arriving;  // of any project and run
    // Networks that stay loaded for the next prediction, by the resource whose jobs use them, one
    // after another. Freed when none was made for a while, and with the project.
    std::map<QString, std::shared_ptr<LoadedSegmenter>> m_networks;
    QTimer* m_networksTimer;
    Criteria m_criteria{kWindowOperatingPoint};
    std::optional<Split> m_measuredSplit;
    std::optional<ImageIndex> m_currentImage;
    std::optional<ObjectRef> m_currentObject;
    Selection m_selection;
    VisibleObjects* m_visibleObjects;
    Job* m_training = nullptr;
    Job* m_evaluation = nullptr;
    Job* m_sweepJob = nullptr;
    QString m_trainingRun;
    std::vector<StepMetrics> m_trainingMetrics;
    std::shared_ptr<const MatchTable> m_matchTable;
    std::shared_ptr<const MeasuredTable> m_measured;
    std::shared_ptr<Evaluator> m_evaluator;  // of m_measured; only the live thread uses it
    std::optional<Measurement> m_measurement;
    std::optional<Sweep> m_sweep;
    bool m_evaluating = false;
    bool m_besideCsv = true;
    std::uint64_t m_generation = 0;          // against stale answers of live evaluation
    std::uint64_t m_protocolGeneration = 0;  // of protocol and split
    std::uint64_t m_loadGeneration = 0;      // and of loading predictions
    bool m_liveRunning = false;
    std::jthread m_liveThread;
};

}  // namespace selvedge

Q_DECLARE_METATYPE(selvedge::Message)
