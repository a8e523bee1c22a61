#include <QDialogButtonBox>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPushButton>

#include "ui/browse/browse_export.h"
#include "ui/browse/browse_page.h"
#include "ui/parts/message_bar.h"
#include "window_fixture.h"

using namespace selvedge;

// What leaves Browse: the selection, what the filter leaves, or all; as files and as sheets.
class ExportTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSelectionOfImagesLeavesAsCsv();
    void aSelectionOfObjectsTakesItsImages();
    void aSelectionLeavesAsDetectron2Dicts();
    void aSheetOfObjectsIsDrawn();
    void theDataSetIsNotOverwritten();
    void theDialogLeadsToAFile();

private:
    static QByteArray read(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static bool settled(WindowFixture& f) {
        return QTest::qWaitFor([&] { return f.session.jobs().unfinished() == 0; });
    }
};

void ExportTest::aSelectionOfImagesLeavesAsCsv() {
    WindowFixture f;
    SmallProject small;
    QVERIFY(f.open(small));
    f.session.setSelection({Selection::Kind::Images, {1, 3}});
    const QString target = f.folder.filePath(QStringLiteral("some.csv"));
    f.window.exporter().run(ExportDialog::What::Selection, ExportDialog::As::Csv, {}, target);
    QVERIFY(settled(f));
    const QByteArray csv = read(target);
    QVERIFY(csv.startsWith("ImageId,EncodedPixels"));
    QVERIFY(csv.contains("img0001,") && csv.contains("img0003,"));
    QVERIFY(!csv.contains("img0000,") && !csv.contains("img0002,"));
    f.window.exporter().run(ExportDialog::What::All, ExportDialog::As::Csv, {}, target);
    QVERIFY(settled(f));
    QCOMPARE(read(target), read(small.csv()));
}

void ExportTest::aSelectionOfObjectsTakesItsImages() {
    WindowFixture f;
    SmallProject small;
    QVERIFY(f.open(small));
    f.action("browse.objects")->trigger();
    const auto table = f.session.objects();
    const auto last = table->objectsOf(4);
    QCOMPARE(last.size(), std::size_t(2));
    QTRY_COMPARE(f.window.browse().gallery().model().count(), int(table->size()));
    f.session.setSelection({Selection::Kind::Objects, {last[0], last[1]}});
    const QString target = f.folder.filePath(QStringLiteral("some.json"));
    f.window.exporter().run(ExportDialog::What::Selection, ExportDialog::As::Coco, {}, target);
    QVERIFY(settled(f));
    const auto json = QJsonDocument::fromJson(read(target));
    QCOMPARE(json["images"].toArray().size(), 1);
    QCOMPARE(json["images"].toArray()[0].toObject()["file_name"].toString(),
             QStringLiteral("img0004.jpg"));
    QCOMPARE(json["annotations"].toArray().size(), 2);
}

void ExportTest::aSelectionLeavesAsDetectron2Dicts() {
    WindowFixture f;
    SmallProject small;
    QVERIFY(f.open(small));
    f.session.setSelection({Selection::Kind::Images, {0, 3}});
    const QString target = f.folder.filePath(QStringLiteral("dicts.json"));
    f.window.exporter().run(ExportDialog::What::Selection, ExportDialog::As::Detectron2, {},
                            target);
    QVERIFY(settled(f));
    const QJsonArray dicts = QJsonDocument::fromJson(read(target)).array();
    QCOMPARE(dicts.size(), 2);
    const QJsonObject first = dicts[0].toObject();
    QVERIFY2(first["file_name"].toString().endsWith("img0000.jpg"),
             qPrintable(first["file_name"].toString()));
    // Picture 0 has a coat with two attributes, of 14 slots, and a shoe.
    QCOMPARE(first["annotations"].toArray().size(), 2);
    // The dialog offers it, with a name of its own.
    ExportDialog dialog({1, 1, 1}, &f.window);
    dialog.choose(ExportDialog::What::All, ExportDialog::As::Detectron2);
    QCOMPARE(dialog.as(), ExportDialog::As::Detectron2);
    QVERIFY(!dialog.isSheet());
}

void ExportTest::aSheetOfObjectsIsDrawn() {
    WindowFixture f;
    SmallProject small;
    QVERIFY(f.open(small));
    const QString images = f.folder.filePath(QStringLiteral("images.png"));
    SheetLook look;
    look.columns = 3;
    f.window.exporter().run(ExportDialog::What::Filter, ExportDialog::As::SheetPng, look, images);
    QVERIFY(settled(f));
    // A grey picture with a coloured mask in the first cell.
    const QImage page(images);
    QCOMPARE(page.size(), QSize(794, 1123) * 2);
    bool grey = false, coloured = false;
    for (int y = 80; y < 700; y += 3) {
        for (int x = 80; x < 500; x += 3) {
            const QColor c = page.pixelColor(x, y);
            grey |=
                qAbs(c.red() - 120) < 4 && qAbs(c.green() - 120) < 4 && qAbs(c.blue() - 120) < 4;
            coloured |= c.saturation() > 40;
        }
    }
    QVERIFY(grey && coloured);
    f.action("browse.objects")->trigger();
    const QString objects = f.folder.filePath(QStringLiteral("objects.pdf"));
    f.window.exporter().run(ExportDialog::What::All, ExportDialog::As::SheetPdf, look, objects);
    QVERIFY(settled(f));
    QVERIFY(read(objects).startsWith("%PDF-"));
}

void ExportTest::theDataSetIsNotOverwritten() {
    WindowFixture f;
    SmallProject small;
    QVERIFY(f.open(small));
    const QByteArray before = read(small.csv());
    for (const auto as : {ExportDialog::As::SheetPdf, ExportDialog::As::Coco}) {
        f.window.exporter().run(ExportDialog::What::All, as, {}, small.csv());
        QVERIFY(settled(f));
        QVERIFY2(f.window.messages().text().contains(QStringLiteral("not overwritten")),
                 qPrintable(f.window.messages().text()));
        QCOMPARE(read(small.csv()), before);
    }
}

void ExportTest::theDialogLeadsToAFile() {
    WindowFixture f;
    SmallProject small;
    const QString target = f.folder.filePath(QStringLiteral("sheet"));
    QString asked;
    f.window.setChoosers(
        {{}, {}, [&](QWidget*, const QString&, const QString& name, const QString&) {
             asked = name;
             return target;
         }});
    QVERIFY(!f.action("file.export")->isEnabled());
    QVERIFY(f.open(small));
    QVERIFY(f.action("file.export")->isEnabled());
    f.action("file.export")->trigger();
    auto* dialog = f.window.findChild<ExportDialog*>();
    QVERIFY(dialog && dialog->isVisible());
    QCOMPARE(dialog->what(), ExportDialog::What::Filter);
    for (QPushButton* button :
         dialog->findChild<QDialogButtonBox*>()->findChildren<QPushButton*>()) {
        if (button->property("primary").toBool())
            QTest::mouseClick(button, Qt::LeftButton);
    }
    QVERIFY(settled(f));
    QCOMPARE(asked, QStringLiteral("contact-sheet.pdf"));
    QVERIFY(read(target + QStringLiteral(".pdf")).startsWith("%PDF-"));
}

QTEST_MAIN(ExportTest)
#include "tst_export.moc"
