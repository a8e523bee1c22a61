#include "dataset/project/carry_over.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "dataset/format/csv_layout.h"
#include "dataset/project/codec.h"
#include "dataset/project/kept_item.h"
#include "dataset/project/store.h"
#include "dataset/project/table_reader.h"

namespace selvedge {

namespace {

using Key = std::pair<bool, std::int64_t>;  // is an object; id in the old store

FieldValue valueOf(const SQLite::Column& column) {
    return column.isNull() ? FieldValue() : FieldValue(std::string(bytesOf(column)));
}

class Carrier {
public:
    explicit Carrier(const CarryOver& carry)
        : m_old(carry.old),
          m_fresh(carry.fresh),
          m_fields(carry.fresh, carry.path, carry.catalog),
          m_catalog(carry.catalog),
          m_items(readKeptItems(carry.old)) {}

    void run(ImportResult& result) {
        findHomes(m_items, m_old, m_fresh);
        m_imageNames = readNames(m_old);
        for (const auto& [id, name] : readNames(m_fresh))
            m_imageOfName.emplace(name, id);
        readEditedKinds();
        for (KeptItem& item : m_items) {
            if (item.newId && !fits(item))
                item.newId.reset();
            if (!item.newId && !item.uuid.empty())
                addNewObject(item);
        }
        for (KeptItem& item : m_items)
            m_home[{item.isObject, item.oldId}] = item.newId ? *item.newId : -addStray(item);
        carryJournal();
        for (KeptItem& item : m_items) {
            if (!item.newId)
                continue;
            writeState(item);
            writeMarks(item);
            result.carried += m_kinds.contains({item.isObject, item.oldId}) || item.hasMarks() ||
                              !item.uuid.empty();
        }
        SQLite::Statement saved(m_old, "SELECT kind, name, value FROM saved");
        while (saved.executeStep()) {
            SQLite::Statement& insert =
                m_fields.prepared("INSERT INTO saved(kind, name, value) VALUES(?, ?, ?)");
            for (int i = 0; i < 3; ++i)
                insert.bind(i + 1, saved.getColumn(i).getString());
            insert.exec();
        }
        result.strays = straysOf(m_fresh, false);
    }

private:
    static std::map<std::int64_t, std::string> readNames(SQLite::Database& store) {
        std::map<std::int64_t, std::string> names;
        SQLite::Statement query(store, "SELECT id, name FROM image");
        while (query.executeStep())
            names.emplace(query.getColumn(0).getInt64(), query.getColumn(1).getString());
        return names;
    }

    void readEditedKinds() {
        SQLite::Statement query(m_old,
                                "SELECT DISTINCT object IS NOT NULL, coalesce(object, image), kind "
                                "FROM edit");
        while (query.executeStep())
            m_kinds[{query.getColumn(0).getInt() != 0, query.getColumn(1).getInt64()}].push_back(
                query.getColumn(2).getString());
    }

    bool wasEdited(const KeptItem& item, const char* kind) const {
        const auto found = m_kinds.find({item.isObject, item.oldId});
        return found != m_kinds.end() &&
               std::find(found->second.begin(), found->second.end(), kind) != found->second.end();
    }

    // What the edits left can stand where the item would go.
    bool fits(const KeptItem& item) {
        if (!item.isObject) {
            if (!wasEdited(item, "size"))
                return true;
            const auto rows = m_fields.rowsOf(*item.newId);
            return std::all_of(rows.begin(), rows.end(), [&](std::int64_t row) {
                const FieldValue runs = m_fields.read({false, row}, "mask");
                return runs && decodeRuns(*runs, item.width, item.height);
            });
        }
        const bool wasMadeAnObject = wasEdited(item, "image");
        if (wasMadeAnObject && !item.image.empty() && !m_imageOfName.contains(item.image))
            return false;
        // Its row may be none any more, in the eyes of other label descriptions.
        if (!wasMadeAnObject && !m_fields.read({false, *item.newId}, "image"))
            return false;
        return isOfCatalog(item);
    }

