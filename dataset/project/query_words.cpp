#include "dataset/project/query_words.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>
#include <set>

#include "dataset/project/marks.h"

namespace selvedge {

namespace {

constexpr std::array<std::string_view, kFacets> kFieldNames{
    "split", "category", "supercategory", "attribute", "verdict",    "area",   "objects",
    "score", "review",   "stars",         "tag",       "collection", "colour", "id"};
constexpr std::pair<std::string_view, Facet> kOtherNames[] = {
    {"cat", Facet::Category}, {"attr", Facet::Attribute}, {"color", Facet::Colour}};

constexpr int kNearestNames = 3;

// What people of the trade type for what the usual data sets call otherwise.
constexpr std::pair<std::string_view, std::string_view> kOtherWords[] = {
    {"trousers", "pants"},      {"slacks", "pants"},
    {"handbag", "bag, wallet"}, {"purse", "bag, wallet"},
    {"clutch", "bag, wallet"},  {"sneakers", "shoe"},
    {"boots", "shoe"},          {"heels", "shoe"},
    {"jumper", "sweater"},      {"pullover", "sweater"},
    {"sunglasses", "glasses"},  {"gown", "dress"},
    {"overcoat", "coat"},       {"tee", "top, t-shirt, sweatshirt"},
    {"navy", "blue"},           {"gray", "grey"},
    {"tan", "beige"},           {"gold", "yellow"},
    {"violet", "purple"}};

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t end = text.find(separator);
        if (const std::string_view part = trimmed(text.substr(0, end)); !part.empty())
            parts.push_back(part);
        if (end == std::string_view::npos)
            return parts;
        text.remove_prefix(end + 1);
    }
}

// "mini" of "mini (length)".
std::string_view withoutBracket(std::string_view name) {
    return trimmed(name.substr(0, name.find('(')));
}

std::vector<std::string> wordsOfGroup(const std::string& name) {
    std::vector<std::string> words;
    for (const std::string_view part : split(name, ',')) {
        for (const std::string_view word : split(part, ' '))
            words.push_back(lowered(word));
    }
    return words;
}

std::optional<Facet> facetNamed(std::string_view lower) {
    for (std::size_t f = 0; f < kFacets; ++f) {
        if (kFieldNames[f] == lower)
            return static_cast<Facet>(f);
    }
    for (const auto& [name, facet] : kOtherNames) {
        if (name == lower)
            return facet;
    }
    return {};
}

// The group with that word in its name; none where two have it.
std::optional<GroupIndex> groupWithWord(const std::string& lower, const Vocabulary& words) {
    std::optional<GroupIndex> found;
    const auto& groups = words.catalog().groups();
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const auto parts = wordsOfGroup(groups[g]);
        if (std::find(parts.begin(), parts.end(), lower) == parts.end())
            continue;
        if (found)
            return {};
        found = static_cast<GroupIndex>(g);
    }
    return found;
}

// Edits from one to the other: letters put in, left out, changed, or two swapped.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        now[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            now[j] = std::min(
                {last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = std::min(now[j], before[j - 2] + 1);
        }
        std::swap(before, last);
        std::swap(last, now);
    }
    return last[b.size()];
}

// How far what was typed is from a name, or from a part of it.
std::size_t distanceToName(const std::string& typed, const std::string& name) {
    const std::string lower = lowered(name);
    std::size_t least = distance(typed, lower);
    for (const std::string_view part : split(lower, ',')) {
        least = std::min(least, distance(typed, part));
        least = std::min(least, distance(typed, withoutBracket(part)) + (part == lower ? 0u : 1u));
    }
    // A word of it: "breasted" is near "double breasted".
    for (const std::string_view word : split(lower, ' ')) {
        if (typed.size() > 2 && word.substr(0, typed.size()) == typed)
            least = std::min<std::size_t>(least, 1);
    }
    return least;
}

std::optional<int> numberAfterHash(std::string_view name) {
    int id = 0;
    if (name.size() < 2 || name[0] != '#')
        return {};
    const auto [end, error] = std::from_chars(name.data() + 1, name.data() + name.size(), id);
    if (error != std::errc() || end != name.data() + name.size())
        return {};
    return id;
}

}  // namespace

bool isRange(Facet facet) {
    return facet == Facet::Area || facet == Facet::Objects || facet == Facet::Score;
}

