#include "ui/browse/attribute_list_model.h"

#include <algorithm>

#include "ui/parts/fuzzy.h"
#include "ui/parts/pick_popup.h"
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
    m_open.clear();
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
    if (m_query.trimmed().isEmpty()) {
        addChosen();
        for (std::size_t group = 0; group < m_catalog->groups().size(); ++group)
            addGroup(GroupIndex(group));
    } else {
        addFound();
    }
    numberRows();
    endResetModel();
}

void AttributeListModel::addChosen() {
    for (std::size_t i = 0; i < m_states.size(); ++i) {
        if (m_states[i] == State::Off)
            continue;
        if (m_rows.empty())
            m_rows.push_back({tr("Chosen")});
        m_rows.push_back({{}, AttributeIndex(i)});
    }
}

void AttributeListModel::addGroup(GroupIndex group) {
    const bool open = m_open.contains(group);
    std::vector<AttributeIndex> shown;
    std::size_t hidden = 0;
    for (const AttributeIndex attribute : m_catalog->attributesOf(group)) {
        if (m_states[attribute] != State::Off)
            continue;
        if (open || m_counts[attribute] > 0)
            shown.push_back(attribute);
        else
            ++hidden;
    }
    if (shown.empty() && (!m_all || hidden == 0))
        return;
    std::stable_sort(shown.begin(), shown.end(), [this](AttributeIndex a, AttributeIndex b) {
        return m_counts[a] > m_counts[b];
    });
    m_rows.push_back({text(m_catalog->groups()[group]), 0, group, hidden});
    for (const AttributeIndex attribute : shown)
        m_rows.push_back({{}, attribute});
}

void AttributeListModel::numberRows() {
    int digit = 1;
    for (Row& row : m_rows) {
        if (row.heading.isEmpty() && digit <= 9)
            row.digit = digit++;
    }
}

void AttributeListModel::toggleGroup(const QModelIndex& heading) {
    const auto group = m_rows[std::size_t(heading.row())].group;
    if (!group)
        return;
    if (!m_open.insert(*group).second)
        m_open.erase(*group);
    rebuild();
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

QVariant AttributeListModel::headingData(const Row& row, int role) const {
    const bool isOpen = row.group && m_open.contains(*row.group);
    switch (role) {
        case IsHeadingRole:
            return true;
        case Qt::DisplayRole:
            return row.heading;
        case Qt::AccessibleTextRole:
            return row.hidden > 0 ? tr("%1, %2 more").arg(row.heading).arg(row.hidden)
                   : isOpen       ? tr("%1, open").arg(row.heading)
                                  : row.heading;
        case IsOpenRole:
            return isOpen || row.hidden > 0 ? QVariant(isOpen) : QVariant();
        case CountRole:
            return quint32(row.hidden);
        default:
            return {};
    }
}

QVariant AttributeListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const Row& row = m_rows[std::size_t(index.row())];
    if (!row.heading.isEmpty())
        return headingData(row, role);
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
        case IsHeadingRole:
            return false;
        case PickPopup::DigitRole:
            return row.digit;
        case StateRole:
            return int(state);
        case AttributeRole:
            return row.attribute;
        case CountRole:
            return m_counts[row.attribute];
        case GroupRole:
            return m_query.trimmed().isEmpty() ? QString() : text(attribute.group);
        default:
            return {};
    }
}

Qt::ItemFlags AttributeListModel::flags(const QModelIndex& index) const {
    if (!index.isValid())
        return {};
    const Row& row = m_rows[std::size_t(index.row())];
    const bool opens = row.group && (row.hidden > 0 || m_open.contains(*row.group));
    return row.heading.isEmpty() || opens ? Qt::ItemIsEnabled | Qt::ItemIsSelectable
                                          : Qt::ItemIsEnabled;
}

}  // namespace selvedge
