#include "ui/evaluate/report_words.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "model/evaluation/evaluator.h"
#include "ui/evaluate/metric_words.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("ReportWords", text);
}

class Tiles {
public:
    Tiles(const Report& report, const Report* reference)
        : m_report(report), m_reference(reference) {}
    // Of `metrics`.
    void add(const char* metric, const QString& label, const QString& line,
             const QString& tip = {}) {
        put(m_report.value(metric), m_reference ? m_reference->value(metric) : -1, label, line,
            tip.isEmpty() ? metricGloss(metric) : tip, figureBehind({}, metric, protocol()));
    }
    void addOf(const char* block, const char* metric, const QString& label, const QString& line,
               const QString& tip = {}) {
        put(valueOf(m_report, block, metric),
            m_reference ? valueOf(*m_reference, block, metric) : -1, label, line,
            tip.isEmpty() ? blockGloss(block, metric) : tip,
            figureBehind(block, metric, protocol()));
    }
    std::vector<MetricTile> take() { return std::move(m_tiles); }

private:
    static double valueOf(const Report& report, const std::string& block, const char* metric) {
        for (const MetricBlock& each : report.blocks) {
            if (each.name == block)
                return each.value(metric);
        }
        return -1;
    }
    void put(double value, double reference, const QString& label, const QString& line,
             const QString& tip, const FigureBehind& behind) {
        // A protocol that does not have the figure shows no tile of it.
        if (value < 0 && !m_tiles.empty())
            return;
        MetricTile tile{label, value, {}, line, tip, m_tiles.empty(), behind};
        if (m_reference)
            tile.reference = reference;
        m_tiles.push_back(std::move(tile));
    }
    const Protocol& protocol() const { return m_report.protocol; }
    const Report& m_report;
    const Report* m_reference;
    std::vector<MetricTile> m_tiles;
};

// The name AR100 stays where another number of detections counts.
QString recallLine(int most) {
    return tr("%1 of a category").arg(most);
}

std::vector<MetricTile> fashionpediaTiles(const Report& report, const Report* reference,
                                          const QString& mean) {
    Tiles tiles(report, reference);
    tiles.addOf("iou_f1", "AP", tr("AP (IoU and F1)"), mean);
    tiles.addOf("iou", "AP", tr("AP, IoU only"), tr("attributes aside"));
    tiles.addOf("f1", "AP", tr("AP, F1 only"), tr("overlap aside"));
    tiles.addOf("iou_f1", "AP_IOU50_F150", tr("AP IoU .50, F1 .50"), tr("generous"));
    tiles.addOf("iou_f1", "AP_IOU75_F175", tr("AP IoU .75, F1 .75"), tr("strict"));
    tiles.addOf("iou_f1", "APs", tr("small"), tr("under 32²"));
    tiles.addOf("iou_f1", "APm", tr("medium"), tr("32² to 96²"));
    tiles.addOf("iou_f1", "APl", tr("large"), tr("over 96²"));
    const int most = report.operatingPoint.maxDetections;
    tiles.addOf("iou_f1", "AR@100", tr("recall"), recallLine(most),
                blockGloss("iou_f1", "AR@" + std::to_string(most)));
    return tiles.take();
}

std::vector<MetricTile> kaggleTiles(const Report& report, const Report* reference) {
    Tiles tiles(report, reference);
    const QString tip = tr(
        "Of each image the right detections, divided by all detections, of all categories "
        "together; the mean over ten demands of overlap with ten of attributes, and over images. "
        "Missed objects cost nothing. 0 is worst, 1 is best.");
    tiles.add("AP", tr("Precision of images"), tr("mean of %1 images").arg(report.images), tip);
    const QString pair = tr("The same with this one demand of overlap (IoU) or attributes (F1).");
    tiles.add("AP_IOU50", tr("IoU .50"), tr("all demands of F1"), pair);
    tiles.add("AP_IOU75", tr("IoU .75"), tr("all demands of F1"), pair);
    tiles.add("AP_F150", tr("F1 .50"), tr("all demands of IoU"), pair);
    tiles.add("AP_F175", tr("F1 .75"), tr("all demands of IoU"), pair);
    tiles.add("AP_IOU50_F150", tr("IoU .50, F1 .50"), tr("generous"), pair);
    tiles.add("AP_IOU75_F175", tr("IoU .75, F1 .75"), tr("strict"), pair);
    return tiles.take();
}

// Names of the paper's f1AP and of COCO's, by what the protocol pairs.
std::vector<MetricTile> cocoTiles(const Report& report, const Report* reference,
                                  const QString& mean) {
    Tiles tiles(report, reference);
    const bool f1 = report.value("f1AP") > -1;
    const auto name = [f1](const char* metric) {
        return f1 ? std::string("f1") + metric : std::string(metric);
    };
    tiles.add(name("AP").c_str(), f1 ? tr("AP (IoU and F1)") : tr("AP"), mean);
    if (f1)
        tiles.add("AP", tr("AP, IoU only"), tr("attributes aside"));
    tiles.add(name("AP50").c_str(), f1 ? tr("AP IoU .50, F1 .50") : tr("AP, IoU .50"),
              tr("generous"));
    tiles.add(name("AP75").c_str(), f1 ? tr("AP IoU .75, F1 .75") : tr("AP, IoU .75"),
              tr("strict"));
    tiles.add(name("APs").c_str(), tr("small"), tr("under 32²"));
    tiles.add(name("APm").c_str(), tr("medium"), tr("32² to 96²"));
    tiles.add(name("APl").c_str(), tr("large"), tr("over 96²"));
    tiles.add("APr", tr("rare"), tr("in 1 to 10 images"),
              tr("AP over categories that at most ten images of the training set have."));
    tiles.add("APc", tr("common"), tr("in 11 to 100 images"),
              tr("AP over categories that 11 to 100 images of the training set have."));
    tiles.add("APf", tr("frequent"), tr("in more than 100"),
              tr("AP over categories that more than 100 images of the training set have."));
    const int most = report.operatingPoint.maxDetections;
    tiles.add(name("AR100").c_str(), tr("recall"), recallLine(most),
              metricGloss(name("AR") + std::to_string(most)));
    const int ofImage = report.protocol.detectionsPerImage;
    tiles.add(("AR@" + std::to_string(ofImage)).c_str(), tr("recall"),
              tr("%1 an image").arg(ofImage));
    return tiles.take();
}

}  // namespace

