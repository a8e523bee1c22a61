// BrowsePage: the gallery and its tool row.

#include <QAction>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/browse/browse_actions.h"
#include "ui/browse/browse_edits.h"
#include "ui/browse/browse_page.h"
#include "ui/browse/browse_query.h"
#include "ui/browse/list_bar.h"
#include "ui/browse/scene_loader.h"
#include "ui/parts/action_registry.h"
#include "ui/parts/action_widgets.h"
#include "ui/parts/background.h"
#include "ui/parts/empty_state.h"
#include "ui/parts/filmstrip.h"
#include "ui/parts/tool_row.h"
#include "ui/parts/verdict_legend.h"
#include "ui/plot/number_text.h"

namespace selvedge {

QWidget* BrowsePage::makeGalleryRow() {
    const auto action = [&](const char* id) { return m_registry.action(QLatin1String(id)); };
    auto* row = m_galleryRow = new ToolRow(tr("Gallery"));
    auto* kinds =
        new ActionSegments({action(browse::kImages), action(browse::kObjects)}, tr("Tiles"));
    connect(kinds, &ActionSegments::clickedByMouse, this, &BrowsePage::focusPictures);
    row->add(kinds);
    m_count = row->addLabel(true);
    m_objects = row->addLabel(false);
    row->addStretch();
    m_legend = new VerdictLegend;
    row->add(m_legend);
    row->addGap(4);
    QList<QAction*> sorts;
    for (const char* id : browse::kSorts)
        sorts += action(id);
    row->add(new ActionChoice(tr("Sort"), sorts));
    m_truthButton = new SourceButton(action(browse::kTruth), true);
    m_predictionsButton = new SourceButton(action(browse::kPredictions), false);
    row->add(m_truthButton);
    row->add(m_predictionsButton);
    row->addGap(4);
    m_overlaySegments = new ActionSegments(
        {action(browse::kFill), action(browse::kOutline), action(browse::kNoOverlay)},
        tr("Overlay"));
    row->add(m_overlaySegments);
    m_cutOut = new ActionSegments({action(browse::kDimGround)}, tr("Background"));
    row->add(m_cutOut);
    row->addGap(4);
    m_tileSize = new QSlider(Qt::Horizontal);
    m_tileSize->setRange(Gallery::kSmallest, Gallery::kLargest);
    m_tileSize->setSingleStep(16);
    m_tileSize->setFixedWidth(90);
    m_tileSize->setAccessibleName(tr("Size of tiles"));
    m_tileSize->setToolTip(tr("Size of tiles (Ctrl+wheel)"));
    row->add(m_tileSize);
    row->setFolding(
        {{m_legend},
         {m_objects},
         {m_truthButton, {action(browse::kTruth)}},
         {m_predictionsButton, {action(browse::kPredictions)}},
         {m_overlaySegments,
          {action(browse::kFill), action(browse::kOutline), action(browse::kNoOverlay)}},
         {m_cutOut, {action(browse::kDimGround)}}});
    return row;
}

QWidget* BrowsePage::makeGalleryPane() {
    auto* pane = new QWidget;
    m_empty = new EmptyState;
    m_galleryOrEmpty = new QStackedWidget;
    m_galleryOrEmpty->addWidget(m_gallery);
    m_galleryOrEmpty->addWidget(m_empty);
    auto* layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeGalleryRow());
    m_listBar = new ListBar;
    layout->addWidget(m_listBar);
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
    connect(m_empty, &EmptyState::clicked, this, [this](int way) {
        if (const auto action = m_emptyAction)  // a copy: what it does gives another
            action(way);
    });
    return pane;
}

void BrowsePage::connectGallery() {
    m_facts.setKeysOf([this](TileItem item) { return cardKeys(item); });
    const auto captionOf = [this](TileItem item) { return m_facts.caption(item); };
    m_gallery->setCaptionOf(captionOf);
    m_filmstrip->setCaptionOf(captionOf);
    m_gallery->setCardOf([this](TileItem item, std::optional<ObjectRef> object) {
        return m_facts.card(item, object);
    });
    connectFiles();
    connect(m_gallery, &Gallery::currentChanged, this, &BrowsePage::goTo);
    connect(m_gallery, &Gallery::activated, this, &BrowsePage::openTile);
    connect(m_filmstrip, &Filmstrip::activated, this, &BrowsePage::openTile);
    connect(m_gallery, &Gallery::locateWanted, &m_session, &Session::imageFolderWanted);
    connect(&m_gallery->model(), &TileModel::selectionChanged, this,
            [this] { m_session.setSelection(editableSelection()); });
    connect(&m_session, &Session::selectionChanged, this, &BrowsePage::followSelection);
    connect(&m_session, &Session::currentObjectChanged, this, &BrowsePage::followCurrent);
    // Tiles stay where they are when a star changes, also in the order of stars.
    connect(&m_session, &Session::marksChanged, this, [this] {
        m_gallery->refreshCaptions();
        refreshLegend();
    });
    connect(&m_session, &Session::evaluationChanged, this, [this] {
        refreshFacts();
        const TileOrder order = tileOrder();
        if (order == TileOrder::HighestScore || order == TileOrder::LowestScore)
            showItems();
    });
}

