// The drawn pictures as a data set in the layout of iMaterialist 2020.
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "dataset/error.h"
#include "dataset/format/atomic_file.h"
#include "dataset/format/imaterialist_csv.h"
#include "dataset/mask/text_forms.h"
#include "dataset/synthetic/partial_folder.h"
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

std::string markOf(const SyntheticConfig& config, const SyntheticSummary& summary) {
    const nlohmann::json mark = {{"drawn_by", "selvedge-cli synthesize"},
                                 {"drawing_version", kDrawingVersion},
                                 {"seed", config.seed},
                                 {"images", summary.images},
                                 {"csv_bytes", summary.csvBytes}};
    return mark.dump(2) + "\n";
}

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
    writeFileAtomically(folder.path() / kDrawnMark, markOf(config, summary));
    folder.commit();
    return summary;
}

}  // namespace selvedge
