#include <QtTest>
#include <atomic>

#include "app/tasks/ahead.h"
#include "app/tasks/prediction_file.h"
#include "dataset/error.h"
#include "model/evaluation/coco_results.h"

using namespace selvedge;

// Predictions that are written as they come, and items that are made ahead.
class PredictionFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QVERIFY(m_folder.isValid()); }

    void goesOnWhereItWasStopped() {
        const auto target = path("a.json");
        {
            PredictionFile file(PredictionLock(target), "key", m_catalog);
            file.add("one", {detection(0.5), detection(0.25)});
            file.add("none", {});
            file.keep();
            file.add("lost", {detection(0.1)});
        }
        QVERIFY(!std::filesystem::exists(target));
        // Torn behind what was kept, as by a power cut.
        std::filesystem::resize_file(target.string() + ".part",
                                     std::filesystem::file_size(target.string() + ".part") - 3);
        std::size_t there = 0;
        {
            // The last keep() was the destructor's: torn, so that the state says more than there
            // is.
            PredictionFile file(PredictionLock(target), "key", m_catalog);
            there = file.images();
            QCOMPARE(there, std::size_t(0));
            file.add("one", {detection(0.5), detection(0.25)});
            file.add("none", {});
        }
        PredictionFile file(PredictionLock(target), "key", m_catalog);
        QCOMPARE(file.images(), std::size_t(2));
        QCOMPARE(file.detections(), std::uint64_t(2));
        file.add("two", {detection(0.75)});
        file.commit();
        const PredictionSet read = readCocoResults(target, m_catalog).predictions;
        QCOMPARE(read.images.size(), std::size_t(2));
        QCOMPARE(read.images.at("one").size(), std::size_t(2));
        QCOMPARE(read.images.at("two").at(0).score, 0.75);
        for (const char* rest : {".part", ".part.json"})
            QVERIFY(!std::filesystem::exists(target.string() + rest));
    }

    void unusableImagesAreKeptInTheirPlaces() {
        const auto target = path("u.json");
        {
            PredictionFile file(PredictionLock(target), "key", m_catalog);
            file.addUnusable("broken");
            file.add("one", {detection(0.5)});
        }
        PredictionFile file(PredictionLock(target), "key", m_catalog);
        QCOMPARE(file.images(), std::size_t(2));
        QCOMPARE(file.unusable(), std::vector<std::string>{"broken"});
        file.discard();
        for (const char* rest : {"", ".part", ".part.json"})
            QVERIFY(!std::filesystem::exists(target.string() + rest));
    }

    void anotherTaskBeginsAnew() {
        const auto target = path("b.json");
        { PredictionFile(PredictionLock(target), "one", m_catalog).add("x", {detection(0.5)}); }
        PredictionFile file(PredictionLock(target), "other", m_catalog);
        QCOMPARE(file.images(), std::size_t(0));
        file.commit();
        QVERIFY(readCocoResults(target, m_catalog).predictions.images.empty());
    }

    void whatIsThereStandsFirstAndIsExtended() {
        const auto target = path("e.json");
        {
            PredictionFile file(PredictionLock(target), "none", m_catalog);
            file.add("empty", {});
            file.commit();
        }
        // Behind no entry at all, then behind some; broken off in between.
        {
            PredictionFile file(PredictionLock(target), "first", m_catalog, {}, true);
            file.add("one", {detection(0.5), detection(0.25)});
            file.commit();
        }
        {
            PredictionFile file(PredictionLock(target), "second", m_catalog, {}, true);
            QCOMPARE(file.images(), std::size_t(0));
            file.add("nothing", {});
        }
        QCOMPARE(readCocoResults(target, m_catalog).predictions.images.size(), std::size_t(1));
        PredictionFile file(PredictionLock(target), "second", m_catalog, {}, true);
        QCOMPARE(file.images(), std::size_t(1));
        file.add("two", {detection(0.75)});
        file.commit();
        PredictionSet set;
        set.images = {{"one", {detection(0.5), detection(0.25)}}, {"two", {detection(0.75)}}};
        writeCocoResults(path("at-once.json"), set, m_catalog);
        QCOMPARE(contentOf("e.json"), contentOf("at-once.json"));
    }

    void twoAtATimeAreRefused() {
        PredictionFile file(PredictionLock(path("f.json")), "k", m_catalog);
        QVERIFY_EXCEPTION_THROWN(PredictionLock{path("f.json")}, Error);
    }

    void theSameBytesAsAtOnce() {
        PredictionSet set;
        set.images = {{"a", {detection(0.5), detection(0.3)}}, {"b", {}}, {"c", {detection(0.1)}}};
        writeCocoResults(path("whole.json"), set, m_catalog, {{"c", 7}});
        PredictionFile file(PredictionLock(path("parts.json")), "k", m_catalog, {{"c", 7}});
        for (const auto& [id, detections] : set.images)
            file.add(id, detections);
        file.commit();
        QCOMPARE(contentOf("parts.json"), contentOf("whole.json"));
        QVERIFY(contentOf("whole.json").contains("\"image_id\":7,"));
    }

    void aFolderThatIsNotThereIsSaid() {
        QVERIFY_EXCEPTION_THROWN(PredictionLock{path("none/c.json")}, Error);
    }

    void itemsComeInOrderAndWithinTheirBytes() {
        std::atomic<int> alive{0}, most{0};
        const auto make = [&](std::size_t i) {
            most = std::max(most.load(), ++alive);
            return i;
        };
        Ahead<std::size_t> items(100, 3, 5, make, [](std::size_t) { return 1; });
        for (std::size_t i = 0; i < 100; ++i) {
            const auto item = items.next({});
            QVERIFY(item.has_value());
            QCOMPARE(*item, i);
            --alive;
        }
        QVERIFY(!items.next({}));
        QVERIFY(most <= 5 + 3 + 1);  // that many bytes, one more a thread, and the one just taken
    }

    void anItemLargerThanAllIsMade() {
        Ahead<int> items(
            3, 2, 1, [](std::size_t i) { return int(i); }, [](int) { return 1000; });
        for (int i = 0; i < 3; ++i)
            QCOMPARE(items.next({}).value(), i);
    }

    void aFaultComesInItsPlace() {
        Ahead<int> items(
            3, 2, 100,
            [](std::size_t i) {
                if (i == 1)
                    throw Error(ErrorKind::BadFormat, "no");
                return int(i);
            },
            [](int) { return 1; });
        QCOMPARE(items.next({}).value(), 0);
        QVERIFY_EXCEPTION_THROWN(items.next({}), Error);
        QCOMPARE(items.next({}).value(), 2);
    }

    void stoppedNothingComes() {
        std::stop_source stop;
        stop.request_stop();
        std::atomic<bool> go{false};
        Ahead<int> items(
            1, 1, 1,
            [&](std::size_t) {
                while (!go)
                    std::this_thread::yield();
                return 1;
            },
            [](int) { return 1; });
        QVERIFY(!items.next(stop.get_token()));
        go = true;
        QCOMPARE(items.next({}).value(), 1);
    }

private:
    static Detection detection(double score) {
        Detection one;
        one.score = score;
        one.mask = RleMask::fromBox(8, 8, {1, 1, 3, 3});
        one.box = {1, 1, 4, 4};
        return one;
    }
    std::filesystem::path path(const char* name) const {
        return m_folder.filePath(name).toStdString();
    }
    QByteArray contentOf(const char* name) const {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir m_folder;
    const Catalog m_catalog = Catalog::builtIn();
};

QTEST_GUILESS_MAIN(PredictionFileTest)
#include "tst_prediction_file.moc"
