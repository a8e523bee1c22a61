#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "dataset/error.h"

// Parts of pickle.cpp: the steps of a pickle and the input they are read from.
namespace selvedge::pickling {

inline constexpr std::size_t kLongestName = 200;  // of a module and of what it holds

// Names as in pickletools.py.
enum Opcode : std::uint8_t {
    kMark = '(',
    kStop = '.',
    kReduce = 'R',
    kBuild = 'b',
    kGlobal = 'c',
    kStackGlobal = 0x93,
    kBinPersid = 'Q',
    kProto = 0x80,
    kFrame = 0x95,
    kBinPut = 'q',
    kLongBinPut = 'r',
    kMemoize = 0x94,
    kBinGet = 'h',
    kLongBinGet = 'j',
    kNone = 'N',
    kNewTrue = 0x88,
    kNewFalse = 0x89,
    kBinInt = 'J',
    kBinInt1 = 'K',
    kBinInt2 = 'M',
    kLong1 = 0x8a,
    kLong4 = 0x8b,
    kBinFloat = 'G',
    kBinUnicode = 'X',
    kShortBinUnicode = 0x8c,
    kBinUnicode8 = 0x8d,
    kBinString = 'T',
    kShortBinString = 'U',
    kBinBytes = 'B',
    kShortBinBytes = 'C',
    kBinBytes8 = 0x8e,
    kByteArray8 = 0x96,
    kEmptyDict = '}',
    kEmptyList = ']',
    kEmptyTuple = ')',
    kTuple = 't',
    kTuple1 = 0x85,
    kTuple2 = 0x86,
    kTuple3 = 0x87,
    kList = 'l',
    kDict = 'd',
    kAppend = 'a',
    kAppends = 'e',
    kSetItem = 's',
    kSetItems = 'u',
};

[[noreturn]] inline void damaged(const std::string& what) {
    throw Error(ErrorKind::BadFormat, "its pickle is damaged: " + what);
}

// The input as a stream of numbers and texts.
class Input {
public:
    explicit Input(std::span<const std::byte> bytes) : m_bytes(bytes) {}

    std::size_t position() const { return m_position; }

    std::string_view take(std::uint64_t count) {
        if (count > m_bytes.size() - m_position)
            damaged("it ends in the middle, at byte " + std::to_string(m_bytes.size()));
        const auto* begin = reinterpret_cast<const char*>(m_bytes.data()) + m_position;
        m_position += count;
        return {begin, static_cast<std::size_t>(count)};
    }
    std::uint8_t byte() { return static_cast<std::uint8_t>(take(1).front()); }
    // Little endian, `count` <= 8 bytes.
    std::uint64_t number(std::size_t count) {
        const std::string_view bytes = take(count);
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < count; ++i)
            value |= std::uint64_t(static_cast<unsigned char>(bytes[i])) << (8 * i);
        return value;
    }
    std::string_view line() {
        const auto rest = m_bytes.subspan(m_position);
        const auto end = std::find(rest.begin(), rest.end(), std::byte('\n'));
        const auto length = static_cast<std::size_t>(end - rest.begin());
        if (length > kLongestName)
            damaged("a name is longer than " + std::to_string(kLongestName) + " bytes");
        const std::string_view text = take(length);
        take(1);
        return text;
    }

private:
    std::span<const std::byte> m_bytes;
    std::size_t m_position = 0;
};

}  // namespace selvedge::pickling
