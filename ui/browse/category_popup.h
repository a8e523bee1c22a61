#pragma once

#include <QAbstractListModel>

#include "app/session/edit_commands.h"
#include "ui/parts/overlay_palette.h"
#include "ui/parts/pick_popup.h"

namespace selvedge {

// Categories whose name or family answers a search, the best first.
class CategoryListModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role { SwatchRole = Qt::UserRole, FamilyRole, CategoryRole, CurrentRole };
    using QAbstractListModel::QAbstractListModel;
    // `current` is marked.
    void setCatalog(std::shared_ptr<const Catalog> catalog, std::optional<CategoryIndex> current);
    void setQuery(const QString& query);
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::shared_ptr<const Catalog> m_catalog;
    OverlayPalette m_palette;
    std::optional<CategoryIndex> m_current;
    std::vector<CategoryIndex> m_rows;
};

// Gives the selected objects another category: one step.
class CategoryPopup : public PickPopup {
    Q_OBJECT

public:
    CategoryPopup(Session& session, EditCommands& commands, QWidget* window);
    void openFor(const QRect& about);  // nothing without objects

private:
    void sayWhereNone(const QString& query);

    Session& m_session;
    EditCommands& m_commands;
    CategoryListModel* m_model;
};

}  // namespace selvedge
