#include "ui/tune/flips_panel.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>
#include <bit>

#include "app/tasks/predicted_objects.h"
#include "ui/parts/background.h"
#include "ui/parts/f1_meaning.h"
#include "ui/parts/scene_verdicts.h"
#include "ui/parts/tinted_label.h"
#include "ui/parts/verdict_glyph.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

// The sign of a group of flips.
class Glyph : public QWidget {
public:
    explicit Glyph(Verdict::Kind kind) : m_kind(kind) { setFixedSize(14, 18); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        paintVerdict(painter, rect(), m_kind, verdictColor(m_kind));
    }

private:
    Verdict::Kind m_kind;
};

constexpr std::array kSigns{Verdict::Kind::Right, Verdict::Kind::Missed,
                            Verdict::Kind::Right, Verdict::Kind::AttributeError,
                            Verdict::Kind::False, Verdict::Kind::False};

int countOf(const AttributeBits& bits) {
    int count = 0;
    for (const std::uint64_t word : bits.words)
        count += std::popcount(word);
    return count;
}

// What thresholds of F1 ask of the object with its detection of now.
QString meaningOf(const TuningFlips::Flip& flip, const MatchTable& table,
                  const Criteria& criteria) {
    if (!flip.after.partner || !flip.object.truth)
        return {};
    const ImageCell& cell = *table.cells[flip.object.image];
    const ImageCell::Found& found = cell.founds[*flip.after.partner];
    AttributeBits both = cell.truths[*flip.object.truth].attributes;
    AttributeTally tally{countOf(both), 0, 0, int(table.catalog->attributes().size())};
    const AttributeBits predicted =
        CategoryThresholds(criteria.point, found.category).predicted(cell, found);
    for (std::size_t w = 0; w < both.words.size(); ++w)
        both.words[w] &= predicted.words[w];
    tally.predicted = countOf(predicted);
    tally.right = countOf(both);
    return QString(u'\n') + f1Meaning(criteria, found.category, tally);
}

// "false" or, of a detection that counts for nothing, "hidden".
QString wordOfVerdict(Verdict::Kind kind) {
    const QString word = verdictWord(kind);
    return !word.isEmpty()                  ? word
           : kind == Verdict::Kind::Ignored ? FlipsPanel::tr("ignored")
                                            : FlipsPanel::tr("below the threshold");
}

// "was missed, is right: IoU .91, F1 .80".
QString tipOf(FlipsPanel::Kind kind, const TuningFlips::Flip& flip) {
    const QString now = FlipsPanel::tr("IoU %1, F1 %2")
                            .arg(metricText(flip.after.iou, 2), metricText(flip.after.f1, 2));
    if (kind == FlipsPanel::Kind::OtherPartner)
        return FlipsPanel::tr("Another detection is taken for it: %1").arg(now);
    const QString change =
        FlipsPanel::tr("Was: %1. Is: %2")
            .arg(wordOfVerdict(flip.before.kind), wordOfVerdict(flip.after.kind));
    return flip.after.partner ? FlipsPanel::tr("%1 (%2)").arg(change, now) : change;
}

}  // namespace

QString FlipsPanel::wordOf(Kind kind) {
    switch (kind) {
        case Kind::Gained:
            return tr("Gained");
        case Kind::Lost:
            return tr("Lost");
        case Kind::OtherPartner:
            return tr("Other partner");
        case Kind::OtherFault:
            return tr("Other fault");
        case Kind::NewFalse:
            return tr("New false");
        case Kind::GoneFalse:
            return tr("Gone false");
    }
    return {};
}

