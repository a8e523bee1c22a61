// The largest image of the published data, 10717 pixels a side (115 megapixels): every operation
// stays far below the memory of a bitmap, even of one bit a pixel.
#include <malloc.h>

#include <QtTest>
#include <atomic>
#include <cstdlib>
#include <functional>
#include <new>

#include "dataset/mask/morphology.h"
#include "dataset/mask/outline.h"
#include "dataset/mask/overlap.h"
#include "dataset/mask/parts.h"
#include "dataset/mask/set_operations.h"
#include "dataset/mask/text_forms.h"
#include "dataset/mask/transform.h"

namespace {

std::atomic<std::size_t> g_live{0};
std::atomic<std::size_t> g_peak{0};

}  // namespace

void* operator new(std::size_t size) {
    void* memory = std::malloc(size);
    if (!memory)
        throw std::bad_alloc();
    const std::size_t live = g_live += malloc_usable_size(memory);
    std::size_t peak = g_peak;
    while (live > peak && !g_peak.compare_exchange_weak(peak, live)) {
    }
    return memory;
}

void operator delete(void* memory) noexcept {
    if (memory)
        g_live -= malloc_usable_size(memory);
    std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
    operator delete(memory);
}

using namespace selvedge;

namespace {

constexpr int kSide = 10717;
constexpr std::size_t kBytesOfBits = std::size_t{kSide} * kSide / 8;  // 14 MB

// What `work` holds at its worst, without what is held already.
std::size_t peakOf(const std::function<void()>& work) {
    const std::size_t before = g_live;
    g_peak = before;
    work();
    return g_peak - before;
}

// A ring as large as the image with a speck in every hundredth column: two to three runs a column.
RleMask garment() {
    std::vector<RleMask::Run> runs;
    const auto add = [&](int x, int top, int bottom) {
        runs.push_back({std::uint32_t(x) * std::uint32_t(kSide) + std::uint32_t(top),
                        std::uint32_t(bottom - top)});
    };
    const auto halfChord = [](double radius, double dx) {
        return int(std::sqrt(std::max(0., radius * radius - dx * dx)));
    };
    for (int x = 0; x < kSide; ++x) {
        const double dx = x - kSide / 2;
        const int outer = halfChord(5358, dx), inner = halfChord(4000, dx);
        const int middle = kSide / 2;
        add(x, middle - outer, middle - inner);
        if (x % 100 == 0 && inner > 10)
            add(x, middle - 2, middle + 2);
        add(x, middle + inner, middle + outer);
    }
    return RleMask::fromRuns(kSide, kSide, runs);
}

}  // namespace

class TestRleMaskHuge : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void operationsMakeNoBitmap_data();
    void operationsMakeNoBitmap();
};

void TestRleMaskHuge::operationsMakeNoBitmap_data() {
    QTest::addColumn<std::function<void(const RleMask&)>>("work");
    const auto row = [](const char* name, std::function<void(const RleMask&)> work) {
        QTest::newRow(name) << std::move(work);
    };
    row("flip horizontally",
        [](const RleMask& m) { QVERIFY(flippedHorizontally(m) != RleMask()); });
    row("flip vertically",
        [](const RleMask& m) { QVERIFY(flippedVertically(flippedVertically(m)) == m); });
    row("transpose", [](const RleMask& m) { QVERIFY(transposed(transposed(m)) == m); });
    row("scale", [](const RleMask& m) {
        QVERIFY(scaled(m, 1333, 800).area() > 0);
        QVERIFY(scaled(scaled(m, 1000, 1000), kSide, kSide).area() > 0);
    });
    row("crop", [](const RleMask& m) {
        QCOMPARE(cropped(m, {kSide - 5, 0, 9, kSide}).width(), 9);
    });
    row("shift",
        [](const RleMask& m) { QVERIFY(shifted(shifted(m, 3, 5), -3, -5).area() <= m.area()); });
    row("set operations", [](const RleMask& m) {
        QVERIFY(complement(complement(m)) == m);
        QVERIFY(unite(m, complement(m)).area() == std::uint64_t{kSide} * kSide);
        QVERIFY(intersect(m, complement(m)).empty());
        QVERIFY(subtract(m, m).empty());
    });
    row("iou", [](const RleMask& m) {
        const std::vector<RleMask> others = {m, shifted(m, 100, 0), complement(m)};
        const std::vector<double> values = MaskGroup(others).iou(m);
        QVERIFY(values[0] == 1 && values[1] > 0 && values[1] < 1 && values[2] == 0);
    });
    row("parts", [](const RleMask& m) {
        QCOMPARE(connectedParts(m).size(), std::size_t{1 + 80});
        QCOMPARE(connectedParts(withoutIslands(m, 5)).size(), std::size_t{1});
    });
    row("fill holes",
        [](const RleMask& m) { QCOMPARE(outline(withHolesFilled(m)).size(), std::size_t{1}); });
    row("grow and shrink by the disc",
        [](const RleMask& m) { QVERIFY(shrunk(grown(m, 20), 20).area() >= m.area()); });
    row("grow and shrink by the square", [](const RleMask& m) {
        QVERIFY(shrunk(grown(m, 200, Brush::Square), 200, Brush::Square).area() >= m.area());
    });
    row("boundary band", [](const RleMask& m) {
        const RleMask band = boundaryBand(m, boundaryRadius(kSide, kSide));
        QVERIFY(band.area() > 0 && band.area() < m.area());
    });
    row("polygons",
        [](const RleMask& m) { QVERIFY(maskFromPolygons(toPolygons(m), kSide, kSide) == m); });
    row("text", [](const RleMask& m) {
        QVERIFY(parseKaggleRle(toKaggleRle(m), kSide, kSide).mask == m);
        QVERIFY(parseCocoRle(toCocoRle(m), kSide, kSide).mask == m);
    });
    row("paint a tile", [](const RleMask& m) {
        std::vector<std::uint8_t> tile(256 * 256);
        m.paint(tile.data(), {600, 5300, 256, 256}, 256, 1);
        QCOMPARE(std::count(tile.begin(), tile.end(), 1), 256 * 256);
    });
    row("full", [](const RleMask& m) {
        const RleMask full = RleMask::fromBox(kSide, kSide, {0, 0, kSide, kSide});
        QCOMPARE(full.runs().size(), std::size_t{1});
        QCOMPARE(full.box().width, kSide);
        QVERIFY(transposed(full) == full);
        QVERIFY(withHolesFilled(full) == full);
        QVERIFY(grown(full, 9) == full && shrunk(full, 9) == full);
        QCOMPARE(connectedParts(full).size(), std::size_t{1});
        QVERIFY(iou(m, full, true) == 1);
    });
}

void TestRleMaskHuge::operationsMakeNoBitmap() {
    QFETCH(std::function<void(const RleMask&)>, work);
    const RleMask mask = garment();
    QVERIFY(mask.runs().size() > std::size_t{2 * 8000});
    const std::size_t peak = peakOf([&] { work(mask); });
    QVERIFY2(peak < kBytesOfBits / 2, std::to_string(peak).c_str());
}

QTEST_GUILESS_MAIN(TestRleMaskHuge)
#include "tst_rle_mask_huge.moc"
