#include <QTest>

#include "model/evaluation/error_kinds.h"
#include "plain_tide.h"

using namespace selvedge;
using namespace selvedge::test;

namespace {

constexpr std::array<const char*, kMistakeKinds> kNames{
    "class", "location", "both", "duplicate", "background", "missed", "attributes"};

RleMask box(int x, int y, int width, int height) {
    return RleMask::fromBox(40, 40, {x, y, width, height});
}
const RleMask kSquare = box(0, 0, 10, 10);
const RleMask kHalf = box(0, 0, 10, 5);    // IoU .5 with kSquare
const RleMask kThird = box(0, 0, 10, 3);   // .3
const RleMask kTenth = box(0, 0, 10, 1);   // .1
const RleMask kSpeck = box(0, 0, 9, 1);    // .09
const RleMask kFar = box(20, 20, 10, 10);  // 0

std::size_t at(MistakeKind kind) {
    return std::size_t(kind);
}

Mistakes mistakesOf(const ImageContent& content, const Protocol& protocol = Protocol::coco(),
                    const MistakeOptions& options = {}) {
    return *mistakes(tableOf({content}, 3), protocol, {}, options);
}

// The kind of the only mistake among detections.
std::string kindOf(const ImageContent& content, const Protocol& protocol = Protocol::coco()) {
    const auto counts = mistakesOf(content, protocol).counts;
    std::string kinds;
    for (std::size_t kind = 0; kind < kMistakeKinds; ++kind)
        for (std::uint64_t i = 0; kind != at(MistakeKind::Missed) && i < counts[kind]; ++i)
            kinds += (kinds.empty() ? "" : " ") + std::string(kNames[kind]);
    return kinds;
}

bool near(double a, double b) {
    return std::abs(a - b) < 1e-12;
}

// Scores that differ: where they tie, tidecv ranks repaired sets in another order.
std::vector<ImageContent> withoutTies(std::vector<ImageContent> contents) {
    double step = 0;
    for (ImageContent& content : contents)
        for (Detection& found : content.founds)
            found.score -= step += 1e-7;
    return contents;
}

}  // namespace

