// BrowsePage: which tiles the gallery and the filmstrip show, and which of them is current.

#include <algorithm>
#include <utility>

#include "ui/browse/browse_actions.h"
#include "ui/browse/browse_edits.h"
#include "ui/browse/browse_page.h"
#include "ui/browse/browse_query.h"
#include "ui/browse/scene_loader.h"
#include "ui/parts/action_registry.h"
#include "ui/parts/background.h"
#include "ui/parts/filmstrip.h"

namespace selvedge {

namespace {

// So many tiles are sorted within a millisecond or two; more go to a worker.
constexpr std::size_t kSortedAtOnce = 5000;

}  // namespace

void BrowsePage::showItems() {
    const auto table = m_session.objects();
    if (!table)
        return;
    const TileKind kind = tileKind();
    const TileOrder order = tileOrder();
    // Images stay through an edit; objects mean others until they are searched anew.
    std::vector<std::uint32_t> indices;
    const auto predicted = m_query->resultPredicted();
    if (kind == TileKind::Images)
        indices = m_query->result().images;
    else if (m_query->resultTable() == table)
        indices = foundObjects(m_query->result(), table, predicted);
    m_gallery->loader().setPredicted(predicted);
    if (m_list && kind == TileKind::Objects) {
        followList();
        indices = listedTiles();
    }
    const OrderSource source{
        table,
        m_session.marks(),
        m_session.predictions(),
        m_session.matchTable(),
        m_session.criteria(),
        predicted,
        order == TileOrder::LookedAt ? m_lookedAt.images() : std::vector<ImageIndex>()};
    const std::uint64_t generation = ++m_orderGeneration;
    if (order == TileOrder::File || indices.size() <= kSortedAtOnce) {
        takeItems(orderedTiles(kind, std::move(indices), order, source));
        return;
    }
    // The tiles stay until then, unless they mean something else by now.
    if (kind != m_gallery->model().kind() || (kind == TileKind::Objects && !tilesAreOfNow()))
        takeItems(orderedTiles(kind, indices, TileOrder::File, source));
    inBackground(
        this,
        [kind, indices = std::move(indices), order, source] {
            return orderedTiles(kind, indices, order, source);
        },
        [this, generation](std::shared_ptr<const TileItems> items) {
            if (generation == m_orderGeneration)
                takeItems(std::move(items));
        });
}

void BrowsePage::takeItems(std::shared_ptr<const TileItems> items) {
    if (const auto place = placeOfDeleted())
        m_nextPlace = place;
    m_tilesTable = m_session.objects();
    m_tilesRun = m_session.predictions();
    m_gallery->setItems(std::move(items));
    chooseNext();
    followCurrent();
    refreshPlace();
}

// Once those of after the deletion are there.
void BrowsePage::chooseNext() {
    if (m_query->resultTable() != m_session.objects())
        return;
    TileModel& model = m_gallery->model();
    const auto place = std::exchange(m_nextPlace, std::nullopt);
    if (!place || model.kind() != TileKind::Objects || model.count() == 0 ||
        m_session.currentObject() || viewerShown())
        return;
    const int position = std::min(*place, model.count() - 1);
    model.go(position, TileModel::Go::Only);
    goTo(model.items().at(position));
    // The index may be the one that was selected before, of another object.
    m_session.setSelection(editableSelection());
}

// Where the tile behind the current one comes to lie, if that one's object was deleted.
std::optional<int> BrowsePage::placeOfDeleted() const {
    const TileModel& model = m_gallery->model();
    const auto now = m_session.objects();
    if (model.kind() != TileKind::Objects || model.current() < 0 || !m_tilesTable ||
        m_tilesTable == now)
        return {};
    const auto isDeleted = [&](int position) {
        const std::uint32_t index = model.items().at(position).index;
        return index < m_tilesTable->size() &&
               !std::binary_search(now->rowId.begin(), now->rowId.end(),
                                   m_tilesTable->rowId[index]);
    };
    if (!isDeleted(model.current()))
        return {};
    int place = 0;
    for (int position = 0; position < model.current(); ++position)
        place += !isDeleted(position);
    return place;
}

bool BrowsePage::tilesAreOfNow() const {
    return m_tilesTable == m_session.objects() && m_tilesRun == m_session.predictions();
}

void BrowsePage::goTo(TileItem item) {
    if (!numbers().knows(item))
        return;
    m_session.setCurrentImage(numbers().imageOf(item));
    if (item.kind == TileKind::Images)
        return;
    m_session.setCurrentObject(numbers().objectOf(item.index));
    refreshPlace();
}

void BrowsePage::openTile(TileItem item) {
    goTo(item);
    openImage(*m_session.currentImage());
}

std::optional<std::uint32_t> BrowsePage::currentTile() const {
    const auto image = m_session.currentImage();
    if (!image || m_gallery->model().kind() == TileKind::Images)
        return image;
    const TileItems& items = m_gallery->model().items();
    const auto isTile = [&](std::uint32_t index) { return items.positionOf(index) >= 0; };
    if (const auto object = m_session.currentObject()) {
        const auto index = numbers().indexOf(*image, *object);
        if (index && (object->source == ObjectRef::Source::Truth || isTile(*index)))
            return index;
    }
    const auto tile = m_gallery->current();
    if (tile && numbers().knows({TileKind::Objects, *tile}) &&
        numbers().imageOf({TileKind::Objects, *tile}) == *image)
        return tile;
    const auto objects = m_session.objects()->objectsOf(*image);
    const auto it = std::find_if(objects.begin(), objects.end(), isTile);
    return it == objects.end() ? std::nullopt : std::optional<std::uint32_t>(*it);
}

void BrowsePage::followCurrent() {
    if (tilesAreOfNow())
        m_gallery->setCurrent(currentTile());
}

Selection BrowsePage::editableSelection() const {
    Selection selection = m_gallery->model().selection();
    if (selection.kind == TileKind::Objects && m_session.objects())
        std::erase_if(selection.items, [all = m_session.objects()->size()](std::uint32_t index) {
            return index >= all;
        });
    return selection;
}

void BrowsePage::followSelection() {
    if (tilesAreOfNow() && editableSelection() != m_session.selection())
        m_gallery->model().setSelection(m_session.selection());
}

// The first tile of an image behind this one in the file.
int BrowsePage::placeOf(ImageIndex image) const {
    const TileItems& items = m_gallery->model().items();
    const TileNumbers numbers = this->numbers();
    const auto& indices = items.indices();
    const auto it = std::find_if(indices.begin(), indices.end(), [&](std::uint32_t index) {
        return numbers.imageOf({items.kind(), index}) > image;
    });
    return int(it - indices.begin());
}

void BrowsePage::stepImage(int step) {
    TileModel& model = m_gallery->model();
    const auto tile = currentTile();
    int position = tile ? model.items().positionOf(*tile) : -1;
    if (position >= 0)
        position += step;
    else if (const auto image = m_session.currentImage())
        // From an image outside the filter, forward means the one now in its place.
        position = placeOf(*image) - (step < 0);
    else
        position = 0;
    if (position >= 0 && position < model.count())
        model.setCurrent(position);
}

// The images that the next key brings.
void BrowsePage::readAhead() {
    const TileItems& items = m_gallery->model().items();
    const auto tile = currentTile();
    const int position = tile ? items.positionOf(*tile) : -1;
    std::vector<ImageIndex> neighbours;
    for (const int next : {position + 1, position - 1}) {
        if (position < 0 || next < 0 || next >= items.count())
            continue;
        if (numbers().knows(items.at(next)))
            neighbours.push_back(numbers().imageOf(items.at(next)));
    }
    m_loader->setNeighbours(std::move(neighbours));
}

}  // namespace selvedge
