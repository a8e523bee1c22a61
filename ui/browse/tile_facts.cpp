#include "ui/browse/tile_facts.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>

#include "ui/parts/scene_verdicts.h"
#include "ui/parts/verdict_glyph.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr int kKeptVerdicts = 4096;  // images
constexpr double kFaintest = 0.3;    // of predicted attributes on the card

QString said(const char* text) {
    return QCoreApplication::translate("Gallery", text);
}

QString partOf(double area, const ImageRow& row) {
    const double whole = std::max(1.0, double(row.width) * row.height);
    return QString::number(100 * area / whole, 'f', 1) + QStringLiteral(" %");
}

std::vector<AttributeScore> attributesOf(const ObjectTable& table, ObjectIndex object) {
    std::vector<AttributeScore> attributes;
    for (const AttributeIndex attribute : table.attributesOf(object))
        attributes.push_back({attribute, 1});
    return attributes;
}

// Of one that has no partner.
void judge(CardContent& content, const Verdict& verdict) {
    content.verdict = verdict.kind;
    content.match = verdictWord(verdict.kind);
    if (!content.match.isEmpty() && verdict.iou > 0)
        content.match += said(", best IoU %1").arg(metricText(verdict.iou, 2));
}

}  // namespace

TileFacts::TileFacts(const Session& session, const ThumbnailLoader& loader)
    : m_session(session), m_loader(loader), m_matched(kKeptVerdicts) {}

void TileFacts::forget() {
    m_matched.clear();
}

void TileFacts::forget(ImageIndex image) {
    m_matched.remove(image);
}

const Detection* TileFacts::detectionOf(TileItem item, std::uint32_t place) const {
    ThumbnailSource source = m_loader.source();
    source.predictions = m_session.predictionsOf(imageOf(item));
    return source.detectionOf(imageOf(item), place);
}

std::shared_ptr<const ImageCell> TileFacts::cellOf(TileItem item) const {
    const ImageIndex image = imageOf(item);
    const auto predictions = m_session.predictionsOf(image);
    if (predictions && !predictions->covers(m_session.objects()->images[image].id))
        return nullptr;  // nobody looked at it
    const auto matches = m_session.matchTable();
    if (matches && image < matches->cells.size() &&
        matches->cells[image]->imageId == m_session.objects()->images[image].id)
        return matches->cells[image];
    const auto thumbnail = m_loader.get(item);
    return thumbnail ? thumbnail->cell : nullptr;
}

const TileFacts::Matched* TileFacts::matchedOf(TileItem item) const {
    const ImageIndex image = imageOf(item);
    if (const Matched* found = m_matched.object(image))
        return found;
    const auto cell = cellOf(item);
    if (!cell || cell->truths.size() != m_session.objects()->objectsOf(image).size())
        return nullptr;
    auto* made = new Matched{cell, verdicts(*cell, m_session.criteria())};
    m_matched.insert(image, made);
    return made;
}

const ImageVerdicts* TileFacts::verdictsOf(TileItem item) const {
    const Matched* matched = matchedOf(item);
    return matched ? &matched->verdicts : nullptr;
}

std::optional<TileFacts::Match> TileFacts::matchOf(TileItem item, ObjectIndex object) const {
    const Matched* matched = matchedOf(item);
    if (!matched)
        return {};
    const auto objects = m_session.objects()->objectsOf(imageOf(item));
    const auto at = std::find(objects.begin(), objects.end(), object) - objects.begin();
    const Verdict& verdict = matched->verdicts.truths[std::size_t(at)];
    return Match{verdict, verdict.partner
                              ? std::optional(matched->cell->founds[*verdict.partner].score)
                              : std::nullopt};
}

TileCaption TileFacts::caption(TileItem item) const {
    if (!m_session.objects() || !numbers().knows(item))
        return {};
    return item.kind == TileKind::Images ? imageCaption(item)
           : numbers().isDetection(item) ? detectionCaption(item)
                                         : objectCaption(item);
}

TileCaption TileFacts::imageCaption(TileItem item) const {
    const ImageIndex image = item.index;
    const ObjectTable& table = *m_session.objects();
    TileCaption caption;
    caption.name = QString::fromStdString(table.images[image].id);
    const auto marks = m_session.marks();
    if (marks) {
        const Mark& mark = marks->ofImage(image);
        caption.stars = mark.stars;
        caption.reviewed = mark.review == ReviewState::Done;
    }
    const ImageVerdicts* all = verdictsOf(item);
    if (!all) {
        caption.aside = countText(std::int64_t(table.objectsOf(image).size()));
        return caption;
    }
    const auto count = [](const std::vector<Verdict>& verdicts, Verdict::Kind kind) {
        return int(std::count_if(verdicts.begin(), verdicts.end(),
                                 [kind](const Verdict& v) { return v.kind == kind; }));
    };
    using Kind = Verdict::Kind;
    for (const auto& [kind, number] :
         std::array{std::pair(Kind::Missed, count(all->truths, Kind::Missed)),
                    std::pair(Kind::False, count(all->founds, Kind::False)),
                    std::pair(Kind::AttributeError, count(all->truths, Kind::AttributeError))}) {
        if (number > 0)
            caption.verdicts.push_back({kind, number});
    }
    return caption;
}

