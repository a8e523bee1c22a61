// Subsets of a data set, and what occurs together in it.
#include <QtTest>

#include "dataset/error.h"
#include "dataset/project/co_occurrence.h"
#include "dataset/project/subset.h"
#include "tests/dataset/project_fixture.h"

using namespace selvedge;

namespace {

std::vector<ImageRow> images(int count) {
    std::vector<ImageRow> out;
    for (int i = 0; i < count; ++i)
        out.push_back({"picture" + std::to_string(i), 4, 3, {}});
    return out;
}

bool hasAll(std::vector<std::string> all, std::vector<std::string> some) {
    std::sort(all.begin(), all.end());
    std::sort(some.begin(), some.end());
    return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

}  // namespace

class TestSubset : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSameOnEveryMachine();
    void theOrderOfTheImagesDoesNotMatter();
    void anotherSeedDrawsOthers();
    void thePapersSubsetsNest();
    void tooFewImagesAreSaid();
    void jsonComesBack();
    void badJsonIsRefused_data();
    void badJsonIsRefused();
    void asTheSplitOfAProject();
    void occurrencesAreCounted();
    void otherTaxonomiesJustWork();
};

void TestSubset::theSameOnEveryMachine() {
    // From a few lines of Python that do the same.
    const Subset subset = drawSubset({"tiny", 1, 3, 2}, images(100));
    QCOMPARE(subset.train, (std::vector<std::string>{"picture85", "picture11", "picture52"}));
    QCOMPARE(subset.validation, (std::vector<std::string>{"picture56", "picture22"}));
}

void TestSubset::theOrderOfTheImagesDoesNotMatter() {
    std::vector<ImageRow> turned = images(100);
    std::reverse(turned.begin(), turned.end());
    QVERIFY(drawSubset({"s", 7, 30, 20}, images(100)) == drawSubset({"s", 7, 30, 20}, turned));
}

void TestSubset::anotherSeedDrawsOthers() {
    const Subset one = drawSubset({"s", 1, 50, 0}, images(1000));
    const Subset two = drawSubset({"s", 2, 50, 0}, images(1000));
    int both = 0;
    for (const std::string& id : one.train)
        both += std::count(two.train.begin(), two.train.end(), id) > 0;
    QVERIFY2(both < 15, qPrintable(QString::number(both)));  // 2.5 of 50 to be expected
}

void TestSubset::thePapersSubsetsNest() {
    const auto plans = paperSubsets();
    QCOMPARE(plans.size(), 4u);
    std::vector<Subset> subsets;
    for (const SubsetPlan& plan : plans)
        subsets.push_back(drawSubset(plan, images(45623)));
    for (std::size_t i = 0; i < subsets.size(); ++i) {
        QCOMPARE(subsets[i].train.size(), plans[i].train);
        QCOMPARE(subsets[i].validation.size(), plans[i].validation);
        QVERIFY(subsetFromJson(subsetToJson(subsets[i])) == subsets[i]);  // none twice
    }
    QVERIFY(hasAll(subsets[1].train, subsets[0].train));
    QVERIFY(hasAll(subsets[3].train, subsets[2].train));
    QVERIFY(hasAll(subsets[3].validation, subsets[2].validation));
}

void TestSubset::tooFewImagesAreSaid() {
    try {
        drawSubset(paperSubsets()[2], images(5499));
        QFAIL("drawn from too few");
    } catch (const Error& error) {
        QCOMPARE(QString(error.what()),
                 "The subset 5K/500 needs 5500 images, the data set has 5499");
    }
    QCOMPARE(drawSubset(paperSubsets()[2], images(5500)).train.size(), 5000u);
}

void TestSubset::jsonComesBack() {
    const Subset subset{"mine", 0, {"a", "b\"c"}, {"d"}};
    QVERIFY(subsetFromJson(subsetToJson(subset)) == subset);
    QCOMPARE(subsetFromJson("[\"a\", \"b\"]").train, (std::vector<std::string>{"a", "b"}));
    QCOMPARE(subsetFromJson("{\"validation\": [\"a\"]}").validation.size(), 1u);
}

