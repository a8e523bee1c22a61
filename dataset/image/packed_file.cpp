#include "dataset/image/packed_file.h"

#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <random>
#include <vector>

#include "dataset/image/packed_layout.h"
#include "dataset/project/codec.h"

namespace selvedge {

using namespace packed;

namespace {

std::uint64_t keyOf(std::string_view name, std::uint8_t kind) {
    return hashOf(std::string(name) + static_cast<char>(kind));
}

}  // namespace

struct PackedFile::Files {
    explicit Files(const std::filesystem::path& path)
        : pack(openFile(path)), index(openFile(path.string() + ".index")) {}
    ~Files() {
        for (const int file : {pack, index}) {
            if (file >= 0)
                ::close(file);
        }
    }
    Files(const Files&) = delete;
    Files& operator=(const Files&) = delete;

    const int pack;
    const int index;
};

PackedFile::PackedFile(std::filesystem::path path, std::uint64_t byteLimit)
    : m_path(std::move(path)), m_byteLimit(byteLimit) {}

PackedFile::~PackedFile() = default;

void PackedFile::ensureOpen() {
    {
        const std::shared_lock lock(m_mutex);
        if (m_files)
            return;
    }
    const std::unique_lock lock(m_mutex);
    if (m_files)
        return;
    std::error_code ignored;
    std::filesystem::create_directories(m_path.parent_path(), ignored);
    m_files = std::make_unique<const Files>(m_path);
    load();
}

void PackedFile::load() {
    m_entries.clear();
    m_id = m_end = m_dead = m_indexEnd = 0;
    Head head;
    if (!readAt(m_files->pack, 0, &head, sizeof head) ||
        std::memcmp(head.magic, kMagic, sizeof head.magic) != 0)
        return;
    m_id = head.id;
    m_end = sizeof head;
    const std::uint64_t size = sizeOf(m_files->pack);
    loadIndex(size);
    if (m_writer) {
        if (m_indexEnd == 0)
            startIndex();
        else if (::ftruncate(m_files->index, static_cast<off_t>(m_indexEnd)) != 0)
            m_indexEnd = 0;
    }
    scan(size);
}

void PackedFile::loadIndex(std::uint64_t size) {
    Head head;
    if (!readAt(m_files->index, 0, &head, sizeof head) || head.id != m_id ||
        std::memcmp(head.magic, kIndexMagic, sizeof head.magic) != 0)
        return;
    m_indexEnd = sizeof head;
    const std::uint64_t indexSize = sizeOf(m_files->index);
    std::vector<IndexEntry> block;
    while (m_indexEnd + sizeof(IndexEntry) <= indexSize && m_entries.size() < kMostRecords) {
        constexpr std::size_t kBlock = 4096;
        block.resize(
            std::min<std::uint64_t>(kBlock, (indexSize - m_indexEnd) / sizeof(IndexEntry)));
        if (!readAt(m_files->index, m_indexEnd, block.data(), block.size() * sizeof(IndexEntry)))
            return;
        for (const IndexEntry& entry : block) {
            // Each must follow the one before and end inside the file.
            if (entry.sum != sumOf(entry) || entry.offset != m_end ||
                entry.length < sizeof(RecordHead) || entry.length > size - m_end)
                return;
            add(entry.key, {entry.offset, entry.version, entry.length});
            m_indexEnd += sizeof entry;
        }
    }
}

void PackedFile::scan(std::uint64_t size) {
    RecordHead head;
    while (m_entries.size() < kMostRecords && m_end + sizeof head <= size &&
           readAt(m_files->pack, m_end, &head, sizeof head)) {
        if (!isSound(head) || recordLength(head) > size - m_end)
            return;
        const Entry entry{m_end, head.version, static_cast<std::uint32_t>(recordLength(head))};
        add(head.key, entry);
        if (m_writer)
            addToIndex(head.key, entry);
    }
}

void PackedFile::add(std::uint64_t key, const Entry& entry) {
    const auto [at, isNew] = m_entries.try_emplace(key, entry);
    if (!isNew) {
        m_dead += at->second.length;
        at->second = entry;
    }
    m_end = entry.offset + entry.length;
}

void PackedFile::startIndex() {
    Head head{{}, m_id};
    std::memcpy(head.magic, kIndexMagic, sizeof head.magic);
    m_indexEnd = 0;
    if (::ftruncate(m_files->index, 0) == 0 && writeAt(m_files->index, 0, &head, sizeof head))
        m_indexEnd = sizeof head;
}

void PackedFile::addToIndex(std::uint64_t key, const Entry& entry) {
    if (m_indexEnd == 0)
        return;
    IndexEntry line{key, entry.version, entry.offset, entry.length, 0};
    line.sum = sumOf(line);
    if (writeAt(m_files->index, m_indexEnd, &line, sizeof line))
        m_indexEnd += sizeof line;
    else
        m_indexEnd = 0;  // the rest is found by scanning
}

// What the process that writes has added meanwhile.
void PackedFile::refresh() {
    Head head;
    const std::uint64_t size = sizeOf(m_files->pack);
    if (m_end == 0 || size < m_end || !readAt(m_files->pack, 0, &head, sizeof head) ||
        head.id != m_id)
        load();
    else
        scan(size);
}

std::optional<PackedFile::Entry> PackedFile::find(std::uint64_t key, std::uint64_t version) {
    ensureOpen();
    const auto look = [&]() -> std::optional<Entry> {
        const auto at = m_entries.find(key);
        if (at == m_entries.end() || at->second.version != version)
            return {};
        return at->second;
    };
    {
        const std::shared_lock lock(m_mutex);
        if (const auto entry = look(); entry || m_writer)
            return entry;
    }
    const std::unique_lock lock(m_mutex);
    if (!m_writer)
        refresh();
    return look();
}

bool PackedFile::has(std::string_view name, std::uint8_t kind, std::uint64_t version) {
    return find(keyOf(name, kind), version).has_value();
}

std::optional<std::string> PackedFile::read(std::string_view name, std::uint8_t kind,
                                            std::uint64_t version) {
    const std::uint64_t key = keyOf(name, kind);
    const auto entry = find(key, version);
    if (!entry || entry->length > sizeof(RecordHead) + kMostName + kMostContent)
        return {};
    std::string record(entry->length, '\0');
    if (!readAt(m_files->pack, entry->offset, record.data(), record.size()))
        return {};
    RecordHead head;
    std::memcpy(&head, record.data(), sizeof head);
    if (!isSound(head) || recordLength(head) != record.size() || head.version != version ||
        head.kind != kind ||
        std::string_view(record).substr(sizeof head, head.nameLength) != name ||
        head.sum != sumOf(record.data() + kSummedFrom, record.size() - kSummedFrom))
        return {};
    return record.substr(sizeof head + head.nameLength);
}

bool PackedFile::becomeWriter() {
    if (m_writer)
        return true;
    if (m_files->pack < 0 || ::flock(m_files->pack, LOCK_EX | LOCK_NB) != 0)
        return false;
    m_writer = true;
    load();
    // Nobody else writes: what lies past the last whole record was left by a crash.
    if (m_end == 0 ? startOver() : ::ftruncate(m_files->pack, static_cast<off_t>(m_end)) == 0)
        return true;
    m_writer = false;
    ::flock(m_files->pack, LOCK_UN);
    return false;
}

bool PackedFile::startOver() {
    m_entries.clear();
    m_end = m_dead = m_indexEnd = 0;
    std::random_device random;
    m_id = std::uint64_t{random()} << 32 | random();
    Head head{{}, m_id};
    std::memcpy(head.magic, kMagic, sizeof head.magic);
    if (::ftruncate(m_files->pack, 0) != 0 || !writeAt(m_files->pack, 0, &head, sizeof head))
        return false;
    m_end = sizeof head;
    startIndex();
    return true;
}

bool PackedFile::write(std::string_view name, std::uint8_t kind, std::uint64_t version,
                       std::string_view content) {
    if (name.size() > kMostName || content.size() > kMostContent)
        return false;
    RecordHead head{kMark,
                    0,
                    version,
                    keyOf(name, kind),
                    static_cast<std::uint32_t>(content.size()),
                    static_cast<std::uint16_t>(name.size()),
                    kind,
                    0};
    std::string record(sizeof head, '\0');
    record.reserve(recordLength(head));
    record.append(name).append(content);
    std::memcpy(record.data(), &head, sizeof head);
    head.sum = sumOf(record.data() + kSummedFrom, record.size() - kSummedFrom);
    std::memcpy(record.data(), &head, sizeof head);

    ensureOpen();
    const std::unique_lock lock(m_mutex);
    if (!becomeWriter())
        return false;
    if (m_end + record.size() > m_byteLimit || m_entries.size() >= kMostRecords) {
        if (m_dead <= m_end / 4 || !startOver() || m_end + record.size() > m_byteLimit)
            return false;
    }
    if (!writeAt(m_files->pack, m_end, record.data(), record.size())) {
        // The disk is full. Half a record is of no use, and the next writer would drop it.
        if (::ftruncate(m_files->pack, static_cast<off_t>(m_end)) != 0)
            m_writer = false;
        return false;
    }
    const Entry entry{m_end, version, static_cast<std::uint32_t>(record.size())};
    add(head.key, entry);
    addToIndex(head.key, entry);
    return true;
}

std::uint64_t PackedFile::bytes() {
    ensureOpen();
    const std::shared_lock lock(m_mutex);
    return m_end;
}

std::size_t PackedFile::records() {
    ensureOpen();
    const std::shared_lock lock(m_mutex);
    return m_entries.size();
}

}  // namespace selvedge
