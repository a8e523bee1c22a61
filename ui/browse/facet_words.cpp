#include "ui/browse/facet_words.h"

#include <QCoreApplication>
#include <cmath>

#include "dataset/project/marks.h"
#include "dataset/project/query_words.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

QString said(const char* text) {
    return QCoreApplication::translate("FacetModel", text);
}

QString numberWords(Facet facet, double number) {
    if (facet == Facet::Score) {
        const bool fine = std::abs(number * 100 - std::round(number * 100)) > 1e-9;
        return metricText(number, fine ? 4 : 2);
    }
    if (facet == Facet::Area)
        return QString::number(number, 'g', 4) + QStringLiteral(" %");
    return QString::number(number, 'g', 6);
}

// "coat", "coat or jacket", "coat, jacket or cape".
QString alternatives(const QStringList& names) {
    if (names.size() < 2)
        return names.join(QString());
    return said("%1 or %2")
        .arg(names.mid(0, names.size() - 1).join(QStringLiteral(", ")), names.last());
}

// With signs: they stand beside the field's name, where room is short.
QString rangeSigns(Facet facet, const NumberRange& range) {
    const bool lower = std::isfinite(range.least), upper = std::isfinite(range.most);
    if (lower && upper && !range.above && !range.below)
        return rangeWords(facet, range);
    QStringList parts;
    if (lower)
        parts += (range.above ? QStringLiteral("> ") : QStringLiteral("≥ ")) +
                 numberWords(facet, range.least);
    if (upper)
        parts += (range.below ? QStringLiteral("< ") : QStringLiteral("≤ ")) +
                 numberWords(facet, range.most);
    return parts.join(said(" and "));
}

QString starsWords(const std::vector<FacetValue>& values) {
    const std::uint32_t least = values.front().index, most = values.back().index;
    if (values.size() > 1 && values.size() == most - least + 1) {
        if (most == kMostStars)
            return QStringLiteral("≥ %1").arg(least);
        if (least == 0)
            return QStringLiteral("≤ %1").arg(most);
    }
    QStringList names;
    for (const FacetValue value : values)
        names += QString::number(value.index);
    return alternatives(names);
}

// As it is typed: "category"; of attributes their group's, where it is one word.
QString fieldWord(FacetValue value, const Vocabulary& words) {
    if (value.facet == Facet::Attribute) {
        const auto group = words.catalog().groupOf(AttributeIndex(value.index));
        const std::string name = fieldOf(group, words);
        if (!name.empty() && name.front() != '"')
            return QString::fromStdString(name);
    }
    return QString::fromStdString(fieldOf(value.facet));
}

TermWords valueWords(const Query& term, const Vocabulary& words) {
    std::vector<FacetValue> values;
    QStringList names;
    for (const auto& [value, state] : term.values) {
        values.push_back(value);
        names += facetValueName(value, words);
    }
    const FacetValue first = values.front();
    TermWords said{fieldWord(first, words), alternatives(names),
                   term.values.begin()->second == FacetState::Exclude,
                   first.facet == Facet::Category || first.facet == Facet::Attribute};
    if (first.facet == Facet::Stars)
        said.value = starsWords(values);
    // "not reviewed", "in no split".
    else if (values.size() == 1 && first.index == 0 &&
             (first.facet == Facet::Review || first.facet == Facet::Split))
        said.field.clear();
    return said;
}

}  // namespace

QString TermWords::text() const {
    return leavesOut ? said("without %1").arg(plain()) : plain();
}

QString TermWords::plain() const {
    return field.isEmpty() ? value : field + u' ' + value;
}

QString TermWords::drop() const {
    return (leavesOut ? said("Allow %1") : said("Drop %1")).arg(plain());
}

TermWords termWords(const Query& term, const Vocabulary& words) {
    for (const Facet facet : {Facet::Area, Facet::Objects, Facet::Score}) {
        if (!term.range(facet).everything())
            return {QString::fromStdString(fieldOf(facet)), rangeSigns(facet, term.range(facet)),
                    false, false};
    }
    if (!term.values.empty())
        return valueWords(term, words);
    QStringList parts;
    for (const auto& [part, state] : term.ids)
        parts += QString::fromStdString(part);
    return {said("name"), alternatives(parts),
            !term.ids.empty() && term.ids.begin()->second == FacetState::Exclude, false};
}

