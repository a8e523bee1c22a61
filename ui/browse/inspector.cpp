#include "ui/browse/inspector.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

#include "app/session/visible_objects.h"
#include "ui/browse/inspector_picture.h"
#include "ui/browse/marks_panel.h"
#include "ui/browse/marks_words.h"
#include "ui/browse/object_delegate.h"
#include "ui/browse/object_details.h"
#include "ui/parts/glyph_line.h"
#include "ui/parts/tinted_label.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr int kPadding = 12;
constexpr double kPictureRatio = 0.86;  // of its width
constexpr double kPictureShare = 0.23;  // of the height, at most
constexpr double kListShare = 0.30, kListShareAlone = 0.42;

QFrame* hairline() {
    auto* line = new QFrame;
    line->setFrameShape(QFrame::HLine);
    return line;
}

}  // namespace

Inspector::Inspector(Session& session, EditCommands& commands, ActionRegistry& registry,
                     QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_commands(commands),
      m_model(new ObjectListModel(session.visibleObjects(), this)),
      m_list(new QTreeView),
      m_name(new TintedLabel(Token::Text, 0, true)),
      m_size(new TintedLabel(Token::Text2, -1)),
      m_head(makeHead()),
      m_pictureBox(new QWidget),
      m_picture(new InspectorPicture(session)),
      m_factsRow(new FactsRow(session, commands, registry)),
      m_counts(new GlyphLine),
      m_details(new ObjectDetails(session, commands, registry)),
      m_marksLine(hairline()),
      m_marks(new MarksPanel(session, commands, registry)) {
    makeList();
    m_name->setElided(true);
    m_counts->setContentsMargins(kPadding, 0, kPadding, 4);
    m_counts->setFixedHeight(m_counts->height() + 4);
    auto* place = new QHBoxLayout(m_pictureBox);
    place->setContentsMargins(kPadding, 8, kPadding, 0);
    place->addWidget(m_picture);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_pictureBox);
    layout->addWidget(m_factsRow);
    layout->addWidget(m_counts);
    layout->addWidget(m_list);
    layout->addWidget(hairline());
    layout->addWidget(makeScroll(), 1);

    connect(m_picture, &InspectorPicture::opened, this, &Inspector::opened);
    connect(m_list, &QTreeView::doubleClicked, this, &Inspector::opened);
    connect(m_marks, &MarksPanel::left, this, &Inspector::left);
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

QWidget* Inspector::makeHead() {
    auto* head = new QWidget;
    auto* layout = new QHBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_name, 1);
    layout->addWidget(m_size);
    return head;
}

QWidget* Inspector::makeScroll() {
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(kPadding, 10, kPadding, 10);
    layout->setSpacing(10);
    layout->addWidget(m_details);
    layout->addWidget(m_marksLine);
    layout->addWidget(m_marks);
    layout->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);  // its fields have it
    scroll->setAccessibleName(tr("Selected object and marks"));
    return scroll;
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
    m_list->setAccessibleDescription(tr("Space shows or hides an object, Enter opens the image"));
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

void Inspector::setScene(std::shared_ptr<const CanvasScene> scene) {
    m_scene = std::move(scene);
    refreshRows();
}

void Inspector::setPictureWanted(bool wanted) {
    m_pictureWanted = wanted;
    refreshHead();
    share();
}

void Inspector::refreshHead() {
    const auto image = m_session.currentImage();
    const auto table = m_session.objects();
    m_name->setText(tr("Inspector"));
    m_size->clear();
    m_marksLine->setVisible(!m_commands.targets().empty());
    m_pictureBox->setVisible(m_pictureWanted && image && table);
    if (m_commands.targets().size() > 1) {
        const QString text = tr("%1 selected").arg(targetName(m_session, m_commands.targets()));
        const QString last =
            image && table ? QString::fromStdString(table->images[*image].id) : QString();
        m_name->setText(last.isEmpty() ? text
                        : m_commands.targets().images.empty()
                            ? tr("%1, the last in %2").arg(text, last)
                            : tr("%1, the last: %2").arg(text, last));
        m_name->setToolTip(m_name->text());
    } else if (image && table) {
        const ImageRow& row = table->images[*image];
        m_name->setText(QString::fromStdString(row.id));
        m_name->setToolTip(m_name->text());
        m_size->setText(QStringLiteral("%1 × %2").arg(row.width).arg(row.height));
    }
}

void Inspector::refreshRows() {
    m_following = true;
    m_model->setRows(m_scene, m_session.criteria());
    m_list->expandAll();
    m_following = false;
    refreshHead();
    share();
    refreshCounts();
    refreshObject();
}

void Inspector::refreshCounts() {
    std::vector<GlyphLine::Entry> entries;
    // Else it looks as if nothing was found in it.
    const bool unknown = m_scene && !m_scene->runs.empty() &&
                         std::none_of(m_scene->runs.begin(), m_scene->runs.end(),
                                      [](const SceneRun& run) { return run.cell != nullptr; });
    if (unknown)
        entries.push_back({Verdict::Kind::Hidden, tr("not predicted yet")});
    m_counts->setToolTip(unknown ? tr("%1 has no predictions of this image yet: Predict here "
                                      "makes them.")
                                       .arg(m_scene->runs.front().name)
                                 : tr("What the current run makes of the objects, at an overlap "
                                      "(IoU) and attributes (F1) of at least .50"));
    for (const auto& [kind, words] :
         {std::pair(Verdict::Kind::Right, tr("%1 right")),
          std::pair(Verdict::Kind::AttributeError, tr("%1 attribute error")),
          std::pair(Verdict::Kind::Missed, tr("%1 missed")),
          std::pair(Verdict::Kind::False, tr("%1 false"))}) {
        if (const auto count = m_model->count(kind); count > 0)
            entries.push_back({kind, words.arg(count)});
    }
    m_counts->setVisible(!entries.empty());
    m_counts->setEntries(std::move(entries));
}

// Picture and list are as high as they need, and take no more than their share.
void Inspector::share() {
    m_picture->setFixedHeight(
        int(std::min((width() - 2 * kPadding) * kPictureRatio, height() * kPictureShare)));
    int rows = m_model->rowCount();
    for (int section = 0; section < m_model->rowCount(); ++section)
        rows += m_model->rowCount(m_model->index(section, 0));
    const double most = height() * (m_pictureBox->isHidden() ? kListShareAlone : kListShare);
    m_list->setFixedHeight(std::min(rows * ObjectDelegate::kRowHeight + 2, int(most)));
}

void Inspector::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    share();
}

// What its parts leave.
void Inspector::keyPressEvent(QKeyEvent* event) {
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape)
        Q_EMIT left();
    else if (isEnter && m_list->hasFocus() && m_list->currentIndex().isValid())
        Q_EMIT opened();
    else
        QWidget::keyPressEvent(event);
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
    m_details->show(m_scene.get(), m_model->object(index), m_model->verdicts());
}

}  // namespace selvedge
