#include "ui/parts/empty_state.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/parts/tinted_label.h"

namespace selvedge {

EmptyState::EmptyState(QWidget* parent)
    : QWidget(parent), m_sentence(new TintedLabel(Token::Text2, 1)), m_column(new QVBoxLayout) {
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setWordWrap(true);
    m_sentence->setFixedWidth(440);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(12);
    column->addStretch(2);
    // In a row of its own: a wrapping label under an alignment gets the height of one line.
    auto* row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(m_sentence);
    row->addStretch();
    column->addLayout(row);
    m_column->setSpacing(8);
    column->addLayout(m_column);
    column->addStretch(3);
    addButton();
}

void EmptyState::addButton() {
    auto* button = new QPushButton;
    button->setAutoDefault(false);
    button->installEventFilter(this);
    m_column->addWidget(button, 0, Qt::AlignHCenter);
    connect(button, &QPushButton::clicked, this,
            [this, way = int(m_buttons.size())] { Q_EMIT clicked(way); });
    m_buttons += button;
}

void EmptyState::say(const QString& sentence, const QString& action, bool primary, bool enabled) {
    offer(sentence, action.isEmpty() ? QStringList() : QStringList{action});
    button()->setEnabled(enabled);
    button()->setProperty("primary", primary);
    button()->update();
}

void EmptyState::offer(const QString& sentence, const QStringList& ways) {
    m_sentence->setText(sentence);
    while (m_buttons.size() < ways.size())
        addButton();
    for (int way = 0; way < m_buttons.size(); ++way) {
        m_buttons[way]->setText(ways.value(way));
        m_buttons[way]->setVisible(way < ways.size());
    }
    button()->setEnabled(true);
    button()->setProperty("primary", false);
    button()->update();
}

// Outside of dialogs only Space presses a button.
bool EmptyState::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            static_cast<QPushButton*>(watched)->click();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

QString EmptyState::sentence() const {
    return m_sentence->text();
}

}  // namespace selvedge
