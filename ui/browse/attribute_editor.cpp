#include "ui/browse/attribute_editor.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QPushButton>
#include <QStyleOptionButton>
#include <QStyledItemDelegate>
#include <algorithm>
#include <set>

#include "app/session/edit_history.h"
#include "ui/parts/style.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr int kColumns = 3, kColumnWidth = 212, kRowHeight = 24, kHeadingHeight = 26;
constexpr int kCap = 18;  // room for the digit's key cap
constexpr int kGap = 8;
constexpr int kWidth = kColumns * kColumnWidth + 34, kHeight = 760;

class AttributeDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override {
        if (index.data(AttributeListModel::IsHeadingRole).toBool())
            return {kColumns * kColumnWidth, kHeadingHeight};
        return {kColumnWidth, kRowHeight};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const QRect r = option.rect;
        painter->save();
        if (index.data(AttributeListModel::IsHeadingRole).toBool()) {
            paintHeading(*painter, r, option.state, index);
        } else {
            paintAttribute(*painter, r, option.state, index);
        }
        painter->restore();
    }

private:
    static void paintHeading(QPainter& painter, const QRect& r, QStyle::State state,
                             const QModelIndex& index) {
        const QVariant isOpen = index.data(AttributeListModel::IsOpenRole);
        const QRect line = r.adjusted(0, 2, 0, 0);
        if (isOpen.isValid() && state & QStyle::State_MouseOver)
            painter.fillRect(line, themed(Token::Hover));
        if (isOpen.isValid())
            drawChevron(painter, {r.left() + 4, line.center().y() - 6, 12, 12},
                        isOpen.toBool() ? Qt::DownArrow : Qt::RightArrow, themed(Token::Text2));
        const QRect name = line.adjusted(isOpen.isValid() ? 22 : 4, 0, 0, 0);
        painter.setFont(typeFont(-1, true));
        painter.setPen(themed(Token::Text));
        painter.drawText(name, Qt::AlignVCenter, index.data().toString());
        const auto hidden = index.data(AttributeListModel::CountRole).toLongLong();
        if (hidden > 0) {
            const int after = painter.fontMetrics().horizontalAdvance(index.data().toString()) + 8;
            painter.setFont(typeFont(-1));
            painter.setPen(themed(Token::Text2));
            painter.drawText(name.adjusted(after, 0, 0, 0), Qt::AlignVCenter,
                             AttributeEditor::tr("%1 more").arg(countText(hidden)));
        }
        if (state & QStyle::State_Selected)
            drawFocusRing(painter, QRectF(line).adjusted(1, 1, -1, -1));
    }

    // At the right how often it is, or of what group where there are no headings.
    static void paintNames(QPainter& painter, const QRect& r, QStyle::State state,
                           const QModelIndex& index) {
        const QFontMetrics metrics = painter.fontMetrics();
        const auto times = index.data(AttributeListModel::CountRole).toLongLong();
        const QString group = index.data(AttributeListModel::GroupRole).toString();
        const QString name = index.data().toString();
        const QString aside =
            group.isEmpty()
                ? (times > 0 ? countText(times) : QString())
                : metrics.elidedText(
                      group, Qt::ElideRight,
                      std::max(r.width() / 3, r.width() - kGap - metrics.horizontalAdvance(name)));
        painter.setPen(themed(state & QStyle::State_Selected ? Token::Text : Token::Text2));
        drawTabular(painter, r, Qt::AlignRight | Qt::AlignVCenter, aside);
        painter.setPen(themed(Token::Text));
        const int room = r.width() - int(tabularWidth(painter.font(), aside)) - kGap;
        painter.drawText(r, Qt::AlignVCenter | Qt::TextSingleLine,
                         metrics.elidedText(name, Qt::ElideMiddle, room));
    }

    static void paintCap(QPainter& painter, const QRect& r, int digit) {
        const QRectF cap(r.left() + 3.5, r.center().y() - 7.5, 13, 15);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(themed(Token::Border));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(cap, 3, 3);
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setFont(typeFont(-2));
        painter.setPen(themed(Token::Text2));
        painter.drawText(cap, Qt::AlignCenter, QString::number(digit));
    }

    static void paintAttribute(QPainter& painter, const QRect& r, QStyle::State state,
                               const QModelIndex& index) {
        if (state & QStyle::State_Selected)
            painter.fillRect(r, themed(Token::Select));
        else if (state & QStyle::State_MouseOver)
            painter.fillRect(r, themed(Token::Hover));
        if (const int digit = index.data(PickPopup::DigitRole).toInt(); digit > 0)
            paintCap(painter, r, digit);
        const auto on =
            AttributeListModel::State(index.data(AttributeListModel::StateRole).toInt());
        QStyleOptionButton check;
        check.rect = {r.left() + kCap + 3, r.center().y() - 8, 16, 16};
        check.state = QStyle::State_Enabled;
        check.state |= on == AttributeListModel::State::On     ? QStyle::State_On
                       : on == AttributeListModel::State::Some ? QStyle::State_NoChange
                                                               : QStyle::State_Off;
        QApplication::style()->drawPrimitive(QStyle::PE_IndicatorCheckBox, &check, &painter);
        painter.setFont(typeFont(-1));
        paintNames(painter, r.adjusted(kCap + 24, 0, -8, 0), state, index);
        if (state & QStyle::State_Selected)
            drawFocusRing(painter, QRectF(r).adjusted(1, 1, -1, -1));
    }
};

}  // namespace

