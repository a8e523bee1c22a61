#include "ui/browse/facet_model.h"

#include <algorithm>
#include <tuple>

#include "ui/browse/facet_words.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

// Internal ids: 0 for a group, 1 + its row for the rows of a group.
constexpr quintptr kGroupId = 0;

QString capitalised(QString text) {
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

bool isRange(Facet facet) {
    return facet == Facet::Area || facet == Facet::Objects || facet == Facet::Score;
}

// Values of these come in an order of their own.
bool hasOwnOrder(Facet facet) {
    return facet == Facet::Split || facet == Facet::Verdict || facet == Facet::Review ||
           facet == Facet::Stars;
}

bool isTag(Facet facet) {
    return facet == Facet::Tag || facet == Facet::Collection;
}

}  // namespace

void FacetModel::setWords(std::shared_ptr<const Vocabulary> words, const OverlayPalette& palette,
                          const QueryResult& everything) {
    beginResetModel();
    m_words = std::move(words);
    m_palette = palette;
    m_groups.clear();
    m_orderedFor = {};
    for (const Facet facet : {Facet::Split, Facet::Category, Facet::Supercategory})
        addGroup(facet, {}, everything);
    for (std::size_t g = 0; g < m_words->catalog().groups().size(); ++g)
        addGroup(Facet::Attribute, GroupIndex(g), everything);
    m_groups.push_back({Facet::Attribute, {}, {}, {}, true});
    addGroup(Facet::Verdict, {}, everything);
    for (const Facet facet : {Facet::Score, Facet::Area, Facet::Objects})
        addRange(facet);
    for (const Facet facet :
         {Facet::Colour, Facet::Review, Facet::Stars, Facet::Tag, Facet::Collection})
        addGroup(facet, {}, everything);
    endResetModel();
}

void FacetModel::addGroup(Facet facet, std::optional<GroupIndex> attributes,
                          const QueryResult& everything) {
    Group group{facet, attributes, facetTitle(facet), {}, false};
    std::vector<FacetValue> values;
    if (attributes) {
        const std::string& name = m_words->catalog().groups()[*attributes];
        if (!name.empty())
            group.name = capitalised(QString::fromStdString(name));
        for (const AttributeIndex attribute : m_words->catalog().attributesOf(*attributes))
            values.push_back({facet, attribute});
    } else {
        values = m_words->valuesOf(facet);
    }
    for (const FacetValue value : values) {
        Row row{Kind::Value, value, facetValueName(value, *m_words), {}, 0, 0};
        row.total = row.count = everything.count(value);
        if (facet == Facet::Category)
            row.swatch = m_palette.color(CategoryIndex(value.index));
        else if (facet == Facet::Colour)
            row.swatch = colourSwatch(Colour(value.index));
        group.rows.push_back(std::move(row));
    }
    if (facet == Facet::Stars)
        std::reverse(group.rows.begin(), group.rows.end());
    if (facet == Facet::Split)  // "in no split" behind the others
        std::rotate(group.rows.begin(), group.rows.begin() + 1, group.rows.end());
    if (!hasOwnOrder(facet))
        std::stable_sort(group.rows.begin(), group.rows.end(),
                         [](const Row& a, const Row& b) { return a.total > b.total; });
    for (const Kind kind : {Kind::More, Kind::Note, Kind::Command})
        group.rows.push_back({kind, {facet, 0}, {}, {}, 0, 0});
    m_groups.push_back(std::move(group));
}

void FacetModel::addRange(Facet facet) {
    Group group{facet, {}, facetTitle(facet), {}, false};
    for (const Kind kind : {Kind::Range, Kind::Note})
        group.rows.push_back({kind, {facet, 0}, {}, {}, 0, 0});
    m_groups.push_back(std::move(group));
}

void FacetModel::repaint(const Group& group) {
    const QModelIndex parent = index(int(&group - m_groups.data()), 0);
    if (const int rows = rowCount(parent); rows > 0)
        Q_EMIT dataChanged(index(0, 0, parent), index(rows - 1, 0, parent));
    Q_EMIT dataChanged(parent, parent);
}

void FacetModel::setResult(const QueryResult& result, const QueryResult& everything) {
    m_areas = result.areas;
    m_scores = result.scores;
    m_objectNumbers = result.objectNumbers;
    for (Group& group : m_groups) {
        for (Row& row : group.rows) {
            if (row.kind != Kind::Value)
                continue;
            row.count = result.count(row.value);
            row.total = everything.count(row.value);
        }
    }
    orderCategories();
    // Afterwards: which groups are shown depends on the others.
    for (const Group& group : m_groups)
        repaint(group);
}

