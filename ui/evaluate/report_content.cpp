#include "ui/evaluate/report_content.h"

#include <QCoreApplication>
#include <QDateTime>
#include <algorithm>

#include "ui/evaluate/choices_row.h"
#include "ui/evaluate/reliability_panel.h"
#include "ui/evaluate/report_picture.h"
#include "ui/evaluate/report_words.h"
#include "ui/evaluate/verdict_panels.h"
#include "ui/parts/scene_verdicts.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr double kRatio = 2;
constexpr QSize kMap(560, 300), kCurve(420, 260), kBars(420, 170);

QString tr(const char* text) {
    return QCoreApplication::translate("ReportContent", text);
}

std::string text(const QString& words) {
    return words.toStdString();
}

// The first `words` columns hold words, the others numbers.
ReportTable tableOf(const QString& title, const QString& note, const QStringList& head,
                    std::size_t words) {
    ReportTable table{text(title), text(note), {}, {}, {}};
    for (const QString& each : head) {
        table.number.push_back(table.head.size() >= words);
        table.head.push_back(text(each));
    }
    return table;
}

ReportTable figures(const MeasuredResult& result) {
    const FigureTable all = figureTable(result);
    QStringList head{tr("Figure"), tr("Meaning")};
    for (const FigureTable::Run& run : all.runs)
        head += run.name;
    ReportTable table = tableOf(tr("All figures"), {}, head, 2);
    for (std::size_t i = 0; i < all.rows.size(); ++i) {
        std::vector<std::string> row{text(all.rows[i].name), text(all.rows[i].meaning)};
        for (const FigureTable::Run& run : all.runs) {
            const double value = run.values[i];
            row.push_back(text(value < 0           ? QString()
                               : all.rows[i].count ? QString::number(std::int64_t(value))
                                                   : metricText(value, 6)));
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

ReportTable categories(const MeasuredResult& result) {
    ReportTable table =
        tableOf(tr("Categories"), tr("Most lost first. Lost: weight in the headline times 1 - AP."),
                {tr("Category"), tr("Objects"), tr("AP"), tr("IoU only"), tr("Lost"), tr("Right"),
                 tr("Attribute error"), tr("Missed"), tr("False")},
                1);
    std::vector<CategoryRow> rows = categoryRows(result);
    std::stable_sort(rows.begin(), rows.end(),
                     [](const CategoryRow& a, const CategoryRow& b) { return a.lost > b.lost; });
    for (const CategoryRow& row : rows) {
        if (row.objects == 0 && row.verdicts->falses == 0)
            continue;
        std::vector<std::string> cells{text(row.name), std::to_string(row.objects),
                                       text(metricText(row.ap)), text(metricText(row.iouAp)),
                                       text(metricText(row.lost))};
        for (const auto count : {&VerdictCounts::right, &VerdictCounts::attributeErrors,
                                 &VerdictCounts::missed, &VerdictCounts::falses})
            cells.push_back(std::to_string((*row.verdicts).*count));
        table.rows.push_back(std::move(cells));
    }
    return table;
}

ReportTable errors(const Mistakes& found, const Protocol& protocol) {
    ReportTable table =
        tableOf(tr("What errors cost"), tr("How much higher AP at overlap .50 were without them."),
                {tr("Error"), tr("AP"), tr("Objects")}, 1);
    for (std::size_t i = 0; i < kMistakeKinds; ++i) {
        if (MistakeKind(i) != MistakeKind::Attributes || protocol.pairs != Pairs::None)
            table.rows.push_back({text(mistakeWord(MistakeKind(i))),
                                  text(metricText(found.lost[i])),
                                  std::to_string(found.counts[i])});
    }
    return table;
}

ReportTable attributes(const std::vector<AttributeCounts>& counts, const Catalog& catalog) {
    ReportTable table = tableOf(tr("Attributes"), {},
                                {tr("Attribute"), tr("Group"), tr("Objects"), tr("Predicted"),
                                 tr("Precision"), tr("Recall"), tr("F1")},
                                2);
    for (const AttributeCounts& each : counts) {
        const Attribute& attribute = catalog.attributes()[each.attribute];
        if (each.objects + each.predicted > 0)
            table.rows.push_back({attribute.name, attribute.group, std::to_string(each.objects),
                                  std::to_string(each.predicted), text(metricText(each.precision)),
                                  text(metricText(each.recall)), text(metricText(each.f1))});
    }
    return table;
}

// What was taken for something else, most first; the diagonal is in the table of categories.
ReportTable confusions(const ConfusionMatrix& matrix, const Catalog& catalog) {
    ReportTable table =
        tableOf(tr("Taken for another"), tr("By overlap of .50 alone, whatever the category."),
                {tr("Annotated"), tr("Predicted"), tr("Count")}, 2);
    const auto name = [&](std::size_t index, const QString& none) {
        return index < matrix.categories.size()
                   ? catalog.categories()[matrix.categories[index]].name
                   : text(none);
    };
    std::vector<std::pair<std::uint64_t, std::pair<std::size_t, std::size_t>>> cells;
    for (std::size_t truth = 0; truth < matrix.size(); ++truth)
        for (std::size_t predicted = 0; predicted < matrix.size(); ++predicted)
            if (truth != predicted && matrix.at(truth, predicted) > 0)
                cells.push_back({matrix.at(truth, predicted), {truth, predicted}});
    std::stable_sort(cells.begin(), cells.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    for (const auto& [count, at] : cells)
        table.rows.push_back(
            {name(at.first, tr("nothing")), name(at.second, tr("missed")), std::to_string(count)});
    return table;
}

ReportTable reliability(const Reliability& found, const QString& title) {
    ReportTable table =
        tableOf(title, tr("Expected calibration error %1.").arg(metricText(found.expectedError)),
                {tr("From"), tr("Mean"), tr("Count"), tr("Right"), tr("Share")}, 0);
    for (std::size_t i = 0; i < kReliabilityBins; ++i) {
        const ReliabilityBin& bin = found.bins[i];
        const bool any = bin.count > 0;
        table.rows.push_back({text(metricText(double(i) / double(kReliabilityBins), 1)),
                              any ? text(metricText(bin.meanScore)) : std::string(),
                              std::to_string(bin.count), std::to_string(bin.hits),
                              any ? text(metricText(bin.hitShare)) : std::string()});
    }
    return table;
}

ReportTable changes(const RunComparison& found, const QString& against) {
    ReportTable table = tableOf(tr("Against %1").arg(against), tr("Objects, by their verdict."),
                                {tr("Change"), tr("Objects")}, 1);
    using Kind = ObjectChange::Kind;
    for (const auto& [kind, word] : {std::pair(Kind::Fixed, tr("became right")),
                                     {Kind::Broken, tr("became wrong")},
                                     {Kind::BothWrong, tr("wrong in both")}})
        table.rows.push_back({text(word), std::to_string(found.counts[std::size_t(kind)])});
    return table;
}

void addStamp(ReportContent& content, const ReportSource& source, const ReportNumbers& numbers) {
    const Report& report = numbers.now.report;
    const auto stamp = [&](const QString& name, const QString& value) {
        content.stamp.emplace_back(text(name), text(value));
    };
    stamp(tr("Data set"), source.dataSet);
    stamp(tr("Run"), source.run);
    if (!source.against.isEmpty())
        stamp(tr("Compared with"),
              numbers.against ? source.against : tr("%1, not measured yet").arg(source.against));
    stamp(tr("Images"),
          QStringLiteral("%1, %2").arg(source.split, countText(qint64(report.images), "image")));
    stamp(tr("Protocol"), protocolText(report.protocol) + QStringLiteral(". ") +
                              protocolSentence(report.protocol.name));
    const OperatingPoint& point = source.analysis.criteria.point;
    stamp(tr("Thresholds"), pointName(point, namedPoints(source.project.get())) +
                                QStringLiteral(". ") + operatingPointText(point));
    stamp(tr("Operating point"),
          QString::fromStdString(operatingPointJson(point, *source.catalog)));
    stamp(tr("Date"), QDateTime::currentDateTime().toString(Qt::ISODate));
}

}  // namespace

ReportContent reportTexts(const ReportSource& source, const ReportNumbers& numbers) {
    ReportContent content;
    const MeasuredResult result = numbers.result(source);
    content.title = text(tr("Evaluation of %1").arg(source.run));
    addStamp(content, source, numbers);
    for (const MetricTile& tile :
         tilesOf(numbers.now.report, numbers.against ? &numbers.against->report : nullptr,
                 headlineColumns(result)))
        content.figures.push_back(
            {text(tile.label), text(metricText(tile.value)),
             text(tile.reference ? deltaText(tile.value, *tile.reference) : QString()),
             text(tile.line)});
    content.tables = {figures(result),
                      categories(result),
                      errors(numbers.mistakes, numbers.now.report.protocol),
                      attributes(numbers.attributes, *source.catalog),
                      confusions(numbers.confusion, *source.catalog),
                      reliability(numbers.scores, tr("Are scores to be believed?"))};
    if (numbers.probabilities.count > 0)
        content.tables.push_back(
            reliability(numbers.probabilities, tr("Are attributes to be believed?")));
    if (numbers.comparison)
        content.tables.push_back(changes(*numbers.comparison, source.against));
    return content;
}

std::vector<ReportPicture> reportPlots(const ReportSource& source, const ReportNumbers& numbers) {
    std::vector<ReportPicture> pictures;
    const Theme::Name paper = Theme::Name::Light;
    const MeasuredResult result = numbers.result(source);
    if (const auto cells = headlineCells(result); !cells.empty())
        pictures.push_back(reportPicture(
            TreemapView::picture(cells, kMap, kRatio, paper), tr("What the headline is made of"),
            tr("Size: share of the %1 columns; shade: AP lost.").arg(headlineColumns(result)),
            kMap.width()));
    const CurvePlot plot =
        curvePlot(numbers.curves, source.curveLook, source.analysis.criteria.point);
    if (!plot.isEmpty())
        pictures.push_back(reportPicture(curvePicture(plot, kCurve, kRatio, paper),
                                         tr("Curve of %1").arg(source.curveOf),
                                         source.curveLook.overRecall ? tr("Precision over recall.")
                                                                     : tr("F1 over the threshold."),
                                         kCurve.width()));
    const auto addBars = [&](const Reliability& found, bool ofAttributes, const QString& title,
                             const QString& caption) {
        if (found.count > 0)
            pictures.push_back(reportPicture(
                BarsView::picture(reliabilityBars(found, ofAttributes), kBars, kRatio, paper),
                title, caption, kBars.width()));
    };
    addBars(numbers.scores, false, tr("Are scores to be believed?"),
            tr("Share of right detections by score; on the dashed line both agree."));
    addBars(numbers.probabilities, true, tr("Are attributes to be believed?"),
            tr("Share of right attributes by probability, on detections that are on an object."));
    return pictures;
}

}  // namespace selvedge
