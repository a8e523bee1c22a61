#include "ui/evaluate/figure_behind.h"

#include "model/evaluation/anatomy.h"
#include "model/evaluation/detection_measures.h"

namespace selvedge {

namespace {

using Found = std::optional<std::vector<CellObject>>;

constexpr double kSmall = 32 * 32, kLarge = 96 * 96;  // COCO's

// The demand that the name gives after `key`: .75 of "AP_IOU75".
std::optional<double> demandAfter(const std::string& name, const std::string& key) {
    const auto at = name.find(key);
    if (at == std::string::npos)
        return {};
    return name.substr(at + key.size(), 2) == "75" ? .75 : .5;
}

void setSize(FigureBehind& behind, char size) {
    if (size == 's')
        behind.most = kSmall;
    if (size == 'm') {
        behind.least = kSmall;
        behind.most = kLarge;
    }
    if (size == 'l')
        behind.least = kLarge;
}

Found notRight(const FigureBehind& behind, const AnalysisSource& source, std::stop_token stop) {
    const MatchTable& table = *source.measured->table;
    Criteria criteria = source.criteria;
    criteria.threshold = behind.iou;
    criteria.f1Threshold = behind.f1;
    if (!behind.asksAttributes)
        criteria.protocol.pairs = Pairs::None;
    std::vector<CellObject> all;
    for (const auto kind : {Verdict::Kind::AttributeError, Verdict::Kind::Missed}) {
        const Found found = verdictObjects(table, criteria, kind, {}, stop);
        if (!found)
            return {};
        for (const CellObject& object : *found) {
            const auto& truth = table.cells[object.image]->truths[*object.truth];
            const int id = table.catalog->categories()[truth.category].id;
            if (truth.area >= behind.least && truth.area <= behind.most &&
                (!behind.ids || (id >= behind.ids->first && id <= behind.ids->second)))
                all.push_back(object);
        }
    }
    return all;
}

Found notLocalized(const AnalysisSource& source, std::stop_token stop) {
    const MatchTable& table = *source.measured->table;
    std::vector<CellObject> all;
    for (std::size_t c = 0; c < table.catalog->categories().size(); ++c) {
        const auto found =
            correctLocalizationObjects(table, source.criteria.point, CategoryIndex(c), stop);
        if (!found)
            return {};
        all.insert(all.end(), found->misses.begin(), found->misses.end());
    }
    return all;
}

Found annotated(const AnalysisSource& source, std::stop_token stop) {
    std::vector<CellObject> all;
    const auto& cells = source.measured->table->cells;
    for (std::uint32_t image = 0; image < cells.size(); ++image) {
        if (stop.stop_requested())
            return {};
        for (std::uint32_t t = 0; t < cells[image]->truths.size(); ++t)
            if (!cells[image]->truths[t].crowd)
                all.push_back({image, t, {}});
    }
    return all;
}

Found counted(const AnalysisSource& source, std::stop_token stop) {
    std::vector<CellObject> all;
    const auto& cells = source.measured->table->cells;
    for (std::uint32_t image = 0; image < cells.size(); ++image) {
        if (stop.stop_requested())
            return {};
        const ImageVerdicts judged = verdicts(*cells[image], source.criteria);
        for (std::uint32_t f = 0; f < judged.founds.size(); ++f)
            if (judged.founds[f].kind != Verdict::Kind::Hidden)
                all.push_back({image, {}, f});
    }
    return all;
}

}  // namespace

FigureBehind figureBehind(const std::string& block, const std::string& metric,
                          const Protocol& protocol) {
    FigureBehind behind;
    const bool withF1 = metric.starts_with("f1");
    const std::string name = withF1 ? metric.substr(2) : metric;
    // The paper's AP beside its f1AP, and fp_eval's block, are of overlap alone.
    behind.asksAttributes = block.empty() ? withF1 || !protocol.missesCount : block != "iou";
    behind.iou = demandAfter(name, "_IOU").value_or(.5);
    behind.f1 = demandAfter(name, "_F1").value_or(.5);
    if (name == "AP75")
        behind.iou = behind.f1 = .75;
    if (name.size() > 2)
        setSize(behind, name[2]);
    if (name == "APo")
        behind.ids = {0, 12};
    else if (name == "APa")
        behind.ids = {13, 26};
    else if (name == "APp")
        behind.ids = {27, 45};
    return behind;
}

Found objectsBehind(const FigureBehind& behind, const AnalysisSource& source,
                    std::stop_token stop) {
    using What = FigureBehind::What;
    const auto ofKind = [&](Verdict::Kind kind) {
        return verdictObjects(*source.measured->table, source.criteria, kind, {}, stop);
    };
    switch (behind.what) {
        case What::NotRight:
            return notRight(behind, source, stop);
        case What::Right:
            return ofKind(Verdict::Kind::Right);
        case What::AttributeErrors:
            return ofKind(Verdict::Kind::AttributeError);
        case What::Missed:
            return ofKind(Verdict::Kind::Missed);
        case What::False:
            return ofKind(Verdict::Kind::False);
        case What::NotLocalized:
            return notLocalized(source, stop);
        case What::Objects:
            return annotated(source, stop);
        case What::Detections:
            return counted(source, stop);
    }
    return {};
}

}  // namespace selvedge
