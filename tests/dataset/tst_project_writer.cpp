// The store as readers of other formats fill it: what came leaves again, text between rows
// included.
#include <QtTest>
#include <random>

#include "dataset/error.h"
#include "dataset/mask/text_forms.h"
#include "dataset/project/project_writer.h"
#include "tests/dataset/mask_pictures.h"
#include "tests/dataset/project_fixture.h"

using namespace selvedge;

namespace {

// A source of a made-up format: prologue, entries "[image category mask]", text between.
SourceRow entry(ImageIndex image, int category, const RleMask& mask, const std::string& text) {
    SourceRow row;
    row.image = image;
    row.setObject(mask, category, {1, 2});
    row.setRaw(text);
    row.text = text;
    return row;
}

std::string textOf(const Project& project) {
    std::string out;
    project.readRows([&](const StoredRow& row) {
        if (row.deleted)
            return true;
        std::string text = row.text.value_or("");
        if (row.maskAt)
            text.insert(*row.maskAt, toCocoRle(row.mask));
        out += text + row.after;
        return true;
    });
    return out;
}

}  // namespace

class TestProjectWriter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTextLeavesByteForByte();
    void masksThatWereCutOutComeBack();
    void newObjectsComeAfterTheirImage();
    void csvOfAnotherSourceHoldsTheObjects();
    void oddImagesAreRefused();
    void withoutACommitThereIsNothing();
    void whatWasPutIsKept();
};

void TestProjectWriter::everyTextLeavesByteForByte() {
    std::mt19937 random(1);
    const std::vector<std::string> glues = {"",
                                            ", ",
                                            ", ",
                                            ", ",
                                            ",\n ",
                                            "\n",
                                            "\r\n",
                                            std::string(3, '\0'),
                                            std::string(3 << 20, 'x')};
    for (int round = 0; round < 20; ++round) {
        const ProjectFolder folder;
        std::string whole;
        {
            ProjectWriter writer(folder.project(), folder.path("a.json"), "coco",
                                 Catalog::builtIn());
            writer.addImage({"a", 4, 3, "17"});
            const auto addText = [&](const std::string& text) {
                writer.addText(text);
                whole += text;
            };
            addText(glues[random() % glues.size()]);
            addText("{");
            for (unsigned n = random() % 12; n > 0; --n) {
                const std::string text = "entry " + std::to_string(random() % 5);
                whole += text;
                if (random() % 3 == 0) {
                    SourceRow row;  // no object
                    row.setRaw(text);
                    row.text = text;
                    writer.addRow(row);
                } else {
                    writer.addRow(entry(0, 5, RleMask::fromBox(4, 3, {1, 1, 2, 2}), text));
                }
                for (unsigned pieces = random() % 3; pieces > 0; --pieces)
                    addText(glues[random() % glues.size()]);
            }
            writer.commit();
        }
        const auto project = Project::open(folder.project());
        QVERIFY(textOf(*project) == whole);
        QCOMPARE(project->sourceFormat(), std::string("coco"));
        QCOMPARE(project->objects()->images[0].sourceId, std::string("17"));
    }
}

void TestProjectWriter::masksThatWereCutOutComeBack() {
    const ProjectFolder folder;
    std::mt19937 random(2);
    std::string whole;
    std::vector<RleMask> masks;
    {
        ProjectWriter writer(folder.project(), folder.path("a.json"), "coco", Catalog::builtIn());
        writer.addImage({"a", 40, 30, ""});
        for (int i = 0; i < 20; ++i) {
            masks.push_back(randomMask(random, 40, 30));
            if (masks.back().empty())
                masks.back() = RleMask::fromBox(40, 30, {0, 0, 1, 1});
            SourceRow row = entry(0, 5, masks.back(), "{\"counts\": \"\"}");
            row.maskAt = 12;
            writer.addRow(row);
            writer.addText(i < 19 ? ", " : "]}");
            whole += "{\"counts\": \"" + toCocoRle(masks.back()) + "\"}" + (i < 19 ? ", " : "]}");
        }
        QCOMPARE(writer.commit().objects, 20u);
    }
    const auto project = Project::open(folder.project());
    QCOMPARE(textOf(*project), whole);
    const auto table = project->objects();
    QVERIFY(project->masksOf(*table, 0) == masks);
    // An edit of the mask shows in the row; one of a row with its whole text is told of.
    project->apply({maskEdit(table->rowId[3], RleMask::fromBox(40, 30, {5, 5, 2, 2}))});
    std::vector<std::int64_t> edited;
    project->readRows([&](const StoredRow& row) {
        if (row.maskEdited)
            edited.push_back(row.id);
        return true;
    });
    QCOMPARE(edited, (std::vector<std::int64_t>{table->rowId[3]}));
    QVERIFY(textOf(*project) != whole);
    project->undo(1);
    edited.clear();
    project->readRows([&](const StoredRow& row) {
        if (row.maskEdited)
            edited.push_back(row.id);
        return true;
    });
    QVERIFY(edited.empty());
    QCOMPARE(textOf(*project), whole);
}

