#include "ui/parts/pick_popup.h"
#include "ui/parts/action_widgets.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QScreen>
#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/parts/theme.h"
#include "ui/parts/tinted_label.h"
#include "ui/parts/type.h"

namespace selvedge {

namespace {

constexpr int kMargin = 8, kLeastList = 4;

bool canBeChosen(const QModelIndex& index) {
    return index.isValid() && (index.flags() & Qt::ItemIsSelectable);
}

}  // namespace

PickPopup::PickPopup(QWidget* window)
    : QFrame(window),
      m_title(new QLabel),
      m_field(new QLineEdit),
      m_note(new TintedLabel(Token::Text2, -1)),
      m_list(new QListView),
      m_foot(new QHBoxLayout) {
    hide();
    window->installEventFilter(this);
    m_title->setFont(typeFont(0, true));
    m_note->setWordWrap(true);
    m_note->hide();
    makeSearchField(*m_field);
    m_field->installEventFilter(this);
    m_list->installEventFilter(this);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setMouseTracking(true);
    m_list->viewport()->setAutoFillBackground(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    layout->setSpacing(6);
    layout->addWidget(m_title);
    layout->addWidget(m_field);
    layout->addWidget(m_note);
    layout->addWidget(m_list, 1);
    layout->addLayout(m_foot);
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString& text) {
        Q_EMIT typed(text);
        chooseFirst();
    });
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex& index) {
        if (canBeChosen(index))
            Q_EMIT chosen(index);
    });
    connect(qApp, &QApplication::focusChanged, this,
            [this](QWidget*, QWidget* now) { focusChanged(now); });
}

void PickPopup::setList(QAbstractItemModel* model, QAbstractItemDelegate* delegate) {
    m_list->setModel(model);
    m_list->setItemDelegate(delegate);
}

void PickPopup::setTitle(const QString& title, const QString& placeholder) {
    m_title->setText(title);
    setAccessibleName(title);
    m_list->setAccessibleName(title);
    m_field->setPlaceholderText(placeholder);
    m_field->setAccessibleName(placeholder);
}

void PickPopup::setNote(const QString& sentence) {
    m_note->setText(sentence);
    m_note->setVisible(!sentence.isEmpty());
    setAccessibleDescription(sentence);
}

QString PickPopup::note() const {
    return m_note->text();
}

// Of the window, what the screen has of it: a window may hang over the edge.
QRect PickPopup::room() const {
    const QWidget* window = parentWidget();
    const QRect screen = window->screen()->availableGeometry();
    return (window->rect() & QRect(window->mapFromGlobal(screen.topLeft()), screen.size()))
        .adjusted(kMargin, kMargin, -kMargin, -kMargin);
}

void PickPopup::place(int height) {
    const QRect all = room();
    const QSize size(std::min(m_most.width(), all.width()), std::min(height, all.height()));
    const bool isLeft = m_about.left() - size.width() - kMargin >= 0;
    const int left = isLeft ? m_about.left() - size.width() - kMargin : m_about.left();
    const int top = isLeft ? m_about.top() : m_about.bottom() + kMargin;
    setGeometry({{std::clamp(left, std::min(all.left(), left), all.right() + 1 - size.width()),
                  std::clamp(top, all.top(), all.bottom() + 1 - size.height())},
                 size});
}

void PickPopup::fitHeight(int least) {
    place(m_most.height());
    layout()->activate();
    const QAbstractItemModel* model = m_list->model();
    const int rows = model->rowCount();
    const int needed = rows == 0 ? 0
                                 : m_list->visualRect(model->index(rows - 1, 0)).bottom() + 1 +
                                       m_list->verticalScrollBar()->value();
    const int spare = m_list->viewport()->height() - std::max(needed, kLeastList);
    if (spare > 0)
        place(std::max(height() - spare, least));
}

void PickPopup::open(const QRect& about, int width, int height) {
    if (!isVisible())
        m_before = QApplication::focusWidget();
    m_about = {parentWidget()->mapFromGlobal(about.topLeft()), about.size()};
    m_most = {width, height};
    place(height);
    m_field->clear();
    Q_EMIT typed({});
    chooseFirst();
    show();
    raise();
    m_field->setFocus(Qt::PopupFocusReason);
}

void PickPopup::close() {
    if (!isVisible())
        return;
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    hide();
    if (hadFocus && m_before)
        m_before->setFocus(Qt::PopupFocusReason);
    Q_EMIT closed();
}

void PickPopup::focusChanged(QWidget* now) {
    // Another window in front leaves it; a click elsewhere in this one closes it.
    if (isVisible() && now && now != this && !isAncestorOf(now) && now->window() == window())
        close();
}

void PickPopup::chooseFirst() {
    const QAbstractItemModel* model = m_list->model();
    QModelIndex first;
    for (int row = model->rowCount() - 1; row >= 0; --row) {
        const QModelIndex index = model->index(row, 0);
        const bool isNumbered = first.isValid() && first.data(DigitRole).toInt() > 0;
        if (canBeChosen(index) && (!isNumbered || index.data(DigitRole).toInt() > 0))
            first = index;
    }
    m_list->setCurrentIndex(first);
    m_list->scrollToTop();
}

