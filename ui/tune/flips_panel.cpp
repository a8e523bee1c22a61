#include "ui/tune/flips_panel.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>
#include <bit>

#include "ui/parts/f1_meaning.h"
#include "ui/parts/scene_verdicts.h"
#include "ui/parts/tinted_label.h"
#include "ui/parts/verdict_glyph.h"
#include "ui/plot/number_text.h"
#include "ui/tune/flip_tiles.h"

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
                            Verdict::Kind::AttributeError};

int countOf(const AttributeBits& bits) {
    int count = 0;
    for (const std::uint64_t word : bits.words)
        count += std::popcount(word);
    return count;
}

// What thresholds of F1 ask of the object with its detection of now.
QString meaningOf(const TuningFlips::Flip& flip, const MatchTable& table,
                  const Criteria& criteria) {
    if (!flip.after.partner)
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

// "was missed, is right: IoU .91, F1 .80".
QString tipOf(std::size_t kind, const TuningFlips::Flip& flip) {
    const QString now = FlipsPanel::tr("IoU %1, F1 %2")
                            .arg(metricText(flip.after.iou, 2), metricText(flip.after.f1, 2));
    if (TuningFlips::kKinds[kind] == ObjectChange::Kind::OtherPartner)
        return FlipsPanel::tr("Another detection is taken for it: %1").arg(now);
    return FlipsPanel::tr("Was: %1. Is: %2 (%3)")
        .arg(verdictWord(flip.before.kind), verdictWord(flip.after.kind), now);
}

}  // namespace

QString FlipsPanel::wordOf(std::size_t kind) {
    return std::array{tr("Gained"), tr("Lost"), tr("Other partner")}[kind];
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
        m_groups[kind] = makeGroup(kind);
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

FlipsPanel::Group FlipsPanel::makeGroup(std::size_t kind) {
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
    head->addWidget(new Glyph(kSigns[kind]));
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
    if (!m_session.project())
        return;
    m_loader->setSource({m_session.project(), m_session.objects(), m_session.predictions()});
    const OverlayPalette palette(*m_session.catalog());
    for (const Group& group : m_groups)
        group.tiles->setPalette(palette);
}

void FlipsPanel::refresh() {
    const auto& lists = m_flips.lists();
    const bool known = lists && m_flips.measured() == m_session.measuredTable();
    const std::size_t total = known ? lists->total() : 0;
    m_scope->setText(known ? m_titleText + QStringLiteral(" · ") + countText(std::int64_t(total))
                           : m_titleText);
    m_open->setEnabled(total > 0);
    m_empty->setVisible(known && total == 0 && !m_flips.isStale());
    m_empty->setText(
        tr("No object changes its verdict. Move a threshold, or switch to another "
           "pin, and those that do appear here."));
    std::vector<std::uint32_t> wanted;
    for (std::size_t kind = 0; kind < m_groups.size(); ++kind) {
        Group& group = m_groups[kind];
        std::vector<FlipTiles::Tile> tiles;
        const std::size_t count = known ? lists->kinds[kind].size() : 0;
        for (std::size_t i = 0; i < std::min(count, FlipTiles::kMost); ++i) {
            const TuningFlips::Flip& flip = lists->kinds[kind][i];
            const ImageIndex image = m_flips.measured()->images[flip.object.image];
            const auto objects = m_session.objects()->objectsOf(image);
            if (*flip.object.truth >= objects.size())
                continue;  // edited since, and soon compared anew
            const CategoryIndex category = m_flips.measured()
                                               ->table->cells[flip.object.image]
                                               ->truths[*flip.object.truth]
                                               .category;
            const ObjectIndex object = objects[*flip.object.truth];
            tiles.push_back(
                {object, QString::fromStdString(m_session.catalog()->categories()[category].name),
                 tipOf(kind, flip) +
                     meaningOf(flip, *m_flips.measured()->table, m_session.criteria()),
                 flip.after.kind});
            wanted.push_back(object);
        }
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

void FlipsPanel::open(std::size_t kind, std::optional<std::size_t> tile) {
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
        const ObjectList more = m_flips.objects(kind, {});
        list.places.insert(list.places.end(), more.places.begin(), more.places.end());
    }
    if (!list.places.empty())
        m_session.showObjects(list);
}

}  // namespace selvedge
