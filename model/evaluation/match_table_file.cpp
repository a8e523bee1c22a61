// Layout, numbers little-endian: the magic word; key; u8 boundary; left out: u64 images, u64
// detections, u32 n, n texts; u64 images; u64 bytes of each cell; cells; u64 sum. A text is a u32
// length and its bytes. A cell is its
// image's id, u8 whether its categories are searched in part and if so two lists of them, and its
// lists, each a u32 count and then one member after the other (all scores, all areas, ...).
#include "model/evaluation/match_table_file.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <sstream>

#include "dataset/error.h"
#include "dataset/format/atomic_file.h"
#include "dataset/parallel.h"

namespace selvedge {

namespace {

static_assert(std::endian::native == std::endian::little);
constexpr std::string_view kMagic = "selvedge match table 3\n";

class Writer {
public:
    template <typename Number>
    void number(Number value) {
        m_bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
    }
    void text(std::string_view text) {
        number(std::uint32_t(text.size()));
        m_bytes += text;
    }
    template <typename Entry, typename... Member>
    void list(const std::vector<Entry>& entries, Member Entry::*... members) {
        number(std::uint32_t(entries.size()));
        (column(entries, members), ...);
    }
    void raw(std::string_view bytes) { m_bytes += bytes; }
    const std::string& bytes() const { return m_bytes; }

private:
    template <typename Entry, typename Member>
    void column(const std::vector<Entry>& entries, Member Entry::*member) {
        for (const Entry& entry : entries)
            number(entry.*member);
    }
    std::string m_bytes;
};

// Of a file that may be anything: every read is within it.
class Reader {
public:
    Reader(std::string_view bytes, const std::string& name) : m_bytes(bytes), m_name(name) {}

