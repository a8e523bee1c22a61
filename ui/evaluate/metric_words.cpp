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
    std::string rest;     // "", "50", "s", "100"
    std::string ofImage;  // LVIS: so many detections of an image, "300"
};

Parts partsOf(const std::string& name) {
    const bool attributes = name.rfind("f1", 0) == 0;
    std::string base = attributes ? name.substr(2) : name;
    std::string ofImage;
    if (const auto at = base.find('@'); at != std::string::npos) {
        ofImage = base.substr(at + 1);
        base.erase(at);
    }
    return {attributes, base.rfind("AR", 0) == 0, base.size() > 2 ? base.substr(2) : "", ofImage};
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

// "IoU .50, F1 .75" of "AP_IOU50_F175"; empty where the name says no demand.
QString demandsOf(const std::string& name) {
    QStringList demands;
    for (const auto& [key, word] : {std::pair(std::string("_IOU"), QStringLiteral("IoU .%1")),
                                    std::pair(std::string("_F1"), QStringLiteral("F1 .%1"))}) {
        const auto at = name.find(key);
        if (at != std::string::npos)
            demands += word.arg(QString::fromStdString(name.substr(at + key.size(), 2)));
    }
    return demands.join(QStringLiteral(", "));
}

// COCO's name of one without "@100" and the like: "ARs".
std::string plainName(const std::string& name) {
    std::string plain = name;
    const auto at = plain.find('@');
    if (at == std::string::npos)
        return plain;
    const std::string most = plain.substr(at + 1);
    plain.erase(at);
    return plain == "AR" ? plain + most : plain;
}

// Whole garments, accessories, parts; empty: of none of them.
QString partOf(const std::string& name) {
    if (name == "APo")
        return tr("outer garments (categories 0 to 12)");
    if (name == "APa")
        return tr("accessories (categories 13 to 26)");
    if (name == "APp")
        return tr("parts of garments (categories 27 to 45)");
    return {};
}

QString blockDemand(const std::string& block) {
    if (block == "iou")
        return tr("by overlap alone");
    if (block == "f1")
        return tr("by attributes alone");
    return tr("by overlap and attributes");
}

}  // namespace

QString blockMeaning(const std::string& block, const std::string& name) {
    QString what = partOf(name);
    if (what.isEmpty())
        what = demandsOf(name);
    if (what.isEmpty() && name != "AP")
        what = metricMeaning(plainName(name));
    return what.isEmpty() ? blockDemand(block) : what + QStringLiteral(", ") + blockDemand(block);
}

QString blockGloss(const std::string& block, const std::string& name) {
    QString text =
        partOf(name).isEmpty() && demandsOf(name).isEmpty() && name != "AP"
            ? metricGloss(plainName(name))
            : tr("Average precision, %1: how few false finds come with the right ones. "
                 "The mean over categories, and over demands from .50 to .95%2. "
                 "0 is worst, 1 is best.")
                  .arg(partOf(name).isEmpty() ? tr("all categories") : partOf(name),
                       demandsOf(name).isEmpty()
                           ? QString()
                           : tr(" but for those that are given: %1").arg(demandsOf(name)));
    if (block == "f1")
        text += u' ' + tr("A detection is near enough wherever it is: only its attributes are "
                          "measured.");
    else if (block == "iou")
        text += u' ' + tr("Attributes are not asked.");
    else
        text += u' ' + tr("A detection is right where overlap (IoU) and attributes (F1) both reach "
                          "their demand.");
    return text;
}

QString metricMeaning(const std::string& name) {
    const Parts parts = partsOf(name);
    if (isSize(parts.rest))
        return parts.recall ? tr("recall, %1").arg(sizeWords(parts.rest)) : sizeWords(parts.rest);
    if (parts.recall)
        return !parts.ofImage.empty()
                   ? tr("recall, %1 detections an image").arg(QString::fromStdString(parts.ofImage))
               : parts.rest == "1" ? tr("recall, the best detection of a category")
                                   : tr("recall, %1 detections of a category")
                                         .arg(QString::fromStdString(parts.rest));
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
    else if (!parts.ofImage.empty())
        text += tr("At most %1 detections of an image, of all categories together, count.")
                    .arg(QString::fromStdString(parts.ofImage));
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
