// The doctor's checks one by one: rows, masks, objects of one image, pictures.
#include <QTemporaryDir>
#include <QtTest>

#include "dataset/doctor/exif_orientation.h"
#include "dataset/doctor/loose_runs.h"
#include "dataset/doctor/mask_parts.h"
#include "dataset/doctor/object_checks.h"
#include "dataset/doctor/picture_checks.h"
#include "dataset/doctor/row_checks.h"
#include "dataset/format/atomic_file.h"
#include "dataset/format/csv_layout.h"
#include "dataset/mask/set_operations.h"
#include "dataset/mask/text_forms.h"
#include "tests/dataset/mask_pictures.h"
#include "tests/dataset/picture_writers.h"

using namespace selvedge;
using namespace selvedge::doctor;

namespace {

using Picture = std::vector<std::string>;

const Catalog kCatalog({{0, "shirt", "upperbody"}, {4, "collar", "garment parts"}},
                       {{1, "plain", "pattern"}, {7, "striped", "pattern"}});
const CsvLayout kLayout("ImageId,EncodedPixels,Height,Width,ClassId,AttributesIds");

std::vector<RowFault> faultsOfText(const std::string& text) {
    CsvRow row;
    row.raw = text;
    kLayout.split(row);
    return faultsOf(row, kCatalog);
}

template <typename Fault>
QStringList kindsOf(const std::vector<Fault>& faults) {
    QStringList ids;
    for (const Fault& fault : faults)
        ids += infoOf(fault.kind).id;
    return ids;
}

CheckedObject objectOf(CategoryIndex category, const RleMask& mask) {
    return {category, {}, mask.area(), mask.box(), mask};
}

RleMask boxOf(int x, int y, int width, int height) {
    return RleMask::fromBox(100, 80, {x, y, width, height});
}

std::string exifJpeg(const std::string& tiff) {
    const std::string content = std::string("Exif\0\0", 6) + tiff;
    const std::size_t length = content.size() + 2;
    return std::string("\xff\xd8\xff\xe0\0\4ab\xff\xe1", 10) + char(length >> 8) +
           char(length & 255) + content + "\xff\xda";
}

}  // namespace

Q_DECLARE_METATYPE(selvedge::RleMask)

class TestDoctorChecks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void kindsAreNamedOnce();
    void looseRunsReadWhatIsThere();
    void rowsAreToldApart_data();
    void rowsAreToldApart();
    void mendedRunsMeanWhatTheyCover();
    void mendingAGoodTextChangesNothing();
    void partsTouchAtCornersToo_data();
    void partsTouchAtCornersToo();
    void specksGoAndTheRestStays();
    void masksAreToldApart_data();
    void masksAreToldApart();
    void aMaskReadWithTheWrongHeightIsScrambled();
    void twinsAreFound();
    void partsNeedAGarment();
    void exifIsReadInBothByteOrders_data();
    void exifIsReadInBothByteOrders();
    void exifNeverReadsPastTheEnd();
    void picturesAreToldApart();
    void findingsAreBoundedAndMergedInOrder();
};

void TestDoctorChecks::kindsAreNamedOnce() {
    QSet<QString> ids;
    std::size_t index = 0;
    for (const KindInfo& info : allKinds()) {
        QCOMPARE(std::size_t(info.kind), index++);
        QCOMPARE(kindNamed(info.id), std::optional(info.kind));
        QCOMPARE(info.repair == nullptr, info.repairText == nullptr);
        ids += info.id;
    }
    QCOMPARE(std::size_t(ids.size()), allKinds().size());
    QVERIFY(!kindNamed("nothing"));
}

void TestDoctorChecks::looseRunsReadWhatIsThere() {
    const auto runs = readLooseRuns("  1 2\t5 0 99999999999999999999 3 ");
    QVERIFY(runs.has_value());
    QCOMPARE(runs->runs.size(), 3u);
    QCOMPARE(runs->runs[0].start, 0u);
    QCOMPARE(runs->runs[1].length, 0u);
    QCOMPARE(runs->runs[2].start, (std::uint64_t{1} << 33) - 1);
    QVERIFY(readLooseRuns("")->runs.empty());
    for (const char* text : {"1", "1 2 3", "0 4", "a 1", "1 2x", "-1 2", "1 -2", "1,2"})
        QVERIFY2(!readLooseRuns(text), text);
}

