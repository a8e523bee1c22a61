#pragma once

#include <optional>

#include "app/session/analyses.h"
#include "ui/plot/curve_paint.h"

namespace selvedge {

// How curves are drawn: precision over recall, or F1 over the threshold.
struct CurveLook {
    bool overRecall = true;
    bool withF1 = false;  // hits of detections ask for F1
    QString against;      // the other run's name
};

// Pure functions, any thread.
std::vector<CurveLine> curveLines(const Curves& curves, const CurveLook& look);
// "recall" and "precision", "least score" and "F1".
std::pair<QString, QString> curveAxes(bool ofAttributes, const CurveLook& look);
// What stands beside a point of the first line; empty without it.
QStringList curvePointText(const Curves& curves, const CurveLook& look, int index);
// Of the first line, the point at the threshold, and the one of the best F1; -1: none.
int curvePointAt(const Curves& curves, std::optional<double> threshold);
int bestCurvePoint(const Curves& curves);
// The threshold of the subject; nothing: several differ.
std::optional<double> commonThreshold(const OperatingPoint& point, const CurveSubject& subject);
// All of it, with the handle at the point's threshold.
CurvePlot curvePlot(const Curves& curves, const CurveLook& look, const OperatingPoint& point);

}  // namespace selvedge
