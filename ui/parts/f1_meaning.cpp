#include "ui/parts/f1_meaning.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>

#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

QString say(const char* text) {
    return QCoreApplication::translate("F1Meaning", text);
}

double ratio(double hits, double wrong) {
    return hits + wrong > 0 ? 2 * hits / (2 * hits + wrong) : 0;
}

QString lineOf(const Protocol& protocol, const AttributeTally& tally, double threshold) {
    const QString asks = say("F1 ≥ %1").arg(metricText(threshold, 2));
    const auto needed = neededRight(protocol.f1, tally, threshold);
    if (!needed)
        return say("%1 is out of reach: of the %2 not even all right would do.")
            .arg(asks, countText(tally.predicted, "predicted attribute"));
    if (tally.right >= *needed)
        return say("%1 needs %2 of them right: reached.").arg(asks).arg(*needed);
    return say("%1 needs %2 of them right: %3 missing.")
        .arg(asks)
        .arg(*needed)
        .arg(*needed - tally.right);
}

}  // namespace

double f1Of(F1Kind kind, const AttributeTally& tally) {
    const double right = tally.right;
    const double wrong = tally.truth + tally.predicted - 2 * right;
    if (kind == F1Kind::Set)
        return tally.truth + tally.predicted == 0 ? 1 : ratio(right, wrong);
    const double neither = tally.catalog - (tally.truth + tally.predicted - right);
    if (kind == F1Kind::BinaryMicro)
        return tally.catalog > 0 ? (right + neither) / tally.catalog : 0;
    // Where nobody has any, "has it" is no label, and only "has it not" is measured.
    if (tally.truth + tally.predicted == 0)
        return ratio(neither, wrong);
    if (neither + wrong == 0)
        return ratio(right, wrong);
    return (ratio(right, wrong) + ratio(neither, wrong)) / 2;
}

std::optional<int> neededRight(F1Kind kind, const AttributeTally& tally, double threshold) {
    AttributeTally with = tally;
    for (with.right = 0; with.right <= std::min(tally.truth, tally.predicted); ++with.right)
        if (f1Of(kind, with) >= threshold - 1e-10)
            return with.right;
    return std::nullopt;
}

QString f1Meaning(const Protocol& protocol, const AttributeTally& tally) {
    if (protocol.pairs == Pairs::None)
        return {};
    if (tally.truth == 0 && protocol.withoutAttributes == WithoutAttributes::Full)
        return say("The truth has no attributes: F1 counts as 1, whatever is predicted.");
    if (tally.truth == 0 && protocol.withoutAttributes == WithoutAttributes::Ignored)
        return say("The truth has no attributes: F1 is not asked.");
    QStringList lines{say("%1, %2 predicted, %3 of them right: F1 %4.")
                          .arg(countText(tally.truth, "attribute"))
                          .arg(tally.predicted)
                          .arg(tally.right)
                          .arg(metricText(f1Of(protocol.f1, tally), 2))};
    for (const double threshold : {.5, .75})
        lines += lineOf(protocol, tally, threshold);
    return lines.join(u'\n');
}

}  // namespace selvedge
