#include "ui/browse/query_completer.h"

#include <QAbstractItemView>
#include <QPainter>
#include <QStyledItemDelegate>

#include "ui/parts/style.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr int kRowHeight = 26, kMargin = 10, kCountWidth = 52;
constexpr int kKindRole = Qt::UserRole, kCountRole = Qt::UserRole + 1;

// Name, whose value it is, and how many images have it.
class CompletionDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {360, kRowHeight};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        painter->save();
        const bool selected = option.state & QStyle::State_Selected;
        painter->fillRect(option.rect, themed(selected ? Token::Select : Token::Raised));
        const QRect r = option.rect.adjusted(kMargin, 0, -kMargin, 0);
        const QString kind = index.data(kKindRole).toString();
        const bool isField = kind.isEmpty();
        painter->setFont(typeFont(0));
        painter->setPen(themed(isField && !selected ? Token::Text2 : Token::Text));
        const QString name = painter->fontMetrics().elidedText(index.data().toString(),
                                                               Qt::ElideMiddle, r.width() * 3 / 5);
        painter->drawText(r, Qt::AlignVCenter | Qt::TextSingleLine, name);
        const int used = painter->fontMetrics().horizontalAdvance(name) + 12;
        painter->setFont(typeFont(-1));
        painter->setPen(themed(selected ? Token::Text : Token::Text2));
        const QRect rest = r.adjusted(used, 0, -kCountWidth, 0);
        painter->drawText(rest, Qt::AlignVCenter | Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(kind, Qt::ElideRight, rest.width()));
        if (const QVariant count = index.data(kCountRole); count.isValid())
            drawTabular(*painter, QRectF(r).adjusted(r.width() - kCountWidth, 0, 0, 0),
                        Qt::AlignRight | Qt::AlignVCenter, countText(count.toLongLong()));
        painter->restore();
    }
};

}  // namespace

QueryCompleter::QueryCompleter(QObject* parent) : QCompleter(parent) {
    setModel(&m_items);
    setCompletionMode(UnfilteredPopupCompletion);
    setMaxVisibleItems(12);
    popup()->setItemDelegate(new CompletionDelegate(this));
    popup()->setAccessibleName(tr("Completions"));
    connect(this, qOverload<const QModelIndex&>(&QCompleter::activated), this,
            [this](const QModelIndex& index) {
                if (std::size_t(index.row()) < m_completions.size())
                    Q_EMIT chosen(m_completions[std::size_t(index.row())]);
            });
}

void QueryCompleter::offer(std::vector<Completion> completions, bool counted, const QRect& under) {
    m_completions = std::move(completions);
    m_items.clear();
    for (const Completion& one : m_completions) {
        auto* item = new QStandardItem(QString::fromStdString(one.label));
        const QString kind = QString::fromStdString(one.kind);
        item->setData(kind, kKindRole);
        if (counted && one.value)
            item->setData(qulonglong(one.images), kCountRole);
        item->setData(kind.isEmpty() ? tr("%1, field").arg(item->text())
                      : counted
                          ? tr("%1, %2, %3").arg(item->text(), kind, countText(one.images, "image"))
                          : tr("%1, %2").arg(item->text(), kind),
                      Qt::AccessibleTextRole);
        item->setEditable(false);
        m_items.appendRow(item);
    }
    if (m_completions.empty())
        hide();
    else
        complete(under);
}

void QueryCompleter::hide() {
    popup()->hide();
}

}  // namespace selvedge
