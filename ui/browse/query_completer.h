#pragma once

#include <QCompleter>
#include <QStandardItemModel>
#include <vector>

#include "dataset/project/query_text.h"

namespace selvedge {

// The list under the query field: fields and values that what is typed may become, with whose value
// it is and how many images have it.
class QueryCompleter : public QCompleter {
    Q_OBJECT

public:
    explicit QueryCompleter(QObject* parent = nullptr);
    // Hides it when there are none. `counted`: how many images they have is right, and shown.
    void offer(std::vector<Completion> completions, bool counted, const QRect& under);
    void hide();

Q_SIGNALS:
    void chosen(const selvedge::Completion& completion);

private:
    QStandardItemModel m_items;
    std::vector<Completion> m_completions;
};

}  // namespace selvedge
