#include "ui/parts/pick_popup.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/parts/theme.h"
#include "ui/parts/type.h"

namespace selvedge {

namespace {

constexpr int kMargin = 8;

bool canBeChosen(const QModelIndex& index) {
    return index.isValid() && (index.flags() & Qt::ItemIsSelectable);
}

}  // namespace

PickPopup::PickPopup(QWidget* window)
    : QFrame(window),
      m_title(new QLabel),
      m_field(new QLineEdit),
      m_list(new QListView),
      m_foot(new QHBoxLayout) {
    hide();
    m_title->setFont(typeFont(0, true));
    m_field->setClearButtonEnabled(true);
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

void PickPopup::open(const QRect& about, int width, int height) {
    if (!isVisible())
        m_before = QApplication::focusWidget();
    QWidget* window = parentWidget();
    const QRect place(window->mapFromGlobal(about.topLeft()), about.size());
    const int tall = std::min(height, window->height() - 2 * kMargin);
    const bool isLeft = place.left() - width - kMargin >= 0;
    const int left = isLeft ? place.left() - width - kMargin
                            : std::clamp(place.left(), 0, std::max(0, window->width() - width));
    const int top = isLeft ? place.top() : place.bottom() + kMargin;
    setGeometry(left, std::clamp(top, kMargin, window->height() - tall - kMargin), width, tall);
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
    for (int row = 0; row < model->rowCount(); ++row) {
        if (canBeChosen(model->index(row, 0))) {
            m_list->setCurrentIndex(model->index(row, 0));
            m_list->scrollToTop();
            return;
        }
    }
    m_list->setCurrentIndex({});
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

bool PickPopup::eventFilter(QObject* watched, QEvent* event) {
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
