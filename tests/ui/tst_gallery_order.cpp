#include <QtTest>

#include "ui/browse/gallery_order.h"

using namespace selvedge;

using Items = std::vector<std::uint32_t>;

// Four images of 100 x 100 with these areas: {10, 400}, {}, {30}, {20, 20, 900}. Objects 0 to 5.
class GalleryOrderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void fileOrderIsKept();
    void imagesByIdObjectsAndArea();
    void objectsByArea();
    void starsComeFirst();
    void scoresOfImagesStandAtTheThreshold();
    void scoresOfObjectsAreOfTheirDetections();
    void positionsAndIndicesAreInverse();

private:
    Items sorted(TileKind kind, Items indices, TileOrder order) const {
        return orderedTiles(kind, std::move(indices), order, m_source)->indices();
    }
    OrderSource m_source;
};

void GalleryOrderTest::init() {
    auto table = std::make_shared<ObjectTable>();
    const std::vector<std::vector<std::uint32_t>> areas{{10, 400}, {}, {30}, {20, 20, 900}};
    const char* ids[] = {"d", "a", "c", "b"};
    table->attributeBegin = {0};
    table->objectBegin = {0};
    for (std::size_t i = 0; i < areas.size(); ++i) {
        table->images.push_back({ids[i], 100, 100, {}});
        for (const std::uint32_t area : areas[i]) {
            table->objectOrder.push_back(ObjectIndex(table->size()));
            table->image.push_back(ImageIndex(i));
            table->category.push_back(0);
            table->area.push_back(area);
            table->box.push_back({});
            table->rowId.push_back(100 + std::int64_t(table->rowId.size()));
            table->attributeBegin.push_back(0);
        }
        table->objectBegin.push_back(std::uint32_t(table->objectOrder.size()));
    }
    m_source = {table, {}, {}, {}, {0.5, 0.5, 100}};
}

void GalleryOrderTest::fileOrderIsKept() {
    QCOMPARE(sorted(TileKind::Images, {0, 2, 3}, TileOrder::File), (Items{0, 2, 3}));
}

void GalleryOrderTest::imagesByIdObjectsAndArea() {
    const Items all{0, 1, 2, 3};
    QCOMPARE(sorted(TileKind::Images, all, TileOrder::Id), (Items{1, 3, 2, 0}));
    QCOMPARE(sorted(TileKind::Images, all, TileOrder::MostObjects), (Items{3, 0, 2, 1}));
    QCOMPARE(sorted(TileKind::Images, all, TileOrder::LargestArea), (Items{3, 0, 2, 1}));
    QCOMPARE(sorted(TileKind::Images, all, TileOrder::SmallestArea), (Items{1, 2, 0, 3}));
}

void GalleryOrderTest::objectsByArea() {
    const Items all{0, 1, 2, 3, 4, 5};
    QCOMPARE(sorted(TileKind::Objects, all, TileOrder::LargestArea), (Items{5, 1, 2, 3, 4, 0}));
    QCOMPARE(sorted(TileKind::Objects, all, TileOrder::SmallestArea), (Items{0, 3, 4, 2, 1, 5}));
    QCOMPARE(sorted(TileKind::Objects, {0, 5}, TileOrder::Id), (Items{5, 0}));
}

void GalleryOrderTest::starsComeFirst() {
    auto marks = std::make_shared<Marks>();
    Mark mark;
    mark.stars = 2;
    marks->images = {{2, mark}};
    marks->objects = {{103, mark}};
    m_source.marks = marks;
    QCOMPARE(sorted(TileKind::Images, {0, 1, 2, 3}, TileOrder::MostStars), (Items{2, 0, 1, 3}));
    QCOMPARE(sorted(TileKind::Objects, {0, 1, 3}, TileOrder::MostStars), (Items{3, 0, 1}));
}

void GalleryOrderTest::scoresOfImagesStandAtTheThreshold() {
    auto predictions = std::make_shared<PredictionSet>();
    const auto add = [&](const char* id, double score) {
        Detection detection;
        detection.score = score;
        predictions->images[id].push_back(detection);
    };
    add("d", 0.6);
    add("d", 0.9);
    add("c", 0.7);
    add("a", 0.1);  // hidden
    m_source.predictions = predictions;
    QCOMPARE(sorted(TileKind::Images, {0, 1, 2, 3}, TileOrder::HighestScore), (Items{0, 2, 1, 3}));
    QCOMPARE(sorted(TileKind::Images, {0, 1, 2, 3}, TileOrder::LowestScore), (Items{0, 2, 1, 3}));
    add("c", 0.55);
    QCOMPARE(sorted(TileKind::Images, {0, 1, 2, 3}, TileOrder::LowestScore), (Items{2, 0, 1, 3}));
}

void GalleryOrderTest::scoresOfObjectsAreOfTheirDetections() {
    auto matches = std::make_shared<MatchTable>();
    for (const auto& [truths, scores] :
         {std::pair(2, std::vector{0.6, 0.8}), std::pair(0, std::vector<double>{}),
          std::pair(1, std::vector{0.95}), std::pair(3, std::vector{0.7})}) {
        ImageCell cell;
        cell.truths.resize(std::size_t(truths));
        for (std::size_t i = 0; i < scores.size(); ++i) {
            cell.founds.push_back({0, scores[i], 1, 1, 0, 0});
            cell.overlaps.push_back({std::uint32_t(i), std::uint32_t(i), 0.9, 0.9});
        }
        indexCell(cell);
        matches->cells.push_back(std::make_shared<const ImageCell>(std::move(cell)));
    }
    m_source.matches = matches;
    const Items all{0, 1, 2, 3, 4, 5};
    QCOMPARE(sorted(TileKind::Objects, all, TileOrder::HighestScore), (Items{2, 1, 3, 0, 4, 5}));
    QCOMPARE(sorted(TileKind::Objects, all, TileOrder::LowestScore), (Items{0, 3, 1, 2, 4, 5}));
}

void GalleryOrderTest::positionsAndIndicesAreInverse() {
    const TileItems items(TileKind::Objects, {7, 3, 9});
    for (int i = 0; i < items.count(); ++i)
        QCOMPARE(items.positionOf(items.at(i).index), i);
    QCOMPARE(items.positionOf(4), -1);
    QCOMPARE(items.positionOf(1'000'000), -1);
}

QTEST_GUILESS_MAIN(GalleryOrderTest)
#include "tst_gallery_order.moc"
