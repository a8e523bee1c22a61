// From a COCO / Fashionpedia ground truth to a new project: annotations are its rows, all that
// stands around them is kept as text.
#include "dataset/project/import_coco.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <unordered_set>
#include <utility>

#include "dataset/error.h"
#include "dataset/format/coco_annotation.h"
#include "dataset/format/coco_file.h"
#include "dataset/project/ordered_work.h"
#include "dataset/project/places.h"
#include "dataset/project/project_writer.h"

namespace selvedge {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kBlock = 1 << 20;          // bytes of the file that a thread parses at once
constexpr std::size_t kMostUnderWay = 32 << 20;  // bytes
constexpr std::size_t kLongestImageId = 1024;
constexpr const char* kList = "annotations";

// Some pieces of the file, one after the other.
struct PieceBlock {
    struct Part {
        JsonPiece piece;  // its text is in `text`
        std::size_t begin = 0, size = 0;
        bool isRow = false;
    };
    std::string text;
    std::vector<Part> parts;
    std::uint64_t bytesDone = 0, bytesTotal = 0;  // of the file, with this block
};

struct ParsedPart {
    SourceRow row;
    std::optional<std::size_t> image;  // of the file
    int width = 0, height = 0;         // of the mask
    std::vector<RowIssue> issues;
    std::string id;  // raw; "" when there is none
    bool isCrowd = false, isBoxOnly = false;
};

struct ParsedBlock {
    PieceBlock block;
    std::vector<ParsedPart> parts;
};

ParsedPart parse(const JsonPiece& piece, const CocoFile& file, const Catalog& catalog) {
    ParsedPart out;
    out.row.setRaw(piece.text);
    out.row.text = piece.text;
    CocoReading reading = file.read(piece);
    out.issues = std::move(reading.issues);
    out.id = std::move(reading.id);
    if (!reading.object)
        return out;
    const CocoObject& object = *reading.object;
    const auto refuse = [&](const char* why) {
        out.issues.push_back(
            {piece.line, piece.column, "annotation " + std::to_string(piece.number) + ": " + why});
        return std::move(out);
    };
    if (!object.mask)
        return refuse("it has a box alone and the size of its image is not known");
    if (object.mask->empty())
        return refuse("its mask has no pixel");
    std::vector<int> attributes;
    for (const AttributeIndex attribute : object.attributes)
        attributes.push_back(catalog.attributes()[attribute].id);
    std::sort(attributes.begin(), attributes.end());
    out.row.setObject(*object.mask, catalog.categories()[object.category].id, attributes);
    out.image = object.image;
    out.width = object.mask->width();
    out.height = object.mask->height();
    out.isCrowd = object.crowd;
    out.isBoxOnly = object.isBoxOnly;
    if (!object.maskIsText)
        return out;
    // The store has the mask already, and its text can be made again.
    const auto counts = countsIn(piece.text);
    if (counts && piece.text.substr(counts->begin, counts->size) == countsText(*object.mask)) {
        out.row.text->erase(counts->begin, counts->size);
        out.row.maskAt = counts->begin;
    }
    return out;
}

// Images of the file as the project knows them.
class Images {
public:
    Images(const fs::path& json, const fs::path& chosenFolder, CocoFile& file,
           ProjectWriter& writer)
        : m_file(file) {
        for (std::size_t i = 0; i < file.images().size(); ++i)
            m_names.push_back(nameOf(file.images()[i]));
        m_folder = !chosenFolder.empty() ? chosenFolder
                   : m_names.empty()     ? json.parent_path()
                                         : folderOf(json, m_names.front());
        for (std::size_t i = 0; i < m_names.size(); ++i)
            add(i, writer);
    }

    const fs::path& folder() const { return m_folder; }
    // Nothing where the size of the image is not known.
    std::optional<ImageIndex> indexOf(std::size_t image) const { return m_index[image]; }

private:
    // The file's name without what findImage adds to it; what is not unique is made so.
    std::string nameOf(const CocoImage& image) {
        std::string name = image.fileName.size() > kLongestImageId ? "" : image.fileName;
        for (const char* extension : {".jpg", ".jpeg", ".png", ".webp"}) {
            if (!name.ends_with(extension))
                continue;
            const std::string stem = name.substr(0, name.size() - std::string(extension).size());
            if (!stem.empty() && m_taken.insert(stem).second)
                return stem;
            break;
        }
        if (name.empty())
            name = image.id.substr(0, kLongestImageId);
        while (!m_taken.insert(name).second)
            name += " #" + image.id;
        return name;
    }