QString queryWords(const Query& query, const Vocabulary& words) {
    QStringList parts;
    for (const Query& term : termsOf(query, words))
        parts += termWords(term, words).text();
    return parts.join(QStringLiteral(", "));
}

QString facetTitle(Facet facet) {
    switch (facet) {
        case Facet::Split:
            return said("Split");
        case Facet::Category:
            return said("Category");
        case Facet::Supercategory:
            return said("Supercategory");
        case Facet::Attribute:
            return said("Other attributes");
        case Facet::Verdict:
            return said("Verdict");
        case Facet::Area:
            return said("Area of object");
        case Facet::Objects:
            return said("Objects in the image");
        case Facet::Score:
            return said("Score of prediction");
        case Facet::Review:
            return said("Review state");
        case Facet::Stars:
            return said("Stars");
        case Facet::Tag:
            return said("Tags");
        case Facet::Collection:
            return said("Collections");
        case Facet::Colour:
            return said("Colour");
        case Facet::Id:
            return said("Name of the image");
    }
    return {};
}

QString facetValueName(FacetValue value, const Vocabulary& words) {
    if (value.facet == Facet::Split && value.index == std::uint32_t(Split::None))
        return said("in no split");
    if (value.facet == Facet::Review && value.index == std::uint32_t(ReviewState::None))
        return said("not reviewed");
    if (value.facet == Facet::Stars)
        return value.index == 0   ? said("no stars")
               : value.index == 1 ? said("1 star")
                                  : said("%1 stars").arg(value.index);
    // As the usual data sets have it: "dress (coat )".
    return QString::fromStdString(words.nameOf(value))
        .replace(QLatin1String(" )"), QLatin1String(")"));
}

QString rangeWords(Facet facet, const NumberRange& range) {
    const bool lower = std::isfinite(range.least), upper = std::isfinite(range.most);
    const QString least = numberWords(facet, range.least), most = numberWords(facet, range.most);
    if (lower && upper)
        return range.least == range.most ? least : said("%1 to %2").arg(least, most);
    if (lower)
        return (range.above ? said("over %1") : said("from %1")).arg(least);
    if (upper)
        return (range.below ? said("under %1") : said("up to %1")).arg(most);
    return {};
}

QColor colourSwatch(Colour colour) {
    switch (colour) {
        case Colour::Black:
            return {0x16, 0x16, 0x16};
        case Colour::White:
            return {0xfa, 0xfa, 0xfa};
        case Colour::Grey:
            return {0x90, 0x90, 0x90};
        case Colour::Red:
            return {0xd6, 0x18, 0x24};
        case Colour::Orange:
            return {0xf5, 0x78, 0x1e};
        case Colour::Yellow:
            return {0xfa, 0xd8, 0x32};
        case Colour::Green:
            return {0x3c, 0x8c, 0x50};
        case Colour::Blue:
            return {0x24, 0x54, 0xbe};
        case Colour::Purple:
            return {0x6e, 0x36, 0x9e};
        case Colour::Pink:
            return {0xf4, 0x82, 0xaa};
        case Colour::Brown:
            return {0x74, 0x46, 0x2a};
        case Colour::Beige:
            return {0xde, 0xca, 0xaa};
    }
    return {};
}

Verdict::Kind verdictKind(ObjectVerdict verdict) {
    switch (verdict) {
        case ObjectVerdict::Right:
            return Verdict::Kind::Right;
        case ObjectVerdict::AttributeError:
            return Verdict::Kind::AttributeError;
        case ObjectVerdict::Missed:
            return Verdict::Kind::Missed;
        case ObjectVerdict::False:
            return Verdict::Kind::False;
        case ObjectVerdict::None:
            break;
    }
    return Verdict::Kind::Hidden;
}

}  // namespace selvedge
