#include "ui/browse/object_list_model.h"

#include <algorithm>

#include "ui/plot/number_text.h"

namespace selvedge {

void ObjectListModel::setRows(std::shared_ptr<const CanvasScene> scene, double scoreThreshold) {
    beginResetModel();
    m_scene = std::move(scene);
    m_sections.clear();
    Section truth{true, {}}, predictions{false, {}};
    if (m_scene) {
        for (std::size_t i = 0; i < m_scene->objects.size(); ++i) {
            const CanvasObject& object = m_scene->objects[i];
            if (object.isTruth())
                truth.objects.push_back(i);
            else if (object.score >= scoreThreshold)
                predictions.objects.push_back(i);
        }
    }
    // The scene is in order of area; people read by what is large, predictions by what is sure.
    std::stable_sort(predictions.objects.begin(), predictions.objects.end(),
                     [this](std::size_t a, std::size_t b) {
                         return m_scene->objects[a].score > m_scene->objects[b].score;
                     });
    for (Section* section : {&truth, &predictions}) {
        if (!section->objects.empty())
            m_sections.push_back(std::move(*section));
    }
    endResetModel();
}

const CanvasObject* ObjectListModel::object(const QModelIndex& index) const {
    if (!index.isValid() || index.internalId() == 0)
        return nullptr;
    return &m_scene->objects[m_sections[index.internalId() - 1].objects[std::size_t(index.row())]];
}

QModelIndex ObjectListModel::indexOf(const ObjectRef& ref) const {
    for (std::size_t s = 0; s < m_sections.size(); ++s) {
        for (std::size_t row = 0; row < m_sections[s].objects.size(); ++row) {
            if (m_scene->objects[m_sections[s].objects[row]].ref == ref)
                return createIndex(int(row), 0, s + 1);
        }
    }
    return {};
}

QModelIndex ObjectListModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : 0);
}

QModelIndex ObjectListModel::parent(const QModelIndex& child) const {
    if (!child.isValid() || child.internalId() == 0)
        return {};
    return createIndex(int(child.internalId()) - 1, 0, quintptr(0));
}

int ObjectListModel::rowCount(const QModelIndex& parent) const {
    if (!parent.isValid())
        return int(m_sections.size());
    if (parent.internalId() != 0 || parent.column() > 0)
        return 0;
    return int(m_sections[std::size_t(parent.row())].objects.size());
}

int ObjectListModel::columnCount(const QModelIndex&) const {
    return 1;
}

QVariant ObjectListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    if (index.internalId() == 0) {
        const Section& section = m_sections[std::size_t(index.row())];
        if (role == IsTruthRole)
            return section.truth;
        if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
            return QString((section.truth ? tr("Ground truth") : tr("Predictions")) +
                           QStringLiteral("  ") + countText(std::int64_t(section.objects.size())));
        return {};
    }
    const CanvasObject& item = *object(index);
    const double total = double(m_scene->size.width()) * m_scene->size.height();
    const double percent = total > 0 ? 100 * double(item.area) / total : 0;
    switch (role) {
        case Qt::DisplayRole:
            return item.name;
        case Qt::AccessibleTextRole:
            return tr("%1, %2 %, %3%4")
                .arg(item.name)
                .arg(percent, 0, 'f', 1)
                .arg(item.isTruth() ? tr("ground truth") : tr("prediction"),
                     item.isTruth() ? QString() : tr(", score %1").arg(metricText(item.score, 2)));
        case SwatchRole:
            return item.color;
        case AreaRole:
            return QStringLiteral("%1 %").arg(percent, 0, 'f', 1);
        case ScoreRole:
            return item.isTruth() ? QString() : metricText(item.score, 2);
        case IsTruthRole:
            return item.isTruth();
        default:
            return {};
    }
}

}  // namespace selvedge
