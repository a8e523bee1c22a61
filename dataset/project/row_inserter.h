#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "dataset/project/project_writer.h"

namespace selvedge {

// Rows, images and the text between them into the tables of a new store, one after the other.
class RowInserter {
public:
    explicit RowInserter(SQLite::Database& store);

    void image(const SourceImage& image);  // Error(BadFormat) when its id is there or its size none
    std::int64_t row(const SourceRow& row);
    void text(std::string_view text);
    void issue(const RowIssue& issue, std::int64_t rowId);
    void meta(const std::string& key, std::string_view value);
    void finish();  // after the last row and text

private:
    void insertPending();
    void flushText();

    SQLite::Statement m_insertRow, m_insertMask, m_insertSpelling, m_insertImage, m_insertIssue,
        m_insertFrame, m_insertMeta;
    std::unordered_set<std::string> m_images;
    std::unordered_map<std::uint64_t, std::uint32_t> m_occurrences;
    // The row added last waits for the text after it, which decides its line_end.
    std::optional<SourceRow> m_pending;  // without runs and text, which are in the store already
    std::int64_t m_rowId = 0;
    std::string m_text;
    bool m_textIsInFrames = false;  // part of the text is in the store already
    std::optional<std::string> m_usualText;
};

}  // namespace selvedge
