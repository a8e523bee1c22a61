#include "ui/parts/empty_state.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/parts/tinted_label.h"

namespace selvedge {

EmptyState::EmptyState(QWidget* parent)
    : QWidget(parent), m_sentence(new TintedLabel(Token::Text2, 1)), m_button(new QPushButton) {
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setWordWrap(true);
    m_sentence->setFixedWidth(440);
    m_button->setAutoDefault(false);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(12);
    column->addStretch(2);
    // In a row of its own: a wrapping label under an alignment gets the height of one line.
    auto* row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(m_sentence);
    row->addStretch();
    column->addLayout(row);
    column->addWidget(m_button, 0, Qt::AlignHCenter);
    column->addStretch(3);
    connect(m_button, &QPushButton::clicked, this, &EmptyState::clicked);
}

void EmptyState::say(const QString& sentence, const QString& action, bool primary, bool enabled) {
    m_sentence->setText(sentence);
    m_button->setText(action);
    m_button->setVisible(!action.isEmpty());
    m_button->setEnabled(enabled);
    m_button->setProperty("primary", primary);
    m_button->update();
}

QString EmptyState::sentence() const {
    return m_sentence->text();
}

}  // namespace selvedge
