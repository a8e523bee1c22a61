// BrowsePage: what the filter leaves, and how it is told.

#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <algorithm>

#include "ui/browse/browse_actions.h"
#include "ui/browse/browse_page.h"
#include "ui/browse/browse_query.h"
#include "ui/browse/facet_words.h"
#include "ui/browse/filters_panel.h"
#include "ui/browse/inspector.h"
#include "ui/browse/inspector_picture.h"
#include "ui/browse/query_facts.h"
#include "ui/browse/query_field.h"
#include "ui/browse/scene_loader.h"
#include "ui/browse/viewer.h"
#include "ui/parts/empty_state.h"
#include "ui/parts/filmstrip.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr std::size_t kMostWays = 3;  // out of an empty result, that are offered

}  // namespace

void BrowsePage::connectQuery() {
    connect(m_query, &BrowseQuery::wordsChanged, this, &BrowsePage::takeWords);
    connect(m_query, &BrowseQuery::changed, this,
            [this] { m_filters->model().setQuery(m_query->query()); });
    connect(m_query, &BrowseQuery::found, this, &BrowsePage::showFound);
    connect(m_query, &BrowseQuery::loosened, this, &BrowsePage::showEmpty);
    connect(&m_filters->model(), &FacetModel::queryWanted, m_query, &BrowseQuery::set);
    connect(m_filters, &FiltersPanel::evaluationWanted, &m_session, &Session::startEvaluation);
    connect(m_filters, &FiltersPanel::predictionsWanted, this,
            [this] { m_registry.action(QStringLiteral("file.importPredictions"))->trigger(); });
    m_filters->setKept(m_session.settings().value(Settings::Key::OpenFacets).toMap());
    connect(m_filters, &FiltersPanel::keptChanged, this, [this] {
        m_session.settings().setValue(Settings::Key::OpenFacets, m_filters->kept());
    });
    connect(&m_session, &Session::evaluationChanged, this, [this] {
        refreshSituation();
        if (m_session.objects())
            showEmpty();
    });
    connect(m_queryField, &QueryField::finished, this, [this] { focusPictures(); });
}

// Not to a gallery that an empty result hides: it would take the keyboard once it shows again.
void BrowsePage::focusPictures() {
    if (viewerShown())
        m_viewer->setFocus(Qt::OtherFocusReason);
    else if (m_gallery->isVisible())
        m_gallery->setFocus(Qt::OtherFocusReason);
    else
        m_empty->button()->setFocus(Qt::OtherFocusReason);
}

QString BrowsePage::queryText() const {
    return m_query->text();
}

QString BrowsePage::queryInWords() const {
    return queryWords(m_query->query(), m_query->words());
}

void BrowsePage::setQueryText(const QString& text) {
    m_queryField->setText(text);
}

void BrowsePage::projectChanged() {
    // Indices of the table before mean nothing in this one.
    ++m_orderGeneration;
    m_gallery->setImages({});
    showGallery();
    const bool sameTable = m_session.objects() && m_session.objects() == m_query->resultTable();
    takeTable();
    const auto catalog = m_session.catalog();
    if (!m_session.objects() || !catalog)
        return;
    m_palette = OverlayPalette(*catalog);
    m_loader->setPalette(m_palette);
    m_gallery->setOverlayPalette(m_palette);
    m_facts.setPalette(m_palette);
    if (sameTable)  // only the folder changed: the query stays
        m_query->tableChanged();
    else
        m_query->begin();
    followCurrent();
}

void BrowsePage::takeTable() {
    const auto table = m_session.objects();
    m_gallery->loader().setSource({m_session.project(), table, m_session.predictions()});
    m_facts.forget();
    m_queryFacts->takeTable();
    m_queryFacts->setColourCache(m_gallery->loader().diskCache());
}

void BrowsePage::objectsChanged() {
    takeTable();
    m_query->tableChanged();
    followCurrent();
}

void BrowsePage::takeWords() {
    const bool sameCatalog = &m_filters->model().words().catalog() == &m_query->words().catalog();
    m_filters->model().setWords(m_queryFacts->data().words, m_palette, m_query->everything());
    m_filters->showFacets(sameCatalog);
}

void BrowsePage::showFound() {
    const QueryResult& everything = m_query->everything();
    std::uint32_t largest = 1;
    for (const std::uint32_t count : everything.counts[std::size_t(Facet::Category)])
        largest = std::max(largest, count);
    m_filters->setLargest(int(largest));
    m_filters->model().setResult(m_query->result(), everything);
    refreshSituation();
    const auto set = termsOf(m_query->query(), m_query->words()).size();
    m_registry.action(QLatin1String(browse::kClearFilters))->setEnabled(set > 0);
    m_filterText->setText(set > 0 ? tr("%1 set").arg(set) : QString());
    restyle();
    showItems();
    refreshCount();
    showEmpty();
    refreshPlace();
    if (settled())
        Q_EMIT maySettle();
}

