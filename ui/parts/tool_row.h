#pragma once

#include <QList>
#include <QWidget>

class QHBoxLayout;
class QAction;
class QLabel;
class QMenu;
class QToolButton;

namespace selvedge {

// The bar of 40 px over a page's content.
class ToolRow : public QWidget {
    Q_OBJECT

public:
    explicit ToolRow(const QString& accessibleName, QWidget* parent = nullptr);
    void add(QWidget* widget);
    void addStretch();
    void addGap(int pixels);
    QLabel* addLabel(bool strong);
    // Where the row is too narrow these are hidden, as many as needed, the first one first. Their
    // commands are then in the menu at its end.
    struct Folding {
        QWidget* widget;
        QList<QAction*> commands = {};
    };
    void setFolding(QList<Folding> folding);
    // A widget that is of no use now takes no room.
    void setUseful(QWidget* widget, bool useful);
    // Dock title bars are laid out by it.
    QSize sizeHint() const override { return {QWidget::sizeHint().width(), kHeight}; }
    QSize minimumSizeHint() const override;
    static constexpr int kHeight = 41;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    int widthWith(const QList<QWidget*>& folded) const;
    void fold();
    void fillMenu();

    QHBoxLayout* m_layout;
    QList<Folding> m_folding;
    QToolButton* m_more = nullptr;  // while something folds
    QMenu* m_menu = nullptr;
    QList<QWidget*> m_useless;
};

}  // namespace selvedge
