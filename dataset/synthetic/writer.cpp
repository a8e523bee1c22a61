// The drawn pictures as a data set in the layout of iMaterialist 2020.
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "dataset/error.h"
#include "dataset/format/atomic_file.h"
#include "dataset/format/imaterialist_csv.h"
#include "dataset/mask/text_forms.h"
#include "dataset/synthetic/synthetic.h"

namespace selvedge {

namespace {

namespace fs = std::filesystem;

// drawn00001, ...: five digits or more.
std::string imageIdOf(int index) {
    const std::string number = std::to_string(index + 1);
    return "drawn" + std::string(number.size() < 5 ? 5 - number.size() : 0, '0') + number;
}

// The rows of one picture, each from behind its ImageId to its line end.
std::vector<std::string> rowsOf(const SyntheticScene& scene, const Catalog& catalog,
                                const CsvDialect& dialect) {
    std::vector<std::string> rows;
    for (const SyntheticObject& object : scene.objects) {
        std::vector<int> attributeIds;
        for (const AttributeIndex index : object.attributes)
            attributeIds.push_back(catalog.attributes()[index].id);
        rows.push_back(formatCsvRow(dialect, "", toKaggleRle(object.mask), scene.image.height,
                                    scene.image.width, catalog.categories()[object.category].id,
                                    attributeIds) +
                       dialect.lineEnd);
    }
    return rows;
}

// What there is of a picture once it is drawn.
struct Drawn {
    std::vector<std::string> rows;
    std::vector<std::pair<CategoryIndex, std::vector<AttributeIndex>>> kinds;
};

// Draws pictures on all cores and gives them to the caller's thread in their order. Few are held:
// whoever is far ahead waits.
class DrawingPool {
public:
    DrawingPool(int count, std::function<Drawn(int)> draw, std::stop_token stop)
        : m_count(count), m_draw(std::move(draw)), m_stop(std::move(stop)) {
        const unsigned processors = std::clamp(std::thread::hardware_concurrency(), 1u, 64u);
        for (unsigned i = 0; i < processors; ++i)
            m_threads.emplace_back([this] { work(); });
    }
    ~DrawingPool() {
        const std::lock_guard lock(m_mutex);
        m_ended = true;
        m_changed.notify_all();
    }
    DrawingPool(const DrawingPool&) = delete;
    DrawingPool& operator=(const DrawingPool&) = delete;

    // The next picture; nothing once all were given or the stop was asked for. Throws what drawing
    // threw.
    std::optional<Drawn> next() {
        std::unique_lock lock(m_mutex);
        if (m_given == m_count)
            return {};
        while (!m_ready.contains(m_given) && !m_failure && !m_stop.stop_requested())
            m_changed.wait_for(lock, std::chrono::milliseconds(50));
        if (m_failure)
            std::rethrow_exception(m_failure);
        if (m_stop.stop_requested())
            return {};
        Drawn drawn = std::move(m_ready.extract(m_given).mapped());
        ++m_given;
        m_changed.notify_all();
        return drawn;
    }

private:
    void work() {
        constexpr int kAhead = 128;
        std::unique_lock lock(m_mutex);
        while (!m_ended && !m_failure && !m_stop.stop_requested() && m_started < m_count) {
            if (m_started >= m_given + kAhead) {
                m_changed.wait_for(lock, std::chrono::milliseconds(50));
                continue;
            }
            const int index = m_started++;
            lock.unlock();
            Drawn drawn;
            std::exception_ptr failure;
            try {
                drawn = m_draw(index);
            } catch (...) {
                failure = std::current_exception();
            }
            lock.lock();
            if (failure)
                m_failure = failure;
            else
                m_ready.emplace(index, std::move(drawn));
            m_changed.notify_all();
        }
    }

