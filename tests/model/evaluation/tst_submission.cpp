#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <sstream>

#include "dataset/error.h"
#include "dataset/format/atomic_file.h"
#include "dataset/mask/text_forms.h"
#include "model/evaluation/submission.h"
#include "test_tables.h"

using namespace selvedge;
using namespace selvedge::test;

namespace {

const std::string kHeader = "ImageId,EncodedPixels,ClassId,AttributesIds\n";

}  // namespace

// Kaggle's submission: what is read, what is written, and that masks do not overlap there.
class TestSubmission : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rowsAreDetectionsOfTheImagesSize();
    void badRowsAreIssues_data();
    void badRowsAreIssues();
    void overlapsAreSaid();
    void theBetterScoreKeepsThePixels();
    void theSmallerMaskKeepsThePixels();
    void theOperatingPointDecidesWhatIsWritten();
    void whatIsWrittenReadsTheSame();
    void wrongHeadersSayWhatIsMissing();

private:
    std::filesystem::path path() const { return m_folder.filePath("s.csv").toStdString(); }
    LoadedPredictions read(const std::string& text) {
        writeFileAtomically(path(), text);
        return readSubmission(path(), *catalogOf(2, 3), [](const std::string& id) {
            return id == "a" || id == "b" ? std::optional(ImageSize{3, 3}) : std::nullopt;
        });
    }
    std::string written(const PredictionSet& set, const SubmissionOptions& options = {}) {
        m_result = writeSubmission(path(), set, *catalogOf(2, 3), options);
        std::ifstream stream(path(), std::ios::binary);
        return (std::ostringstream() << stream.rdbuf()).str();
    }
    QTemporaryDir m_folder;
    SubmissionResult m_result;
};

void TestSubmission::rowsAreDetectionsOfTheImagesSize() {
    const auto loaded = read(kHeader + "a,1 2 4 2,10,\"0,2\"\nb.jpg,9 1,0,\na,9 1,0,NaN\nb,,,\n");
    QVERIFY(loaded.issues.empty() && !loaded.boxesGiven);
    const auto& images = loaded.predictions.images;
    QCOMPARE(images.size(), std::size_t(2));
    QCOMPARE(images.at("a").size(), std::size_t(2));
    QCOMPARE(images.at("b").size(), std::size_t(1));
    const Detection& first = images.at("a")[0];
    QVERIFY(first.mask == maskOf({"##.", "##.", "..."}));
    QCOMPARE(first.category, CategoryIndex(1));
    QCOMPARE(first.score, 1.0);
    QVERIFY((first.box == BoxXyxy{0, 0, 2, 2}));
    QVERIFY((first.attributes == std::vector<AttributeScore>{{0, 1}, {2, 1}}));
    // A file that says its sizes is taken at its word.
    const auto sized = read("Width,Height,ClassId,EncodedPixels,ImageId\n5,4,0,20 1,elsewhere\n");
    QVERIFY(sized.issues.empty());
    QCOMPARE(sized.predictions.images.at("elsewhere")[0].mask.width(), 5);
}

void TestSubmission::badRowsAreIssues_data() {
    QTest::addColumn<QByteArray>("row");
    QTest::addColumn<QString>("reason");
    QTest::newRow("image") << QByteArray("c,1 2,0,") << "ImageId 'c' is not in the data set";
    QTest::newRow("past the end") << QByteArray("a,9 2,0,") << "run 1 ends past the last pixel";
    QTest::newRow("category") << QByteArray("a,1 2,7,") << "ClassId 7 is not in the label";
    QTest::newRow("huge") << QByteArray("a,1 99999999999999999999,0,") << "past the last pixel";
    QTest::newRow("negative") << QByteArray("a,-1 2,0,") << "EncodedPixels: ";
    QTest::newRow("fields") << QByteArray("a,1 2") << "the row has 2 fields, the header has 4";
    QTest::newRow("quote") << QByteArray("a,\"1 2,0,") << "is not closed";
}

void TestSubmission::badRowsAreIssues() {
    QFETCH(QByteArray, row);
    QFETCH(QString, reason);
    const auto loaded = read(kHeader + "a,1 1,0,\n" + row.toStdString() + "\nb,1 1,0,\n");
    QCOMPARE(loaded.issues.size(), std::size_t(1));
    QCOMPARE(loaded.issues[0].line, 3u);
    QVERIFY2(QString::fromStdString(loaded.issues[0].text).contains(reason),
             loaded.issues[0].text.c_str());
    QCOMPARE(loaded.predictions.images.at("a").size(), std::size_t(1));
    QCOMPARE(loaded.predictions.images.at("b").size(), std::size_t(1));
}

