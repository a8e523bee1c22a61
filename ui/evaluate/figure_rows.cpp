#include "ui/evaluate/figure_rows.h"

#include <QCoreApplication>

#include "ui/evaluate/report_words.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("FigureRows", text);
}

QString nameOf(const MeasuredResult& result, CategoryIndex category) {
    return QString::fromStdString(result.catalog->categories()[category].name);
}

// After the figures of the report, in this order.
void addOwnRows(FigureTable& table, bool corLocIsStale) {
    using Behind = FigureBehind;
    const auto add = [&](const QString& name, const QString& meaning, const QString& gloss,
                         bool count, Behind::What what) {
        table.rows.push_back({name, meaning, gloss, count, Behind{what}});
    };
    add(tr("weighted AP"), tr("each category as it has objects"),
        tr("The headlines of categories, each weighing as much as it has annotated objects (Jia et "
           "al. 2018)."),
        false, Behind::What::NotRight);
    add(tr("CorLoc"), tr("found among the five best detections"),
        tr("Correct localization: the share of objects that one of the image's five best "
           "detections is on, of its category, boxes overlapping by .5 and more (Jia et al. "
           "2018)."),
        false, Behind::What::NotLocalized);
    table.rows.back().stale = corLocIsStale;
    const QString at = tr("At overlap and, where it is asked, F1 of .50.");
    add(tr("right"), tr("objects found"), at, true, Behind::What::Right);
    add(tr("attribute error"), tr("right place, wrong attributes"), at, true,
        Behind::What::AttributeErrors);
    add(tr("missed"), tr("objects that no detection took"), at, true, Behind::What::Missed);
    add(tr("false"), tr("detections that took no object"), at, true, Behind::What::False);
    add(tr("images"), tr("that are measured"), {}, true, Behind::What::Objects);
    add(tr("objects"), tr("annotated, crowds apart"), {}, true, Behind::What::Objects);
    add(tr("detections"), tr("that count at the thresholds"), {}, true, Behind::What::Detections);
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

std::vector<CategoryRow> categoryRows(const MeasuredResult& result) {
    std::vector<CategoryRow> rows;
    if (!result.now)
        return rows;
    const std::vector<HeadlinePart> parts = headlineParts(result.now->report, result.asksF1);
    for (std::size_t k = 0; k < result.now->report.categories.size(); ++k) {
        const CategoryResult& own = result.now->report.categories[k];
        CategoryRow row;
        row.category = own.category;
        row.name = nameOf(result, own.category);
        row.swatch = result.palette->color(own.category);
        row.objects = own.objects;
        row.ap = own.ap;
        if (k < parts.size()) {
            row.iouAp = parts[k].iouAp;
            row.lost = parts[k].lost;
        }
        if (!result.now->report.protocol.missesCount)
            row.lost = -1;  // its headline is of images, not of categories
        if (result.against && k < result.against->report.categories.size())
            row.against = result.against->report.categories[k].ap;
        if (result.verdicts && k < result.verdicts->size())
            row.verdicts = (*result.verdicts)[k].verdicts;
        rows.push_back(std::move(row));
    }
    return rows;
}

FigureTable figureTable(const MeasuredResult& result) {
    FigureTable table;
    if (!result.now)
        return table;
    for (const Figure& figure : figuresOf(result.now->report))
        table.rows.push_back({figure.name, figure.meaning, figure.gloss, false, figure.behind});
    addOwnRows(table, result.corLocIsStale);
    table.runs.push_back(runColumn(result.run, *result.now, result.corLoc));
    for (const MeasuredResult::Beside& run : result.beside)
        table.runs.push_back(run.measurement ? runColumn(run.name, *run.measurement, run.corLoc)
                                             : FigureTable::Run{run.name, {}});
    return table;
}

std::vector<TreemapCell> headlineCells(const MeasuredResult& result) {
    std::vector<TreemapCell> cells;
    if (!result.now)
        return cells;
    for (const HeadlinePart& part : headlineParts(result.now->report, result.asksF1)) {
        if (part.weight <= 0 || part.ap < 0)
            continue;
        TreemapCell cell;
        cell.id = int(part.category);
        cell.name = nameOf(result, part.category);
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

int headlineColumns(const MeasuredResult& result) {
    int columns = 0;
    if (result.now) {
        for (const HeadlinePart& part : headlineParts(result.now->report, result.asksF1))
            columns += part.ap > -1 ? part.columns : 0;
    }
    return columns;
}

}  // namespace selvedge
