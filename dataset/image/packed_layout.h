#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <type_traits>

// How a PackedFile lies on disk. The file: a head, then records without gaps. The index: a head,
// then one entry a record in the same order. Numbers are little-endian.
namespace selvedge::packed {

static_assert(std::endian::native == std::endian::little);

inline constexpr std::size_t kMostName = 4096;
inline constexpr std::size_t kMostContent = 16 << 20;
// Bounds the memory that a file from elsewhere can cost; the largest data sets make 100,000.
inline constexpr std::size_t kMostRecords = 1 << 22;

// "SELVPK" or "SELVPX", version 1, and the number that ties the two together.
struct Head {
    char magic[8];
    std::uint64_t id;
};
inline constexpr char kMagic[] = "SELVPK01";
inline constexpr char kIndexMagic[] = "SELVPX01";

// Stands before a record's name and content.
struct RecordHead {
    std::uint32_t mark;
    std::uint32_t sum;  // CRC-32 of all that follows, to the record's end
    std::uint64_t version;
    std::uint64_t key;
    std::uint32_t contentLength;
    std::uint16_t nameLength;
    std::uint8_t kind;
    std::uint8_t zero;
};
inline constexpr std::uint32_t kMark = 0x4b50'4c53;
inline constexpr std::size_t kSummedFrom = 8;

struct IndexEntry {
    std::uint64_t key;
    std::uint64_t version;
    std::uint64_t offset;
    std::uint32_t length;
    std::uint32_t sum;  // CRC-32 of what stands before it
};
static_assert(sizeof(Head) == 16 && sizeof(RecordHead) == 32 && sizeof(IndexEntry) == 32);
static_assert(std::has_unique_object_representations_v<RecordHead> &&
              std::has_unique_object_representations_v<IndexEntry>);

std::uint64_t recordLength(const RecordHead& head);
bool isSound(const RecordHead& head);

// CRC-32; of an entry without its last field.
std::uint32_t sumOf(const void* bytes, std::size_t count);
std::uint32_t sumOf(const IndexEntry& entry);

// All of it, or false.
bool readAt(int file, std::uint64_t offset, void* target, std::size_t count);
bool writeAt(int file, std::uint64_t offset, const void* source, std::size_t count);
std::uint64_t sizeOf(int file);  // 0 when it cannot be told

// Made where there is none. Opened for writing where that may be, else for reading; -1 when neither
// may or it is no plain file.
int openFile(const std::filesystem::path& path);

}  // namespace selvedge::packed