    [[noreturn]] void refuse() const {
        throw Error(ErrorKind::BadFormat, m_name + " is damaged: it is no match table");
    }
    void require(bool holds) const {
        if (!holds)
            refuse();
    }
    std::string_view raw(std::uint64_t length) {
        require(length <= m_bytes.size());
        const std::string_view part = m_bytes.substr(0, length);
        m_bytes.remove_prefix(length);
        return part;
    }
    template <typename Number>
    Number number() {
        Number value;
        std::memcpy(&value, raw(sizeof value).data(), sizeof value);
        return value;
    }
    std::string text() { return std::string(raw(number<std::uint32_t>())); }
    template <typename Entry, typename... Member>
    void list(std::vector<Entry>& entries, Member Entry::*... members) {
        const auto count = number<std::uint32_t>();
        require(count * (std::uint64_t{0} + ... + sizeof(Member)) <= m_bytes.size());
        entries.resize(count);
        (column(entries, members), ...);
    }
    std::size_t left() const { return m_bytes.size(); }

private:
    template <typename Entry, typename Member>
    void column(std::vector<Entry>& entries, Member Entry::*member) {
        // A bool of another value than 0 and 1 would be none.
        for (Entry& entry : entries)
            if constexpr (std::is_same_v<Member, bool>)
                entry.*member = number<std::uint8_t>() != 0;
            else
                entry.*member = number<Member>();
    }
    std::string_view m_bytes;
    const std::string& m_name;
};

// Calls with each list of a cell and the members of it that are stored.
template <typename Cell, typename Visit>
void eachList(Cell& cell, Visit visit) {
    using Truth = ImageCell::Truth;
    using Found = ImageCell::Found;
    using Overlap = ImageCell::Overlap;
    using Neighbour = ImageCell::Neighbour;
    visit(cell.truths, &Truth::category, &Truth::crowd, &Truth::area, &Truth::attributes,
          &Truth::idIsZero);
    visit(cell.founds, &Found::category, &Found::score, &Found::boxArea, &Found::maskArea,
          &Found::attributeBegin, &Found::attributeEnd);
    visit(cell.overlaps, &Overlap::found, &Overlap::truth, &Overlap::boxIou, &Overlap::maskIou,
          &Overlap::boundaryIou);
    visit(cell.otherOverlaps, &Overlap::found, &Overlap::truth, &Overlap::boxIou, &Overlap::maskIou,
          &Overlap::boundaryIou);
    visit(cell.attributeScores, &AttributeScore::attribute, &AttributeScore::probability);
    visit(cell.neighbours, &Neighbour::better, &Neighbour::worse, &Neighbour::boxIou);
}

bool isShare(double value) {
    // A little more: the overlap of equal boxes is rounded.
    return value >= 0 && value < 1.001;
}

void checkAttributes(const ImageCell& cell, const Catalog& catalog, const Reader& reader) {
    const std::size_t count = catalog.attributes().size();
    for (const AttributeScore& score : cell.attributeScores)
        reader.require(score.attribute < count && score.probability >= 0 && score.probability <= 1);
    for (const ImageCell::Truth& truth : cell.truths)
        for (std::size_t i = 0; i < AttributeBits::kCapacity; ++i)
            reader.require(i < count || !truth.attributes.has(AttributeIndex(i)));
    std::uint32_t at = 0;
    for (const ImageCell::Found& found : cell.founds) {
        reader.require(found.attributeBegin == at && found.attributeEnd >= at &&
                       found.attributeEnd <= cell.attributeScores.size());
        at = found.attributeEnd;
    }
    reader.require(at == cell.attributeScores.size());
}

void checkOverlaps(const ImageCell& cell, const std::vector<ImageCell::Overlap>& overlaps,
                   bool ofOneCategory, const Reader& reader) {
    for (std::size_t i = 0; i < overlaps.size(); ++i) {
        const ImageCell::Overlap& o = overlaps[i];
        reader.require(o.found < cell.founds.size() && o.truth < cell.truths.size());
        const bool same = cell.founds[o.found].category == cell.truths[o.truth].category;
        reader.require(same == ofOneCategory && isShare(o.boxIou) && isShare(o.maskIou) &&
                       isShare(o.boundaryIou));
        reader.require(i == 0 || std::pair(overlaps[i - 1].found, overlaps[i - 1].truth) <
                                     std::pair(o.found, o.truth));
    }
}

void checkPairs(const ImageCell& cell, const Reader& reader) {
    checkOverlaps(cell, cell.overlaps, true, reader);
    checkOverlaps(cell, cell.otherOverlaps, false, reader);
    for (std::size_t i = 0; i < cell.neighbours.size(); ++i) {
        const ImageCell::Neighbour& n = cell.neighbours[i];
        reader.require(n.better < cell.founds.size() && n.worse < cell.founds.size());
        const ImageCell::Found &better = cell.founds[n.better], &worse = cell.founds[n.worse];
        const bool isFirst =
            better.score > worse.score || (better.score == worse.score && n.better < n.worse);
        reader.require(isFirst && better.category == worse.category && isShare(n.boxIou));
        reader.require(i == 0 ||
                       std::pair(cell.neighbours[i - 1].worse, cell.neighbours[i - 1].better) <
                           std::pair(n.worse, n.better));
    }
}

void readCategories(std::vector<CategoryIndex>& list, const Catalog& catalog, Reader& reader) {
    const auto count = reader.number<std::uint32_t>();
    reader.require(count <= reader.left() / sizeof(CategoryIndex));
    list.resize(count);
    for (CategoryIndex& category : list) {
        category = reader.number<CategoryIndex>();
        reader.require(category < catalog.categories().size());
    }
}

std::shared_ptr<const ImageCell> cellOf(Reader reader, const Catalog& catalog) {
    auto cell = std::make_shared<ImageCell>();
    cell->imageId = reader.text();
    if (reader.number<std::uint8_t>() != 0) {
        cell->searched.emplace();
        for (auto* list : {&cell->searched->absent, &cell->searched->open})
            readCategories(*list, catalog, reader);
    }
    eachList(*cell, [&](auto& entries, auto... members) { reader.list(entries, members...); });
    reader.require(reader.left() == 0);
    const std::size_t categories = catalog.categories().size();
    for (ImageCell::Truth& truth : cell->truths) {
        reader.require(truth.category < categories && std::isfinite(truth.area));
        truth.hasAttributes = truth.attributes != AttributeBits{};
    }
    for (const ImageCell::Found& found : cell->founds)
        reader.require(found.category < categories && std::isfinite(found.score) &&
                       std::isfinite(found.boxArea) && std::isfinite(found.maskArea));
    checkAttributes(*cell, catalog, reader);
    checkPairs(*cell, reader);
    indexCell(*cell);
    return cell;
}

// FNV-1a, by eight bytes.
std::uint64_t sumOf(std::string_view bytes, std::uint64_t sum = 14695981039346656037u) {
    constexpr std::uint64_t kPrime = 1099511628211u;
    while (!bytes.empty()) {
        std::uint64_t word = 0;
        const std::size_t length = std::min(bytes.size(), sizeof word);
        std::memcpy(&word, bytes.data(), length);
        sum = (sum ^ word) * kPrime;
        sum ^= sum >> 29;
        bytes.remove_prefix(length);
    }
    return sum;
}

}  // namespace

std::uint64_t matchTableSum(std::string_view bytes) {
    return sumOf(bytes);
}

std::string matchTableKey(const std::string& truthVersion, const std::filesystem::path& predictions,
                          const Catalog& catalog, const TableOptions& options) {
    std::uint64_t sum = sumOf("catalog");
    const auto add = [&](int id, const std::string& name) {
        sum = sumOf(std::to_string(id) + ' ' + name + '\n', sum);
    };
    for (const Category& category : catalog.categories())
        add(category.id, category.name);
    sum = sumOf("attributes", sum);
    for (const Attribute& attribute : catalog.attributes())
        add(attribute.id, attribute.name);
    std::error_code error;
    const auto size = std::filesystem::file_size(predictions, error);
    const auto time = std::filesystem::last_write_time(predictions, error);
    if (error)
        throw Error(ErrorKind::NotFound,
                    predictions.string() + " cannot be read: " + error.message());
    std::ostringstream key;
    key << "truth " << truthVersion << "\npredictions " << size << ' '
        << time.time_since_epoch().count() << "\ncatalog " << sum << "\nboundary "
        << options.boundary << '\n';
    return key.str();
}

void writeMatchTable(const std::filesystem::path& file, const MatchTable& table,
                     const std::string& key) {
    Writer cells, head;
    std::vector<std::uint64_t> sizes;
    for (const auto& cell : table.cells) {
        const std::size_t begin = cells.bytes().size();
        cells.text(cell->imageId);
        cells.number(std::uint8_t(cell->searched.has_value()));
        if (cell->searched)
            for (const auto* list : {&cell->searched->absent, &cell->searched->open}) {
                cells.number(std::uint32_t(list->size()));
                for (const CategoryIndex category : *list)
                    cells.number(category);
            }
        eachList(*cell,
                 [&](const auto& entries, auto... members) { cells.list(entries, members...); });
        sizes.push_back(cells.bytes().size() - begin);
    }
    head.raw(kMagic);
    head.text(key);
    head.number(std::uint8_t(table.options.boundary));
    head.number(table.leftOut.images);
    head.number(table.leftOut.detections);
    head.number(std::uint32_t(table.leftOut.examples.size()));
    for (const std::string& example : table.leftOut.examples)
        head.text(example);
    head.number(std::uint64_t(sizes.size()));
    for (const std::uint64_t size : sizes)
        head.number(size);
    head.raw(cells.bytes());
    const std::uint64_t sum = matchTableSum(head.bytes());
    head.number(sum);
    AtomicFile out(file);
    out.write(head.bytes());
    out.commit();
}

std::shared_ptr<const MatchTable> parseMatchTable(std::string_view bytes, const std::string& name,
                                                  const std::string& key,
                                                  std::shared_ptr<const Catalog> catalog,
                                                  int threads) {
    Reader reader(bytes, name);
    reader.require(reader.raw(kMagic.size()) == kMagic);
    if (reader.text() != key)
        return nullptr;
    reader.require(reader.left() >= sizeof(std::uint64_t));
    std::uint64_t sum = 0;
    const std::string_view summed = bytes.substr(0, bytes.size() - sizeof sum);
    std::memcpy(&sum, bytes.data() + summed.size(), sizeof sum);
    reader.require(sum == matchTableSum(summed));

    auto table = std::make_shared<MatchTable>();
    table->catalog = std::move(catalog);
    table->options.boundary = reader.number<std::uint8_t>() != 0;
    table->leftOut.images = reader.number<std::uint64_t>();
    table->leftOut.detections = reader.number<std::uint64_t>();
    for (auto left = reader.number<std::uint32_t>(); left > 0; --left)
        table->leftOut.examples.push_back(reader.text());
    const auto images = reader.number<std::uint64_t>();
    reader.require(images <= reader.left() / sizeof(std::uint64_t));
    std::vector<std::uint64_t> sizes(images);
    for (std::uint64_t& size : sizes)
        size = reader.number<std::uint64_t>();
    std::vector<std::string_view> cells;
    for (const std::uint64_t size : sizes)
        cells.push_back(reader.raw(size));
    reader.require(reader.left() == sizeof sum);
    table->cells.resize(images);
    parallelFor(images, threads, [&](std::size_t i, std::size_t) {
        table->cells[i] = cellOf(Reader(cells[i], name), *table->catalog);
    });
    return table;
}

std::shared_ptr<const MatchTable> readMatchTable(const std::filesystem::path& file,
                                                 const std::string& key,
                                                 std::shared_ptr<const Catalog> catalog,
                                                 int threads) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    std::ifstream in(file, std::ios::binary);
    if (error || !in)
        return nullptr;
    std::string bytes(size, '\0');
    in.read(bytes.data(), std::streamsize(size));
    bytes.resize(std::size_t(in.gcount()));
    return parseMatchTable(bytes, file.string(), key, std::move(catalog), threads);
}

}  // namespace selvedge
