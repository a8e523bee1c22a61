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
#include "ui/plot/number_text.h"

namespace selvedge {

void BrowsePage::projectChanged() {
    // Indices of the table before mean nothing in this one.
    m_result = {};
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
    m_result = applyFacets(*table, m_groups, catalog->categories().size(), {});
    m_filters->model().setCatalog(*catalog, m_palette, m_result);
    std::uint32_t largest = 1;
    for (const std::uint32_t count : m_result.categoryCounts)
        largest = std::max(largest, count);
    m_filters->showCatalog(int(largest));
    refilter();
    m_gallery->setCurrent(m_session.currentImage());  // kept when only the folder changed
}

void BrowsePage::takeTable() {
    const auto table = m_session.objects();
    m_gallery->loader().setSource({m_session.project(), table, m_session.predictions()});
    if (!table)
        return;
    m_gallery->setCaptionOf([table](ImageIndex image) -> Gallery::Caption {
        return {QString::fromStdString(table->images[image].id),
                countText(std::int64_t(table->objectsOf(image).size()))};
    });
}

void BrowsePage::objectsChanged() {
    takeTable();
    refilter();
    m_gallery->setCurrent(m_session.currentImage());
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
    m_gallery->setImages(m_result.images);
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
    m_gallery->setStyleOfTiles(std::move(style));
}

void BrowsePage::refreshCount() {
    const auto table = m_session.objects();
    const auto all = std::int64_t(table->images.size());
    const auto left = std::int64_t(m_result.images.size());
    m_count->setText(left == all ? tr("%1 images").arg(countText(all))
                                 : tr("%1 of %2 images").arg(countText(left), countText(all)));
    m_objects->setText(tr("%1 objects").arg(countText(std::int64_t(m_result.objects))));
}

void BrowsePage::refreshPlace() {
    const auto image = m_session.currentImage();
    const auto table = m_session.objects();
    const auto& images = m_result.images;
    const bool shown = viewerShown();
    for (const char* id : browse::kOfTheViewer)
        m_registry.action(QLatin1String(id))->setEnabled(shown);
    const bool predicted = m_session.predictions() != nullptr;
    m_registry.action(QLatin1String(browse::kPredictions))->setEnabled(predicted);
    m_viewer->refreshCommands();
    m_registry.action(QLatin1String(browse::kOpenImage))->setEnabled(!shown && image.has_value());
    if (!image || !table) {
        Q_EMIT pageText({});
        return;
    }
    const auto it = std::lower_bound(images.begin(), images.end(), *image);
    const bool inFilter = it != images.end() && *it == *image;
    const QString name = QString::fromStdString(table->images[*image].id);
    const QString place = inFilter ? tr("%1 of %2")
                                         .arg(countText(it - images.begin() + 1),
                                              countText(std::int64_t(images.size())))
                                   : tr("not in the filter");
    m_viewer->setPlace(name, place);
    Q_EMIT pageText(name + QStringLiteral(", ") + place);
}

void BrowsePage::stepImage(int step) {
    const auto& images = m_result.images;
    if (images.empty())
        return;
    const auto image = m_session.currentImage();
    auto at = image ? std::lower_bound(images.begin(), images.end(), *image) - images.begin() : 0;
    // From an image outside the filter, forward means the one now in its place.
    const bool inFilter =
        image && std::size_t(at) < images.size() && images[std::size_t(at)] == *image;
    if (inFilter || step < 0)
        at += step;
    if (at < 0 || std::size_t(at) >= images.size())
        return;
    m_session.setCurrentImage(images[std::size_t(at)]);
}

}  // namespace selvedge