void TestDoctorChecks::rowsAreToldApart_data() {
    QTest::addColumn<QString>("row");
    QTest::addColumn<QStringList>("kinds");
    QTest::addColumn<bool>("repairable");
    // Images of 4 x 3 = 12 pixels.
    const auto add = [](const char* name, const char* row, QStringList kinds, bool repairable) {
        QTest::newRow(name) << row << kinds << repairable;
    };
    add("good", "a,1 2,3,4,0,\"1,7\"", {}, false);
    add("odd but good", "a, 5 1 1 2,3,4,00,NaN", {}, false);
    add("blank", "", {}, false);
    add("too few fields", "a,1 2,3,4,0", {"row_unreadable"}, false);
    add("open quote", "a,\"1 2,3,4,0,", {"row_unreadable"}, false);
    add("no image id", ",1 2,3,4,0,", {"row_unreadable"}, false);
    add("no height", "a,1 2,x,4,0,", {"row_unreadable"}, false);
    add("start 0", "a,0 2,3,4,0,", {"row_unreadable"}, false);
    add("no number", "a,1 z,3,4,0,", {"row_unreadable"}, false);
    add("odd count", "a,1 2 3,3,4,0,", {"row_unreadable"}, false);
    add("past the end", "a,10 4,3,4,0,", {"run_past_end"}, true);
    add("all of it past the end", "a,13 4,3,4,0,", {"run_past_end"}, false);
    add("last pixel", "a,12 1,3,4,0,", {}, false);
    add("zero length", "a,1 2 5 0,3,4,0,", {"run_zero_length"}, true);
    add("only zero length", "a,5 0,3,4,0,", {"run_zero_length"}, false);
    add("overlap", "a,1 3 3 2,3,4,0,", {"runs_overlap"}, true);
    add("overlap, any order", "a,3 2 1 3,3,4,0,", {"runs_overlap"}, true);
    add("touching", "a,1 3 4 2,3,4,0,", {}, false);
    add("empty", "a,,3,4,0,", {"mask_empty"}, false);
    add("unknown category", "a,1 2,3,4,5,", {"category_unknown"}, false);
    add("unknown category with a point", "a,1 2,3,4,5.0,", {"category_unknown"}, false);
    add("all with a point", "a,1 2,3.0,4.0,0.0,1.0", {}, false);
    add("category is no number", "a,1 2,3,4,shirt,", {"row_unreadable"}, false);
    add("unknown attribute", "a,1 2,3,4,0,\"1,2\"", {"attribute_unknown"}, true);
    add("attribute is no number", "a,1 2,3,4,0,x", {"attribute_unknown"}, true);
    add("all at once", "a,1 3 3 0 2 1 10 9,3,4,9,2",
        {"run_past_end", "run_zero_length", "runs_overlap", "category_unknown",
         "attribute_unknown"},
        false);
    add("unreadable and unknown", "a,1,3,4,9,", {"row_unreadable", "category_unknown"}, false);
}

void TestDoctorChecks::rowsAreToldApart() {
    QFETCH(QString, row);
    QFETCH(QStringList, kinds);
    QFETCH(bool, repairable);
    const std::vector<RowFault> faults = faultsOfText(row.toStdString());
    QCOMPARE(kindsOf(faults), kinds);
    for (const RowFault& fault : faults) {
        QCOMPARE(fault.repairable, repairable);
        QVERIFY(!fault.text.empty());
    }
}

void TestDoctorChecks::mendedRunsMeanWhatTheyCover() {
    const auto runs = readLooseRuns("8 2 2 2 3 2 7 0 11 99 50 1");
    const RunFaults faults = doctor::faultsOf(*runs, 12);
    QCOMPARE(faults.zeroLength, 1u);
    QCOMPARE(faults.firstZeroLength, 4u);
    QCOMPARE(faults.pastEnd, 2u);
    QCOMPARE(faults.firstPastEnd, 5u);
    QCOMPARE(faults.farthestPast, 97u);
    QCOMPARE(faults.overlap, 2u);                              // pixel 3, and run 6 inside run 5
    QCOMPARE(pictureOf(mended(*runs, 4, 3)), (Picture{".#..",  //
                                                      "#.##",  //
                                                      "#.##"}));
}

void TestDoctorChecks::mendingAGoodTextChangesNothing() {
    std::mt19937 random(1);
    for (int i = 0; i < 200; ++i) {
        const int width = 1 + int(random() % 20), height = 1 + int(random() % 20);
        const RleMask mask = randomMask(random, width, height);
        const auto runs = readLooseRuns(toKaggleRle(mask));
        QVERIFY(runs.has_value());
        const RunFaults faults =
            doctor::faultsOf(*runs, std::uint64_t(width) * std::uint64_t(height));
        QVERIFY(faults.pastEnd == 0 && faults.zeroLength == 0 && faults.overlap == 0);
        QVERIFY(mended(*runs, width, height) == mask);
    }
}

