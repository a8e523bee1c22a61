#include "dataset/project/step_change.h"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "dataset/project/fields.h"
#include "dataset/project/journal.h"
#include "dataset/project/row_parser.h"

namespace selvedge {

namespace {

constexpr const char* kArrow = " → ";
constexpr std::string_view kCollection = "collection:";
constexpr std::size_t kLongestNoteShown = 40;  // bytes

using Names = std::set<std::string>;

// One a line; those of collections begin with their word already.
Names tagNames(const FieldValue& value) {
    Names names;
    std::istringstream text(value.value_or(""));
    for (std::string tag; std::getline(text, tag);) {
        if (tag.starts_with(kCollection))
            names.insert("collection " + tag.substr(kCollection.size()));
        else
            names.insert("tag " + tag);
    }
    return names;
}

Names attributeNames(const FieldValue& value, const Catalog& catalog) {
    Names names;
    for (const int id : parseAttributeIds(value.value_or(""), catalog).known) {
        if (const auto attribute = catalog.attributeIndex(id))
            names.insert(catalog.attributes()[*attribute].name);
    }
    return names;
}

// "+ floral, − plain".
std::string difference(const Names& before, const Names& after) {
    std::string text;
    const auto add = [&text](const char* sign, const Names& names, const Names& others) {
        for (const std::string& name : names) {
            if (!others.contains(name))
                text += (text.empty() ? "" : ", ") + (sign + name);
        }
    };
    add("+ ", after, before);
    add("− ", before, after);
    return text;
}

std::string categoryName(const FieldValue& value, const Catalog& catalog) {
    const auto id = numberIn(value);
    const auto category = id ? catalog.categoryIndex(int(*id)) : std::nullopt;
    return category ? catalog.categories()[*category].name : "?";
}

std::string wordIn(const std::vector<const char*>& words, const FieldValue& value) {
    const auto number = numberIn(value).value_or(0);
    return number >= 0 && number < std::int64_t(words.size()) ? words[std::size_t(number)] : "?";
}

// The beginning of a note's first line.
std::string quoted(const FieldValue& note) {
    std::string text = note.value_or("").substr(0, note.value_or("").find('\n'));
    const bool whole = text.size() == note.value_or("").size() && text.size() <= kLongestNoteShown;
    if (text.size() > kLongestNoteShown) {
        std::size_t end = kLongestNoteShown;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
            --end;  // not within a letter
        text.resize(end);
    }
    return "“" + text + (whole ? "”" : "…”");
}

std::string noteText(const FieldValue& before, const FieldValue& after) {
    const bool had = !before.value_or("").empty(), has = !after.value_or("").empty();
    if (!had || !has)
        return had ? "− note " + quoted(before) : "+ note " + quoted(after);
    return "note " + quoted(before) + kArrow + quoted(after);
}

std::string valuesText(const std::string& kind, const FieldValue& before, const FieldValue& after,
                       const Catalog& catalog) {
    const auto arrow = [](const std::string& from, const std::string& to) {
        return from + kArrow + to;
    };
    if (kind == "category")
        return arrow(categoryName(before, catalog), categoryName(after, catalog));
    if (kind == "attributes")
        return difference(attributeNames(before, catalog), attributeNames(after, catalog));
    if (kind == "tags")
        return difference(tagNames(before), tagNames(after));
    if (kind == "stars")
        return "stars " + arrow(before.value_or("0"), after.value_or("0"));
    if (kind == "review") {
        const std::vector<const char*> words{"not reviewed", "in work", "reviewed", "rejected"};
        return arrow(wordIn(words, before), wordIn(words, after));
    }
    if (kind == "split") {
        const std::vector<const char*> words{"no split", "train", "validation", "test"};
        return arrow(wordIn(words, before), wordIn(words, after));
    }
    if (kind == "note")
        return noteText(before, after);
    if (kind == "size")
        return arrow(before.value_or("?"), after.value_or("?"));
    if (kind == "deleted")
        return after == "1" ? "deleted" : "restored";
    if (kind == "created")
        return after == "1" ? "drawn" : "deleted";
    return kind == "mask" ? "mask changed" : "";
}

// What all edits of a kind say alike.
std::string commonValues(SQLite::Database& store, std::int64_t step, const Catalog& catalog) {
    // Masks and spellings are long, and are not told.
    SQLite::Statement query(store,
                            "SELECT kind, iif(kind IN ('mask', 'spelling'), NULL, before), "
                            "iif(kind IN ('mask', 'spelling'), NULL, after) FROM edit "
                            "WHERE step = ? ORDER BY id");
    query.bind(1, step);
    std::vector<std::string> order;
    std::map<std::string, std::string> told;
    const auto valueAt = [&query](int column) {
        const SQLite::Column value = query.getColumn(column);
        return value.isNull() ? FieldValue() : FieldValue(value.getString());
    };
    while (query.executeStep()) {
        const std::string kind = query.getColumn(0).getString();
        const std::string text = valuesText(kind, valueAt(1), valueAt(2), catalog);
        const auto [known, isNew] = told.emplace(kind, text);
        if (isNew)
            order.push_back(kind);
        else if (known->second != text)
            return {};
    }
    std::string values;
    for (const std::string& kind : order) {
        if (!told[kind].empty())
            values += (values.empty() ? "" : ", ") + told[kind];
    }
    return values;
}

}  // namespace

StepChange stepChange(SQLite::Database& store, std::int64_t step, const Catalog& catalog) {
    StepChange change;
    SQLite::Statement places(store,
                             "SELECT count(DISTINCT place), min(place), count(DISTINCT object), "
                             "max(object), count(*) = count(object), max(category), "
                             "(SELECT words FROM step WHERE id = ?1) FROM "
                             "(SELECT coalesce(edit.image, row.image) AS place, object, category "
                             "FROM edit LEFT JOIN row ON row.id = edit.object WHERE step = ?1)");
    places.bind(1, step);
    places.executeStep();
    change.images = std::size_t(places.getColumn(0).getInt64());
    if (!places.getColumn(1).isNull() && places.getColumn(1).getInt64() >= 0)
        change.image = ImageIndex(places.getColumn(1).getInt64());
    // Negative ids are of what is no longer in the source.
    if (places.getColumn(2).getInt64() == 1 && places.getColumn(4).getInt() != 0 &&
        places.getColumn(3).getInt64() > 0) {
        change.object = places.getColumn(3).getInt64();
        if (!places.getColumn(5).isNull())
            change.category = catalog.categoryIndex(places.getColumn(5).getInt());
    }
    const std::string words = places.getColumn(6).getString();
    places.reset();
    change.named = !words.empty() && words != Journal::wordsOf(store, step);
    change.values = commonValues(store, step, catalog);
    return change;
}

}  // namespace selvedge
