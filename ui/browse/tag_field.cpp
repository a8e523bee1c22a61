#include "ui/browse/tag_field.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStringListModel>
#include <QTimer>
#include <QToolButton>

#include "ui/parts/flow_layout.h"
#include "ui/parts/type.h"

namespace selvedge {

namespace {

constexpr int kFieldWidth = 110, kHeight = 24;

}  // namespace

TagField::TagField(const QString& name, const QString& placeholder, QWidget* parent)
    : QWidget(parent),
      m_flow(new FlowLayout(4, this)),
      m_field(new QLineEdit),
      m_known(new QStringListModel(this)) {
    setAccessibleName(name);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    m_field->setPlaceholderText(placeholder);
    m_field->setAccessibleName(placeholder);
    m_field->setFont(typeFont(-1));
    m_field->setMinimumWidth(kFieldWidth);
    m_field->setFixedHeight(kHeight);
    m_field->installEventFilter(this);
    auto* completer = new QCompleter(m_known, this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    m_field->setCompleter(completer);
    m_flow->insertWidget(0, m_field);
    connect(m_field, &QLineEdit::returnPressed, this, &TagField::add);
    // The completer writes into the field after this signal.
    connect(completer, qOverload<const QString&>(&QCompleter::activated), this,
            [this] { QTimer::singleShot(0, this, &TagField::add); });
}

void TagField::setKnown(const QStringList& names) {
    if (names != m_known->stringList())
        m_known->setStringList(names);
}

void TagField::setTags(const QList<Tag>& tags) {
    if (tags == m_tags)
        return;
    m_tags = tags;
    for (QToolButton* button : std::as_const(m_buttons)) {
        button->hide();
        m_flow->removeWidget(button);
        button->deleteLater();  // it may be what was clicked
    }
    m_buttons.clear();
    for (qsizetype i = 0; i < tags.size(); ++i) {
        const Tag& tag = tags[i];
        const bool all = tag.having == tag.of;
        auto* button = new QToolButton;
        button->setFont(typeFont(-1));
        button->setFixedHeight(kHeight);
        button->setMaximumWidth(260);
        const QString shown = button->fontMetrics()
                                  .elidedText(tag.name, Qt::ElideMiddle, 200)
                                  .replace(u'&', QStringLiteral("&&"));
        button->setText(all ? shown + QStringLiteral("  ×")
                            : tr("%1  %2 of %3").arg(shown).arg(tag.having).arg(tag.of));
        button->setToolTip(all ? tr("Take %1 away").arg(tag.name)
                               : tr("Give %1 to all").arg(tag.name));
        button->setAccessibleName(button->toolTip());
        connect(button, &QToolButton::clicked, this, [this, i] { click(i); });
        m_flow->insertWidget(int(i), button);
        button->show();
        m_buttons += button;
    }
    updateGeometry();
}

void TagField::click(qsizetype at) {
    const Tag tag = m_tags.value(at);
    Q_EMIT wanted(tag.name, tag.having != tag.of);
}

void TagField::add() {
    const QString name = m_field->text().simplified();
    m_field->clear();
    if (!name.isEmpty())
        Q_EMIT wanted(name, true);
}

bool TagField::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_field && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Backspace && m_field->text().isEmpty() &&
        !m_tags.isEmpty()) {
        Q_EMIT wanted(m_tags.last().name, false);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace selvedge
