// Why an object has its verdict, in words, from overlaps that are measured.
#include <QtTest>

#include "ui/parts/verdict_sentence.h"

using namespace selvedge;

namespace {

constexpr int kSide = 100;

// A scene of objects of one category, matched as the viewer's are.
struct Matched {
    CanvasScene scene;
    GroundTruthImage truth{"a", {}};
    std::vector<Detection> found;

    void addTruth(IntBox box, std::vector<AttributeIndex> attributes = {}) {
        CanvasObject object = objectOf(box);
        object.ref = {ObjectRef::Source::Truth, std::uint32_t(scene.truths.size())};
        GroundTruthObject as;
        as.mask = object.mask;
        as.box = {double(box.x), double(box.y), double(box.width), double(box.height)};
        as.area = double(object.area);
        for (const AttributeIndex attribute : attributes) {
            object.attributes.push_back({attribute, 1.f});
            as.attributes.set(attribute);
        }
        truth.objects.push_back(as);
        scene.truths.push_back(scene.objects.size());
        scene.objects.push_back(object);
    }
    void addFound(IntBox box, double score, std::vector<AttributeScore> attributes = {}) {
        CanvasObject object = objectOf(box);
        object.ref = {ObjectRef::Source::Prediction, std::uint32_t(found.size())};
        object.score = score;
        object.attributes = attributes;
        Detection detection;
        detection.score = score;
        detection.mask = object.mask;
        detection.box = {double(box.x), double(box.y), double(box.x + box.width),
                         double(box.y + box.height)};
        detection.attributes = std::move(attributes);
        found.push_back(detection);
        scene.objects.push_back(object);
    }
    // Of the scene's objects in the order in which they were added.
    QStringList sentences() {
        SceneRun run{QStringLiteral("r"), makeCell(truth, found), {}};
        for (std::size_t i = 0; i < scene.objects.size(); ++i) {
            if (!scene.objects[i].isTruth())
                run.founds.push_back(i);
        }
        scene.runs = {run};
        const Criteria criteria{{0.25, 0.5}};
        const auto verdicts = verdictsOf(scene, criteria);
        const Catalog catalog = Catalog::builtIn();
        QStringList all;
        for (std::size_t i = 0; i < scene.objects.size(); ++i)
            all += verdictSentence(scene, verdicts, i, catalog, criteria);
        return all;
    }

private:
    static CanvasObject objectOf(IntBox box) {
        CanvasObject object;
        object.name = QStringLiteral("coat");
        object.mask = RleMask::fromBox(kSide, kSide, box);
        object.box = box;
        object.area = object.mask.area();
        return object;
    }
};

}  // namespace

class VerdictSentenceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pairsTellOfTheirAttributes();
    void badlyLocatedOnesAreSaidOnBothSides();
    void whatAnotherTookIsNotCalledBadlyLocated();
    void whatIsNowhereIsSaidSo();
    void whatWasTakenForAnotherIsSaidSo();
    void withoutPredictionsThereIsNothingToSay();
};

void VerdictSentenceTest::pairsTellOfTheirAttributes() {
    Matched m;
    m.addTruth({0, 0, 20, 20}, {3, 4});
    m.addFound({0, 0, 20, 20}, .9, {{3, .9f}, {4, .8f}, {5, .2f}});
    QCOMPARE(m.sentences()[0], QStringLiteral("2 of 2 attributes right. F1 1.00 reaches .50."));
    QCOMPARE(m.sentences()[1], m.sentences()[0]);
    Matched wrong;
    wrong.addTruth({0, 0, 20, 20}, {3});
    wrong.addFound({0, 0, 20, 20}, .9, {{4, .9f}, {5, .9f}});
    QVERIFY2(wrong.sentences()[0].startsWith("0 of 1 attribute right, 2 false. F1 "),
             qPrintable(wrong.sentences()[0]));
    QVERIFY(wrong.sentences()[0].endsWith("is below .50."));
    Matched none;
    none.addTruth({0, 0, 20, 20});
    none.addFound({0, 0, 20, 20}, .9);
    QCOMPARE(none.sentences()[0], QStringLiteral("Well located; neither side has attributes."));
}

void VerdictSentenceTest::badlyLocatedOnesAreSaidOnBothSides() {
    Matched m;
    m.addTruth({0, 0, 20, 20});
    m.addFound({10, 0, 20, 20}, .38);  // a third
    const QString why = QStringLiteral(
        "Badly located: IoU .33, below .50. Counts as missed and as "
        "false.");
    QCOMPARE(m.sentences()[0], why);
    QCOMPARE(m.sentences()[1], why + QStringLiteral(" Gone above score .38."));
}

void VerdictSentenceTest::whatAnotherTookIsNotCalledBadlyLocated() {
    Matched m;
    m.addTruth({0, 0, 20, 20});
    m.addFound({0, 0, 20, 20}, .9);
    m.addFound({0, 0, 20, 18}, .5);   // twice
    m.addFound({10, 0, 20, 20}, .4);  // a third
    const QStringList all = m.sentences();
    QCOMPARE(all[2], QStringLiteral(
                         "Found twice: a surer prediction has this coat. Gone above score .50."));
    QCOMPARE(all[3], QStringLiteral("The coat it overlaps, IoU .33, has its prediction already. "
                                    "Gone above score .40."));
    Matched two;
    two.addTruth({0, 0, 20, 20});
    two.addTruth({10, 0, 20, 20});
    two.addFound({0, 0, 20, 20}, .9);
    QCOMPARE(two.sentences()[1],
             QStringLiteral("The nearest prediction, IoU .33, is of another coat."));
}

void VerdictSentenceTest::whatIsNowhereIsSaidSo() {
    Matched m;
    m.addTruth({0, 0, 20, 20});
    m.addFound({60, 60, 20, 20}, .7);
    m.addFound({0, 0, 20, 20}, .2);  // below the threshold: it is not there
    QCOMPARE(m.sentences()[0],
             QStringLiteral("No coat was predicted here with a score of at least .25."));
    QCOMPARE(m.sentences()[1],
             QStringLiteral("No coat of the truth is here. Gone above score .70."));
    QVERIFY(m.sentences()[2].isEmpty());
}

void VerdictSentenceTest::whatWasTakenForAnotherIsSaidSo() {
    Matched m;
    m.addTruth({0, 0, 20, 20});
    m.addFound({0, 0, 20, 20}, .7);
    m.found[0].category = 3;
    m.scene.objects[1].category = 3;
    m.scene.objects[1].name = QStringLiteral("jacket");
    QCOMPARE(m.sentences()[0],
             QStringLiteral("Taken for jacket, IoU 1.00. Counts as missed and as false."));
    QCOMPARE(m.sentences()[1],
             QStringLiteral("The truth here is coat, IoU 1.00. Gone above score .70."));
}

void VerdictSentenceTest::withoutPredictionsThereIsNothingToSay() {
    Matched m;
    m.addTruth({0, 0, 20, 20}, {3});
    QVERIFY(verdictSentence(m.scene, {}, 0, Catalog::builtIn(), {}).isEmpty());
}

QTEST_GUILESS_MAIN(VerdictSentenceTest)
#include "tst_verdict_sentence.moc"
