#include "dataset/image/row_reducer.h"

#include <algorithm>
#include <cassert>

namespace selvedge {

int reductionFor(ImageSize full, int shortestSide) {
    return shortestSide < 1 ? 1 : std::max(1, std::min(full.width, full.height) / shortestSide);
}

RowReducer::RowReducer(ImageSize full, int factor)
    : m_full(full),
      m_factor(factor),
      m_image{(full.width + factor - 1) / factor, (full.height + factor - 1) / factor, {}} {
    m_image.rgb.resize(std::size_t{3} * m_image.width * m_image.height);
    m_sums.resize(std::size_t{3} * m_image.width);
}

void RowReducer::add(const std::uint8_t* row) {
    assert(m_written < m_image.height);
    std::uint64_t* sum = m_sums.data();
    for (int x = 0; x < m_full.width; x += m_factor, sum += 3) {
        std::uint64_t box[3] = {};
        for (int last = std::min(x + m_factor, m_full.width), i = x; i < last; ++i) {
            for (int c = 0; c < 3; ++c)
                box[c] += *row++;
        }
        for (int c = 0; c < 3; ++c)
            sum[c] += box[c];
    }
    ++m_held;
    if (m_held == m_factor || m_written * m_factor + m_held == m_full.height)
        flush();
}

void RowReducer::flush() {
    std::uint8_t* target = m_image.rgb.data() + m_sums.size() * static_cast<std::size_t>(m_written);
    for (int x = 0; x < m_image.width; ++x) {
        const int columns = std::min(m_factor, m_full.width - x * m_factor);
        const std::uint64_t count = static_cast<std::uint64_t>(columns) * m_held;
        for (std::size_t i = std::size_t{3} * x; i < std::size_t{3} * (x + 1); ++i)
            target[i] = static_cast<std::uint8_t>((m_sums[i] + count / 2) / count);
    }
    std::fill(m_sums.begin(), m_sums.end(), 0);
    m_held = 0;
    ++m_written;
}

}  // namespace selvedge
