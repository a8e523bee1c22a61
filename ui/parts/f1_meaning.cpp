#include "ui/parts/f1_meaning.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>

#include "model/evaluation/attribute_f1.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

QString say(const char* text) {
    return QCoreApplication::translate("F1Meaning", text);
}

// Only counts matter, never which attributes: the first ones stand for any.
double f1Of(F1Kind kind, const AttributeTally& tally) {
    AttributeBits truth, predicted;
    for (int i = 0; i < tally.truth; ++i)
        truth.set(AttributeIndex(i));
    for (int i = 0; i < tally.predicted; ++i)
        predicted.set(AttributeIndex(i < tally.right ? i : tally.truth + i - tally.right));
    return attributeF1(kind, truth, predicted, std::size_t(tally.catalog));
}

bool isAbove(const Protocol& protocol) {
    return protocol.compare == Compare::Above;
}

QString lineOf(const Protocol& protocol, const AttributeTally& tally, double threshold) {
    const QString asks =
        (isAbove(protocol) ? say("F1 > %1") : say("F1 ≥ %1")).arg(metricText(threshold, 2));
    const auto needed = neededRight(protocol, tally, threshold);
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

std::optional<int> neededRight(const Protocol& protocol, const AttributeTally& tally,
                               double threshold) {
    AttributeTally with = tally;
    for (with.right = 0; with.right <= std::min(tally.truth, tally.predicted); ++with.right) {
        const double f1 = f1Of(protocol.f1, with);
        // As matching does.
        if (isAbove(protocol) ? f1 > threshold : f1 >= std::min(threshold, 1 - 1e-10))
            return with.right;
    }
    return std::nullopt;
}

QString f1Meaning(const Criteria& criteria, CategoryIndex category, const AttributeTally& tally) {
    const Protocol& protocol = criteria.protocol;
    if (protocol.pairs == Pairs::None)
        return {};
    if (!criteria.asksF1.empty() && !criteria.asksF1[category])
        return say("Of this category attributes are not asked: only overlap counts.");
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
