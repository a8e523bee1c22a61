#include "ui/browse/inspector.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

#include "app/session/edit_history.h"
#include "app/session/visible_objects.h"
#include "ui/browse/edit_actions.h"
#include "ui/browse/marks_panel.h"
#include "ui/browse/object_delegate.h"
#include "ui/parts/action_widgets.h"
#include "ui/parts/tinted_label.h"
#include "ui/parts/type.h"
#include "ui/parts/verdict_glyph.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

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

QFrame* hairline() {
    auto* line = new QFrame;
    line->setFrameShape(QFrame::HLine);
    return line;
}

QString markWord(const Chip& chip) {
    switch (chip.mark) {
        case Chip::Mark::Right:
            return ChipsView::tr(" (right)");
        case Chip::Mark::Missed:
            return ChipsView::tr(" (missed)");
        case Chip::Mark::False:
            return ChipsView::tr(" (false)");
        case Chip::Mark::None:
            break;
    }
    return chip.on ? QString() : ChipsView::tr(" (unlikely)");
}

// What the signs on compared chips mean.
class Legend : public QWidget {
public:
    Legend() {
        setFixedHeight(20);
        setAccessibleName(Inspector::tr("A check: right. A ring: missed. A plus: false."));
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setFont(typeFont(-1));
        int x = 0;
        for (const auto kind :
             {Verdict::Kind::Right, Verdict::Kind::Missed, Verdict::Kind::False}) {
            paintVerdict(painter, QRectF(x, 0, 10, height()), kind, verdictColor(kind));
            const QString word = verdictWord(kind);
            painter.setPen(palette().color(QPalette::PlaceholderText));
            painter.drawText(QRect(x + 14, 0, width(), height()), Qt::AlignVCenter, word);
            x += 14 + painter.fontMetrics().horizontalAdvance(word) + 12;
        }
    }
};

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
            spoken += group.name + u' ' + chip.name + markWord(chip);
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

Inspector::Inspector(Session& session, EditCommands& commands, ActionRegistry& registry,
                     QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_commands(commands),
      m_model(new ObjectListModel(session.visibleObjects(), this)),
      m_list(new QTreeView),
      m_name(headLabel()),
      m_facts(smallLabel()),
      m_factsRow(new FactsRow(session, commands, registry)),
      m_marks(new MarksPanel(session, commands, registry)),
      m_empty(smallLabel()),
      m_swatch(new QLabel),
      m_objectName(headLabel()),
      m_objectFacts(smallLabel()),
      m_chips(new ChipsView),
      m_legend(new Legend),
      m_buttons(new QWidget),
      m_several(smallLabel()),
      m_marksLine(hairline()) {
    makeList();
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 8, 14, 4);
    head->addWidget(m_name, 1);
    head->addWidget(m_facts);
    auto* details = new QWidget;
    auto* detailsLayout = new QVBoxLayout(details);
    detailsLayout->setContentsMargins(12, 10, 12, 10);
    detailsLayout->setSpacing(10);
    detailsLayout->addWidget(makeObject(registry));
    detailsLayout->addWidget(m_marksLine);
    detailsLayout->addWidget(m_marks);
    detailsLayout->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setWidget(details);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("Selected object and marks"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_factsRow);
    layout->addWidget(m_list);
    layout->addWidget(hairline());
    layout->addWidget(scroll, 1);

    connect(&session, &Session::operatingPointChanged, this, &Inspector::refreshRows);
    connect(&session, &Session::currentObjectChanged, this, &Inspector::refreshObject);
    connect(&session.visibleObjects(), &VisibleObjects::changed, m_model,
            &ObjectListModel::refreshEyes);
    connect(&commands, &EditCommands::targetsChanged, this, [this] {
        refreshHead();
        refreshObject();
    });
    refreshRows();
}

void Inspector::makeList() {
    auto* delegate = new ObjectDelegate(m_list);
    m_list->setModel(m_model);
    m_list->setItemDelegate(delegate);
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setIndentation(0);
    m_list->setItemsExpandable(false);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setMouseTracking(true);
    m_list->viewport()->setBackgroundRole(QPalette::Window);
    m_list->setAccessibleName(tr("Objects of the image"));
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& index) {
                const CanvasObject* object = m_model->object(index);
                if (object && !m_following)
                    m_session.setCurrentObject(object->ref);
            });
    connect(delegate, &ObjectDelegate::eyeToggled, this, [this](const QModelIndex& index) {
        VisibleObjects& visible = m_session.visibleObjects();
        if (const CanvasObject* object = m_model->object(index))
            visible.setHidden(object->ref, !visible.isHidden(object->ref));
    });
}