    bool isOfCatalog(const KeptItem& item) const {
        const auto category = numberIn(item.category);
        if (item.category && (!category || *category < 0 || *category > 0x7fffffff ||
                              !m_catalog.categoryIndex(int(*category))))
            return false;
        const auto ids = decodeIds(item.attributes.value_or(""));
        return ids && std::all_of(ids->begin(), ids->end(),
                                  [&](int id) { return m_catalog.attributeIndex(id).has_value(); });
    }

    // An object made here goes where its image is.
    void addNewObject(KeptItem& item) {
        const auto image = m_imageOfName.find(item.image);
        if (image == m_imageOfName.end() || !item.runs || !item.category || !isOfCatalog(item))
            return;
        const auto [width, height] = m_fields.sizeOf(image->second);
        if (!decodeRuns(*item.runs, width, height))
            return;
        const std::int64_t row = m_fields.addObject(image->second);
        SQLite::Statement& update = m_fields.prepared(
            "UPDATE row SET uuid = ?, category = ?, attributes = ?, deleted = ? WHERE id = ?");
        bindBytes(update, 1, item.uuid);
        update.bind(2, numberIn(item.category).value_or(-1));
        bindBytes(update, 3, item.attributes ? std::string_view(*item.attributes) : "");
        update.bind(4, item.deleted ? 1 : 0);
        update.bind(5, row);
        update.exec();
        update.reset();
        m_fields.write({false, row}, "mask", item.runs);
        m_fields.settle(row);
        item.newId = row;
    }