class ErrorKinds : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachKindByHand() {
        const GroundTruthObject square = truthOf(kSquare, 0);
        QCOMPARE(kindOf({{square}, {foundOf(kSquare, .9, 0)}}), std::string(""));
        QCOMPARE(kindOf({{square}, {foundOf(kSquare, .9, 1)}}), std::string("class"));
        QCOMPARE(kindOf({{square}, {foundOf(kThird, .9, 0)}}), std::string("location"));
        QCOMPARE(kindOf({{square}, {foundOf(kTenth, .9, 0)}}), std::string("location"));
        QCOMPARE(kindOf({{square}, {foundOf(kThird, .9, 1)}}), std::string("both"));
        QCOMPARE(kindOf({{square}, {foundOf(kSquare, .9, 0), foundOf(kSquare, .8, 0)}}),
                 std::string("duplicate"));
        QCOMPARE(kindOf({{square}, {foundOf(kSpeck, .9, 0)}}), std::string("background"));
        QCOMPARE(kindOf({{square}, {foundOf(kTenth, .9, 1)}}), std::string("background"));
        QCOMPARE(kindOf({{square}, {foundOf(kFar, .9, 0)}}), std::string("background"));
        QCOMPARE(kindOf({{}, {foundOf(kSquare, .9, 0)}}), std::string("background"));
        // Place before category, and exactly .5 of an object that another has is a place.
        QCOMPARE(kindOf({{square, truthOf(kThird, 1)}, {foundOf(kThird, .9, 0)}}),
                 std::string("location"));
        QCOMPARE(kindOf({{square}, {foundOf(kSquare, .9, 0), foundOf(kHalf, .8, 0)}}),
                 std::string("location"));
    }

    void attributesAreTheSeventh() {
        const ImageContent content{
            {truthOf(kSquare, 0, {1, 2})},
            {foundOf(kSquare, .9, 0, {{3, 1.f}}), foundOf(kHalf, .8, 0, {{3, 1.f}})}};
        QCOMPARE(kindOf(content, Protocol::paper()), std::string("location attributes"));
        QCOMPARE(kindOf(content), std::string("location"));
        const Mistakes wrong = mistakesOf(content, Protocol::paper());
        QCOMPARE(wrong.ap, 0.0);
        QVERIFY(near(wrong.lost[at(MistakeKind::Attributes)], 1));
        QCOMPARE(wrong.counts[at(MistakeKind::Missed)], 0u);
        // A later detection with the right attributes has the object, as for evaluate().
        const ImageContent later{
            {truthOf(kSquare, 0, {1, 2})},
            {foundOf(kSquare, .9, 0, {{3, 1.f}}), foundOf(kSquare, .8, 0, {{1, 1.f}, {2, 1.f}})}};
        QCOMPARE(kindOf(later, Protocol::paper()), std::string("duplicate"));
    }

    void whatARepairGains() {
        // Category 0 has two objects. .9 is of the wrong category on the first, .8 a third of the
        // second. AP is 0 of category 0 and 0 of 1, which has no objects: mean of two. With Class
        // repaired, 0 has a hit at .9 and a false one: precision 1 to recall .5, 51 of 101; 1 is
        // empty and leaves the mean. With Location: a hit, 51 / 101, and 1 stays: half of that.
        const ImageContent content{{truthOf(kSquare, 0), truthOf(kFar, 0)},
                                   {foundOf(kSquare, .9, 1), foundOf(box(20, 20, 10, 3), .8, 0)}};
        const Mistakes all = mistakesOf(content);
        QCOMPARE(all.ap, 0.0);
        QVERIFY(near(all.lost[at(MistakeKind::Class)], 51 / 101.0));
        QVERIFY(near(all.lost[at(MistakeKind::Location)], 51 / 101.0 / 2));
        QCOMPARE(all.counts[at(MistakeKind::Missed)], 0u);  // both could have been found
        // As COCOeval, without the category that has no objects.
        MistakeOptions options;
        options.countCategoriesWithoutObjects = false;
        const Mistakes coco = mistakesOf(content, Protocol::coco(), options);
        QVERIFY(near(coco.lost[at(MistakeKind::Location)], 51 / 101.0));
    }

    void missesAndFalses() {
        // One hit at .8 behind a false one at .9; one object missed. AP: precision .5 to recall .5,
        // 51 of 101. Without the miss: precision .5 to recall 1. Falses behind: 1 to recall .5.
        const ImageContent content{{truthOf(kSquare, 0), truthOf(kFar, 0)},
                                   {foundOf(box(0, 30, 5, 5), .9, 0), foundOf(kSquare, .8, 0)}};
        const Mistakes all = mistakesOf(content);
        QVERIFY(near(all.ap, .5 * 51 / 101));
        QVERIFY(near(all.lost[at(MistakeKind::Missed)], .5 - .5 * 51 / 101));
        QVERIFY(near(all.lostToMisses, .5 - .5 * 51 / 101));
        QVERIFY(near(all.lostToFalses, .5 * 51 / 101));
        QVERIFY(near(all.lost[at(MistakeKind::Background)], .5 * 51 / 101));
        const auto missed =
            mistakeObjects(tableOf({content}, 3), Protocol::coco(), {}, MistakeKind::Missed);
        QVERIFY((*missed == std::vector<CellObject>{{0, 1, {}}}));
    }

    void equalsPlainTide_data() {
        QTest::addColumn<int>("seed");
        for (int seed = 0; seed < 20; ++seed)
            QTest::newRow(qPrintable(QString::number(seed))) << seed;
    }
    void equalsPlainTide() {
        QFETCH(int, seed);
        const auto contents = withoutTies(mixedContents(std::uint64_t(seed), 60, 5));
        MatchTable table = tableOf(contents, 6);  // the last category is of nothing
        for (const IouType type : {IouType::Box, IouType::Mask})
            for (const Protocol& protocol : {Protocol::coco(type), Protocol::paper(type)}) {
                PlainTide plain;
                for (const ImageContent& content : contents)
                    plain.add(content, type, protocol.pairs != Pairs::None);
                for (const bool countAll : {true, false}) {
                    MistakeOptions options;
                    options.countCategoriesWithoutObjects = countAll;
                    const Mistakes ours = *mistakes(table, protocol, {}, options);
                    const double ap = plain.ap("", countAll);
                    QVERIFY(ap > 0 && near(ours.ap, ap));
                    const auto gain = [&](const char* kind) {
                        return std::max(plain.ap(kind, countAll) - ap, 0.0);
                    };
                    for (std::size_t kind = 0; kind < kMistakeKinds; ++kind) {
                        QCOMPARE(double(ours.counts[kind]), plain.count(kNames[kind]));
                        QVERIFY2(near(ours.lost[kind], gain(kNames[kind])), kNames[kind]);
                        QCOMPARE(
                            mistakeObjects(table, protocol, {}, MistakeKind(kind), options)->size(),
                            ours.counts[kind]);
                    }
                    QVERIFY(near(ours.lostToFalses, gain("falses")));
                    QVERIFY(near(ours.lostToMisses, gain("misses")));
                }
            }
    }

    void apIsCocosWithoutTies() {
        // One overlap, no crowds, every category has objects: the same AP50.
        const auto contents = withoutTies(mixedContents(77, 200, 3, false));
        const MatchTable table = tableOf(contents, 3);
        const auto report = evaluate(table, Protocol::coco(), {});
        QVERIFY(std::abs(mistakes(table, Protocol::coco(), {})->ap - report->value("AP50")) < 1e-9);
    }

    void theLimitIsOfAllCategories() {
        ImageContent content{{truthOf(kSquare, 0)}, {foundOf(kSquare, .1, 0)}};
        for (int i = 0; i < 3; ++i)
            content.founds.push_back(foundOf(kFar, .9, 1));
        MistakeOptions options;
        options.detectionsPerImage = 3;
        QCOMPARE(mistakesOf(content, Protocol::coco(), options).counts[at(MistakeKind::Missed)],
                 1u);
        options.detectionsPerImage = 4;
        QCOMPARE(mistakesOf(content, Protocol::coco(), options).counts[at(MistakeKind::Missed)],
                 0u);
    }

    void threadsChangeNothing() {
        const MatchTable table = tableOf(mixedContents(5, 300, 5), 5);
        const Mistakes one = *mistakes(table, Protocol::paper(), {}, {}, {}, 1);
        const Mistakes many = *mistakes(table, Protocol::paper(), {}, {}, {}, 4);
        QVERIFY(one.lost == many.lost && one.counts == many.counts && one.ap == many.ap);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!mistakes(table, Protocol::paper(), {}, {}, stop.get_token()));
        QCOMPARE(mistakes(tableOf({}), Protocol::coco(), {})->ap, -1.0);
    }
};

QTEST_GUILESS_MAIN(ErrorKinds)
#include "tst_error_kinds.moc"