    // Where such files usually lie; the JSON itself often in a folder beside that of the pictures.
    static fs::path folderOf(const fs::path& json, const std::string& name) {
        const fs::path here = fs::absolute(json).lexically_normal().parent_path();
        const std::string own = json.stem().string();
        for (const fs::path& above : {here, here.parent_path()}) {
            for (const std::string& folder : {std::string("images"), std::string("train"),
                                              std::string("val"), std::string("test"), own}) {
                if (!findImage(above / folder, name).empty())
                    return above / folder;
            }
            if (!findImage(above, name).empty())
                return above;
        }
        return findImageFolder(json, name);
    }

    void add(std::size_t i, ProjectWriter& writer) {
        const CocoImage& image = m_file.images()[i];
        m_index.emplace_back();
        if (!image.size) {
            try {
                const ImageSize size = readImageSize(findImage(m_folder, m_names[i]));
                if (size.width > 0 && size.height > 0 && isMaskSize(size.width, size.height))
                    m_file.setSize(i, size);
            } catch (const Error&) {
                // Said below: there is neither size nor picture.
            }
        }
        if (!image.size)
            return writer.addIssue({0, 0,
                                    "image " + image.id +
                                        " has no width and height, nor a picture that tells them: "
                                        "its annotations are left out"},
                                   0);
        m_index.back() =
            writer.addImage({m_names[i], image.size->width, image.size->height, image.id});
    }

    CocoFile& m_file;
    std::unordered_set<std::string> m_taken;
    std::vector<std::string> m_names;
    std::vector<std::optional<ImageIndex>> m_index;
    fs::path m_folder;
};

// Parsed pieces into the project, in their order.
class PieceWriter {
public:
    PieceWriter(ProjectWriter& writer, const CocoFile& file, const Images& images)
        : m_writer(writer), m_file(file), m_images(images) {}

    void write(ParsedBlock& parsed) {
        const std::string_view text = parsed.block.text;
        for (std::size_t i = 0; i < parsed.parts.size(); ++i) {
            const PieceBlock::Part& part = parsed.block.parts[i];
            if (part.isRow) {
                writeRow(part, text.substr(part.begin, part.size), parsed.parts[i]);
            } else {
                // An empty list gets an empty row, so that the export knows the place.
                if (part.piece.endsList && part.piece.list == kList && m_rows++ == 0)
                    m_writer.addRow(emptyRow());
                m_writer.addText(text.substr(part.begin, part.size));
                if (!part.piece.bad.empty())
                    m_writer.addNotUsable({part.piece.line, part.piece.column,
                                           "annotation " + std::to_string(part.piece.number) +
                                               ": " + part.piece.bad});
            }
        }
    }

    // What is not about one row.
    void finish() {
        const auto note = [&](std::uint64_t count, const char* text) {
            if (count > 0)
                m_writer.addIssue({0, 0, std::to_string(count) + text}, 0);
        };
        note(m_crowds, " annotations are crowds (iscrowd): they are objects as others here");
        note(m_boxes, " annotations have no segmentation: the rectangles of their boxes are taken");
        m_writer.putMeta("coco_crowds", std::to_string(m_crowds));
        m_writer.putMeta("coco_next_id", std::to_string(m_nextId));
        m_writer.putMeta("coco_ids_are_numbers", m_file.idsAreNumbers() ? "1" : "0");
    }

private:
    static SourceRow emptyRow() {
        SourceRow row;
        row.text.emplace();
        row.setRaw("");
        return row;
    }

    void writeRow(const PieceBlock::Part& part, std::string_view raw, ParsedPart& parsed) {
        ++m_rows;
        const auto report = [&](const std::string& text) {
            parsed.issues.push_back(
                {part.piece.line, part.piece.column,
                 "annotation " + std::to_string(part.piece.number) + ": " + text});
        };
        if (parsed.image) {
            parsed.row.image = m_images.indexOf(*parsed.image);
            const auto& size = m_file.images()[*parsed.image].size;
            if (parsed.row.image && size &&
                (size->width != parsed.width || size->height != parsed.height))
                report("its mask is " + std::to_string(parsed.width) + " x " +
                       std::to_string(parsed.height) + " pixels, the image " +
                       std::to_string(size->width) + " x " + std::to_string(size->height));
            else if (parsed.row.image)
                return addRow(part.piece, parsed);
        }
        parsed.row.isObject = false;
        parsed.row.text = raw;
        parsed.row.maskAt.reset();
        addRow(part.piece, parsed);
    }

    void addRow(const JsonPiece& piece, const ParsedPart& parsed) {
        const std::int64_t row = m_writer.addRow(parsed.row);
        m_crowds += parsed.row.isObject && parsed.isCrowd;
        m_boxes += parsed.row.isObject && parsed.isBoxOnly;
        if (!parsed.id.empty() && !m_ids.insert(parsed.id).second)
            m_writer.addIssue({piece.line, piece.column,
                               "annotation " + std::to_string(piece.number) + ": the id " +
                                   parsed.id + " is that of another one, too"},
                              row);
        std::int64_t number = 0;
        const char* end = parsed.id.data() + parsed.id.size();
        if (std::from_chars(parsed.id.data(), end, number).ptr == end &&
            number < std::numeric_limits<std::int64_t>::max())
            m_nextId = std::max(m_nextId, number + 1);
        for (const RowIssue& issue : parsed.issues)
            m_writer.addIssue(issue, row);
    }

