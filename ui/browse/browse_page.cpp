#include "ui/browse/browse_page.h"

#include <QAction>
#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/browse/browse_actions.h"
#include "ui/browse/browse_edits.h"
#include "ui/browse/browse_query.h"
#include "ui/browse/filters_panel.h"
#include "ui/browse/inspector.h"
#include "ui/browse/inspector_picture.h"
#include "ui/browse/query_facts.h"
#include "ui/browse/query_field.h"
#include "ui/browse/scene_loader.h"
#include "ui/browse/viewer.h"
#include "ui/parts/action_widgets.h"
#include "ui/parts/filmstrip.h"
#include "ui/parts/tool_row.h"
#include "ui/parts/type.h"

namespace selvedge {

BrowsePage::BrowsePage(Session& session, ActionRegistry& registry, QWidget* parent)
    : QMainWindow(parent, Qt::Widget),
      m_session(session),
      m_registry(registry),
      m_stack(new QStackedWidget),
      m_gallery(new Gallery),
      m_compared(new ComparedRuns(session, this)),
      m_viewer(new Viewer(session, *m_compared)),
      m_queryFacts(new QueryFacts(session, this)),
      m_query(new BrowseQuery(*m_queryFacts, this)),
      m_queryField(new QueryField(*m_query, this)),
      m_filters(new FiltersPanel),
      m_edits(new BrowseEdits(session, registry, this)),
      m_inspector(new Inspector(session, m_edits->commands(), registry)),
      m_loader(new SceneLoader(session, *m_compared, this)),
      m_viewerPane(new QWidget),
      m_filmstrip(new Filmstrip(m_gallery->model(), m_gallery->loader())),
      m_facts(session, m_gallery->loader()),
      m_lookedAt(session) {
    setAccessibleName(tr("Browse"));
    auto* below = new QVBoxLayout(m_viewerPane);
    below->setContentsMargins(0, 0, 0, 0);
    below->setSpacing(0);
    below->addWidget(m_viewer, 1);
    below->addWidget(m_filmstrip);
    makeBrowseActions(registry, this, m_viewerPane);
    m_viewer->useActions(registry);
    m_gallery->loader().setCacheFolder(cacheFolder() / "thumbnails");
    m_galleryPane = makeGalleryPane();
    m_stack->addWidget(m_galleryPane);
    m_stack->addWidget(m_viewerPane);
    setCentralWidget(m_stack);
    m_filtersDock = makeDock(tr("Filters"), "filtersDock", m_filters, Qt::LeftDockWidgetArea);
    m_inspectorDock =
        makeDock(tr("Inspector"), "inspectorDock", m_inspector, Qt::RightDockWidgetArea);
    connectActions();
    makeLayoutActions();
    m_edits->setInspector(m_inspector);
    m_edits->look().setQuery(
        {[this] { return queryText(); }, [this](const QString& text) { setQueryText(text); }});
    connect(m_edits, &BrowseEdits::inspectorWanted, this, [this] {
        if (!m_inspectorDock->isVisible())
            m_registry.action(QLatin1String(browse::kShowInspector))->trigger();
    });
    connect(m_edits, &BrowseEdits::picturesWanted, this, &BrowsePage::focusPictures);
    connect(m_stack, &QStackedWidget::currentChanged, this, [this] {
        m_edits->commands().setOnlyCurrent(viewerShown());
        m_inspector->setPictureWanted(!viewerShown());
    });
    connect(m_inspector, &Inspector::opened, this,
            [this] { openImage(*m_session.currentImage()); });

    connect(&session, &Session::projectChanged, this, &BrowsePage::projectChanged);
    connect(&session, &Session::objectsChanged, this, &BrowsePage::objectsChanged);
    connect(&session, &Session::predictionsChanged, this, [this] {
        if (m_session.predictionsGrew())
            m_gallery->loader().setGrown(m_session.predictions());
        else
            m_gallery->loader().setSource(
                {m_session.project(), m_session.objects(), m_session.predictions()});
        refreshPlace();
        restyle();
        refreshFacts();
        showItems();
    });
    connect(&session, &Session::operatingPointChanged, this, [this] {
        restyle();
        refreshFacts();
    });
    connectArrivals();
    connectGallery();
    connectList();
    connectQuery();
    connect(&session, &Session::currentImageChanged, this, [this] {
        followCurrent();
        refreshPlace();
        if (const auto image = m_session.currentImage(); image && viewerShown()) {
            m_lookedAt.note(*image);
            const ImageRow& row = m_session.objects()->images[*image];
            const auto thumbnail = m_gallery->loader().get(*image);
            if (!m_loader->hasPixels())
                m_viewer->setPreview(thumbnail ? thumbnail->image : QImage(),
                                     QSize(row.width, row.height));
            readAhead();
        }
    });
    connect(&m_gallery->loader(), &ThumbnailLoader::becameIdle, this, &BrowsePage::maySettle);
    connect(m_loader, &SceneLoader::becameIdle, this, &BrowsePage::maySettle);
    connect(&m_inspector->picture(), &InspectorPicture::becameIdle, this, &BrowsePage::maySettle);
    connect(m_loader, &SceneLoader::sceneReady, this,
            [this](std::shared_ptr<const CanvasScene> scene) {
                m_viewer->setScene(scene);
                m_inspector->setScene(scene);
            });
    m_loader->setViewSize([this] {
        const Canvas& canvas = m_viewer->first();
        return canvas.size() * canvas.devicePixelRatioF();
    });
    connect(m_loader, &SceneLoader::sceneWanted, m_viewer, &Viewer::forgetObjects);
    connect(m_loader, &SceneLoader::mipsReady, m_viewer, &Viewer::setMips);
    connect(m_loader, &SceneLoader::fault, m_viewer, &Viewer::setFault);
    connect(m_viewer, &Viewer::locateWanted, &m_session, &Session::imageFolderWanted);
    connect(m_viewer, &Viewer::pointerText, this, &BrowsePage::pageText);
    connect(m_inspector, &Inspector::left, this, &BrowsePage::focusPictures);
    projectChanged();
}

// Tiles and scene of what was predicted just now: the rest of the set stays as it is.
void BrowsePage::connectArrivals() {
    ThumbnailLoader& loader = m_gallery->loader();
    loader.setPredictionsOf([this](ImageIndex image) { return m_session.predictionsOf(image); });
    connect(&m_session, &Session::predictionsArrived, this,
            [this, &loader](std::vector<ImageIndex> images) {
                std::sort(images.begin(), images.end());
                for (const ImageIndex image : images)
                    m_facts.forget(image);
                loader.renew(images);
            });
    connect(&loader, &ThumbnailLoader::ready, this, [this](TileItem item) {
        if (m_session.arriving() && numbers().knows(item)) {
            m_facts.forget(numbers().imageOf(item));
            m_gallery->refreshCaptions();
        }
    });
}

QDockWidget* BrowsePage::makeDock(const QString& title, const char* name, QWidget* content,
                                  Qt::DockWidgetArea area) {
    auto* dock = new QDockWidget(title);
    dock->setObjectName(QLatin1String(name));
    dock->setAccessibleName(title);
    dock->setFeatures(QDockWidget::DockWidgetClosable);
    dock->setWidget(content);
    content->setMinimumWidth(area == Qt::LeftDockWidgetArea ? browse::kFiltersWidth
                                                            : browse::kInspectorWidth);
    auto* head = new ToolRow(title);
    if (content == m_inspector) {
        head->add(m_inspector->head());
    } else {
        head->addLabel(true)->setText(title);
        head->addStretch();
        m_filterText = head->addLabel(false);
        m_filterText->setFont(typeFont(-1));
        auto* views = new QPushButton(tr("Views"));
        views->setFlat(true);
        bindButton(views, m_registry.action(QLatin1String(edit::kViews)));
        head->add(views);
        m_edits->setViewsButton(views);
        auto* clear = new QPushButton(tr("Clear"));
        clear->setFlat(true);
        bindButton(clear, m_registry.action(QLatin1String(browse::kClearFilters)));
        // Else the next button would get it: with nothing to clear this one is off.
        connect(clear, &QPushButton::clicked, this, &BrowsePage::focusPictures);
        head->add(clear);
    }
    dock->setTitleBarWidget(head);
    addDockWidget(area, dock);
    return dock;
}

void BrowsePage::connectActions() {
    const auto action = [&](const char* id) { return m_registry.action(QLatin1String(id)); };
    const auto on = [&](const char* id, auto run) {
        connect(action(id), &QAction::triggered, this, run);
    };
    const QString mode = m_session.settings().value(Settings::Key::OverlayMode).toString();
    action(mode == QLatin1String("none")      ? browse::kNoOverlay
           : mode == QLatin1String("outline") ? browse::kOutline
                                              : browse::kFill)
        ->setChecked(true);
    action(browse::kOverlay)->setChecked(true);
    for (const auto& [id, value] :
         {std::pair(browse::kFill, "fill"), std::pair(browse::kOutline, "outline"),
          std::pair(browse::kNoOverlay, "none")}) {
        connect(action(id), &QAction::toggled, this, [this, value](bool checked) {
            if (checked)
                m_session.settings().setValue(Settings::Key::OverlayMode, QLatin1String(value));
            restyle();
        });
    }
    connect(action(browse::kTruth), &QAction::toggled, this, &BrowsePage::restyle);
    connect(action(browse::kPredictions), &QAction::toggled, this, &BrowsePage::restyle);
    on(browse::kClearFilters, [this] { m_query->set({}); });
    m_queryField->showKey(action(browse::kFindQuery));
    on(browse::kFindQuery, [this] { m_queryField->startTyping(); });
    // Its key also while the query is typed, which is done outside of this page.
    m_queryField->addAction(action(browse::kFindFacet));
    on(browse::kFindFacet, [this] {
        showGallery();
        m_filters->field()->setFocus(Qt::ShortcutFocusReason);
        m_filters->field()->selectAll();
    });
    on(browse::kGallery, [this] { showGallery(); });
    on(browse::kOpenImage, [this] {
        if (const auto image = m_session.currentImage())
            openImage(*image);
    });
    on(browse::kNextImage, [this] { stepImage(1); });
    on(browse::kPreviousImage, [this] { stepImage(-1); });
    connectGalleryActions();
}

void BrowsePage::openImage(ImageIndex image) {
    m_session.setCurrentImage(image);
    if (!viewerShown()) {
        m_stack->setCurrentWidget(m_viewerPane);
        showDocks();
        const auto thumbnail = m_gallery->loader().get(image);
        const ImageRow& row = m_session.objects()->images[image];
        m_viewer->setPreview(thumbnail ? thumbnail->image : QImage(), QSize(row.width, row.height));
    }
    m_lookedAt.note(image);
    m_loader->wantPixels(true);
    readAhead();
    m_viewer->setFocus(Qt::OtherFocusReason);
    refreshPlace();
}

void BrowsePage::showGallery() {
    m_loader->wantPixels(false);
    if (viewerShown()) {
        m_stack->setCurrentWidget(m_galleryPane);
        showDocks();
        if (tilesAreOfNow() && tileOrder() == TileOrder::LookedAt)
            showItems();
        m_gallery->setFocus(Qt::OtherFocusReason);
    }
    refreshPlace();
}

bool BrowsePage::viewerShown() const {
    return m_stack->currentWidget() == m_viewerPane;
}

bool BrowsePage::settled() const {
    return m_gallery->loader().idle() && !m_loader->busy() && !m_query->searching() &&
           m_inspector->picture().settled();
}

}  // namespace selvedge
