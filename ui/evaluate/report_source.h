#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "app/session/analyses.h"
#include "ui/evaluate/curve_plot.h"
#include "ui/evaluate/evaluate_state.h"
#include "ui/parts/thumbnails.h"

namespace selvedge {

class CurvePanel;

// What a report is made of, at one moment: matched runs, criteria and names. All of its numbers are
// worked out from it, none is read from the page, whose parts follow a threshold one by one and
// only while they are seen.
struct ReportSource {
    struct Run {
        QString name;
        std::shared_ptr<const MeasuredTable> measured;  // null: not matched yet
    };
    AnalysisSource analysis;  // `against`: of the run that this one is compared with
    QString run;
    QString against;        // its name; empty: compared with none
    std::vector<Run> runs;  // beside it, `against` among them
    // What the page's curve is of, in words, and how it is drawn.
    CurveSubject curve;
    CurveLook curveLook;
    QString curveOf;
    QString dataSet, split;
    std::shared_ptr<Project> project;
    std::shared_ptr<const PredictionSet> predictions;
    std::shared_ptr<const MatchTable> matches;  // of all images
    ThumbnailSource thumbnails;
    OverlayPalette palette;
    std::shared_ptr<const Catalog> catalog;
};
// As the page is now. Nothing without a measurement. GUI thread.
std::optional<ReportSource> reportSource(EvaluateState& state, const CurvePanel& curves);

// All numbers of one source.
struct ReportNumbers {
    struct Run {
        QString name;
        Measurement measurement;
        double corLoc = -1;
    };
    Measurement now;
    std::optional<Measurement> against;
    std::vector<Run> runs;
    std::vector<CategoryCounts> categories;
    std::vector<AttributeCounts> attributes;
    Mistakes mistakes;
    CorrectLocalization localization;
    Reliability scores, probabilities;
    ConfusionMatrix confusion;
    Curves curves;
    std::optional<RunComparison> comparison;

    // For rows; points into this and into the source.
    MeasuredResult result(const ReportSource& source) const;
};
// Any thread; nothing when stopped. Throws Error.
std::optional<ReportNumbers> reportNumbers(const ReportSource& source, std::stop_token stop);

}  // namespace selvedge