// So that "which are missed most" can be read. A choice among the categories moves none of them:
// the next click is where the last one was.
void FacetModel::orderCategories() {
    Query rest = m_query;
    std::erase_if(rest.values,
                  [](const auto& value) { return value.first.facet == Facet::Category; });
    const QModelIndex parent = groupIndex(Facet::Category);
    if (rest == m_orderedFor || !parent.isValid())
        return;
    m_orderedFor = std::move(rest);
    Q_EMIT layoutAboutToBeChanged({parent});
    std::vector<Row>& rows = m_groups[std::size_t(parent.row())].rows;
    const std::vector<Row> before = rows;
    const auto end = std::find_if(rows.begin(), rows.end(),
                                  [](const Row& row) { return row.kind != Kind::Value; });
    std::sort(rows.begin(), end, [](const Row& a, const Row& b) {
        return std::tie(b.count, b.total, a.value) < std::tie(a.count, a.total, b.value);
    });
    for (const QModelIndex& old : persistentIndexList()) {
        if (old.parent() != parent || before[std::size_t(old.row())].kind != Kind::Value)
            continue;
        const FacetValue value = before[std::size_t(old.row())].value;
        const auto now =
            std::find_if(rows.begin(), end, [value](const Row& row) { return row.value == value; });
        changePersistentIndex(old, index(int(now - rows.begin()), 0, parent));
    }
    Q_EMIT layoutChanged({parent});
}

void FacetModel::setQuery(const Query& query) {
    if (query == m_query)
        return;
    m_query = query;
    for (const Group& group : m_groups)
        repaint(group);
}

void FacetModel::setSituation(const FacetSituation& situation) {
    if (situation == m_situation)
        return;
    m_situation = situation;
    for (const Group& group : m_groups)
        repaint(group);
}

void FacetModel::setState(const QModelIndex& index, FacetState state) {
    if (!index.isValid() || index.internalId() == kGroupId || rowOf(index).kind != Kind::Value)
        return;
    Query query = m_query;
    query.set(rowOf(index).value, state);
    if (query == m_query)
        return;
    setQuery(query);
    Q_EMIT queryWanted(query);
}

void FacetModel::setRange(Facet facet, const NumberRange& range) {
    Query query = m_query;
    query.range(facet) = range;
    if (query == m_query)
        return;
    setQuery(query);
    Q_EMIT queryWanted(query);
}

QModelIndex FacetModel::groupIndex(Facet facet, GroupIndex group) const {
    for (std::size_t g = 0; g < m_groups.size(); ++g) {
        if (m_groups[g].facet == facet && !m_groups[g].isMoreGroups &&
            m_groups[g].attributes.value_or(group) == group)
            return index(int(g), 0);
    }
    return {};
}

const FacetModel::Row& FacetModel::rowOf(const QModelIndex& index) const {
    return m_groups[index.internalId() - 1].rows[std::size_t(index.row())];
}

int FacetModel::countSet(const Group& group) const {
    if (isRange(group.facet))
        return !m_query.range(group.facet).everything();
    return int(std::count_if(group.rows.begin(), group.rows.end(), [this](const Row& row) {
        return row.kind == Kind::Value && m_query.stateOf(row.value) != FacetState::Off;
    }));
}

QString FacetModel::aside(const Group& group) const {
    if (isRange(group.facet))
        return rangeWords(group.facet, m_query.range(group.facet));
    if (const int set = countSet(group); set > 0)
        return tr("%1 set").arg(set);
    if (group.facet == Facet::Verdict)
        return m_situation.run;
    const auto values = std::count_if(group.rows.begin(), group.rows.end(),
                                      [](const Row& row) { return row.kind == Kind::Value; });
    const auto present = std::count_if(group.rows.begin(), group.rows.end(),
                                       [](const Row& row) { return row.total > 0; });
    if (group.facet == Facet::Category && present < values)
        return tr("%1 of %2").arg(countText(present), countText(values));
    return countText(present);
}

QList<int> FacetModel::bins(Facet facet) const {
    const auto list = [](const auto& bins) { return QList<int>(bins.begin(), bins.end()); };
    return facet == Facet::Area    ? list(m_areas)
           : facet == Facet::Score ? list(m_scores)
                                   : list(m_objectNumbers);
}

QModelIndex FacetModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : kGroupId);
}

QModelIndex FacetModel::parent(const QModelIndex& child) const {
    if (!child.isValid() || child.internalId() == kGroupId)
        return {};
    return createIndex(int(child.internalId() - 1), 0, kGroupId);
}

int FacetModel::rowCount(const QModelIndex& parent) const {
    if (!parent.isValid())
        return int(m_groups.size());
    if (parent.internalId() != kGroupId || parent.column() > 0)
        return 0;
    return int(m_groups[std::size_t(parent.row())].rows.size());
}

