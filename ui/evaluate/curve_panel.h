#pragma once

#include "ui/evaluate/curve_plot.h"
#include "ui/evaluate/evaluate_state.h"
#include "ui/parts/titled_panel.h"

namespace selvedge {

class CurveView;
class ExplainedChoice;
class Segments;
class TintedLabel;

// Precision over recall, or F1 over the threshold, of the chosen category or attribute, of a
// super-category or group, or of all. The point on the curve is the operating point: moving it sets
// the threshold of what the curve is of, live.
class CurvePanel : public TitledPanel {
    Q_OBJECT

public:
    explicit CurvePanel(EvaluateState& state, QWidget* parent = nullptr);
    // Of attributes instead of categories.
    void setOfAttributes(bool attributes);
    CurveView* curve() const { return m_curve; }
    ExplainedChoice* subjects() const { return m_subjects; }
    Segments* kind() const { return m_kind; }
    QString words() const;  // which threshold the point sets
    // What is drawn, and how.
    CurveSubject subject() const;
    CurveLook look() const;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void fillSubjects();
    void choose(const QVariant& subject);
    void followChosen();
    void refresh();
    void refreshHandle();
    void moveTo(int index);
    void open(int index);
    CurveSubject subjectOf(const QString& key) const;
    std::optional<double> threshold() const;  // of the subject; nothing: several differ

    EvaluateState& m_state;
    bool m_attributes = false;
    QString m_key;  // "all", "super:NAME", "group:NAME", "one:INDEX"
    CurveView* m_curve;
    ExplainedChoice* m_subjects;
    Segments* m_kind;
    TintedLabel* m_words;
    std::shared_ptr<const Curves> m_shown;
};

}  // namespace selvedge
