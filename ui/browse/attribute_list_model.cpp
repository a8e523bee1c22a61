#include "ui/browse/attribute_list_model.h"

#include <algorithm>

#include "ui/parts/fuzzy.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

std::vector<AttributeListModel::State> statesOf(const ObjectTable& table,
                                                std::span<const ObjectIndex> objects,
                                                std::size_t attributes) {
    std::vector<std::size_t> have(attributes);
    for (const ObjectIndex object : objects) {
        for (const AttributeIndex attribute : table.attributesOf(object))
            ++have[attribute];
    }
    using State = AttributeListModel::State;
    std::vector<State> states;
    for (const std::size_t count : have)
        states.push_back(count == 0                ? State::Off
                         : count == objects.size() ? State::On
                                                   : State::Some);
    return states;
}

QString text(const std::string& name) {
    return QString::fromStdString(name);
}

}  // namespace

void AttributeListModel::setCatalog(std::shared_ptr<const Catalog> catalog) {
    beginResetModel();
    m_catalog = std::move(catalog);
    m_states.assign(m_catalog->attributes().size(), State::Off);
    m_counts.assign(m_catalog->attributes().size(), 0);
    m_rows.clear();
    endResetModel();
}

void AttributeListModel::setObjects(const ObjectTable& table, std::span<const ObjectIndex> objects,
                                    std::vector<std::uint32_t> counts) {
    m_states = statesOf(table, objects, m_catalog->attributes().size());
    m_counts = std::move(counts);
    rebuild();
}

void AttributeListModel::refreshStates(const ObjectTable& table,
                                       std::span<const ObjectIndex> objects) {
    m_states = statesOf(table, objects, m_catalog->attributes().size());
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {StateRole});
}

void AttributeListModel::setQuery(const QString& query) {
    m_query = query;
    rebuild();
}

void AttributeListModel::setShowAll(bool all) {
    m_all = all;
    rebuild();
}

std::size_t AttributeListModel::fitting() const {
    return std::size_t(
        std::count_if(m_counts.begin(), m_counts.end(), [](auto count) { return count > 0; }));
}

void AttributeListModel::rebuild() {
    if (!m_catalog)
        return;
    beginResetModel();
    m_rows.clear();
    if (m_query.trimmed().isEmpty())
        addGroups();
    else
        addFound();
    endResetModel();
}

void AttributeListModel::addGroups() {
    for (std::size_t i = 0; i < m_states.size(); ++i) {
        if (m_states[i] == State::Off)
            continue;
        if (m_rows.empty())
            m_rows.push_back({tr("Chosen"), 0});
        m_rows.push_back({{}, AttributeIndex(i)});
    }
    for (std::size_t g = 0; g < m_catalog->groups().size(); ++g) {
        std::vector<AttributeIndex> shown;
        for (const AttributeIndex attribute : m_catalog->attributesOf(GroupIndex(g))) {
            if (m_states[attribute] == State::Off && (m_all || m_counts[attribute] > 0))
                shown.push_back(attribute);
        }
        if (shown.empty())
            continue;
        std::stable_sort(shown.begin(), shown.end(), [this](AttributeIndex a, AttributeIndex b) {
            return m_counts[a] > m_counts[b];
        });
        m_rows.push_back({text(m_catalog->groups()[g]), 0});
        for (const AttributeIndex attribute : shown)
            m_rows.push_back({{}, attribute});
    }
}

// Of all, also those that do not fit: who types a name knows it.
void AttributeListModel::addFound() {
    std::vector<std::pair<int, AttributeIndex>> found;
    for (std::size_t i = 0; i < m_catalog->attributes().size(); ++i) {
        const Attribute& attribute = m_catalog->attributes()[i];
        auto score = fuzzyScore(m_query, text(attribute.name));
        if (!score) {
            score = fuzzyScore(m_query, text(attribute.name + " " + attribute.group));
            if (score)
                *score /= 10;
        }
        if (score)
            found.push_back({*score, AttributeIndex(i)});
    }
    std::stable_sort(found.begin(), found.end(), [this](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : m_counts[a.second] > m_counts[b.second];
    });
    for (const auto& [score, attribute] : found)
        m_rows.push_back({{}, attribute});
}

int AttributeListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant AttributeListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const Row& row = m_rows[std::size_t(index.row())];
    const bool isHeading = !row.heading.isEmpty();
    if (role == IsHeadingRole)
        return isHeading;
    if (isHeading)
        return role == Qt::DisplayRole || role == Qt::AccessibleTextRole ? row.heading : QVariant();
    const Attribute& attribute = m_catalog->attributes()[row.attribute];
    const State state = m_states[row.attribute];
    switch (role) {
        case Qt::DisplayRole:
            return text(attribute.name);
        case Qt::ToolTipRole:
            return tr("%1: %2; %3 in this dataset")
                .arg(text(attribute.group), text(attribute.name),
                     countText(m_counts[row.attribute]));
        case Qt::AccessibleTextRole:
            return tr("%1 %2, %3")
                .arg(text(attribute.group), text(attribute.name),
                     state == State::On     ? tr("chosen")
                     : state == State::Some ? tr("chosen for some")
                                            : tr("not chosen"));
        case StateRole:
            return int(state);
        case AttributeRole:
            return row.attribute;
        case CountRole:
            return m_counts[row.attribute];
        default:
            return {};
    }
}

Qt::ItemFlags AttributeListModel::flags(const QModelIndex& index) const {
    if (!index.isValid())
        return {};
    return m_rows[std::size_t(index.row())].heading.isEmpty()
               ? Qt::ItemIsEnabled | Qt::ItemIsSelectable
               : Qt::ItemIsEnabled;
}

}  // namespace selvedge