void BrowsePage::refreshSituation() {
    FacetSituation situation;
    situation.predicted = m_session.predictions() != nullptr;
    situation.judged = m_queryFacts->judged();
    situation.evaluating = m_session.evaluating() || (m_session.matchTable() && !situation.judged);
    situation.arriving = m_session.arriving().has_value();
    situation.run = m_session.currentRun();
    const QueryData& asked = m_queryFacts->data();
    situation.objects = asked.table ? asked.table->size() : 0;
    situation.coloursKnown = asked.colours ? asked.colours->known : 0;
    m_filters->model().setSituation(situation);
}

bool BrowsePage::asksForVerdicts() const {
    const auto& values = m_query->query().values;
    return std::any_of(values.begin(), values.end(),
                       [](const auto& value) { return value.first.facet == Facet::Verdict; });
}

// A verdict is asked for that nobody has given yet.
bool BrowsePage::waitsForVerdicts() const {
    return m_session.predictions() && !m_queryFacts->judged() && asksForVerdicts();
}

// What stands in place of tiles, and the ways out.
void BrowsePage::showEmpty() {
    const QueryResult& result = m_query->result();
    const QString words = queryWords(m_query->query(), m_query->words());
    const bool ofImages = tileKind() == TileKind::Images;
    const bool lone = !result.detections.empty() && m_query->resultPredicted();
    const bool listed = m_list && !ofImages;
    const bool noneListed = listed && m_listNarrowed && listedTiles().empty();
    const bool none =
        noneListed ||
        (!listed && (result.images.empty() || (!ofImages && result.objects.empty() && !lone)));
    const bool hadKeyboard = m_empty->isAncestorOf(QApplication::focusWidget());
    m_galleryOrEmpty->setCurrentIndex(none);
    if (!none) {
        if (hadKeyboard)
            m_gallery->setFocus(Qt::OtherFocusReason);
        return;
    }
    m_emptyAction = [this](int) { m_query->set({}); };
    if (noneListed) {
        m_empty->say(tr("No object of the list answers the filter: %1.").arg(words),
                     tr("Clear filters"), false);
    } else if (waitsForVerdicts()) {
        const bool arriving = m_session.arriving().has_value();
        const bool waits = arriving || m_session.evaluating();
        m_emptyAction = [this](int) { m_session.startEvaluation(); };
        const QString sentence =
            arriving ? tr("%1 is being predicted. It is measured when all are there.")
            : waits  ? tr("The predictions of %1 are being compared with the ground truth.")
                    : tr("The predictions of %1 have not been compared with the ground truth yet.");
        m_empty->say(sentence.arg(m_session.currentRun()), waits ? QString() : tr("Evaluate"),
                     true);
    } else if (!m_session.predictions() &&
               (asksForVerdicts() || !m_query->query().score.everything())) {
        m_emptyAction = [this](int) {
            m_registry.action(QStringLiteral("file.importPredictions"))->trigger();
        };
        m_empty->say(tr("Verdicts and scores need predictions: import a file or run Predict."),
                     tr("Import predictions…"), true);
    } else if (!result.images.empty()) {
        m_emptyAction = [this](int) {
            m_registry.action(QLatin1String(browse::kImages))->trigger();
        };
        m_empty->say(tr("These images have no objects."), tr("Show images"), false);
    } else if (m_query->query().empty()) {
        m_empty->say(tr("This dataset has no images."), {}, false);
    } else if (m_query->loosenings().empty()) {
        const bool several = termsOf(m_query->query(), m_query->words()).size() > 1;
        m_empty->say(several    ? (ofImages ? tr("No image answers all of this.")
                                            : tr("No object answers all of this."))
                     : ofImages ? tr("No image answers this: %1.").arg(words)
                                : tr("No object answers this: %1.").arg(words),
                     tr("Clear filters"), false);
    } else {
        offerLoosenings();
    }
}

