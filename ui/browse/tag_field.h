#pragma once

#include <QAbstractButton>
#include <QWidget>

class QLineEdit;
class QStringListModel;

namespace selvedge {

class FlowLayout;

// A chip with a check and a name; with a cross where a click takes it away.
class TagChip : public QAbstractButton {
    Q_OBJECT

public:
    TagChip(const QString& name, bool all, QWidget* parent = nullptr);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    bool m_all;
};

// Names that what is chosen carries, as buttons, and a field that adds one, with completion. A name
// that only some carry says how many; a click gives it to all. A name that all carry is taken away
// by a click; Backspace in the empty field takes the last one away.
class TagField : public QWidget {
    Q_OBJECT

public:
    struct Tag {
        QString name;
        int having = 0, of = 0;  // of the chosen ones
        bool operator==(const Tag&) const = default;
    };
    // `placeholder`: "Add a tag". The words say what a click does: "Take the tag %1 away".
    TagField(const QString& name, const QString& placeholder, QWidget* parent = nullptr);
    void setTags(const QList<Tag>& tags);
    void setKnown(const QStringList& names);  // for completion
    const QList<Tag>& tags() const { return m_tags; }
    QLineEdit* field() const { return m_field; }
    QList<TagChip*> buttons() const { return m_buttons; }

Q_SIGNALS:
    void wanted(const QString& name, bool on);
    void left();  // by Escape

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void add();
    void click(qsizetype at);

    QList<Tag> m_tags;
    QList<TagChip*> m_buttons;
    FlowLayout* m_flow;
    QLineEdit* m_field;
    QStringListModel* m_known;
};

}  // namespace selvedge
