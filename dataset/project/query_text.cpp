#include "dataset/project/query_text.h"

#include <charconv>
#include <cmath>

#include "dataset/project/marks.h"
#include "dataset/project/query_words.h"

namespace selvedge {

namespace {

std::string numberText(double number) {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    std::string text(digits, end);
    return text.substr(0, 2) == "0." ? text.substr(1) : text;
}

std::string rangeText(Facet facet, const NumberRange& range) {
    const std::string field = fieldOf(facet), unit = facet == Facet::Area ? "%" : "";
    const auto text = [&](double number) { return numberText(number) + unit; };
    const bool lower = std::isfinite(range.least), upper = std::isfinite(range.most);
    if (lower && upper && !range.above && !range.below)
        return range.least == range.most
                   ? field + ":" + text(range.least)
                   : field + ":" + text(range.least) + ".." + text(range.most);
    std::string both;
    if (lower)
        both = field + (range.above ? ">" : ">=") + text(range.least);
    if (upper)
        both += (lower ? " " : "") + field + (range.below ? "<" : "<=") + text(range.most);
    return both;
}

// stars>=3, where the values are all from one number on.
std::string starsText(const std::vector<FacetValue>& values) {
    const std::uint32_t least = values.front().index, most = values.back().index;
    if (values.size() > 1 && values.size() == most - least + 1) {
        if (most == kMostStars)
            return "stars>=" + std::to_string(least);
        if (least == 0)
            return "stars<=" + std::to_string(most);
    }
    std::string text = "stars:";
    for (const FacetValue value : values)
        text += (value == values.front() ? "" : ",") + std::to_string(value.index);
    return text;
}

std::string valuesText(const std::vector<FacetValue>& values, const Vocabulary& words) {
    const FacetValue first = values.front();
    if (first.facet == Facet::Stars)
        return starsText(values);
    std::vector<std::pair<std::string, QueryField>> fields{
        {fieldOf(first.facet), {first.facet, {}}}};
    if (first.facet == Facet::Attribute) {
        const GroupIndex group = words.catalog().groupOf(static_cast<AttributeIndex>(first.index));
        if (std::string name = fieldOf(group, words); !name.empty())
            fields.push_back({std::move(name), {first.facet, group}});
    }
    for (const auto& [name, field] : fields) {
        std::string text = name + ":";
        bool all = true;
        for (const FacetValue value : values) {
            const auto one = textOfValue(value, field, words);
            all = all && one;
            text += (value == first ? "" : ",") + one.value_or("");
        }
        if (all)
            return text;
    }
    std::string text = fields.front().first + ":";
    for (const FacetValue value : values) {
        const auto one = textOfValue(value, fields.front().second, words);
        text += value == first ? "" : ",";
        text += one ? *one : "#" + std::to_string(idOf(value, words).value_or(0));
    }
    return text;
}

// Of one of termsOf().
std::string termText(const Query& term, const Vocabulary& words) {
    for (const Facet facet : {Facet::Area, Facet::Objects, Facet::Score}) {
        if (!term.range(facet).everything())
            return rangeText(facet, term.range(facet));
    }
    if (!term.ids.empty()) {
        std::string text = term.ids.begin()->second == FacetState::Exclude ? "-id:" : "id:";
        for (const auto& [part, state] : term.ids)
            text += (part == term.ids.begin()->first ? "" : ",") + quoted(part);
        return text;
    }
    std::vector<FacetValue> values;
    for (const auto& [value, state] : term.values)
        values.push_back(value);
    const bool leavesOut = term.values.begin()->second == FacetState::Exclude;
    return (leavesOut ? "-" : "") + valuesText(values, words);
}

}  // namespace

std::string toText(const Query& query, const Vocabulary& words) {
    std::string text;
    for (const Query& term : termsOf(query, words))
        text += (text.empty() ? "" : " ") + termText(term, words);
    return text;
}

}  // namespace selvedge
