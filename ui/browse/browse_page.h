#pragma once

#include <QMainWindow>

#include "app/session/session.h"
#include "dataset/project/facets.h"
#include "ui/parts/gallery.h"

class QDockWidget;
class QLabel;
class QSlider;
class QStackedWidget;

namespace selvedge {

class ActionRegistry;
class ComparedRuns;
class EmptyState;
class FiltersPanel;
class Inspector;
class SceneLoader;
class Viewer;

// The Browse workspace: filters, gallery or viewer, inspector. A window inside the window, so that
// its docks are its own.
class BrowsePage : public QMainWindow {
    Q_OBJECT

public:
    BrowsePage(Session& session, ActionRegistry& registry, QWidget* parent = nullptr);
    Gallery& gallery() { return *m_gallery; }
    Viewer& viewer() { return *m_viewer; }
    ComparedRuns& compared() { return *m_compared; }
    SceneLoader& scenes() { return *m_loader; }
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
    void readAhead();

    Session& m_session;
    ActionRegistry& m_registry;
    QStackedWidget* m_stack;
    Gallery* m_gallery;
    ComparedRuns* m_compared;
    Viewer* m_viewer;
    FiltersPanel* m_filters;
    Inspector* m_inspector;
    SceneLoader* m_loader;
    QDockWidget* m_filtersDock;
    QDockWidget* m_inspectorDock;
    QWidget* m_galleryPane;
    QStackedWidget* m_galleryOrEmpty;
    QLabel* m_count;
    QLabel* m_objects;
    QLabel* m_filterText;
    EmptyState* m_empty;
    QSlider* m_tileSize;
    OverlayPalette m_palette;
    AttributeGroups m_groups;
    FacetResult m_result;
    bool m_sized = false;
    bool m_filtersWanted = true;  // in the gallery; the viewer has none
};

}  // namespace selvedge
