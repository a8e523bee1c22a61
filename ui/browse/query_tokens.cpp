#include "ui/browse/query_tokens.h"

#include <QAbstractButton>
#include <QEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "ui/browse/facet_words.h"
#include "ui/browse/query_token.h"
#include "ui/parts/tinted_label.h"
#include "ui/parts/type.h"

namespace selvedge {

namespace {

constexpr int kGap = 4;

}  // namespace

QueryTokens::QueryTokens(QWidget* parent)
    : QWidget(parent), m_rest(new TintedLabel(Token::Text2, -1, false, this)) {
    setCursor(Qt::IBeamCursor);
    setToolTip(tr("Click to edit the query (Ctrl+F)"));
    m_rest->hide();
}

void QueryTokens::setQuery(const Query& query, const Vocabulary& words) {
    // Not at once: the × of one of them may be what asked for it.
    for (QueryToken* token : m_tokens) {
        token->hide();
        token->deleteLater();
    }
    m_tokens.clear();
    setAccessibleName(tr("Query: %1").arg(queryWords(query, words)));
    for (const Query& term : termsOf(query, words)) {
        auto* token = new QueryToken(termWords(term, words), this);
        connect(token, &QueryToken::removed, this, [this, term] { Q_EMIT removed(term); });
        m_tokens.push_back(token);
    }
    place();
}

QStringList QueryTokens::texts() const {
    QStringList texts;
    for (const QueryToken* token : m_tokens)
        texts += token->text();
    return texts;
}

QString QueryTokens::foldedText() const {
    return m_folded > 0 ? QStringLiteral("+%1").arg(m_folded) : QString();
}

QWidget* QueryTokens::removeButton(int token) const {
    return m_tokens[std::size_t(token)]->removeButton();
}

int QueryTokens::fitting(int room) const {
    int used = 0, count = 0;
    for (const QueryToken* token : m_tokens) {
        used += token->sizeHint().width() + (count > 0 ? kGap : 0);
        if (used > room)
            break;
        ++count;
    }
    return count;
}

void QueryTokens::place() {
    const int all = int(m_tokens.size());
    const int restWidth =
        QFontMetrics(typeFont(-1)).horizontalAdvance(QStringLiteral("+%1").arg(all)) + 4;
    for (const bool isShort : {false, true}) {
        for (QueryToken* token : m_tokens)
            token->setShort(isShort);
        if (fitting(width()) == all)
            break;
    }
    int shown = fitting(width());
    if (shown < all)  // at least one, however short
        shown = std::max(std::min(all, 1), fitting(width() - restWidth - kGap));
    m_folded = all - shown;
    const int room = m_folded > 0 ? width() - restWidth - kGap : width();
    int left = 0;
    QStringList rest;
    for (int i = 0; i < all; ++i) {
        QueryToken* token = m_tokens[std::size_t(i)];
        token->setVisible(i < shown);
        if (i >= shown) {
            rest += token->text();
            continue;
        }
        const QSize size = token->sizeHint();
        const int wide = std::min(size.width(), std::max(0, room - left));
        token->setToolTip(wide < size.width() ? token->text() : QString());
        token->setGeometry(left, (height() - size.height()) / 2, wide, size.height());
        left += wide + kGap;
    }
    m_rest->setVisible(m_folded > 0);
    m_rest->setText(foldedText());
    m_rest->setAccessibleName(tr("And %1").arg(rest.join(QStringLiteral(", "))));
    m_rest->setToolTip(rest.join(u'\n'));
    m_rest->setGeometry(left, 0, restWidth, height());
}

void QueryTokens::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), palette().base());
}

void QueryTokens::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        Q_EMIT pressed();
}

void QueryTokens::resizeEvent(QResizeEvent*) {
    place();
}

void QueryTokens::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange)
        place();
    QWidget::changeEvent(event);
}

}  // namespace selvedge
