#include "dataset/project/codec.h"

namespace selvedge {

namespace {

void append(std::string& out, std::uint32_t value) {
    for (; value >= 128; value >>= 7)
        out += static_cast<char>(value | 128);
    out += static_cast<char>(value);
}

class VarintReader {
public:
    explicit VarintReader(std::string_view bytes) : m_bytes(bytes) {}

    bool atEnd() const { return m_at == m_bytes.size(); }

    // Nothing when the bytes end inside a number or it does not fit 32 bits.
    std::optional<std::uint32_t> next() {
        std::uint64_t value = 0;
        for (int shift = 0; shift < 35 && m_at < m_bytes.size(); shift += 7) {
            const auto byte = static_cast<unsigned char>(m_bytes[m_at++]);
            value |= std::uint64_t(byte & 127) << shift;
            if (byte < 128)
                return value >> 32 ? std::nullopt
                                   : std::optional(static_cast<std::uint32_t>(value));
        }
        return std::nullopt;
    }

private:
    std::string_view m_bytes;
    std::size_t m_at = 0;
};

}  // namespace

std::string encodeRuns(const RleMask& mask) {
    std::string out;
    out.reserve(mask.runs().size() * 4);
    std::uint32_t at = 0;
    for (const RleMask::Run& run : mask.runs()) {
        append(out, run.start - at);
        append(out, run.length);
        at = run.start + run.length;
    }
    return out;
}

std::optional<RleMask> decodeRuns(std::string_view bytes, int width, int height) {
    if (!isMaskSize(width, height))
        return std::nullopt;
    const std::uint64_t pixels = std::uint64_t(width) * std::uint64_t(height);
    std::vector<RleMask::Run> runs;
    runs.reserve(bytes.size() / 3);
    std::uint64_t at = 0;
    for (VarintReader reader(bytes); !reader.atEnd();) {
        const auto gap = reader.next();
        const auto length = gap ? reader.next() : gap;
        if (!length || *length == 0 || (*gap == 0 && !runs.empty()) || at + *gap + *length > pixels)
            return std::nullopt;
        runs.push_back({static_cast<std::uint32_t>(at + *gap), *length});
        at += std::uint64_t{*gap} + *length;
    }
    return RleMask::fromCanonicalRuns(width, height, std::move(runs));
}

std::string encodeIds(const std::vector<int>& ids) {
    std::string out;
    int last = 0;
    for (int id : ids) {
        append(out, static_cast<std::uint32_t>(id - last));
        last = id;
    }
    return out;
}

std::optional<std::vector<int>> decodeIds(std::string_view bytes) {
    std::vector<int> ids;
    std::uint64_t last = 0;
    for (VarintReader reader(bytes); !reader.atEnd();) {
        const auto step = reader.next();
        if (!step || (*step == 0 && !ids.empty()) || last + *step > 0x7fffffff)
            return std::nullopt;
        last += *step;
        ids.push_back(static_cast<int>(last));
    }
    return ids;
}

std::uint64_t hashOf(std::string_view bytes) {
    std::uint64_t hash = 0xcbf29ce484222325u;
    for (char c : bytes)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    return hash;
}

}  // namespace selvedge
