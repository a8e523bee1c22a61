#pragma once

#include <QWidget>
#include <vector>

#include "dataset/project/query.h"

namespace selvedge {

class QueryToken;
class TintedLabel;

// A query as tokens in a line: one a term ("category coat", "area > 5 %"), what is left out struck,
// each with a × that takes it away. Where the room is short "category" goes, then the last ones
// fold to "+2", whose tool tip lists them. For the eye and the pointer: the keyboard edits the text
// that lies below.
class QueryTokens : public QWidget {
    Q_OBJECT

public:
    explicit QueryTokens(QWidget* parent = nullptr);
    void setQuery(const Query& query, const Vocabulary& words);
    QStringList texts() const;  // of all of them
    int folded() const { return m_folded; }
    QString foldedText() const;  // "+2", empty of none
    QWidget* removeButton(int token) const;

Q_SIGNALS:
    void removed(const selvedge::Query& term);
    void pressed();  // beside the crosses: to edit the text

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void place();
    int fitting(int room) const;  // tokens that stand whole in it

    std::vector<QueryToken*> m_tokens;
    TintedLabel* m_rest;
    int m_folded = 0;
};

}  // namespace selvedge
