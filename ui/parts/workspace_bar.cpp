#include "ui/parts/workspace_bar.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QPainter>
#include <utility>

#include "ui/parts/style.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"

namespace selvedge {

namespace {

constexpr int kHeight = 40;
constexpr int kMarkWidth = 40;
constexpr int kRoomyWidth = 1200;  // of the bar: below it only the active tab has its word

}  // namespace

class WorkspaceTab : public QAbstractButton {
public:
    explicit WorkspaceTab(QAction* action, QWidget* parent) : QAbstractButton(parent) {
        setCheckable(true);
        setFocusPolicy(Qt::StrongFocus);
        setFixedHeight(kHeight);
        setAttribute(Qt::WA_Hover);
        const auto follow = [this, action] {
            setText(action->text());
            setIcon(action->icon());
            setAccessibleName(action->text());
            setToolTip(action->toolTip());
            setChecked(action->isChecked());
            setEnabled(action->isEnabled());
            updateGeometry();
        };
        follow();
        connect(action, &QAction::changed, this, follow);
        connect(this, &QAbstractButton::clicked, this, [this, action] {
            action->trigger();
            setChecked(action->isChecked());
        });
    }
    void setCompact(bool compact) {
        m_compact = compact;
        updateGeometry();
    }
    QSize sizeHint() const override {
        if (isIcon())
            return {16 + 28, kHeight};
        const QFontMetrics metrics(typeFont(0, true));
        return {metrics.horizontalAdvance(text()) + 16 + 8 + 28, kHeight};
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        if (isChecked())
            painter.fillRect(rect(), themed(Token::Raised));
        else if (underMouse() && isEnabled())
            painter.fillRect(rect(), themed(Token::Hover));
        if (isChecked())
            painter.fillRect(QRect(0, height() - 2, width(), 2), themed(Token::Thread));
        const QIcon::Mode mode = isEnabled() ? QIcon::Normal : QIcon::Disabled;
        icon().paint(&painter, QRect(14, (height() - 16) / 2, 16, 16), Qt::AlignCenter, mode,
                     isChecked() ? QIcon::On : QIcon::Off);
        painter.setFont(typeFont(0, isChecked()));
        painter.setPen(themed(!isEnabled()  ? Token::Text3
                              : isChecked() ? Token::Text
                                            : Token::Text2));
        if (!isIcon())
            painter.drawText(rect().adjusted(38, 0, -8, 0), Qt::AlignVCenter | Qt::TextSingleLine,
                             text());
        if (hasFocus())
            drawFocusRing(painter, QRectF(rect()).adjusted(2, 2, -2, -2));
    }

private:
    bool isIcon() const { return m_compact && !isChecked(); }

    bool m_compact = false;
};

namespace {

// The selvedge: the woven edge of a cloth with its thread.
void drawMark(QPainter& painter, const QRect& r) {
    const bool dark = Theme::instance().isDark();
    const QColor cloth = dark ? QColor(0x3d, 0x5a, 0x9e) : QColor(0x2b, 0x3f, 0x78);
    const QColor edge = dark ? QColor(0xe8, 0xe8, 0xe8) : QColor(0xff, 0xff, 0xff);
    painter.fillRect(r, cloth);
    painter.fillRect(QRect(r.left(), r.top(), 5, r.height()), edge);
    painter.fillRect(QRect(r.left() + 2, r.top(), 1, r.height()), themed(Token::Thread));
    painter.setPen(QPen(cloth.lighter(135), 1));
    for (int y = r.top() + 2; y < r.bottom(); y += 3)
        painter.drawLine(r.left() + 6, y, r.right(), y);
}

}  // namespace

WorkspaceBar::WorkspaceBar(QWidget* parent) : QWidget(parent) {
    setFixedHeight(kHeight + 1);
    setAccessibleName(tr("Workspaces"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(kMarkWidth, 0, 12, 1);
    layout->setSpacing(12);
    m_tabs = new QHBoxLayout;
    m_tabs->setSpacing(0);
    m_tools = new QHBoxLayout;
    m_tools->setSpacing(12);
    layout->addLayout(m_tabs);
    m_field = new QHBoxLayout;
    layout->addLayout(m_field, 1);
    layout->addStretch();
    layout->addLayout(m_tools);
}

void WorkspaceBar::addTab(QAction* action) {
    auto* tab = new WorkspaceTab(action, this);
    m_tabs->addWidget(tab);
    m_workspaces += tab;
}

void WorkspaceBar::addTool(QWidget* widget) {
    m_tools->addWidget(widget);
}

void WorkspaceBar::setField(QWidget* widget) {
    m_field->addWidget(widget);
}

void WorkspaceBar::resizeEvent(QResizeEvent*) {
    for (WorkspaceTab* tab : std::as_const(m_workspaces))
        tab->setCompact(width() < kRoomyWidth);
}

void WorkspaceBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), themed(Token::Panel));
    painter.fillRect(QRect(0, 0, width(), 1), themed(Token::Line));
    painter.fillRect(QRect(0, height() - 1, width(), 1), themed(Token::Line));
    drawMark(painter, QRect(12, (kHeight - 16) / 2, 16, 16));
}

}  // namespace selvedge
