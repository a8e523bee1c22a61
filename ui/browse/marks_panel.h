#pragma once

#include <QTimer>
#include <QWidget>

#include "app/session/edit_commands.h"

class QPlainTextEdit;
class QToolButton;

namespace selvedge {

class ActionRegistry;
class StarRow;
class TagField;
class TintedLabel;

// The row of facts below the picture: split, review state, stars. Of all that is chosen, which it
// names; where that is an image, what its selected object has of its own is said too.
class FactsRow : public QWidget {
    Q_OBJECT

public:
    FactsRow(Session& session, EditCommands& commands, ActionRegistry& registry,
             QWidget* parent = nullptr);
    StarRow& stars() { return *m_stars; }
    QToolButton* split() const { return m_split; }
    QToolButton* review() const { return m_review; }
    QString title() const;     // "Marks of the image"
    QString ownMarks() const;  // "This shoe: 5 stars, fix"

private:
    void refresh();

    Session& m_session;
    EditCommands& m_commands;
    QToolButton* m_split;
    QToolButton* m_review;
    StarRow* m_stars;
    TintedLabel* m_title;
    TintedLabel* m_own;
};

// Tags, collections and the note of all that is chosen. The note is written when the field is left,
// when something else is chosen, or after a pause; each time is one step.
class MarksPanel : public QWidget {
    Q_OBJECT

public:
    MarksPanel(Session& session, EditCommands& commands, ActionRegistry& registry,
               QWidget* parent = nullptr);
    TagField& tags() { return *m_tags; }
    TagField& collections() { return *m_collections; }
    QPlainTextEdit* note() const { return m_note; }
    void keepNote();  // now; before the window goes

Q_SIGNALS:
    void left();  // a field of it, by Escape: the keyboard goes back to the pictures

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    // `name` with a place for what the marks are of.
    QWidget* section(const QString& name, const QAction* action, QWidget* content);
    void refresh();
    void refreshTags(const Marks& marks);
    void refreshNote(const Marks& marks);

    Session& m_session;
    EditCommands& m_commands;
    TintedLabel* m_refusal;
    std::vector<std::pair<TintedLabel*, QString>> m_heads;
    TagField* m_tags;
    TagField* m_collections;
    QPlainTextEdit* m_note;
    EditTargets m_noteOf;
    QString m_noteWas;  // as it is stored
    QTimer m_pause;
};

}  // namespace selvedge
