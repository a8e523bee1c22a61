#include "ui/browse/object_list_model.h"

#include <algorithm>

#include "app/session/visible_objects.h"
#include "ui/plot/number_text.h"

namespace selvedge {

ObjectListModel::ObjectListModel(const VisibleObjects& visible, QObject* parent)
    : QAbstractItemModel(parent), m_visible(visible) {}

void ObjectListModel::setRows(std::shared_ptr<const CanvasScene> scene, const Criteria& criteria) {
    beginResetModel();
    m_scene = std::move(scene);
    m_verdicts = m_scene ? verdictsOf(*m_scene, criteria) : std::vector<SceneVerdict>();
    m_sections.clear();
    Section truth;
    std::vector<Section> runs;
    for (std::size_t run = 0; m_scene && run < m_scene->runs.size(); ++run)
        runs.push_back({std::uint16_t(run), {}});
    for (std::size_t i = 0; m_scene && i < m_scene->objects.size(); ++i) {
        const CanvasObject& object = m_scene->objects[i];
        if (object.isTruth())
            truth.objects.push_back(i);
        else if (object.score >= scoreThresholdOf(criteria.point, object.category))
            runs[object.ref.run].objects.push_back(i);
    }
    // The scene is in order of area; people read by what is large, predictions by what is sure.
    for (Section& run : runs)
        std::stable_sort(run.objects.begin(), run.objects.end(),
                         [this](std::size_t a, std::size_t b) {
                             return m_scene->objects[a].score > m_scene->objects[b].score;
                         });
    runs.insert(runs.begin(), std::move(truth));
    for (Section& section : runs) {
        if (!section.objects.empty())
            m_sections.push_back(std::move(section));
    }
    endResetModel();
}

const CanvasObject* ObjectListModel::object(const QModelIndex& index) const {
    if (!index.isValid() || index.internalId() == 0)
        return nullptr;
    return &m_scene->objects[m_sections[index.internalId() - 1].objects[std::size_t(index.row())]];
}

const SceneVerdict* ObjectListModel::verdict(const QModelIndex& index) const {
    const CanvasObject* at = object(index);
    return at && !m_verdicts.empty() ? &m_verdicts[std::size_t(at - m_scene->objects.data())]
                                     : nullptr;
}

void ObjectListModel::refreshEyes() {
    for (std::size_t s = 0; s < m_sections.size(); ++s) {
        const QModelIndex head = index(int(s), 0);
        Q_EMIT dataChanged(index(0, 0, head), index(rowCount(head) - 1, 0, head),
                           {IsHiddenRole, Qt::AccessibleTextRole});
    }
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

int ObjectListModel::count(Verdict::Kind kind) const {
    int found = 0;
    for (std::size_t i = 0; i < m_verdicts.size(); ++i) {
        const ObjectRef& ref = m_scene->objects[i].ref;
        const bool counts = ref.source == ObjectRef::Source::Truth ||
                            (kind == Verdict::Kind::False && ref.run == 0);
        found += counts && m_verdicts[i].kind == kind;
    }
    return found;
}

QString ObjectListModel::title(const Section& section) const {
    if (!section.run)
        return tr("Ground truth");
    const QString letter = runLetter(*m_scene, m_scene->objects[section.objects.front()].ref);
    return letter.isEmpty() ? tr("Predictions")
                            : letter + QStringLiteral(" · ") + m_scene->runs[*section.run].name;
}

QVariant ObjectListModel::headData(const Section& section, int role) const {
    switch (role) {
        case Qt::DisplayRole:
            return title(section);
        case Qt::AccessibleTextRole:
            return QString(title(section) + QStringLiteral(", ") +
                           countText(std::int64_t(section.objects.size()), "object"));
        case Qt::ToolTipRole:
            return section.run ? m_scene->runs[*section.run].name : QString();
        case CountRole:
            return countText(std::int64_t(section.objects.size()));
        case RunRole:
            return section.run ? QVariant(*section.run) : QVariant();
        case IsTruthRole:
            return !section.run;
        case IsComparedRole:
            return !m_verdicts.empty();
        default:
            return {};
    }
}

QString ObjectListModel::spoken(const CanvasObject& object, double percent,
                                const SceneVerdict* verdict) const {
    QStringList parts{object.name, tr("%1 %").arg(percent, 0, 'f', 1),
                      object.isTruth()
                          ? tr("ground truth")
                          : tr("prediction, score %1").arg(metricText(object.score, 2))};
    if (verdict && !verdictWord(verdict->kind).isEmpty())
        parts += verdictWord(verdict->kind);
    if (m_visible.isHidden(object.ref))
        parts += tr("hidden");
    return parts.join(QStringLiteral(", "));
}

QVariant ObjectListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    if (index.internalId() == 0)
        return headData(m_sections[std::size_t(index.row())], role);
    const CanvasObject& item = *object(index);
    const SceneVerdict* judged = verdict(index);
    const double total = double(m_scene->size.width()) * m_scene->size.height();
    const double percent = total > 0 ? 100 * double(item.area) / total : 0;
    switch (role) {
        case Qt::DisplayRole:
            return item.name;
        case Qt::AccessibleTextRole:
            return spoken(item, percent, judged);
        case SwatchRole:
            return item.color;
        case AreaRole:
            return QStringLiteral("%1 %").arg(percent, 0, 'f', 1);
        case ScoreRole:
            if (!item.isTruth())
                return metricText(item.score, 2);
            if (!judged)
                return QString();
            return judged->partner ? metricText(m_scene->objects[*judged->partner].score, 2)
                                   : QStringLiteral("–");
        case IsTruthRole:
            return item.isTruth();
        case VerdictRole:
            return judged ? QVariant(int(judged->kind)) : QVariant();
        case IsHiddenRole:
            return m_visible.isHidden(item.ref);
        case IsComparedRole:
            return judged != nullptr;
        default:
            return {};
    }
}

Qt::ItemFlags ObjectListModel::flags(const QModelIndex& index) const {
    return object(index) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
}

}  // namespace selvedge
