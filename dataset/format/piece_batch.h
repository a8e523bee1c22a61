#pragma once

#include <string>
#include <vector>

#include "dataset/format/json_pieces.h"

namespace selvedge {

// Elements of a JSON file with copies of their texts, to be parsed side by side: at(i) from any
// thread.
class PieceBatch {
public:
    void add(const JsonPiece& piece) {
        m_pieces.push_back(piece);
        m_begins.push_back(m_bytes.size());
        m_bytes += piece.text;
    }
    std::size_t size() const { return m_pieces.size(); }
    bool isFull() const { return m_bytes.size() >= kBytes; }
    // Its list's name is that of the file's reader: valid as long as that is.
    JsonPiece at(std::size_t index) const {
        JsonPiece piece = m_pieces[index];
        piece.text = std::string_view(m_bytes).substr(m_begins[index], piece.text.size());
        return piece;
    }
    void clear() {
        m_pieces.clear();
        m_begins.clear();
        m_bytes.clear();
    }

private:
    static constexpr std::size_t kBytes = 4 << 20;

    std::vector<JsonPiece> m_pieces;
    std::vector<std::size_t> m_begins;  // into m_bytes
    std::string m_bytes;
};

}  // namespace selvedge
