// The journal as people read it.
#include <map>

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

std::string counted(std::int64_t count, const char* one) {
    return std::to_string(count) + " " + one + (count == 1 ? "" : "s");
}

// "mask, category of 3 objects and tags of 1 image". A row that was made an object says only that.
std::string wordsOf(const std::map<std::string, std::int64_t>& objectKinds, std::int64_t objects,
                    const std::map<std::string, std::int64_t>& imageKinds, std::int64_t images) {
    const auto list = [](const std::map<std::string, std::int64_t>& kinds) {
        if (kinds.contains("image"))
            return std::string("row made an object");
        std::string text;
        for (const Kind& kind : kKinds) {
            if (kinds.contains(kind.kind))
                text += (text.empty() ? "" : ", ") + std::string(kind.words);
        }
        return text;
    };
    std::string words;
    if (objects > 0)
        words = list(objectKinds) + " of " + counted(objects, "object");
    if (images > 0)
        words +=
            (words.empty() ? "" : " and ") + list(imageKinds) + " of " + counted(images, "image");
    return words;
}

}  // namespace

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
    SQLite::Statement kinds(store,
                            "SELECT object IS NULL, kind, count(*) FROM edit WHERE step = ? "
                            "GROUP BY 1, 2");
    SQLite::Statement targets(store,
                              "SELECT count(DISTINCT object), count(DISTINCT image) FROM edit "
                              "WHERE step = ?");
    for (HistoryStep& step : steps) {
        std::map<std::string, std::int64_t> ofObjects, ofImages;
        kinds.bind(1, step.id);
        while (kinds.executeStep()) {
            const std::int64_t count = kinds.getColumn(2).getInt64();
            (kinds.getColumn(0).getInt() ? ofImages : ofObjects)[kinds.getColumn(1).getString()] =
                count;
            step.edits += static_cast<std::size_t>(count);
        }
        kinds.reset();
        targets.bind(1, step.id);
        targets.executeStep();
        if (step.words.empty())
            step.words = wordsOf(ofObjects, targets.getColumn(0).getInt64(), ofImages,
                                 targets.getColumn(1).getInt64());
        targets.reset();
    }
    return steps;
}

}  // namespace selvedge