FlipsPanel::FlipsPanel(Session& session, TuningFlips& flips, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_flips(flips),
      m_loader(new ThumbnailLoader(this)),
      m_title(new TintedLabel(Token::Text, 0, true)),
      m_scope(new TintedLabel(Token::Text2, -1)),
      m_empty(new TintedLabel(Token::Text2, 0)),
      m_sentence(new TintedLabel(Token::Text2, -1)),
      m_open(new QPushButton(tr("Open in Browse"))) {
    m_title->setText(tr("Flips"));
    m_scope->setElided(true);
    m_scope->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_empty->setWordWrap(true);
    m_sentence->setWordWrap(true);
    m_sentence->setContentsMargins(12, 10, 12, 12);
    m_open->setAutoDefault(false);
    m_open->setToolTip(tr("Shows all objects whose verdict changes as tiles in Browse."));
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 8, 12, 8);
    head->setSpacing(8);
    head->addWidget(m_title);
    head->addWidget(m_scope, 1);
    head->addWidget(m_open);

    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(12, 0, 12, 0);
    column->setSpacing(10);
    column->addWidget(m_empty);
    for (std::size_t kind = 0; kind < m_groups.size(); ++kind) {
        m_groups[kind] = makeGroup(Kind(kind));
        column->addWidget(m_groups[kind].box);
    }
    column->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    auto* line = new QFrame;
    line->setFrameShape(QFrame::HLine);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(scroll, 1);
    layout->addWidget(line);
    layout->addWidget(m_sentence);

    connect(m_open, &QPushButton::clicked, this, &FlipsPanel::openAll);
    for (auto signal :
         {&Session::projectChanged, &Session::objectsChanged, &Session::predictionsChanged})
        connect(&session, signal, this, &FlipsPanel::takeSource);
    connect(&flips, &TuningFlips::changed, this, &FlipsPanel::refresh);
    takeSource();
    refresh();
}

