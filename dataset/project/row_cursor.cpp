#include "dataset/project/row_cursor.h"

#include "dataset/project/codec.h"
#include "dataset/project/store.h"

namespace selvedge {

namespace {

enum Column {
    Id,
    Image,
    Width,
    Height,
    CategoryId,
    Attributes,
    Runs,
    Text,
    MaskAt,
    Deleted,
    LineEnd,
    Uuid
};
constexpr const char* kRows =
    "SELECT row.id, row.image, image.width, image.height, row.category, row.attributes, mask.runs, "
    "spelling.text, spelling.mask_at, row.deleted, row.line_end, row.uuid FROM row "
    "LEFT JOIN image ON image.id = row.image LEFT JOIN mask ON mask.id = row.id "
    "LEFT JOIN spelling ON spelling.id = row.id ";

}  // namespace

RowCursor::RowCursor(SQLite::Database& store, const std::filesystem::path& path)
    : m_store(store),
      m_path(path),
      m_frames(store, "SELECT text FROM frame WHERE row = ? ORDER BY id"),
      m_newObject(store, std::string(kRows) + "WHERE row.id = ?") {
    SQLite::Statement usual(store, "SELECT value FROM meta WHERE key = 'usual_text'");
    if (usual.executeStep())
        m_usualText = bytesOf(usual.getColumn(0));
    findNewObjects();
    findEditedMasks();
}

void RowCursor::findNewObjects() {
    std::map<std::int64_t, std::vector<std::int64_t>> ofImage;
    SQLite::Statement made(m_store, "SELECT id, image FROM row WHERE uuid IS NOT NULL ORDER BY id");
    while (made.executeStep())
        ofImage[made.getColumn(1).getInt64()].push_back(made.getColumn(0).getInt64());
    if (ofImage.empty())
        return;
    SQLite::Statement last(m_store,
                           "SELECT image, max(id) FROM row WHERE uuid IS NULL AND "
                           "image IS NOT NULL GROUP BY image");
    while (last.executeStep()) {
        const auto found = ofImage.find(last.getColumn(0).getInt64());
        if (found == ofImage.end())
            continue;
        m_newAfter[last.getColumn(1).getInt64()] = std::move(found->second);
        ofImage.erase(found);
    }
    for (const auto& [image, rows] : ofImage)
        m_newAtEnd.insert(m_newAtEnd.end(), rows.begin(), rows.end());
}

void RowCursor::findEditedMasks() {
    struct Ends {
        std::uint64_t first, last;
    };
    std::map<std::pair<std::int64_t, std::string>, Ends> ends;
    SQLite::Statement edits(m_store,
                            "SELECT object, kind, before, after FROM edit "
                            "WHERE kind IN ('mask', 'image') AND object > 0 ORDER BY id");
    const auto valueOf = [&](int column) {
        const SQLite::Column value = edits.getColumn(column);
        return value.isNull() ? 0 : hashOf(bytesOf(value));
    };
    while (edits.executeStep()) {
        const auto [found, isFirst] = ends.try_emplace(
            {edits.getColumn(0).getInt64(), edits.getColumn(1).getString()}, Ends{valueOf(2), 0});
        found->second.last = valueOf(3);
    }
    for (const auto& [what, values] : ends) {
        if (values.first != values.last)
            m_editedMasks.insert(what.first);
    }
}

std::string RowCursor::framesAfter(std::int64_t row) {
    std::string text;
    m_frames.reset();
    m_frames.bind(1, row);
    while (m_frames.executeStep())
        text += bytesOf(m_frames.getColumn(0));
    m_frames.reset();
    return text;
}

StoredRow RowCursor::rowOf(const SQLite::Statement& row) const {
    StoredRow out;
    out.id = row.getColumn(Id).getInt64();
    out.deleted = row.getColumn(Deleted).getInt() != 0;
    out.isNew = !row.getColumn(Uuid).isNull();
    if (!row.getColumn(Text).isNull())
        out.text = bytesOf(row.getColumn(Text));
    const bool isObject = !row.getColumn(Image).isNull();
    if (!isObject && !out.text)
        throwDamaged(m_path, "a row has neither object nor text");
    if (!row.getColumn(MaskAt).isNull()) {
        const std::int64_t at = row.getColumn(MaskAt).getInt64();
        if (at < 0 || !out.text || at > std::int64_t(out.text->size()))
            throwDamaged(m_path, "the text of a row makes no sense");
        out.maskAt = static_cast<std::size_t>(at);
    }
    if (!isObject)
        return out;
    out.image = static_cast<ImageIndex>(row.getColumn(Image).getInt64());
    auto mask = decodeRuns(bytesOf(row.getColumn(Runs)), row.getColumn(Width).getInt(),
                           row.getColumn(Height).getInt());
    if (!mask || row.getColumn(Runs).isNull() || row.getColumn(Width).isNull())
        throwDamaged(m_path, "a mask is missing or unreadable");
    out.mask = std::move(*mask);
    auto attributes = decodeIds(bytesOf(row.getColumn(Attributes)));
    if (!attributes)
        throwDamaged(m_path, "the attributes of an object are unreadable");
    out.attributes = std::move(*attributes);
    out.category = row.getColumn(CategoryId).getInt();
    out.maskEdited = m_editedMasks.contains(out.id);
    return out;
}

bool RowCursor::giveNewObjects(const std::vector<std::int64_t>& rows,
                               const std::function<bool(const StoredRow&)>& onRow) {
    for (std::int64_t id : rows) {
        m_newObject.reset();
        m_newObject.bind(1, id);
        if (!m_newObject.executeStep())
            throwDamaged(m_path, "an object is missing");
        if (!onRow(rowOf(m_newObject)))
            return false;
    }
    m_newObject.reset();
    return true;
}

void RowCursor::forEach(const std::string& prologue,
                        const std::function<bool(const StoredRow&)>& onRow) {
    StoredRow first;
    first.after = prologue + framesAfter(0);
    if (!onRow(first))
        return;
    SQLite::Statement row(m_store, std::string(kRows) + "WHERE row.uuid IS NULL ORDER BY row.id");
    while (row.executeStep()) {
        StoredRow out = rowOf(row);
        switch (row.getColumn(LineEnd).getInt()) {
            case 0:
                out.after = "\n";
                break;
            case 1:
                out.after = "\r\n";
                break;
            case 3:
                out.after = m_usualText;
                break;
            case 4:
                out.after = framesAfter(out.id);
                break;
            default:
                break;
        }
        if (!onRow(out))
            return;
        const auto made = m_newAfter.find(out.id);
        if (made != m_newAfter.end() && !giveNewObjects(made->second, onRow))
            return;
    }
    giveNewObjects(m_newAtEnd, onRow);
}

}  // namespace selvedge
