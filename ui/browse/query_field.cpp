#include "ui/browse/query_field.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QTextCharFormat>
#include <QToolButton>

#include "ui/browse/browse_query.h"
#include "ui/browse/facet_words.h"
#include "ui/browse/query_completer.h"
#include "ui/browse/query_tokens.h"
#include "ui/parts/action_widgets.h"
#include "ui/parts/icons.h"
#include "ui/parts/key_cap.h"
#include "ui/parts/theme.h"
#include "ui/parts/tinted_label.h"

namespace selvedge {

namespace {

constexpr int kLeast = 120, kMost = 460;
constexpr int kIcon = 28;   // room at either end of the line
constexpr int kRest = 900;  // ms without a key until a fault is said

// The fault under the field: a raised box with an edge in the colour of errors.
class Bubble : public QWidget {
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.fillRect(rect(), themed(Token::Raised));
        painter.setPen(themed(Token::Border));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
        painter.fillRect(QRect(0, 0, 3, height()), themed(Token::Error));
    }
};

}  // namespace

QueryField::QueryField(BrowseQuery& query, QWidget* parent)
    : QWidget(parent),
      m_query(query),
      m_edit(new QLineEdit),
      m_completer(new QueryCompleter(this)),
      m_tokens(new QueryTokens(this)),
      m_warning(m_edit->addAction(QIcon(), QLineEdit::TrailingPosition)) {
    setMinimumWidth(kLeast);
    setMaximumWidth(kMost);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_edit);
    m_tokens->raise();
    m_edit->setAccessibleName(tr("Query"));
    m_edit->setPlaceholderText(tr("coat -floral area>5%"));
    m_edit->setToolTip(
        tr("What to look for (Ctrl+F), as: coat \"double breasted\" -floral area>5%"));
    m_edit->findChild<QToolButton*>()->setAccessibleName(tr("What is wrong with the query"));
    makeSearchField(*m_edit);
    m_edit->installEventFilter(this);
    m_warning->setVisible(false);
    connect(m_warning, &QAction::triggered, this, &QueryField::sayFault);
    connect(m_tokens, &QueryTokens::removed, this,
            [this](const Query& term) { m_query.set(without(m_query.query(), term)); });
    connect(m_tokens, &QueryTokens::pressed, this, [this] {
        m_edit->setFocus(Qt::MouseFocusReason);
        m_edit->end(false);
    });
    setFocusProxy(m_edit);
    m_completer->setWidget(m_edit);
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRest);
    // Not over a list that says how to go on.
    connect(&m_rest, &QTimer::timeout, this, [this] {
        if (!m_completer->popup()->isVisible())
            sayFault();
    });
    connect(m_edit, &QLineEdit::textEdited, this, [this] {
        takeTyped();
        offerCompletions();
    });
    // The clear button edits without saying so.
    connect(m_edit, &QLineEdit::textChanged, this, [this](const QString& text) {
        if (text.isEmpty() && !m_typing)
            takeTyped();
    });
    connect(m_completer, &QueryCompleter::chosen, this, &QueryField::putIn);
    connect(&query, &BrowseQuery::changed, this, &QueryField::follow);
    connect(&query, &BrowseQuery::wordsChanged, this, [this] {
        if (m_wrong)  // perhaps it means something now
            takeTyped();
        else
            showTokens();
    });
    showTokens();
}

QString QueryField::text() const {
    return m_edit->text();
}

QString QueryField::fault() const {
    return m_wrong ? QString::fromStdString(m_wrong->sentence) : QString();
}

void QueryField::setText(const QString& text) {
    m_typing = true;
    m_edit->setText(text);
    m_typing = false;
    takeTyped();
    if (m_wrong)
        sayFault();
}