std::string lowered(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

std::optional<QueryField> fieldNamed(std::string_view name, const Vocabulary& words) {
    const std::string lower = lowered(name);
    if (const auto facet = facetNamed(lower))
        return QueryField{facet, {}};
    const auto& groups = words.catalog().groups();
    for (std::size_t g = 0; g < groups.size(); ++g) {
        if (!lower.empty() && lowered(groups[g]) == lower)
            return QueryField{Facet::Attribute, static_cast<GroupIndex>(g)};
    }
    if (const auto group = groupWithWord(lower, words))
        return QueryField{Facet::Attribute, group};
    return {};
}

std::string fieldOf(Facet facet) {
    return std::string(kFieldNames[static_cast<std::size_t>(facet)]);
}

std::string fieldOf(GroupIndex group, const Vocabulary& words) {
    const QueryField field{Facet::Attribute, group};
    const std::string& name = words.catalog().groups()[group];
    for (const std::string& word : wordsOfGroup(name)) {
        const bool plain = std::all_of(word.begin(), word.end(),
                                       [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
        if (plain && word[0] != '-' && word != "and" && word != "or" && word != "not" &&
            word != "without" && fieldNamed(word, words) == field)
            return word;
    }
    return fieldNamed(name, words) == field ? quoted(name) : std::string();
}

std::vector<std::pair<std::string, QueryField>> allFields(const Vocabulary& words) {
    std::vector<std::pair<std::string, QueryField>> fields;
    for (std::size_t f = 0; f < kFacets; ++f)
        fields.push_back({std::string(kFieldNames[f]), {static_cast<Facet>(f), {}}});
    for (std::size_t g = 0; g < words.catalog().groups().size(); ++g) {
        const auto group = static_cast<GroupIndex>(g);
        if (std::string name = fieldOf(group, words); !name.empty())
            fields.push_back({std::move(name), {Facet::Attribute, group}});
    }
    return fields;
}

std::vector<FacetValue> valuesOf(QueryField field, const Vocabulary& words) {
    std::vector<FacetValue> values;
    if (field.group) {
        for (const AttributeIndex attribute : words.catalog().attributesOf(*field.group))
            values.push_back({Facet::Attribute, attribute});
        return values;
    }
    const auto add = [&](Facet facet) {
        const auto all = words.valuesOf(facet);
        values.insert(values.end(), all.begin(), all.end());
    };
    if (field.facet) {
        add(*field.facet);
    } else {
        add(Facet::Category);
        add(Facet::Attribute);
    }
    return values;
}

std::optional<int> idOf(FacetValue value, const Vocabulary& words) {
    if (value.facet == Facet::Category)
        return words.catalog().categories()[value.index].id;
    if (value.facet == Facet::Attribute)
        return words.catalog().attributes()[value.index].id;
    return {};
}

std::vector<FacetValue> valuesNamed(std::string_view name, QueryField field,
                                    const Vocabulary& words) {
    // As views of earlier versions have it.
    if (field.facet == Facet::Tag && isCollection(name))
        return valuesNamed(collectionName(name), {Facet::Collection, {}}, words);
    const std::string lower = lowered(name);
    std::array<std::vector<FacetValue>, 4> found;  // better ones first
    std::vector<FacetValue> ofId;
    const auto id = numberAfterHash(name);
    for (const FacetValue value : valuesOf(field, words)) {
        const std::string full = words.nameOf(value);
        if (id && idOf(value, words) == id)
            ofId.push_back(value);
        if (full == name) {
            found[0].push_back(value);
            continue;
        }
        const std::string small = lowered(full);
        if (small == lower) {
            found[1].push_back(value);
            continue;
        }
        if (value.facet != Facet::Category && value.facet != Facet::Attribute)
            continue;
        const auto parts = split(small, ',');
        if (std::find(parts.begin(), parts.end(), lower) != parts.end())
            found[2].push_back(value);
        else if (std::any_of(parts.begin(), parts.end(), [&](std::string_view part) {
                     return withoutBracket(part) == lower && !lower.empty();
                 }))
            found[3].push_back(value);
    }
    for (auto& values : found) {
        if (!values.empty())
            return std::move(values);
    }
    return ofId;
}

std::vector<std::string> nearest(std::string_view name, const std::vector<std::string>& names) {
    constexpr std::size_t kLongest = 60;  // nobody means a name by more than that
    if (name.empty() || name.size() > kLongest)
        return {};
    const std::string typed = lowered(name);
    const std::size_t most = std::max<std::size_t>(1, typed.size() / 3);
    std::vector<std::pair<std::size_t, std::string>> near;
    for (const std::string& candidate : names) {
        const std::size_t far = distanceToName(typed, candidate);
        if (far <= most)
            near.emplace_back(far, candidate);
    }
    std::stable_sort(near.begin(), near.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<std::string> best;
    for (const auto& [far, candidate] : near) {
        if (best.size() < kNearestNames &&
            std::find(best.begin(), best.end(), candidate) == best.end())
            best.push_back(candidate);
    }
    return best;
}

std::vector<std::string> nearestValues(std::string_view name, QueryField field,
                                       const Vocabulary& words) {
    std::vector<std::string> names;
    for (const FacetValue value : valuesOf(field, words))
        names.push_back(words.nameOf(value));
    for (const auto& [word, meant] : kOtherWords) {
        if (word == lowered(name) && std::find(names.begin(), names.end(), meant) != names.end())
            return {std::string(meant)};
    }
    return nearest(name, names);
}

std::string quoted(std::string_view name) {
    const bool plain = !name.empty() && std::none_of(name.begin(), name.end(), [](char c) {
        return isSpace(c) || c == ',' || c == '"' || c == '\\';
    });
    if (plain)
        return std::string(name);
    std::string text = "\"";
    for (const char c : name) {
        if (c == '"' || c == '\\')
            text += '\\';
        text += c;
    }
    return text + '"';
}

std::optional<std::string> textOfValue(FacetValue value, QueryField field,
                                       const Vocabulary& words) {
    const std::vector<FacetValue> only{value};
    if (std::string name = words.nameOf(value); valuesNamed(name, field, words) == only)
        return quoted(name);
    return {};
}

}  // namespace selvedge
