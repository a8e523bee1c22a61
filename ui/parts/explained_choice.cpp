#include "ui/parts/explained_choice.h"

#include <QAbstractItemView>
#include <QPainter>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <QStylePainter>
#include <algorithm>

#include "ui/parts/theme.h"
#include "ui/parts/type.h"

namespace selvedge {

namespace {

constexpr int kListWidth = 460, kMargin = 10, kMostShown = 170, kLeastShown = 60;

class ChoiceDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override {
        const QString sentence = index.data(ExplainedChoice::ExplanationRole).toString();
        int height = QFontMetrics(typeFont()).height() + 10;
        if (!sentence.isEmpty())
            height += wrapped(sentence).height();
        return {kListWidth, height};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        painter->save();
        if (option.state & QStyle::State_Selected)
            painter->fillRect(option.rect, themed(Token::Select));
        const QRect inner = option.rect.adjusted(kMargin, 5, -kMargin, -5);
        const bool enabled = index.flags() & Qt::ItemIsEnabled;
        painter->setFont(typeFont());
        painter->setPen(themed(enabled ? Token::Text : Token::Text3));
        painter->drawText(inner, Qt::AlignLeft | Qt::AlignTop,
                          painter->fontMetrics().elidedText(index.data().toString(),
                                                            Qt::ElideMiddle, inner.width()));
        const int line = painter->fontMetrics().height();
        painter->setFont(typeFont(-1));
        painter->setPen(themed(option.state & QStyle::State_Selected ? Token::Text : Token::Text2));
        painter->drawText(inner.adjusted(0, line, 0, 0),
                          Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                          index.data(ExplainedChoice::ExplanationRole).toString());
        painter->restore();
    }

private:
    static QRect wrapped(const QString& sentence) {
        return QFontMetrics(typeFont(-1))
            .boundingRect(QRect(0, 0, kListWidth - 2 * kMargin, 1000), Qt::TextWordWrap, sentence);
    }
};

}  // namespace

ExplainedChoice::ExplainedChoice(const QString& title, QWidget* parent)
    : QComboBox(parent), m_title(title) {
    setAccessibleName(title);
    setItemDelegate(new ChoiceDelegate(this));
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setMaxVisibleItems(12);
    view()->setMinimumWidth(kListWidth + 16);
    view()->setTextElideMode(Qt::ElideMiddle);
    connect(this, &QComboBox::activated, this, [this](int row) { Q_EMIT chosen(itemData(row)); });
}

void ExplainedChoice::setChoices(const std::vector<Choice>& choices, const QVariant& current,
                                 const QString& otherwise) {
    const QSignalBlocker blocker(this);
    clear();
    int now = -1;
    for (const Choice& choice : choices) {
        addItem(choice.name, choice.data);
        const int row = count() - 1;
        setItemData(row, choice.explanation, ExplanationRole);
        setItemData(row, choice.explanation, Qt::AccessibleDescriptionRole);
        static_cast<QStandardItemModel*>(model())->item(row)->setEnabled(choice.enabled);
        if (choice.data == current)
            now = row;
    }
    m_otherwise = otherwise;
    setCurrentIndex(now);
    setAccessibleDescription(shownText());
    setToolTip(now < 0 ? m_title : choices[std::size_t(now)].explanation);
    setEnabled(!choices.empty());
    updateGeometry();
    update();
}

QString ExplainedChoice::shownText() const {
    return currentIndex() < 0 ? m_otherwise : currentText();
}

QSize ExplainedChoice::sizeHint() const {
    const QFontMetrics small(typeFont(-1)), metrics(font());
    return {small.horizontalAdvance(m_title) + 46 +
                std::clamp(metrics.horizontalAdvance(shownText()), kLeastShown / 2, kMostShown),
            28};
}

QSize ExplainedChoice::minimumSizeHint() const {
    return {QFontMetrics(typeFont(-1)).horizontalAdvance(m_title) + 46 + kLeastShown, 28};
}

void ExplainedChoice::paintEvent(QPaintEvent*) {
    QStylePainter painter(this);
    QStyleOptionComboBox option;
    initStyleOption(&option);
    option.currentText.clear();
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    QRect inner = rect().adjusted(10, 0, -26, 0);
    painter.setFont(typeFont(-1));
    painter.setPen(themed(isEnabled() ? Token::Text2 : Token::Text3));
    painter.drawText(inner, Qt::AlignLeft | Qt::AlignVCenter, m_title);
    inner.setLeft(inner.left() + painter.fontMetrics().horizontalAdvance(m_title) + 7);
    painter.setFont(font());
    painter.setPen(themed(isEnabled() ? Token::Text : Token::Text3));
    painter.drawText(inner, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(shownText(), Qt::ElideMiddle, inner.width()));
}

}  // namespace selvedge
