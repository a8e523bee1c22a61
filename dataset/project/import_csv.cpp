// From a CSV to a new project.
#include <algorithm>
#include <unordered_map>

#include "dataset/error.h"
#include "dataset/format/csv_layout.h"
#include "dataset/project/ordered_work.h"
#include "dataset/project/places.h"
#include "dataset/project/project_writer.h"
#include "dataset/project/row_parser.h"

namespace selvedge {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kBlock = 512 << 10;        // bytes of lines that a thread parses at once
constexpr std::size_t kMostUnderWay = 16 << 20;  // bytes

// Some lines of the file, one after the other.
struct LineBlock {
    struct Line {
        std::size_t begin = 0, size = 0;
        std::uint64_t number = 0;
        std::uint8_t endSize = 0;
        std::optional<RowIssue> issue;
    };
    std::string text;
    std::vector<Line> lines;
    std::uint64_t bytesDone = 0, bytesTotal = 0;  // of the file, with this block
};

struct ParsedLine {
    ParsedRow row;
    SourceRow stored;              // as if its image had the size the row says
    std::size_t heightColumn = 0;  // 1-based
};

struct ParsedBlock {
    LineBlock block;
    std::vector<ParsedLine> lines;

    std::string_view textOf(std::size_t line) const {
        return std::string_view(block.text).substr(block.lines[line].begin, block.lines[line].size);
    }
};

// What can be done with a line before it is known which image and row it is.
ParsedBlock parse(LineBlock block, const CsvLayout& layout, const Catalog& catalog) {
    ParsedBlock out{std::move(block), {}};
    out.lines.resize(out.block.lines.size());
    CsvRow row;
    for (std::size_t i = 0; i < out.lines.size(); ++i) {
        const LineBlock::Line& line = out.block.lines[i];
        ParsedLine& parsed = out.lines[i];
        row.line = line.number;
        row.raw = out.textOf(i);
        if (line.issue) {
            row.blank = false;
            row.issue = line.issue;
        } else {
            layout.split(row);
        }
        if (row.issue)
            parsed.row.issues.push_back(*row.issue);
        else if (!row.blank)
            parsed.row = parseRow(row, catalog);
        parsed.heightColumn = row.spans[HeightColumn].begin + 1;
        parsed.stored.setRaw(row.raw);
        if (parsed.row.hasObject)
            parsed.stored.setObject(parsed.row.mask, parsed.row.category, parsed.row.attributes);
        if (auto spelling = spellingOf(row, parsed.row, layout)) {
            parsed.stored.text = std::move(spelling->text);
            parsed.stored.maskAt = spelling->maskAt;
        }
        parsed.row.mask = RleMask();
    }
    return out;
}

// Parsed lines into the project, in their order.
class LineWriter {
public:
    explicit LineWriter(ProjectWriter& writer) : m_writer(writer) {}

    const std::string& firstImageId() const { return m_firstImageId; }

    void write(ParsedBlock& parsed) {
        for (std::size_t i = 0; i < parsed.lines.size(); ++i) {
            const LineBlock::Line& line = parsed.block.lines[i];
            ParsedLine& entry = parsed.lines[i];
            if (entry.row.hasImage)
                entry.stored.image = imageOf(line.number, entry);
            if (!entry.row.hasObject) {
                entry.stored.isObject = false;
                entry.stored.text = parsed.textOf(i);
                entry.stored.maskAt.reset();
            }
            const std::int64_t row = m_writer.addRow(entry.stored);
            m_writer.addText(
                std::string_view(parsed.block.text).substr(line.begin + line.size, line.endSize));
            for (const RowIssue& issue : entry.row.issues)
                m_writer.addIssue(issue, row);
        }
    }

private:
    struct Image {
        ImageIndex index;
        int width, height;
        std::uint64_t line;
    };

    // A row that gives another size than the image's first one is no object.
    ImageIndex imageOf(std::uint64_t line, ParsedLine& entry) {
        ParsedRow& row = entry.row;
        const auto found = m_images.find(row.imageId);
        if (found == m_images.end()) {
            if (m_images.empty())
                m_firstImageId = row.imageId;
            const ImageIndex index = m_writer.addImage({row.imageId, row.width, row.height, {}});
            m_images.emplace(row.imageId, Image{index, row.width, row.height, line});
            return index;
        }
        const Image& image = found->second;
        if (image.width != row.width || image.height != row.height) {
            const auto size = [](int width, int height) {
                return std::to_string(width) + " x " + std::to_string(height);
            };
            row.hasObject = false;
            row.issues.push_back({line, entry.heightColumn,
                                  "the image is " + size(row.width, row.height) +
                                      " pixels here, but " + size(image.width, image.height) +
                                      " in line " + std::to_string(image.line)});
        }
        return image.index;
    }

