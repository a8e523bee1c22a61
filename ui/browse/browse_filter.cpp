// BrowsePage: what the filter leaves, and how it is told.

#include <QAction>
#include <QLabel>
#include <QStackedWidget>
#include <algorithm>

#include "ui/browse/browse_actions.h"
#include "ui/browse/browse_page.h"
#include "ui/browse/filters_panel.h"
#include "ui/browse/scene_loader.h"
#include "ui/browse/viewer.h"
#include "ui/parts/empty_state.h"
#include "ui/parts/filmstrip.h"
#include "ui/plot/number_text.h"

namespace selvedge {

void BrowsePage::projectChanged() {
    // Indices of the table before mean nothing in this one.
    m_result = {};
    ++m_orderGeneration;
    m_gallery->setImages({});
    showGallery();
    takeTable();
    const auto table = m_session.objects();
    const auto catalog = m_session.catalog();
    if (!table || !catalog)
        return;
    m_palette = OverlayPalette(*catalog);
    m_groups = AttributeGroups(*catalog);
    m_loader->setPalette(m_palette);
    m_gallery->setOverlayPalette(m_palette);
    m_facts.setPalette(m_palette);
    m_result = applyFacets(*table, m_groups, catalog->categories().size(), {});
    m_filters->model().setCatalog(*catalog, m_palette, m_result);
    std::uint32_t largest = 1;
    for (const std::uint32_t count : m_result.categoryCounts)
        largest = std::max(largest, count);
    m_filters->showCatalog(int(largest));
    refilter();
    followCurrent();  // kept when only the folder changed
}

void BrowsePage::takeTable() {
    const auto table = m_session.objects();
    m_gallery->loader().setSource({m_session.project(), table, m_session.predictions()});
    m_facts.forget();
}

void BrowsePage::objectsChanged() {
    takeTable();
    refilter();
    followCurrent();
}

void BrowsePage::refilter() {
    const auto table = m_session.objects();
    if (!table)
        return;
    const FacetFilter& filter = m_filters->model().filter();
    m_result = applyFacets(*table, m_groups, m_session.catalog()->categories().size(), filter);
    m_filters->model().setCounts(m_result);
    const int set = filter.count();
    m_registry.action(QLatin1String(browse::kClearFilters))->setEnabled(set > 0);
    m_filterText->setText(set > 0 ? tr("%1 set").arg(set) : QString());
    restyle();
    showItems();
    refreshCount();
    const bool none = m_result.images.empty();
    m_galleryOrEmpty->setCurrentIndex(none);
    m_empty->say(set > 0 ? tr("No image has an object that answers all %1 filters.").arg(set)
                         : tr("This dataset has no images."),
                 set > 0 ? tr("Clear filters") : QString(), false);
    refreshPlace();
}

void BrowsePage::restyle() {
    const auto checked = [this](const char* id) {
        return m_registry.action(QLatin1String(id))->isChecked();
    };
    TileStyle style;
    style.mode = checked(browse::kFill)      ? TileStyle::Mode::Fill
                 : checked(browse::kOutline) ? TileStyle::Mode::Outline
                                             : TileStyle::Mode::None;
    style.truth = checked(browse::kTruth);
    style.predictions = checked(browse::kPredictions);
    style.dimGround = checked(browse::kDimGround);
    style.scoreThreshold = m_session.operatingPoint().scoreThreshold;
    const ObjectTest test(m_filters->model().filter(), m_groups);
    const auto table = m_session.objects();
    if (!test.any() && table) {
        style.shows = [test, table](const Thumbnail::Object& object) {
            return object.ref.source == ObjectRef::Source::Truth
                       ? test.matches(*table, object.tableRow)
                       : test.matchesCategory(object.category);
        };
    }
    m_filmstrip->setStyleOfTiles(style);
    m_gallery->setStyleOfTiles(std::move(style));
}

void BrowsePage::refreshCount() {
    const auto table = m_session.objects();
    const auto text = [](std::size_t left, std::size_t all, const QString& what) {
        const QString whole = countText(std::int64_t(all));
        return (left == all ? whole : tr("%1 of %2").arg(countText(std::int64_t(left)), whole)) +
               u' ' + what;
    };
    const QString images = text(m_result.images.size(), table->images.size(), tr("images"));
    const QString objects = text(m_result.objects, table->size(), tr("objects"));
    const bool ofImages = tileKind() == TileKind::Images;
    m_count->setText(ofImages ? images : objects);
    m_objects->setText(ofImages ? tr("%1 objects").arg(countText(std::int64_t(m_result.objects)))
                                : tr("in %1").arg(images));
}

void BrowsePage::refreshPlace() {
    const auto image = m_session.currentImage();
    const auto table = m_session.objects();
    const bool shown = viewerShown();
    for (const char* id : {browse::kGallery, browse::kNextImage, browse::kPreviousImage,
                           browse::kFit, browse::kOneToOne, browse::kZoomIn, browse::kZoomOut,
                           browse::kNextObject, browse::kPreviousObject})
        m_registry.action(QLatin1String(id))->setEnabled(shown);
    const bool predicted = m_session.predictions() != nullptr;
    for (const char* id : {browse::kPredictions, browse::kSideBySide})
        m_registry.action(QLatin1String(id))->setEnabled(predicted);
    m_registry.action(QLatin1String(browse::kOpenImage))->setEnabled(!shown && image.has_value());
    if (!image || !table) {
        Q_EMIT pageText({});
        return;
    }
    const TileItems& items = m_gallery->model().items();
    const auto tile = currentTile();
    const int position = tile ? items.positionOf(*tile) : -1;
    const QString name = QString::fromStdString(table->images[*image].id);
    const QString place =
        position < 0 ? tr("not in the filter")
                     : tr("%1 of %2").arg(countText(position + 1), countText(items.count()));
    m_viewer->setPlace(name, place);
    Q_EMIT pageText(name + QStringLiteral(", ") + place);
}

}  // namespace selvedge
