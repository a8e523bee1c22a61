#include "ui/browse/browse_page.h"

#include <QAction>
#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/browse/browse_actions.h"
#include "ui/browse/filters_panel.h"
#include "ui/browse/inspector.h"
#include "ui/browse/scene_loader.h"
#include "ui/browse/viewer.h"
#include "ui/parts/action_widgets.h"
#include "ui/parts/empty_state.h"
#include "ui/parts/tool_row.h"
#include "ui/parts/type.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr int kFiltersWidth = 256;  // least, and at first
constexpr int kInspectorWidth = 308;

}  // namespace

BrowsePage::BrowsePage(Session& session, ActionRegistry& registry, QWidget* parent)
    : QMainWindow(parent, Qt::Widget),
      m_session(session),
      m_registry(registry),
      m_stack(new QStackedWidget),
      m_gallery(new Gallery),
      m_compared(new ComparedRuns(session, this)),
      m_viewer(new Viewer(session, *m_compared)),
      m_filters(new FiltersPanel),
      m_inspector(new Inspector(session)),
      m_loader(new SceneLoader(session, *m_compared, this)) {
    setAccessibleName(tr("Browse"));
    makeBrowseActions(registry, this, m_viewer);
    m_viewer->useActions(registry);
    m_gallery->loader().setCacheFolder(cacheFolder() / "thumbnails");
    m_galleryPane = makeGalleryPane();
    m_stack->addWidget(m_galleryPane);
    m_stack->addWidget(m_viewer);
    setCentralWidget(m_stack);
    m_filtersDock = makeDock(tr("Filters"), "filtersDock", m_filters, Qt::LeftDockWidgetArea);
    m_inspectorDock =
        makeDock(tr("Inspector"), "inspectorDock", m_inspector, Qt::RightDockWidgetArea);
    connectActions();

    connect(&session, &Session::projectChanged, this, &BrowsePage::projectChanged);
    connect(&session, &Session::objectsChanged, this, &BrowsePage::objectsChanged);
    connect(&session, &Session::predictionsChanged, this, [this] {
        m_gallery->loader().setSource(
            {m_session.project(), m_session.objects(), m_session.predictions()});
        refreshPlace();
        restyle();
        m_gallery->setImages(m_gallery->images());
    });
    connect(&session, &Session::operatingPointChanged, this, &BrowsePage::restyle);
    connect(&session, &Session::currentImageChanged, this, [this] {
        m_gallery->setCurrent(m_session.currentImage());
        refreshPlace();
        if (const auto image = m_session.currentImage(); image && viewerShown()) {
            const ImageRow& row = m_session.objects()->images[*image];
            const auto thumbnail = m_gallery->loader().get(*image);
            if (!m_loader->hasPixels())
                m_viewer->setPreview(thumbnail ? thumbnail->image : QImage(),
                                     QSize(row.width, row.height));
            readAhead();
        }
    });
    connect(&m_filters->model(), &FacetModel::filterChanged, this, &BrowsePage::refilter);
    connect(m_gallery, &Gallery::currentChanged, this,
            [this](ImageIndex image) { m_session.setCurrentImage(image); });
    connect(m_gallery, &Gallery::activated, this, &BrowsePage::openImage);
    connect(&m_gallery->loader(), &ThumbnailLoader::becameIdle, this, &BrowsePage::maySettle);
    connect(m_loader, &SceneLoader::becameIdle, this, &BrowsePage::maySettle);
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
    connect(m_viewer, &Viewer::pointerText, this, &BrowsePage::pageText);
    projectChanged();
}

QDockWidget* BrowsePage::makeDock(const QString& title, const char* name, QWidget* content,
                                  Qt::DockWidgetArea area) {
    auto* dock = new QDockWidget(title);
    dock->setObjectName(QLatin1String(name));
    dock->setAccessibleName(title);
    dock->setFeatures(QDockWidget::DockWidgetClosable);
    dock->setWidget(content);
    content->setMinimumWidth(area == Qt::LeftDockWidgetArea ? kFiltersWidth : kInspectorWidth);
    auto* head = new ToolRow(title);
    auto* label = head->addLabel(true);
    label->setText(title);
    head->addStretch();
    if (area == Qt::LeftDockWidgetArea) {
        m_filterText = head->addLabel(false);
        m_filterText->setFont(typeFont(-1));
        auto* clear = new QPushButton(tr("Clear"));
        clear->setFlat(true);
        bindButton(clear, m_registry.action(QLatin1String(browse::kClearFilters)));
        head->add(clear);
    }
    dock->setTitleBarWidget(head);
    addDockWidget(area, dock);
    return dock;
}

