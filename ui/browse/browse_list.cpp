// BrowsePage: a list of another page in place of what the filter finds.

#include <QAction>
#include <algorithm>

#include "ui/browse/browse_actions.h"
#include "ui/browse/browse_page.h"
#include "ui/browse/browse_query.h"
#include "ui/browse/list_bar.h"
#include "ui/parts/action_registry.h"

namespace selvedge {

void BrowsePage::connectList() {
    connect(&m_session, &Session::objectsWanted, this, &BrowsePage::showList);
    connect(m_listBar, &ListBar::allWanted, this, &BrowsePage::leaveList);
    connect(m_query, &BrowseQuery::changed, this, &BrowsePage::leaveList);
    // Its indices are of these.
    connect(&m_session, &Session::projectChanged, this, &BrowsePage::leaveList);
    connect(&m_session, &Session::predictionsChanged, this, &BrowsePage::leaveList);
}

void BrowsePage::showList(const ObjectList& list) {
    m_list = list;
    m_listTable = m_session.objects();
    m_listBar->say(list.title);
    m_listBar->show();
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

// Tiles of the list. Before the run's detections are numbered, those of the ground truth.
std::vector<std::uint32_t> BrowsePage::listedTiles() const {
    std::vector<std::uint32_t> indices;
    for (const ObjectList::Place& place : m_list->places)
        if (const auto index = numbers().indexOf(place.image, place.object))
            indices.push_back(*index);
    return indices;
}

}  // namespace selvedge
