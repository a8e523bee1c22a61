#include "app/tasks/export_task.h"

#include <charconv>

#include "app/tasks/project_sources.h"
#include "dataset/error.h"
#include "dataset/format/atomic_file.h"
#include "dataset/guess_format.h"
#include "dataset/project/detectron2.h"
#include "dataset/project/output_guard.h"

namespace selvedge {

namespace {

// The project's objects as if they were predicted with certainty; empty when stopped.
PredictionSet objectsOf(const Project& project, const ImageFilter& only,
                        const ProgressCallback& onProgress, const std::stop_token& stop) {
    PredictionSet set;
    const auto table = project.objects();
    for (ImageIndex image = 0; image < table->images.size() && !stop.stop_requested(); ++image) {
        if (onProgress)
            onProgress({image, table->images.size(), "images", "Reading masks"});
        if (only && !only(table->images[image].id))
            continue;
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
        if (task.only)
            std::erase_if(set.images, [&](const auto& image) { return !task.only(image.first); });
        result.issues = std::move(loaded.issues);
    } else {
        set = objectsOf(*task.project, task.only, onProgress, stop);
    }
    if (stop.stop_requested())
        return;
    const SubmissionResult written =
        writeSubmission(task.target, set, *task.project->catalog(), task.submission);
    result.objects = written.rows;
    result.lost = "A submission holds no sizes and no scores.";
    if (written.belowThreshold > 0)
        result.lost += " " + std::to_string(written.belowThreshold) +
                       " detections do not count at these thresholds.";
    if (written.pixelsGivenUp > 0)
        result.lost += " " + std::to_string(written.pixelsGivenUp) +
                       " pixels that several objects shared went to one of them; " +
                       std::to_string(written.covered) + " objects had no pixel left.";
}

// What does not go from the source of a project into a CSV or JSON.
std::string whatIsLost(const std::string& source, const ExportTask& task) {
    if (source == "coco" && task.format == ExportFormat::Csv) {
        std::string lost =
            "A CSV holds no ids of annotations and images, no boxes, areas and iscrowd, and "
            "polygons became runs of pixels.";
        if (task.labels.empty() && !isBuiltIn(*task.project->catalog()))
            lost +=
                " It holds no names either, and these are the data set's own: write them beside it "
                "with --labels label_descriptions.json, or its ids will be read as iMaterialist's.";
        return lost;
    }
    if (task.format == ExportFormat::Detectron2)
        return "Detectron2's dicts hold no ids of annotations, no names of categories and "
               "attributes and no iscrowd; masks are runs of pixels (INPUT.MASK_FORMAT bitmask).";
    if (source == "csv" && task.format == ExportFormat::Coco)
        return "Of the CSV, rows without an object and other columns than its own are not in the "
               "JSON.";
    if (source == "coco" && task.only)
        return "Some images' COCO JSON is written anew: ids of annotations are others, polygons "
               "became runs of pixels, and iscrowd is 0.";
    return {};
}

std::uint64_t countObjects(const ObjectTable& table, const ImageFilter& only) {
    if (!only)
        return table.size();
    std::uint64_t objects = 0;
    for (ImageIndex image = 0; image < table.images.size(); ++image) {
        if (only(table.images[image].id))
            objects += table.objectsOf(image).size();
    }
    return objects;
}

}  // namespace

bool isBuiltIn(const Catalog& catalog) {
    return catalog.toLabelDescriptionsJson() == Catalog::builtIn().toLabelDescriptionsJson();
}

ExportResult exportProject(const ExportTask& task, const ProgressCallback& onProgress,
                           std::stop_token stop) {
    refuseToReplace(task.target, *task.project);
    if (!task.labels.empty())
        refuseToReplace(task.labels, *task.project);
    refuseToReplace(task.target, {task.predictions.value_or("")});
    ExportResult result;
    if (task.format == ExportFormat::Submission) {
        exportSubmission(task, onProgress, stop, result);
    } else {
        if (task.format == ExportFormat::Csv)
            task.project->exportCsv(task.target, onProgress, stop, task.only);
        else if (task.format == ExportFormat::Detectron2)
            exportDetectron2(*task.project, task.target, onProgress, stop, task.only);
        else
            task.project->exportCoco(task.target, onProgress, stop, task.only);
        if (!task.labels.empty() && !stop.stop_requested())
            writeFileAtomically(task.labels, task.project->catalog()->toLabelDescriptionsJson());
        result.objects = countObjects(*task.project->objects(), task.only);
        result.lost = whatIsLost(task.project->sourceFormat(), task);
    }
    result.stoppedEarly = stop.stop_requested();
    return result;
}

LoadedPredictions readPredictions(const std::filesystem::path& file, const GroundTruthSource& truth,
                                  const std::map<std::int64_t, std::string>& imageIdOfNumber,
                                  const DetectionSink& sink) {
    const FormatGuess guess = guessFormat(file);
    if (guess.format == FileFormat::SubmissionCsv)
        return readSubmission(file, *truth.catalog(), imageSizesOf(truth), sink);
    if (guess.format == FileFormat::CocoResults)
        return readCocoResults(file, *truth.catalog(), imageIdOfNumber, imageSizesOf(truth), sink);
    const bool unknown = guess.format == FileFormat::Unknown;
    throw Error(ErrorKind::BadFormat,
                (unknown ? guess.words : file.string() + " is " + guess.words) +
                    "; expected predictions: COCO results (JSON) or a submission (CSV)");
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