AttributeEditor::AttributeEditor(Session& session, EditCommands& commands, QWidget* window)
    : PickPopup(window),
      m_session(session),
      m_commands(commands),
      m_model(new AttributeListModel(this)),
      m_all(new QPushButton) {
    setList(m_model, new AttributeDelegate(this));
    list()->setFlow(QListView::LeftToRight);
    list()->setWrapping(true);
    list()->setResizeMode(QListView::Adjust);
    m_all->setCheckable(true);
    m_all->setFocusPolicy(Qt::TabFocus);  // clicked, it leaves the keyboard where it is
    m_all->setAutoDefault(false);
    foot()->addWidget(m_all);
    foot()->addStretch();
    auto* done = new QPushButton(tr("Close"));
    done->setAutoDefault(false);
    done->setToolTip(tr("Close (Esc)"));
    foot()->addWidget(done);
    connect(done, &QPushButton::clicked, this, &PickPopup::close);
    connect(m_all, &QPushButton::toggled, this, [this](bool all) {
        m_model->setShowAll(all);
        fitHeight();
    });
    connect(this, &PickPopup::typed, m_model, &AttributeListModel::setQuery);
    connect(this, &PickPopup::typed, this, &AttributeEditor::sayWhereNone);
    // What is found may be more; it does not shrink with every letter.
    connect(this, &PickPopup::typed, this, [this] {
        if (isVisible())
            fitHeight(height());
    });
    connect(this, &PickPopup::chosen, this, &AttributeEditor::toggle);
    connect(&session, &Session::objectsChanged, this, &AttributeEditor::refresh);
    connect(&commands, &EditCommands::targetsChanged, this, [this] {
        if (m_commands.objects() != m_of)
            close();
    });
}

std::vector<ObjectIndex> AttributeEditor::objects() const {
    std::vector<ObjectIndex> found;
    const auto table = m_session.objects();
    for (const std::int64_t row : m_of) {
        const auto at = std::lower_bound(table->rowId.begin(), table->rowId.end(), row);
        if (at != table->rowId.end() && *at == row)
            found.push_back(ObjectIndex(at - table->rowId.begin()));
    }
    return found;
}

void AttributeEditor::openFor(const QRect& about) {
    if (m_commands.objects().empty())
        return;
    m_of = m_commands.objects();
    const auto table = m_session.objects();
    const auto catalog = m_session.catalog();
    if (m_catalog != catalog) {
        m_catalog = catalog;
        m_model->setCatalog(catalog);
    }
    const auto chosen = objects();
    std::set<CategoryIndex> categories;
    for (const ObjectIndex object : chosen)
        categories.insert(table->category[object]);
    const CoOccurrence together = coOccurrence(*table, *catalog);
    std::vector<std::uint32_t> counts(catalog->attributes().size());
    QStringList names;
    for (const CategoryIndex category : categories) {
        names += QString::fromStdString(catalog->categories()[category].name);
        for (std::size_t i = 0; i < counts.size(); ++i)
            counts[i] += together.count(category, AttributeIndex(i));
    }
    m_model->setObjects(*table, chosen, std::move(counts));
    m_all->setText(tr("Show all %1").arg(catalog->attributes().size()));
    m_all->setToolTip(tr("Also those that no %1 of this dataset has").arg(names.join(tr(" or "))));
    m_all->setChecked(false);
    setTitle(m_of.size() == 1
                 ? tr("Attributes of %1").arg(names.join(QString()))
                 : tr("Attributes of %1").arg(countText(std::int64_t(m_of.size()), "object")),
             tr("Type to find an attribute"));
    m_names = names.join(tr(" or "));
    open(about, kWidth, kHeight);
    fitHeight();
}

void AttributeEditor::sayWhereNone(const QString& query) {
    const QString name = query.trimmed();
    if (!name.isEmpty())
        setNote(m_model->rowCount() > 0 ? QString() : tr("No attribute is called %1.").arg(name));
    else
        setNote(m_model->fitting() > 0
                    ? QString()
                    : tr("No %1 of this dataset has attributes yet: type a name, or show all.")
                          .arg(m_names));
}

void AttributeEditor::toggle(const QModelIndex& index) {
    if (index.data(AttributeListModel::IsHeadingRole).toBool()) {
        const int row = index.row();
        m_model->toggleGroup(index);
        list()->setCurrentIndex(m_model->index(row));
        fitHeight();
        return;
    }
    const auto attribute = AttributeIndex(index.data(AttributeListModel::AttributeRole).toUInt());
    m_commands.setAttribute(attribute,
                            m_model->stateOf(attribute) != AttributeListModel::State::On);
    if (field()->hasFocus())
        field()->selectAll();  // the next name replaces it
}

void AttributeEditor::refresh() {
    if (isVisible())
        m_model->refreshStates(*m_session.objects(), objects());
}

}  // namespace selvedge
