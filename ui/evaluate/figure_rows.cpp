#include "ui/evaluate/figure_rows.h"

#include <algorithm>

#include "ui/evaluate/report_words.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

QString tr(const char* text) {
    return EvaluateState::tr(text);
}

std::vector<HeadlinePart> partsOf(EvaluateState& state, const Report& report) {
    return headlineParts(report, state.session().criteria().asksF1);
}

// After the figures of the report, in this order.
void addOwnRows(FigureTable& table) {
    table.rows.push_back(
        {tr("weighted AP"), tr("each category as it has objects"),
         tr("The headlines of categories, each weighing as much as it has annotated objects (Jia "
            "et al. 2018)."),
         false});
    table.rows.push_back(
        {tr("CorLoc"), tr("found among the five best detections"),
         tr("Correct localization: the share of objects that one of the image's five best "
            "detections is on, of its category, boxes overlapping by .5 and more (Jia et al. "
            "2018)."),
         false});
    const QString at = tr("At overlap and, where it is asked, F1 of .50.");
    table.rows.push_back({tr("right"), tr("objects found"), at, true});
    table.rows.push_back({tr("attribute error"), tr("right place, wrong attributes"), at, true});
    table.rows.push_back({tr("missed"), tr("objects that no detection took"), at, true});
    table.rows.push_back({tr("false"), tr("detections that took no object"), at, true});
    table.rows.push_back({tr("images"), tr("that are measured"), {}, true});
    table.rows.push_back({tr("objects"), tr("annotated, crowds apart"), {}, true});
    table.rows.push_back({tr("detections"), tr("that count at the thresholds"), {}, true});
}

FigureTable::Run runColumn(const QString& name, const Measurement& measured, double corLoc) {
    FigureTable::Run run{name, {}};
    for (const Figure& figure : figuresOf(measured.report))
        run.values.push_back(figure.value);
    const VerdictCounts& counts = measured.counts;
    for (const double value :
         {weightedAp(measured.report), corLoc, double(counts.right), double(counts.attributeErrors),
          double(counts.missed), double(counts.falses), double(measured.report.images),
          double(measured.report.objects), double(measured.report.detections)})
        run.values.push_back(value);
    return run;
}

}  // namespace

std::vector<CategoryRow> categoryRows(EvaluateState& state) {
    std::vector<CategoryRow> rows;
    const Measurement* now = state.measurement();
    if (!now)
        return rows;
    const Measurement* against = state.against();
    const auto counts = state.analyses().categories();
    const std::vector<HeadlinePart> parts = partsOf(state, now->report);
    for (std::size_t k = 0; k < now->report.categories.size(); ++k) {
        const CategoryResult& result = now->report.categories[k];
        CategoryRow row;
        row.category = result.category;
        row.name = state.nameOf(result.category);
        row.swatch = state.palette().color(result.category);
        row.objects = result.objects;
        row.ap = result.ap;
        if (k < parts.size()) {
            row.iouAp = parts[k].iouAp;
            row.lost = parts[k].lost;
        }
        if (!now->report.protocol.missesCount)
            row.lost = -1;  // its headline is of images, not of categories
        if (against && k < against->report.categories.size())
            row.against = against->report.categories[k].ap;
        if (counts && k < counts->size())
            row.verdicts = (*counts)[k].verdicts;
        rows.push_back(std::move(row));
    }
    return rows;
}

FigureTable figureTable(EvaluateState& state) {
    FigureTable table;
    const Measurement* now = state.measurement();
    if (!now)
        return table;
    for (const Figure& figure : figuresOf(now->report))
        table.rows.push_back({figure.name, figure.meaning, figure.gloss, false});
    addOwnRows(table);
    const auto corLoc = state.analyses().localization();
    table.runs.push_back(
        runColumn(state.session().currentRun(), *now, corLoc ? corLoc->weighted : -1));
    for (const MeasuredRuns::Run& run : state.runs().runs()) {
        if (!state.runs().isCurrent(run)) {
            table.runs.push_back({run.name, {}});
            continue;
        }
        table.runs.push_back(runColumn(run.name, *run.measurement, run.corLoc));
    }
    return table;
}

std::vector<TreemapCell> headlineCells(EvaluateState& state) {
    std::vector<TreemapCell> cells;
    const Measurement* now = state.measurement();
    if (!now)
        return cells;
    for (const HeadlinePart& part : partsOf(state, now->report)) {
        if (part.weight <= 0 || part.ap < 0)
            continue;
        TreemapCell cell;
        cell.id = int(part.category);
        cell.name = state.nameOf(part.category);
        cell.value = metricText(part.ap, 3);
        cell.weight = part.weight;
        cell.shade = 1 - part.ap;
        cell.tip =
            tr("%1: AP %2, %3. It is %4 of the headline and takes %5 from it.")
                .arg(cell.name, metricText(part.ap, 4), countText(qint64(part.objects), "object"),
                     QString::number(100 * part.weight, 'f', 1) + QStringLiteral(" %"),
                     metricText(part.lost, 4));
        cells.push_back(std::move(cell));
    }
    return cells;
}

int headlineColumns(EvaluateState& state) {
    const Measurement* now = state.measurement();
    int columns = 0;
    if (now) {
        for (const HeadlinePart& part : partsOf(state, now->report))
            columns += part.ap > -1 ? part.columns : 0;
    }
    return columns;
}

}  // namespace selvedge