void TestDoctorChecks::partsTouchAtCornersToo_data() {
    QTest::addColumn<QStringList>("picture");
    QTest::addColumn<QList<int>>("areas");
    QTest::newRow("empty") << QStringList{"...", "..."} << QList<int>{};
    QTest::newRow("full") << QStringList{"###", "###"} << QList<int>{6};
    QTest::newRow("corners") << QStringList{"#.#", ".#.", "#.#"} << QList<int>{5};
    QTest::newRow("gap") << QStringList{"#.##", "#..#"} << QList<int>{3, 2};
    QTest::newRow("bottom to top") << QStringList{".#", "..", "#."} << QList<int>{1, 1};
    QTest::newRow("run over a border") << QStringList{".#", ".#", "#.", "#."} << QList<int>{4};
    QTest::newRow("ring") << QStringList{"#####", "#...#", "#.#.#", "#...#", "#####"}
                          << QList<int>{16, 1};
    QTest::newRow("joined late") << QStringList{"####", "...#", "##.#", "..##"} << QList<int>{10};
}

void TestDoctorChecks::partsTouchAtCornersToo() {
    QFETCH(QStringList, picture);
    QFETCH(QList<int>, areas);
    Picture rows;
    for (const QString& row : picture)
        rows.push_back(row.toStdString());
    const auto found = partAreas(maskOf(rows));
    QCOMPARE(QList<int>(found.begin(), found.end()), areas);
}

void TestDoctorChecks::specksGoAndTheRestStays() {
    const RleMask body = boxOf(10, 10, 50, 50);  // 2,500 pixels: 1 % is 25
    const RleMask speck = boxOf(70, 70, 3, 5);   // 15
    const RleMask island = boxOf(80, 10, 4, 4);  // 16: no speck
    const RleMask mask = unite(unite(body, speck), island);
    QVERIFY(withoutSpecks(mask) == unite(body, island));
    QVERIFY(withoutSpecks(body) == body);
    // A small thing in two small parts has no specks: 15 of 30 pixels are much.
    const RleMask small = unite(speck, boxOf(10, 10, 3, 5));
    QVERIFY(withoutSpecks(small) == small);
}

void TestDoctorChecks::masksAreToldApart_data() {
    QTest::addColumn<RleMask>("mask");
    QTest::addColumn<QStringList>("kinds");
    const RleMask body = subtract(boxOf(10, 10, 50, 50), boxOf(10, 10, 3, 3));
    QTest::newRow("clean") << body << QStringList{};
    QTest::newRow("nothing") << RleMask(100, 80) << QStringList{};
    QTest::newRow("speck") << unite(body, boxOf(80, 70, 2, 2)) << QStringList{"mask_specks"};
    QTest::newRow("parts") << unite(body, boxOf(80, 30, 9, 9)) << QStringList{"mask_in_parts"};
    QTest::newRow("parts and a speck")
        << unite(unite(body, boxOf(80, 30, 9, 9)), boxOf(90, 70, 1, 1))
        << QStringList{"mask_specks", "mask_in_parts"};
    QTest::newRow("rectangle") << boxOf(3, 4, 16, 20) << QStringList{"mask_box"};
    QTest::newRow("button") << boxOf(3, 4, 15, 20) << QStringList{};
    QTest::newRow("whole image") << boxOf(0, 0, 100, 80) << QStringList{"mask_covers_image"};
    QTest::newRow("nearly whole") << subtract(boxOf(0, 0, 100, 80), boxOf(0, 0, 10, 10))
                                  << QStringList{"mask_covers_image"};
    QTest::newRow("most") << subtract(boxOf(0, 0, 100, 80), boxOf(0, 0, 20, 20)) << QStringList{};
}

void TestDoctorChecks::masksAreToldApart() {
    QFETCH(RleMask, mask);
    QFETCH(QStringList, kinds);
    QCOMPARE(kindsOf(maskFaults(mask, 0)), kinds);
}