    const int m_count;
    const std::function<Drawn(int)> m_draw;
    const std::stop_token m_stop;
    std::mutex m_mutex;  // guards what follows
    std::condition_variable m_changed;
    int m_started = 0, m_given = 0;
    bool m_ended = false;
    std::map<int, Drawn> m_ready;
    std::exception_ptr m_failure;
    std::vector<std::jthread> m_threads;  // last: they end before the rest does
};

void createFolder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        throw Error(ErrorKind::NotWritable,
                    folder.string() + " cannot be created: " + error.message());
}

// Lies in a folder that was drawn here, and says how many bytes its train.csv has.
constexpr const char* kMark = "drawn.json";

std::string markOf(const SyntheticConfig& config, const SyntheticSummary& summary) {
    const nlohmann::json mark = {{"drawn_by", "selvedge-cli synthesize"},
                                 {"drawing_version", kDrawingVersion},
                                 {"seed", config.seed},
                                 {"images", summary.images},
                                 {"csv_bytes", summary.csvBytes}};
    return mark.dump(2) + "\n";
}

// The set in `folder` was drawn here, and nobody put another train.csv into it.
bool isDrawn(const fs::path& folder) {
    std::ifstream file(folder / kMark);
    const auto mark = nlohmann::json::parse(file, nullptr, false);
    if (!mark.is_object() || !mark.contains("csv_bytes"))
        return false;
    std::error_code absent;
    const std::uint64_t bytes = fs::file_size(folder / "train.csv", absent);
    return absent || mark["csv_bytes"] == bytes;
}

// Nothing but a drawn set is replaced.
void refuseOthers(const fs::path& out) {
    std::error_code error;
    if (!fs::exists(out, error))
        return;
    if (!fs::is_directory(out, error))
        throw Error(ErrorKind::NotWritable, out.string() + " is a file, not a folder");
    if (fs::is_empty(out, error) || isDrawn(out))
        return;
    throw Error(ErrorKind::NotWritable,
                out.string() +
                    (error ? " cannot be read: " + error.message()
                           : " holds files that were not drawn by synthesize and is left as it is; "
                             "name an empty or a new folder"));
}

// A folder's lock, held as long as this lives.
class FolderLock {
public:
    explicit FolderLock(const fs::path& folder)
        : m_file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)) {
        m_held = m_file >= 0 && ::flock(m_file, LOCK_EX | LOCK_NB) == 0;
        m_lost = m_file < 0 || (!m_held && errno == EWOULDBLOCK);
    }
    ~FolderLock() {
        if (m_file >= 0)
            ::close(m_file);
    }
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

    bool isHeld() const { return m_held; }
    // Somebody else has it, or has removed the folder. On a disk without locks neither holds.
    bool isLost() const { return m_lost; }

private:
    int m_file;
    bool m_held = false, m_lost = false;
};

// What programs that were killed left of drawing `out`: NAME.PROCESS-NUMBER.partial, not locked.
void removeAbandoned(const fs::path& out) {
    static const std::string kSuffix = ".partial";
    const std::string begin = out.filename().string() + ".";
    std::error_code error;
    const fs::path parent = out.has_parent_path() ? out.parent_path() : fs::path(".");
    std::vector<fs::path> abandoned;
    for (fs::directory_iterator entry(parent, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (name.starts_with(begin) && name.ends_with(kSuffix) &&
            name.size() > begin.size() + kSuffix.size() &&
            name.find_first_not_of("0123456789-", begin.size()) == name.size() - kSuffix.size())
            abandoned.push_back(entry->path());
    }
    for (const fs::path& folder : abandoned) {
        std::error_code ignored;
        const FolderLock lock(folder);
        if (lock.isHeld())
            fs::remove_all(folder, ignored);
    }
}

// A folder of our own beside `out` that is there only while it is filled.
class PartialFolder {
public:
    explicit PartialFolder(const fs::path& out) : m_out(out) {
        if (m_out.filename().empty())
            m_out = m_out.parent_path();
        refuseOthers(m_out);
        if (m_out.has_parent_path())
            createFolder(m_out.parent_path());
        removeAbandoned(m_out);
        std::error_code error;
        for (int i = 1; !error; ++i) {
            m_partial = m_out.string() + "." + std::to_string(::getpid()) + "-" +
                        std::to_string(i) + ".partial";
            if (!fs::create_directory(m_partial, error))
                continue;  // there is one already
            m_lock.emplace(m_partial);
            if (m_lock->isLost())
                continue;  // taken for abandoned before it was locked
            m_unfinished.emplace(m_partial);
            return;
        }
        throw Error(ErrorKind::NotWritable,
                    m_partial.string() + " cannot be created: " + error.message());
    }
    ~PartialFolder() {
        std::error_code ignored;
        fs::remove_all(m_partial, ignored);
    }
    PartialFolder(const PartialFolder&) = delete;
    PartialFolder& operator=(const PartialFolder&) = delete;

    const fs::path& path() const { return m_partial; }

    // Moves everything to its place, train.csv last.
    void commit() {
        refuseOthers(m_out);  // what came there meanwhile, too
        std::error_code error;
        if (!fs::exists(m_out)) {
            fs::rename(m_partial, m_out, error);
        } else {
            if (fs::exists(m_partial / "images")) {
                createFolder(m_out / "images");
                for (const auto& entry : fs::directory_iterator(m_partial / "images")) {
                    if (!error)
                        fs::rename(entry.path(), m_out / "images" / entry.path().filename(), error);
                }
            }
            for (const char* name : {"label_descriptions.json", kMark, "train.csv"}) {
                if (!error)
                    fs::rename(m_partial / name, m_out / name, error);
            }
        }
        if (error)
            throw Error(ErrorKind::NotWritable,
                        m_out.string() + " cannot be written: " + error.message());
    }

private:
    fs::path m_out, m_partial;
    std::optional<FolderLock> m_lock;
    std::optional<Unfinished> m_unfinished;
};

// The same picture under another name, without taking more room where the disk can do that.
void repeatPicture(const fs::path& folder, int drawn, int index) {
    const fs::path from = folder / (imageIdOf(drawn) + ".jpg");
    const fs::path to = folder / (imageIdOf(index) + ".jpg");
    std::error_code error;
    fs::create_hard_link(from, to, error);
    if (!error)
        return;
    error.clear();
    fs::copy_file(from, to, error);
    if (error)
        throw Error(ErrorKind::NotWritable, to.string() + " cannot be written: " + error.message());
}

// The CSV and the counts of what is in it.
class Rows {
public:
    Rows(const fs::path& folder, const Catalog& catalog, const CsvDialect& dialect)
        : m_csv(folder / "train.csv") {
        m_summary.categories.resize(catalog.categories().size());
        m_summary.attributes.resize(catalog.attributes().size());
        write(dialect.header + dialect.lineEnd);
    }
    void add(int index, const Drawn& drawn) {
        for (const std::string& row : drawn.rows) {
            write(imageIdOf(index));
            write(row);
        }
        for (const auto& [category, attributes] : drawn.kinds) {
            ++m_summary.categories[category];
            for (const AttributeIndex attribute : attributes)
                ++m_summary.attributes[attribute];
        }
        m_summary.objects += drawn.rows.size();
        ++m_summary.images;
    }
    SyntheticSummary commit() {
        m_csv.commit();
        return m_summary;
    }

private:
    void write(const std::string& text) {
        m_csv.write(text);
        m_summary.csvBytes += text.size();
    }

    AtomicFile m_csv;
    SyntheticSummary m_summary;
};

}  // namespace

