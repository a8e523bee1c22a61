#include "dataset/project/fields.h"

#include <algorithm>
#include <charconv>
#include <random>

#include "dataset/format/csv_layout.h"
#include "dataset/project/codec.h"
#include "dataset/project/marks.h"
#include "dataset/project/row_parser.h"
#include "dataset/project/store.h"

namespace selvedge {

namespace {

FieldValue textOf(const SQLite::Column& column) {
    return column.isNull() ? FieldValue() : FieldValue(std::string(bytesOf(column)));
}

// Sorted, no repeats, no empty ones: as tags are always kept.
bool areTags(const std::string& text) {
    if (text.empty())
        return true;
    std::string_view before;
    std::size_t count = 0;
    for (std::size_t at = 0; at <= text.size(); ++count) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view tag(text.data() + at, end - at);
        if (tag.empty() || tag.size() > kLongestTag || tag <= before || count == kMostTags)
            return false;
        before = tag;
        at = end + 1;
    }
    return true;
}

bool isMarkNumber(const std::string& kind, std::int64_t number) {
    if (kind == "stars")
        return number >= 0 && number <= kMostStars;
    if (kind == "review")
        return number >= 0 && number <= std::int64_t(ReviewState::Rejected);
    return kind == "split" && number >= 0 && number <= std::int64_t(Split::Test);
}

bool isMark(const std::string& kind) {
    return kind == "stars" || kind == "review" || kind == "split" || kind == "tags" ||
           kind == "note";
}

std::string newUuid() {
    std::random_device random;
    std::string bytes;
    for (int i = 0; i < 4; ++i) {
        const std::uint32_t word = random();
        for (int shift = 0; shift < 32; shift += 8)
            bytes += static_cast<char>(word >> shift);
    }
    return bytes;
}

}  // namespace

std::optional<std::int64_t> numberIn(const FieldValue& value) {
    if (!value)
        return std::nullopt;
    std::int64_t number = 0;
    const char* end = value->data() + value->size();
    const auto [at, error] = std::from_chars(value->data(), end, number);
    return error == std::errc() && at == end && !value->empty() ? std::optional(number)
                                                                : std::nullopt;
}

Fields::Fields(SQLite::Database& store, const std::filesystem::path& path, const Catalog& catalog)
    : m_store(store), m_path(path), m_catalog(catalog) {}

SQLite::Statement& Fields::prepared(const std::string& sql) {
    auto found = m_prepared.find(sql);
    if (found == m_prepared.end())
        found = m_prepared.emplace(sql, SQLite::Statement(m_store, sql)).first;
    found->second.reset();
    found->second.clearBindings();
    return found->second;
}

void Fields::makesNoSense(const std::string& kind) const {
    throwDamaged(m_path, "an edit of its journal (" + kind + ") makes no sense");
}

std::pair<int, int> Fields::sizeOf(std::int64_t image) {
    SQLite::Statement& query = prepared("SELECT width, height FROM image WHERE id = ?");
    query.bind(1, image);
    if (!query.executeStep())
        throw Error(ErrorKind::NotFound,
                    m_path.string() + " has no image " + std::to_string(image));
    const std::pair size{query.getColumn(0).getInt(), query.getColumn(1).getInt()};
    query.reset();
    return size;
}

