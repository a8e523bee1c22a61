#include "ui/evaluate/report_source.h"

#include <utility>

#include "ui/evaluate/choices_row.h"
#include "ui/evaluate/curve_panel.h"

namespace selvedge {

namespace {

std::optional<Measurement> measureTable(const std::shared_ptr<const MatchTable>& table,
                                        const Criteria& criteria, std::stop_token stop) {
    Evaluator evaluator(table, criteria.protocol);
    return measure(evaluator, criteria, stop);
}

// The session's own is already what the protocol sees.
std::shared_ptr<const MeasuredTable> seenBeside(
    const Protocol& protocol, const std::shared_ptr<const MeasuredTable>& measured) {
    return measured ? std::make_shared<const MeasuredTable>(seenBy(protocol, *measured)) : nullptr;
}

// Takes what `work` gives; false when it was stopped.
template <typename T, typename U>
bool take(T& to, std::optional<U>&& work) {
    if (work)
        to = std::move(*work);
    return work.has_value();
}

}  // namespace

std::optional<ReportSource> reportSource(EvaluateState& state, const CurvePanel& curves) {
    const Session& session = state.session();
    if (!session.measuredTable() || !session.measurement() || !session.predictions())
        return {};
    ReportSource source;
    source.analysis = {session.measuredTable(), session.objects(), session.criteria(), nullptr};
    source.run = session.currentRun();
    source.against = state.againstName();
    for (const MeasuredRuns::Run& run : state.runs().runs()) {
        std::shared_ptr<const MeasuredTable> measured;
        const bool lacks = session.protocol().iouType == IouType::Boundary && run.table &&
                           !run.table->options.boundary;
        if (run.table && run.objects == session.objects() && !lacks)
            measured = std::make_shared<const MeasuredTable>(
                measuredPart(run.table, source.analysis.measured->images));
        if (run.name == source.against)
            source.analysis.against = measured;
        source.runs.push_back({run.name, std::move(measured)});
    }
    source.curve = curves.subject();
    source.curveLook = curves.look();
    source.curveOf = curves.title();
    source.dataSet = QStringLiteral("%1 (%2)").arg(
        session.projectName(), QString::fromStdString(session.project()->source().string()));
    source.split = splitName(session.measuredSplit());
    source.project = session.project();
    source.predictions = session.predictions();
    source.matches = session.matchTable();
    source.thumbnails = {session.project(), session.objects(), session.predictions()};
    source.palette = state.palette();
    source.catalog = session.catalog();
    return source;
}

std::optional<ReportNumbers> reportNumbers(const ReportSource& source, std::stop_token stop) {
    ReportNumbers all;
    const auto& shared = source.analysis.measured->table;
    const MatchTable& table = *shared;
    const Criteria& criteria = source.analysis.criteria;
    const Protocol& protocol = criteria.protocol;
    const OperatingPoint& point = criteria.point;
    AnalysisSource analysis = source.analysis;
    analysis.against = seenBeside(protocol, analysis.against);
    // As the headline: categories without objects cost nothing.
    const MistakeOptions asHeadline{.countCategoriesWithoutObjects = false};
    if (!take(all.now, measureTable(shared, criteria, stop)) ||
        !take(all.categories, categoryCounts(table, criteria, stop)) ||
        !take(all.attributes, attributeCounts(table, protocol, point, {}, stop)) ||
        !take(all.mistakes, mistakes(table, protocol, point, asHeadline, stop)) ||
        !take(all.localization, correctLocalization(table, point, stop)) ||
        !take(all.scores, scoreReliability(table, protocol, point, {}, stop)) ||
        !take(all.probabilities, attributeReliability(table, protocol, point, {}, stop)) ||
        !take(all.confusion, confusionMatrix(table, protocol, point, stop)) ||
        !take(all.curves, curvesOf(analysis, source.curve, stop)))
        return {};
    if (analysis.against && !take(all.comparison, compareRuns(*analysis.against->table, criteria,
                                                              table, criteria, stop)))
        return {};
    for (const ReportSource::Run& run : source.runs) {
        const auto measured = seenBeside(protocol, run.measured);
        if (!measured)
            continue;
        ReportNumbers::Run beside{run.name, {}, -1};
        const auto found = correctLocalization(*measured->table, point, stop);
        if (!found || !take(beside.measurement, measureTable(measured->table, criteria, stop)))
            return {};
        beside.corLoc = found->weighted;
        if (run.name == source.against)
            all.against = beside.measurement;
        all.runs.push_back(std::move(beside));
    }
    return all;
}

MeasuredResult ReportNumbers::result(const ReportSource& source) const {
    MeasuredResult result;
    result.run = source.run;
    result.now = &now;
    result.against = against ? &*against : nullptr;
    result.corLoc = localization.weighted;
    for (const Run& run : runs)
        result.beside.push_back({run.name, &run.measurement, run.corLoc});
    result.verdicts = &categories;
    result.asksF1 = source.analysis.criteria.asksF1;
    result.catalog = source.catalog.get();
    result.palette = &source.palette;
    return result;
}

}  // namespace selvedge
