#pragma once

#include <QAbstractItemModel>
#include <QColor>
#include <QString>
#include <memory>
#include <optional>
#include <vector>

#include "dataset/project/apply_query.h"
#include "ui/parts/overlay_palette.h"

namespace selvedge {

// What there is to look for just now, beside the values.
struct FacetSituation {
    bool predicted = false;   // a run is looked at
    bool judged = false;      // and compared with the ground truth
    bool evaluating = false;  // that is being done
    bool arriving = false;    // its predictions are still being made
    QString run;
    std::size_t coloursKnown = 0, objects = 0;
    bool operator==(const FacetSituation&) const = default;
};

// Facets as a tree of two levels: a facet (or group of attributes), and its values, most frequent
// first (the categories as the rest of the query leaves them), or one row with the spread of its
// numbers. Shows a query and offers changed ones; counts
// are given to it.
class FacetModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum class Kind {
        Group,
        Value,
        Range,       // a spread, with two bounds to drag
        More,        // "13 more...": unfolds the group
        MoreGroups,  // the same of the groups of attributes; stands among the groups
        Note,        // a sentence in place of values
        Command,     // what would bring values: CommandRole
    };
    enum Role {
        KindRole = Qt::UserRole,  // Kind as int
        CountRole,                // int: images now
        TotalRole,                // int: images without any filter
        StateRole,                // FacetState as int
        SwatchRole,               // QColor, invalid where there is none
        VerdictRole,              // Verdict::Kind as int, of verdicts
        SetRole,                  // of a group: values that are set
        PresentRole,              // of a group: values that occur
        AsideRole,                // of a group: what stands at its right
        HiddenRole,               // bool: it says nothing now
        FacetRole,                // Facet as int
        RangeRole,                // NumberRange
        BinsRole,                 // QList<int>
        CommandRole,              // Command as int
    };
    enum class Command { None, Evaluate, ImportPredictions };
    using QAbstractItemModel::QAbstractItemModel;
    // `everything`: applyQuery without a query; it orders the values.
    void setWords(std::shared_ptr<const Vocabulary> words, const OverlayPalette& palette,
                  const QueryResult& everything);
    void setResult(const QueryResult& result, const QueryResult& everything);
    void setQuery(const Query& query);
    void setSituation(const FacetSituation& situation);
    const Query& query() const { return m_query; }
    const Vocabulary& words() const { return *m_words; }
    void setState(const QModelIndex& value, FacetState state);
    void setRange(Facet facet, const NumberRange& range);
    // Group of a facet; of attributes the group `group`.
    QModelIndex groupIndex(Facet facet, GroupIndex group = 0) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& = {}) const override { return 1; }
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    void queryWanted(const selvedge::Query& query);

private:
    struct Row {
        Kind kind = Kind::Value;
        FacetValue value;
        QString name;
        QColor swatch;
        std::uint32_t total = 0;
        std::uint32_t count = 0;
    };
    struct Group {
        Facet facet = Facet::Category;
        std::optional<GroupIndex> attributes;
        QString name;
        std::vector<Row> rows;
        bool isMoreGroups = false;
    };
    void addGroup(Facet facet, std::optional<GroupIndex> attributes, const QueryResult& everything);
    void addRange(Facet facet);
    bool hasAny(Facet facet) const;  // a value that occurs
    const Row& rowOf(const QModelIndex& index) const;
    int countSet(const Group& group) const;
    QVariant groupData(const Group& group, int role) const;
    QVariant valueData(const Row& row, int role) const;
    QString aside(const Group& group) const;
    // facet_notes.cpp
    QString note(Facet facet) const;
    Command commandOf(Facet facet) const;
    QString commandText(Facet facet) const;
    QList<int> bins(Facet facet) const;
    void repaint(const Group& group);
    void orderCategories();

    std::shared_ptr<const Vocabulary> m_words = std::make_shared<const Vocabulary>();
    OverlayPalette m_palette;
    std::vector<Group> m_groups;
    Query m_query;
    Query m_orderedFor;  // the categories are; without what it asks of them
    FacetSituation m_situation;
    std::array<std::uint32_t, kAreaBins> m_areas{};
    std::array<std::uint32_t, kScoreBins> m_scores{};
    std::array<std::uint32_t, kObjectBins> m_objectNumbers{};
};

}  // namespace selvedge

Q_DECLARE_METATYPE(selvedge::NumberRange)