    ProjectWriter& m_writer;
    const CocoFile& m_file;
    const Images& m_images;
    std::unordered_set<std::string> m_ids;
    std::int64_t m_nextId = 1;
    std::uint64_t m_rows = 0, m_crowds = 0, m_boxes = 0;
};

// Reads the file and gives it to `push` in blocks.
void readBlocks(const fs::path& json, const std::function<bool(PieceBlock, std::size_t)>& push) {
    JsonPieces pieces(json);
    JsonPiece piece;
    PieceBlock block;
    const auto flush = [&] {
        block.bytesDone = pieces.bytesDone();
        block.bytesTotal = pieces.bytesTotal();
        const std::size_t weight = block.text.size();
        return push(std::exchange(block, {}), weight);
    };
    while (pieces.next(piece)) {
        const bool isAnnotation = piece.isElement && piece.list == kList;
        PieceBlock::Part part{piece, block.text.size(), piece.text.size(),
                              isAnnotation && piece.bad.empty()};
        block.text += piece.text;
        part.piece.text = {};
        // Views of the reader: what is asked of them later is which list it is.
        part.piece.list = piece.list == kList ? std::string_view(kList) : std::string_view();
        if (!isAnnotation)
            part.piece.bad.clear();
        block.parts.push_back(std::move(part));
        if (block.text.size() >= kBlock && !flush())
            return;
    }
    flush();
}

std::optional<Catalog> catalogFor(const fs::path& json, const ImportOptions& options,
                                  bool fileHasOne) {
    if (!options.labelDescriptions.empty())
        return Catalog::fromLabelDescriptions(options.labelDescriptions.string());
    if (fileHasOne)
        return std::nullopt;
    const fs::path beside = fs::absolute(json).parent_path() / "label_descriptions.json";
    std::error_code error;
    return fs::exists(beside, error) ? Catalog::fromLabelDescriptions(beside.string())
                                     : Catalog::builtIn();
}

}  // namespace

ImportResult importCoco(const fs::path& json, const fs::path& projectPath,
                        const ImportOptions& options, const ProgressCallback& onProgress,
                        std::stop_token stop) {
    std::error_code error;
    if (!options.imageFolder.empty() && !fs::is_directory(options.imageFolder, error))
        throw Error(ErrorKind::NotFound, options.imageFolder.string() + " is not a folder");
    const auto report = [&](std::uint64_t done, std::uint64_t total, const char* what) {
        if (onProgress)
            onProgress({done, total, "bytes", what + json.filename().string()});
        return !stop.stop_requested();
    };
    CocoFile file(
        json, [&](bool fileHasOne) { return catalogFor(json, options, fileHasOne); },
        [&](std::uint64_t done, std::uint64_t total) {
            return report(done, total, "Reading the images of ");
        });
    if (!stop.stop_requested() && (file.missingList() == "images" || file.missingList() == kList)) {
        if (file.problem())
            throwProblem(json, *file.problem());
        throw Error(ErrorKind::BadFormat, json.string() + " has no list \"" + file.missingList() +
                                              "\": it is no COCO ground truth");
    }
    ProjectWriter writer(projectPath, json, "coco", file.catalog());
    const Images images(json, options.imageFolder, file, writer);
    for (const RowIssue& issue : file.issues())
        writer.addIssue(issue, 0);
    PieceWriter rows(writer, file, images);
    {
        OrderedWork<PieceBlock, ParsedBlock> work(
            threadCount(options.threads), kMostUnderWay,
            [&](const auto& push) { readBlocks(json, push); },
            [&](PieceBlock block) {
                ParsedBlock out{std::move(block), {}};
                for (PieceBlock::Part& part : out.block.parts) {
                    out.parts.emplace_back();
                    if (!part.isRow)
                        continue;
                    part.piece.text =
                        std::string_view(out.block.text).substr(part.begin, part.size);
                    out.parts.back() = parse(part.piece, file, file.catalog());
                }
                return out;
            });
        while (!stop.stop_requested()) {
            auto parsed = work.next();
            if (!parsed)
                break;
            rows.write(*parsed);
            report(parsed->block.bytesDone, parsed->block.bytesTotal, "Reading ");
        }
    }
    rows.finish();
    writer.setImageFolder(images.folder(), !options.imageFolder.empty());
    return writer.commit(stop);
}

}  // namespace selvedge
