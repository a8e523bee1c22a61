#pragma once

#include <QWidget>

#include "app/session/edit_commands.h"
#include "ui/parts/scene_verdicts.h"

class QLabel;

namespace selvedge {

class ActionRegistry;
class ChipsView;
class GlyphLine;
class TintedLabel;

// The selected object: name, overlap and F1 or score, attributes by group compared with its
// partner's, why it has its verdict, and buttons for what can be changed.
class ObjectDetails : public QWidget {
    Q_OBJECT

public:
    // After makeEditActions.
    ObjectDetails(Session& session, EditCommands& commands, ActionRegistry& registry,
                  QWidget* parent = nullptr);
    // `object` of the scene, or none; `verdicts` of its objects, empty: nothing to compare.
    void show(const CanvasScene* scene, const CanvasObject* object,
              const std::vector<SceneVerdict>& verdicts);
    const ChipsView& chips() const { return *m_chips; }
    QString facts() const;     // "IoU .93 · F1 .86"
    QString sentence() const;  // why
    QWidget* buttons() const { return m_buttons; }

private:
    void makeButtons(ActionRegistry& registry);
    void showObject(const CanvasScene& scene, const CanvasObject& object,
                    const std::vector<SceneVerdict>& verdicts);

    Session& m_session;
    EditCommands& m_commands;
    TintedLabel* m_empty;
    QLabel* m_swatch;
    TintedLabel* m_name;
    TintedLabel* m_facts;
    ChipsView* m_chips;
    GlyphLine* m_legend;
    TintedLabel* m_sentence;
    QWidget* m_buttons;
    TintedLabel* m_several;
};

}  // namespace selvedge
