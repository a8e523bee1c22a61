#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "dataset/catalog.h"

namespace selvedge {

// What an edit changes: a field of an object (row id) or of an image (id).
struct FieldTarget {
    bool isImage = false;
    std::int64_t id = 0;
};

// As the journal keeps it: text, the runs of a mask as bytes, nothing where there is none.
using FieldValue = std::optional<std::string>;
// A whole number; nothing where it is none.
std::optional<std::int64_t> numberIn(const FieldValue& value);
// Of these kinds the value is bytes.
inline bool isBytes(const std::string& kind) {
    return kind == "mask" || kind == "spelling";
}

// The fields that can be edited, by the journal's kinds:
//   object: category (id), attributes (ids), mask (encodeRuns), image (id; of a row that was made
//           an object), deleted and created (0 or 1: `created` is `deleted` upside down), spelling
//           ("mask_at:text", mask_at may be empty; nothing: the row is written from the object)
//   image:  size ("640x480"), split
//   both:   stars, review, tags (sorted, one a line), note
// Values come from files too: what makes no sense is refused (Error(BadFormat)), but for what only
// shows when a whole step is done (settle). On a connection in a transaction.
class Fields {
public:
    Fields(SQLite::Database& store, const std::filesystem::path& path, const Catalog& catalog);

    // Error(NotFound) when there is no such object, row or image.
    FieldValue read(FieldTarget target, const std::string& kind);
    void write(FieldTarget target, const std::string& kind, const FieldValue& value);
    // A new object without category, attributes and mask. Its row id.
    std::int64_t addObject(std::int64_t image);
    // Checks that an object is whole (image, category, mask inside the image) and brings its area
    // and box up to date. Error(Unsupported) when it is not.
    void settle(std::int64_t rowId);
    std::vector<std::int64_t> rowsOf(std::int64_t image);
    // Width and height. Error(NotFound).
    std::pair<int, int> sizeOf(std::int64_t image);

    // A statement that is prepared once; reset and without values.
    SQLite::Statement& prepared(const std::string& sql);

private:
    void writeText(const std::string& sql, std::int64_t id, const FieldValue& value);
    void writeNumber(const std::string& sql, std::int64_t id, std::optional<std::int64_t> value);
    void writeObject(std::int64_t id, const std::string& kind, const FieldValue& value);
    void writeMark(FieldTarget target, const std::string& kind, const FieldValue& value);
    void writeSpelling(std::int64_t id, const FieldValue& value);
    void writeSize(std::int64_t image, const FieldValue& value);
    [[noreturn]] void makesNoSense(const std::string& kind) const;

    SQLite::Database& m_store;
    const std::filesystem::path& m_path;
    const Catalog& m_catalog;
    std::map<std::string, SQLite::Statement> m_prepared;
};

inline constexpr std::size_t kLongestTag = 200;  // bytes
inline constexpr std::size_t kMostTags = 500;    // of one image or object
inline constexpr std::size_t kLongestNote = 64 << 10;

}  // namespace selvedge
