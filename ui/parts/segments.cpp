#include "ui/parts/segments.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPushButton>

namespace selvedge {

Segments::Segments(const QString& name, const QStringList& choices, QWidget* parent)
    : QWidget(parent), m_buttons(new QButtonGroup(this)) {
    setAccessibleName(name);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    for (qsizetype i = 0; i < choices.size(); ++i) {
        auto* button = new QPushButton(choices[i]);
        button->setCheckable(true);
        button->setChecked(i == 0);
        button->setAutoDefault(false);
        button->setAccessibleName(name + ": " + choices[i]);
        m_buttons->addButton(button, int(i));
        row->addWidget(button);
    }
    connect(m_buttons, &QButtonGroup::idToggled, this, [this](int index, bool on) {
        if (on)
            Q_EMIT chosen(index);
    });
}

int Segments::current() const {
    return m_buttons->checkedId();
}

void Segments::setCurrent(int index) {
    m_buttons->button(index)->setChecked(true);
}

}  // namespace selvedge
