#include "dataset/guess_format.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <optional>

#include "dataset/error.h"
#include "dataset/format/byte_window.h"
#include "dataset/format/csv_layout.h"
#include "dataset/format/json_pieces.h"
#include "dataset/format/json_value.h"
#include "dataset/project/store.h"

namespace selvedge {

namespace fs = std::filesystem;

namespace {

using namespace std::string_view_literals;

constexpr std::size_t kLongestHeader = 64 << 10;
constexpr int kMostFolderEntries = 10'000;  // looked at until a picture is found

FormatGuess unknown(const fs::path& path, const std::string& found) {
    return {FileFormat::Unknown, path.string() + " " + found, path};
}

struct Magic {
    std::string_view bytes;
    std::size_t at;
    FileFormat format;
    const char* words;
};
constexpr Magic kMagics[] = {
    {"\xFF\xD8\xFF"sv, 0, FileFormat::Image, "a JPEG picture"},
    {"\x89PNG\r\n\x1A\n"sv, 0, FileFormat::Image, "a PNG picture"},
    {"WEBPVP8"sv, 8, FileFormat::Image, "a WebP picture"},
    {"GIF8"sv, 0, FileFormat::Unknown, "is a GIF picture"},
    {"II*\0"sv, 0, FileFormat::Unknown, "is a TIFF picture"},
    {"MM\0*"sv, 0, FileFormat::Unknown, "is a TIFF picture"},
    {"\x1F\x8B"sv, 0, FileFormat::Unknown, "is compressed (gzip): unpack it first"},
    {"SQLite format 3\0"sv, 0, FileFormat::Unknown, "is a database, but no Selvedge project"},
    {"\x80\x02"sv, 0, FileFormat::Weights, "PyTorch weights"},
    {"\xFF\xFE"sv, 0, FileFormat::Unknown, "is a UTF-16 text: save it as UTF-8"},
    {"\xFE\xFF"sv, 0, FileFormat::Unknown, "is a UTF-16 text: save it as UTF-8"},
};

// A length of eight bytes, then a JSON object of that length.
bool isSafetensors(std::string_view begin) {
    return begin.size() > 9 && begin[8] == '{' && begin.substr(4, 4) == "\0\0\0\0"sv;
}

std::optional<FormatGuess> byMagic(const fs::path& path, std::string_view begin) {
    for (const Magic& magic : kMagics) {
        if (begin.size() < magic.at + magic.bytes.size() ||
            begin.substr(magic.at, magic.bytes.size()) != magic.bytes)
            continue;
        if (magic.format == FileFormat::Unknown)
            return unknown(path, magic.words);
        return FormatGuess{magic.format, magic.words, path};
    }
    if (isSafetensors(begin))
        return FormatGuess{FileFormat::Weights, "weights (safetensors)", path};
    if (begin.starts_with("PK\3\4"sv)) {
        // PyTorch's files are zips with this entry first.
        if (begin.substr(0, 1000).find("data.pkl") != std::string_view::npos)
            return FormatGuess{FileFormat::Weights, "PyTorch weights", path};
        return unknown(path, "is a zip archive: unpack it first");
    }
    return std::nullopt;
}

constexpr int kMostOtherEntries = 100;

// From the first elements of the lists that tell.
FormatGuess ofJson(const fs::path& path) {
    JsonPieces pieces(path);
    JsonPiece piece;
    int others = 0;  // entries of a list that are no results: one bad entry does not decide
    while (pieces.next(piece)) {
        if (!piece.isElement)
            continue;
        if (piece.list == "images" || piece.list == "annotations")
            return {FileFormat::CocoTruth, "COCO ground truth", path};
        if (!piece.list.empty())
            continue;
        // One may be broken (NaN), which its reader says.
        const auto members = membersOf(piece.text);
        if (memberNamed(members, "file_name") && memberNamed(members, "annotations"))
            return {FileFormat::Detectron2Dicts, "Detectron2's dataset dicts", path};
        if (memberNamed(members, "image_id"))
            return {FileFormat::CocoResults, "COCO results", path};
        if (++others == kMostOtherEntries)
            break;
    }
    if (others > 0)
        return unknown(path, "is a list of something else than COCO results");
    if (const auto& problem = pieces.problem())
        return unknown(path, "is broken in line " + std::to_string(problem->line) + ", column " +
                                 std::to_string(problem->column) + ": " + problem->text);
    if (pieces.hasList("images") && pieces.hasList("annotations"))
        return {FileFormat::CocoTruth, "COCO ground truth", path};
    if (pieces.hasList("categories"))
        return {FileFormat::LabelDescriptions, "label descriptions", path};
    if (pieces.hasList(""))
        return {FileFormat::CocoResults, "COCO results (none)", path};
    return unknown(path, "is JSON without a list of images, annotations or categories");
}

FormatGuess ofCsv(const fs::path& path, std::string_view header) {
    const auto hasColumns = [&](CsvForm form) {
        try {
            return CsvLayout(header, form).has(ImageIdColumn);
        } catch (const Error&) {
            return false;
        }
    };
    if (hasColumns(CsvForm::Truth))
        return {FileFormat::TruthCsv, "an iMaterialist CSV", path};
    if (hasColumns(CsvForm::Submission))
        return {FileFormat::SubmissionCsv, "a submission CSV", path};
    try {
        CsvLayout layout(header);
    } catch (const Error& error) {
        return unknown(path, std::string("has another header: ") + error.what());
    }
    return unknown(path, "has another header");
}

FormatGuess ofFile(const fs::path& path) {
    if (saysItIsAProject(path))
        return {FileFormat::Project, "a Selvedge project", path};
    ByteWindow window(path);
    window.readMore();
    std::string_view begin = window.view();
    if (begin.empty())
        return unknown(path, "is empty");
    if (auto guess = byMagic(path, begin))
        return std::move(*guess);
    if (begin.starts_with("\xEF\xBB\xBF"))
        begin.remove_prefix(3);
    const std::size_t first = begin.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos && (begin[first] == '{' || begin[first] == '['))
        return ofJson(path);
    std::string_view header = begin.substr(0, std::min(begin.find('\n'), kLongestHeader));
    if (header.ends_with('\r'))
        header.remove_suffix(1);
    if (header.find('\0') != std::string_view::npos)
        return unknown(path, "is binary and of no kind that is known here");
    return ofCsv(path, header);
}

FormatGuess ofFolder(const fs::path& path) {
    std::error_code error;
    for (const char* name : {"train.csv", "validation.csv"}) {
        if (fs::is_regular_file(path / name, error))
            return {FileFormat::TruthFolder, std::string("a folder with a ") + name, path / name};
    }
    int looked = 0;
    for (auto entry = fs::recursive_directory_iterator(
             path, fs::directory_options::skip_permission_denied, error);
         !error && entry != fs::recursive_directory_iterator() && ++looked < kMostFolderEntries;
         entry.increment(error)) {
        if (!entry->is_regular_file(error))
            continue;
        char begin[16] = {};
        std::ifstream(entry->path(), std::ios::binary).read(begin, sizeof begin);
        const auto guess = byMagic(entry->path(), {begin, sizeof begin});
        if (guess && guess->format == FileFormat::Image)
            return {FileFormat::ImageFolder, "a folder of pictures", path};
    }
    return unknown(path, "is a folder without a train.csv and without pictures");
}

}  // namespace

FormatGuess guessFormat(const fs::path& path) {
    std::error_code error;
    if (!fs::exists(path, error))
        throw Error(ErrorKind::NotFound, path.string() + " does not exist");
    if (fs::is_directory(path, error))
        return ofFolder(path);
    if (!fs::is_regular_file(path, error))
        throw Error(ErrorKind::Unreadable, path.string() + " is no file: files are read twice");
    return ofFile(path);
}

}  // namespace selvedge