    ProjectWriter& m_writer;
    std::unordered_map<std::string, Image> m_images;
    std::string m_firstImageId;
};

// Reads the file and gives it to `push` in blocks.
CsvDialect readBlocks(const fs::path& csv, const std::function<void(const CsvDialect&)>& onHeader,
                      const std::function<bool(LineBlock, std::size_t)>& push) {
    LineBlock block;
    bool goesOn = true;
    std::uint64_t bytesDone = 0, bytesTotal = 0;
    const auto flush = [&] {
        block.bytesDone = bytesDone;
        block.bytesTotal = bytesTotal;
        const std::size_t weight = block.text.size();
        goesOn = push(std::move(block), weight);
        block = LineBlock();
        return goesOn;
    };
    CsvCallbacks callbacks;
    callbacks.splitsRows = false;
    callbacks.onHeader = onHeader;
    callbacks.onBytes = [&](std::uint64_t done, std::uint64_t total) {
        bytesDone = done;
        bytesTotal = total;
    };
    callbacks.onRow = [&](const CsvRow& row) {
        if (!block.text.empty() && block.text.size() + row.raw.size() > kBlock && !flush())
            return false;
        block.lines.push_back({block.text.size(), row.raw.size(), row.line,
                               static_cast<std::uint8_t>(row.lineEnd.size()), row.issue});
        block.text += row.raw;
        block.text += row.lineEnd;
        return true;
    };
    CsvDialect dialect = readImaterialistCsv(csv, callbacks);
    if (goesOn && !block.lines.empty()) {
        bytesDone = bytesTotal;
        flush();
    }
    return dialect;
}

// Reads the header alone; throws what the import would.
bool hasAttributesColumn(const fs::path& csv) {
    bool has = true;
    CsvCallbacks callbacks;
    callbacks.onHeader = [&](const CsvDialect& dialect) {
        has = CsvLayout(dialect.header).has(AttributesIdsColumn);
    };
    callbacks.onRow = [](const CsvRow&) { return false; };
    readImaterialistCsv(csv, callbacks);
    return has;
}

Catalog catalogFor(const fs::path& csv, const ImportOptions& options) {
    if (!options.labelDescriptions.empty())
        return Catalog::fromLabelDescriptions(options.labelDescriptions.string());
    const fs::path beside = fs::absolute(csv).parent_path() / "label_descriptions.json";
    std::error_code error;
    if (fs::exists(beside, error))
        return Catalog::fromLabelDescriptions(beside.string());
    // 2019's files have the categories of 2020 but 92 attributes with other ids: without its label
    // descriptions these mean nothing here, and each is an issue.
    Catalog builtIn = Catalog::builtIn();
    return hasAttributesColumn(csv) ? builtIn : Catalog(builtIn.categories(), {});
}

void putDialect(ProjectWriter& writer, const CsvDialect& dialect) {
    writer.putMeta("csv_bom", dialect.bom ? "1" : "0");
    writer.putMeta("csv_line_end", dialect.lineEnd);
    writer.putMeta("csv_header", dialect.header);
    writer.putMeta("csv_header_line_end", dialect.headerLineEnd);
    writer.putMeta("csv_last_line_ends", dialect.lastLineEnds ? "1" : "0");
}

}  // namespace

ImportResult Project::importCsv(const fs::path& csv, const fs::path& projectPath,
                                const ImportOptions& options, const ProgressCallback& onProgress,
                                std::stop_token stop) {
    std::error_code error;
    if (!options.imageFolder.empty() && !fs::is_directory(options.imageFolder, error))
        throw Error(ErrorKind::NotFound, options.imageFolder.string() + " is not a folder");
    ProjectWriter writer(projectPath, csv, "csv", catalogFor(csv, options));
    LineWriter lines(writer);
    std::optional<CsvLayout> layout;  // made before the first block is pushed
    CsvDialect dialect;               // read when all blocks are
    {
        OrderedWork<LineBlock, ParsedBlock> work(
            threadCount(options.threads), kMostUnderWay,
            [&](const auto& push) {
                dialect = readBlocks(
                    csv, [&](const CsvDialect& header) { layout.emplace(header.header); }, push);
            },
            [&](LineBlock block) { return parse(std::move(block), *layout, writer.catalog()); });
        while (auto parsed = work.next()) {
            if (stop.stop_requested())
                break;
            lines.write(*parsed);
            if (onProgress)
                onProgress({parsed->block.bytesDone, parsed->block.bytesTotal, "bytes",
                            "Reading " + csv.filename().string()});
        }
    }
    putDialect(writer, dialect);
    const bool isChosen = !options.imageFolder.empty();
    writer.setImageFolder(
        isChosen ? options.imageFolder : findImageFolder(csv, lines.firstImageId()), isChosen);
    return writer.commit(stop);
}

}  // namespace selvedge
