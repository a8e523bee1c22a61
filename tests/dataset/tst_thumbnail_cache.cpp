#include <QTemporaryDir>
#include <QtTest>
#include <atomic>
#include <fstream>
#include <sstream>
#include <thread>

#include "dataset/error.h"
#include "dataset/image/fill_thumbnails.h"
#include "dataset/image/thumbnail_cache.h"
#include "tests/dataset/picture_writers.h"

using namespace selvedge;
using namespace selvedge::test;
namespace fs = std::filesystem;

namespace {

// Red on the left, blue on the right.
Image halves(int width, int height) {
    Image image{width, height, {}};
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            for (const int level :
                 x < width / 2 ? std::array{200, 20, 30} : std::array{30, 60, 170})
                image.rgb.push_back(static_cast<std::uint8_t>(level));
        }
    }
    return image;
}

}  // namespace

class TestThumbnailCache : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }
    void picturesAreFittedAndNeverEnlarged_data();
    void picturesAreFittedAndNeverEnlarged();
    void theSecondTimeTheSourceIsNotRead();
    void aChangedPictureIsMadeAgain();
    void unreadablePicturesSayWhyAndAreNotKept();
    void coloursAreKeptWithTheirObjects();
    void damagedColoursAreAbsent();
    void fillingMakesEverythingOnce();
    void fillingPassesOverWhatCannotBeRead();
    void fillingStopsAndGoesOnWhereItWas();
    void fillingEndsWhereNothingIsKept();
    void manyThreadsShareIt();

private:
    fs::path path(const std::string& name) const {
        return m_dir->filePath(QString::fromStdString(name)).toStdString();
    }
    fs::path picture(const std::string& name, int width = 400, int height = 600) const {
        writeJpeg(path(name), halves(width, height));
        return path(name);
    }
    // The file becomes one that cannot be read, with the size and time it had.
    static void spoilUnseen(const fs::path& file) {
        const auto time = fs::last_write_time(file);
        const auto size = std::size_t(fs::file_size(file));
        std::ofstream(file, std::ios::binary) << std::string(size, '?');
        fs::last_write_time(file, time);
    }
    // `count` pictures with an object on either half.
    ThumbnailItemAt items(int count) const {
        for (int i = 0; i < count; ++i)
            picture(std::to_string(i) + ".jpg", 200, 300);
        return [this](std::size_t i) {
            const auto left = RleMask::fromBox(200, 300, {0, 0, 90, 300});
            const auto right = RleMask::fromBox(200, 300, {110, 0, 90, 200});
            return ThumbnailItem{std::to_string(i),
                                 path(std::to_string(i) + ".jpg"),
                                 {{std::int64_t(10 * i), std::uint32_t(left.area())},
                                  {std::int64_t(10 * i + 1), std::uint32_t(right.area())}},
                                 [left, right] {
                                     return std::vector{left, right};
                                 }};
        };
    }
    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestThumbnailCache::picturesAreFittedAndNeverEnlarged_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("smallWidth");
    QTest::addColumn<int>("smallHeight");
    QTest::addColumn<int>("largeWidth");
    QTest::addColumn<int>("largeHeight");
    QTest::newRow("tall") << 600 << 900 << 240 << 360 << 480 << 720;
    QTest::newRow("wide") << 900 << 300 << 240 << 80 << 480 << 160;
    QTest::newRow("very tall") << 20 << 3000 << 2 << 360 << 5 << 720;
    QTest::newRow("very wide") << 3000 << 40 << 240 << 3 << 480 << 6;
    QTest::newRow("between") << 300 << 300 << 240 << 240 << 300 << 300;
    QTest::newRow("small") << 10 << 20 << 10 << 20 << 10 << 20;
}

void TestThumbnailCache::picturesAreFittedAndNeverEnlarged() {
    QFETCH(int, width);
    QFETCH(int, height);
    const fs::path file = picture("a.jpg", width, height);
    ThumbnailCache cache(path("cache"));
    for (int round = 0; round < 2; ++round) {
        const Image small = cache.thumbnail("a", file, ThumbnailSize::Small);
        QTEST(small.width, "smallWidth");
        QTEST(small.height, "smallHeight");
        const Image large = cache.thumbnail("a", file, ThumbnailSize::Large);
        QTEST(large.width, "largeWidth");
        QTEST(large.height, "largeHeight");
    }
}

void TestThumbnailCache::theSecondTimeTheSourceIsNotRead() {
    const fs::path file = picture("a.jpg");
    for (const bool again : {false, true}) {
        ThumbnailCache cache(path("cache"));
        QCOMPARE(cache.hasThumbnail("a", file, ThumbnailSize::Small), again);
        bool kept = false;
        const Image image = cache.thumbnail("a", file, ThumbnailSize::Small, &kept);
        QVERIFY(kept);
        QVERIFY(largestDifference(image, resized(halves(400, 600), 240, 360)) <= 40);
        QVERIFY(cache.hasThumbnail("a", file, ThumbnailSize::Small));
        QVERIFY(!cache.hasThumbnail("a", file, ThumbnailSize::Large));
        spoilUnseen(file);
        QCOMPARE(cache.thumbnail("a", file, ThumbnailSize::Small).width, 240);
        QVERIFY_EXCEPTION_THROWN(cache.thumbnail("a", file, ThumbnailSize::Large), Error);
    }
}

