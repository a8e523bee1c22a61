#pragma once

#include <QWidget>

#include "ui/parts/action_registry.h"

namespace selvedge {

// Ids of the commands of Browse; made once by makeBrowseActions, run by the page's parts, which
// connect to the actions.
namespace browse {
inline constexpr char kTruth[] = "view.truth";
inline constexpr char kPredictions[] = "view.predictions";
inline constexpr char kBoxes[] = "view.boxes";
inline constexpr char kLabels[] = "view.labels";
inline constexpr char kFill[] = "view.fill";
inline constexpr char kOutline[] = "view.outline";
inline constexpr char kNoOverlay[] = "view.noOverlay";
inline constexpr char kOverlay[] = "view.overlay";
inline constexpr char kSideBySide[] = "view.sideBySide";
inline constexpr char kFit[] = "view.fit";
inline constexpr char kOneToOne[] = "view.oneToOne";
inline constexpr char kZoomIn[] = "view.zoomIn";
inline constexpr char kZoomOut[] = "view.zoomOut";
inline constexpr char kGallery[] = "browse.gallery";
inline constexpr char kOpenImage[] = "browse.openImage";
inline constexpr char kNextImage[] = "browse.nextImage";
inline constexpr char kPreviousImage[] = "browse.previousImage";
inline constexpr char kNextObject[] = "browse.nextObject";
inline constexpr char kPreviousObject[] = "browse.previousObject";
inline constexpr char kClearFilters[] = "browse.clearFilters";
inline constexpr char kFindQuery[] = "browse.findQuery";
inline constexpr char kFindFacet[] = "browse.findFacet";
inline constexpr char kShowFilters[] = "view.filters";
inline constexpr char kShowInspector[] = "view.inspector";
inline constexpr char kImages[] = "browse.images";
inline constexpr char kObjects[] = "browse.objects";
inline constexpr char kDimGround[] = "view.dimGround";
inline constexpr char kFilmstrip[] = "view.filmstrip";
inline constexpr char kSelectAll[] = "browse.selectAll";
inline constexpr char kSelectNone[] = "browse.selectNone";
// By TileOrder.
inline constexpr const char* kSorts[] = {"browse.sortFile",        "browse.sortId",
                                         "browse.sortObjects",     "browse.sortLargest",
                                         "browse.sortSmallest",    "browse.sortHighestScore",
                                         "browse.sortLowestScore", "browse.sortStars"};

// Docks, at first and at least; a window that is narrower than both with a gallery folds the
// inspector, then the filters.
inline constexpr int kFiltersWidth = 256;
inline constexpr int kInspectorWidth = 308;
}  // namespace browse

// `page` and `viewer`: where the single keys hold.
void makeBrowseActions(ActionRegistry& registry, QWidget* page, QWidget* viewer);

}  // namespace selvedge
