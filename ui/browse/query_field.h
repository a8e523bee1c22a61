#pragma once

#include <QTimer>
#include <QWidget>

#include "dataset/project/query_text.h"

class QAction;
class QLineEdit;

namespace selvedge {

class BrowseQuery;
class KeyCap;
class QueryCompleter;
class QueryTokens;
class TintedLabel;

// Where a query is typed: its line follows the facets and they follow it. Without the keyboard it
// shows tokens in place of the text. What cannot be read is underlined, and said under the field
// once typing rests; the last query that could be read holds until then, and the text stays.
class QueryField : public QWidget {
    Q_OBJECT

public:
    explicit QueryField(BrowseQuery& query, QWidget* parent = nullptr);
    // As typed; also where it cannot be read.
    QString text() const;
    void setText(const QString& text);
    QLineEdit* edit() const { return m_edit; }
    // Empty: the text can be read.
    QString fault() const;
    void startTyping();  // focus, all selected
    // The command that starts typing: its key stands in the empty field.
    void showKey(const QAction* command);
    QueryTokens& tokens() { return *m_tokens; }  // hidden while the text is shown
    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void finished();  // Enter on a query that can be read, or Escape

protected:
    void moveEvent(QMoveEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void takeTyped();
    void follow();
    void offerCompletions();
    bool restIsSearched(const QByteArray& rest) const;
    void putIn(const Completion& completion);
    void setFault(std::optional<QueryFault> fault);
    void sayFault();
    void hideFault();
    void placeFault();
    void format();
    void editing(bool now);
    void showTokens();  // or the text
    void placeOver();   // the text

    BrowseQuery& m_query;
    QLineEdit* m_edit;
    QueryCompleter* m_completer;
    QueryTokens* m_tokens;
    QAction* m_warning;  // in the field, while there is a fault
    KeyCap* m_key = nullptr;
    TintedLabel* m_fault = nullptr;  // over the page, under the field
    QWidget* m_bubble = nullptr;
    std::optional<QueryFault> m_wrong;
    QTimer m_rest;
    bool m_typing = false;
    bool m_editing = false;  // the keyboard is here
};

}  // namespace selvedge
