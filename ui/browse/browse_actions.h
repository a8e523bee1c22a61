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
inline constexpr char kSwipe[] = "view.swipe";
inline constexpr char kBlink[] = "view.blink";
inline constexpr char kDividerLeft[] = "view.dividerLeft";
inline constexpr char kDividerRight[] = "view.dividerRight";
inline constexpr char kRuns[] = "view.runs";
inline constexpr char kAttributes[] = "view.attributes";
inline constexpr char kColourCategory[] = "view.colourCategory";
inline constexpr char kColourSupercategory[] = "view.colourSupercategory";
inline constexpr char kColourObject[] = "view.colourObject";
inline constexpr char kColourScore[] = "view.colourScore";
inline constexpr char kSurroundWell[] = "view.surroundWell";
inline constexpr char kSurroundGrey[] = "view.surroundGrey";
inline constexpr char kSurroundWhite[] = "view.surroundWhite";
inline constexpr char kSolo[] = "view.solo";
inline constexpr char kHideObject[] = "view.hideObject";
inline constexpr char kHideOthers[] = "view.hideOthers";
inline constexpr char kShowAll[] = "view.showAll";
inline constexpr char kCopyPicture[] = "browse.copyPicture";
inline constexpr char kCopyFullPicture[] = "browse.copyFullPicture";
inline constexpr char kSavePicture[] = "browse.savePicture";
inline constexpr char kFit[] = "view.fit";
inline constexpr char kOneToOne[] = "view.oneToOne";
inline constexpr char kZoomIn[] = "view.zoomIn";
inline constexpr char kZoomOut[] = "view.zoomOut";
inline constexpr char kGallery[] = "browse.gallery";
inline constexpr char kOpenImage[] = "browse.openImage";
inline constexpr char kReveal[] = "browse.reveal";
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
inline constexpr const char* kSorts[] = {
    "browse.sortFile",        "browse.sortId",       "browse.sortObjects",
    "browse.sortLargest",     "browse.sortSmallest", "browse.sortHighestScore",
    "browse.sortLowestScore", "browse.sortStars",    "browse.sortLookedAt"};

// Docks, at first and at least; a window that is narrower than both with a gallery folds the
// inspector, then the filters.
inline constexpr int kFiltersWidth = 256;
inline constexpr int kInspectorWidth = 308;

// What makes sense while the viewer is shown only.
inline constexpr const char* kOfTheViewer[] = {kGallery,
                                               kNextImage,
                                               kPreviousImage,
                                               kFit,
                                               kOneToOne,
                                               kZoomIn,
                                               kZoomOut,
                                               kNextObject,
                                               kPreviousObject,
                                               kBoxes,
                                               kLabels,
                                               kAttributes,
                                               kSolo,
                                               kShowAll,
                                               kCopyPicture,
                                               kCopyFullPicture,
                                               kSavePicture,
                                               kColourCategory,
                                               kColourSupercategory,
                                               kColourObject,
                                               kColourScore,
                                               kSurroundWell,
                                               kSurroundGrey,
                                               kSurroundWhite};
}  // namespace browse

// `page` and `viewer`: where the single keys hold.
void makeBrowseActions(ActionRegistry& registry, QWidget* page, QWidget* viewer);

}  // namespace selvedge
