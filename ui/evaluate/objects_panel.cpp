#include "ui/evaluate/objects_panel.h"

#include <QAction>
#include <QPushButton>
#include <algorithm>
#include <set>

#include "app/tasks/predicted_objects.h"
#include "ui/parts/action_widgets.h"
#include "ui/parts/background.h"
#include "ui/parts/object_strip.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

// So many are tiles here; Browse shows all.
constexpr std::size_t kMostTiles = 500;

// "312 objects"; where more detections stand behind the number: "312 objects, 316 detections".
QString countedTitle(const std::vector<CellObject>& behind, const std::vector<CellObject>& once) {
    std::set<std::pair<std::uint32_t, std::uint32_t>> found;
    for (const CellObject& one : behind)
        if (one.found)
            found.insert({one.image, *one.found});
    const QString objects = countText(qint64(once.size()), "object");
    return found.size() <= once.size() ? objects
                                       : ObjectsPanel::tr("%1, %2").arg(
                                             objects, countText(qint64(found.size()), "detection"));
}

}  // namespace

ObjectsPanel::ObjectsPanel(EvaluateState& state, QAction* open, QWidget* parent)
    : TitledPanel(tr("Objects"), parent), m_state(state), m_open(open), m_strip(new ObjectStrip) {
    auto* button = new QPushButton(tr("Open in Browse"));
    bindButton(button, open);
    addToHead(button);
    setBody(m_strip);
    connect(m_strip, &ObjectStrip::activated, open, &QAction::trigger);
    connect(&state.analyses(), &Analyses::behindChanged, this, &ObjectsPanel::refresh);
    connect(&state, &EvaluateState::measured, this, &ObjectsPanel::followSource);
    connect(&state, &EvaluateState::catalogChanged, this,
            [this] { m_strip->setOverlayPalette(m_state.palette()); });
    m_strip->setOverlayPalette(state.palette());
    refresh();
    followSource();
}

// The loader's pictures are of the session's data and run.
void ObjectsPanel::followSource() {
    Session& session = m_state.session();
    m_strip->setStale(m_state.analyses().isBehindStale());
    if (session.objects() == m_table && session.predictions() == m_predictions)
        return;
    m_table = session.objects();
    m_predictions = session.predictions();
    m_predicted.reset();
    m_strip->setTiles({});
    if (!m_table)
        return;
    m_strip->loader().setSource({session.project(), m_table, m_predictions});
    if (!m_predictions)
        return;
    const std::uint64_t generation = ++m_generation;
    inBackground(
        this,
        [table = m_table, predictions = m_predictions, matches = session.matchTable(),
         criteria = session.criteria()] {
            return predictedObjects(*table, *predictions, matches.get(), criteria);
        },
        [this, generation](std::shared_ptr<const PredictedObjects> predicted) {
            if (generation != m_generation)
                return;
            m_predicted = std::move(predicted);
            m_strip->loader().setPredicted(m_predicted);
            fillStrip();
        });
}

void ObjectsPanel::refresh() {
    const auto& behind = m_state.analyses().behind();
    m_strip->setStale(m_state.analyses().isBehindStale());
    if (behind)
        return show(*behind);
    m_list = {};
    m_objects.clear();
    m_source = {};
    setTitle(tr("Objects behind a number"));
    setNote({});
    m_open->setEnabled(false);
    m_strip->setTiles({});
    m_strip->setEmptyText(
        m_state.analyses().isBehindStale()
            ? tr("Looking for them …")
            : tr("Click a number, a bar, a cell or a point: the objects behind it come here."));
}

void ObjectsPanel::show(const Analyses::Behind& behind) {
    m_source = behind.source;
    m_objects = eachOnce(behind.objects);
    m_list = objectList({}, m_objects, *m_source.measured, *m_source.objects);
    setTitle(countedTitle(behind.objects, m_objects));
    m_list.title = title() + QStringLiteral(": ") + behind.title;
    // Missed ones have no score to stand by.
    const bool scored = std::any_of(m_objects.begin(), m_objects.end(),
                                    [](const CellObject& one) { return one.found.has_value(); });
    const bool all = m_objects.size() <= kMostTiles;
    setNote(behind.title + (!scored ? (all ? QString() : tr(", the first %1").arg(kMostTiles))
                            : all   ? tr(", highest score first")
                                    : tr(", the %1 of the highest score").arg(kMostTiles)));
    m_open->setEnabled(!m_objects.empty());
    fillStrip();
}

void ObjectsPanel::fillStrip() {
    std::vector<ObjectStrip::Tile> tiles;
    const TileNumbers numbers = m_strip->loader().numbers();
    const bool ofNow = m_source.objects && m_source.objects == m_table;
    const std::size_t count = std::min(m_objects.size(), kMostTiles);
    for (std::size_t i = 0; i < count && ofNow; ++i) {
        const ObjectList::Place& place = m_list.places[i];
        const auto index = numbers.indexOf(place.image, place.object);
        if (!index)
            continue;
        const CellObject& object = m_objects[i];
        const ImageCell& cell = *m_source.measured->table->cells[object.image];
        ObjectStrip::Tile tile;
        tile.index = *index;
        const CategoryIndex category = object.found ? cell.founds[*object.found].category
                                                    : cell.truths[*object.truth].category;
        tile.caption.name = m_state.nameOf(category);
        tile.caption.swatch = m_state.palette().color(category);
        if (object.found)
            tile.caption.aside = metricText(cell.founds[*object.found].score, 2);
        QStringList tip;
        if (object.truth)
            tip += tr("annotated: %1").arg(m_state.nameOf(cell.truths[*object.truth].category));
        if (object.found)
            tip +=
                tr("predicted: %1, score %2")
                    .arg(m_state.nameOf(cell.founds[*object.found].category), tile.caption.aside);
        tip += QString::fromStdString(cell.imageId);
        tile.tip = tip.join(u'\n');
        tiles.push_back(std::move(tile));
    }
    if (m_source.measured)
        m_strip->setEmptyText(!m_objects.empty() && !m_predicted ? tr("Looking for them …")
                                                                 : tr("There is none."));
    m_strip->setTiles(std::move(tiles));
}

void ObjectsPanel::openInBrowse() {
    if (m_list.places.empty())
        return;
    m_state.session().showObjects(m_list);
}

}  // namespace selvedge
