#include "model/network/weights/zip_reader.h"

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "dataset/error.h"

namespace selvedge {

namespace {

constexpr std::uint32_t kLocalHeader = 0x04034b50, kDirectoryEntry = 0x02014b50, kEnd = 0x06054b50,
                        kEnd64 = 0x06064b50, kEnd64Locator = 0x07064b50;
constexpr std::size_t kLocalSize = 30, kDirectoryEntrySize = 46, kEndSize = 22, kEnd64Size = 56,
                      kLocatorSize = 20;
constexpr std::size_t kMostEntries = 200'000;
constexpr std::uint16_t kZip64Extra = 1;
constexpr std::uint64_t kIn64 = 0xffffffff;  // the number stands in the zip64 extra field

[[noreturn]] void damaged(const std::string& what) {
    throw Error(ErrorKind::BadFormat, "its zip archive is damaged: " + what);
}
[[noreturn]] void unsupported(const std::string& what) {
    throw Error(ErrorKind::Unsupported,
                "its zip archive " + what +
                    ", as torch.save never writes it; save it again in Python: "
                    "torch.save(model.state_dict(), ...), where model is torch.jit.load(...) if it "
                    "is a TorchScript program");
}

std::string shown(std::string_view name) {
    std::string safe = "\"";
    for (const char c : name.substr(0, 200))
        safe += c >= ' ' && c <= '~' ? c : '?';
    return safe + "\"";
}

// Checked access to a part of the archive.
class Bytes {
public:
    explicit Bytes(std::span<const std::byte> bytes) : m_bytes(bytes) {}

