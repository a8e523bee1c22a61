#include "ui/evaluate/verdict_panels.h"

#include <QTableView>
#include <algorithm>
#include <numeric>

#include "ui/evaluate/count_rows.h"
#include "ui/parts/scene_verdicts.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

using Kind = Analyses::Kind;

}  // namespace

// --- agreement

AgreementPanel::AgreementPanel(EvaluateState& state, QWidget* parent)
    : TitledPanel(tr("Agreement"), parent),
      m_state(state),
      m_model(new CountRowsModel({}, {}, this)),
      m_table(
          makeCountTable(m_model, tr("Agreement of predictions with the ground truth"), false)) {
    setBody(m_table);
    for (auto signal : {&QTableView::clicked, &QTableView::activated})
        connect(m_table, signal, this, [this](const QModelIndex& index) { open(index.row()); });
    connect(&state, &EvaluateState::measured, this, &AgreementPanel::refresh);
    connect(&state.analyses(), &Analyses::changed, this, [this](Kind kind) {
        if (kind == Kind::Comparison)
            refresh();
    });
    refresh();
}

void AgreementPanel::showEvent(QShowEvent* event) {
    TitledPanel::showEvent(event);
    m_state.analyses().setWanted(Kind::Comparison, true);
}

void AgreementPanel::hideEvent(QHideEvent* event) {
    TitledPanel::hideEvent(event);
    m_state.analyses().setWanted(Kind::Comparison, false);
}

void AgreementPanel::refresh() {
    const Measurement* now = m_state.measurement();
    const Measurement* against = m_state.against();
    m_model->setStale(m_state.stale());
    if (!now)
        return m_model->setRows({});
    setNote(now->report.protocol.pairs == Pairs::None ? tr("at overlap of .50")
                                                      : tr("at overlap and F1 of .50"));
    std::vector<CountRow> rows;
    const auto add = [&](Verdict::Kind kind, std::uint64_t VerdictCounts::*count,
                         const QString& tip, bool moreIsBetter) {
        CountRow row;
        row.glyph = kind;
        row.name = verdictWord(kind);
        row.tip = tip;
        row.first = countText(std::int64_t(now->counts.*count));
        if (against) {
            const auto difference =
                std::int64_t(now->counts.*count) - std::int64_t(against->counts.*count);
            row.second = signedCountText(difference);
            row.secondGood = difference != 0 && (difference > 0) == moreIsBetter;
            row.secondBad = difference != 0 && !row.secondGood;
        }
        rows.push_back(std::move(row));
    };
    using Counts = VerdictCounts;
    add(Verdict::Kind::Right, &Counts::right,
        tr("Objects with a detection at the right place, with the right attributes."), true);
    add(Verdict::Kind::AttributeError, &Counts::attributeErrors,
        tr("Objects with a detection at the right place whose attributes are wrong."), false);
    add(Verdict::Kind::Missed, &Counts::missed, tr("Objects that no detection took."), false);
    add(Verdict::Kind::False, &Counts::falses, tr("Detections that took no object."), false);
    const auto comparison = m_state.analyses().comparison();
    if (against && comparison) {
        const auto count = [&](ObjectChange::Kind kind) {
            return countText(std::int64_t(comparison->counts[std::size_t(kind)]));
        };
        rows.push_back({{},
                        tr("became right"),
                        tr("Objects that the run compared with has wrong."),
                        {},
                        {},
                        count(ObjectChange::Kind::Fixed),
                        {}});
        rows.push_back({{},
                        tr("became wrong"),
                        tr("Objects that the run compared with has right."),
                        {},
                        {},
                        count(ObjectChange::Kind::Broken),
                        {}});
    }
    m_model->setRows(std::move(rows));
}

void AgreementPanel::open(int row) {
    static constexpr Verdict::Kind kKinds[] = {Verdict::Kind::Right, Verdict::Kind::AttributeError,
                                               Verdict::Kind::Missed, Verdict::Kind::False};
    if (row < int(std::size(kKinds)))
        return m_state.showVerdicts(kKinds[row]);
    const auto kind = row == 4 ? ObjectChange::Kind::Fixed : ObjectChange::Kind::Broken;
    m_state.showBehind(m_model->rows()[std::size_t(row)].name,
                       [kind](const AnalysisSource& source,
                              std::stop_token stop) -> std::optional<std::vector<CellObject>> {
                           if (!source.against)
                               return std::vector<CellObject>();
                           const auto found =
                               compareRuns(*source.against->table, source.criteria,
                                           *source.measured->table, source.criteria, stop);
                           if (!found)
                               return {};
                           auto objects = objectsOf(*found, kind);
                           // The partner of what broke is of the other run, which has no tiles
                           // here.
                           if (kind == ObjectChange::Kind::Broken) {
                               for (CellObject& object : objects)
                                   object.found.reset();
                           }
                           return objects;
                       });
}