// One button for each condition that can be dropped, with what that leaves.
void BrowsePage::offerLoosenings() {
    const bool ofImages = tileKind() == TileKind::Images;
    QStringList names;
    std::vector<Query> queries;
    for (const Loosening& way : m_query->loosenings()) {
        const std::size_t left = ofImages ? way.images : way.objects;
        if (left == 0 || queries.size() == kMostWays)
            continue;
        const TermWords term =
            termWords(parseQuery(way.term, m_query->words()).query, m_query->words());
        names += tr("%1: %2").arg(term.drop(),
                                  countText(std::int64_t(left), ofImages ? "image" : "object"));
        queries.push_back(way.query);
    }
    const QString why =
        ofImages ? tr("No image answers all of this.") : tr("No object answers all of this.");
    if (queries.empty()) {
        m_empty->say(why, tr("Clear filters"), false);
        return;
    }
    m_emptyAction = [this, queries = std::move(queries)](int way) {
        m_query->set(queries[std::size_t(way)]);
    };
    m_empty->offer(why, names);
}

void BrowsePage::restyle() {
    const auto checked = [this](const char* id) {
        return m_registry.action(QLatin1String(id))->isChecked();
    };
    TileStyle style;
    style.mode = checked(browse::kFill)      ? TileStyle::Mode::Fill
                 : checked(browse::kOutline) ? TileStyle::Mode::Outline
                                             : TileStyle::Mode::None;
    // Fills would tint what is looked for.
    const auto& values = m_query->query().values;
    const bool looksForColour = std::any_of(values.begin(), values.end(), [](const auto& value) {
        return value.first.facet == Facet::Colour;
    });
    if (looksForColour && style.mode == TileStyle::Mode::Fill)
        style.mode = TileStyle::Mode::Outline;
    style.truth = checked(browse::kTruth);
    style.predictions = checked(browse::kPredictions);
    style.dimGround = checked(browse::kDimGround);
    style.point = m_session.operatingPoint();
    if (m_queryFacts->data().table && m_queryFacts->data().words) {
        const ObjectTest test(m_query->query(), m_queryFacts->data());
        if (!test.any()) {
            style.shows = [test](const Thumbnail::Object& object) {
                return object.ref.source == ObjectRef::Source::Truth
                           ? test.matches(object.tableRow)
                           : test.matchesPrediction(object.category, object.score);
            };
        }
    }
    m_filmstrip->setStyleOfTiles(style);
    m_inspector->picture().setStyleOfTiles(style);
    m_gallery->setStyleOfTiles(std::move(style));
}

void BrowsePage::refreshCount() {
    const auto table = m_session.objects();
    const QueryResult& result = m_query->result();
    const auto text = [](std::size_t left, std::size_t all, const char* what) {
        const QString whole = countText(std::int64_t(all), what);
        return left == all ? whole : tr("%1 of %2").arg(countText(std::int64_t(left)), whole);
    };
    const QString images = text(result.images.size(), table->images.size(), "image");
    const QString objects = text(result.objects.size(), table->size(), "object");
    const bool ofImages = tileKind() == TileKind::Images;
    if (m_list && !ofImages) {
        m_count->setText(text(listedTiles().size(), m_list->places.size(), "object"));
        m_objects->setText({});
        return;
    }
    // Detections that are no objects of the ground truth stand beside these.
    const std::size_t lone = result.detections.size();
    const QString detections = countText(std::int64_t(lone), "detection");
    m_count->setText(ofImages                 ? images
                     : lone == 0              ? objects
                     : result.objects.empty() ? detections
                                              : tr("%1, %2").arg(objects, detections));
    m_objects->setText(ofImages ? countText(std::int64_t(result.objects.size()), "object")
                                : tr("in %1").arg(images));
}

void BrowsePage::refreshPlace() {
    const auto image = m_session.currentImage();
    const auto table = m_session.objects();
    const bool shown = viewerShown();
    for (const char* id : browse::kOfTheViewer)
        m_registry.action(QLatin1String(id))->setEnabled(shown);
    m_registry.action(QLatin1String(browse::kPredictions))
        ->setEnabled(m_session.predictions() || !m_compared->shown().empty());
    m_viewer->refreshCommands();
    m_registry.action(QLatin1String(browse::kOpenImage))->setEnabled(!shown && image.has_value());
    m_registry.action(QLatin1String(browse::kReveal))->setEnabled(image.has_value());
    if (!image || !table) {
        Q_EMIT pageText({});
        return;
    }
    const TileItems& items = m_gallery->model().items();
    const auto tile = currentTile();
    const int position = tile ? items.positionOf(*tile) : -1;
    const QString name = QString::fromStdString(table->images[*image].id);
    const QString place =
        position < 0 ? tr("not in the filter")
                     : tr("%1 of %2").arg(countText(position + 1), countText(items.count()));
    m_viewer->setPlace(name, place);
    Q_EMIT pageText(name + QStringLiteral(", ") + place);
}

}  // namespace selvedge
