#include "app/session/analyses.h"

#include <utility>

namespace selvedge {

namespace {

template <typename T>
std::any kept(std::optional<T> value) {
    return value ? std::any(std::make_shared<const T>(std::move(*value))) : std::any();
}

// The shared_ptr of the kind's answer; empty when stopped.
std::any workOut(Analyses::Kind kind, const AnalysisSource& source, const CurveSubject& subject,
                 std::stop_token stop) {
    const MatchTable& table = *source.measured->table;
    const Criteria& criteria = source.criteria;
    switch (kind) {
        case Analyses::Kind::Curves:
            return kept(curvesOf(source, subject, stop));
        case Analyses::Kind::Categories:
            return kept(categoryCounts(table, criteria, stop));
        case Analyses::Kind::Attributes:
            return kept(attributeCounts(table, criteria.protocol, criteria.point, {}, stop));
        case Analyses::Kind::Confusion:
            return kept(confusionMatrix(table, criteria.protocol, criteria.point, stop));
        case Analyses::Kind::Reliability:
            return kept(scoreReliability(table, criteria.protocol, criteria.point, {}, stop));
        case Analyses::Kind::AttributeReliability:
            return kept(attributeReliability(table, criteria.protocol, criteria.point, {}, stop));
        case Analyses::Kind::Mistakes:
            // As the headline: categories without objects cost nothing.
            return kept(selvedge::mistakes(table, criteria.protocol, criteria.point,
                                           {.countCategoriesWithoutObjects = false}, stop));
        case Analyses::Kind::Localization:
            return kept(correctLocalization(table, criteria.point, stop));
        case Analyses::Kind::Comparison:
            return source.against
                       ? kept(compareRuns(*source.against->table, criteria, table, criteria, stop))
                       : std::any();
    }
    return {};
}

}  // namespace

std::optional<Curves> curvesOf(const AnalysisSource& source, const CurveSubject& subject,
                               std::stop_token stop) {
    const Criteria& criteria = source.criteria;
    const auto curve = [&](const MatchTable& table, double threshold) {
        return subject.ofAttributes
                   ? attributeCurve(table, criteria.protocol, criteria.point, subject.attributes,
                                    subject.categories, stop)
                   : scoreCurve(table, criteria.protocol, criteria.point, subject.categories,
                                hitThresholds(criteria.protocol, threshold), stop);
    };
    auto generous = curve(*source.measured->table, .5);
    if (!generous)
        return std::nullopt;
    Curves curves{subject, std::move(*generous), {}, {}};
    if (!subject.ofAttributes)
        curves.strict = curve(*source.measured->table, .75);
    if (source.against)
        curves.against = curve(*source.against->table, .5);
    return stop.stop_requested() ? std::nullopt : std::optional(std::move(curves));
}

Analyses::Analyses(Session& session, QObject* parent) : QObject(parent), m_session(session) {
    connect(&session, &Session::evaluationChanged, this, &Analyses::follow);
    follow();
}

Analyses::~Analyses() = default;

void Analyses::setWanted(Kind kind, bool wanted) {
    if (slot(kind).wanted == wanted)
        return;
    slot(kind).wanted = wanted;
    if (wanted)
        startNext();
    else if (m_running && m_runningKind == kind)
        m_thread.request_stop();
}

void Analyses::setCurveSubject(const CurveSubject& subject) {
    if (subject == m_subject)
        return;
    m_subject = subject;
    ask(Kind::Curves);
    startNext();
}

void Analyses::setAgainst(std::shared_ptr<const MeasuredTable> against) {
    if (against == m_source.against)
        return;
    m_source.against = std::move(against);
    slot(Kind::Comparison).value.reset();
    ask(Kind::Curves);
    ask(Kind::Comparison);
    startNext();
}

std::shared_ptr<const Curves> Analyses::curves() const {
    return valueOf<Curves>(Kind::Curves);
}
std::shared_ptr<const std::vector<CategoryCounts>> Analyses::categories() const {
    return valueOf<std::vector<CategoryCounts>>(Kind::Categories);
}
std::shared_ptr<const std::vector<AttributeCounts>> Analyses::attributes() const {
    return valueOf<std::vector<AttributeCounts>>(Kind::Attributes);
}
std::shared_ptr<const ConfusionMatrix> Analyses::confusion() const {
    return valueOf<ConfusionMatrix>(Kind::Confusion);
}
std::shared_ptr<const Reliability> Analyses::reliability() const {
    return valueOf<Reliability>(Kind::Reliability);
}
std::shared_ptr<const Reliability> Analyses::attributeReliability() const {
    return valueOf<Reliability>(Kind::AttributeReliability);
}
std::shared_ptr<const Mistakes> Analyses::mistakes() const {
    return valueOf<Mistakes>(Kind::Mistakes);
}
std::shared_ptr<const CorrectLocalization> Analyses::localization() const {
    return valueOf<CorrectLocalization>(Kind::Localization);
}
std::shared_ptr<const RunComparison> Analyses::comparison() const {
    return valueOf<RunComparison>(Kind::Comparison);
}

bool Analyses::isStale(Kind kind) const {
    return slot(kind).value.has_value() && (!slot(kind).fresh || m_session.evaluating());
}

// The session measures, or has measured.
void Analyses::follow() {
    const auto measured = m_session.measuredTable();
    const auto objects = m_session.objects();
    if (measured != m_source.measured || objects != m_source.objects ||
        m_session.protocol() != m_source.criteria.protocol) {
        forget();
        m_source.measured = measured;
        m_source.objects = objects;
        m_source.against.reset();  // of other images; who set it sets it anew
    }
    if (!measured || m_session.evaluating() || !m_session.measurement()) {
        for (std::size_t i = 0; i < kKinds; ++i)
            Q_EMIT changed(Kind(i));
        return;
    }
    m_source.criteria = m_session.criteria();
    for (std::size_t i = 0; i < kKinds; ++i)
        ask(Kind(i));
    if (m_find) {
        m_behindFresh = false;
        ++m_behindAsked;
    }
    if (m_running)
        m_thread.request_stop();
    startNext();
}

// The answer is of an earlier question from here on.
void Analyses::ask(Kind kind) {
    slot(kind).fresh = false;
    slot(kind).asked = ++m_asked;
    if (m_running && m_runningKind == kind)
        m_thread.request_stop();
    Q_EMIT changed(kind);
}

void Analyses::forget() {
    if (m_running)
        m_thread.request_stop();
    for (Slot& each : m_slots) {
        each.value.reset();
        each.fresh = false;
        each.asked = ++m_asked;
    }
    ++m_behindAsked;
    m_find = {};
    m_behindFresh = true;
    if (m_behind) {
        m_behind.reset();
        Q_EMIT behindChanged();
    }
}

void Analyses::findBehind(const QString& title, Find find) {
    if (!m_source.measured)
        return;
    m_title = title;
    m_find = std::move(find);
    m_behindFresh = false;
    ++m_behindAsked;
    if (m_running)
        m_thread.request_stop();
    Q_EMIT behindChanged();
    startNext();
}

void Analyses::startNext() {
    if (m_running || !m_source.measured || m_session.evaluating() || !m_session.measurement())
        return;
    if (m_find && !m_behindFresh)
        return workBehind();
    for (std::size_t i = 0; i < kKinds; ++i) {
        Slot& each = m_slots[i];
        if (each.wanted && !each.fresh && (Kind(i) != Kind::Comparison || m_source.against))
            return work(Kind(i));
    }
}

void Analyses::work(Kind kind) {
    m_runningKind = kind;
    run([kind, source = m_source, subject = m_subject](
            std::stop_token stop) { return workOut(kind, source, subject, stop); },
        [this, kind, asked = slot(kind).asked](Answer&& answer) {
            Slot& own = slot(kind);
            if (asked != own.asked || (!answer.value.has_value() && answer.fault.isEmpty()))
                return;
            // A fault is said once, with nothing to show; asked again when something changes.
            own.value = std::move(answer.value);
            own.fresh = true;
            Q_EMIT changed(kind);
            if (!answer.fault.isEmpty())
                Q_EMIT failed(answer.fault);
        });
}

void Analyses::workBehind() {
    m_runningKind.reset();
    run(
        [find = m_find, source = m_source](std::stop_token stop) -> std::any {
            auto found = find(source, stop);
            return found ? std::any(std::move(*found)) : std::any();
        },
        [this, source = m_source, title = m_title, asked = m_behindAsked](Answer&& answer) {
            if (asked != m_behindAsked || (!answer.value.has_value() && answer.fault.isEmpty()))
                return;
            m_behind.reset();
            if (answer.fault.isEmpty())
                m_behind = {title, std::any_cast<std::vector<CellObject>>(std::move(answer.value)),
                            source};
            m_behindFresh = true;
            Q_EMIT behindChanged();
            if (!answer.fault.isEmpty())
                Q_EMIT failed(answer.fault);
        });
}

void Analyses::run(std::function<std::any(std::stop_token)> work,
                   std::function<void(Answer&&)> deliver) {
    m_running = true;
    m_thread = std::jthread(
        [this, work = std::move(work), deliver = std::move(deliver)](std::stop_token stop) {
            enterJobThread();
            Answer answer;
            try {
                answer.value = work(stop);
            } catch (const std::exception& e) {
                answer.fault = QString::fromUtf8(e.what());
            }
            if (stop.stop_requested())
                answer.value.reset();
            QMetaObject::invokeMethod(
                this,
                [this, answer = std::move(answer), deliver]() mutable {
                    m_running = false;
                    deliver(std::move(answer));
                    startNext();
                },
                Qt::QueuedConnection);
        });
}

}  // namespace selvedge
