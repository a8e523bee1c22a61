// Masks of real rows, all of them good: bench_masks [--benchmark_...] train.csv. The script `masks`
// runs it beside its peers. Items are masks, for IoU pairs, for unions photos; bandwidths count
// every byte of a picture. bench_masks train.csv polygons.json writes the polygons that peers
// rasterise.
#include <benchmark/benchmark.h>

#include <charconv>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "dataset/error.h"
#include "dataset/format/imaterialist_csv.h"
#include "dataset/mask/morphology.h"
#include "dataset/mask/outline.h"
#include "dataset/mask/overlap.h"
#include "dataset/mask/parts.h"
#include "dataset/mask/set_operations.h"
#include "dataset/mask/text_forms.h"
#include "dataset/mask/transform.h"

using namespace selvedge;

namespace {

struct Row {
    std::string image, text;
    RleMask mask;
    std::string cocoText;
    std::vector<std::vector<double>> polygons;
};

int number(const std::string& text) {
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::vector<Row> readRows(const std::filesystem::path& file) {
    std::vector<Row> rows;
    readImaterialistCsv(file, [&](const CsvRow& csv) {
        ParsedMask parsed =
            parseKaggleRle(csv.encodedPixels, number(csv.width), number(csv.height));
        if (!csv.issue && parsed.mask) {
            Row row{csv.imageId, csv.encodedPixels, std::move(*parsed.mask), {}, {}};
            row.cocoText = toCocoRle(row.mask);
            row.polygons = toPolygons(row.mask);
            rows.push_back(std::move(row));
        }
        return true;
    });
    return rows;
}

std::size_t pixelCount(const RleMask& mask) {
    return std::size_t(mask.width()) * std::size_t(mask.height());
}

// As in mask_peers.py: how many rows where the peers work on bitmaps.
constexpr std::size_t kBitmaps = 1000;
// One against many: the first kOnes masks of the most frequent image size with all of that size.
constexpr std::size_t kOnes = 100;

std::vector<RleMask> mostFrequentSize(const std::vector<Row>& rows) {
    std::map<std::pair<int, int>, std::vector<RleMask>> bySize;
    for (const Row& row : rows)
        bySize[{row.mask.width(), row.mask.height()}].push_back(row.mask);
    std::vector<RleMask> most;
    for (auto& [size, masks] : bySize) {
        if (masks.size() > most.size())
            most = std::move(masks);
    }
    return most;
}

// Clears a picture and paints each mask on it, `work` for itself or memset for comparison.
template <typename F>
void paintEach(benchmark::State& state, const std::vector<RleMask>& masks, F work) {
    std::vector<std::uint8_t> picture;
    std::size_t bytes = 0;
    for (const RleMask& mask : masks) {
        bytes += pixelCount(mask);
        picture.resize(std::max(picture.size(), pixelCount(mask)));
    }
    for (auto _ : state) {
        for (const RleMask& mask : masks) {
            std::memset(picture.data(), 0, pixelCount(mask));
            benchmark::DoNotOptimize(picture.data());
            work(mask, picture.data());
            benchmark::ClobberMemory();
        }
    }
    state.SetItemsProcessed(std::int64_t(state.iterations() * masks.size()));
    state.SetBytesProcessed(std::int64_t(state.iterations() * bytes));
}

void nothing(const RleMask&, std::uint8_t*) {}

void columns(const RleMask& mask, std::uint8_t* picture) {
    mask.paintColumns(picture, 1);
}

void rowsOf(const RleMask& mask, std::uint8_t* picture) {
    mask.paint(picture, {0, 0, mask.width(), mask.height()}, mask.width(), 1);
}

// What parsing gave, as a bitmap.
void keepBitmap(const ParsedMask& parsed) {
    std::vector<std::uint8_t> bitmap(pixelCount(*parsed.mask));
    parsed.mask->paintColumns(bitmap.data(), 1);
    benchmark::DoNotOptimize(bitmap.data());
}

ParsedMask ofKaggle(const Row& row) {
    return parseKaggleRle(row.text, row.mask.width(), row.mask.height());
}

ParsedMask ofCoco(const Row& row) {
    return parseCocoRle(row.cocoText, row.mask.width(), row.mask.height());
}

// What is done with each row by itself.
void registerRows(const std::vector<Row>& all) {
    const auto add = [&all](const char* name, std::size_t count, auto work) {
        const std::span rows(all.data(), std::min(count, all.size()));
        benchmark::RegisterBenchmark(name, [rows, work](benchmark::State& state) {
            for (auto _ : state) {
                for (const Row& row : rows)
                    work(row);
            }
            state.SetItemsProcessed(std::int64_t(state.iterations() * rows.size()));
        });
    };
    const auto keep = [](auto work) {
        return [work](const Row& row) { benchmark::DoNotOptimize(work(row)); };
    };
    const std::size_t every = all.size();
    add("kaggle_to_mask", every, keep(ofKaggle));
    add("kaggle_to_bitmap", kBitmaps, [](const Row& row) { keepBitmap(ofKaggle(row)); });
    add("mask_to_kaggle", every, keep([](const Row& row) { return toKaggleRle(row.mask); }));
    add("coco_to_mask", every, keep(ofCoco));
    add("coco_to_bitmap", kBitmaps, [](const Row& row) { keepBitmap(ofCoco(row)); });
    add("mask_to_coco", every, keep([](const Row& row) { return toCocoRle(row.mask); }));
    add("area", every, keep([](const Row& row) { return row.mask.area(); }));
    add("box", every, keep([](const Row& row) { return row.mask.box(); }));
    add("polygons_to_mask", kBitmaps, keep([](const Row& row) {
            return maskFromPolygons(row.polygons, row.mask.width(), row.mask.height());
        }));
    add("mask_to_polygons", kBitmaps, keep([](const Row& row) { return toPolygons(row.mask); }));
    add("boundary_band", kBitmaps, keep([](const Row& row) {
            return boundaryBand(row.mask, boundaryRadius(row.mask.width(), row.mask.height()));
        }));
    add("grow_by_5", kBitmaps, keep([](const Row& row) { return grown(row.mask, 5); }));
    add("parts", kBitmaps, keep([](const Row& row) { return connectedParts(row.mask); }));
    add("fill_holes", kBitmaps, keep([](const Row& row) { return withHolesFilled(row.mask); }));
}

// Row-major bitmaps to text, as masks come from a program's pictures.
void bitmapToText(benchmark::State& state, const std::vector<Row>& rows,
                  std::string (*toText)(const RleMask&)) {
    std::vector<std::vector<std::uint8_t>> bitmaps;
    const std::size_t count = std::min<std::size_t>(rows.size(), 100);
    for (std::size_t i = 0; i < count; ++i) {
        bitmaps.emplace_back(pixelCount(rows[i].mask));
        rowsOf(rows[i].mask, bitmaps.back().data());
    }
    for (auto _ : state) {
        for (std::size_t i = 0; i < count; ++i) {
            const int width = rows[i].mask.width();
            benchmark::DoNotOptimize(toText(
                RleMask::fromBitmap(bitmaps[i].data(), width, rows[i].mask.height(), width)));
        }
    }
    state.SetItemsProcessed(std::int64_t(state.iterations() * count));
}

void oneToMany(benchmark::State& state, const std::vector<RleMask>& masks) {
    const std::size_t ones = std::min(kOnes, masks.size());
    for (auto _ : state) {
        const MaskGroup group(masks);
        for (std::size_t i = 0; i < ones; ++i)
            benchmark::DoNotOptimize(group.iou(masks[i]));
    }
    state.SetItemsProcessed(std::int64_t(state.iterations() * ones * masks.size()));
}

// The union of all objects of each photo.
void uniteImages(benchmark::State& state, const std::vector<Row>& rows) {
    std::map<std::string, std::vector<RleMask>> images;
    for (const Row& row : rows)
        images[row.image].push_back(row.mask);
    for (auto _ : state) {
        for (const auto& [image, masks] : images)
            benchmark::DoNotOptimize(unite(masks));
    }
    state.SetItemsProcessed(std::int64_t(state.iterations() * images.size()));
}

std::vector<RleMask> firstMasks(const std::vector<Row>& rows, std::size_t count) {
    std::vector<RleMask> masks;
    for (std::size_t i = 0; i < std::min(count, rows.size()); ++i)
        masks.push_back(rows[i].mask);
    return masks;
}

}  // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (argc != 2 && argc != 3) {
        std::fprintf(stderr, "bench_masks [--benchmark_...] train.csv [polygons.json]\n");
        return 2;
    }
    std::vector<Row> rows;
    try {
        rows = readRows(argv[1]);
    } catch (const Error& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    if (argc == 3) {
        nlohmann::json polygons;
        for (std::size_t i = 0; i < std::min(kBitmaps, rows.size()); ++i)
            polygons.push_back(rows[i].polygons);
        std::ofstream(argv[2]) << polygons;
        return 0;
    }
    registerRows(rows);
    benchmark::RegisterBenchmark("bitmap_to_kaggle", [&](benchmark::State& state) {
        bitmapToText(state, rows, toKaggleRle);
    });
    benchmark::RegisterBenchmark(
        "bitmap_to_coco", [&](benchmark::State& state) { bitmapToText(state, rows, toCocoRle); });
    const std::vector<RleMask> same = mostFrequentSize(rows);
    benchmark::RegisterBenchmark("iou_one_to_many",
                                 [&](benchmark::State& state) { oneToMany(state, same); });
    benchmark::RegisterBenchmark("unite_photo",
                                 [&](benchmark::State& state) { uniteImages(state, rows); });

    const std::vector<RleMask> photos = firstMasks(rows, 200);
    std::vector<RleMask> large;  // 12 megapixels
    for (const RleMask& mask : firstMasks(rows, 10))
        large.push_back(scaled(mask, 3000, 4000));
    const auto addPaint = [](const std::string& name, const std::vector<RleMask>& masks,
                             auto work) {
        benchmark::RegisterBenchmark(name.c_str(), [&masks, work](benchmark::State& state) {
            paintEach(state, masks, work);
        });
    };
    addPaint("memset", photos, nothing);
    addPaint("paint_columns", photos, columns);
    addPaint("paint_rows", photos, rowsOf);
    addPaint("memset_12mp", large, nothing);
    addPaint("paint_columns_12mp", large, columns);
    addPaint("paint_rows_12mp", large, rowsOf);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
