// What the session does when its project was edited.

#include <algorithm>

#include "app/session/edit_history.h"
#include "app/session/session.h"
#include "app/session/visible_objects.h"

namespace selvedge {

namespace {

// Row ids ascend.
std::optional<ObjectIndex> objectOfRow(const ObjectTable& table, std::int64_t row) {
    const auto it = std::lower_bound(table.rowId.begin(), table.rowId.end(), row);
    if (it == table.rowId.end() || *it != row)
        return {};
    return ObjectIndex(it - table.rowId.begin());
}

}  // namespace

void Session::followObjects(const ObjectTable& before) {
    if (m_currentObject && m_currentObject->source == ObjectRef::Source::Truth) {
        const auto now = objectOfRow(*m_objects, before.rowId[m_currentObject->index]);
        m_currentObject = now ? std::optional(ObjectRef{ObjectRef::Source::Truth, *now})
                              : std::optional<ObjectRef>();
    }
    if (m_selection.kind != Selection::Kind::Objects)
        return;
    std::vector<std::uint32_t> left;
    for (const std::uint32_t object : m_selection.items) {
        if (const auto now = objectOfRow(*m_objects, before.rowId[object]))
            left.push_back(*now);
    }
    m_selection.items = std::move(left);
}

// Closed eyes stay closed.
std::set<ObjectRef> Session::hiddenNow(const ObjectTable& before) const {
    std::set<ObjectRef> hidden;
    for (ObjectRef object : m_visibleObjects->hidden()) {
        if (object.source == ObjectRef::Source::Truth) {
            const auto now = objectOfRow(*m_objects, before.rowId[object.index]);
            if (!now)
                continue;
            object.index = *now;
        }
        hidden.insert(object);
    }
    return hidden;
}

void Session::takeEdited(const Edited& edited) {
    if (edited.objects == m_objects)
        return;
    const auto before = std::exchange(m_objects, edited.objects);
    const auto object = m_currentObject;
    const Selection selection = m_selection;
    followObjects(*before);
    const bool measured = m_matchTable != nullptr, sweeping = m_sweep || m_sweepJob;
    const bool running = m_evaluation != nullptr;
    const bool matched = measured && !running && edited.predictions == m_predictions &&
                         edited.cells.size() == edited.images.size();
    std::shared_ptr<const MatchTable> table;
    if (matched) {
        auto now = std::make_shared<MatchTable>(*m_matchTable);
        for (const auto& [image, cell] : edited.cells)
            now->cells[image] = cell;
        table = std::move(now);
    }
    if (!edited.images.empty() && (measured || running || sweeping)) {
        // The reports stay on the screen until the new ones are there.
        const auto measurement = m_measurement;
        forgetMeasured();
        m_matchTable = table;
        if (measured)
            m_measurement = measurement;
    }
    auto hidden = hiddenNow(*before);
    Q_EMIT objectsChanged();
    m_visibleObjects->setHidden(std::move(hidden));
    if (m_currentObject != object)
        Q_EMIT currentObjectChanged();
    if (m_selection != selection)
        Q_EMIT selectionChanged();
    if (edited.images.empty())
        return;
    if (sweeping)
        Q_EMIT sweepChanged();
    if (table)
        measureAnew();
    else if (measured || running)
        startEvaluation();
}

void Session::reloadObjects() {
    Edited edited;
    edited.objects = m_project->objects();
    takeEdited(edited);
    forgetMeasured();
    Q_EMIT evaluationChanged();
    Q_EMIT sweepChanged();
}

}  // namespace selvedge
