#include "ui/browse/views_popup.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QPushButton>
#include <algorithm>

#include "app/session/edit_history.h"
#include "dataset/project/query_text.h"
#include "dataset/project/query_words.h"
#include "ui/browse/facet_words.h"
#include "ui/parts/fuzzy.h"
#include "ui/parts/pick_delegate.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr int kRowHeight = 28, kViewHeight = 44, kWidth = 380, kHeight = 340;

const ViewListModel::Row& rowOf(const QModelIndex& index) {
    return static_cast<const ViewListModel*>(index.model())->row(index);
}

class ViewDelegate : public PickDelegate {
public:
    explicit ViewDelegate(QObject* parent) : PickDelegate(kRowHeight, parent) {}
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override {
        return {0, rowOf(index).kind == ViewListModel::Kind::View ? kViewHeight : kRowHeight};
    }

protected:
    void paintRow(QPainter& painter, const QRect& r, bool selected,
                  const QModelIndex& index) const override {
        const ViewListModel::Row& row = rowOf(index);
        const QString name = index.data(Qt::DisplayRole).toString();
        if (row.kind == ViewListModel::Kind::Heading) {
            painter.setFont(typeFont(-1, true));
            painter.setPen(themed(Token::Text2));
            painter.drawText(r, Qt::AlignVCenter | Qt::TextSingleLine, name);
        } else if (row.kind == ViewListModel::Kind::View) {
            // What a view looks for may be long: it has a line of its own.
            paintTexts(painter, r.adjusted(0, 3, 0, -kViewHeight / 2), selected, false, name, {});
            painter.setFont(typeFont(-1));
            painter.setPen(themed(selected ? Token::Text : Token::Text2));
            const QRect below = r.adjusted(0, kViewHeight / 2 - 1, 0, -3);
            painter.drawText(
                below, Qt::AlignVCenter | Qt::TextSingleLine,
                painter.fontMetrics().elidedText(row.aside, Qt::ElideRight, below.width()));
        } else {
            paintTexts(painter, r, selected, false, name, row.aside);
        }
    }
};

bool canBeNamed(const ViewListModel::Row& row) {
    return row.kind == ViewListModel::Kind::View || row.kind == ViewListModel::Kind::Collection;
}

}  // namespace

void ViewListModel::setRows(std::vector<Row> rows) {
    if (rows == m_rows)
        return;
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int ViewListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant ViewListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const Row& at = row(index);
    switch (role) {
        case Qt::DisplayRole:
            return at.kind == Kind::Save ? tr("Save what is shown as “%1”").arg(at.name) : at.name;
        case Qt::EditRole:
            return at.name;
        case Qt::AccessibleTextRole:
            return at.kind == Kind::Collection ? tr("Collection %1, %2").arg(at.name, at.aside)
                   : at.kind == Kind::View     ? tr("View %1, %2").arg(at.name, at.aside)
                                               : data(index, Qt::DisplayRole);
        default:
            return {};
    }
}

Qt::ItemFlags ViewListModel::flags(const QModelIndex& index) const {
    if (!index.isValid())
        return {};
    if (row(index).kind == Kind::Heading)
        return Qt::ItemIsEnabled;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (canBeNamed(row(index)))
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool ViewListModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || !index.isValid())
        return false;
    const Row at = row(index);
    const QString name = value.toString().simplified();
    if (name.isEmpty() || name == at.name)
        return false;
    Q_EMIT renamed(at, name);
    return true;
}

ViewsPopup::ViewsPopup(Session& session, EditCommands& commands, BrowseLook& look, QWidget* window)
    : PickPopup(window),
      m_session(session),
      m_commands(commands),
      m_look(look),
      m_model(new ViewListModel(this)),
      m_rename(new QPushButton(tr("Rename"))),
      m_remove(new QPushButton(tr("Remove"))) {
    setTitle(tr("Views and collections"), tr("Find one, or name a new view"));
    setList(m_model, new ViewDelegate(this));
    list()->setEditTriggers(QAbstractItemView::EditKeyPressed);
    m_rename->setToolTip(tr("Rename (F2)"));
    m_remove->setToolTip(tr("Remove (Del); can be undone"));
    for (QPushButton* button : {m_rename, m_remove}) {
        button->setAutoDefault(false);
        foot()->addWidget(button);
    }
    foot()->addStretch();
    connect(m_rename, &QPushButton::clicked, this,
            [this] { list()->edit(list()->currentIndex()); });
    connect(m_remove, &QPushButton::clicked, this, &ViewsPopup::remove);
    connect(m_model, &ViewListModel::renamed, this, &ViewsPopup::rename);
    connect(this, &PickPopup::typed, this, &ViewsPopup::refresh);
    connect(this, &PickPopup::chosen, this, &ViewsPopup::choose);
    connect(list()->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &ViewsPopup::refreshButtons);
    const auto follow = [this] {
        if (isVisible())
            refresh();
    };
    connect(&session.edits(), &EditHistory::changed, this, follow);
    connect(&session, &Session::marksChanged, this, follow);
}

