#include "ui/plot/number_text.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "app/session/counted_text.h"

namespace selvedge {

namespace {

constexpr QChar kMinus(0x2212);
constexpr QChar kPlusMinus(0x00b1);
constexpr QChar kDash(0x2013);

bool isDefined(double metric) {
    return std::isfinite(metric) && metric >= 0;
}

// "0.2965" -> ".2965"
QString withoutLeadingZero(QString text) {
    return text.startsWith(u"0.") ? text.mid(1) : text;
}

QString withoutTrailingZeros(QString text) {
    if (!text.contains(u'.'))
        return text;
    while (text.endsWith(u'0'))
        text.chop(1);
    if (text.endsWith(u'.'))
        text.chop(1);
    return text;
}

QString tr(const char* text) {
    return QCoreApplication::translate("NumberText", text);
}

}  // namespace

QString metricText(double value, int digits) {
    if (!isDefined(value))
        return kDash;
    return withoutLeadingZero(QString::number(value, 'f', digits));
}

QString deltaText(double value, double reference, int digits) {
    if (!isDefined(value) || !isDefined(reference))
        return {};
    const double delta = value - reference;
    const QString size = QString::number(std::abs(delta), 'f', digits);
    const bool zero = size.toDouble() == 0;
    const QChar sign = zero ? kPlusMinus : delta < 0 ? kMinus : QChar(u'+');
    return sign + withoutLeadingZero(size);
}

QString countText(std::int64_t count) {
    return count < 0 ? kMinus + thousands(std::uint64_t(-count)) : thousands(std::uint64_t(count));
}

QString countText(std::int64_t count, const char* noun) {
    return countedText(std::uint64_t(count), noun);
}

QString signedCountText(std::int64_t by) {
    return by == 0 ? QStringLiteral("±0") : by > 0 ? u'+' + countText(by) : countText(by);
}

QString valueText(double value, int digits) {
    if (!std::isfinite(value))
        return kDash;
    if (value == 0)
        return QStringLiteral("0");
    const int magnitude = int(std::floor(std::log10(std::abs(value))));
    QString text;
    if (magnitude >= digits)
        text = countText(std::llround(value));
    else if (magnitude < -6)
        text = QString::number(value, 'e', digits - 1);
    else if (magnitude < 0)
        text = QString::number(value, 'f', magnitude < -2 ? digits - 1 - magnitude : digits);
    else
        text = QString::number(value, 'f', digits - 1 - magnitude);
    if (magnitude < -2)
        text = withoutTrailingZeros(text);
    return text.replace(u'-', kMinus);
}

QString axisText(double value, double step) {
    if (std::abs(value) < std::abs(step) * 1e-6)
        return QStringLiteral("0");
    double unit = 1;
    QString suffix;
    const double size = std::max(std::abs(value), std::abs(step));
    if (size >= 1e6) {
        unit = 1e6;
        suffix = QStringLiteral("M");
    } else if (size >= 1e3) {
        unit = 1e3;
        suffix = QStringLiteral("k");
    }
    const double scaledStep = std::abs(step) / unit;
    const int decimals =
        scaledStep > 0 ? std::clamp(int(std::ceil(-std::log10(scaledStep) - 1e-9)), 0, 9) : 3;
    QString text = QString::number(std::abs(value) / unit, 'f', decimals);
    if (!suffix.isEmpty())
        text = withoutTrailingZeros(text);
    text = withoutLeadingZero(text) + suffix;
    return value < 0 ? kMinus + text : text;
}

QString durationText(double seconds) {
    if (seconds < 10)
        return tr("%1 s").arg(std::max(0.0, seconds), 0, 'f', 1);
    const auto whole = std::int64_t(std::llround(seconds));
    if (whole < 60)
        return tr("%1 s").arg(whole);
    const std::int64_t minutes = (whole + 30) / 60;
    if (minutes < 60)
        return tr("%1 min").arg(minutes);
    const std::int64_t hours = minutes / 60;
    if (hours < 24)
        return minutes % 60 ? tr("%1 h %2 min").arg(hours).arg(minutes % 60)
                            : tr("%1 h").arg(hours);
    return hours % 24 ? tr("%1 d %2 h").arg(hours / 24).arg(hours % 24)
                      : tr("%1 d").arg(hours / 24);
}

QString timeLeftText(double seconds) {
    if (seconds < 0)
        return {};
    if (seconds < 5)
        return tr("a few seconds left");
    return tr("%1 left").arg(durationText(std::round(seconds)));
}

}  // namespace selvedge
