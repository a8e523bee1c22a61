// The journal as people read it.
#include <map>
#include <set>

#include "dataset/counted.h"
#include "dataset/project/journal.h"

namespace selvedge {

namespace {

struct Kind {
    const char* kind;
    const char* words;
};
// In the order in which a step tells of them.
constexpr Kind kKinds[] = {
    {"created", "new object"}, {"deleted", "deletion"},  {"image", "row made an object"},
    {"mask", "mask"},          {"category", "category"}, {"attributes", "attributes"},
    {"size", "size"},          {"tags", "tags"},         {"stars", "stars"},
    {"review", "review"},      {"split", "split"},       {"note", "note"}};

using Kinds = std::set<std::string>;

// A row that was made an object says only that; a spelling that goes is worth a word only alone.
std::string listOf(const Kinds& kinds) {
    if (kinds.contains("image"))
        return "row made an object";
    if (kinds == Kinds{"spelling"})
        return "spelling";
    std::string text;
    for (const Kind& kind : kKinds) {
        if (kinds.contains(kind.kind))
            text += (text.empty() ? "" : ", ") + std::string(kind.words);
    }
    return text;
}

}  // namespace

std::string Journal::wordsOf(SQLite::Database& store, std::int64_t step) {
    Kinds ofObjects, ofImages;
    SQLite::Statement kinds(store, "SELECT DISTINCT object IS NULL, kind FROM edit WHERE step = ?");
    kinds.bind(1, step);
    while (kinds.executeStep())
        (kinds.getColumn(0).getInt() ? ofImages : ofObjects).insert(kinds.getColumn(1).getString());
    SQLite::Statement targets(store,
                              "SELECT count(DISTINCT object), count(DISTINCT image) FROM edit "
                              "WHERE step = ?");
    targets.bind(1, step);
    targets.executeStep();
    std::string words;
    if (!ofObjects.empty())
        words = listOf(ofObjects) + " of " +
                counted(std::uint64_t(targets.getColumn(0).getInt64()), "object");
    if (!ofImages.empty())
        words += (words.empty() ? "" : " and ") + listOf(ofImages) + " of " +
                 counted(std::uint64_t(targets.getColumn(1).getInt64()), "image");
    return words;
}

std::vector<HistoryStep> Journal::history(SQLite::Database& store, std::size_t limit,
                                          std::int64_t before) {
    std::vector<HistoryStep> steps;
    // From the newest on, so that whether a step stands is known before what it undoes.
    std::map<std::int64_t, bool> undone;
    SQLite::Statement query(store,
                            "SELECT id, time, author, words, undoes FROM step ORDER BY id DESC");
    while (query.executeStep() && steps.size() < limit) {
        HistoryStep step;
        step.id = query.getColumn(0).getInt64();
        step.undoes = query.getColumn(4).getInt64();
        step.undone = undone[step.id];
        if (step.undoes != 0 && !step.undone)
            undone[step.undoes] = true;
        if (before != 0 && step.id >= before)
            continue;
        step.time = query.getColumn(1).getInt64();
        step.author = query.getColumn(2).getString();
        step.words = query.getColumn(3).getString();
        steps.push_back(std::move(step));
    }
    SQLite::Statement count(store, "SELECT count(*) FROM edit WHERE step = ?");
    for (HistoryStep& step : steps) {
        count.bind(1, step.id);
        count.executeStep();
        step.edits = static_cast<std::size_t>(count.getColumn(0).getInt64());
        count.reset();
        if (step.words.empty())  // of version 1
            step.words = wordsOf(store, step.id);
    }
    return steps;
}

}  // namespace selvedge
