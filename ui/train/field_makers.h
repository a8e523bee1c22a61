#pragma once

#include <functional>
#include <tuple>
#include <vector>

#include "ui/train/train_fields.h"

namespace selvedge {

// Makers of the form's fields, from what they show to where they lie in the setup.

template <typename T>
using Place = std::function<T&(TrainSetup&)>;

template <typename T>
T valueOf(const Place<T>& place, const TrainSetup& setup) {
    return place(const_cast<TrainSetup&>(setup));  // only read
}

// Digits as typed: blanks of any width between thousands are no part of the number.
QString withoutBlanks(const QString& text);

FieldSpec wholeNumber(TrainField id, FieldSpec::Group group, bool folded, const QString& label,
                      const QString& tip, int least, int most, Place<int> place);
// A comma is read as a point.
FieldSpec realNumber(TrainField id, FieldSpec::Group group, bool folded, const QString& label,
                     const QString& tip, double least, double most, Place<double> place);
FieldSpec yesOrNo(TrainField id, FieldSpec::Group group, bool folded, const QString& label,
                  const QString& tip, Place<bool> place);
FieldSpec choice(TrainField id, FieldSpec::Group group, bool folded, const QString& label,
                 const QString& tip, std::vector<FieldSpec::Choice> choices,
                 std::function<QString(const TrainSetup&)> text,
                 std::function<void(TrainSetup&, const QString&)> set);

// A choice of an enum's values, each with its key and title.
template <typename Enum>
FieldSpec enumChoice(TrainField id, FieldSpec::Group group, bool folded, const QString& label,
                     const QString& tip,
                     const std::vector<std::tuple<Enum, QString, QString>>& values,
                     Place<Enum> place) {
    std::vector<FieldSpec::Choice> choices;
    for (const auto& [value, key, title] : values)
        choices.push_back({key, title});
    return choice(
        id, group, folded, label, tip, std::move(choices),
        [values, place](const TrainSetup& setup) {
            for (const auto& [value, key, title] : values) {
                if (value == valueOf(place, setup))
                    return key;
            }
            return QString();
        },
        [values, place](TrainSetup& setup, const QString& wanted) {
            for (const auto& [value, key, title] : values) {
                if (key == wanted)
                    place(setup) = value;
            }
        });
}

// The fields of the attributes (attribute_fields.cpp).
void addAttributeFields(std::vector<FieldSpec>& fields);

}  // namespace selvedge