void TestThumbnailCache::aChangedPictureIsMadeAgain() {
    const fs::path file = picture("a.jpg");
    ThumbnailCache cache(path("cache"));
    cache.thumbnail("a", file, ThumbnailSize::Small);
    QVERIFY(cache.setColours("a", file, {}));
    fs::last_write_time(file, fs::last_write_time(file) + std::chrono::seconds(1));
    QVERIFY(!cache.hasThumbnail("a", file, ThumbnailSize::Small));
    QVERIFY(!cache.colours("a", file));
    picture("a.jpg", 600, 200);
    QCOMPARE(cache.thumbnail("a", file, ThumbnailSize::Small).height, 80);
}

void TestThumbnailCache::unreadablePicturesSayWhyAndAreNotKept() {
    ThumbnailCache cache(path("cache"));
    std::ofstream(path("a.jpg")) << "no picture";
    QVERIFY_EXCEPTION_THROWN(cache.thumbnail("a", path("a.jpg"), ThumbnailSize::Small), Error);
    QVERIFY_EXCEPTION_THROWN(cache.thumbnail("b", path("b.jpg"), ThumbnailSize::Small), Error);
    QVERIFY(!cache.hasThumbnail("a", path("a.jpg"), ThumbnailSize::Small));
    QVERIFY(!cache.hasThumbnail("b", path("b.jpg"), ThumbnailSize::Small));
}

