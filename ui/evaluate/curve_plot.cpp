#include "ui/evaluate/curve_plot.h"

#include <QCoreApplication>
#include <tuple>

#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("CurvePlot", text);
}

}  // namespace

std::vector<CurveLine> curveLines(const Curves& curves, const CurveLook& look) {
    std::vector<CurveLine> lines;
    if (curves.generous.objects == 0)
        return lines;
    const auto add = [&](const ThresholdCurve& curve, const QString& name, Qt::PenStyle style,
                         bool quiet) {
        CurveLine line{name, Token::Truth, style, quiet, {}};
        for (const CurvePoint& point : curve.points)
            line.points.push_back(look.overRecall ? QPointF(point.recall, point.precision)
                                                  : QPointF(point.threshold, point.f1));
        lines.push_back(std::move(line));
    };
    add(curves.generous,
        curves.subject.ofAttributes ? tr("attributes")
        : look.withF1               ? tr("IoU, F1 .50")
                                    : tr("IoU .50"),
        Qt::SolidLine, false);
    if (curves.strict)
        add(*curves.strict, QStringLiteral(".75"), Qt::DashLine, false);
    if (curves.against)
        add(*curves.against, look.against, Qt::SolidLine, true);
    return lines;
}

std::pair<QString, QString> curveAxes(bool ofAttributes, const CurveLook& look) {
    if (look.overRecall)
        return {tr("recall"), tr("precision")};
    return {ofAttributes ? tr("least probability") : tr("least score"), tr("F1")};
}

QStringList curvePointText(const Curves& curves, const CurveLook& look, int index) {
    if (index < 0 || index >= int(curves.generous.points.size()))
        return {};
    const CurvePoint& point = curves.generous.points[std::size_t(index)];
    const QString at = (curves.subject.ofAttributes ? tr("probability %1") : tr("score %1"))
                           .arg(metricText(point.threshold, 2));
    if (look.overRecall)
        return {at,
                tr("P %1, R %2").arg(metricText(point.precision, 2), metricText(point.recall, 2))};
    QStringList lines{at, tr("F1 %1").arg(metricText(point.f1, 2))};
    if (const auto& best = curves.generous.best)
        lines += tr("best %1 at %2").arg(metricText(best->f1, 2), metricText(best->threshold, 2));
    return lines;
}

int curvePointAt(const Curves& curves, std::optional<double> threshold) {
    const auto& points = curves.generous.points;
    const CurvePoint* at =
        threshold && curves.generous.objects > 0 ? curves.generous.at(*threshold) : nullptr;
    return at ? int(at - points.data()) : -1;
}

int bestCurvePoint(const Curves& curves) {
    const auto& points = curves.generous.points;
    int best = -1;
    if (curves.generous.objects > 0 && curves.generous.best) {
        for (std::size_t i = 0; i < points.size(); ++i)
            if (points[i] == *curves.generous.best)
                best = int(i);
    }
    return best;
}

std::optional<double> commonThreshold(const OperatingPoint& point, const CurveSubject& subject) {
    std::optional<double> common;
    const auto meet = [&](double value) {
        if (common && *common != value)
            return false;
        common = value;
        return true;
    };
    if (subject.ofAttributes) {
        if (subject.attributes.empty())
            return point.attributeThreshold;
        for (const AttributeIndex attribute : subject.attributes) {
            const auto own = point.attributeOf.find(attribute);
            if (!meet(own == point.attributeOf.end() ? point.attributeThreshold : own->second))
                return {};
        }
        return common;
    }
    if (subject.categories.empty())
        return point.scoreThreshold;
    for (const CategoryIndex category : subject.categories) {
        if (!meet(scoreThresholdOf(point, category)))
            return {};
    }
    return common;
}

CurvePlot curvePlot(const Curves& curves, const CurveLook& look, const OperatingPoint& point) {
    CurvePlot plot;
    plot.lines = curveLines(curves, look);
    std::tie(plot.xName, plot.yName) = curveAxes(curves.subject.ofAttributes, look);
    plot.handle = curvePointAt(curves, commonThreshold(point, curves.subject));
    plot.handleText = curvePointText(curves, look, plot.handle);
    plot.best = bestCurvePoint(curves);
    return plot;
}

}  // namespace selvedge
