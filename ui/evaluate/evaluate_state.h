#pragma once

#include <QObject>
#include <optional>

#include "app/session/analyses.h"
#include "app/session/measured_runs.h"
#include "ui/evaluate/figure_rows.h"
#include "ui/parts/overlay_palette.h"

namespace selvedge {

// What the parts of the Evaluate page share: what is analysed, which category or attribute is
// chosen, and what the run is compared with. GUI thread.
class EvaluateState : public QObject {
    Q_OBJECT

public:
    explicit EvaluateState(Session& session, QObject* parent = nullptr);
    Session& session() const { return m_session; }
    Analyses& analyses() { return m_analyses; }
    MeasuredRuns& runs() { return m_runs; }

    // What is measured now, for rows.
    MeasuredResult result();
    // The last measurement; null: none yet. While stale() it is of another point.
    const Measurement* measurement() const;
    bool stale() const { return m_session.evaluating(); }
    // The chosen other run's, of the present criteria; null: none is chosen, or it is measured yet.
    const Measurement* against() const;
    QString againstName() const { return m_against; }  // empty: none
    void setAgainst(const QString& run);
    // All other runs are measured too.
    bool allRuns() const { return m_allRuns; }
    void setAllRuns(bool all);

    std::optional<CategoryIndex> category() const { return m_category; }
    void setCategory(std::optional<CategoryIndex> category);
    std::optional<AttributeIndex> attribute() const { return m_attribute; }
    void setAttribute(std::optional<AttributeIndex> attribute);

    QString nameOf(CategoryIndex category) const;
    QString nameOfAttribute(AttributeIndex attribute) const;
    const OverlayPalette& palette() const { return m_palette; }

    // --- the objects behind numbers, shown in the strip, the highest score first, those without a
    // detection last. One that several detections are on stands behind the number once for each.
    void showVerdicts(Verdict::Kind kind, std::optional<CategoryIndex> category = {});
    void showObjects(std::optional<CategoryIndex> category);  // all annotated ones
    // Those that a category lacks: missed, or with wrong attributes.
    void showNotRight(CategoryIndex category);
    void showFigure(const QString& name, const FigureBehind& behind);
    enum class Side { All, Hits, Falses, Misses };  // All: hits and misses, who has it
    void showAttribute(AttributeIndex attribute, Side side);
    void showBehind(const QString& title, Analyses::Find find);

Q_SIGNALS:
    void measured();  // measurement, stale, against, other runs
    void categoryChanged();
    void attributeChanged();
    void catalogChanged();  // palette, names: another project
    void behindAsked();     // showBehind() was called

private:
    void follow();
    void wantRuns();

    Session& m_session;
    Analyses m_analyses;
    MeasuredRuns m_runs;
    QString m_against;
    bool m_allRuns = false;
    std::optional<CategoryIndex> m_category;
    std::optional<AttributeIndex> m_attribute;
    std::shared_ptr<const Catalog> m_catalog;
    OverlayPalette m_palette;
};

}  // namespace selvedge