// --- mistakes

QString mistakeWord(MistakeKind kind) {
    switch (kind) {
        case MistakeKind::Class:
            return MistakesPanel::tr("category");
        case MistakeKind::Location:
            return MistakesPanel::tr("location");
        case MistakeKind::Both:
            return MistakesPanel::tr("both");
        case MistakeKind::Duplicate:
            return MistakesPanel::tr("duplicate");
        case MistakeKind::Background:
            return MistakesPanel::tr("background");
        case MistakeKind::Missed:
            return MistakesPanel::tr("missed");
        case MistakeKind::Attributes:
            return MistakesPanel::tr("attribute");
    }
    return {};
}

QString mistakeGloss(MistakeKind kind) {
    const auto tr = [](const char* text) { return MistakesPanel::tr(text); };
    switch (kind) {
        case MistakeKind::Class:
            return tr("On an object of another category.");
        case MistakeKind::Location:
            return tr("Of the right category, but overlapping its object by .1 to .5 only.");
        case MistakeKind::Both:
            return tr("Neither category nor place is right.");
        case MistakeKind::Duplicate:
            return tr("On an object that a better detection has already.");
        case MistakeKind::Background:
            return tr("On no object at all.");
        case MistakeKind::Missed:
            return tr("Objects that no detection is on.");
        case MistakeKind::Attributes:
            return tr("Category and place are right, F1 of the attributes is below .50.");
    }
    return {};
}

MistakesPanel::MistakesPanel(EvaluateState& state, QWidget* parent)
    : TitledPanel(tr("What errors cost"), parent),
      m_state(state),
      m_model(new CountRowsModel(tr("ΔAP"), tr("objects"), this)),
      m_table(makeCountTable(m_model, tr("What errors cost"), true)) {
    setBody(m_table);
    setToolTip(
        tr("How much higher AP at overlap .50 were if all errors of the kind were repaired "
           "and nothing else (TIDE, Bolya et al. 2020). They do not add up."));
    for (auto signal : {&QTableView::clicked, &QTableView::activated})
        connect(m_table, signal, this, [this](const QModelIndex& index) {
            const MistakeKind kind = m_kinds[std::size_t(index.row())];
            m_state.showBehind(tr("error: %1").arg(mistakeWord(kind)),
                               [kind](const AnalysisSource& source, std::stop_token stop) {
                                   return mistakeObjects(*source.measured->table,
                                                         source.criteria.protocol,
                                                         source.criteria.point, kind, {}, stop);
                               });
        });
    connect(&state.analyses(), &Analyses::changed, this, [this](Kind kind) {
        if (kind == Kind::Mistakes)
            refresh();
    });
    refresh();
}

void MistakesPanel::showEvent(QShowEvent* event) {
    TitledPanel::showEvent(event);
    m_state.analyses().setWanted(Kind::Mistakes, true);
}

void MistakesPanel::hideEvent(QHideEvent* event) {
    TitledPanel::hideEvent(event);
    m_state.analyses().setWanted(Kind::Mistakes, false);
}

void MistakesPanel::refresh() {
    const auto found = m_state.analyses().mistakes();
    m_model->setStale(m_state.analyses().isStale(Kind::Mistakes));
    if (!found) {
        m_kinds.clear();
        return m_model->setRows({});
    }
    setNote(tr("AP at overlap .50: %1").arg(metricText(found->ap, 3)));
    std::vector<MistakeKind> kinds;
    for (std::size_t i = 0; i < kMistakeKinds; ++i) {
        const auto kind = MistakeKind(i);
        const bool asked = m_state.session().protocol().pairs != Pairs::None;
        if (kind != MistakeKind::Attributes || asked)
            kinds.push_back(kind);
    }
    const auto lost = [&](MistakeKind kind) { return found->lost[std::size_t(kind)]; };
    std::stable_sort(kinds.begin(), kinds.end(),
                     [&](MistakeKind a, MistakeKind b) { return lost(a) > lost(b); });
    const double most = kinds.empty() ? 0 : lost(kinds.front());
    std::vector<CountRow> rows;
    for (const MistakeKind kind : kinds) {
        CountRow row;
        row.name = mistakeWord(kind);
        row.tip = mistakeGloss(kind);
        row.bar = most > 0 ? lost(kind) / most : 0;
        if (kind == MistakeKind::Attributes)
            row.ink = Token::Attribute;
        row.first = metricText(lost(kind), 3);
        row.second = countText(std::int64_t(found->counts[std::size_t(kind)]));
        rows.push_back(std::move(row));
    }
    m_kinds = std::move(kinds);
    m_model->setRows(std::move(rows));
}

}  // namespace selvedge