QWidget* Inspector::makeObject(ActionRegistry& registry) {
    m_empty->setWordWrap(true);
    m_several->setWordWrap(true);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_swatch);
    head->addWidget(m_objectName, 1);
    head->addWidget(m_objectFacts);
    auto* buttons = new QHBoxLayout(m_buttons);
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(6);
    for (const auto& [id, word] :
         {std::pair(edit::kAttributes, tr("Attributes…")),
          std::pair(edit::kCategory, tr("Category…")), std::pair(edit::kDelete, tr("Delete"))}) {
        auto* button = new QPushButton(word);
        button->setFont(typeFont(-1));
        button->setAutoDefault(false);
        bindButton(button, registry.action(QLatin1String(id)));
        buttons->addWidget(button);
    }
    buttons->addStretch();
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(head);
    layout->addWidget(m_empty);
    layout->addWidget(m_chips);
    layout->addWidget(m_legend);
    layout->addWidget(m_several);
    layout->addWidget(m_buttons);
    return box;
}

QString Inspector::objectFacts() const {
    return m_objectFacts->text();
}

void Inspector::setScene(std::shared_ptr<const CanvasScene> scene) {
    m_scene = std::move(scene);
    refreshRows();
}

void Inspector::refreshHead() {
    const auto image = m_session.currentImage();
    const auto table = m_session.objects();
    m_name->clear();
    m_facts->clear();
    m_marksLine->setVisible(!m_commands.targets().empty());
    if (m_commands.targets().size() > 1) {
        m_name->setText(tr("%1 selected").arg(m_commands.targetText()));
    } else if (image && table) {
        const ImageRow& row = table->images[*image];
        m_name->setText(QString::fromStdString(row.id));
        m_facts->setText(QStringLiteral("%1 × %2").arg(row.width).arg(row.height));
    }
}

void Inspector::refreshRows() {
    m_following = true;
    m_model->setRows(m_scene, m_session.operatingPoint());
    m_list->expandAll();
    m_following = false;
    fitList();
    refreshHead();
    refreshObject();
}

// As high as its rows, and no more than it may take from the rest.
void Inspector::fitList() {
    int rows = m_model->rowCount();
    for (int section = 0; section < m_model->rowCount(); ++section)
        rows += m_model->rowCount(m_model->index(section, 0));
    m_list->setFixedHeight(std::min(rows * ObjectDelegate::kRowHeight + 2, height() * 2 / 5));
}

void Inspector::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitList();
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

    const auto several = m_commands.objects().size();
    m_several->setVisible(several > 1);
    m_several->setText(
        tr("Changes go to all %1 selected objects.").arg(countText(std::int64_t(several))));
    m_buttons->setVisible(several > 0);
    const CanvasObject* object = m_model->object(index);
    const SceneVerdict* verdict = m_model->verdict(index);
    m_chips->setVisible(object);
    m_swatch->setVisible(object);
    m_objectName->setVisible(object);
    m_objectFacts->setVisible(object);
    m_legend->setVisible(object && verdict && verdict->partner);
    m_empty->setVisible(!object);
    if (!object) {
        m_empty->setText(m_scene ? tr("Choose an object to see its attributes.")
                                 : tr("Choose an image to see its objects."));
        return;
    }
    const auto groups = objectChips(*m_scene, *m_session.catalog(), *object, verdict,
                                    m_session.operatingPoint().attributeThreshold);
    QPixmap swatch(11, 11);
    swatch.fill(object->color);
    m_swatch->setPixmap(swatch);
    m_objectName->setText(object->name);
    const QString source =
        object->isTruth() ? tr("ground truth") : tr("score %1").arg(metricText(object->score, 2));
    if (verdict && verdict->partner)
        m_objectFacts->setText(
            tr("IoU %1 · F1 %2").arg(metricText(verdict->iou, 2), metricText(verdict->f1, 2)));
    else if (verdict && !verdictWord(verdict->kind).isEmpty())
        m_objectFacts->setText(tr("%1 · %2").arg(source, verdictWord(verdict->kind)));
    else
        m_objectFacts->setText(object->isTruth() ? source : tr("prediction, %1").arg(source));
    m_empty->setText(object->isTruth() ? tr("No attributes.")
                                       : tr("No attribute is likelier than .10."));
    m_empty->setVisible(groups.empty());
    m_chips->setGroups(groups);
}

}  // namespace selvedge