void BrowsePage::connectGalleryActions() {
    const auto action = [&](const char* id) { return m_registry.action(QLatin1String(id)); };
    Settings& settings = m_session.settings();
    action(browse::kImages)->setChecked(true);
    action(browse::kSorts[0])->setChecked(true);
    action(browse::kDimGround)->setChecked(settings.value(Settings::Key::CutOut).toBool());
    action(browse::kFilmstrip)->setChecked(settings.value(Settings::Key::Filmstrip).toBool());
    m_filmstrip->setVisible(action(browse::kFilmstrip)->isChecked());
    connect(action(browse::kDimGround), &QAction::toggled, this, [this](bool on) {
        m_session.settings().setValue(Settings::Key::CutOut, on);
        restyle();
    });
    connect(action(browse::kFilmstrip), &QAction::toggled, this, [this](bool on) {
        m_session.settings().setValue(Settings::Key::Filmstrip, on);
        m_filmstrip->setVisible(on);
    });
    connect(action(browse::kObjects), &QAction::toggled, this, [this] {
        refreshGalleryRow();
        showItems();
        showEmpty();
    });
    for (const char* id : browse::kSorts) {
        connect(action(id), &QAction::toggled, this, [this](bool on) {
            if (on)
                showItems();
        });
    }
    TileModel& model = m_gallery->model();
    connect(action(browse::kSelectAll), &QAction::triggered, &model, &TileModel::selectAll);
    connect(action(browse::kSelectNone), &QAction::triggered, &model, &TileModel::clearSelection);
    refreshGalleryRow();
}

// What the keys do once the card's tile is the current one, which the gallery makes it.
std::vector<CardKey> BrowsePage::cardKeys(TileItem item) const {
    if (!m_gallery->hasFocus())
        return {};
    const TileModel& model = m_gallery->model();
    const bool several = model.selection().items.size() > 1;
    const bool among = several && model.isSelected(model.items().positionOf(item.index));
    const auto marked = editableSelection().items.size();
    const bool ofImage =
        item.kind == TileKind::Objects && (numbers().isDetection(item) || (several && !among));
    const auto about = [&](const QString& word) {
        return among && marked > 1 ? tr("%1 all %2").arg(word, countText(qint64(marked)))
               : ofImage           ? tr("%1 the image").arg(word)
                                   : word;
    };
    const auto keyOf = [&](const char* id) {
        return m_registry.action(QLatin1String(id))->shortcut();
    };
    std::vector<CardKey> keys{{QKeySequence(Qt::Key_Enter), tr("open")},
                              {keyOf(edit::kStar), about(tr("mark"))},
                              {keyOf(edit::kReviewed), tr("reviewed")}};
    std::erase_if(keys, [](const CardKey& key) { return key.key.isEmpty(); });
    return keys;
}

TileKind BrowsePage::tileKind() const {
    return m_registry.action(QLatin1String(browse::kObjects))->isChecked() ? TileKind::Objects
                                                                           : TileKind::Images;
}

TileOrder BrowsePage::tileOrder() const {
    for (std::size_t i = 0; i < std::size(browse::kSorts); ++i) {
        if (m_registry.action(QLatin1String(browse::kSorts[i]))->isChecked())
            return TileOrder(i);
    }
    return TileOrder::File;
}

void BrowsePage::refreshGalleryRow() {
    const bool images = tileKind() == TileKind::Images;
    for (QWidget* ofImages : {m_truthButton, m_predictionsButton, m_overlaySegments})
        m_galleryRow->setUseful(ofImages, images);
    m_galleryRow->setUseful(m_cutOut, !images);
    const bool scored =
        images ? m_session.predictions() != nullptr : m_session.matchTable() != nullptr;
    for (const TileOrder order : {TileOrder::HighestScore, TileOrder::LowestScore}) {
        QAction* sort = m_registry.action(QLatin1String(browse::kSorts[std::size_t(order)]));
        ActionRegistry::setNeed(
            sort, m_session.predictions() ? tr("Needs an evaluation") : tr("Needs predictions"));
        sort->setEnabled(scored);
    }
    refreshLegend();
    if (m_session.objects())
        refreshCount();
}

// The signs that tiles of this kind have now.
void BrowsePage::refreshLegend() {
    using Kind = Verdict::Kind;
    std::vector<Kind> kinds;
    if (m_session.predictions() && tileKind() == TileKind::Images)
        kinds = {Kind::Missed, Kind::False, Kind::AttributeError};
    else if (m_session.predictions())
        kinds = {Kind::Right, Kind::Missed, Kind::False, Kind::AttributeError};
    const auto marks = m_session.marks();
    const auto reviewed = [](const auto& entries) {
        return std::any_of(entries.begin(), entries.end(), [](const auto& entry) {
            return entry.second.review == ReviewState::Done;
        });
    };
    m_legend->setSigns(std::move(kinds),
                       marks && (tileKind() == TileKind::Images ? reviewed(marks->images)
                                                                : reviewed(marks->objects)));
    m_galleryRow->setUseful(m_legend, !m_legend->isEmpty());
}

void BrowsePage::refreshFacts() {
    m_facts.forget();
    m_gallery->refreshCaptions();
    refreshGalleryRow();
}

}  // namespace selvedge
