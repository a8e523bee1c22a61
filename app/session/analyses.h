#pragma once

#include <QObject>
#include <QString>
#include <any>
#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "app/session/session.h"
#include "model/evaluation/anatomy.h"
#include "model/evaluation/compare_runs.h"
#include "model/evaluation/confusion.h"
#include "model/evaluation/detection_measures.h"
#include "model/evaluation/error_kinds.h"
#include "model/evaluation/reliability.h"
#include "model/evaluation/score_curves.h"

namespace selvedge {

// What analyses are made of: a snapshot for the worker.
struct AnalysisSource {
    std::shared_ptr<const MeasuredTable> measured;  // null: nothing is measured
    std::shared_ptr<const ObjectTable> objects;
    Criteria criteria;
    std::shared_ptr<const MeasuredTable> against;  // of another run, the same images; may be null
};

// Whose curves are drawn.
struct CurveSubject {
    bool ofAttributes = false;               // over an attribute's probability, else the score
    std::vector<CategoryIndex> categories;   // empty: all
    std::vector<AttributeIndex> attributes;  // empty: all; of attributes only
    bool operator==(const CurveSubject&) const = default;
};
struct Curves {
    CurveSubject subject;
    ThresholdCurve generous;                // at .5 of overlap (and F1, where the protocol asks it)
    std::optional<ThresholdCurve> strict;   // at .75; none of attributes
    std::optional<ThresholdCurve> against;  // `generous` of the other run
};
// Any thread; nothing when stopped.
std::optional<Curves> curvesOf(const AnalysisSource& source, const CurveSubject& subject,
                               std::stop_token stop);

// Analyses of what the session has measured, off the window's thread, one after another; only those
// that somebody looks at. Latest wins: after a change of the operating point the old answer stays
// and isStale() until the new one comes; after another run, protocol or split there is none until
// then. What was worked out for an earlier source is never given. GUI thread.
class Analyses : public QObject {
    Q_OBJECT

public:
    // In the order in which they are worked out.
    enum class Kind {
        Curves,
        Categories,
        Attributes,
        Confusion,
        Reliability,  // of scores
        AttributeReliability,
        Mistakes,
        Localization,
        Comparison
    };
    static constexpr std::size_t kKinds = 9;
    explicit Analyses(Session& session, QObject* parent = nullptr);
    ~Analyses() override;

    void setWanted(Kind kind, bool wanted);
    void setCurveSubject(const CurveSubject& subject);
    const CurveSubject& curveSubject() const { return m_subject; }
    // The other run's part of the comparison and of curves; null: none.
    void setAgainst(std::shared_ptr<const MeasuredTable> against);

    // Null: not there yet, or not wanted.
    std::shared_ptr<const Curves> curves() const;
    std::shared_ptr<const std::vector<CategoryCounts>> categories() const;
    std::shared_ptr<const std::vector<AttributeCounts>> attributes() const;
    std::shared_ptr<const ConfusionMatrix> confusion() const;
    std::shared_ptr<const Reliability> reliability() const;
    std::shared_ptr<const Reliability> attributeReliability() const;
    std::shared_ptr<const Mistakes> mistakes() const;
    std::shared_ptr<const CorrectLocalization> localization() const;
    std::shared_ptr<const RunComparison> comparison() const;
    bool isStale(Kind kind) const;
    const AnalysisSource& source() const { return m_source; }

    // The objects behind a number: `find` runs on the worker, before all else. Nothing: stopped.
    using Find = std::function<std::optional<std::vector<CellObject>>(const AnalysisSource&,
                                                                      std::stop_token)>;
    void findBehind(const QString& title, Find find);
    // The last found ones; empty after another run, protocol or split. Of the present operating
    // point once it has followed.
    struct Behind {
        QString title;
        std::vector<CellObject> objects;
        AnalysisSource source;
    };
    const std::optional<Behind>& behind() const { return m_behind; }
    bool isBehindStale() const { return m_find && !m_behindFresh; }

Q_SIGNALS:
    void changed(selvedge::Analyses::Kind kind);  // the answer, or that it is stale
    void behindChanged();
    void failed(const QString& sentence);

private:
    struct Slot {
        bool wanted = false, fresh = false;
        std::uint64_t asked = 0;  // of m_asked: tells an old question's answer
        std::any value;           // shared_ptr<const T>; empty: none
    };
    template <typename T>
    std::shared_ptr<const T> valueOf(Kind kind) const {
        const auto* found = std::any_cast<std::shared_ptr<const T>>(&slot(kind).value);
        return found ? *found : nullptr;
    }
    Slot& slot(Kind kind) { return m_slots[std::size_t(kind)]; }
    const Slot& slot(Kind kind) const { return m_slots[std::size_t(kind)]; }
    void follow();
    void ask(Kind kind);
    void forget();
    void startNext();
    void work(Kind kind);
    void workBehind();
    // `value` is empty when stopped, or with a fault's sentence.
    struct Answer {
        std::any value;
        QString fault;
    };
    void run(std::function<std::any(std::stop_token)> work, std::function<void(Answer&&)> deliver);

    Session& m_session;
    AnalysisSource m_source;
    CurveSubject m_subject;
    std::array<Slot, kKinds> m_slots;
    std::uint64_t m_asked = 0;
    QString m_title;
    Find m_find;
    bool m_behindFresh = true;
    std::uint64_t m_behindAsked = 0;
    std::optional<Behind> m_behind;
    bool m_running = false;
    std::optional<Kind> m_runningKind;  // nothing: behind
    std::jthread m_thread;
};

}  // namespace selvedge
