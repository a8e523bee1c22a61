// The objects of a report as pictures.

#include <QCoreApplication>
#include <QPainter>
#include <algorithm>
#include <array>

#include "app/session/object_list.h"
#include "app/tasks/predicted_objects.h"
#include "ui/evaluate/report_content.h"
#include "ui/evaluate/report_picture.h"
#include "ui/parts/scene_verdicts.h"
#include "ui/parts/tile_painter.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr std::size_t kExamples = 6;  // of a kind
constexpr QSize kExample(100, 120);
constexpr double kRatio = 2;

// The first of them in the order in which they are shown.
std::vector<CellObject> someOf(const AnalysisSource& source, Verdict::Kind kind,
                               std::stop_token stop) {
    auto all = verdictObjects(*source.measured->table, source.criteria, kind, {}, stop);
    if (!all)
        return {};
    auto ordered = eachOnce(bestFirst(*source.measured->table, std::move(*all)));
    if (ordered.size() > kExamples)
        ordered.resize(kExamples);
    return ordered;
}

}  // namespace

std::vector<std::pair<std::string, std::vector<ReportPicture>>> reportExamples(
    const ReportSource& source, std::stop_token stop) {
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
        const std::vector<CellObject> objects = someOf(analysis, kind, stop);
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
            examples.emplace_back(QCoreApplication::translate("ReportWords", "Examples: %1")
                                      .arg(verdictWord(kind))
                                      .toStdString(),
                                  std::move(pictures));
    }
    return examples;
}

}  // namespace selvedge
