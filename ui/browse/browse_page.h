#pragma once

#include <QMainWindow>
#include <functional>

#include "app/session/looked_at.h"
#include "app/session/session.h"
#include "dataset/project/apply_query.h"
#include "ui/browse/gallery_order.h"
#include "ui/browse/tile_facts.h"
#include "ui/parts/gallery.h"

class QDockWidget;
class QLabel;
class QMenu;
class QSlider;
class QStackedWidget;

namespace selvedge {

class ActionRegistry;
class BrowseEdits;
class BrowseQuery;
class ComparedRuns;
class EmptyState;
class Filmstrip;
class FiltersPanel;
class Inspector;
class ListBar;
class QueryFacts;
class QueryField;
class SceneLoader;
class ToolRow;
class VerdictLegend;
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
    ComparedRuns& compared() { return *m_compared; }
    SceneLoader& scenes() { return *m_loader; }
    FiltersPanel& filters() { return *m_filters; }
    Inspector& inspector() { return *m_inspector; }
    BrowseEdits& edits() { return *m_edits; }
    void openImage(ImageIndex image);
    void showGallery();
    bool viewerShown() const;
    void focusPictures();  // the keyboard to the viewer or the gallery
    // Nothing that is seen is still being read.
    bool settled() const;
    QMenu* makeTileMenu();  // of the current tile; the caller's
    BrowseQuery& query() { return *m_query; }
    ListBar& listBar() { return *m_listBar; }
    QueryField& queryField() { return *m_queryField; }  // for the workspace bar
    // What is looked for, as saved views keep it. A text that cannot be read stands in the field
    // with what is wrong with it, and the query stays as it was.
    QString queryText() const;
    QString queryInWords() const;  // as people say it
    void setQueryText(const QString& text);
    void keepLayout();   // of the docks, in the settings
    void resetLayout();  // to the program's own

Q_SIGNALS:
    void pageText(const QString& text);  // for the status bar
    void maySettle();                    // ask settled() again

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeGalleryPane();
    QWidget* makeGalleryRow();
    void connectArrivals();
    void connectGallery();
    void connectGalleryActions();
    // browse_files.cpp
    void connectFiles();
    QList<QUrl> filesOf(const std::vector<std::uint32_t>& tiles) const;
    void revealCurrent();
    QDockWidget* makeDock(const QString& title, const char* name, QWidget* content,
                          Qt::DockWidgetArea area);
    void connectActions();
    void projectChanged();
    void objectsChanged();
    void takeTable();  // of the session, for the gallery
    // browse_filter.cpp
    void connectQuery();
    void takeWords();
    void showFound();
    void showEmpty();
    void offerLoosenings();
    bool asksForVerdicts() const;
    bool waitsForVerdicts() const;
    void refreshSituation();
    void restyle();
    void refreshCount();
    void refreshPlace();
    void stepImage(int step);
    // browse_list.cpp
    void connectList();
    void showList(const ObjectList& list);
    void leaveList();
    void narrowList();
    void followList();
    void nameFileOrder();
    std::vector<std::uint32_t> listedTiles() const;
    // browse_layout.cpp
    void makeLayoutActions();
    void showDocks();

    TileKind tileKind() const;  // as the actions say
    TileOrder tileOrder() const;
    // What the filter leaves, to gallery and filmstrip: images, or the objects that match in them,
    // sorted. The one place that does.
    void showItems();
    void takeItems(std::shared_ptr<const TileItems> items);
    std::optional<int> placeOfDeleted() const;
    void chooseNext();
    TileNumbers numbers() const { return m_gallery->loader().numbers(); }
    bool tilesAreOfNow() const;
    // Of the selected tiles those that the session's commands know: no detections.
    Selection editableSelection() const;
    void refreshLegend();
    std::vector<CardKey> cardKeys(TileItem item) const;
    void openTile(TileItem item);
    void goTo(TileItem item);  // image, and object, of the session
    // The tile of the session's image and object; the one where it would be, if it is filtered out.
    std::optional<std::uint32_t> currentTile() const;
    int placeOf(ImageIndex image) const;
    void followCurrent();
    void followSelection();
    void refreshFacts();
    void refreshGalleryRow();
    void readAhead();

    Session& m_session;
    ActionRegistry& m_registry;
    QStackedWidget* m_stack;
    Gallery* m_gallery;
    ComparedRuns* m_compared;
    Viewer* m_viewer;
    QueryFacts* m_queryFacts;
    BrowseQuery* m_query;
    QueryField* m_queryField;
    FiltersPanel* m_filters;
    BrowseEdits* m_edits;
    Inspector* m_inspector;
    SceneLoader* m_loader;
    QDockWidget* m_filtersDock;
    QDockWidget* m_inspectorDock;
    QWidget* m_galleryPane;
    QWidget* m_viewerPane;
    Filmstrip* m_filmstrip;
    ToolRow* m_galleryRow;
    VerdictLegend* m_legend;
    QWidget* m_truthButton;
    QWidget* m_predictionsButton;
    QWidget* m_overlaySegments;
    QWidget* m_cutOut;
    QStackedWidget* m_galleryOrEmpty;
    ListBar* m_listBar;
    std::optional<ObjectList> m_list;                // shown in place of what the filter finds
    std::shared_ptr<const ObjectTable> m_listTable;  // that its indices are of
    bool m_listNarrowed = false;    // the query was changed since: only what it finds of the list
    std::size_t m_orderBefore = 0;  // of the list, that it is left with
    QLabel* m_count;
    QLabel* m_objects;
    QLabel* m_filterText;
    EmptyState* m_empty;
    std::function<void(int)> m_emptyAction;  // which of the ways that are offered
    QSlider* m_tileSize;
    OverlayPalette m_palette;
    TileFacts m_facts;
    LookedAt m_lookedAt;
    // What the tiles' indices mean.
    std::shared_ptr<const ObjectTable> m_tilesTable;
    std::optional<int> m_nextPlace;  // of the tile behind one that was deleted
    std::shared_ptr<const PredictionSet> m_tilesRun;
    std::uint64_t m_orderGeneration = 0;  // against stale answers
    bool m_sized = false;
    // Docks that the person wants; the viewer has no filters, and a narrow window folds them away.
    bool m_filtersWanted = true, m_inspectorWanted = true;
    bool m_inspectorFirst = false;  // of the two, where there is no room for both
    QByteArray m_ownLayout;
};

}  // namespace selvedge