QString operatingPointText(const OperatingPoint& point) {
    const QString score =
        std::isfinite(point.scoreThreshold) && point.scoreThreshold > 0
            ? tr("Detections count from score %1 on").arg(metricText(point.scoreThreshold, 2))
            : tr("All detections count");
    QString text =
        tr("%1, at most %2 of a category in an image; an attribute is on from probability %3.")
            .arg(score)
            .arg(point.maxDetections)
            .arg(metricText(point.attributeThreshold, 2));
    if (!point.scoreOf.empty())
        text += u' ' + tr("%1 have a threshold of their own.")
                           .arg(countText(qint64(point.scoreOf.size()), "category"))
                           .replace(QStringLiteral("categorys"), QStringLiteral("categories"));
    if (const std::size_t own = point.attributeOf.size() + point.categoryAttributeOf.size())
        text += u' ' +
                tr("%1 of attributes are set one by one.").arg(countText(qint64(own), "threshold"));
    return text;
}

std::vector<MetricTile> tilesOf(const Report& report, const Report* reference, int columns) {
    const auto measured =
        std::count_if(report.categories.begin(), report.categories.end(),
                      [](const CategoryResult& category) { return category.objects > 0; });
    const QString mean = columns > 0 && columns != measured
                             ? tr("mean of %1 columns").arg(columns)
                             : tr("mean of %1 categories").arg(measured);
    if (!report.protocol.missesCount)
        return kaggleTiles(report, reference);
    if (!report.blocks.empty())
        return fashionpediaTiles(report, reference, mean);
    return cocoTiles(report, reference, mean);
}

QString protocolTitle(const std::string& name) {
    if (name == "paper")
        return tr("f1AP of the paper");
    if (name == "fashionpedia")
        return tr("Fashionpedia");
    if (name == "coco")
        return tr("COCO");
    if (name == "kaggle2020")
        return tr("Kaggle 2020");
    if (name == "lvis")
        return tr("LVIS");
    return QString::fromStdString(name);
}

QString protocolSentence(const std::string& name) {
    if (name == "paper")
        return tr(
            "As the paper's tables say it: a detection is right where overlap and attributes both "
            "reach a demand, .50 to .95 in ten steps; every category weighs the same. Beside it "
            "COCO's AP, by overlap alone.");
    if (name == "fashionpedia")
        return tr(
            "The official script, to the digit: ten demands of overlap with ten of attributes; "
            "categories with attributes weigh ten times as much as the others.");
    if (name == "coco")
        return tr(
            "COCO's twelve figures, as pycocotools prints them: overlap alone, .50 to .95 in ten "
            "steps. Attributes are not asked.");
    if (name == "kaggle2020")
        return tr(
            "iMaterialist 2020: of each image the share of detections that are right, over ten "
            "demands of overlap and ten of attributes. Missed objects cost nothing.");
    if (name == "lvis")
        return tr(
            "LVIS: as COCO, with up to 300 detections an image, and categories apart by how rare "
            "they are in training.");
    return {};
}

std::vector<std::string> offeredProtocols() {
    std::vector<std::string> names;
    for (const char* name : {"paper", "fashionpedia", "coco", "kaggle2020", "lvis"}) {
        if (protocolNamed(name))
            names.push_back(name);
    }
    return names;
}

QString protocolText(const Protocol& protocol) {
    return tr("%1, %2").arg(protocolTitle(protocol.name), iouTypeName(protocol.iouType));
}

QString iouTypeName(IouType type) {
    switch (type) {
        case IouType::Box:
            return tr("boxes");
        case IouType::Boundary:
            return tr("edges of masks");
        case IouType::Mask:
            break;
    }
    return tr("masks");
}

std::vector<Figure> figuresOf(const Report& report) {
    std::vector<Figure> figures;
    if (report.blocks.empty() || !report.protocol.missesCount) {
        for (const Metric& metric : report.metrics)
            figures.push_back({QString::fromStdString(metric.name),
                               report.protocol.missesCount ? metricMeaning(metric.name)
                                                           : blockMeaning({}, metric.name),
                               report.protocol.missesCount ? metricGloss(metric.name)
                                                           : blockGloss({}, metric.name),
                               metric.value, figureBehind({}, metric.name, report.protocol)});
    }
    if (report.blocks.empty())
        return figures;
    figures.clear();
    for (const MetricBlock& block : report.blocks) {
        for (const Metric& metric : block.metrics)
            figures.push_back({QString::fromStdString(block.name + " " + metric.name),
                               blockMeaning(block.name, metric.name),
                               blockGloss(block.name, metric.name), metric.value,
                               figureBehind(block.name, metric.name, report.protocol)});
    }
    return figures;
}

}  // namespace selvedge
