#pragma once

#include <QAbstractListModel>

#include "app/session/edit_commands.h"
#include "ui/browse/browse_look.h"
#include "ui/parts/pick_popup.h"

class QPushButton;

namespace selvedge {

// Saved views, then collections, whose names answer a search; first the offer to save what is shown
// under the name that was typed.
class ViewListModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum class Kind { Save, View, Heading, Collection };
    struct Row {
        Kind kind = Kind::View;
        QString name;
        QString aside;  // the query in words, or how many
        bool operator==(const Row&) const = default;
    };
    using QAbstractListModel::QAbstractListModel;
    void setRows(std::vector<Row> rows);
    const Row& row(const QModelIndex& index) const { return m_rows[std::size_t(index.row())]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

Q_SIGNALS:
    void renamed(const selvedge::ViewListModel::Row& row, const QString& name);

private:
    std::vector<Row> m_rows;
};

// Shows, saves, renames and removes views and collections; all of it can be undone.
class ViewsPopup : public PickPopup {
    Q_OBJECT

public:
    ViewsPopup(Session& session, EditCommands& commands, BrowseLook& look, QWidget* window);
    void openFor(const QRect& about);
    ViewListModel& model() { return *m_model; }
    QPushButton* renameButton() const { return m_rename; }
    QPushButton* removeButton() const { return m_remove; }

Q_SIGNALS:
    void shown();  // a view or a collection: what it shows is where one goes on

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refresh();
    void choose(const QModelIndex& index);
    void rename(const ViewListModel::Row& row, const QString& name);
    void remove();
    void refreshButtons();
    QString wordsOf(const SavedEntry& view) const;

    Session& m_session;
    EditCommands& m_commands;
    BrowseLook& m_look;
    ViewListModel* m_model;
    QPushButton* m_rename;
    QPushButton* m_remove;
};

}  // namespace selvedge
