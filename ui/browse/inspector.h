#pragma once

#include <QTreeView>
#include <QWidget>

#include "app/session/edit_commands.h"
#include "ui/browse/object_list_model.h"

class QLabel;

namespace selvedge {

class ActionRegistry;
class FactsRow;
class GlyphLine;
class InspectorPicture;
class MarksPanel;
class ObjectDetails;
class TintedLabel;

// Right dock of Browse: the image, its objects, the attributes of the selected one compared with
// its partner, and the marks of what is chosen.
class Inspector : public QWidget {
    Q_OBJECT

public:
    // After makeEditActions.
    Inspector(Session& session, EditCommands& commands, ActionRegistry& registry,
              QWidget* parent = nullptr);
    void setScene(std::shared_ptr<const CanvasScene> scene);
    // Name and size of the image, for the dock's title bar. Takes no room here.
    QWidget* head() const { return m_head; }
    // Where no larger one is on the screen.
    void setPictureWanted(bool wanted);
    ObjectListModel& model() { return *m_model; }
    QTreeView* list() const { return m_list; }
    InspectorPicture& picture() { return *m_picture; }
    FactsRow& facts() { return *m_factsRow; }
    MarksPanel& marks() { return *m_marks; }
    const ObjectDetails& details() const { return *m_details; }
    const GlyphLine& counts() const { return *m_counts; }

Q_SIGNALS:
    void opened();  // the large view is wanted: by a double click, or Enter in the list
    void left();    // by Escape: the keyboard goes back to the pictures

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void makeList();
    QWidget* makeHead();
    QWidget* makeScroll();
    void refreshHead();
    void refreshRows();
    void refreshCounts();
    void refreshObject();
    void share();

    Session& m_session;
    EditCommands& m_commands;
    std::shared_ptr<const CanvasScene> m_scene;
    ObjectListModel* m_model;
    QTreeView* m_list;
    TintedLabel* m_name;
    TintedLabel* m_size;
    QWidget* m_head;
    QWidget* m_pictureBox;
    InspectorPicture* m_picture;
    FactsRow* m_factsRow;
    GlyphLine* m_counts;
    ObjectDetails* m_details;
    QWidget* m_marksLine;
    MarksPanel* m_marks;
    bool m_pictureWanted = true;
    bool m_following = false;  // the list follows the session, not the other way
};

}  // namespace selvedge