QWidget* BrowsePage::makeGalleryPane() {
    auto* pane = new QWidget;
    const auto action = [&](const char* id) { return m_registry.action(QLatin1String(id)); };
    auto* row = new ToolRow(tr("Gallery"));
    m_count = row->addLabel(true);
    m_objects = row->addLabel(false);
    row->addStretch();
    row->add(new SourceButton(action(browse::kTruth), true));
    row->add(new SourceButton(action(browse::kPredictions), false));
    row->addGap(4);
    row->add(new ActionSegments(
        {action(browse::kFill), action(browse::kOutline), action(browse::kNoOverlay)},
        tr("Overlay")));
    row->addGap(4);
    m_tileSize = new QSlider(Qt::Horizontal);
    m_tileSize->setRange(Gallery::kSmallest, Gallery::kLargest);
    m_tileSize->setSingleStep(16);
    m_tileSize->setFixedWidth(90);
    m_tileSize->setAccessibleName(tr("Size of tiles"));
    m_tileSize->setToolTip(tr("Size of tiles (Ctrl+wheel)"));
    row->add(m_tileSize);

    m_empty = new EmptyState;
    m_galleryOrEmpty = new QStackedWidget;
    m_galleryOrEmpty->addWidget(m_gallery);
    m_galleryOrEmpty->addWidget(m_empty);

    auto* layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(row);
    layout->addWidget(m_galleryOrEmpty, 1);

    const int width = m_session.settings().value(Settings::Key::TileWidth).toInt();
    m_gallery->setTileWidth(width);
    m_tileSize->setValue(m_gallery->tileWidth());
    connect(m_tileSize, &QSlider::valueChanged, m_gallery, &Gallery::setTileWidth);
    connect(m_gallery, &Gallery::tileWidthChanged, this, [this](int now) {
        const QSignalBlocker blocker(m_tileSize);
        m_tileSize->setValue(now);
        m_session.settings().setValue(Settings::Key::TileWidth, now);
    });
    connect(m_empty, &EmptyState::clicked, action(browse::kClearFilters), &QAction::trigger);
    return pane;
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
    on(browse::kClearFilters, [this] { m_filters->model().clear(); });
    on(browse::kFindFacet, [this] {
        showGallery();
        m_filters->field()->setFocus(Qt::ShortcutFocusReason);
    });
    on(browse::kGallery, [this] { showGallery(); });
    on(browse::kOpenImage, [this] {
        if (const auto image = m_session.currentImage())
            openImage(*image);
    });
    on(browse::kNextImage, [this] { stepImage(1); });
    on(browse::kPreviousImage, [this] { stepImage(-1); });
}

void BrowsePage::showEvent(QShowEvent* event) {
    QMainWindow::showEvent(event);
    if (!m_sized)
        resizeDocks({m_filtersDock, m_inspectorDock}, {kFiltersWidth, kInspectorWidth},
                    Qt::Horizontal);
    m_sized = true;
}

void BrowsePage::openImage(ImageIndex image) {
    m_session.setCurrentImage(image);
    if (!viewerShown()) {
        m_filtersWanted = m_filtersDock->isVisible();
        m_filtersDock->hide();
        m_stack->setCurrentWidget(m_viewer);
        const auto thumbnail = m_gallery->loader().get(image);
        const ImageRow& row = m_session.objects()->images[image];
        m_viewer->setPreview(thumbnail ? thumbnail->image : QImage(), QSize(row.width, row.height));
    }
    m_loader->wantPixels(true);
    readAhead();
    m_viewer->setFocus(Qt::OtherFocusReason);
    refreshPlace();
}

// The images that the next key brings.
void BrowsePage::readAhead() {
    const auto& images = m_result.images;
    const auto image = m_session.currentImage();
    const auto it = image ? std::lower_bound(images.begin(), images.end(), *image) : images.end();
    std::vector<ImageIndex> neighbours;
    if (it != images.end() && *it == *image) {
        if (it + 1 != images.end())
            neighbours.push_back(*(it + 1));
        if (it != images.begin())
            neighbours.push_back(*(it - 1));
    }
    m_loader->setNeighbours(std::move(neighbours));
}

void BrowsePage::showGallery() {
    m_loader->wantPixels(false);
    if (viewerShown()) {
        m_stack->setCurrentWidget(m_galleryPane);
        m_filtersDock->setVisible(m_filtersWanted);
        m_gallery->setFocus(Qt::OtherFocusReason);
    }
    refreshPlace();
}

bool BrowsePage::viewerShown() const {
    return m_stack->currentWidget() == m_viewer;
}

bool BrowsePage::settled() const {
    return m_gallery->loader().idle() && !m_loader->busy();
}

}  // namespace selvedge