    Bytes part(std::uint64_t offset, std::uint64_t size, const char* what) const {
        if (offset > m_bytes.size() || size > m_bytes.size() - offset)
            damaged(std::string(what) + " lies outside the file; was it copied whole?");
        return Bytes(m_bytes.subspan(offset, size));
    }
    std::uint64_t number(std::size_t offset, std::size_t bytes) const {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < bytes; ++i)
            value |= std::to_integer<std::uint64_t>(m_bytes[offset + i]) << (8 * i);
        return value;
    }
    std::string_view text() const {
        return {reinterpret_cast<const char*>(m_bytes.data()), m_bytes.size()};
    }
    std::span<const std::byte> span() const { return m_bytes; }
    std::size_t size() const { return m_bytes.size(); }

private:
    std::span<const std::byte> m_bytes;
};

struct Directory {
    std::uint64_t entries = 0, offset = 0, size = 0;
};

// The end record is the last thing in the file but for a comment of at most 65,535 bytes.
std::size_t endRecord(const Bytes& archive) {
    if (archive.size() >= kEndSize) {
        const std::size_t last = archive.size() - kEndSize;
        for (std::size_t back = 0; back <= std::min<std::size_t>(last, 65'535); ++back) {
            const std::size_t at = last - back;
            if (archive.number(at, 4) == kEnd && archive.number(at + 20, 2) == back)
                return at;
        }
    }
    damaged("its directory is missing, so the file was cut short; copy it again");
}

Directory directoryOf(const Bytes& archive) {
    const std::size_t at = endRecord(archive);
    const Bytes end = archive.part(at, kEndSize, "its end");
    if (end.number(4, 2) != end.number(6, 2))
        unsupported("comes in several parts");
    Directory directory{end.number(10, 2), end.number(16, 4), end.number(12, 4)};
    if (at < kLocatorSize || archive.number(at - kLocatorSize, 4) != kEnd64Locator)
        return directory;
    const Bytes end64 =
        archive.part(archive.number(at - kLocatorSize + 8, 8), kEnd64Size, "its zip64 end");
    if (end64.number(0, 4) != kEnd64)
        damaged("its zip64 end is missing");
    return {end64.number(32, 8), end64.number(48, 8), end64.number(40, 8)};
}

struct Location {
    std::uint64_t size = 0, stored = 0, header = 0;
};

// Numbers of 0xffffffff stand in the zip64 field instead, in this order.
void readZip64(const Bytes& extra, Location& location) {
    const auto wanted = [&] {
        return location.size == kIn64 || location.stored == kIn64 || location.header == kIn64;
    };
    for (std::size_t at = 0; wanted() && at + 4 <= extra.size();) {
        const std::uint64_t kind = extra.number(at, 2), size = extra.number(at + 2, 2);
        const Bytes field = extra.part(at + 4, size, "an extra field");
        at += 4 + size;
        if (kind != kZip64Extra)
            continue;
        std::size_t next = 0;
        for (std::uint64_t* value : {&location.size, &location.stored, &location.header}) {
            if (*value != kIn64)
                continue;
            *value = field.part(next, 8, "a zip64 field").number(0, 8);
            next += 8;
        }
        return;
    }
}

void checkName(std::string_view name) {
    bool leaves = name.empty() || name.front() == '/' ||
                  name.find_first_of(std::string_view("\\:\0", 3)) != name.npos;
    for (std::size_t begin = 0; begin <= name.size() && !leaves;) {
        const std::size_t end = std::min(name.find('/', begin), name.size());
        leaves = name.substr(begin, end - begin) == "..";
        begin = end + 1;
    }
    if (leaves)
        unsupported("has an entry named " + shown(name));
}

// Bytes of the archive from an entry's local header to its end.
struct Extent {
    std::uint64_t begin, end;
};

// `entry` is the directory's; its local header repeats the name and says where the data begins.
ZipEntry entryAt(const Bytes& archive, const Bytes& entry, std::string_view name,
                 const Location& location, Extent& extent) {
    if (entry.number(8, 2) & 1)
        unsupported("has the encrypted entry " + shown(name));
    if (entry.number(10, 2) != 0 || location.size != location.stored)
        unsupported("has the compressed entry " + shown(name));
    const Bytes local = archive.part(location.header, kLocalSize, "an entry");
    if (local.number(0, 4) != kLocalHeader)
        damaged("the entry " + shown(name) + " is not where its directory says");
    const std::uint64_t nameSize = local.number(26, 2), extraSize = local.number(28, 2);
    if (archive.part(location.header + kLocalSize, nameSize, "a name").text() != name)
        damaged("the entry " + shown(name) + " has another name in its directory");
    const std::uint64_t begin = location.header + kLocalSize + nameSize + extraSize;
    extent = {location.header, begin + location.size};
    return {name, archive.part(begin, location.size, "an entry").span()};
}

void checkOverlaps(std::vector<Extent> extents) {
    std::sort(extents.begin(), extents.end(),
              [](const Extent& a, const Extent& b) { return a.begin < b.begin; });
    for (std::size_t i = 1; i < extents.size(); ++i) {
        if (extents[i].begin < extents[i - 1].end)
            damaged("two of its entries overlap");
    }
}

}  // namespace

std::vector<ZipEntry> readZip(std::span<const std::byte> bytes) {
    const Bytes archive(bytes);
    const Directory directory = directoryOf(archive);
    if (directory.entries > kMostEntries)
        unsupported("has more than 200,000 entries");
    const Bytes list = archive.part(directory.offset, directory.size, "its directory");
    std::vector<ZipEntry> entries;
    std::vector<Extent> extents;
    std::unordered_set<std::string_view> names;
    std::uint64_t at = 0;
    for (std::uint64_t i = 0; i < directory.entries; ++i) {
        const Bytes entry = list.part(at, kDirectoryEntrySize, "an entry of its directory");
        if (entry.number(0, 4) != kDirectoryEntry)
            damaged("its directory does not hold what it should");
        const std::uint64_t nameSize = entry.number(28, 2), extraSize = entry.number(30, 2);
        at += kDirectoryEntrySize;
        const std::string_view name = list.part(at, nameSize, "a name").text();
        Location location{entry.number(24, 4), entry.number(20, 4), entry.number(42, 4)};
        readZip64(list.part(at + nameSize, extraSize, "an extra field"), location);
        at += nameSize + extraSize + entry.number(32, 2);
        checkName(name);
        if (!names.insert(name).second)
            damaged("the entry " + shown(name) + " is there twice");
        Extent& extent = extents.emplace_back();
        entries.push_back(entryAt(archive, entry, name, location, extent));
        if (name.ends_with('/'))
            entries.pop_back();
    }
    checkOverlaps(std::move(extents));
    return entries;
}

}  // namespace selvedge
