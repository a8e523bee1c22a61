#pragma once

#include <QTreeView>
#include <QWidget>

#include "app/session/session.h"
#include "ui/browse/object_list_model.h"
#include "ui/parts/chips.h"

class QLabel;

namespace selvedge {

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

// Right dock of Browse: the image, its objects, the attributes of the selected one.
class Inspector : public QWidget {
    Q_OBJECT

public:
    explicit Inspector(Session& session, QWidget* parent = nullptr);
    void setScene(std::shared_ptr<const CanvasScene> scene);
    ObjectListModel& model() { return *m_model; }
    const ChipsView& chips() const { return *m_chips; }
    QTreeView* list() const { return m_list; }

private:
    void refreshRows();
    void refreshObject();

    Session& m_session;
    std::shared_ptr<const CanvasScene> m_scene;
    ObjectListModel* m_model;
    QTreeView* m_list;
    QLabel* m_name;
    QLabel* m_facts;
    QLabel* m_empty;
    QLabel* m_objectName;
    QLabel* m_objectFacts;
    ChipsView* m_chips;
    bool m_following = false;  // the list follows the session, not the other way
};

}  // namespace selvedge
