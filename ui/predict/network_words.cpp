#include "ui/predict/network_words.h"

#include <QCoreApplication>
#include <QStringList>

#include "dataset/error.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr qsizetype kMostNames = 24;

QString said(const char* text) {
    return QCoreApplication::translate("NetworkWords", text);
}

// A stranger's text: short, and without control characters.
QString plain(const std::string& text) {
    QString shown = QString::fromStdString(text).left(80);
    for (QChar& c : shown) {
        if (!c.isPrint())
            c = u'?';
    }
    return shown;
}

QString namesOf(const WeightReport::Fit& fit) {
    QStringList names;
    for (const WeightReport::Mismatch& one : fit.otherShape)
        names += said("%1 (of another size)").arg(plain(one.target));
    for (const std::string& one : fit.missing)
        names += plain(one);
    if (names.size() <= kMostNames)
        return names.join(u'\n');
    const qsizetype more = names.size() - kMostNames;
    return names.first(kMostNames).join(u'\n') + u'\n' + said("and %1 more").arg(countText(more));
}

NetworkWords ownWords(const WeightReport& report, const std::string& config) {
    const NetworkConfig network = trainConfigFromJson(config).network;
    NetworkWords words;
    words.minSize = network.minSize;
    words.text =
        said("A network of %1: %2, knows %3 and %4.")
            .arg(plain(report.producer), plain(report.fit ? report.fit->network : network.backbone),
                 network.categories == 1 ? said("1 category")
                                         : said("%1 categories").arg(countText(network.categories)),
                 countText(network.attributes, "attribute"));
    return words;
}

}  // namespace

NetworkWords networkWords(const WeightReport& report) {
    const auto config = report.metadata.find("selvedge.config");
    try {
        if (config != report.metadata.end())
            return ownWords(report, config->second);
    } catch (const Error&) {
        // A strange config: then by what fits.
    }
    NetworkWords words;
    if (!report.fit) {
        words.tone = NetworkWords::Tone::Fault;
        words.text = said("These weights fit no network of this program.");
        return words;
    }
    const WeightReport::Fit& fit = *report.fit;
    words.text = said("%1, named as in %2: %3 of %4 parts fit.")
                     .arg(plain(fit.network), plain(fit.names), countText(qint64(fit.matched)),
                          countText(qint64(fit.networkTensors)));
    if (fit.matched < fit.networkTensors) {
        words.tone = NetworkWords::Tone::Warning;
        words.text += u' ' + said(
                                 "The others have learned nothing yet: train it before its "
                                 "predictions mean much.");
        words.names = namesOf(fit);
    }
    return words;
}

}  // namespace selvedge
