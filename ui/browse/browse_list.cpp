// BrowsePage: a list of another page in place of what the filter finds. It stands whole and in its
// own order at first; from there it is sorted as other tiles are, and a filter that is set then
// narrows it.

#include <QAction>
#include <algorithm>
#include <optional>
#include <unordered_set>

#include "ui/browse/browse_actions.h"
#include "ui/browse/browse_page.h"
#include "ui/browse/browse_query.h"
#include "ui/browse/gallery_order.h"
#include "ui/browse/list_bar.h"
#include "ui/parts/action_registry.h"

namespace selvedge {

void BrowsePage::connectList() {
    connect(&m_session, &Session::objectsWanted, this, &BrowsePage::showList);
    connect(m_listBar, &ListBar::allWanted, this, &BrowsePage::leaveList);
    connect(m_query, &BrowseQuery::changed, this, &BrowsePage::narrowList);
    // Its indices are of these.
    connect(&m_session, &Session::projectChanged, this, &BrowsePage::leaveList);
    connect(&m_session, &Session::predictionsChanged, this, &BrowsePage::leaveList);
}

void BrowsePage::showList(const ObjectList& list) {
    if (!m_list)
        m_orderBefore = std::size_t(tileOrder());
    m_list = list;
    m_listNarrowed = false;
    m_listTable = m_session.objects();
    m_listBar->say(list.title);
    m_listBar->show();
    nameFileOrder();
    m_registry.action(QLatin1String(browse::kSorts[0]))->setChecked(true);
    showGallery();
    QAction* objects = m_registry.action(QLatin1String(browse::kObjects));
    if (objects->isChecked())
        showItems();
    else
        objects->trigger();
    refreshCount();
    showEmpty();
    m_gallery->model().go(0, TileModel::Go::Only);
    focusPictures();
}

void BrowsePage::leaveList() {
    if (!m_list)
        return;
    m_list.reset();
    m_listBar->hide();
    nameFileOrder();
    m_registry.action(QLatin1String(browse::kSorts[m_orderBefore]))->setChecked(true);
    if (!m_session.objects())
        return;
    showItems();
    refreshCount();
    showEmpty();
}

// After an edit the same objects, where they are still there.
void BrowsePage::followList() {
    const auto now = m_session.objects();
    if (!m_list || m_listTable == now)
        return;
    std::vector<ObjectList::Place> left;
    for (ObjectList::Place place : m_list->places) {
        if (place.object.source == ObjectRef::Source::Truth) {
            const std::int64_t row = m_listTable->rowId[place.object.index];
            const auto it = std::lower_bound(now->rowId.begin(), now->rowId.end(), row);
            if (it == now->rowId.end() || *it != row)
                continue;
            place.object.index = std::uint32_t(it - now->rowId.begin());
        }
        left.push_back(place);
    }
    m_list->places = std::move(left);
    m_listTable = now;
}

// What is found comes a moment later, and is shown then.
void BrowsePage::narrowList() {
    if (m_list)
        m_listNarrowed = !m_query->query().empty();
}

// The first order is that of what is shown.
void BrowsePage::nameFileOrder() {
    QAction* action = m_registry.action(QLatin1String(browse::kSorts[0]));
    action->setText(m_list ? tr("Sort by the list's own order") : tr("Sort by file order"));
    action->setIconText(m_list ? tr("list order") : tr("file order"));
}

// Tiles of the list. Before the run's detections are numbered, those of the ground truth. Of a
// detection that took an object less is known to the filter: its category and score.
std::vector<std::uint32_t> BrowsePage::listedTiles() const {
    std::vector<std::uint32_t> indices;
    std::unordered_set<std::uint32_t> found;
    std::optional<ObjectTest> test;
    if (m_listNarrowed && m_query->resultTable() == m_listTable) {
        const auto all = foundObjects(m_query->result(), m_listTable, m_query->resultPredicted());
        found.insert(all.begin(), all.end());
        test.emplace(m_query->query(), m_queryFacts->data());
    }
    const TileNumbers numbers = this->numbers();
    const auto stays = [&](std::uint32_t index, const ObjectList::Place& place) {
        if (!test || found.contains(index))
            return true;
        if (!numbers.isDetection({TileKind::Objects, index}) || numbers.loneRow(index))
            return false;
        const Detection* detection =
            m_gallery->loader().source().detectionOf(place.image, place.object.index);
        return detection && test->matchesPrediction(detection->category, detection->score);
    };
    for (const ObjectList::Place& place : m_list->places) {
        const auto index = numbers.indexOf(place.image, place.object);
        if (index && stays(*index, place))
            indices.push_back(*index);
    }
    return indices;
}

}  // namespace selvedge
