#include "dataset/project/row_inserter.h"

#include "dataset/project/store.h"

namespace selvedge {

namespace {

constexpr std::size_t kLongestPiece = 1 << 20;
constexpr std::size_t kLongestUsualText = 256;

void execute(SQLite::Statement& statement) {
    statement.exec();
    statement.reset();
    statement.clearBindings();
}

}  // namespace

RowInserter::RowInserter(SQLite::Database& store)
    : m_insertRow(store,
                  "INSERT INTO row(id, image, category, attributes, area, x, y, width, height, "
                  "line_end, hash, occurrence) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      m_insertMask(store, "INSERT INTO mask(id, runs) VALUES(?, ?)"),
      m_insertSpelling(store, "INSERT INTO spelling(id, text, mask_at) VALUES(?, ?, ?)"),
      m_insertImage(store,
                    "INSERT INTO image(id, name, width, height, source_id) VALUES(?, ?, ?, ?, ?)"),
      m_insertIssue(store, "INSERT INTO issue(line, col, text, row) VALUES(?, ?, ?, ?)"),
      m_insertFrame(store, "INSERT INTO frame(row, text) VALUES(?, ?)"),
      m_insertMeta(store, "INSERT OR REPLACE INTO meta(key, value) VALUES(?, ?)") {}

void RowInserter::image(const SourceImage& image) {
    if (!isMaskSize(image.width, image.height) || image.width < 1 || image.height < 1)
        throw Error(ErrorKind::BadFormat, "The image " + image.id + " has no possible size");
    const auto id = static_cast<std::int64_t>(m_images.size());
    if (!m_images.insert(image.id).second)
        throw Error(ErrorKind::BadFormat, "There are two images " + image.id);
    m_insertImage.bind(1, id);
    m_insertImage.bindNoCopy(2, image.id);
    m_insertImage.bind(3, image.width);
    m_insertImage.bind(4, image.height);
    if (!image.sourceId.empty())
        m_insertImage.bindNoCopy(5, image.sourceId);
    execute(m_insertImage);
}

std::int64_t RowInserter::row(const SourceRow& row) {
    insertPending();
    ++m_rowId;
    if (row.isObject) {
        m_insertMask.bind(1, m_rowId);
        bindBytes(m_insertMask, 2, row.runs);
        execute(m_insertMask);
    }
    if (row.text) {
        m_insertSpelling.bind(1, m_rowId);
        bindBytes(m_insertSpelling, 2, *row.text);
        if (row.maskAt)
            m_insertSpelling.bind(3, static_cast<std::int64_t>(*row.maskAt));
        execute(m_insertSpelling);
    }
    m_pending.emplace();
    m_pending->image = row.image;
    m_pending->isObject = row.isObject;
    m_pending->category = row.category;
    m_pending->attributes = row.attributes;
    m_pending->area = row.area;
    m_pending->box = row.box;
    m_pending->hash = row.hash;
    return m_rowId;
}

void RowInserter::text(std::string_view text) {
    m_text += text;
    if (m_text.size() > kLongestPiece)
        flushText();
}

void RowInserter::flushText() {
    m_insertFrame.bind(1, m_rowId);
    bindBytes(m_insertFrame, 2, m_text);
    execute(m_insertFrame);
    m_text.clear();
    m_textIsInFrames = true;
}

void RowInserter::insertPending() {
    int lineEnd = 4;
    if (m_textIsInFrames) {
        if (!m_text.empty())
            flushText();
    } else if (m_text == "\n" || m_text == "\r\n" || m_text.empty()) {
        lineEnd = m_text.empty() ? 2 : (m_text == "\n" ? 0 : 1);
    } else {
        // The first text between two rows is the usual one, as far as can be known.
        if (!m_usualText && m_pending && m_text.size() <= kLongestUsualText)
            m_usualText = m_text;
        if (m_pending && m_usualText == m_text)
            lineEnd = 3;
        else
            flushText();
    }
    if (!m_pending && lineEnd < 2)
        flushText();  // a line end before the first row
    m_text.clear();
    m_textIsInFrames = false;
    if (!m_pending)
        return;
    m_insertRow.bind(1, m_rowId);
    if (m_pending->isObject) {
        m_insertRow.bind(2, static_cast<std::int64_t>(m_pending->image.value()));
        m_insertRow.bind(3, m_pending->category);
        bindBytes(m_insertRow, 4, m_pending->attributes);
        m_insertRow.bind(5, static_cast<std::int64_t>(m_pending->area));
        m_insertRow.bind(6, m_pending->box.x);
        m_insertRow.bind(7, m_pending->box.y);
        m_insertRow.bind(8, m_pending->box.width);
        m_insertRow.bind(9, m_pending->box.height);
    }
    m_insertRow.bind(10, lineEnd);
    m_insertRow.bind(11, static_cast<std::int64_t>(m_pending->hash));
    m_insertRow.bind(12, m_occurrences[m_pending->hash]++);
    execute(m_insertRow);
    m_pending.reset();
}

void RowInserter::issue(const RowIssue& issue, std::int64_t rowId) {
    m_insertIssue.bind(1, static_cast<std::int64_t>(issue.line));
    m_insertIssue.bind(2, static_cast<std::int64_t>(issue.column));
    m_insertIssue.bindNoCopy(3, issue.text);
    if (rowId != 0)
        m_insertIssue.bind(4, rowId);
    execute(m_insertIssue);
}

void RowInserter::meta(const std::string& key, std::string_view value) {
    m_insertMeta.bindNoCopy(1, key);
    bindBytes(m_insertMeta, 2, value);
    execute(m_insertMeta);
}

void RowInserter::finish() {
    insertPending();
    meta("usual_text", m_usualText.value_or(""));
}

}  // namespace selvedge
