#include "ui/browse/tag_field.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QStringListModel>
#include <QTimer>
#include <algorithm>

#include "ui/parts/flow_layout.h"
#include "ui/parts/style.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/parts/verdict_glyph.h"

namespace selvedge {

namespace {

constexpr int kFieldWidth = 110, kHeight = 24;
constexpr int kChipHeight = 22, kGlyph = 14, kMostText = 190;

}  // namespace

TagChip::TagChip(const QString& name, bool all, QWidget* parent)
    : QAbstractButton(parent), m_all(all) {
    setText(name);
    setFont(typeFont(-1));
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
}

QSize TagChip::sizeHint() const {
    return {std::min(fontMetrics().horizontalAdvance(text()) + 4, kMostText) + 16 +
                (m_all ? 2 * kGlyph : 0),
            kChipHeight};
}

void TagChip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool hot = underMouse() && isEnabled();
    painter.setPen(
        QPen(themed(hot ? Token::Text2 : Token::Border), 1, m_all ? Qt::SolidLine : Qt::DashLine));
    painter.setBrush(themed(m_all ? Token::Hover : Token::Panel));
    painter.drawRoundedRect(QRectF(rect()).adjusted(.5, .5, -.5, -.5), 3, 3);
    QRect inside = rect().adjusted(8, 0, -8, 0);
    if (m_all) {
        const QRectF check(inside.left() - 1, 0, 9, height());
        paintVerdict(painter, check, Verdict::Kind::Right, themed(Token::Text));
        painter.setPen(QPen(themed(hot ? Token::Text : Token::Text2), 1.4));
        const QPointF c(inside.right() - 3, height() / 2.);
        painter.drawLine(c - QPointF(3, 3), c + QPointF(3, 3));
        painter.drawLine(c - QPointF(3, -3), c + QPointF(3, -3));
        inside.adjust(kGlyph, 0, -kGlyph, 0);
    }
    painter.setPen(themed(isEnabled() ? Token::Text : Token::Text3));
    painter.drawText(inside, Qt::AlignVCenter | Qt::TextSingleLine,
                     fontMetrics().elidedText(text(), Qt::ElideMiddle, inside.width()));
    if (hasFocus())
        drawFocusRing(painter, rect());
}

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
    for (TagChip* button : std::as_const(m_buttons)) {
        button->hide();
        m_flow->removeWidget(button);
        button->deleteLater();  // it may be what was clicked
    }
    m_buttons.clear();
    for (qsizetype i = 0; i < tags.size(); ++i) {
        const Tag& tag = tags[i];
        const bool all = tag.having == tag.of;
        auto* button = new TagChip(
            all ? tag.name : tr("%1  %2 of %3").arg(tag.name).arg(tag.having).arg(tag.of), all);
        button->setToolTip(all ? tr("Take %1 away").arg(tag.name)
                               : tr("Give %1 to all").arg(tag.name));
        button->setAccessibleName(button->toolTip());
        connect(button, &TagChip::clicked, this, [this, i] { click(i); });
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
    m_field->setText({});  // unlike clear(), so that undo is the project's again
    if (!name.isEmpty())
        Q_EMIT wanted(name, true);
}

bool TagField::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_field)
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::ShortcutOverride) {
        // What the field cannot undo is the window's to undo.
        const auto* key = static_cast<QKeyEvent*>(event);
        if ((key->matches(QKeySequence::Undo) && !m_field->isUndoAvailable()) ||
            (key->matches(QKeySequence::Redo) && !m_field->isRedoAvailable())) {
            event->ignore();
            return true;
        }
    } else if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Backspace && m_field->text().isEmpty() && !m_tags.isEmpty()) {
            Q_EMIT wanted(m_tags.last().name, false);
            return true;
        }
        if (key == Qt::Key_Escape) {
            m_field->setText({});
            Q_EMIT left();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace selvedge
