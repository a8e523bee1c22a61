#pragma once

#include <QAbstractItemModel>
#include <QColor>
#include <memory>
#include <vector>

#include "ui/parts/scene_verdicts.h"

namespace selvedge {

class VisibleObjects;

// Objects of the current image in sections: ground truth with the large ones first, then the
// predictions of each run by score; with verdicts where there is something to compare. Holds the
// scene.
class ObjectListModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Role {
        SwatchRole = Qt::UserRole,
        AreaRole,
        ScoreRole,  // of ground truth its partner's
        IsTruthRole,
        VerdictRole,     // Verdict::Kind; invalid: nothing to compare
        IsHiddenRole,    // its eye is closed
        IsComparedRole,  // of heads: rows have verdicts
        CountRole,       // of heads: how many objects
        RunRole,         // of heads: ObjectRef::run; of the ground truth none
    };
    explicit ObjectListModel(const VisibleObjects& visible, QObject* parent = nullptr);
    void setRows(std::shared_ptr<const CanvasScene> scene, const Criteria& criteria);
    void refreshEyes();
    const SceneVerdict* verdict(const QModelIndex& index) const;  // null: nothing to compare
    // Of all objects of the scene; empty: nothing to compare.
    const std::vector<SceneVerdict>& verdicts() const { return m_verdicts; }
    // How many objects of the truth and false predictions of the current run have it.
    int count(Verdict::Kind kind) const;
    const CanvasObject* object(const QModelIndex& index) const;
    QModelIndex indexOf(const ObjectRef& ref) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;  // heads are not chosen

private:
    struct Section {
        std::optional<std::uint16_t> run;  // none: the ground truth
        std::vector<std::size_t> objects;  // into the scene
    };
    QString title(const Section& section) const;
    QVariant headData(const Section& section, int role) const;
    QString spoken(const CanvasObject& object, double percent, const SceneVerdict* verdict) const;

    const VisibleObjects& m_visible;
    std::shared_ptr<const CanvasScene> m_scene;
    std::vector<SceneVerdict> m_verdicts;  // as the scene's objects; empty: nothing to compare
    std::vector<Section> m_sections;       // those with objects
};

}  // namespace selvedge