void QueryField::startTyping() {
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

void QueryField::showKey(const QAction* command) {
    m_key = new KeyCap(command, m_edit);
    showTokens();
}

void QueryField::editing(bool now) {
    m_editing = now;
    showTokens();
}

// A person who cannot see the tokens hears them: the line says what it stands for.
void QueryField::showTokens() {
    const Query& query = m_query.query();
    const bool shown = !m_editing && !m_wrong && !query.empty();
    if (shown)
        m_tokens->setQuery(query, m_query.words());
    m_edit->setAccessibleDescription(m_editing ? QString()
                                     : m_wrong ? fault()
                                               : queryWords(query, m_query.words()));
    m_tokens->setVisible(shown);
    // While it is typed the underline is enough.
    m_warning->setVisible(m_wrong && !m_editing);
    m_warning->setToolTip(fault());
    if (m_wrong)
        m_warning->setIcon(iconPixmap(QStringLiteral("dialog-warning"), 16, themed(Token::Error),
                                      devicePixelRatioF()));
    placeOver();
}

void QueryField::placeOver() {
    const QRect line = m_edit->rect();
    m_tokens->setGeometry(rect().adjusted(kIcon, 2, -kIcon, -2));
    if (!m_key)
        return;
    const QSize size = m_key->sizeHint();
    const int taken =
        kIcon + m_edit->fontMetrics().horizontalAdvance(m_edit->placeholderText()) + 12;
    m_key->setVisible(!m_editing && m_edit->text().isEmpty() &&
                      taken + size.width() + 8 <= line.width());
    m_key->setGeometry(line.right() - size.width() - 7, (line.height() - size.height()) / 2,
                       size.width(), size.height());
}

void QueryField::takeTyped() {
    m_typing = true;
    setFault(m_query.setText(m_edit->text()));
    m_typing = false;
}

// The query was changed elsewhere: its text stands here, unless this text means the same.
void QueryField::follow() {
    if (m_typing)
        return;
    const ParsedQuery parsed = parseQuery(m_edit->text().toStdString(), m_query.words());
    if (parsed.fault || parsed.query != m_query.query()) {
        m_typing = true;
        m_edit->setText(m_query.text());
        m_typing = false;
    }
    setFault({});
}

void QueryField::setFault(std::optional<QueryFault> fault) {
    m_wrong = std::move(fault);
    hideFault();
    if (m_wrong)
        m_rest.start();
    else
        m_rest.stop();
    format();
    showTokens();
}

// Underlines what is wrong; QLineEdit takes formats as an input method gives them.
void QueryField::format() {
    QList<QInputMethodEvent::Attribute> attributes;
    if (m_wrong) {
        const QByteArray bytes = m_edit->text().toUtf8();
        const auto inText = [&](std::size_t byte) {
            return int(QString::fromUtf8(bytes.left(qsizetype(byte))).size());
        };
        const int begin = inText(m_wrong->position);
        const int end = inText(m_wrong->position + m_wrong->length);
        QTextCharFormat format;
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(themed(Token::Error));
        attributes.append(
            {QInputMethodEvent::TextFormat, begin - m_edit->cursorPosition(), end - begin, format});
    }
    QInputMethodEvent event(QString(), attributes);
    QApplication::sendEvent(m_edit, &event);
}

void QueryField::sayFault() {
    if (!m_wrong)
        return;
    m_edit->setAccessibleDescription(fault());
    QAccessibleEvent spoken(m_edit, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&spoken);
    if (!isVisible())
        return;
    if (!m_bubble) {
        m_bubble = new Bubble(window());
        m_fault = new TintedLabel(Token::Text, 0);
        m_fault->setWordWrap(true);
        auto* layout = new QHBoxLayout(m_bubble);
        layout->setContentsMargins(12, 8, 10, 8);
        layout->addWidget(m_fault);
    }
    m_completer->hide();
    m_fault->setText(fault());
    placeFault();
    m_bubble->show();
    m_bubble->raise();
    QAccessibleEvent alert(m_fault, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void QueryField::hideFault() {
    if (m_bubble)
        m_bubble->hide();
}

void QueryField::placeFault() {
    if (!m_bubble)
        return;
    const QPoint corner = mapTo(window(), QPoint(0, height() + 4));
    const int wide = std::max(width(), 320);
    m_bubble->setGeometry(corner.x(), corner.y(), wide, m_bubble->heightForWidth(wide));
}

// What the values would leave beside the rest of the text is known where the rest was searched: it
// is nothing, or the last query that could be read.
bool QueryField::restIsSearched(const QByteArray& rest) const {
    const ParsedQuery parsed = parseQuery(rest.toStdString(), m_query.words());
    return !parsed.fault && parsed.query == m_query.query() && !m_query.searching();
}

void QueryField::offerCompletions() {
    const QByteArray text = m_edit->text().toUtf8();
    const auto cursor = std::size_t(m_edit->text().left(m_edit->cursorPosition()).toUtf8().size());
    const auto among = [&](const QueryResult& counted) {
        return completionsOf(text.toStdString(), cursor, m_query.words(),
                             [&](FacetValue value) { return counted.count(value); });
    };
    auto completions = among(m_query.everything());
    bool counted = false;
    if (!completions.empty()) {
        const Completion& first = completions.front();
        // Without the field or minus that it stands at.
        const qsizetype begin =
            first.position > 0 ? text.lastIndexOf(' ', qsizetype(first.position) - 1) + 1 : 0;
        QByteArray rest = text;
        rest.remove(begin, qsizetype(first.position + first.length) - begin);
        counted = rest.trimmed().isEmpty();
        if (!counted && restIsSearched(rest)) {
            auto now = among(m_query.result());
            counted = now.front().images > 0;
            if (counted)
                completions = std::move(now);
        }
    }
    // Nothing to add where it stands there already.
    if (completions.size() == 1) {
        const Completion& only = completions.front();
        if (text.mid(qsizetype(only.position), qsizetype(only.length)).toStdString() == only.text)
            completions.clear();
    }
    m_completer->offer(std::move(completions), counted,
                       QRect(0, 4, std::max(width(), 360), height()));
}

void QueryField::putIn(const Completion& completion) {
    QByteArray text = m_edit->text().toUtf8();
    text.replace(qsizetype(completion.position), qsizetype(completion.length),
                 QByteArray::fromStdString(completion.text));
    qsizetype cursor = qsizetype(completion.position + completion.text.size());
    if (completion.value && cursor == text.size()) {
        text += ' ';
        ++cursor;
    }
    const int place = int(QString::fromUtf8(text.left(cursor)).size());
    m_typing = true;
    m_edit->setText(QString::fromUtf8(text));
    m_typing = false;
    m_edit->setCursorPosition(place);
    takeTyped();
    if (!completion.value)  // a field: its values come next
        QTimer::singleShot(0, this, &QueryField::offerCompletions);
}

bool QueryField::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_edit && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            m_completer->hide();
            if (m_wrong)
                sayFault();
            else
                Q_EMIT finished();
            return true;
        }
        if (key->key() == Qt::Key_Escape) {
            m_completer->hide();
            Q_EMIT finished();
            return true;
        }
        if (key->key() == Qt::Key_Down ||
            (key->key() == Qt::Key_Space && key->modifiers() & Qt::ControlModifier)) {
            offerCompletions();
            return true;
        }
    }
    if (watched == m_edit && event->type() == QEvent::FocusIn)
        editing(true);
    // Completions and another window leave it as it is.
    if (watched == m_edit && event->type() == QEvent::FocusOut &&
        window()->focusWidget() != m_edit) {
        hideFault();
        editing(false);
    }
    return QWidget::eventFilter(watched, event);
}

void QueryField::moveEvent(QMoveEvent* event) {
    QWidget::moveEvent(event);
    placeFault();
}

void QueryField::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    placeFault();
    placeOver();
}

void QueryField::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    hideFault();
}

}  // namespace selvedge