FlipsPanel::Group FlipsPanel::makeGroup(Kind kind) {
    Group group;
    group.box = new QWidget;
    auto* name = new TintedLabel(Token::Text, 0, true);
    name->setText(wordOf(kind));
    group.count = new TintedLabel(Token::Text2, -1);
    group.all = new QPushButton(tr("all"));
    group.all->setFlat(true);
    group.all->setAutoDefault(false);
    group.all->setAccessibleName(tr("%1: all in Browse").arg(wordOf(kind)));
    group.tiles = new FlipTiles(*m_loader);
    group.tiles->setAccessibleName(wordOf(kind));
    auto* head = new QHBoxLayout;
    head->setSpacing(6);
    head->addWidget(new Glyph(kSigns[std::size_t(kind)]));
    head->addWidget(name);
    head->addWidget(group.count);
    head->addStretch();
    head->addWidget(group.all);
    auto* column = new QVBoxLayout(group.box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(head);
    column->addWidget(group.tiles);
    connect(group.all, &QPushButton::clicked, this, [this, kind] { open(kind, {}); });
    connect(group.tiles, &FlipTiles::opened, this,
            [this, kind](std::size_t tile) { open(kind, tile); });
    return group;
}

void FlipsPanel::setTitle(const QString& title) {
    m_titleText = title;
    refresh();
}

void FlipsPanel::setSentence(const QString& sentence) {
    m_sentence->setText(sentence);
}

QString FlipsPanel::sentence() const {
    return m_sentence->text();
}

void FlipsPanel::takeSource() {
    const std::uint64_t generation = ++m_generation;
    if (!m_session.project())
        return;
    m_loader->setSource({m_session.project(), m_session.objects(), m_session.predictions()});
    const OverlayPalette palette(*m_session.catalog());
    for (const Group& group : m_groups)
        group.tiles->setPalette(palette);
    if (!m_session.predictions())
        return;
    // False detections have tiles once they are numbered.
    inBackground(
        this,
        [objects = m_session.objects(), predictions = m_session.predictions(),
         criteria = m_session.criteria()] {
            return predictedObjects(*objects, *predictions, nullptr, criteria);
        },
        [this, generation](std::shared_ptr<const PredictedObjects> predicted) {
            if (generation != m_generation)
                return;
            m_loader->setPredicted(std::move(predicted));
            refresh();
        });
}

std::vector<FlipTiles::Tile> FlipsPanel::tilesOf(Kind kind) const {
    std::vector<FlipTiles::Tile> tiles;
    const auto& flips = m_flips.lists()->kinds[std::size_t(kind)];
    const TileNumbers numbers = m_loader->numbers();
    const MatchTable& table = *m_flips.measured()->table;
    for (std::size_t i = 0; i < std::min(flips.size(), FlipTiles::kMost); ++i) {
        const TuningFlips::Flip& flip = flips[i];
        const ImageIndex image = m_flips.measured()->images[flip.object.image];
        const ImageCell& cell = *table.cells[flip.object.image];
        const auto objects = m_session.objects()->objectsOf(image);
        ObjectRef object{ObjectRef::Source::Prediction, flip.object.found.value_or(0)};
        if (const auto truth = flip.object.truth) {
            if (*truth >= objects.size())
                continue;  // edited since, and soon compared anew
            object = {ObjectRef::Source::Truth, objects[*truth]};
        }
        const CategoryIndex category = flip.object.truth ? cell.truths[*flip.object.truth].category
                                                         : cell.founds[*flip.object.found].category;
        if (const auto index = numbers.indexOf(image, object))
            tiles.push_back(
                {*index, QString::fromStdString(m_session.catalog()->categories()[category].name),
                 tipOf(kind, flip) + meaningOf(flip, table, m_session.criteria()),
                 flip.after.kind});
    }
    return tiles;
}

void FlipsPanel::refresh() {
    const auto& lists = m_flips.lists();
    const bool known = lists && m_flips.measured() == m_session.measuredTable();
    const std::size_t total = known ? lists->total() : 0;
    m_scope->setText(known && total > 0
                         ? m_titleText + QStringLiteral(" · ") + countText(std::int64_t(total))
                         : m_titleText);
    m_open->setEnabled(total > 0);
    m_empty->setVisible(known && total == 0 && !m_flips.isStale());
    m_empty->setText(
        tr("No object changes its verdict. Move a threshold, or switch to another "
           "pin, and those that do appear here."));
    std::vector<std::uint32_t> wanted;
    for (std::size_t kind = 0; kind < m_groups.size(); ++kind) {
        Group& group = m_groups[kind];
        const std::size_t count = known ? lists->kinds[kind].size() : 0;
        std::vector<FlipTiles::Tile> tiles;
        if (known)
            tiles = tilesOf(Kind(kind));
        for (const FlipTiles::Tile& tile : tiles)
            wanted.push_back(tile.object);
        group.count->setText(countText(std::int64_t(count)));
        group.all->setEnabled(count > 0);
        group.box->setVisible(count > 0);
        group.tiles->setStale(m_flips.isStale());
        if (!m_flips.isStale() || tiles.empty())
            group.tiles->setTiles(std::move(tiles));
    }
    if (!wanted.empty())
        m_loader->setWanted(std::move(wanted), TileKind::Objects);
}

void FlipsPanel::open(Kind kind, std::optional<std::size_t> tile) {
    const ObjectList list =
        m_flips.objects(kind, QStringLiteral("%1, %2").arg(wordOf(kind).toLower(), m_titleText));
    if (list.places.empty())
        return;
    m_session.showObjects(list);
    if (tile && *tile < list.places.size()) {
        m_session.setCurrentImage(list.places[*tile].image);
        m_session.setCurrentObject(list.places[*tile].object);
    }
}

void FlipsPanel::openAll() {
    ObjectList list{tr("flips, %1").arg(m_titleText), {}};
    for (std::size_t kind = 0; kind < m_groups.size(); ++kind) {
        const ObjectList more = m_flips.objects(Kind(kind), {});
        list.places.insert(list.places.end(), more.places.begin(), more.places.end());
    }
    if (!list.places.empty())
        m_session.showObjects(list);
}

}  // namespace selvedge