TileCaption TileFacts::objectCaption(TileItem item) const {
    const ObjectIndex object = item.index;
    const ObjectTable& table = *m_session.objects();
    const auto& categories = m_session.catalog()->categories();
    const CategoryIndex category = table.category[object];
    TileCaption caption;
    caption.name = QString::fromStdString(categories[category].name);
    caption.swatch = m_palette.color(category);
    caption.aside = partOf(table.area[object], table.images[table.image[object]]);
    if (const auto marks = m_session.marks()) {
        const Mark& mark = marks->ofObject(table.rowId[object]);
        caption.stars = mark.stars;
        caption.reviewed = mark.review == ReviewState::Done;
    }
    const auto match = matchOf(item, object);
    if (!match)
        return caption;
    if (match->score)
        caption.aside = metricText(*match->score, 2);
    if (hasGlyph(match->verdict.kind))
        caption.verdicts.push_back({match->verdict.kind, 0});
    return caption;
}

TileCaption TileFacts::detectionCaption(TileItem item) const {
    const std::uint32_t place = numbers().objectOf(item.index).index;
    const Detection* detection = detectionOf(item, place);
    if (!detection)
        return {};
    TileCaption caption;
    caption.name =
        QString::fromStdString(m_session.catalog()->categories()[detection->category].name);
    caption.swatch = m_palette.color(detection->category);
    caption.aside = metricText(detection->score, 2);
    const ImageVerdicts* all = verdictsOf(item);
    if (all && place < all->founds.size() && hasGlyph(all->founds[place].kind))
        caption.verdicts.push_back({all->founds[place].kind, 0});
    return caption;
}

std::optional<CardContent> TileFacts::card(TileItem item, std::optional<ObjectRef> object) const {
    if (!object || !m_session.objects() || !numbers().knows(item))
        return {};
    auto content = object->source == ObjectRef::Source::Truth
                       ? std::optional(truthCard(item, object->index))
                       : predictionCard(item, object->index);
    if (content && m_keysOf)
        content->keys = m_keysOf(item);
    return content;
}

CardContent TileFacts::truthCard(TileItem item, ObjectIndex object) const {
    const ObjectTable& table = *m_session.objects();
    const Catalog& catalog = *m_session.catalog();
    const auto match = matchOf(item, object);
    if (match && match->verdict.partner) {
        if (const Detection* detection = detectionOf(item, *match->verdict.partner))
            return pairCard(object, *detection, match->verdict);
    }
    CardContent content;
    content.swatch = m_palette.color(table.category[object]);
    content.name = QString::fromStdString(catalog.categories()[table.category[object]].name);
    content.fact = partOf(table.area[object], table.images[table.image[object]]);
    if (match)
        judge(content, match->verdict);
    content.groups = chipGroups(catalog, attributesOf(table, object), true,
                                CategoryThresholds({}, table.category[object]));
    return content;
}

std::optional<CardContent> TileFacts::predictionCard(TileItem item, std::uint32_t place) const {
    const ImageRow& row = m_session.objects()->images[imageOf(item)];
    const Catalog& catalog = *m_session.catalog();
    const Detection* detection = detectionOf(item, place);
    if (!detection)
        return {};
    const ImageVerdicts* all = verdictsOf(item);
    const Verdict* verdict = all && place < all->founds.size() ? &all->founds[place] : nullptr;
    const auto objects = m_session.objects()->objectsOf(imageOf(item));
    if (verdict && verdict->partner && *verdict->partner < objects.size())
        return pairCard(objects[*verdict->partner], *detection, *verdict);
    CardContent content;
    content.swatch = m_palette.color(detection->category);
    content.name = QString::fromStdString(catalog.categories()[detection->category].name);
    content.truth = false;
    content.prediction = true;
    content.aside = said("score %1").arg(metricText(detection->score, 2));
    content.fact = partOf(double(detection->mask.area()), row);
    if (verdict)
        judge(content, *verdict);
    content.groups =
        chipGroups(catalog, detection->attributes, false,
                   CategoryThresholds(m_session.operatingPoint(), detection->category), kFaintest);
    return content;
}

CardContent TileFacts::pairCard(ObjectIndex object, const Detection& detection,
                                const Verdict& verdict) const {
    const ObjectTable& table = *m_session.objects();
    const Catalog& catalog = *m_session.catalog();
    CardContent content;
    content.swatch = m_palette.color(table.category[object]);
    content.name = QString::fromStdString(catalog.categories()[table.category[object]].name);
    content.aside = said("score %1").arg(metricText(detection.score, 2));
    content.prediction = true;
    content.verdict = verdict.kind;
    content.match =
        QStringLiteral("IoU %1  F1 %2").arg(metricText(verdict.iou, 2), metricText(verdict.f1, 2));
    content.groups =
        comparedChips(catalog, attributesOf(table, object), detection.attributes,
                      CategoryThresholds(m_session.operatingPoint(), detection.category));
    return content;
}

}  // namespace selvedge
