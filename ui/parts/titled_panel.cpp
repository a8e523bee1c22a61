#include "ui/parts/titled_panel.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/parts/tinted_label.h"

namespace selvedge {

namespace {

constexpr int kHead = 34;

}  // namespace

TitledPanel::TitledPanel(const QString& title, QWidget* parent)
    : QFrame(parent),
      m_title(new TintedLabel(Token::Text, 0, true)),
      m_note(new TintedLabel(Token::Text2, -1)),
      m_head(new QHBoxLayout),
      m_column(new QVBoxLayout(this)) {
    m_note->setElided(true);
    m_note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* head = new QWidget;
    head->setFixedHeight(kHead);
    head->setLayout(m_head);
    m_head->setContentsMargins(8, 0, 8, 0);
    m_head->setSpacing(8);
    m_head->addWidget(m_title);
    m_head->addWidget(m_note, 1);
    m_column->setContentsMargins(1, 1, 1, 1);
    m_column->setSpacing(0);
    m_column->addWidget(head);
    setTitle(title);
}

void TitledPanel::setTitle(const QString& title) {
    m_title->setText(title);
    setAccessibleName(title);
}

QString TitledPanel::title() const {
    return m_title->text();
}

void TitledPanel::setNote(const QString& note) {
    m_note->setText(note);
    m_note->setToolTip(note);
}

QString TitledPanel::note() const {
    return m_note->text();
}

void TitledPanel::addToHead(QWidget* widget) {
    m_head->addWidget(widget);
}

void TitledPanel::setBody(QWidget* body) {
    m_column->addWidget(body, 1);
}

void TitledPanel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(themed(Token::Line));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
    painter.drawLine(0, kHead, width() - 1, kHead);
}

}  // namespace selvedge