SyntheticSummary writeSynthetic(const SyntheticConfig& config, const fs::path& out,
                                const ProgressCallback& onProgress, std::stop_token stop) {
    const Catalog catalog = Catalog::builtIn();
    CsvDialect dialect;
    dialect.header = "ImageId,EncodedPixels,Height,Width,ClassId,AttributesIds";
    const int count = std::max(0, config.images);
    const int distinct =
        std::clamp(config.distinctImages.value_or(count), std::min(1, count), count);
    const std::vector<int> counts = objectsPerPicture(config);

    PartialFolder folder(out);
    const fs::path images = folder.path() / "images";
    if (config.writeImages)
        createFolder(images);
    Rows rows(folder.path(), catalog, dialect);
    // What is repeated later has to be kept: its rows only.
    std::vector<Drawn> kept;
    const auto report = [&](int done) {
        if (onProgress)
            onProgress({static_cast<std::uint64_t>(done), static_cast<std::uint64_t>(count),
                        "images", config.writeImages ? "Drawing pictures" : "Drawing masks"});
    };
    {
        DrawingPool pool(
            distinct,
            [&](int index) {
                const SyntheticScene scene = drawScene(
                    config, index,
                    counts.empty() ? std::optional<int>() : counts[static_cast<std::size_t>(index)],
                    config.writeImages ? SyntheticPart::PictureAndMasks : SyntheticPart::MasksOnly);
                if (config.writeImages)
                    writeJpeg(images / (imageIdOf(index) + ".jpg"), scene.image, 94);
                Drawn drawn{rowsOf(scene, catalog, dialect), {}};
                for (const SyntheticObject& object : scene.objects)
                    drawn.kinds.emplace_back(object.category, object.attributes);
                return drawn;
            },
            stop);
        int index = 0;
        while (auto drawn = pool.next()) {
            rows.add(index, *drawn);
            if (distinct < count)
                kept.push_back(std::move(*drawn));
            report(++index);
        }
    }
    for (int index = distinct; index < count && !stop.stop_requested(); ++index) {
        rows.add(index, kept[static_cast<std::size_t>(index % distinct)]);
        if (config.writeImages)
            repeatPicture(images, index % distinct, index);
        report(index + 1);
    }
    if (stop.stop_requested())
        return {};
    writeFileAtomically(folder.path() / "label_descriptions.json",
                        catalog.toLabelDescriptionsJson());
    const SyntheticSummary summary = rows.commit();
    writeFileAtomically(folder.path() / kMark, markOf(config, summary));
    folder.commit();
    return summary;
}

}  // namespace selvedge
