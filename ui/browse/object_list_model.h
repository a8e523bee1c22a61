#pragma once

#include <QAbstractItemModel>
#include <QColor>
#include <memory>
#include <vector>

#include "ui/parts/canvas_scene.h"

namespace selvedge {

// Objects of the current image in two sections: ground truth with the large ones first, predictions
// by score. Holds the scene.
class ObjectListModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Role { SwatchRole = Qt::UserRole, AreaRole, ScoreRole, IsTruthRole };
    using QAbstractItemModel::QAbstractItemModel;
    void setRows(std::shared_ptr<const CanvasScene> scene, double scoreThreshold);
    const CanvasObject* object(const QModelIndex& index) const;
    QModelIndex indexOf(const ObjectRef& ref) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Section {
        bool truth = true;
        std::vector<std::size_t> objects;  // into the scene
    };
    std::shared_ptr<const CanvasScene> m_scene;
    std::vector<Section> m_sections;  // those with objects
};

}  // namespace selvedge
