#include "ui/evaluate/metric_words.h"

#include <QCoreApplication>

namespace selvedge {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("MetricWords", text);
}

struct Parts {
    bool attributes;  // "f1" before the name
    bool recall;
    std::string rest;  // "", "50", "s", "100"
};

Parts partsOf(const std::string& name) {
    const bool attributes = name.rfind("f1", 0) == 0;
    const std::string base = attributes ? name.substr(2) : name;
    return {attributes, base.rfind("AR", 0) == 0, base.size() > 2 ? base.substr(2) : ""};
}

QString sizeWords(const std::string& rest) {
    if (rest == "s")
        return tr("small, under 32² pixels");
    if (rest == "m")
        return tr("medium, 32² to 96² pixels");
    return tr("large, over 96² pixels");
}

bool isSize(const std::string& rest) {
    return rest == "s" || rest == "m" || rest == "l";
}

}  // namespace

QString metricMeaning(const std::string& name) {
    const Parts parts = partsOf(name);
    if (isSize(parts.rest))
        return parts.recall ? tr("recall, %1").arg(sizeWords(parts.rest)) : sizeWords(parts.rest);
    if (parts.recall)
        return parts.rest == "1"
                   ? tr("recall, the best detection an image")
                   : tr("recall, %1 detections an image").arg(QString::fromStdString(parts.rest));
    if (parts.rest == "50")
        return tr("generous: overlap from .50");
    if (parts.rest == "75")
        return tr("strict: overlap from .75");
    return tr("mean over overlaps .50 to .95");
}

QString metricGloss(const std::string& name) {
    const Parts parts = partsOf(name);
    QString text =
        parts.recall
            ? tr("Average recall: the share of annotated objects that are found, averaged over "
                 "overlaps .50 to .95 and over categories.")
            : tr("Average precision: how few false finds come with the right ones when detections "
                 "are taken by falling score, averaged over recall and over categories.");
    text += u' ';
    if (isSize(parts.rest))
        text += tr("Only objects of this size count: %1.").arg(sizeWords(parts.rest));
    else if (parts.recall)
        text += tr("At most %1 detections of a category in an image count.")
                    .arg(QString::fromStdString(parts.rest));
    else if (parts.rest == "50" || parts.rest == "75")
        text += tr("Found means: the prediction shares at least .%1 of the joint area (IoU).")
                    .arg(QString::fromStdString(parts.rest));
    else
        text +=
            tr("Found means: enough of the joint area is shared (IoU); the mean over ten "
               "demands from .50 to .95.");
    if (parts.attributes)
        text += u' ' + tr("The attributes must agree as well: their F1 reaches the same threshold. "
                          "Objects without attributes pass.");
    return text + u' ' + tr("0 is worst, 1 is best.");
}

}  // namespace selvedge
