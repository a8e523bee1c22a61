#pragma once

#include <QString>
#include <functional>

namespace selvedge {

class ActionRegistry;

// What Browse shows, as saved views keep it: the query's text and which of the page's switches are
// on (images or objects, sorting, overlay, colours, sources). As JSON:
// {"query": "category:coat", "on": ["browse.objects", ...], "off": ["view.boxes", ...]}; switches
// that a later version adds stay as they are.
class BrowseLook {
public:
    struct Query {
        std::function<QString()> text;
        std::function<void(const QString&)> setText;
    };
    explicit BrowseLook(const ActionRegistry& registry) : m_registry(registry) {}
    void setQuery(Query query) { m_query = std::move(query); }

    std::string save() const;
    // False: it is no saved view.
    bool show(const std::string& saved) const;
    void showQuery(const QString& text) const;
    static QString queryOf(const std::string& saved);  // empty where there is none

private:
    const ActionRegistry& m_registry;
    Query m_query;
};

}  // namespace selvedge
