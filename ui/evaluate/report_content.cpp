#include "ui/evaluate/report_content.h"

#include <QBuffer>
#include <QDateTime>
#include <QPainter>
#include <algorithm>
#include <array>

#include "app/session/object_list.h"
#include "app/tasks/predicted_objects.h"
#include "ui/evaluate/choices_row.h"
#include "ui/evaluate/figure_rows.h"
#include "ui/evaluate/report_words.h"
#include "ui/evaluate/verdict_panels.h"
#include "ui/parts/scene_verdicts.h"
#include "ui/parts/tile_painter.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr std::size_t kExamples = 6;  // of a kind
constexpr QSize kExample(100, 120);
constexpr double kRatio = 2;

QString tr(const char* text) {
    return EvaluateState::tr(text);
}

std::string text(const QString& words) {
    return words.toStdString();
}

ReportTable figures(EvaluateState& state) {
    const FigureTable all = figureTable(state);
    ReportTable table{
        text(tr("All figures")), {}, {text(tr("Figure")), text(tr("Meaning"))}, {false, false}, {}};
    for (const FigureTable::Run& run : all.runs) {
        table.head.push_back(text(run.name));
        table.number.push_back(true);
    }
    for (std::size_t i = 0; i < all.rows.size(); ++i) {
        std::vector<std::string> row{text(all.rows[i].name), text(all.rows[i].meaning)};
        for (const FigureTable::Run& run : all.runs) {
            const double value = run.values.empty() ? -1 : run.values[i];
            row.push_back(text(value < 0           ? QString()
                               : all.rows[i].count ? QString::number(std::int64_t(value))
                                                   : metricText(value, 6)));
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

ReportTable categories(EvaluateState& state) {
    ReportTable table{text(tr("Categories")),
                      text(tr("Most lost first. Lost: weight in the headline times 1 - AP.")),
                      {},
                      {false, true, true, true, true, true, true, true, true},
                      {}};
    for (const QString& head : {tr("Category"), tr("Objects"), tr("AP"), tr("IoU only"), tr("Lost"),
                                tr("Right"), tr("Attribute error"), tr("Missed"), tr("False")})
        table.head.push_back(text(head));
    std::vector<CategoryRow> rows = categoryRows(state);
    std::stable_sort(rows.begin(), rows.end(),
                     [](const CategoryRow& a, const CategoryRow& b) { return a.lost > b.lost; });
    for (const CategoryRow& row : rows) {
        if (row.objects == 0 && (!row.verdicts || row.verdicts->falses == 0))
            continue;
        std::vector<std::string> cells{text(row.name), std::to_string(row.objects),
                                       text(metricText(row.ap)), text(metricText(row.iouAp)),
                                       text(metricText(row.lost))};
        for (const auto count : {&VerdictCounts::right, &VerdictCounts::attributeErrors,
                                 &VerdictCounts::missed, &VerdictCounts::falses})
            cells.push_back(row.verdicts ? std::to_string((*row.verdicts).*count) : std::string());
        table.rows.push_back(std::move(cells));
    }
    return table;
}

std::optional<ReportTable> errors(EvaluateState& state) {
    const auto found = state.analyses().mistakes();
    if (!found)
        return {};
    ReportTable table{text(tr("What errors cost")),
                      text(tr("How much higher AP at overlap .50 were without them.")),
                      {text(tr("Error")), text(tr("AP")), text(tr("Objects"))},
                      {false, true, true},
                      {}};
    for (std::size_t i = 0; i < kMistakeKinds; ++i)
        table.rows.push_back({text(mistakeWord(MistakeKind(i))), text(metricText(found->lost[i])),
                              std::to_string(found->counts[i])});
    return table;
}

std::optional<ReportTable> attributes(EvaluateState& state) {
    const auto counts = state.analyses().attributes();
    const auto catalog = state.session().catalog();
    if (!counts)
        return {};
    ReportTable table{
        text(tr("Attributes")), {}, {}, {false, false, true, true, true, true, true}, {}};
    for (const QString& head : {tr("Attribute"), tr("Group"), tr("Objects"), tr("Predicted"),
                                tr("Precision"), tr("Recall"), tr("F1")})
        table.head.push_back(text(head));
    for (const AttributeCounts& each : *counts) {
        if (each.objects + each.predicted > 0)
            table.rows.push_back({text(state.nameOfAttribute(each.attribute)),
                                  catalog->attributes()[each.attribute].group,
                                  std::to_string(each.objects), std::to_string(each.predicted),
                                  text(metricText(each.precision)), text(metricText(each.recall)),
                                  text(metricText(each.f1))});
    }
    return table;
}

// The best-scored first, those without a detection as they come.
std::vector<CellObject> someOf(const AnalysisSource& source, Verdict::Kind kind,
                               std::stop_token stop) {
    auto all = verdictObjects(*source.measured->table, source.criteria, kind, {}, stop);
    if (!all)
        return {};
    const auto score = [&](const CellObject& object) {
        const ImageCell& cell = *source.measured->table->cells[object.image];
        return object.found ? cell.founds[*object.found].score : -1;
    };
    std::stable_sort(all->begin(), all->end(),
                     [&](const CellObject& a, const CellObject& b) { return score(a) > score(b); });
    if (all->size() > kExamples)
        all->resize(kExamples);
    return std::move(*all);
}

}  // namespace

ReportPicture reportPicture(const QImage& image, const QString& title, const QString& caption,
                            int width) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return {text(title), text(caption), bytes.toBase64().toStdString(), width,
            width * image.height() / std::max(1, image.width())};
}

ReportContent reportTexts(EvaluateState& state) {
    ReportContent content;
    const Measurement* now = state.measurement();
    if (!now)
        return content;
    const Session& session = state.session();
    const Measurement* against = state.against();
    content.title = text(tr("Evaluation of %1").arg(session.currentRun()));
    const auto stamp = [&](const QString& name, const QString& value) {
        content.stamp.emplace_back(text(name), text(value));
    };
    stamp(tr("Data set"),
          QStringLiteral("%1 (%2)").arg(
              session.projectName(), QString::fromStdString(session.project()->source().string())));
    stamp(tr("Run"), session.currentRun());
    if (against)
        stamp(tr("Compared with"), state.againstName());
    stamp(tr("Images"),
          QStringLiteral("%1, %2").arg(splitName(session.measuredSplit()),
                                       countText(qint64(now->report.images), "image")));
    stamp(tr("Protocol"), protocolText(now->report.protocol) + QStringLiteral(". ") +
                              protocolSentence(now->report.protocol.name));
    stamp(tr("Thresholds"), pointName(session.operatingPoint(), namedPoints(session)) +
                                QStringLiteral(". ") +
                                operatingPointText(now->report.operatingPoint));
    stamp(tr("Operating point"), QString::fromStdString(operatingPointJson(
                                     now->report.operatingPoint, *session.catalog())));
    stamp(tr("Date"), QDateTime::currentDateTime().toString(Qt::ISODate));
    for (const MetricTile& tile :
         tilesOf(now->report, against ? &against->report : nullptr, headlineColumns(state)))
        content.figures.push_back(
            {text(tile.label), text(metricText(tile.value)),
             text(tile.reference ? deltaText(tile.value, *tile.reference) : QString()),
             text(tile.line)});
    content.tables.push_back(figures(state));
    content.tables.push_back(categories(state));
    for (auto table : {errors(state), attributes(state)}) {
        if (table)
            content.tables.push_back(std::move(*table));
    }
    return content;
}

std::vector<std::pair<std::string, std::vector<ReportPicture>>> reportExamples(
    const ExampleSource& source, std::stop_token stop) {
    std::vector<std::pair<std::string, std::vector<ReportPicture>>> examples;
    const AnalysisSource& analysis = source.analysis;
    ThumbnailSource thumbnails = source.thumbnails;
    thumbnails.predicted = predictedObjects(*analysis.objects, *source.predictions,
                                            source.matches.get(), analysis.criteria, stop);
    if (!thumbnails.predicted)
        return examples;
    const TileNumbers numbers = thumbnails.numbers();
    TileStyle style;
    style.ground = Qt::white;
    for (const auto kind :
         {Verdict::Kind::AttributeError, Verdict::Kind::Missed, Verdict::Kind::False}) {
        std::vector<ReportPicture> pictures;
        const std::vector<CellObject> objects = eachOnce(someOf(analysis, kind, stop));
        const ObjectList list = objectList({}, objects, *analysis.measured, *analysis.objects);
        for (std::size_t i = 0; i < objects.size() && !stop.stop_requested(); ++i) {
            const auto index = numbers.indexOf(list.places[i].image, list.places[i].object);
            if (!index)
                continue;
            const auto thumbnail =
                makeCutouts(thumbnails, std::array{*index}, kExample * kRatio).front();
            if (thumbnail->image.isNull())
                continue;
            QImage image(kExample * kRatio, QImage::Format_RGB32);
            image.setDevicePixelRatio(kRatio);
            image.fill(Qt::white);
            QPainter painter(&image);
            paintCutout(painter, QRect(QPoint(), kExample), *thumbnail, style, source.palette);
            painter.end();
            const ImageCell& cell = *analysis.measured->table->cells[objects[i].image];
            const CategoryIndex category = objects[i].truth
                                               ? cell.truths[*objects[i].truth].category
                                               : cell.founds[*objects[i].found].category;
            QString caption = QString::fromStdString(source.catalog->categories()[category].name);
            if (objects[i].found)
                caption += u' ' + metricText(cell.founds[*objects[i].found].score, 2);
            pictures.push_back(reportPicture(image, {}, caption, kExample.width()));
        }
        if (!pictures.empty())
            examples.emplace_back(text(tr("Examples: %1").arg(verdictWord(kind))),
                                  std::move(pictures));
    }
    return examples;
}

}  // namespace selvedge
