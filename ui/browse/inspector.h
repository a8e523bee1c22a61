#pragma once

#include <QTreeView>
#include <QWidget>

#include "app/session/edit_commands.h"
#include "ui/browse/object_list_model.h"
#include "ui/parts/chips.h"

class QLabel;

namespace selvedge {

class ActionRegistry;
class FactsRow;
class MarksPanel;
class TintedLabel;

// Attributes of one object as chips by group; takes the height it needs.
class ChipsView : public QWidget {
    Q_OBJECT

public:
    explicit ChipsView(QWidget* parent = nullptr);
    void setGroups(std::vector<ChipGroup> groups);
    const std::vector<ChipGroup>& groups() const { return m_groups; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override { return {240, heightForWidth(240)}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<ChipGroup> m_groups;
};

// Right dock of Browse: the image, its objects, the attributes of the selected one compared with
// its partner, and the marks of what is chosen.
class Inspector : public QWidget {
    Q_OBJECT

public:
    // After makeEditActions.
    Inspector(Session& session, EditCommands& commands, ActionRegistry& registry,
              QWidget* parent = nullptr);
    void setScene(std::shared_ptr<const CanvasScene> scene);
    ObjectListModel& model() { return *m_model; }
    const ChipsView& chips() const { return *m_chips; }
    QTreeView* list() const { return m_list; }
    FactsRow& facts() { return *m_factsRow; }
    MarksPanel& marks() { return *m_marks; }
    QString objectFacts() const;
    QWidget* editButtons() const { return m_buttons; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void makeList();
    QWidget* makeObject(ActionRegistry& registry);
    void refreshHead();
    void refreshRows();
    void refreshObject();
    void fitList();

    Session& m_session;
    EditCommands& m_commands;
    std::shared_ptr<const CanvasScene> m_scene;
    ObjectListModel* m_model;
    QTreeView* m_list;
    QLabel* m_name;
    QLabel* m_facts;
    FactsRow* m_factsRow;
    MarksPanel* m_marks;
    QLabel* m_empty;
    QLabel* m_swatch;
    QLabel* m_objectName;
    QLabel* m_objectFacts;
    ChipsView* m_chips;
    QWidget* m_legend;
    QWidget* m_buttons;
    QLabel* m_several;
    QWidget* m_marksLine;
    bool m_following = false;  // the list follows the session, not the other way
};

}  // namespace selvedge
