#pragma once

#include <QFrame>

class QHBoxLayout;
class QVBoxLayout;

namespace selvedge {

class TintedLabel;

// A part of a page: a hairline around it, a head with its name, a quiet note and room for controls,
// and below it what it shows.
class TitledPanel : public QFrame {
    Q_OBJECT

public:
    explicit TitledPanel(const QString& title, QWidget* parent = nullptr);
    void setTitle(const QString& title);
    QString title() const;
    void setNote(const QString& note);  // beside the name: "most lost first"
    QString note() const;
    // At the right end of the head.
    void addToHead(QWidget* widget);
    void setBody(QWidget* body);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    TintedLabel* m_title;
    TintedLabel* m_note;
    QHBoxLayout* m_head;
    QVBoxLayout* m_column;
};

}  // namespace selvedge