void TestSubmission::overlapsAreSaid() {
    const auto loaded = read(kHeader + "a,1 4,0,\nb,1 4,0,\na,3 4,0,\n");
    QCOMPARE(loaded.issues.size(), std::size_t(1));
    QCOMPARE(loaded.issues[0].line, 4u);
    QVERIFY(loaded.issues[0].text.find("shares 2 pixels") != std::string::npos);
    QCOMPARE(loaded.predictions.images.at("a").size(), std::size_t(2));
}

void TestSubmission::theBetterScoreKeepsThePixels() {
    PredictionSet set;
    set.images["a"] = {foundOf(maskOf({"##.", "##.", "..."}), 0.6, 0, {{0, 0.4f}, {2, 0.5f}}),
                       foundOf(maskOf({".##", ".##", "..."}), 0.9, 1),
                       foundOf(maskOf({".#.", "...", "..."}), 0.7),
                       foundOf(maskOf({"...", "...", "..#"}), 0.1)};
    QCOMPARE(written(set), kHeader + "a,1 2,0,2\na,4 2 7 2,10,\n");
    QCOMPARE(m_result.rows, 2u);
    QCOMPARE(m_result.belowThreshold, 1u);
    QCOMPARE(m_result.covered, 1u);
    QCOMPARE(m_result.pixelsGivenUp, 3u);
    SubmissionOptions options;
    options.point.scoreThreshold = 0.7;
    options.point.attributeThreshold = 0.4;
    QCOMPARE(written(set, options), kHeader + "a,4 2 7 2,10,\n");
}

void TestSubmission::theSmallerMaskKeepsThePixels() {
    PredictionSet set;
    set.images["a, b"] = {foundOf(maskOf({"###", "###", "..."}), 0.9),
                          foundOf(maskOf({".#.", "...", "..."}), 0.6, 1, {{0, 1.f}, {1, 1.f}})};
    SubmissionOptions options;
    options.overlap = SubmissionOptions::Overlap::Area;
    QCOMPARE(written(set, options), kHeader + "\"a, b\",1 2 5 1 7 2,0,\n\"a, b\",4 1,10,\"0,1\"\n");
    QCOMPARE(m_result.pixelsGivenUp, 1u);
}

// Category 0 from .6 on, category 1 as all; attribute 0 from .3 on in category 1 alone. Of the two
// of category 1 with the same box the lower score goes once overlaps above .5 do.
void TestSubmission::theOperatingPointDecidesWhatIsWritten() {
    PredictionSet set;
    set.images["a"] = {foundOf(maskOf({"#..", "...", "..."}), 0.55, 0, {{0, 0.4f}}),
                       foundOf(maskOf({".#.", "...", "..."}), 0.65, 0, {{0, 0.4f}}),
                       foundOf(maskOf({"..#", "..#", "..."}), 0.4, 1, {{0, 0.4f}}),
                       foundOf(maskOf({"..#", "..#", "..."}), 0.3, 1)};
    set.images["a"][3].mask = maskOf({"...", "...", "..#"});  // its box is as the file says
    SubmissionOptions options;
    options.point.scoreThreshold = 0.2;
    options.point.scoreOf[0] = 0.6;
    options.point.categoryAttributeOf[{1, 0}] = 0.3;
    const std::string two = "a,4 1,0,\na,7 2,10,0\n";
    QCOMPARE(written(set, options), kHeader + two + "a,9 1,10,\n");
    options.point.nmsIou = 0.5;
    QCOMPARE(written(set, options), kHeader + two);
    QCOMPARE(m_result.belowThreshold, 2u);
    options.point.nmsIou = 1;
    options.point.maxDetections = 1;
    QCOMPARE(written(set, options), kHeader + two);
}

void TestSubmission::whatIsWrittenReadsTheSame() {
    std::mt19937 random(7);
    PredictionSet set;
    for (const char* id : {"a", "b"}) {
        for (int i = 0; i < 5; ++i) {
            const IntBox box{int(random() % 3), int(random() % 3), 1 + int(random() % 3), 1};
            std::vector<AttributeScore> attributes;
            if (random() % 2)
                attributes = {{AttributeIndex(random() % 3), 1.f}};
            set.images[id].push_back(foundOf(RleMask::fromBox(3, 3, box), 0.5 + 0.1 * i,
                                             CategoryIndex(random() % 2), attributes));
        }
    }
    const std::string first = written(set);
    const auto loaded = read(first);
    QVERIFY(loaded.issues.empty());  // no overlap among them
    QCOMPARE(written(loaded.predictions), first);
    QCOMPARE(m_result.pixelsGivenUp, 0u);
}

void TestSubmission::wrongHeadersSayWhatIsMissing() {
    try {
        read("ImageId,EncodedPixels\n");
        QFAIL("it was taken");
    } catch (const Error& error) {
        QVERIFY2(QString(error.what()).contains("the column ClassId is missing"), error.what());
        QVERIFY(QString(error.what()).contains("expected \"ImageId,EncodedPixels,ClassId,"));
    }
}

QTEST_GUILESS_MAIN(TestSubmission)
#include "tst_submission.moc"