void ViewsPopup::openFor(const QRect& about) {
    if (m_session.project())
        open(about, kWidth, kHeight);
}

void ViewsPopup::refresh() {
    using Row = ViewListModel::Row;
    using Kind = ViewListModel::Kind;
    const QString typed = field()->text().simplified();
    std::vector<Row> rows;
    bool taken = typed.isEmpty();
    for (const SavedEntry& view : m_session.edits().views()) {
        const QString name = QString::fromStdString(view.name);
        taken = taken || name == typed;
        if (fuzzyScore(typed, name))
            rows.push_back({Kind::View, name, wordsOf(view)});
    }
    if (!typed.isEmpty())
        rows.insert(taken ? rows.end() : rows.begin(),
                    {Kind::Save, typed, taken ? tr("replaces it") : QString()});
    std::vector<Row> collections;
    if (const auto marks = m_session.marks()) {
        for (const auto& [tag, count] : collectionsOf(*marks)) {
            const QString name = QString::fromStdString(tag);
            if (fuzzyScore(typed, name))
                collections.push_back({Kind::Collection, name, countText(std::int64_t(count))});
        }
    }
    if (!collections.empty())
        rows.push_back({Kind::Heading, tr("Collections"), {}});
    rows.insert(rows.end(), collections.begin(), collections.end());
    if (rows.empty())
        rows.push_back({Kind::Heading, tr("Nothing is saved yet: type a name."), {}});
    const int row = list()->currentIndex().row();
    m_model->setRows(std::move(rows));
    if (!list()->currentIndex().isValid() && row >= 0)
        list()->setCurrentIndex(m_model->index(std::min(row, m_model->rowCount() - 1)));
    refreshButtons();
}

QString ViewsPopup::wordsOf(const SavedEntry& view) const {
    const QString text = BrowseLook::queryOf(view.value);
    if (text.isEmpty())
        return tr("all images");
    const auto marks = m_session.marks();
    const Vocabulary words(m_session.catalog(),
                           marks ? marks->tagNames : std::vector<std::string>());
    const ParsedQuery parsed = parseQuery(text.toStdString(), words);
    return parsed.fault ? text : queryWords(parsed.query, words);  // of words that are gone
}

void ViewsPopup::refreshButtons() {
    const QModelIndex index = list()->currentIndex();
    const bool on =
        index.isValid() && canBeNamed(m_model->row(index)) && m_session.edits().refusal().isEmpty();
    // A disabled button would give the focus to the page.
    if (!on && (m_rename->hasFocus() || m_remove->hasFocus()))
        field()->setFocus(Qt::OtherFocusReason);
    m_rename->setEnabled(on);
    m_remove->setEnabled(on);
}

void ViewsPopup::choose(const QModelIndex& index) {
    const ViewListModel::Row row = m_model->row(index);
    close();
    switch (row.kind) {
        case ViewListModel::Kind::Save:
            m_session.edits().saveView({row.name.toStdString(), m_look.save()});
            break;
        case ViewListModel::Kind::View:
            for (const SavedEntry& view : m_session.edits().views()) {
                if (view.name == row.name.toStdString() && !m_look.show(view.value))
                    m_session.post({Message::Kind::Warning,
                                    tr("The view %1 was saved by something else and cannot be "
                                       "read.")
                                        .arg(row.name),
                                    {},
                                    {}});
            }
            break;
        case ViewListModel::Kind::Collection:
            m_look.showQuery(QStringLiteral("collection:") +
                             QString::fromStdString(selvedge::quoted(row.name.toStdString())));
            break;
        case ViewListModel::Kind::Heading:
            break;
    }
    Q_EMIT shown();
}

void ViewsPopup::rename(const ViewListModel::Row& row, const QString& name) {
    if (row.kind == ViewListModel::Kind::Collection) {
        m_commands.renameCollection(row.name, name);
        return;
    }
    for (const SavedEntry& view : m_session.edits().views()) {
        if (view.name == name.toStdString()) {
            m_session.post({Message::Kind::Warning,
                            tr("There is a view called %1 already.").arg(name),
                            {},
                            {}});
            return;
        }
    }
    m_session.edits().renameView(row.name.toStdString(), name.toStdString());
}

void ViewsPopup::remove() {
    const QModelIndex index = list()->currentIndex();
    if (!index.isValid() || !canBeNamed(m_model->row(index)))
        return;
    const ViewListModel::Row row = m_model->row(index);
    if (row.kind == ViewListModel::Kind::Collection)
        m_commands.removeCollection(row.name);
    else
        m_session.edits().removeView(row.name.toStdString());
}

bool ViewsPopup::eventFilter(QObject* watched, QEvent* event) {
    if (watched == list() && list()->hasFocus() && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Delete) {
        remove();
        return true;
    }
    return PickPopup::eventFilter(watched, event);
}

}  // namespace selvedge
