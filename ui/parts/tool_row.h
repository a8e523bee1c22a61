#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;

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
    // Dock title bars are laid out by it.
    QSize sizeHint() const override { return {QWidget::sizeHint().width(), kHeight}; }
    static constexpr int kHeight = 41;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QHBoxLayout* m_layout;
};

}  // namespace selvedge