void TestThumbnailCache::coloursAreKeptWithTheirObjects() {
    const fs::path file = picture("a.jpg");
    const std::vector<ObjectColours> objects{{7, 100, {{Colour::Red, 60}, {Colour::Beige, 40}}},
                                             {-3, 4'000'000'000, {}}};
    {
        ThumbnailCache cache(path("cache"));
        QVERIFY(!cache.colours("a", file));
        QVERIFY(cache.setColours("a", file, objects));
        QVERIFY(cache.setColours("none", file, {}));
    }
    ThumbnailCache cache(path("cache"));
    QVERIFY(cache.colours("a", file) == objects);
    QVERIFY(cache.colours("none", file) == std::vector<ObjectColours>());
    QVERIFY(!cache.colours("b", file));
}

void TestThumbnailCache::damagedColoursAreAbsent() {
    const fs::path file = picture("a.jpg");
    const std::vector<ObjectColours> objects{{7, 100, {{Colour::Beige, 100}}}};
    const fs::path colours = path("cache.colours");
    {
        ThumbnailCache cache(path("cache"));
        QVERIFY(cache.setColours("a", file, objects));
    }
    std::ifstream in(colours, std::ios::binary);
    const std::string whole = (std::ostringstream() << in.rdbuf()).str();
    // The content is the last 15 bytes; given to the file below with sums that are right.
    const std::string content = whole.substr(whole.size() - 15);
    std::uint64_t version = 0;
    constexpr std::size_t kVersionAt = 16 + 8;
    std::memcpy(&version, whole.data() + kVersionAt, sizeof version);
    for (std::size_t size = 1; size < content.size(); ++size) {
        fs::remove(colours);
        QVERIFY(PackedFile(colours, 1 << 20).write("a", 0, version, content.substr(0, size)));
        QVERIFY(!ThumbnailCache(path("cache")).colours("a", file));
    }
    std::string unknown = content;
    unknown[13] = char(kColours);
    fs::remove(colours);
    QVERIFY(PackedFile(colours, 1 << 20).write("a", 0, version, unknown));
    QVERIFY(!ThumbnailCache(path("cache")).colours("a", file));
    QVERIFY(PackedFile(colours, 1 << 20).write("a", 0, version, content));
    QVERIFY(ThumbnailCache(path("cache")).colours("a", file) == objects);
}

void TestThumbnailCache::fillingMakesEverythingOnce() {
    constexpr std::size_t kCount = 12;
    const ThumbnailItemAt itemAt = items(int(kCount));
    ThumbnailCache cache(path("cache"));
    std::uint64_t last = 0;
    const auto progress = [&](const Progress& p) {
        QCOMPARE(p.done, last + 1);
        QCOMPARE(p.total, kCount);
        last = p.done;
    };
    QCOMPARE(fillThumbnails(cache, 0, kCount, itemAt, ThumbnailSize::Large, progress, {}), kCount);
    QCOMPARE(last, kCount);
    for (std::size_t i = 0; i < kCount; ++i) {
        const ThumbnailItem item = itemAt(i);
        QVERIFY(cache.hasThumbnail(item.id, item.file, ThumbnailSize::Large));
        const auto colours = cache.colours(item.id, item.file);
        QVERIFY(colours && colours->size() == 2);
        QCOMPARE((*colours)[0].key, std::int64_t(10 * i));
        QVERIFY(((*colours)[0].colours == std::vector<ColourShare>{{Colour::Red, 100}}));
        QVERIFY(((*colours)[1].colours == std::vector<ColourShare>{{Colour::Blue, 100}}));
    }
    // A second time nobody asks for a mask, unless an object has changed.
    std::atomic<int> asked = 0;
    const auto watched = [&](std::size_t i) {
        ThumbnailItem item = itemAt(i);
        if (i == 5)
            item.objects[1].area += 1;
        item.masks = [&asked, masks = item.masks] {
            ++asked;
            return masks();
        };
        return item;
    };
    fillThumbnails(cache, 0, kCount, watched, ThumbnailSize::Large, {}, {});
    QCOMPARE(asked.load(), 1);
}

void TestThumbnailCache::fillingPassesOverWhatCannotBeRead() {
    const ThumbnailItemAt itemAt = items(6);
    std::ofstream(path("2.jpg")) << "no picture";
    fs::remove(path("3.jpg"));
    ThumbnailCache cache(path("cache"));
    const auto damaged = [&](std::size_t i) {
        if (i == 4)
            throw Error(ErrorKind::Unreadable, "masks cannot be read");
        ThumbnailItem item = itemAt(i);
        if (i == 1)
            item.file.clear();
        return item;
    };
    QCOMPARE(fillThumbnails(cache, 0, 6, damaged, ThumbnailSize::Small, {}, {}), std::size_t(6));
    QVERIFY(cache.hasThumbnail("0", path("0.jpg"), ThumbnailSize::Small));
    QVERIFY(cache.hasThumbnail("5", path("5.jpg"), ThumbnailSize::Small));
    QVERIFY(!cache.hasThumbnail("2", path("2.jpg"), ThumbnailSize::Small));
}

void TestThumbnailCache::fillingStopsAndGoesOnWhereItWas() {
    constexpr std::size_t kCount = 40;
    const ThumbnailItemAt itemAt = items(int(kCount));
    ThumbnailCache cache(path("cache"));
    std::size_t next = 0;
    int rounds = 0;
    for (; next < kCount && rounds < 100; ++rounds) {
        std::stop_source stop;
        const std::size_t from = next;
        const auto progress = [&](const Progress& p) {
            if (p.done >= from + 5)
                stop.request_stop();
        };
        next = fillThumbnails(cache, from, kCount, itemAt, ThumbnailSize::Small, progress,
                              stop.get_token());
        QVERIFY(next >= std::min(from + 5, kCount));
        for (std::size_t i = 0; i < next; ++i)
            QVERIFY(cache.hasThumbnail(itemAt(i).id, itemAt(i).file, ThumbnailSize::Small));
    }
    QCOMPARE(next, kCount);
    QVERIFY(rounds > 1);
    std::stop_source stopped;
    stopped.request_stop();
    QCOMPARE(
        fillThumbnails(cache, 3, kCount, itemAt, ThumbnailSize::Small, {}, stopped.get_token()),
        std::size_t(3));
}

void TestThumbnailCache::fillingEndsWhereNothingIsKept() {
    constexpr std::size_t kCount = 200;
    const ThumbnailItemAt all = items(1);
    ThumbnailCache writer(path("cache")), reader(path("cache"));
    writer.thumbnail("elsewhere", all(0).file, ThumbnailSize::Small);
    std::atomic<int> made = 0;
    const auto itemAt = [&](std::size_t) {
        ++made;
        return all(0);
    };
    QCOMPARE(fillThumbnails(reader, 0, kCount, itemAt, ThumbnailSize::Small, {}, {}), kCount);
    QVERIFY(made < int(kCount));
}

void TestThumbnailCache::manyThreadsShareIt() {
    constexpr std::size_t kCount = 8;
    const ThumbnailItemAt itemAt = items(int(kCount));
    ThumbnailCache cache(path("cache"));
    std::atomic<int> wrong = 0;
    {
        std::vector<std::jthread> threads;
        threads.emplace_back(
            [&] { fillThumbnails(cache, 0, kCount, itemAt, ThumbnailSize::Small, {}, {}); });
        for (int t = 0; t < 3; ++t) {
            threads.emplace_back([&, t] {
                for (std::size_t i = 0; i < 3 * kCount; ++i) {
                    const ThumbnailItem item = itemAt((i + std::size_t(t) * 3) % kCount);
                    if (cache.thumbnail(item.id, item.file, ThumbnailSize::Small).width != 200)
                        ++wrong;
                    const auto colours = cache.colours(item.id, item.file);
                    if (colours && colours->size() != 2)
                        ++wrong;
                }
            });
        }
    }
    QCOMPARE(wrong.load(), 0);
}

QTEST_GUILESS_MAIN(TestThumbnailCache)
#include "tst_thumbnail_cache.moc"