FieldValue Fields::read(FieldTarget target, const std::string& kind) {
    if (kind == "size") {
        const auto [width, height] = sizeOf(target.id);
        return std::to_string(width) + "x" + std::to_string(height);
    }
    FieldValue value;
    if (isMark(kind)) {
        SQLite::Statement& query =
            prepared("SELECT " + kind + " FROM " + (target.isImage ? "image_mark" : "object_mark") +
                     " WHERE id = ?");
        query.bind(1, target.id);
        if (query.executeStep())
            value = textOf(query.getColumn(0));
        else
            value = kind == "tags" || kind == "note" ? "" : "0";
        query.reset();
        return value;
    }
    if (target.isImage)
        makesNoSense(kind);
    if (kind == "mask") {
        SQLite::Statement& query = prepared("SELECT runs FROM mask WHERE id = ?");
        query.bind(1, target.id);
        if (query.executeStep())
            value = std::string(bytesOf(query.getColumn(0)));
        query.reset();
        return value;
    }
    if (kind == "spelling") {
        SQLite::Statement& query = prepared("SELECT mask_at, text FROM spelling WHERE id = ?");
        query.bind(1, target.id);
        if (query.executeStep())
            value = query.getColumn(0).getString() + ":" + std::string(bytesOf(query.getColumn(1)));
        query.reset();
        return value;
    }
    SQLite::Statement& query =
        prepared("SELECT image, category, attributes, deleted FROM row WHERE id = ?");
    query.bind(1, target.id);
    if (!query.executeStep())
        throw Error(ErrorKind::NotFound,
                    m_path.string() + " has no object " + std::to_string(target.id));
    if (kind == "image") {
        value = textOf(query.getColumn(0));
    } else if (kind == "category") {
        value = textOf(query.getColumn(1));
    } else if (kind == "attributes") {
        const auto ids = decodeIds(bytesOf(query.getColumn(2)));
        if (!ids)
            throwDamaged(m_path, "the attributes of object " + std::to_string(target.id) +
                                     " are unreadable");
        if (!query.getColumn(2).isNull())
            value = joinedIds(*ids);
    } else if (kind == "deleted" || kind == "created") {
        const bool deleted = query.getColumn(3).getInt() != 0;
        value = deleted == (kind == "deleted") ? "1" : "0";
    } else {
        query.reset();
        makesNoSense(kind);
    }
    query.reset();
    return value;
}

void Fields::write(FieldTarget target, const std::string& kind, const FieldValue& value) {
    if (isMark(kind))
        writeMark(target, kind, value);
    else if (target.isImage && kind == "size")
        writeSize(target.id, value);
    else if (!target.isImage)
        writeObject(target.id, kind, value);
    else
        makesNoSense(kind);
}

void Fields::writeNumber(const std::string& sql, std::int64_t id,
                         std::optional<std::int64_t> value) {
    SQLite::Statement& update = prepared(sql);
    if (value)
        update.bind(1, *value);
    update.bind(2, id);
    update.exec();
    update.reset();
}

void Fields::writeObject(std::int64_t id, const std::string& kind, const FieldValue& value) {
    const std::optional<std::int64_t> number = numberIn(value);
    if (kind == "attributes") {
        std::string bytes;
        if (value) {
            const AttributeIds ids = parseAttributeIds(*value, m_catalog);
            if (!ids.problem.empty())
                makesNoSense(kind);
            bytes = encodeIds(ids.known);
        }
        SQLite::Statement& update = prepared("UPDATE row SET attributes = ? WHERE id = ?");
        if (value)
            bindBytes(update, 1, bytes);
        update.bind(2, id);
        update.exec();
        update.reset();
    } else if (kind == "mask") {
        SQLite::Statement& update =
            prepared(value ? "INSERT OR REPLACE INTO mask(runs, id) VALUES(?, ?)"
                           : "DELETE FROM mask WHERE ? IS NULL AND id = ?");
        if (value)
            bindBytes(update, 1, *value);
        update.bind(2, id);
        update.exec();
        update.reset();
    } else if (kind == "spelling") {
        writeSpelling(id, value);
    } else if (kind == "category") {
        if (value && (!number || *number < 0 || *number > 0x7fffffff ||
                      !m_catalog.categoryIndex(int(*number))))
            makesNoSense(kind);
        writeNumber("UPDATE row SET category = ? WHERE id = ?", id, number);
    } else if (kind == "image") {
        if (value && !number)
            makesNoSense(kind);
        if (number)
            sizeOf(*number);  // it is there
        writeNumber("UPDATE row SET image = ? WHERE id = ?", id, number);
    } else if ((kind == "deleted" || kind == "created") && number &&
               (*number == 0 || *number == 1)) {
        writeNumber("UPDATE row SET deleted = ? WHERE id = ?", id,
                    kind == "deleted" ? *number : 1 - *number);
    } else {
        makesNoSense(kind);
    }
}

void Fields::writeMark(FieldTarget target, const std::string& kind, const FieldValue& value) {
    const bool isText = kind == "tags" || kind == "note";
    const std::optional<std::int64_t> number = numberIn(value);
    const bool good =
        isText ? value && (kind == "tags" ? areTags(*value) : value->size() <= kLongestNote)
               : number && isMarkNumber(kind, *number) && (kind != "split" || target.isImage);
    if (!good)
        makesNoSense(kind);
    SQLite::Statement& update = prepared(
        "INSERT INTO " + std::string(target.isImage ? "image_mark" : "object_mark") + "(" + kind +
        ", id) VALUES(?, ?) ON CONFLICT(id) DO UPDATE SET " + kind + " = excluded." + kind);
    if (isText)
        update.bindNoCopy(1, *value);
    else
        update.bind(1, *number);
    update.bind(2, target.id);
    update.exec();
    update.reset();
}

