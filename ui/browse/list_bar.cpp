#include "ui/browse/list_bar.h"

#include <QHBoxLayout>
#include <QPushButton>

#include "ui/parts/tinted_label.h"

namespace selvedge {

ListBar::ListBar(QWidget* parent)
    : QWidget(parent),
      m_title(new TintedLabel(Token::Text, 0, true)),
      m_all(new QPushButton(tr("Show what the filter finds"))) {
    m_all->setToolTip(tr("Leaves this list. A filter narrows it."));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 4, 12, 4);
    layout->setSpacing(12);
    layout->addWidget(m_title);
    layout->addWidget(m_all);
    layout->addStretch();
    connect(m_all, &QPushButton::clicked, this, &ListBar::allWanted);
    hide();
}

void ListBar::say(const QString& title) {
    m_title->setText(title);
}

QString ListBar::title() const {
    return m_title->text();
}

}  // namespace selvedge
