// The drawn pictures as a data set in the layout of iMaterialist 2020.
#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
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

// The rows of one picture, each with its line end.
std::string rowsOf(const SyntheticScene& scene, const std::string& imageId, const Catalog& catalog,
                   const CsvDialect& dialect) {
    std::string rows;
    for (const SyntheticObject& object : scene.objects) {
        std::vector<int> attributeIds;
        for (const AttributeIndex index : object.attributes)
            attributeIds.push_back(catalog.attributes()[index].id);
        rows += formatCsvRow(dialect, imageId, toKaggleRle(object.mask), scene.image.height,
                             scene.image.width, catalog.categories()[object.category].id,
                             attributeIds) +
                dialect.lineEnd;
    }
    return rows;
}

void createFolder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        throw Error(ErrorKind::NotWritable,
                    folder.string() + " cannot be created: " + error.message());
}

}  // namespace

int writeSynthetic(const SyntheticConfig& config, const fs::path& out,
                   const ProgressCallback& onProgress, std::stop_token stop) {
    const Catalog catalog = Catalog::builtIn();
    CsvDialect dialect;
    dialect.header = "ImageId,EncodedPixels,Height,Width,ClassId,AttributesIds";
    createFolder(out / "images");

    const int count = std::max(0, config.images);
    std::vector<std::string> rows(static_cast<std::size_t>(count));
    std::atomic<int> next{0};
    std::atomic<int> done{0};
    std::mutex mutex;  // guards `failure`
    std::exception_ptr failure;
    const std::thread::id caller = std::this_thread::get_id();
    const auto work = [&] {
        try {
            while (!stop.stop_requested()) {
                const int index = next++;
                if (index >= count)
                    return;
                const SyntheticScene scene = drawScene(config, index);
                const std::string imageId = imageIdOf(index);
                writeJpeg(out / "images" / (imageId + ".jpg"), scene.image, 94);
                rows[static_cast<std::size_t>(index)] = rowsOf(scene, imageId, catalog, dialect);
                ++done;
                if (onProgress && std::this_thread::get_id() == caller)
                    onProgress({static_cast<std::uint64_t>(done), static_cast<std::uint64_t>(count),
                                "images", "Drawing " + imageId});
            }
        } catch (...) {
            const std::lock_guard lock(mutex);
            if (!failure)
                failure = std::current_exception();
            next = count;
        }
    };
    {
        std::vector<std::jthread> helpers;
        const unsigned processors = std::clamp(std::thread::hardware_concurrency(), 1u, 8u);
        for (unsigned i = 1; i < processors; ++i)
            helpers.emplace_back(work);
        work();
    }
    if (failure)
        std::rethrow_exception(failure);

    // A stop leaves a smaller data set that is whole: rows of the pictures that are there.
    AtomicFile csv(out / "train.csv");
    csv.write(dialect.header + dialect.lineEnd);
    for (const std::string& text : rows)
        csv.write(text);
    writeFileAtomically(out / "label_descriptions.json", catalog.toLabelDescriptionsJson());
    csv.commit();
    if (onProgress)
        onProgress({static_cast<std::uint64_t>(done), static_cast<std::uint64_t>(count), "images",
                    "Drawn"});
    return done;
}

}  // namespace selvedge
