#include "ui/tune/row_sentence.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "ui/plot/number_text.h"
#include "ui/tune/row_table_model.h"

namespace selvedge {

namespace {

constexpr double kNothing = 5e-5;  // less is written .0000

QString say(const char* text) {
    return QCoreApplication::translate("RowSentence", text);
}

}  // namespace

QString rowSentence(const TuningRow& row, double threshold) {
    const QString where = thresholdText(threshold);
    QStringList sentences{
        say("%1 %2: %3.").arg(row.name, where, countText(std::int64_t(row.support), "object"))};
    if (!row.measure)
        return sentences.front();
    const RowMeasure& measure = *row.measure;
    // Both are ratios of the same whole numbers: rounding gives them back.
    const auto hits =
        std::int64_t(std::llround(std::max(0.0, measure.recall) * double(measure.support)));
    const bool category = row.row.of == ThresholdRow::Of::Score;
    if (measure.precision < 0) {
        sentences += say("At %1 the model says it of none.").arg(where);
    } else if (hits == 0) {
        sentences += say("At %1 the model finds none, and all of its calls are wrong.").arg(where);
    } else {
        const auto wrong = std::int64_t(std::llround(double(hits) / measure.precision)) - hits;
        sentences += (category ? say("At %1 the model finds %2, %3 of its detections are wrong.")
                               : say("At %1 the model finds %2, %3 of its calls are wrong."))
                         .arg(where, countText(hits), countText(wrong));
    }
    const double gain = measure.most - measure.now;
    if (measure.now >= 0)
        sentences += gain > kNothing ? say("AP can gain at most %1 here, at %2.")
                                           .arg(metricText(gain),
                                                thresholdText(std::clamp(measure.mostAt, 0.0, 1.0)))
                                     : say("AP has nothing to gain here.");
    return sentences.join(u' ');
}

QString atMostText(const RowMeasure& measure) {
    if (measure.now < 0)
        return {};
    if (measure.most - measure.now <= kNothing)
        return say("at most ±.0000");
    return say("at most %1 at %2")
        .arg(deltaText(measure.most, measure.now),
             thresholdText(std::clamp(measure.mostAt, 0.0, 1.0)));
}

}  // namespace selvedge
