#pragma once

#include <QMainWindow>

#include "app/session/session.h"
#include "dataset/project/facets.h"
#include "ui/browse/gallery_order.h"
#include "ui/browse/tile_facts.h"
#include "ui/parts/gallery.h"

class QDockWidget;
class QLabel;
class QSlider;
class QStackedWidget;

namespace selvedge {

class ActionRegistry;
class EmptyState;
class Filmstrip;
class FiltersPanel;
class Inspector;
class SceneLoader;
class ToolRow;
class Viewer;

// The Browse workspace: filters, gallery or viewer, inspector. A window inside the window, so that
// its docks are its own.
class BrowsePage : public QMainWindow {
    Q_OBJECT

public:
    BrowsePage(Session& session, ActionRegistry& registry, QWidget* parent = nullptr);
    Gallery& gallery() { return *m_gallery; }
    Filmstrip& filmstrip() { return *m_filmstrip; }
    Viewer& viewer() { return *m_viewer; }
    FiltersPanel& filters() { return *m_filters; }
    Inspector& inspector() { return *m_inspector; }
    void openImage(ImageIndex image);
    void showGallery();
    bool viewerShown() const;
    // Nothing that is seen is still being read.
    bool settled() const;
    const FacetResult& result() const { return m_result; }

Q_SIGNALS:
    void pageText(const QString& text);  // for the status bar
    void maySettle();                    // ask settled() again

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeGalleryPane();
    QWidget* makeGalleryRow();
    void connectGallery();
    void connectGalleryActions();
    QDockWidget* makeDock(const QString& title, const char* name, QWidget* content,
                          Qt::DockWidgetArea area);
    void connectActions();
    void projectChanged();
    void objectsChanged();
    void takeTable();  // of the session, for the gallery
    void refilter();
    void restyle();
    void refreshCount();
    void refreshPlace();
    void stepImage(int step);

    TileKind tileKind() const;  // as the actions say
    TileOrder tileOrder() const;
    // What the filter leaves, to gallery and filmstrip: images, or the objects that match in them,
    // sorted. The one place that does.
    void showItems();
    std::vector<std::uint32_t> matchingObjects() const;
    void takeItems(std::shared_ptr<const TileItems> items);
    void openTile(TileItem item);
    void goTo(TileItem item);  // image, and object, of the session
    // The tile of the session's image and object; the one where it would be, if it is filtered out.
    std::optional<std::uint32_t> currentTile() const;
    int placeOf(ImageIndex image) const;
    void followCurrent();
    void followSelection();
    void refreshFacts();
    void refreshGalleryRow();

    Session& m_session;
    ActionRegistry& m_registry;
    QStackedWidget* m_stack;
    Gallery* m_gallery;
    Viewer* m_viewer;
    FiltersPanel* m_filters;
    Inspector* m_inspector;
    SceneLoader* m_loader;
    QDockWidget* m_filtersDock;
    QDockWidget* m_inspectorDock;
    QWidget* m_galleryPane;
    QWidget* m_viewerPane;
    Filmstrip* m_filmstrip;
    ToolRow* m_galleryRow;
    QWidget* m_truthButton;
    QWidget* m_predictionsButton;
    QWidget* m_overlaySegments;
    QWidget* m_cutOut;
    QStackedWidget* m_galleryOrEmpty;
    QLabel* m_count;
    QLabel* m_objects;
    QLabel* m_filterText;
    EmptyState* m_empty;
    QSlider* m_tileSize;
    OverlayPalette m_palette;
    AttributeGroups m_groups;
    FacetResult m_result;
    TileFacts m_facts;
    std::shared_ptr<const ObjectTable> m_tilesTable;  // what the tiles' indices mean
    std::uint64_t m_orderGeneration = 0;              // against stale answers
    bool m_sized = false;
    bool m_filtersWanted = true;  // in the gallery; the viewer has none
};

}  // namespace selvedge
