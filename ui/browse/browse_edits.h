#pragma once

#include <QPointer>
#include <QWidget>

#include "ui/browse/browse_look.h"
#include "ui/browse/edit_actions.h"

namespace selvedge {

class AttributeEditor;
class CategoryPopup;
class Inspector;
class ViewsPopup;

// What changes the project in Browse: its commands, their actions and popups, which are made when
// they are first wanted.
class BrowseEdits : public QObject {
    Q_OBJECT

public:
    BrowseEdits(Session& session, ActionRegistry& registry, QWidget* page);
    EditCommands& commands() { return m_commands; }
    BrowseLook& look() { return m_look; }
    // Popups open beside it, and its fields take what is typed.
    void setInspector(Inspector* inspector);
    // Where views open; else in the middle of the page.
    void setViewsButton(QWidget* button) { m_viewsButton = button; }
    void keepTyped();  // what is being typed is written: before the window goes
    AttributeEditor* attributeEditor() const { return m_attributes; }
    CategoryPopup* categoryPopup() const { return m_categories; }
    ViewsPopup* viewsPopup() const { return m_views; }

Q_SIGNALS:
    void inspectorWanted();  // show it
    void picturesWanted();   // they are what is looked at now

private:
    QRect aboutInspector() const;
    void openViews();

    Session& m_session;
    ActionRegistry& m_registry;
    QWidget* m_page;
    EditCommands m_commands;
    BrowseLook m_look;
    Inspector* m_inspector = nullptr;
    QPointer<QWidget> m_viewsButton;
    AttributeEditor* m_attributes = nullptr;
    CategoryPopup* m_categories = nullptr;
    ViewsPopup* m_views = nullptr;
};

}  // namespace selvedge
