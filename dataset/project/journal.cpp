#include "dataset/project/journal.h"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>

#include "dataset/format/csv_layout.h"
#include "dataset/project/codec.h"
#include "dataset/project/row_parser.h"

namespace selvedge {

namespace {

std::int64_t millisecondsNow() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::string userName() {
    if (const char* user = std::getenv("USER"); user && *user)
        return user;
    passwd entry{};
    passwd* found = nullptr;
    char buffer[4096];
    if (::getpwuid_r(::getuid(), &entry, buffer, sizeof buffer, &found) == 0 && found)
        return found->pw_name;
    return "";
}

struct Change {
    std::int64_t object;
    std::string kind;
    std::string before, after;
};

// What can be changed of an object, as the journal writes it.
struct State {
    std::string category;    // id
    std::string attributes;  // ids
    std::string deleted;     // 0 or 1

    std::string& of(const std::string& kind) {
        return kind == "category" ? category : (kind == "attributes" ? attributes : deleted);
    }
};

// One step: reads states, writes changes. The caller has begun a transaction.
class Step {
public:
    explicit Step(const Journal& journal) : m_journal(journal) {}

    State stateOf(std::int64_t object) {
        SQLite::Statement query(m_journal.store,
                                "SELECT category, attributes, deleted FROM row "
                                "WHERE id = ? AND image IS NOT NULL");
        query.bind(1, object);
        if (!query.executeStep())
            throw Error(ErrorKind::NotFound,
                        m_journal.path.string() + " has no object " + std::to_string(object));
        const auto attributes = decodeIds(bytesOf(query.getColumn(1)));
        if (!attributes)
            throwDamaged(m_journal.path,
                         "the attributes of object " + std::to_string(object) + " are unreadable");
        return {query.getColumn(0).getString(), joinedIds(*attributes),
                query.getColumn(2).getString()};
    }

    // Writes the change and its journal entry; the first one names the step.
    void write(const Change& change, std::int64_t undoes) {
        updateRow(change);
        if (m_id == 0) {
            SQLite::Statement last(m_journal.store, "SELECT coalesce(max(id), 0) FROM edit");
            last.executeStep();
            m_id = last.getColumn(0).getInt64() + 1;
        }
        SQLite::Statement insert(
            m_journal.store,
            "INSERT INTO edit(step, time, author, object, kind, before, after, "
            "undoes) VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
        insert.bind(1, m_id);
        insert.bind(2, m_time);
        insert.bind(3, m_author);
        insert.bind(4, change.object);
        insert.bind(5, change.kind);
        insert.bind(6, change.before);
        insert.bind(7, change.after);
        if (undoes != 0)
            insert.bind(8, undoes);
        insert.exec();
    }

    std::int64_t id() const { return m_id; }

private:
    // What an undo writes comes from the file: it is checked like any other input.
    void updateRow(const Change& change) {
        const Catalog& catalog = m_journal.catalog;
        if (change.kind == "attributes") {
            const AttributeIds ids = parseAttributeIds(change.after, catalog);
            const std::string bytes = encodeIds(ids.known);
            SQLite::Statement update(m_journal.store, "UPDATE row SET attributes = ? WHERE id = ?");
            bindBytes(update, 1, bytes);
            update.bind(2, change.object);
            update.exec();
            return;
        }
        int value = 0;
        const char* end = change.after.data() + change.after.size();
        const bool isNumber = std::from_chars(change.after.data(), end, value).ptr == end;
        const bool isCategory = change.kind == "category";
        const bool fits = isCategory ? catalog.categoryIndex(value).has_value()
                                     : change.kind == "deleted" && (value == 0 || value == 1);
        if (!isNumber || !fits)
            throwDamaged(m_journal.path, "a step of its journal makes no sense");
        SQLite::Statement update(m_journal.store, isCategory
                                                      ? "UPDATE row SET category = ? WHERE id = ?"
                                                      : "UPDATE row SET deleted = ? WHERE id = ?");
        update.bind(1, value);
        update.bind(2, change.object);
        update.exec();
    }

    const Journal& m_journal;
    std::int64_t m_id = 0;
    std::int64_t m_time = millisecondsNow();
    std::string m_author = userName();
};

std::vector<Change> changesOf(const ObjectEdit& edit, State state, const Catalog& catalog) {
    State wanted = state;
    if (edit.category) {
        if (*edit.category >= catalog.categories().size())
            throw Error(ErrorKind::Internal, "An edit names a category that does not exist");
        wanted.category = std::to_string(catalog.categories()[*edit.category].id);
    }
    if (edit.attributes) {
        std::vector<int> ids;
        for (AttributeIndex attribute : *edit.attributes) {
            if (attribute >= catalog.attributes().size())
                throw Error(ErrorKind::Internal, "An edit names an attribute that does not exist");
            ids.push_back(catalog.attributes()[attribute].id);
        }
        std::sort(ids.begin(), ids.end());
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
        wanted.attributes = joinedIds(ids);
    }
    if (edit.deleted)
        wanted.deleted = *edit.deleted ? "1" : "0";
    std::vector<Change> changes;
    for (const char* kind : {"category", "attributes", "deleted"}) {
        if (state.of(kind) != wanted.of(kind))
            changes.push_back({edit.rowId, kind, state.of(kind), wanted.of(kind)});
    }
    return changes;
}

}  // namespace

std::int64_t Journal::apply(const std::vector<ObjectEdit>& edits, std::set<std::int64_t>& changed) {
    return inStore(path, [&] {
        SQLite::Transaction transaction(store, SQLite::TransactionBehavior::IMMEDIATE);
        Step step(*this);
        for (const ObjectEdit& edit : edits) {
            for (const Change& change : changesOf(edit, step.stateOf(edit.rowId), catalog)) {
                step.write(change, 0);
                changed.insert(change.object);
            }
        }
        transaction.commit();
        return step.id();
    });
}

std::int64_t Journal::undo(std::int64_t undone, std::set<std::int64_t>& changed) {
    return inStore(path, [&] {
        SQLite::Transaction transaction(store, SQLite::TransactionBehavior::IMMEDIATE);
        std::vector<Change> reverts;
        SQLite::Statement query(store,
                                "SELECT object, kind, before, after FROM edit WHERE step = ? "
                                "ORDER BY id DESC");
        query.bind(1, undone);
        while (query.executeStep())
            reverts.push_back({query.getColumn(0).getInt64(), query.getColumn(1).getString(),
                               query.getColumn(3).getString(), query.getColumn(2).getString()});
        if (reverts.empty())
            throw Error(ErrorKind::NotFound,
                        path.string() + " has no step " + std::to_string(undone) + " to undo");
        Step step(*this);
        for (const Change& revert : reverts) {
            if (step.stateOf(revert.object).of(revert.kind) != revert.before)
                throw Error(ErrorKind::Unsupported,
                            "Step " + std::to_string(undone) + " of " + path.string() +
                                " cannot be undone: the object was changed since; undo the later "
                                "steps first");
            step.write(revert, undone);
            changed.insert(revert.object);
        }
        query.reset();
        transaction.commit();
        return step.id();
    });
}

}  // namespace selvedge
