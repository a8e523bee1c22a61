#include "ui/browse/inspector.h"

#include <QLabel>
#include <QPainter>
#include <QScrollArea>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "ui/parts/style.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr int kRowHeight = 28;

class ObjectDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {200, kRowHeight};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        painter->save();
        const QRect r = option.rect;
        const bool selected = option.state & QStyle::State_Selected;
        if (selected && index.parent().isValid())
            painter->fillRect(r, themed(Token::Select));
        else if (option.state & QStyle::State_MouseOver && index.parent().isValid())
            painter->fillRect(r, themed(Token::Hover));
        if (!index.parent().isValid())
            paintHead(*painter, r, index);
        else
            paintRow(*painter, r, index, selected);
        if (option.state & QStyle::State_HasFocus)
            drawFocusRing(*painter, QRectF(r).adjusted(2, 1, -2, -1));
        painter->restore();
    }

private:
    static void paintHead(QPainter& painter, const QRect& r, const QModelIndex& index) {
        const bool truth = index.data(ObjectListModel::IsTruthRole).toBool();
        QPen sample(themed(truth ? Token::Truth : Token::Prediction), 2);
        sample.setCapStyle(Qt::FlatCap);
        if (!truth)
            sample.setDashPattern({2.5, 1.5});
        painter.setPen(sample);
        painter.drawLine(r.left() + 12, r.center().y() + 1, r.left() + 28, r.center().y() + 1);
        painter.setFont(typeFont(0, true));
        painter.setPen(themed(Token::Text));
        painter.drawText(r.adjusted(36, 0, -110, 0), Qt::AlignVCenter, index.data().toString());
        painter.setFont(typeFont(-1));
        painter.setPen(themed(Token::Text2));
        painter.drawText(r.adjusted(0, 0, truth ? -14 : -62, 0), Qt::AlignVCenter | Qt::AlignRight,
                         ObjectListModel::tr("area"));
        if (!truth)
            painter.drawText(r.adjusted(0, 0, -14, 0), Qt::AlignVCenter | Qt::AlignRight,
                             ObjectListModel::tr("score"));
    }
    static void paintRow(QPainter& painter, const QRect& r, const QModelIndex& index,
                         bool selected) {
        painter.fillRect(QRect(r.left() + 14, r.center().y() - 5, 11, 11),
                         index.data(ObjectListModel::SwatchRole).value<QColor>());
        const bool truth = index.data(ObjectListModel::IsTruthRole).toBool();
        const int numbers = truth ? 70 : 120;
        painter.setFont(typeFont());
        painter.setPen(themed(Token::Text));
        const QRect name = r.adjusted(36, 0, -numbers, 0);
        painter.drawText(name, Qt::AlignVCenter | Qt::TextSingleLine,
                         painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle,
                                                          name.width()));
        painter.setFont(typeFont(-1));
        painter.setPen(themed(selected ? Token::Text : Token::Text2));
        drawTabular(painter, r.adjusted(0, 0, truth ? -14 : -62, 0),
                    Qt::AlignVCenter | Qt::AlignRight,
                    index.data(ObjectListModel::AreaRole).toString());
        if (!truth)
            drawTabular(painter, r.adjusted(0, 0, -14, 0), Qt::AlignVCenter | Qt::AlignRight,
                        index.data(ObjectListModel::ScoreRole).toString());
    }
};

QLabel* smallLabel() {
    auto* label = new QLabel;
    label->setFont(typeFont(-1));
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

QLabel* headLabel() {
    auto* label = new QLabel;
    label->setFont(typeFont(0, true));
    return label;
}

}  // namespace

ChipsView::ChipsView(QWidget* parent) : QWidget(parent) {
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Attributes"));
}