void TestProjectWriter::newObjectsComeAfterTheirImage() {
    const ProjectFolder folder;
    const RleMask mask = RleMask::fromBox(4, 3, {1, 1, 2, 2});
    {
        ProjectWriter writer(folder.project(), folder.path("a.json"), "coco", Catalog::builtIn());
        for (const char* id : {"a", "b", "c"})
            writer.addImage({id, 4, 3, ""});
        writer.addRow(entry(0, 5, mask, "1"));
        writer.addText(",");
        writer.addRow(entry(2, 5, mask, "2"));
        writer.addText(",");
        writer.addRow(entry(0, 5, mask, "3"));
        writer.addText("]");
        writer.commit();
    }
    const auto project = Project::open(folder.project());
    project->apply({newObject(1, 9, mask), newObject(2, 8, mask), newObject(0, 7, mask)});
    std::string order;
    project->readRows([&](const StoredRow& row) {
        order += row.isNew ? "n" + std::to_string(row.category) : row.text.value_or("");
        order += row.after;
        return true;
    });
    QCOMPARE(order, std::string("1,2,n83]n7n9"));
    std::size_t seen = 0;
    project->readRows([&](const StoredRow&) { return ++seen < 2; });
    QCOMPARE(seen, 2u);
    QCOMPARE(project->rowCount(), 6u);
}

void TestProjectWriter::csvOfAnotherSourceHoldsTheObjects() {
    const ProjectFolder folder;
    {
        ProjectWriter writer(folder.project(), folder.path("a.json"), "coco", Catalog::builtIn());
        writer.addImage({"a", 4, 3, ""});
        writer.addText("[");
        writer.addRow(entry(0, 5, RleMask::fromBox(4, 3, {0, 0, 1, 2}), "{1}"));
        SourceRow broken;
        broken.setRaw("{?}");
        broken.text = "{?}";
        const std::int64_t row = writer.addRow(broken);
        writer.addIssue({2, 3, "what is that"}, row);
        writer.addText("]");
        QCOMPARE(writer.commit().issueCount, 1u);
    }
    const auto project = Project::open(folder.project());
    project->apply({newObject(0, 9, RleMask::fromBox(4, 3, {3, 2, 1, 1}))});
    QCOMPARE(folder.exported(*project), kCsvHeader + "\na,1 2,3,4,5,\"1,2\"\na,12 1,3,4,9,\n");
    QCOMPARE(project->rowText(project->issues()[0].rowId), std::string("{?}"));
}

void TestProjectWriter::oddImagesAreRefused() {
    const ProjectFolder folder;
    ProjectWriter writer(folder.project(), folder.path("a.json"), "coco", Catalog::builtIn());
    writer.addImage({"a", 4, 3, ""});
    QVERIFY_EXCEPTION_THROWN(writer.addImage({"a", 4, 3, ""}), Error);
    QVERIFY_EXCEPTION_THROWN(writer.addImage({"b", 0, 3, ""}), Error);
    QVERIFY_EXCEPTION_THROWN(writer.addImage({"b", 100000, 100000, ""}), Error);
}

void TestProjectWriter::withoutACommitThereIsNothing() {
    const ProjectFolder folder;
    {
        ProjectWriter writer(folder.project(), folder.path("a.json"), "coco", Catalog::builtIn());
        writer.addImage({"a", 4, 3, ""});
        QVERIFY_EXCEPTION_THROWN(
            ProjectWriter(folder.project(), folder.path("a.json"), "coco", Catalog::builtIn()),
            Error);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(writer.commit(stop.get_token()).stoppedEarly);
    }
    QCOMPARE(folder.files(), 0u);
}

void TestProjectWriter::whatWasPutIsKept() {
    const ProjectFolder folder;
    {
        ProjectWriter writer(folder.project(), folder.path("a.json"), "coco", Catalog::builtIn());
        writer.putMeta("coco_info", std::string("{\"a\0\"}", 6));
        writer.setImageFolder(folder.path("pictures"), true);
        writer.commit();
    }
    const auto project = Project::open(folder.project());
    QCOMPARE(project->meta("coco_info"), std::string("{\"a\0\"}", 6));
    QVERIFY(!project->meta("coco_nothing"));
    QCOMPARE(project->source(), folder.path("a.json"));
    QCOMPARE(project->imageFolder(), folder.path("pictures"));
}

QTEST_GUILESS_MAIN(TestProjectWriter)
#include "tst_project_writer.moc"