void Fields::writeSpelling(std::int64_t id, const FieldValue& value) {
    if (!value) {
        SQLite::Statement& remove = prepared("DELETE FROM spelling WHERE id = ?");
        remove.bind(1, id);
        remove.exec();
        remove.reset();
        return;
    }
    const std::size_t colon = value->find(':');
    if (colon == std::string::npos)
        makesNoSense("spelling");
    const std::string_view text = std::string_view(*value).substr(colon + 1);
    const auto maskAt = numberIn(value->substr(0, colon));
    if ((!maskAt && colon > 0) || (maskAt && (*maskAt < 0 || *maskAt > std::int64_t(text.size()))))
        makesNoSense("spelling");
    SQLite::Statement& insert =
        prepared("INSERT OR REPLACE INTO spelling(id, text, mask_at) VALUES(?, ?, ?)");
    insert.bind(1, id);
    bindBytes(insert, 2, text);
    if (maskAt)
        insert.bind(3, *maskAt);
    insert.exec();
    insert.reset();
}

void Fields::writeSize(std::int64_t image, const FieldValue& value) {
    const std::size_t cross = value ? value->find('x') : std::string::npos;
    if (cross == std::string::npos)
        makesNoSense("size");
    const auto width = numberIn(value->substr(0, cross));
    const auto height = numberIn(value->substr(cross + 1));
    if (!width || !height || *width < 1 || *height < 1 || !isMaskSize(*width, *height))
        makesNoSense("size");
    SQLite::Statement& update = prepared("UPDATE image SET width = ?, height = ? WHERE id = ?");
    update.bind(1, *width);
    update.bind(2, *height);
    update.bind(3, image);
    update.exec();
    update.reset();
}

std::int64_t Fields::addObject(std::int64_t image) {
    sizeOf(image);
    const std::string uuid = newUuid();
    SQLite::Statement& insert = prepared("INSERT INTO row(image, line_end, uuid) VALUES(?, 2, ?)");
    insert.bind(1, image);
    bindBytes(insert, 2, uuid);
    insert.exec();
    insert.reset();
    return m_store.getLastInsertRowid();
}

std::vector<std::int64_t> Fields::rowsOf(std::int64_t image) {
    std::vector<std::int64_t> rows;
    SQLite::Statement& query = prepared("SELECT id FROM row WHERE image = ?");
    query.bind(1, image);
    while (query.executeStep())
        rows.push_back(query.getColumn(0).getInt64());
    query.reset();
    return rows;
}

void Fields::settle(std::int64_t rowId) {
    const auto image = numberIn(read({false, rowId}, "image"));
    if (!image && read({false, rowId}, "spelling"))
        return;  // a row that is no object, again
    const auto refuse = [&](const std::string& why) {
        throw Error(ErrorKind::Unsupported,
                    "An edit of object " + std::to_string(rowId) + " makes no sense: " + why);
    };
    if (!image)
        refuse("its row would be neither an object nor a text");
    const FieldValue runs = read({false, rowId}, "mask");
    if (!read({false, rowId}, "category"))
        refuse("it has no category");
    if (!runs || runs->empty())
        refuse("it has no mask");
    const auto [width, height] = sizeOf(*image);
    const auto mask = decodeRuns(*runs, width, height);
    if (!mask)
        refuse("its mask leads out of the image (" + std::to_string(width) + " x " +
               std::to_string(height) + " pixels)");
    const IntBox box = mask->box();
    SQLite::Statement& update = prepared(
        "UPDATE row SET area = ?, x = ?, y = ?, width = ?, height = ?, "
        "attributes = coalesce(attributes, x'') WHERE id = ?");
    update.bind(1, static_cast<std::int64_t>(mask->area()));
    update.bind(2, box.x);
    update.bind(3, box.y);
    update.bind(4, box.width);
    update.bind(5, box.height);
    update.bind(6, rowId);
    update.exec();
    update.reset();
}

}  // namespace selvedge
