#include "ui/train/field_makers.h"

#include <QLocale>

namespace selvedge {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("TrainFields", text);
}

QString numberText(double value) {
    return QLocale::c().toString(value, 'g', QLocale::FloatingPointShortest);
}

}  // namespace

QString withoutBlanks(const QString& text) {
    QString digits;
    for (const QChar c : text) {
        if (!c.isSpace())
            digits += c;
    }
    return digits;
}

FieldSpec wholeNumber(TrainField id, FieldSpec::Group group, bool folded, const QString& label,
                      const QString& tip, int least, int most, Place<int> place) {
    FieldSpec spec{id, group, folded, label, tip, {}, {}, {}};
    spec.text = [place](const TrainSetup& setup) { return QString::number(valueOf(place, setup)); };
    spec.set = [place, least, most](TrainSetup& setup, const QString& text) {
        bool ok = false;
        const int value = withoutBlanks(text).toInt(&ok);
        if (!ok || value < least || value > most)
            return tr("a whole number from %1 to %2").arg(least).arg(most);
        place(setup) = value;
        return QString();
    };
    return spec;
}

FieldSpec realNumber(TrainField id, FieldSpec::Group group, bool folded, const QString& label,
                     const QString& tip, double least, double most, Place<double> place) {
    FieldSpec spec{id, group, folded, label, tip, {}, {}, {}};
    spec.text = [place](const TrainSetup& setup) { return numberText(valueOf(place, setup)); };
    spec.set = [place, least, most](TrainSetup& setup, const QString& text) {
        bool ok = false;
        const double value = withoutBlanks(text).replace(u',', u'.').toDouble(&ok);
        if (!ok || !(value >= least && value <= most))
            return tr("a number from %1 to %2").arg(numberText(least), numberText(most));
        place(setup) = value;
        return QString();
    };
    return spec;
}

FieldSpec yesOrNo(TrainField id, FieldSpec::Group group, bool folded, const QString& label,
                  const QString& tip, Place<bool> place) {
    return choice(
        id, group, folded, label, tip, {{"yes", tr("Yes")}, {"no", tr("No")}},
        [place](const TrainSetup& setup) {
            return valueOf(place, setup) ? QStringLiteral("yes") : QStringLiteral("no");
        },
        [place](TrainSetup& setup, const QString& key) {
            place(setup) = key == QLatin1String("yes");
        });
}

FieldSpec choice(TrainField id, FieldSpec::Group group, bool folded, const QString& label,
                 const QString& tip, std::vector<FieldSpec::Choice> choices,
                 std::function<QString(const TrainSetup&)> text,
                 std::function<void(TrainSetup&, const QString&)> set) {
    return {id,
            group,
            folded,
            label,
            tip,
            std::move(choices),
            std::move(text),
            [set](TrainSetup& setup, const QString& key) {
                set(setup, key);
                return QString();
            }};
}

}  // namespace selvedge
