#pragma once

#include <QWidget>

#include "ui/browse/facet_words.h"

class QAbstractButton;

namespace selvedge {

// One term of a query: its words and a × at its end.
class QueryToken : public QWidget {
    Q_OBJECT

public:
    QueryToken(TermWords words, QWidget* parent);
    // Without "category" or the like, where the name alone says it.
    void setShort(bool isShort);
    QSize sizeHint() const override;  // with its words, up to a length
    QString text() const { return m_words.text(); }
    QAbstractButton* removeButton() const { return m_remove; }

Q_SIGNALS:
    void removed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QString fieldPart() const;

    TermWords m_words;
    bool m_short = false;
    QAbstractButton* m_remove;
};

}  // namespace selvedge