void TestDoctorChecks::aMaskReadWithTheWrongHeightIsScrambled() {
    const RleMask drawn = subtract(boxOf(10, 10, 40, 60), boxOf(10, 10, 9, 9));
    const RleMask wrong = RleMask::fromRuns(drawn.height(), drawn.width(),
                                            std::vector(drawn.runs().begin(), drawn.runs().end()));
    QCOMPARE(kindsOf(maskFaults(wrong, 0)), QStringList{"mask_scrambled"});
    QVERIFY(agreement(drawn, 80) > agreement(drawn, 100));
    // A single column has no neighbours either way: nothing is said.
    QCOMPARE(kindsOf(maskFaults(boxOf(5, 0, 1, 80), 0)), QStringList{});
}

void TestDoctorChecks::twinsAreFound() {
    const std::vector<bool> noParts = {false, false};
    const RleMask a = boxOf(10, 10, 40, 40);
    const RleMask nearly = subtract(a, boxOf(10, 10, 5, 5));  // IoU .984
    const RleMask less = subtract(a, boxOf(10, 10, 10, 10));  // IoU .9375
    const auto kinds = [&](const std::vector<CheckedObject>& objects) {
        return kindsOf(twinFaults(objects, noParts, kCatalog));
    };
    QCOMPARE(kinds({objectOf(0, a), objectOf(0, less)}), QStringList{});
    QCOMPARE(kinds({objectOf(0, a), objectOf(0, nearly)}), QStringList{"duplicate_object"});
    QCOMPARE(kinds({objectOf(0, a), objectOf(1, nearly)}), QStringList{"category_conflict"});
    QCOMPARE(kinds({objectOf(0, a), objectOf(1, boxOf(60, 10, 40, 40))}), QStringList{});
    // Three times the same: two are too many, each said once, the first one stays.
    const std::vector<CheckedObject> three = {objectOf(0, a), objectOf(0, a), objectOf(0, a)};
    const auto faults = twinFaults(three, noParts, kCatalog);
    QCOMPARE(faults.size(), 2u);
    QVERIFY(faults[0].repairable && faults[0].object == 1 && faults[0].other == 0u);
    QVERIFY(faults[1].repairable && faults[1].object == 2);
    // Other attributes: somebody must choose.
    const AttributeIndex plain[] = {0};
    std::vector<CheckedObject> differing = {objectOf(0, a), objectOf(0, a)};
    differing[1].attributes = plain;
    QVERIFY(!twinFaults(differing, noParts, kCatalog).front().repairable);
    QVERIFY(!twinFaults(std::vector{objectOf(0, a), objectOf(0, nearly)}, noParts, kCatalog)
                 .front()
                 .repairable);
    // A garment and its part may cover the same pixels; two parts may not.
    const std::vector<CheckedObject> sequinned = {objectOf(0, a), objectOf(1, nearly)};
    QVERIFY(twinFaults(sequinned, {false, true}, kCatalog).empty());
    QCOMPARE(kindsOf(twinFaults(sequinned, {true, true}, kCatalog)),
             QStringList{"category_conflict"});
}

void TestDoctorChecks::partsNeedAGarment() {
    const std::vector<bool> isPart = partCategories(kCatalog);
    QCOMPARE(isPart, (std::vector<bool>{false, true}));
    const auto lost = [&](const std::vector<CheckedObject>& objects) {
        return kindsOf(lostParts(objects, isPart, kCatalog));
    };
    const CheckedObject shirt = objectOf(0, boxOf(10, 10, 30, 30));
    QCOMPARE(lost({shirt, objectOf(1, boxOf(20, 5, 5, 5))}), QStringList{});
    QCOMPARE(lost({shirt, objectOf(1, boxOf(47, 20, 5, 5))}), QStringList{});  // 7 pixels off
    QCOMPARE(lost({shirt, objectOf(1, boxOf(48, 20, 5, 5))}), QStringList{"part_without_garment"});
    QCOMPARE(lost({objectOf(1, boxOf(48, 20, 5, 5))}), QStringList{"part_without_garment"});
    QCOMPARE(partCategories(Catalog({{1, "Skirt", ""}}, {})), std::vector<bool>{false});
}