void TestSubset::badJsonIsRefused_data() {
    QTest::addColumn<QByteArray>("text");
    for (const char* text :
         {"", "{", "3", "{}", "[1]", "{\"train\": 3}", "{\"train\": [\"a\", \"a\"]}",
          "{\"train\": [\"a\"], \"validation\": [\"a\"]}", "{\"train\": [null]}"})
        QTest::newRow(text) << QByteArray(text);
    QTest::newRow("deep") << QByteArray(100000, '[');
}

void TestSubset::badJsonIsRefused() {
    QFETCH(QByteArray, text);
    QVERIFY_EXCEPTION_THROWN(subsetFromJson(text.toStdString()), Error);
}

void TestSubset::asTheSplitOfAProject() {
    const ProjectFolder folder;
    std::string text = kCsvHeader + "\n";
    for (int i = 0; i < 10; ++i)
        text += "picture" + std::to_string(i) + ",1 2,3,4,5,\n";
    const auto project = folder.open(text);
    const Subset subset = drawSubset({"s", 1, 5, 2}, project->objects()->images);
    project->save(SavedKind::Subset, {subset.name, subsetToJson(subset)});
    EditStep step;
    std::size_t unknown = 0;
    step.marks = splitEdits({"old", 0, {"picture1"}, {"gone"}}, *project->objects(), &unknown);
    QCOMPARE(unknown, 1u);
    project->apply(step);
    step.marks = splitEdits(subset, *project->objects());
    step.words = "Split s";
    project->apply(step);
    std::map<Split, int> counts;
    for (ImageIndex image = 0; image < 10; ++image)
        ++counts[project->marks()->ofImage(image).split];
    QCOMPARE(counts[Split::Train], 5);
    QCOMPARE(counts[Split::Validation], 2);
    QVERIFY(subsetFromJson(project->saved(SavedKind::Subset)[0].value) == subset);
    QCOMPARE(project->history(1)[0].words, std::string("Split s"));
}

void TestSubset::occurrencesAreCounted() {
    const ProjectFolder folder;
    const auto project = folder.open(kCsvHeader +
                                     "\na,1 2,3,4,5,\"1,2\"\na,1 2,3,4,5,2\na,1 2,3,4,5,\n"
                                     "b,1 2,3,4,6,2\n");
    const auto catalog = project->catalog();
    const CoOccurrence seen = coOccurrence(*project->objects(), *catalog);
    QCOMPARE(seen.objects[5], 3u);
    QCOMPARE(seen.count(5, 2), 2u);
    QCOMPARE(seen.count(5, 1), 1u);
    QCOMPARE(seen.count(6, 1), 0u);
    QCOMPARE(seen.attributesOf(5), (std::vector<AttributeIndex>{2, 1}));
    QVERIFY(seen.attributesOf(7).empty());
}

void TestSubset::otherTaxonomiesJustWork() {
    for (const auto& [categoryCount, attributeCount] : {std::pair(48, 320), std::pair(24, 0)}) {
        std::vector<Category> categories;
        std::vector<Attribute> attributes;
        for (int i = 0; i < categoryCount; ++i)
            categories.push_back({i * 3, "c" + std::to_string(i), "all"});
        for (int i = 0; i < attributeCount; ++i)
            attributes.push_back({i * 2, "a" + std::to_string(i), "g" + std::to_string(i / 32)});
        const Catalog catalog(categories, attributes);
        const ProjectFolder folder;
        writeFileAtomically(folder.path("label_descriptions.json"),
                            catalog.toLabelDescriptionsJson());
        const std::string last = attributeCount > 0 ? std::to_string(attributeCount * 2 - 2) : "";
        const std::string text =
            kCsvHeader + "\na,1 2,3,4," + std::to_string(categoryCount * 3 - 3) + "," + last + "\n";
        const auto project = folder.open(text);
        QCOMPARE(project->objects()->size(), 1u);
        QCOMPARE(folder.exported(*project), text);
        const CoOccurrence seen = coOccurrence(*project->objects(), *project->catalog());
        QCOMPARE(seen.objects.size(), std::size_t(categoryCount));
        QCOMPARE(seen.attributesOf(CategoryIndex(categoryCount - 1)).size(),
                 std::size_t(attributeCount > 0));
        QCOMPARE(project->catalog()->groups().size(), std::size_t(attributeCount / 32));
    }
}

QTEST_GUILESS_MAIN(TestSubset)
#include "tst_subset.moc"