bool PickPopup::chooseDigit(int digit) {
    const QAbstractItemModel* model = m_list->model();
    for (int row = 0; row < model->rowCount(); ++row) {
        const QModelIndex index = model->index(row, 0);
        if (index.data(DigitRole).toInt() != digit)
            continue;
        m_list->setCurrentIndex(index);
        Q_EMIT chosen(index);
        return true;
    }
    return false;
}

// To the nearest one above or below, as it is laid out; there may be columns.
void PickPopup::step(int way, int pixels) {
    const QRect from = m_list->visualRect(m_list->currentIndex());
    const QAbstractItemModel* model = m_list->model();
    QModelIndex best;
    int least = 0;
    for (int row = 0; row < model->rowCount(); ++row) {
        const QModelIndex index = model->index(row, 0);
        const QRect to = m_list->visualRect(index);
        const int away = way * (to.top() - from.top());
        if (!canBeChosen(index) || away <= 0)
            continue;
        // Lines first, then columns; a page goes as far as it can.
        const int cost = 1000 * std::abs(away - pixels) + std::abs(to.left() - from.left());
        if (best.isValid() && cost >= least)
            continue;
        best = index;
        least = cost;
    }
    if (!best.isValid())
        return;
    m_list->setCurrentIndex(best);
    // The heading above the first row of all is seen too.
    if (best.row() <= 1)
        m_list->scrollToTop();
}

void PickPopup::stepInOrder(int way) {
    const QAbstractItemModel* model = m_list->model();
    for (int row = m_list->currentIndex().row() + way; row >= 0 && row < model->rowCount();
         row += way) {
        if (canBeChosen(model->index(row, 0))) {
            m_list->setCurrentIndex(model->index(row, 0));
            return;
        }
    }
}

bool PickPopup::keyPressed(QKeyEvent* event, bool inList) {
    switch (event->key()) {
        case Qt::Key_Down:
        case Qt::Key_Up:
        case Qt::Key_PageDown:
        case Qt::Key_PageUp: {
            const bool isPage = event->key() == Qt::Key_PageDown || event->key() == Qt::Key_PageUp;
            const bool isDown = event->key() == Qt::Key_Down || event->key() == Qt::Key_PageDown;
            if (!inList)
                m_list->setFocus(Qt::OtherFocusReason);
            step(isDown ? 1 : -1, isPage ? m_list->viewport()->height() : 1);
            return true;
        }
        case Qt::Key_Left:
        case Qt::Key_Right:
            if (!inList)
                return false;
            stepInOrder(event->key() == Qt::Key_Right ? 1 : -1);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (canBeChosen(m_list->currentIndex()))
                Q_EMIT chosen(m_list->currentIndex());
            return true;
        case Qt::Key_Escape:
            close();
            return true;
        default:
            break;
    }
    const bool isDigit = event->key() >= Qt::Key_1 && event->key() <= Qt::Key_9 &&
                         !(event->modifiers() & ~Qt::KeypadModifier);
    if (isDigit && chooseDigit(event->key() - Qt::Key_0))
        return true;
    if (!inList)
        return false;
    if (event->key() == Qt::Key_Space) {
        if (canBeChosen(m_list->currentIndex()))
            Q_EMIT chosen(m_list->currentIndex());
        return true;
    }
    const bool isText = !event->text().isEmpty() && event->text().front().isPrint() &&
                        !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier));
    if (!isText && event->key() != Qt::Key_Backspace)
        return false;
    m_field->setFocus(Qt::OtherFocusReason);
    QApplication::sendEvent(m_field, event);
    return true;
}

// Of the buttons below the list, which leave these.
void PickPopup::keyPressEvent(QKeyEvent* event) {
    const bool isDigit = event->key() >= Qt::Key_1 && event->key() <= Qt::Key_9;
    if (event->key() == Qt::Key_Escape)
        close();
    else if (!isDigit || !chooseDigit(event->key() - Qt::Key_0))
        QFrame::keyPressEvent(event);
}

bool PickPopup::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget()) {
        // A dock that is shown meanwhile comes above it.
        if (event->type() == QEvent::LayoutRequest && isVisible()) {
            place(height());
            raise();
        }
        return false;
    }
    const bool inList = watched == m_list;
    // Keys of a row's editor, which it passed on.
    if (inList && m_list->viewport()->isAncestorOf(QApplication::focusWidget()))
        return QFrame::eventFilter(watched, event);
    if (event->type() == QEvent::KeyPress && keyPressed(static_cast<QKeyEvent*>(event), inList))
        return true;
    // In an empty field there is nothing to take back but what was chosen.
    if (event->type() == QEvent::ShortcutOverride && !inList && m_field->text().isEmpty()) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->ignore();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void PickPopup::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(themed(Token::Border));
    painter.setBrush(themed(Token::Raised));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

}  // namespace selvedge
