#pragma once

#include "app/session/edit_commands.h"
#include "ui/browse/attribute_list_model.h"
#include "ui/parts/pick_popup.h"

class QPushButton;

namespace selvedge {

// Chooses attributes for the selected objects of the ground truth. Each choice is written at once
// and is one step of the history (nothing is lost by leaving, and Ctrl+Z takes back the last one).
class AttributeEditor : public PickPopup {
    Q_OBJECT

public:
    AttributeEditor(Session& session, EditCommands& commands, QWidget* window);
    void openFor(const QRect& about);  // nothing without objects
    AttributeListModel& model() { return *m_model; }
    QPushButton* allButton() const { return m_all; }

private:
    void sayWhereNone(const QString& query);
    std::vector<ObjectIndex> objects() const;
    void toggle(const QModelIndex& index);
    void refresh();

    Session& m_session;
    EditCommands& m_commands;
    AttributeListModel* m_model;
    QString m_names;  // of the objects' categories
    QPushButton* m_all;
    std::shared_ptr<const Catalog> m_catalog;
    std::vector<std::int64_t> m_of;  // row ids it was opened for
};

}  // namespace selvedge
