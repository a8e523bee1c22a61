#include "app/tasks/export_task.h"

#include <charconv>

#include "app/tasks/project_sources.h"
#include "dataset/error.h"
#include "dataset/guess_format.h"
#include "dataset/project/output_guard.h"

namespace selvedge {

namespace {

// The project's objects as if they were predicted with certainty; empty when stopped.
PredictionSet objectsOf(const Project& project, const ProgressCallback& onProgress,
                        const std::stop_token& stop) {
    PredictionSet set;
    const auto table = project.objects();
    for (ImageIndex image = 0; image < table->images.size() && !stop.stop_requested(); ++image) {
        if (onProgress)
            onProgress({image, table->images.size(), "images", "Reading masks"});
        std::vector<RleMask> masks = project.masksOf(*table, image);
        auto& detections = set.images[table->images[image].id];
        const auto objects = table->objectsOf(image);
        for (std::size_t i = 0; i < objects.size(); ++i) {
            Detection detection;
            detection.category = table->category[objects[i]];
            detection.score = 1;
            detection.mask = std::move(masks[i]);
            for (const AttributeIndex attribute : table->attributesOf(objects[i]))
                detection.attributes.push_back({attribute, 1});
            detections.push_back(std::move(detection));
        }
    }
    return set;
}

void exportSubmission(const ExportTask& task, const ProgressCallback& onProgress,
                      const std::stop_token& stop, ExportResult& result) {
    PredictionSet set;
    if (task.predictions) {
        LoadedPredictions loaded =
            readPredictions(*task.predictions, ProjectGroundTruth(task.project),
                            imageIdsByNumber(*task.project->objects()));
        set = std::move(loaded.predictions);
        result.issues = std::move(loaded.issues);
    } else {
        set = objectsOf(*task.project, onProgress, stop);
    }
    if (stop.stop_requested())
        return;
    const SubmissionResult written =
        writeSubmission(task.target, set, *task.project->catalog(), task.submission);
    result.objects = written.rows;
    result.lost = "A submission holds no sizes and no scores.";
    if (written.belowThreshold > 0)
        result.lost +=
            " " + std::to_string(written.belowThreshold) + " detections are below the score.";
    if (written.pixelsGivenUp > 0)
        result.lost += " " + std::to_string(written.pixelsGivenUp) +
                       " pixels that several objects shared went to one of them; " +
                       std::to_string(written.covered) + " objects had no pixel left.";
}

// What does not go from the source of a project into a CSV or JSON.
std::string whatIsLost(const std::string& source, ExportFormat format) {
    if (source == "coco" && format == ExportFormat::Csv)
        return "A CSV holds no ids of annotations and images, no boxes, areas and iscrowd, and "
               "polygons became runs of pixels.";
    if (source == "csv" && format == ExportFormat::Coco)
        return "COCO JSON holds no rows that are no objects, and no other columns of the CSV.";
    return {};
}

}  // namespace

ExportResult exportProject(const ExportTask& task, const ProgressCallback& onProgress,
                           std::stop_token stop) {
    refuseToReplace(task.target, *task.project);
    refuseToReplace(task.target, {task.predictions.value_or("")});
    ExportResult result;
    if (task.format == ExportFormat::Submission) {
        exportSubmission(task, onProgress, stop, result);
    } else {
        if (task.format == ExportFormat::Csv)
            task.project->exportCsv(task.target, onProgress, stop);
        else
            task.project->exportCoco(task.target, onProgress, stop);
        result.objects = task.project->objects()->size();
        result.lost = whatIsLost(task.project->sourceFormat(), task.format);
    }
    result.stoppedEarly = stop.stop_requested();
    return result;
}

LoadedPredictions readPredictions(const std::filesystem::path& file, const GroundTruthSource& truth,
                                  const std::map<std::int64_t, std::string>& imageIdOfNumber) {
    const FormatGuess guess = guessFormat(file);
    if (guess.format == FileFormat::SubmissionCsv)
        return readSubmission(file, *truth.catalog(), imageSizesOf(truth));
    if (guess.format == FileFormat::CocoResults)
        return readCocoResults(file, *truth.catalog(), imageIdOfNumber, imageSizesOf(truth));
    if (guess.format == FileFormat::Unknown)
        throw Error(ErrorKind::BadFormat, guess.words);
    throw Error(ErrorKind::BadFormat, file.string() + " is " + guess.words +
                                          "; expected predictions: COCO results or a submission");
}

std::map<std::int64_t, std::string> imageIdsByNumber(const ObjectTable& table) {
    std::map<std::int64_t, std::string> out;
    for (std::size_t i = 0; i < table.images.size(); ++i) {
        const std::string& id = table.images[i].sourceId;
        const char* end = id.data() + id.size();
        std::int64_t number = 0;
        if (id.empty() || std::from_chars(id.data(), end, number).ptr != end)
            number = std::int64_t(i) + 1;
        out.emplace(number, table.images[i].id);
    }
    return out;
}

}  // namespace selvedge
