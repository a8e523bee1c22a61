#include <QtTest>
#include <cmath>

#include "app/tasks/kept_colours.h"
#include "app/tasks/predicted_objects.h"
#include "app/tasks/project_sources.h"
#include "tests/ui/small_project.h"

using namespace selvedge;

// What a query may ask of a run and of the pictures.
class QueryFactsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutMatchesAllDetectionsAreAlone();
    void withMatchesPairsStandWithTheirTruth();
    void largeColoursCount();
    void coloursAreReadAsTheyBecomeKnown();
};

namespace {

// In image 0 the coat with the wrong attributes, sure, and a shoe where none is, doubtful.
PredictionSet someDetections() {
    const auto at = [](CategoryIndex category, double score, IntBox box) {
        Detection detection;
        detection.category = category;
        detection.score = score;
        detection.mask = RleMask::fromBox(SmallProject::kWidth, SmallProject::kHeight, box);
        detection.box = {double(box.x), double(box.y), double(box.x + box.width),
                         double(box.y + box.height)};
        detection.attributes = {{7, .9f}, {8, .2f}};
        return detection;
    };
    PredictionSet set;
    set.images[SmallProject::imageId(0).toStdString()] = {at(9, .9, {5, 5, 20, 30}),
                                                          at(23, .3, {30, 2, 5, 5})};
    return set;
}

}  // namespace

void QueryFactsTest::withoutMatchesAllDetectionsAreAlone() {
    const SmallProject small(2);
    const auto project = small.open();
    const auto objects =
        predictedObjects(*project->objects(), someDetections(), nullptr, {{.05, .5}});
    QVERIFY(objects->verdicts.empty() && objects->scores.empty());
    QCOMPARE(objects->lone.size(), std::size_t(2));
    QCOMPARE(objects->lone.objectBegin, (std::vector<std::uint32_t>{0, 2, 2}));
    QCOMPARE(objects->lone.area[1], 25u);
    QCOMPARE(objects->lone.attributes, (std::vector<AttributeIndex>{7, 7}));
    QCOMPARE(objects->loneVerdicts[1], ObjectVerdict::None);
    QCOMPARE(objects->loneScores[1], .3f);
}

void QueryFactsTest::withMatchesPairsStandWithTheirTruth() {
    const SmallProject small(2);
    const std::shared_ptr<Project> project = small.open();
    const PredictionSet set = someDetections();
    const auto matches = buildMatchTable(ProjectGroundTruth(project), set);
    auto objects = predictedObjects(*project->objects(), set, matches.get(), {{.05, .5}});
    const auto truths = project->objects()->objectsOf(0);
    QCOMPARE(objects->verdicts[truths[0]], ObjectVerdict::AttributeError);
    QCOMPARE(objects->scores[truths[0]], .9f);
    QCOMPARE(objects->verdicts[truths[1]], ObjectVerdict::Missed);
    QVERIFY(std::isnan(objects->scores[truths[1]]));
    QCOMPARE(objects->lone.size(), std::size_t(1));
    QCOMPARE(objects->lone.rowId[0], std::int64_t(1));
    QCOMPARE(objects->loneVerdicts[0], ObjectVerdict::False);
    // Below the threshold it is no verdict, but still has its score.
    objects = predictedObjects(*project->objects(), set, matches.get(), {{.5, .5}});
    QCOMPARE(objects->loneVerdicts[0], ObjectVerdict::None);
    QCOMPARE(objects->loneScores[0], .3f);
}

void QueryFactsTest::largeColoursCount() {
    const ColourShare shares[] = {{Colour::Red, 60}, {Colour::Blue, 25}, {Colour::Pink, 15}};
    QCOMPARE(int(colourBits(shares)), 1 << int(Colour::Red) | 1 << int(Colour::Blue));
    const ColourShare one[] = {{Colour::Grey, 12}};
    QCOMPARE(int(colourBits(one)), 1 << int(Colour::Grey));
    QCOMPARE(int(colourBits({})), 0);
}

void QueryFactsTest::coloursAreReadAsTheyBecomeKnown() {
    const SmallProject small(3);
    const auto project = small.open();
    const ObjectTable& table = *project->objects();
    ThumbnailCache cache(small.path("cache").toStdString());
    auto colours = readKeptColours(*project, table, cache, {});
    QCOMPARE(colours->colours->known, std::size_t(0));
    const auto keep = [&](ImageIndex image, std::uint32_t areaOff) {
        std::vector<ObjectColours> kept;
        for (const ObjectIndex object : table.objectsOf(image))
            kept.push_back(
                {table.rowId[object], table.area[object] + areaOff, {{Colour::Beige, 80}}});
        QVERIFY(cache.setColours(table.images[image].id, project->imagePath(table.images[image].id),
                                 kept));
    };
    keep(0, 0);
    keep(1, 7);  // of other masks
    colours = readKeptColours(*project, table, cache, *colours);
    QCOMPARE(colours->colours->known, table.objectsOf(0).size());
    QCOMPARE(int(colours->colours->bits[table.objectsOf(0)[0]]), 1 << int(Colour::Beige));
    QCOMPARE(int(colours->colours->bits[table.objectsOf(1)[0]]), 0);
    keep(1, 0);
    keep(2, 0);
    colours = readKeptColours(*project, table, cache, *colours);
    QCOMPARE(colours->colours->known, table.size());
}

QTEST_GUILESS_MAIN(QueryFactsTest)
#include "tst_query_facts.moc"