void TestDoctorChecks::exifIsReadInBothByteOrders_data() {
    QTest::addColumn<QByteArray>("jpeg");
    QTest::addColumn<int>("orientation");
    const auto add = [](const char* name, const std::string& jpeg, int orientation) {
        QTest::newRow(name) << QByteArray::fromStdString(jpeg) << orientation;
    };
    using namespace std::string_literals;
    add("big", exifJpeg("MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"s), 6);
    add("little", exifJpeg("II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x08\0\0\0"s), 8);
    add("second entry",
        exifJpeg("II\x2a\0\x08\0\0\0\x02\0\x0f\x01\x03\0\x01\0\0\0\x08\0\0\0"
                 "\x12\x01\x03\0\x01\0\0\0\x03\0\0\0"s),
        3);
    add("nonsense", exifJpeg("II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x09\0\0\0"s), 1);
    add("none", exifJpeg("II\x2a\0\x08\0\0\0\0\0"s), 1);
    add("no exif", "\xff\xd8\xff\xda", 1);
    add("no jpeg", "\x89PNG", 1);
}

void TestDoctorChecks::exifIsReadInBothByteOrders() {
    QFETCH(QByteArray, jpeg);
    QFETCH(int, orientation);
    QCOMPARE(exifOrientation(jpeg.toStdString()), orientation);
}

void TestDoctorChecks::exifNeverReadsPastTheEnd() {
    using namespace std::string_literals;
    const std::string whole =
        exifJpeg("MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"s);
    std::mt19937 random(3);
    for (std::size_t length = 0; length <= whole.size(); ++length) {
        for (int i = 0; i < 50; ++i) {
            std::string damaged = whole.substr(0, length);
            for (int k = 0; length > 0 && k < i % 4; ++k)
                damaged[random() % length] = static_cast<char>(random());
            const int orientation = exifOrientation(damaged);
            QVERIFY(orientation >= 1 && orientation <= 8);
        }
    }
}

void TestDoctorChecks::picturesAreToldApart() {
    const QTemporaryDir folder;
    const auto write = [&](const char* name, const std::string& bytes) {
        const auto file = std::filesystem::path(folder.path().toStdString()) / name;
        writeFileAtomically(file, bytes);
        return file;
    };
    const std::string bytes = test::jpegOf({}, QByteArray("\xc8\x64\x32"), 90, 70);
    const auto good = write("good.jpg", bytes);
    const PictureFacts facts = lookAt(good);
    QVERIFY2(facts.problem.empty(), facts.problem.c_str());
    QVERIFY((facts.size == ImageSize{90, 70}));
    QCOMPARE(facts.orientation, 1);

    for (const auto& [name, content] :
         {std::pair<const char*, std::string>{"empty.jpg", ""},
          {"cut.jpg", bytes.substr(0, bytes.size() - bytes.size() / 8)},
          {"header.jpg", bytes.substr(0, 30)},
          {"text.jpg", "not a picture"}}) {
        const PictureFacts broken = lookAt(write(name, content));
        QVERIFY2(broken.problem.find(name) != std::string::npos, broken.problem.c_str());
    }

    // The same pixels in another file, others, and others of the same fingerprint's size.
    const auto copy = write("copy.jpg", bytes);
    const auto other = write("other.jpg", test::jpegOf({}, QByteArray("\x10\x64\x32"), 90, 70));
    QCOMPARE(lookAt(copy).fingerprint, facts.fingerprint);
    QVERIFY(lookAt(other).fingerprint != facts.fingerprint);
    QVERIFY(samePicture(good, copy) && samePicture(good, good) && !samePicture(good, other));
    QVERIFY(!samePicture(good, write("none.jpg", "")));
}

void TestDoctorChecks::findingsAreBoundedAndMergedInOrder() {
    FindingSink odd, even;
    for (ImageIndex image = 0; image < 300; ++image) {
        FindingSink& sink = image % 2 == 0 ? even : odd;
        sink.add(FindingKind::MaskInParts, {image, "", image, image, ""});
        sink.addRepairable(FindingKind::MaskInParts, 300 - image);
    }
    odd.add(FindingKind::ImageMissing, {0, "x", 5, 0, ""});
    even.merge(std::move(odd));
    const std::vector<Finding> findings = even.take();
    QCOMPARE(findings.size(), 2u);
    QVERIFY(findings[0].kind == FindingKind::ImageMissing);  // errors first
    QCOMPARE(findings[1].count, 300u);
    QCOMPARE(findings[1].examples.size(), kMostExamples);
    for (std::size_t i = 0; i < kMostExamples; ++i)
        QCOMPARE(findings[1].examples[i].imageIndex, ImageIndex(i));
    QCOMPARE(findings[1].repairable.size(), 300u);
    QVERIFY(std::is_sorted(findings[1].repairable.begin(), findings[1].repairable.end()));
}

QTEST_GUILESS_MAIN(TestDoctorChecks)
#include "tst_doctor_checks.moc"
