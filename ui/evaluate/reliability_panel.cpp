#include "ui/evaluate/reliability_panel.h"

#include "ui/parts/segments.h"
#include "ui/parts/tinted_label.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

using Kind = Analyses::Kind;

// ".8" and ".9" of the ninth bin.
std::pair<QString, QString> endsOf(std::size_t bin) {
    const double bins = double(kReliabilityBins);
    return {metricText(double(bin) / bins, 1), metricText(double(bin + 1) / bins, 1)};
}

}  // namespace

std::vector<BarsView::Bar> reliabilityBars(const Reliability& reliability, bool ofAttributes) {
    std::vector<BarsView::Bar> bars;
    for (std::size_t i = 0; i < kReliabilityBins && reliability.count > 0; ++i) {
        const ReliabilityBin& bin = reliability.bins[i];
        const auto [from, to] = endsOf(i);
        const QString counts =
            ofAttributes ? ReliabilityPanel::tr("Probability %1 to %2: %3, %4 of them right, %5.")
                               .arg(from, to, countText(qint64(bin.count), "attribute"))
                         : ReliabilityPanel::tr("Score %1 to %2: %3, %4 of them right, %5.")
                               .arg(from, to, countText(qint64(bin.count), "detection"));
        bars.push_back({bin.hitShare, bin.count > 0,
                        counts.arg(countText(qint64(bin.hits)), metricText(bin.hitShare, 2))});
    }
    return bars;
}

ReliabilityPanel::ReliabilityPanel(EvaluateState& state, QWidget* parent)
    : TitledPanel(tr("Is it to be believed?"), parent),
      m_state(state),
      m_of(new Segments(tr("Reliability of"), {tr("Scores"), tr("Attributes")})),
      m_bars(new BarsView(tr("Share of right ones"))),
      m_error(new TintedLabel(Token::Text2, -1)) {
    m_of->setToolTip(
        tr("Of detections with a score of .80, are eighty of a hundred right? Or of attributes "
           "with that probability, on detections that are on an object."));
    m_error->setToolTip(
        tr("Expected calibration error: how far the share of right ones is from what the network "
           "says, on average. 0: of a hundred said to be .80 sure, eighty are right."));
    addToHead(m_error);
    addToHead(m_of);
    setBody(m_bars);
    connect(&state.analyses(), &Analyses::changed, this, [this](Kind kind) {
        if (kind == Kind::Reliability || kind == Kind::AttributeReliability)
            refresh();
    });
    connect(m_of, &Segments::chosen, this, [this] {
        want();
        refresh();
    });
    connect(m_bars, &BarsView::opened, this, &ReliabilityPanel::open);
    refresh();
}

bool ReliabilityPanel::isOfAttributes() const {
    return m_of->current() == 1;
}

void ReliabilityPanel::showEvent(QShowEvent* event) {
    TitledPanel::showEvent(event);
    want();
}

void ReliabilityPanel::hideEvent(QHideEvent* event) {
    TitledPanel::hideEvent(event);
    want();
}

// Only what is in view is worked out.
void ReliabilityPanel::want() {
    m_state.analyses().setWanted(Kind::Reliability, isVisible() && !isOfAttributes());
    m_state.analyses().setWanted(Kind::AttributeReliability, isVisible() && isOfAttributes());
}

void ReliabilityPanel::refresh() {
    const Analyses& analyses = m_state.analyses();
    const bool attributes = isOfAttributes();
    const auto found = attributes ? analyses.attributeReliability() : analyses.reliability();
    m_bars->setStale(analyses.isStale(attributes ? Kind::AttributeReliability : Kind::Reliability));
    m_bars->setEmptyText(!found       ? tr("Being worked out …")
                         : attributes ? tr("No detection with attributes is on an object.")
                                      : tr("No detections count."));
    m_bars->setBars(found ? reliabilityBars(*found, attributes) : std::vector<BarsView::Bar>());
    m_error->setText(found && found->expectedError >= 0
                         ? tr("ECE %1").arg(metricText(found->expectedError, 3))
                         : QString());
}

void ReliabilityPanel::open(int bar) {
    const auto [from, to] = endsOf(std::size_t(bar));
    const bool attributes = isOfAttributes();
    m_state.showBehind(
        (attributes ? tr("attributes of probability %1 to %2") : tr("score %1 to %2"))
            .arg(from, to),
        [bar, attributes](const AnalysisSource& source,
                          std::stop_token stop) -> std::optional<std::vector<CellObject>> {
            const auto find = attributes ? attributeReliabilityObjects : scoreReliabilityObjects;
            auto found = find(*source.measured->table, source.criteria.protocol,
                              source.criteria.point, std::size_t(bar), {}, stop, 0);
            if (!found)
                return {};
            std::vector<CellObject> all = std::move(found->falses);
            all.insert(all.end(), found->hits.begin(), found->hits.end());
            return all;
        });
}

}  // namespace selvedge