    std::int64_t addStray(KeptItem& item) {
        readRuns(item, m_old);
        SQLite::Statement& insert = m_fields.prepared(
            "INSERT INTO stray(name, width, height, is_object, hash, occurrence, uuid, category, "
            "attributes, runs, deleted, stars, review, split, tags, note) "
            "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        insert.bind(1, item.image);
        insert.bind(2, item.width);
        insert.bind(3, item.height);
        insert.bind(4, item.isObject ? 1 : 0);
        if (item.hash)
            insert.bind(5, *item.hash);
        if (item.occurrence)
            insert.bind(6, *item.occurrence);
        if (!item.uuid.empty())
            bindBytes(insert, 7, item.uuid);
        if (const auto category = numberIn(item.category))
            insert.bind(8, *category);
        if (item.attributes)
            bindBytes(insert, 9, *item.attributes);
        if (item.runs)
            bindBytes(insert, 10, *item.runs);
        insert.bind(11, item.deleted ? 1 : 0);
        insert.bind(12, item.stars);
        insert.bind(13, item.review);
        insert.bind(14, item.split);
        insert.bind(15, item.tags);
        insert.bind(16, item.note);
        insert.exec();
        insert.reset();
        return m_fresh.getLastInsertRowid();
    }

    // What an edit started from came with another value this time: the journal says the new one.
    struct Rewrite {
        FieldValue from, to;
        bool isNeeded = false;
    };

    Rewrite rewriteOf(const KeptItem& item, const std::string& kind, const FieldValue& original) {
        const bool wasNone = kind == "image" || kind == "mask";
        if (!item.newId ||
            (!wasNone && kind != "category" && kind != "attributes" && kind != "size"))
            return {};
        const FieldValue imported = m_fields.read({!item.isObject, *item.newId}, kind);
        // A row that edits made an object is one by itself this time: it stays one.
        if (!original && imported)
            return {original, imported, true};
        if (wasNone)
            return {};
        return {original, imported, imported != original && imported != currentValue(item, kind)};
    }

    FieldValue currentValue(const KeptItem& item, const std::string& kind) const {
        if (kind == "category")
            return item.category;
        if (kind == "size")
            return std::to_string(item.width) + "x" + std::to_string(item.height);
        const auto ids = decodeIds(item.attributes.value_or(""));
        return item.attributes && ids ? FieldValue(joinedIds(*ids)) : FieldValue();
    }

    void carryJournal() {
        SQLite::Statement steps(m_old, "SELECT id, time, author, words, undoes FROM step");
        while (steps.executeStep()) {
            SQLite::Statement& insert = m_fields.prepared(
                "INSERT INTO step(id, time, author, words, undoes) VALUES(?, ?, ?, ?, ?)");
            insert.bind(1, steps.getColumn(0).getInt64());
            insert.bind(2, steps.getColumn(1).getInt64());
            insert.bind(3, steps.getColumn(2).getString());
            insert.bind(4, steps.getColumn(3).getString());
            if (!steps.getColumn(4).isNull())
                insert.bind(5, steps.getColumn(4).getInt64());
            insert.exec();
            insert.reset();
        }
        std::map<Key, const KeptItem*> itemOf;
        for (const KeptItem& item : m_items)
            itemOf[{item.isObject, item.oldId}] = &item;
        SQLite::Statement edits(
            m_old, "SELECT id, step, object, image, kind, before, after FROM edit ORDER BY id");
        while (edits.executeStep()) {
            const bool isObject = !edits.getColumn(2).isNull();
            const Key key{isObject, edits.getColumn(isObject ? 2 : 3).getInt64()};
            const auto item = itemOf.find(key);
            if (item == itemOf.end())
                continue;  // of a damaged journal: it names nothing that is there
            const std::string kind = edits.getColumn(4).getString();
            FieldValue before = valueOf(edits.getColumn(5));
            FieldValue after = valueOf(edits.getColumn(6));
            const auto [rewrite, isFirst] = m_rewrites.try_emplace({key, kind});
            if (isFirst)
                rewrite->second = rewriteOf(*item->second, kind, before);
            for (FieldValue* value : {&before, &after}) {
                if (rewrite->second.isNeeded && *value == rewrite->second.from)
                    *value = rewrite->second.to;
                else if (kind == "image" && *value)
                    *value = imageValue(*item->second, **value);
            }
            insertEdit(edits, key, kind, before, after);
            if (kind == "spelling")
                m_spellings[key] = after;
        }
    }

    // Journals name images by id, which this import may have changed.
    std::string imageValue(const KeptItem& item, const std::string& value) const {
        std::string name = item.image;
        if (name.empty() && item.oldId > 0 && value.size() < 10 &&
            value.find_first_not_of("0123456789") == std::string::npos && !value.empty()) {
            const auto old = m_imageNames.find(std::stoll(value));
            name = old == m_imageNames.end() ? "" : old->second;
        }
        const auto found = m_imageOfName.find(name);
        return found == m_imageOfName.end() ? "" : std::to_string(found->second);
    }

    void insertEdit(const SQLite::Statement& edit, const Key& key, const std::string& kind,
                    const FieldValue& before, const FieldValue& after) {
        SQLite::Statement& insert = m_fields.prepared(
            "INSERT INTO edit(id, step, object, image, kind, before, after) "
            "VALUES(?, ?, ?, ?, ?, ?, ?)");
        insert.bind(1, edit.getColumn(0).getInt64());
        insert.bind(2, edit.getColumn(1).getInt64());
        insert.bind(key.first ? 3 : 4, m_home.at(key));
        insert.bind(5, kind);
        const auto bind = [&](int index, const FieldValue& value) {
            if (value && isBytes(kind))
                bindBytes(insert, index, *value);
            else if (value)
                insert.bind(index, *value);
        };
        bind(6, before);
        bind(7, after);
        insert.exec();
        insert.reset();
    }

    // The edited fields get the value that the edits left.
    void writeState(const KeptItem& item) {
        const FieldTarget target{!item.isObject, *item.newId};
        const Key key{item.isObject, item.oldId};
        const auto put = [&](const char* kind, const FieldValue& now) {
            const auto rewrite = m_rewrites.find({key, kind});
            if (rewrite == m_rewrites.end())
                return;  // never edited
            const bool isBack = rewrite->second.isNeeded && now == rewrite->second.from;
            m_fields.write(target, kind, isBack ? rewrite->second.to : now);
        };
        if (!item.isObject) {
            if (m_rewrites.contains({key, "size"})) {
                put("size", currentValue(item, "size"));
                for (std::int64_t row : m_fields.rowsOf(target.id))
                    m_fields.settle(row);
            }
            return;
        }
        put("image", item.image.empty() ? FieldValue() : imageValue(item, ""));
        put("category", item.category);
        put("attributes", currentValue(item, "attributes"));
        put("mask", item.runs);
        const FieldValue deleted = item.deleted && !item.image.empty() ? "1" : "0";
        put("deleted", deleted);
        put("created", deleted == "1" ? "0" : "1");
        // What an edit took from the row stays away; else it is spelled as it comes now.
        if (const auto left = m_spellings.find(key); left != m_spellings.end() && !left->second)
            m_fields.write(target, "spelling", {});
        m_fields.settle(target.id);
    }

    void writeMarks(const KeptItem& item) {
        const FieldTarget target{!item.isObject, *item.newId};
        const auto put = [&](const char* kind, std::int64_t value) {
            if (value != 0)
                m_fields.write(target, kind, std::to_string(value));
        };
        put("stars", item.stars);
        put("review", item.review);
        put("split", item.split);
        if (!item.tags.empty())
            m_fields.write(target, "tags", item.tags);
        if (!item.note.empty())
            m_fields.write(target, "note", item.note);
    }

    SQLite::Database& m_old;
    SQLite::Database& m_fresh;
    Fields m_fields;
    const Catalog& m_catalog;
    std::vector<KeptItem> m_items;
    std::map<std::int64_t, std::string> m_imageNames;  // of the old store
    std::unordered_map<std::string, std::int64_t> m_imageOfName;
    std::map<Key, std::vector<std::string>> m_kinds;  // edited ones
    std::map<Key, std::int64_t> m_home;               // new id, or minus the stray's
    std::map<std::pair<Key, std::string>, Rewrite> m_rewrites;
    std::map<Key, FieldValue> m_spellings;  // as the edits left them; a stray has no row to ask
};

}  // namespace

void CarryOver::run(ImportResult& result) const {
    Carrier(*this).run(result);
}

std::filesystem::path CarryOver::imageFolder() const {
    return metaOf(old, path, "image_folder");
}

std::vector<Stray> straysOf(SQLite::Database& store, bool withDeleted) {
    std::map<std::pair<bool, std::int64_t>, std::int64_t> editsOf;
    SQLite::Statement edits(store,
                            "SELECT object IS NOT NULL, -coalesce(object, image), count(*) FROM "
                            "edit WHERE coalesce(object, image) < 0 GROUP BY 1, 2");
    while (edits.executeStep())
        editsOf[{edits.getColumn(0).getInt() != 0, edits.getColumn(1).getInt64()}] =
            edits.getColumn(2).getInt64();
    std::vector<Stray> strays;
    SQLite::Statement query(store,
                            "SELECT name, is_object, deleted, category, length(note) > 0 OR stars "
                            "OR review OR split OR length(tags) > 0, id FROM stray ORDER BY id");
    while (query.executeStep()) {
        Stray stray;
        stray.imageId = query.getColumn(0).getString();
        stray.isObject = query.getColumn(1).getInt() != 0;
        stray.deleted = query.getColumn(2).getInt() != 0;
        if (stray.deleted && !withDeleted)
            continue;
        const std::int64_t count = editsOf[{stray.isObject, query.getColumn(5).getInt64()}];
        stray.text = stray.isObject ? "object of category " + query.getColumn(3).getString() +
                                          " in " + stray.imageId
                                    : "image " + stray.imageId;
        stray.text += ", " + std::to_string(count) + (count == 1 ? " edit" : " edits");
        if (query.getColumn(4).getInt() != 0)
            stray.text += ", marked";
        strays.push_back(std::move(stray));
    }
    return strays;
}

}  // namespace selvedge
