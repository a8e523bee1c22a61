#include "ui/browse/browse_actions.h"

#include <QActionGroup>
#include <iterator>

namespace selvedge {

namespace {

void exclusive(ActionRegistry& registry, QObject* owner, std::initializer_list<const char*> ids) {
    auto* group = new QActionGroup(owner);
    for (const char* id : ids)
        group->addAction(registry.action(QLatin1String(id)));
}

}  // namespace

void makeBrowseActions(ActionRegistry& registry, QWidget* page, QWidget* viewer) {
    const QString view = ActionRegistry::tr("View");
    const QString browse = ActionRegistry::tr("Browse");
    const auto inner = [](const QString& menu, const QString& name) {
        return QString(menu + u'/' + name);
    };
    const QString overlay = inner(view, ActionRegistry::tr("Overlay"));
    const QString compare = inner(view, ActionRegistry::tr("Compare"));
    const QString colour = inner(view, ActionRegistry::tr("Colour by"));
    const QString surround = inner(view, ActionRegistry::tr("Surround"));
    const QString hide = inner(view, ActionRegistry::tr("Hide"));
    const QString sort = inner(browse, ActionRegistry::tr("Sort"));
    const auto add = [&](const char* id, const QString& menu, const QString& text,
                         const QString& word, const char* icon, const QKeySequence& key,
                         QWidget* scope, bool checkable = false) {
        QAction* action =
            registry.add({QLatin1String(id), menu, text, QLatin1String(icon), key, checkable},
                         std::function<void()>([] {}), scope);
        action->setIconText(word);
        return action;
    };
    using namespace browse;
    using A = ActionRegistry;
    registry.separate();
    add(kTruth, view, A::tr("Show ground truth"), A::tr("Truth"), "draw-polyline",
        QKeySequence(Qt::Key_G), page, true)
        ->setChecked(true);
    add(kPredictions, view, A::tr("Show predictions"), A::tr("Predictions"), "tools-wizard",
        QKeySequence(Qt::Key_P), page, true)
        ->setChecked(true);
    add(kBoxes, view, A::tr("Show boxes"), A::tr("Boxes"), "draw-rectangle",
        QKeySequence(Qt::Key_B), viewer, true);
    add(kLabels, view, A::tr("Show labels"), A::tr("Labels"), "tag", QKeySequence(Qt::Key_L),
        viewer, true)
        ->setChecked(true);
    registry.separate();
    add(kFill, overlay, A::tr("Overlay: fill"), A::tr("Fill"), "", {}, page, true);
    add(kOutline, overlay, A::tr("Overlay: outline"), A::tr("Outline"), "", {}, page, true);
    add(kNoOverlay, overlay, A::tr("Overlay: none"), A::tr("None"), "", {}, page, true);
    exclusive(registry, page, {kFill, kOutline, kNoOverlay});
    add(kOverlay, compare, A::tr("Compare: overlay"), A::tr("Overlay"), "", QKeySequence(Qt::Key_O),
        viewer, true);
    add(kSideBySide, compare, A::tr("Compare: side by side"), A::tr("Side by side"), "",
        QKeySequence(Qt::Key_V), viewer, true);
    add(kSwipe, compare, A::tr("Compare: swipe"), A::tr("Swipe"), "", QKeySequence(Qt::Key_W),
        viewer, true);
    add(kBlink, compare, A::tr("Compare: blink"), A::tr("Blink"), "", QKeySequence(Qt::Key_K),
        viewer, true);
    exclusive(registry, page, {kOverlay, kSideBySide, kSwipe, kBlink});
    registry.separate();
    add(kDividerLeft, compare, A::tr("Divider to the left"), A::tr("Divider left"), "",
        QKeySequence(Qt::Key_BracketLeft), viewer);
    add(kDividerRight, compare, A::tr("Divider to the right"), A::tr("Divider right"), "",
        QKeySequence(Qt::Key_BracketRight), viewer);
    add(kRuns, compare, A::tr("Lay other runs over it…"), A::tr("Runs"), "", {}, viewer);
    add(kAttributes, view, A::tr("Attributes on labels"), A::tr("Attributes"), "",
        QKeySequence(Qt::Key_A), viewer, true);
    add(kColourCategory, colour, A::tr("Colour by category"), A::tr("category"), "", {}, viewer,
        true)
        ->setChecked(true);
    add(kColourSupercategory, colour, A::tr("Colour by supercategory"), A::tr("supercategory"), "",
        {}, viewer, true);
    add(kColourObject, colour, A::tr("Colour by object"), A::tr("object"), "", {}, viewer, true);
    add(kColourScore, colour, A::tr("Colour by score"), A::tr("score"), "", {}, viewer, true);
    exclusive(registry, page, {kColourCategory, kColourSupercategory, kColourObject, kColourScore});
    add(kSurroundWell, surround, A::tr("Surround: as the window"), A::tr("As the window"), "", {},
        viewer, true)
        ->setChecked(true);
    add(kSurroundGrey, surround, A::tr("Surround: middle grey"), A::tr("Middle grey"), "", {},
        viewer, true);
    add(kSurroundWhite, surround, A::tr("Surround: white"), A::tr("White"), "", {}, viewer, true);
    exclusive(registry, page, {kSurroundWell, kSurroundGrey, kSurroundWhite});
    add(kSolo, hide, A::tr("Selected object alone"), A::tr("Alone"), "", QKeySequence(Qt::Key_S),
        viewer, true);
    add(kHideObject, hide, A::tr("Hide the selected object"), A::tr("Hide"), "",
        QKeySequence(Qt::SHIFT | Qt::Key_H), viewer, true);
    add(kHideOthers, hide, A::tr("Hide all other objects"), A::tr("Hide others"), "",
        QKeySequence(Qt::ALT | Qt::Key_H), viewer);
    add(kShowAll, hide, A::tr("Show hidden objects"), A::tr("Show hidden"), "",
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_H), viewer);
    registry.separate();
    add(kFit, view, A::tr("Fit the picture"), A::tr("Fit"), "zoom-fit-best",
        QKeySequence(Qt::Key_F), viewer);
    add(kOneToOne, view, A::tr("Pixel for pixel"), A::tr("1:1"), "zoom-original",
        QKeySequence(Qt::Key_Z), viewer);
    add(kZoomIn, view, A::tr("Zoom in"), A::tr("Zoom in"), "zoom-in", QKeySequence(Qt::Key_Plus),
        viewer);
    add(kZoomOut, view, A::tr("Zoom out"), A::tr("Zoom out"), "zoom-out",
        QKeySequence(Qt::Key_Minus), viewer);
    add(kOpenImage, browse, A::tr("Open the image"), A::tr("Open"), "zoom-fit-best",
        QKeySequence(Qt::CTRL | Qt::Key_Return), page);
    add(kReveal, browse, A::tr("Show the file in its folder"), A::tr("Show in folder"),
        "folder-open", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L), page);
    add(kGallery, browse, A::tr("Back to the gallery"), A::tr("Gallery"), "go-previous",
        QKeySequence(Qt::Key_Escape), viewer);
    add(kNextImage, browse, A::tr("Next image in the filter"), A::tr("Next"), "go-next",
        QKeySequence(Qt::Key_Right), viewer);
    add(kPreviousImage, browse, A::tr("Previous image in the filter"), A::tr("Previous"),
        "go-previous", QKeySequence(Qt::Key_Left), viewer);
    add(kNextObject, browse, A::tr("Next object"), A::tr("Next object"), "go-down",
        QKeySequence(Qt::Key_Down), viewer);
    add(kPreviousObject, browse, A::tr("Previous object"), A::tr("Previous object"), "go-up",
        QKeySequence(Qt::Key_Up), viewer);
    registry.separate();
    add(kShowFilters, view, A::tr("Show the filters"), A::tr("Filters"), "view-filter",
        QKeySequence(Qt::Key_F9), page, true)
        ->setChecked(true);
    add(kShowInspector, view, A::tr("Show the inspector"), A::tr("Inspector"), "documentinfo",
        QKeySequence(Qt::Key_F10), page, true)
        ->setChecked(true);
    registry.separate();
    add(kCopyPicture, browse, A::tr("Copy the picture as seen"), A::tr("Copy"), "edit-copy",
        QKeySequence(Qt::CTRL | Qt::Key_C), viewer);
    add(kCopyFullPicture, browse, A::tr("Copy the whole picture"), A::tr("Copy whole"), "edit-copy",
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), viewer);
    add(kSavePicture, browse, A::tr("Save the whole picture…"), A::tr("Save"), "document-save", {},
        viewer);
    registry.separate();
    add(kFindQuery, browse, A::tr("Type a query"), A::tr("Query"), "edit-find",
        QKeySequence(Qt::CTRL | Qt::Key_F), page);
    add(kFindFacet, browse, A::tr("Find a category or attribute"), A::tr("Find"), "edit-find",
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F), page);
    add(kClearFilters, browse, A::tr("Clear filters"), A::tr("Clear"), "edit-clear-all",
        QKeySequence(Qt::CTRL | Qt::Key_Backspace), page);
    registry.separate();
    add(kImages, browse, A::tr("Tiles: images"), A::tr("Images"), "view-preview",
        QKeySequence(Qt::SHIFT | Qt::Key_I), page, true);
    add(kObjects, browse, A::tr("Tiles: objects"), A::tr("Objects"), "view-list-icons",
        QKeySequence(Qt::SHIFT | Qt::Key_O), page, true);
    exclusive(registry, page, {kImages, kObjects});
    add(kDimGround, view, A::tr("Cut objects out of their background"), A::tr("Cut out"),
        "edit-cut", QKeySequence(Qt::SHIFT | Qt::Key_B), page, true);
    add(kFilmstrip, view, A::tr("Show the filmstrip"), A::tr("Filmstrip"), "view-split-top-bottom",
        QKeySequence(Qt::SHIFT | Qt::Key_F), page, true);
    registry.separate();
    add(kSelectAll, browse, A::tr("Select all tiles"), A::tr("Select all"), "edit-select-all",
        QKeySequence(Qt::CTRL | Qt::Key_A), page);
    add(kSelectNone, browse, A::tr("Select nothing"), A::tr("Select nothing"), "edit-select-none",
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_A), page);
    const std::pair<QString, QString> sorts[] = {
        {A::tr("Sort by file order"), A::tr("file order")},
        {A::tr("Sort by image id"), A::tr("image id")},
        {A::tr("Sort by number of objects"), A::tr("most objects")},
        {A::tr("Sort by area, largest first"), A::tr("largest")},
        {A::tr("Sort by area, smallest first"), A::tr("smallest")},
        {A::tr("Sort by score, highest first"), A::tr("highest score")},
        {A::tr("Sort by score, lowest first"), A::tr("lowest score")},
        {A::tr("Sort by stars"), A::tr("most stars")},
        {A::tr("Sort by when you looked at it"), A::tr("last looked at")}};
    auto* group = new QActionGroup(page);
    for (std::size_t i = 0; i < std::size(sorts); ++i)
        group->addAction(add(kSorts[i], sort, sorts[i].first, sorts[i].second, "", {}, page, true));
}

}  // namespace selvedge
