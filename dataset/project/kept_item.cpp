#include "dataset/project/kept_item.h"

#include <map>
#include <set>
#include <unordered_map>

#include "dataset/project/store.h"

namespace selvedge {

namespace {

// One shape for all: id, is_object, name, width, height, hash, occurrence, uuid, category,
// attributes, runs, deleted, stars, review, split, tags, note.
constexpr const char* kObjects =
    "SELECT row.id, 1, image.name, image.width, image.height, row.hash, row.occurrence, row.uuid, "
    "row.category, row.attributes, CASE WHEN row.uuid IS NOT NULL OR row.id IN (SELECT object FROM "
    "edit WHERE kind = 'mask') THEN mask.runs END, row.deleted OR row.image IS NULL, mark.stars, "
    "mark.review, 0, mark.tags, mark.note FROM row LEFT JOIN image ON image.id = row.image "
    "LEFT JOIN mask ON mask.id = row.id LEFT JOIN object_mark AS mark ON mark.id = row.id "
    "WHERE row.id IN (SELECT object FROM edit WHERE object > 0 UNION SELECT id FROM object_mark) "
    "OR row.uuid IS NOT NULL ORDER BY row.id";
constexpr const char* kImages =
    "SELECT image.id, 0, image.name, image.width, image.height, NULL, NULL, NULL, NULL, NULL, "
    "NULL, 0, mark.stars, mark.review, mark.split, mark.tags, mark.note FROM image "
    "LEFT JOIN image_mark AS mark ON mark.id = image.id WHERE image.id IN "
    "(SELECT image FROM edit WHERE image >= 0 UNION SELECT id FROM image_mark) ORDER BY image.id";
constexpr const char* kStrays =
    "SELECT -id, is_object, name, width, height, hash, occurrence, uuid, category, attributes, "
    "runs, deleted, stars, review, split, tags, note FROM stray ORDER BY id";

std::optional<std::int64_t> number(const SQLite::Column& column) {
    return column.isNull() ? std::nullopt : std::optional<std::int64_t>(column.getInt64());
}

FieldValue bytes(const SQLite::Column& column) {
    return column.isNull() ? FieldValue() : FieldValue(std::string(bytesOf(column)));
}

void readInto(std::vector<KeptItem>& items, SQLite::Database& store, const char* sql) {
    SQLite::Statement query(store, sql);
    while (query.executeStep()) {
        KeptItem item;
        item.oldId = query.getColumn(0).getInt64();
        item.isObject = query.getColumn(1).getInt() != 0;
        item.image = query.getColumn(2).getString();
        item.width = query.getColumn(3).getInt();
        item.height = query.getColumn(4).getInt();
        item.hash = number(query.getColumn(5));
        item.occurrence = number(query.getColumn(6));
        item.uuid = query.getColumn(7).getString();
        item.category = bytes(query.getColumn(8));
        item.attributes = bytes(query.getColumn(9));
        item.runs = bytes(query.getColumn(10));
        item.deleted = query.getColumn(11).getInt() != 0;
        item.stars = query.getColumn(12).getInt64();
        item.review = query.getColumn(13).getInt64();
        item.split = query.getColumn(14).getInt64();
        item.tags = query.getColumn(15).getString();
        item.note = query.getColumn(16).getString();
        items.push_back(std::move(item));
    }
}

// Masks are many bytes: of most items they are not needed.
void readRuns(KeptItem& item, SQLite::Statement& maskOfRow) {
    if (item.runs || item.oldId <= 0)
        return;
    maskOfRow.bind(1, item.oldId);
    if (maskOfRow.executeStep())
        item.runs = bytes(maskOfRow.getColumn(0));
    maskOfRow.reset();
}

using Taken = std::set<std::int64_t>;  // rows of the fresh store that have been found

void findByText(std::vector<KeptItem>& items, SQLite::Database& fresh, Taken& taken) {
    std::map<std::pair<std::int64_t, std::int64_t>, KeptItem*> wanted;
    for (KeptItem& item : items) {
        if (item.isObject && item.hash && item.occurrence)
            wanted.emplace(std::pair(*item.hash, *item.occurrence), &item);
    }
    if (wanted.empty())
        return;
    SQLite::Statement rows(fresh, "SELECT id, hash, occurrence FROM row");
    while (rows.executeStep()) {
        const auto found =
            wanted.find({rows.getColumn(1).getInt64(), rows.getColumn(2).getInt64()});
        if (found == wanted.end())
            continue;
        found->second->newId = rows.getColumn(0).getInt64();
        taken.insert(*found->second->newId);
    }
}

// The runs that each object had before its first edit of them.
std::map<std::int64_t, std::string> firstRuns(SQLite::Database& old) {
    std::map<std::int64_t, std::string> runs;
    SQLite::Statement edits(old,
                            "SELECT object, before FROM edit WHERE kind = 'mask' AND "
                            "before IS NOT NULL ORDER BY id");
    while (edits.executeStep())
        runs.try_emplace(edits.getColumn(0).getInt64(), bytesOf(edits.getColumn(1)));
    return runs;
}

void findByMask(std::vector<KeptItem>& items, SQLite::Database& old, SQLite::Database& fresh,
                Taken& taken) {
    std::unordered_map<std::string, std::vector<KeptItem*>> wanted;  // by ImageId
    SQLite::Statement maskOfRow(old, "SELECT runs FROM mask WHERE id = ?");
    for (KeptItem& item : items) {
        if (!item.isObject || item.newId || item.image.empty())
            continue;
        readRuns(item, maskOfRow);
        if (item.runs)
            wanted[item.image].push_back(&item);
    }
    if (wanted.empty())
        return;
    struct Place {
        std::vector<KeptItem*>* items;
        int width, height;
    };
    std::unordered_map<std::int64_t, Place> placeOf;  // by image id of the fresh store
    SQLite::Statement images(fresh, "SELECT id, name, width, height FROM image");
    while (images.executeStep()) {
        if (const auto found = wanted.find(images.getColumn(1).getString()); found != wanted.end())
            placeOf.emplace(
                images.getColumn(0).getInt64(),
                Place{&found->second, images.getColumn(2).getInt(), images.getColumn(3).getInt()});
    }
    const auto runsBefore = firstRuns(old);
    SQLite::Statement rows(fresh, "SELECT id, image FROM row WHERE image IS NOT NULL");
    SQLite::Statement mask(fresh, "SELECT runs FROM mask WHERE id = ?");
    while (rows.executeStep()) {
        const std::int64_t row = rows.getColumn(0).getInt64();
        const auto place = placeOf.find(rows.getColumn(1).getInt64());
        if (place == placeOf.end() || taken.contains(row))
            continue;
        mask.bind(1, row);
        if (mask.executeStep()) {
            const std::string_view runs = bytesOf(mask.getColumn(0));
            for (KeptItem* item : *place->second.items) {
                const auto before = runsBefore.find(item->oldId);
                const bool isSame =
                    *item->runs == runs || (before != runsBefore.end() && before->second == runs);
                if (item->newId || !isSame || item->width != place->second.width ||
                    item->height != place->second.height)
                    continue;
                item->newId = row;
                taken.insert(row);
                break;
            }
        }
        mask.reset();
    }
}

}  // namespace

std::vector<KeptItem> readKeptItems(SQLite::Database& store) {
    std::vector<KeptItem> items;
    for (const char* sql : {kImages, kObjects, kStrays})
        readInto(items, store, sql);
    return items;
}

void readRuns(KeptItem& item, SQLite::Database& store) {
    SQLite::Statement maskOfRow(store, "SELECT runs FROM mask WHERE id = ?");
    readRuns(item, maskOfRow);
}

void findHomes(std::vector<KeptItem>& items, SQLite::Database& old, SQLite::Database& fresh) {
    Taken taken;
    findByText(items, fresh, taken);
    findByMask(items, old, fresh, taken);
    std::unordered_map<std::string, std::int64_t> imageOfName;
    SQLite::Statement images(fresh, "SELECT id, name FROM image");
    while (images.executeStep())
        imageOfName.emplace(images.getColumn(1).getString(), images.getColumn(0).getInt64());
    for (KeptItem& item : items) {
        const auto found = imageOfName.find(item.image);
        if (!item.isObject && found != imageOfName.end())
            item.newId = found->second;
    }
}

}  // namespace selvedge
