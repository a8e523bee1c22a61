#include <QDir>
#include <QFile>
#include <QLabel>
#include <QTemporaryDir>
#include <QtTest>

#include "dataset/error.h"
#include "ui/browse/contact_sheet.h"
#include "ui/browse/export_dialog.h"

using namespace selvedge;

// Pages of pictures: how many, what is on them, and what is left when it ends early.
class ContactSheetTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pagesHoldAllPictures_data();
    void pagesHoldAllPictures();
    void thePictureStandsInItsCell();
    void aPdfHasThePages();
    void aStopLeavesNoHalfFile();
    void anUnwritablePlaceIsSaid();
    void theDialogAsksOnlyForWhatThereIs();

private:
    static SheetContent content(std::size_t count) {
        return {count,
                [](std::size_t, QSize size, double ratio) {
                    QImage image(size * ratio, QImage::Format_RGB32);
                    image.fill(QColor(200, 30, 30));
                    return image;
                },
                [](std::size_t item) {
                    return SheetContent::Caption{QStringLiteral("picture %1").arg(item),
                                                 QStringLiteral("3")};
                }};
    }
    QTemporaryDir m_folder;
};

void ContactSheetTest::pagesHoldAllPictures_data() {
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("columns");
    QTest::addColumn<bool>("landscape");
    QTest::addColumn<int>("pages");
    // A4 is 794 x 1123: four columns of 168 x 252 and a caption make three rows.
    QTest::newRow("none") << 0 << 4 << false << 1;
    QTest::newRow("one page") << 12 << 4 << false << 1;
    QTest::newRow("one more") << 13 << 4 << false << 2;
    QTest::newRow("a page a picture") << 3 << 1 << true << 3;
    QTest::newRow("columns out of range") << 1 << 0 << false << 1;
}

void ContactSheetTest::pagesHoldAllPictures() {
    QFETCH(int, count);
    QFETCH(int, columns);
    QFETCH(bool, landscape);
    QFETCH(int, pages);
    SheetLook look;
    look.columns = columns;
    look.landscape = landscape;
    std::size_t drawn = 0;
    const SheetContent all = content(std::size_t(count));
    SheetContent counted = all;
    counted.picture = [&](std::size_t item, QSize size, double ratio) {
        ++drawn;
        return all.picture(item, size, ratio);
    };
    const SheetResult result =
        writeContactSheet(counted, look, m_folder.filePath(QStringLiteral("s.png")));
    QCOMPARE(result.pages, pages);
    QCOMPARE(result.files.size(), pages);
    QCOMPARE(int(drawn), count);
    for (const QString& file : result.files)
        QVERIFY2(QFile::remove(file), qPrintable(file));
}

void ContactSheetTest::thePictureStandsInItsCell() {
    SheetLook look;
    look.title = QStringLiteral("Coats");
    const QString file = m_folder.filePath(QStringLiteral("cell.png"));
    writeContactSheet(content(1), look, file);
    const QImage page(file);
    QCOMPARE(page.size(), QSize(794, 1123) * 2);
    const auto isRed = [&](int x, int y) {
        return page.pixelColor(2 * x, 2 * y) == QColor(200, 30, 30);
    };
    // Below the title, in the first of four columns; white beside it.
    QVERIFY(isRed(100, 150));
    QVERIFY(!isRed(100, 60));
    QCOMPARE(page.pixelColor(2 * 300, 2 * 150), QColor(Qt::white));
    bool inked = false;
    for (int x = 80; x < 300; ++x)
        inked |= page.pixelColor(x, 2 * 60).lightness() < 100;
    QVERIFY(inked);  // the title
}

void ContactSheetTest::aPdfHasThePages() {
    const QString target = m_folder.filePath(QStringLiteral("sheet.pdf"));
    const SheetResult result = writeContactSheet(content(30), {}, target);
    QCOMPARE(result.pages, 3);
    QFile file(target);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray pdf = file.readAll();
    QVERIFY(pdf.startsWith("%PDF-"));
    QVERIFY(pdf.contains("/Count 3"));
}

void ContactSheetTest::aStopLeavesNoHalfFile() {
    std::stop_source stop;
    const auto stopAtFourteen = [&](const Progress& progress) {
        QCOMPARE(progress.total, std::uint64_t(30));
        if (progress.done == 14)
            stop.request_stop();
    };
    const QString pdf = m_folder.filePath(QStringLiteral("stopped.pdf"));
    QVERIFY(writeContactSheet(content(30), {}, pdf, stopAtFourteen, stop.get_token()).stoppedEarly);
    QVERIFY(!QFile::exists(pdf));
    const QString png = m_folder.filePath(QStringLiteral("stopped.png"));
    stop = {};
    const SheetResult result =
        writeContactSheet(content(30), {}, png, stopAtFourteen, stop.get_token());
    QVERIFY(result.stoppedEarly);
    QCOMPARE(result.files, QStringList{png});  // the first page was whole
    QCOMPARE(QDir(m_folder.path()).entryList({QStringLiteral("stopped*")}, QDir::Files).size(), 1);
}

void ContactSheetTest::anUnwritablePlaceIsSaid() {
    for (const char* name : {"missing/sheet.pdf", "missing/sheet.png"}) {
        try {
            writeContactSheet(content(1), {}, m_folder.filePath(QLatin1String(name)));
            QFAIL("nothing thrown");
        } catch (const Error& e) {
            QCOMPARE(e.kind(), ErrorKind::NotWritable);
            QVERIFY2(QString::fromUtf8(e.what()).contains(QLatin1String(name)), e.what());
        }
    }
}

void ContactSheetTest::theDialogAsksOnlyForWhatThereIs() {
    ExportDialog some({0, 7, 20, false, QStringLiteral("coat")}, nullptr);
    QCOMPARE(some.what(), ExportDialog::What::Filter);
    QVERIFY(some.isSheet());
    QCOMPARE(some.look().title, QStringLiteral("coat"));
    some.choose(ExportDialog::What::All, ExportDialog::As::SheetPdf);
    QCOMPARE(some.look().title, QString());  // that would not be true of everything
    some.choose(ExportDialog::What::Filter, ExportDialog::As::SheetPdf);
    QCOMPARE(some.look().title, QStringLiteral("coat"));
    some.choose(ExportDialog::What::All, ExportDialog::As::Coco);
    QCOMPARE(some.what(), ExportDialog::What::All);
    QVERIFY(!some.isSheet());
    ExportDialog several({3, 7, 20, true, {}}, nullptr);
    QCOMPARE(several.what(), ExportDialog::What::Selection);

    ExportDialog whole({3, 7, 20, true, {}, 2, 5, 9}, nullptr);
    const auto said = [&whole](const QString& part) {
        for (const auto* label : whole.findChildren<QLabel*>()) {
            if (!label->isHidden() && label->text().contains(part))
                return true;
        }
        return false;
    };
    whole.choose(ExportDialog::What::Filter, ExportDialog::As::Coco);
    QVERIFY(said(QStringLiteral("5 images are written whole")));
    whole.choose(ExportDialog::What::Filter, ExportDialog::As::SheetPdf);
    QVERIFY(!said(QStringLiteral("written whole")));
}

QTEST_MAIN(ContactSheetTest)
#include "tst_contact_sheet.moc"
