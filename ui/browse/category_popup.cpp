#include "ui/browse/category_popup.h"

#include <QListView>
#include <QPainter>
#include <algorithm>

#include "dataset/project/query_words.h"
#include "ui/parts/fuzzy.h"
#include "ui/parts/pick_delegate.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr int kRowHeight = 26, kWidth = 320, kHeight = 620;

class CategoryDelegate : public PickDelegate {
public:
    explicit CategoryDelegate(QObject* parent) : PickDelegate(kRowHeight, parent) {}

protected:
    void paintRow(QPainter& painter, const QRect& r, bool selected,
                  const QModelIndex& index) const override {
        painter.fillRect(QRect(r.left(), r.center().y() - 5, 11, 11),
                         index.data(CategoryListModel::SwatchRole).value<QColor>());
        paintTexts(painter, r.adjusted(20, 0, 0, 0), selected,
                   index.data(CategoryListModel::CurrentRole).toBool(), index.data().toString(),
                   index.data(CategoryListModel::FamilyRole).toString());
    }
};

}  // namespace

void CategoryListModel::setCatalog(std::shared_ptr<const Catalog> catalog,
                                   std::optional<CategoryIndex> current) {
    m_catalog = std::move(catalog);
    m_palette = OverlayPalette(*m_catalog);
    m_current = current;
    setQuery({});
}

void CategoryListModel::setQuery(const QString& query) {
    if (!m_catalog)
        return;
    beginResetModel();
    std::vector<std::pair<int, CategoryIndex>> found;
    for (std::size_t i = 0; i < m_catalog->categories().size(); ++i) {
        const Category& category = m_catalog->categories()[i];
        auto score = fuzzyScore(query, QString::fromStdString(category.name));
        if (!score) {
            score = fuzzyScore(query, QString::fromStdString(category.supercategory));
            if (score)
                *score /= 10;
        }
        if (score)
            found.push_back({*score, CategoryIndex(i)});
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    m_rows.clear();
    for (const auto& [score, category] : found)
        m_rows.push_back(category);
    endResetModel();
}

int CategoryListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant CategoryListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const CategoryIndex at = m_rows[std::size_t(index.row())];
    const Category& category = m_catalog->categories()[at];
    switch (role) {
        case Qt::DisplayRole:
            return QString::fromStdString(category.name);
        case Qt::AccessibleTextRole:
            return QString::fromStdString(category.name + ", " + category.supercategory);
        case FamilyRole:
            return QString::fromStdString(category.supercategory);
        case SwatchRole:
            return m_palette.color(at);
        case CategoryRole:
            return at;
        case CurrentRole:
            return m_current == at;
        default:
            return {};
    }
}

CategoryPopup::CategoryPopup(Session& session, EditCommands& commands, QWidget* window)
    : PickPopup(window),
      m_session(session),
      m_commands(commands),
      m_model(new CategoryListModel(this)) {
    setList(m_model, new CategoryDelegate(this));
    connect(this, &PickPopup::typed, m_model, &CategoryListModel::setQuery);
    connect(this, &PickPopup::typed, this, &CategoryPopup::sayWhereNone);
    connect(this, &PickPopup::chosen, this, [this](const QModelIndex& index) {
        const auto category = CategoryIndex(index.data(CategoryListModel::CategoryRole).toUInt());
        close();
        m_commands.setCategory(category);
    });
    connect(&commands, &EditCommands::targetsChanged, this, &PickPopup::close);
}

void CategoryPopup::sayWhereNone(const QString& query) {
    const QString name = query.trimmed();
    if (name.isEmpty() || m_model->rowCount() > 0) {
        setNote({});
        return;
    }
    const auto meant =
        nearestValues(name.toStdString(), {Facet::Category, {}}, Vocabulary(m_session.catalog()));
    setNote(meant.empty() ? tr("No category is called %1.").arg(name)
                          : tr("No category is called %1: did you mean %2?")
                                .arg(name, QString::fromStdString(meant.front())));
}

void CategoryPopup::openFor(const QRect& about) {
    const auto& objects = m_commands.objects();
    if (objects.empty())
        return;
    std::optional<CategoryIndex> current;
    if (const auto object = m_session.currentObject(); object && objects.size() == 1)
        current = m_session.objects()->category[object->index];
    m_model->setCatalog(m_session.catalog(), current);
    setTitle(objects.size() == 1
                 ? tr("Category of the object")
                 : tr("Category of %1").arg(countText(std::int64_t(objects.size()), "object")),
             tr("Type to find a category"));
    open(about, kWidth, kHeight);
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex index = m_model->index(row, 0);
        if (index.data(CategoryListModel::CurrentRole).toBool())
            list()->setCurrentIndex(index);
    }
}

}  // namespace selvedge
