#pragma once

#include <QImage>

#include "app/tasks/report.h"
#include "ui/evaluate/evaluate_state.h"
#include "ui/parts/thumbnails.h"

namespace selvedge {

ReportPicture reportPicture(const QImage& image, const QString& title, const QString& caption,
                            int width);
// Stamp, figures and tables of what is measured now.
ReportContent reportTexts(EvaluateState& state);

// What examples of errors are made of: a snapshot for the worker.
struct ExampleSource {
    AnalysisSource analysis;
    std::shared_ptr<const PredictionSet> predictions;
    std::shared_ptr<const MatchTable> matches;  // of all images
    ThumbnailSource thumbnails;
    OverlayPalette palette;
    std::shared_ptr<const Catalog> catalog;
};
// A few attribute errors, misses and false detections each, as cut-outs. Any thread.
std::vector<std::pair<std::string, std::vector<ReportPicture>>> reportExamples(
    const ExampleSource& source, std::stop_token stop);

}  // namespace selvedge