QVariant FacetModel::groupData(const Group& group, int role) const {
    switch (role) {
        case KindRole:
            return int(group.isMoreGroups ? Kind::MoreGroups : Kind::Group);
        case Qt::DisplayRole:
            return group.name;
        case Qt::AccessibleTextRole:
            return countSet(group) > 0 ? group.name + QStringLiteral(", ") + aside(group)
                                       : group.name;
        case Qt::ToolTipRole:
            return group.facet == Facet::Colour
                       ? tr("The colours of an object are found when its thumbnail is made: %1.")
                             .arg(note(Facet::Colour).isEmpty() ? tr("all are known")
                                                                : note(Facet::Colour))
                       : QVariant();
        case SetRole:
            return countSet(group);
        case PresentRole:
            return isRange(group.facet)
                       ? 1
                       : int(std::count_if(group.rows.begin(), group.rows.end(),
                                           [](const Row& row) { return row.total > 0; }));
        case AsideRole:
            return aside(group);
        case FacetRole:
            return int(group.facet);
        default:
            return {};
    }
}

QVariant FacetModel::valueData(const Row& row, int role) const {
    const FacetState state = m_query.stateOf(row.value);
    switch (role) {
        case Qt::DisplayRole:
            return row.name;
        case Qt::ToolTipRole:
            return tr("%1: %2 of %3 images. Click: only these. Alt+click: none of these.")
                .arg(row.name, countText(row.count), countText(row.total));
        case Qt::AccessibleTextRole:
            return tr("%1, %2 images%3")
                .arg(row.name, countText(row.count),
                     state == FacetState::Exclude ? tr(", left out") : QString());
        case Qt::CheckStateRole:
            return state == FacetState::Include   ? Qt::Checked
                   : state == FacetState::Exclude ? Qt::PartiallyChecked
                                                  : Qt::Unchecked;
        case CountRole:
            return row.count;
        case TotalRole:
            return row.total;
        case StateRole:
            return int(state);
        case HiddenRole:  // a note says how to get verdicts; tags outlive what carried them
            if (state != FacetState::Off)
                return false;
            return row.value.facet == Facet::Verdict ? !m_situation.judged
                                                     : isTag(row.value.facet) && row.total == 0;
        case SwatchRole:
            return row.swatch;
        case VerdictRole:
            return row.value.facet == Facet::Verdict
                       ? QVariant(int(verdictKind(ObjectVerdict(row.value.index))))
                       : QVariant();
        default:
            return {};
    }
}

QVariant FacetModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    if (index.internalId() == kGroupId)
        return groupData(m_groups[std::size_t(index.row())], role);
    const Row& row = rowOf(index);
    if (role == KindRole)
        return int(row.kind);
    if (role == FacetRole)
        return int(row.value.facet);
    const Facet facet = row.value.facet;
    switch (row.kind) {
        case Kind::Range:
            if (role == HiddenRole)
                return facet == Facet::Score && !m_situation.predicted &&
                       m_query.score.everything();
            if (role == RangeRole)
                return QVariant::fromValue(m_query.range(facet));
            if (role == BinsRole)
                return QVariant::fromValue(bins(facet));
            if (role == Qt::DisplayRole)
                return facetTitle(facet);
            if (role == Qt::AccessibleTextRole) {
                const QString words = rangeWords(facet, m_query.range(facet));
                return facetTitle(facet) + QStringLiteral(", ") +
                       (words.isEmpty() ? tr("any") : words);
            }
            if (role == Qt::ToolTipRole)
                return tr(
                    "Drag the bounds, or: left and right move the lower one, with Shift the "
                    "upper one.");
            return {};
        case Kind::Note:
            if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
                return note(facet);
            return {};
        case Kind::Command:
            if (role == CommandRole)
                return int(commandOf(facet));
            if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
                return commandText(facet);
            return {};
        case Kind::Value:
            return valueData(row, role);
        case Kind::More:
        case Kind::MoreGroups:
        case Kind::Group:
            break;
    }
    return {};
}

bool FacetModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::CheckStateRole || !index.isValid() || index.internalId() == kGroupId)
        return false;
    const auto state = Qt::CheckState(value.toInt());
    setState(index, state == Qt::Checked            ? FacetState::Include
                    : state == Qt::PartiallyChecked ? FacetState::Exclude
                                                    : FacetState::Off);
    return true;
}

Qt::ItemFlags FacetModel::flags(const QModelIndex& index) const {
    if (!index.isValid())
        return {};
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (index.internalId() != kGroupId) {
        flags |= Qt::ItemNeverHasChildren;
        if (rowOf(index).kind == Kind::Value)
            flags |= Qt::ItemIsUserCheckable;
    }
    return flags;
}

}  // namespace selvedge
