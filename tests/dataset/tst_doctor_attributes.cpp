// What a data set teaches about its attributes.
#include <QtTest>

#include "dataset/doctor/attribute_checks.h"

using namespace selvedge;
using namespace selvedge::doctor;

namespace {

// Categories: coat, shoe. Attributes: long, short (length); plain (pattern).
const Catalog kCatalog({{0, "coat", ""}, {1, "shoe", ""}},
                       {{3, "long", "length"}, {4, "short", "length"}, {9, "plain", "pattern"}});
constexpr CategoryIndex kCoat = 0, kShoe = 1;
constexpr AttributeIndex kLong = 0, kShort = 1, kPlain = 2;

struct TableMaker {
    ObjectTable table;

    TableMaker() {
        table.images.push_back({"a", 10, 10, ""});
        table.attributeBegin.push_back(0);
    }
    TableMaker& add(int count, CategoryIndex category, std::vector<AttributeIndex> attributes) {
        for (int i = 0; i < count; ++i) {
            table.image.push_back(0);
            table.category.push_back(category);
            table.attributes.insert(table.attributes.end(), attributes.begin(), attributes.end());
            table.attributeBegin.push_back(std::uint32_t(table.attributes.size()));
        }
        return *this;
    }
    // Of the last object.
    QStringList faults() const {
        QStringList ids;
        for (const auto& fault :
             AttributeHabits(table, kCatalog).faultsOf(table, ObjectIndex(table.size() - 1)))
            ids += infoOf(fault.kind).id;
        return ids;
    }
};

}  // namespace

class TestDoctorAttributes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLongShoeIsUnlikely();
    void whatIsRareProvesNothing();
    void aHabitIsNoMistake();
    void theGroupTellsBeforeTheAttribute();
    void twoOfAnExclusiveGroupConflict();
    void groupsThatMixDoNotConflict();
    void theRareMayGoTogether();
    void attributesWithoutHabitsAreQuiet();
};

void TestDoctorAttributes::aLongShoeIsUnlikely() {
    // Expected: 101 * 101 / 201 = 50.7; one is there.
    TableMaker maker;
    maker.add(100, kCoat, {kLong}).add(100, kShoe, {}).add(1, kShoe, {kLong});
    QCOMPARE(maker.faults(), QStringList{"attribute_unlikely"});
    const auto faults = AttributeHabits(maker.table, kCatalog).faultsOf(maker.table, 200);
    QCOMPARE(faults.front().text, std::string("long on shoe: 1 of 101 of these have it"));
    QVERIFY(AttributeHabits(maker.table, kCatalog).faultsOf(maker.table, 0).empty());
}

void TestDoctorAttributes::whatIsRareProvesNothing() {
    // 41 * 41 / 81 = 20.8 and 48 * 2 / 97 = 1: chance could leave these out.
    QCOMPARE(
        TableMaker().add(40, kCoat, {kLong}).add(40, kShoe, {}).add(1, kShoe, {kLong}).faults(),
        QStringList{});
    QCOMPARE(TableMaker().add(95, kCoat, {kLong}).add(1, kShoe, {}).add(1, kShoe, {kLong}).faults(),
             QStringList{});
}

void TestDoctorAttributes::aHabitIsNoMistake() {
    // Three of 103 shoes: few, but somebody means it.
    QCOMPARE(
        TableMaker().add(100, kCoat, {kLong}).add(100, kShoe, {}).add(3, kShoe, {kLong}).faults(),
        QStringList{});
}

void TestDoctorAttributes::theGroupTellsBeforeTheAttribute() {
    // Short ones are too few to tell by themselves (11 * 101 / 211 = 5), lengths are not.
    QCOMPARE(TableMaker()
                 .add(100, kCoat, {kLong})
                 .add(10, kCoat, {kShort})
                 .add(100, kShoe, {})
                 .add(1, kShoe, {kShort})
                 .faults(),
             QStringList{"attribute_unlikely"});
}

void TestDoctorAttributes::twoOfAnExclusiveGroupConflict() {
    TableMaker maker;
    maker.add(40, kCoat, {kLong}).add(40, kCoat, {kShort, kPlain});
    QCOMPARE(TableMaker(maker).add(1, kCoat, {kLong, kPlain}).faults(), QStringList{});
    QCOMPARE(TableMaker(maker).add(1, kCoat, {kLong, kShort}).faults(),
             QStringList{"attributes_conflict"});
    // Too few of the group to know its rule.
    QCOMPARE(TableMaker().add(20, kCoat, {kLong}).add(1, kCoat, {kLong, kShort}).faults(),
             QStringList{});
}

void TestDoctorAttributes::groupsThatMixDoNotConflict() {
    QCOMPARE(TableMaker().add(80, kCoat, {kLong}).add(3, kCoat, {kLong, kShort}).faults(),
             QStringList{});
}

void TestDoctorAttributes::theRareMayGoTogether() {
    // Lengths exclude themselves on the whole, but shoes are few: 81 * 4 / 84 coats and shoes would
    // be expected only if a category said nothing; within shoes it is 1 * 4 / 4 = 1.
    QCOMPARE(TableMaker()
                 .add(80, kCoat, {kLong})
                 .add(3, kShoe, {kShort})
                 .add(1, kShoe, {kLong, kShort})
                 .faults(),
             QStringList{});
}

void TestDoctorAttributes::attributesWithoutHabitsAreQuiet() {
    QCOMPARE(TableMaker().add(1, kShoe, {kPlain}).faults(), QStringList{});
    QCOMPARE(TableMaker().add(500, kCoat, {}).add(1, kShoe, {kPlain}).faults(), QStringList{});
}

QTEST_GUILESS_MAIN(TestDoctorAttributes)
#include "tst_doctor_attributes.moc"
