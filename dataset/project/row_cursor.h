#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "dataset/project/stored_row.h"

namespace selvedge {

// The rows of a store in the source's order (stored_row.h). What makes no sense is
// Error(BadFormat). To be used in one transaction, so that all of it is one state of the store.
class RowCursor {
public:
    RowCursor(SQLite::Database& store, const std::filesystem::path& path);

    // `prologue` is the text before the first row. `onRow` returns false to stop.
    void forEach(const std::string& prologue, const std::function<bool(const StoredRow&)>& onRow);

private:
    void findNewObjects();
    void findEditedMasks();
    StoredRow rowOf(const SQLite::Statement& row) const;
    std::string framesAfter(std::int64_t row);
    bool giveNewObjects(const std::vector<std::int64_t>& rows,
                        const std::function<bool(const StoredRow&)>& onRow);

    SQLite::Database& m_store;
    const std::filesystem::path& m_path;
    std::string m_usualText;
    std::map<std::int64_t, std::vector<std::int64_t>> m_newAfter;  // row id: new objects after it
    std::vector<std::int64_t> m_newAtEnd;
    std::set<std::int64_t> m_editedMasks;
    SQLite::Statement m_frames, m_newObject;
};

}  // namespace selvedge
