#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace selvedge {

// Many small contents in one file: a cache on disk. Records are only ever added at the end, each
// with its length and a check sum; what a crash left of the last one is dropped. Beside the file
// lies FILE.index, from which it opens at once; an absent or damaged index is made again from the
// records, and one that lies is found out when a record is read. Both may be deleted at any time.
//
// Any number of threads and processes read; the first that writes is the file's only writer for as
// long as it has it open (flock). What it adds the others find when they miss it. Nothing here
// throws or trusts the disk: what cannot be read is absent, what cannot be written is not kept. A
// file that is no such file (by its first bytes) is overwritten by the first write: give it a name
// that is only this cache's.
class PackedFile {
public:
    // The file is opened, or made, at the first use. `byteLimit` bounds the file.
    PackedFile(std::filesystem::path path, std::uint64_t byteLimit);
    ~PackedFile();
    PackedFile(const PackedFile&) = delete;
    PackedFile& operator=(const PackedFile&) = delete;

    // What was written last under (name, kind), if it was with this version.
    std::optional<std::string> read(std::string_view name, std::uint8_t kind,
                                    std::uint64_t version);
    // The same without reading it: true may still turn out absent.
    bool has(std::string_view name, std::uint8_t kind, std::uint64_t version);
    // False when it could not be kept: another process writes, no space, no right, too long (a name
    // of 4 KiB, a content of 16 MiB), or the file is full. A full file of which more than a quarter
    // has been written anew starts over.
    bool write(std::string_view name, std::uint8_t kind, std::uint64_t version,
               std::string_view content);

    std::uint64_t bytes();
    std::size_t records();  // that can be found

private:
    struct Entry {
        std::uint64_t offset = 0;
        std::uint64_t version = 0;
        std::uint32_t length = 0;  // of the whole record
    };
    struct Files;

    void ensureOpen();
    std::optional<Entry> find(std::uint64_t key, std::uint64_t version);
    // These with the lock held alone.
    void load();
    void loadIndex(std::uint64_t size);
    void scan(std::uint64_t size);
    void refresh();
    bool becomeWriter();
    bool startOver();
    void startIndex();
    void add(std::uint64_t key, const Entry& entry);
    void addToIndex(std::uint64_t key, const Entry& entry);

    const std::filesystem::path m_path;
    const std::uint64_t m_byteLimit;
    std::shared_mutex m_mutex;  // over all below
    bool m_writer = false;
    std::unique_ptr<const Files> m_files;  // null before the first use; then it stays
    std::uint64_t m_id = 0;                // tells one beginning of the file from another
    std::uint64_t m_end = 0;               // of the last whole record; 0: not even a header
    std::uint64_t m_dead = 0;              // bytes of records that were written anew since
    std::uint64_t m_indexEnd = 0;          // of the index's part that holds
    std::unordered_map<std::uint64_t, Entry> m_entries;
};

}  // namespace selvedge
