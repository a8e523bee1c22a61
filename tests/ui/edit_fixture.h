#pragma once

#include "app/session/edit_history.h"
#include "ui/browse/browse_actions.h"
#include "ui/browse/browse_edits.h"
#include "ui/browse/browse_page.h"
#include "ui/browse/inspector.h"
#include "ui/parts/message_bar.h"
#include "window_fixture.h"

// A window with a small project, its gallery in front and active: keys go where they would.
struct EditFixture : WindowFixture {
    explicit EditFixture(int images = 6) : small(images) {}
    bool start() {
        window.activateWindow();
        return QTest::qWaitForWindowActive(&window) && open(small) && saved();
    }
    // All that was asked for is written and shown.
    bool saved() {
        QCoreApplication::processEvents();  // what keys have queued
        return QTest::qWaitFor([this] { return !session.edits().busy() && browse.settled(); },
                               30'000);
    }
    void showObjects() { action(selvedge::browse::kObjects)->trigger(); }
    // The image in the viewer, its first object of the ground truth selected.
    bool look(selvedge::ImageIndex image) {
        browse.openImage(image);
        if (!saved())
            return false;
        const auto object = session.objects()->objectsOf(image).front();
        session.setCurrentObject(selvedge::ObjectRef{selvedge::ObjectRef::Source::Truth, object});
        return true;
    }
    bool predict() {
        session.importPredictions(results(small));
        return QTest::qWaitFor([this] { return session.predictions() != nullptr; }) && saved();
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QWidget* focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : &window, key, modifiers);
    }
    void type(const QString& text) { QTest::keyClicks(QApplication::focusWidget(), text); }
    const selvedge::Mark& mark(selvedge::ImageIndex image) {
        marks = session.marks();
        return marks->ofImage(image);
    }
    std::vector<selvedge::AttributeIndex> attributesOf(selvedge::ObjectIndex object) {
        const auto has = session.objects()->attributesOf(object);
        return {has.begin(), has.end()};
    }

    SmallProject small;
    selvedge::BrowsePage& browse = window.browse();
    selvedge::Inspector& inspector = browse.inspector();
    std::shared_ptr<const selvedge::Marks> marks;
};
