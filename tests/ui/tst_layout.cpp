#include <QAbstractButton>
#include <QComboBox>
#include <QDockWidget>
#include <QMenu>
#include <QMenuBar>

#include "ui/browse/browse_page.h"
#include "ui/parts/jobs_dock.h"
#include "ui/parts/tool_row.h"
#include "window_fixture.h"

using namespace selvedge;

// Docks: kept from one window to the next, folded where there is no room, put back.
class LayoutTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void docksComeBackAsTheyWereLeft();
    void aNarrowWindowFoldsTheInspector();
    void anUnreadableLayoutIsTheProgramsOwn();
    void recentProjectsAreInTheMenu();
    void noWordOfTheToolRowsIsCut();

private:
    static QDockWidget* dock(const MainWindow& window, const char* name) {
        return window.findChild<QDockWidget*>(QLatin1String(name));
    }
};

void LayoutTest::docksComeBackAsTheyWereLeft() {
    WindowFixture f;
    SmallProject small;
    QVERIFY(f.open(small));
    f.action("view.filters")->trigger();
    QVERIFY(!dock(f.window, "filtersDock")->isVisible());
    f.action("view.jobs")->trigger();
    QVERIFY(f.window.jobsDock().isVisible());
    f.window.close();
    MainWindow again(f.session);
    again.resize(1280, 800);
    again.show();
    again.show(MainWindow::Workspace::Browse);
    QVERIFY(again.jobsDock().isVisible());
    QVERIFY(!dock(again, "filtersDock")->isVisible());
    QVERIFY(dock(again, "inspectorDock")->isVisible());
    again.actions().action(QStringLiteral("view.resetLayout"))->trigger();
    QVERIFY(!again.jobsDock().isVisible());
    QVERIFY(dock(again, "filtersDock")->isVisible());
}

void LayoutTest::aNarrowWindowFoldsTheInspector() {
    WindowFixture f;
    SmallProject small;
    QVERIFY(f.open(small));
    QDockWidget* filters = dock(f.window, "filtersDock");
    QDockWidget* inspector = dock(f.window, "inspectorDock");
    QTRY_VERIFY(filters->isVisible() && inspector->isVisible());
    f.window.resize(1030, 700);
    QTRY_VERIFY(!inspector->isVisible());
    QVERIFY(filters->isVisible());
    QVERIFY(f.action("view.inspector")->isChecked());  // still wanted
    f.action("view.inspector")->trigger();             // no longer
    f.action("view.inspector")->trigger();             // this one rather than the other
    QTRY_VERIFY(inspector->isVisible());
    QVERIFY(!filters->isVisible());
    f.window.resize(1280, 800);
    QTRY_VERIFY(filters->isVisible() && inspector->isVisible());
    f.window.browse().openImage(0);
    QVERIFY(!filters->isVisible());
    f.window.browse().showGallery();
    QVERIFY(filters->isVisible());
}

void LayoutTest::anUnreadableLayoutIsTheProgramsOwn() {
    WindowFixture f;
    SmallProject small;
    f.store.setValue(QStringLiteral("browse/layout"), QByteArray("no layout"));
    f.store.setValue(QStringLiteral("window/layout"), QByteArray("no layout"));
    MainWindow other(f.session);
    other.resize(1280, 800);
    other.show();
    QVERIFY(f.open(small));
    QTRY_VERIFY(dock(other, "filtersDock")->isVisible());
    QVERIFY(dock(other, "inspectorDock")->isVisible());
    QVERIFY(!other.jobsDock().isVisible());
}

void LayoutTest::recentProjectsAreInTheMenu() {
    WindowFixture f;
    SmallProject small;
    QMenu* recent = nullptr;
    for (QMenu* menu : f.window.findChildren<QMenu*>()) {
        if (menu->title() == QStringLiteral("Open a recent one"))
            recent = menu;
    }
    QVERIFY(recent);
    QVERIFY(!recent->isEnabled());
    QVERIFY(f.open(small));
    QVERIFY(recent->isEnabled());
    QCOMPARE(recent->actions().size(), 1);
    QVERIFY(recent->actions().first()->text().endsWith(QStringLiteral("train.csv")));
}

void LayoutTest::noWordOfTheToolRowsIsCut() {
    WindowFixture f;
    SmallProject small;
    QVERIFY(f.open(small));
    const auto cut = [&](const QString& situation) {
        for (auto* button : f.window.browse().findChildren<QAbstractButton*>()) {
            if (button->isVisible() && qobject_cast<ToolRow*>(button->parentWidget()) &&
                button->width() < button->fontMetrics().horizontalAdvance(button->text()) + 6)
                return situation + QStringLiteral(": ") + button->text();
        }
        for (auto* choice : f.window.browse().findChildren<QComboBox*>()) {
            if (choice->isVisible() && choice->width() < choice->sizeHint().width())
                return situation + QStringLiteral(": ") + choice->currentText();
        }
        return QString();
    };
    QCOMPARE(cut(QStringLiteral("no run")), QString());
    f.session.importPredictions(results(small));
    QTRY_VERIFY(f.session.predictions());
    QCoreApplication::processEvents();
    QCOMPARE(cut(QStringLiteral("a run")), QString());
    f.window.browse().setQueryText(QStringLiteral("category:coat"));
    QCoreApplication::processEvents();
    QCOMPARE(cut(QStringLiteral("a filter")), QString());
    f.action("browse.objects")->trigger();
    QCoreApplication::processEvents();
    QCOMPARE(cut(QStringLiteral("objects")), QString());
}

QTEST_MAIN(LayoutTest)
#include "tst_layout.moc"
