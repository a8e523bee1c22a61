#include "dataset/format/byte_window.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "dataset/error.h"

namespace selvedge {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kBlock = 1 << 20;

}  // namespace

ByteWindow::ByteWindow(const fs::path& path) : m_path(path) {
    std::error_code error;
    if (!fs::exists(path, error))
        throw Error(ErrorKind::NotFound, path.string() + " does not exist");
    if (fs::is_directory(path, error))
        throw Error(ErrorKind::Unreadable, path.string() + " is a folder; name a file in it");
    m_file.open(path, std::ios::binary);
    if (!m_file)
        throw Error(ErrorKind::Unreadable,
                    path.string() + " cannot be read: " + std::strerror(errno));
    const auto size = fs::file_size(path, error);
    m_bytesTotal = error ? 0 : size;
}

bool ByteWindow::readMore() {
    if (m_begin > 0) {
        std::copy(m_buffer.begin() + std::ptrdiff_t(m_begin),
                  m_buffer.begin() + std::ptrdiff_t(m_end), m_buffer.begin());
        m_end -= m_begin;
        m_begin = 0;
    }
    // A long window grows by half its length, so that it is copied a few times only.
    if (m_buffer.size() - m_end < kBlock)
        m_buffer.resize(m_end + std::max(kBlock, m_end / 2));
    m_file.read(m_buffer.data() + m_end, std::streamsize(m_buffer.size() - m_end));
    const auto count = static_cast<std::size_t>(m_file.gcount());
    if (m_file.bad() || (count == 0 && !m_file.eof()))
        throw Error(ErrorKind::Unreadable,
                    m_path.string() + " cannot be read: " + std::strerror(errno));
    m_end += count;
    m_bytesRead += count;
    return count > 0;
}

}  // namespace selvedge