void ChipsView::setGroups(std::vector<ChipGroup> groups) {
    m_groups = std::move(groups);
    QStringList spoken;
    for (const ChipGroup& group : m_groups) {
        for (const Chip& chip : group.chips)
            spoken += group.name + u' ' + chip.name + (chip.on ? QString() : tr(" (unlikely)"));
    }
    setAccessibleDescription(spoken.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

int ChipsView::heightForWidth(int width) const {
    return layoutChips(nullptr, {}, width, m_groups);
}

void ChipsView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    layoutChips(&painter, {}, width(), m_groups);
}

Inspector::Inspector(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_model(new ObjectListModel(this)),
      m_list(new QTreeView),
      m_name(headLabel()),
      m_facts(smallLabel()),
      m_empty(smallLabel()),
      m_objectName(headLabel()),
      m_objectFacts(smallLabel()),
      m_chips(new ChipsView) {
    m_list->setModel(m_model);
    m_list->setItemDelegate(new ObjectDelegate(m_list));
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setIndentation(0);
    m_list->setItemsExpandable(false);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setMouseTracking(true);
    m_list->viewport()->setBackgroundRole(QPalette::Window);
    m_list->setAccessibleName(tr("Objects of the image"));
    m_empty->setWordWrap(true);
    m_empty->setText(tr("Choose an image to see its objects."));

    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 8, 14, 6);
    head->addWidget(m_name, 1);
    head->addWidget(m_facts);
    auto* objectHead = new QHBoxLayout;
    objectHead->addWidget(m_objectName, 1);
    objectHead->addWidget(m_objectFacts);
    auto* details = new QWidget;
    auto* detailsLayout = new QVBoxLayout(details);
    detailsLayout->setContentsMargins(12, 10, 12, 10);
    detailsLayout->addLayout(objectHead);
    detailsLayout->addWidget(m_empty);
    detailsLayout->addWidget(m_chips);
    detailsLayout->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setWidget(details);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("Selected object"));
    auto* line = new QFrame;
    line->setFrameShape(QFrame::HLine);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_list, 3);
    layout->addWidget(line);
    layout->addWidget(scroll, 2);

    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& index) {
                const CanvasObject* object = m_model->object(index);
                if (object && !m_following)
                    m_session.setCurrentObject(object->ref);
            });
    connect(&session, &Session::operatingPointChanged, this, &Inspector::refreshRows);
    connect(&session, &Session::currentObjectChanged, this, &Inspector::refreshObject);
    refreshRows();
}

void Inspector::setScene(std::shared_ptr<const CanvasScene> scene) {
    m_scene = std::move(scene);
    refreshRows();
}

void Inspector::refreshRows() {
    m_following = true;
    const auto image = m_session.currentImage();
    const auto table = m_session.objects();
    if (image && table) {
        const ImageRow& row = table->images[*image];
        m_name->setText(QString::fromStdString(row.id));
        m_facts->setText(QStringLiteral("%1 × %2").arg(row.width).arg(row.height));
    } else {
        m_name->clear();
        m_facts->clear();
    }
    m_model->setRows(m_scene, m_session.operatingPoint().scoreThreshold);
    m_list->expandAll();
    m_following = false;
    refreshObject();
}

void Inspector::refreshObject() {
    const auto selected = m_session.currentObject();
    const QModelIndex index = selected ? m_model->indexOf(*selected) : QModelIndex();
    m_following = true;
    if (index.isValid()) {
        m_list->setCurrentIndex(index);
        m_list->scrollTo(index);
    } else {
        m_list->selectionModel()->clear();
    }
    m_following = false;

    const CanvasObject* object = m_model->object(index);
    m_chips->setVisible(object);
    m_objectName->setVisible(object);
    m_objectFacts->setVisible(object);
    m_empty->setVisible(true);
    if (!object) {
        m_empty->setText(m_scene ? tr("Choose an object to see its attributes.")
                                 : tr("Choose an image to see its objects."));
        return;
    }
    const auto groups = chipGroups(*m_session.catalog(), object->attributes, object->isTruth(),
                                   m_session.operatingPoint().attributeThreshold);
    m_objectName->setText(object->name);
    m_objectFacts->setText(object->isTruth()
                               ? tr("ground truth")
                               : tr("prediction, score %1").arg(metricText(object->score, 2)));
    m_empty->setText(object->isTruth() ? tr("No attributes.")
                                       : tr("No attribute is likelier than .10."));
    m_empty->setVisible(groups.empty());
    m_chips->setGroups(groups);
}

}  // namespace selvedge
