#pragma once

#include <QLabel>

#include "ui/parts/theme.h"

namespace selvedge {

// A label in a tone of the theme, at `offset` points from the program's font.
class TintedLabel : public QLabel {
    Q_OBJECT

public:
    TintedLabel(Token token, int offset, bool strong = false, QWidget* parent = nullptr);
    void setToken(Token token);
    Token token() const { return m_token; }
    // A name that may be longer than there is room: elided in its middle.
    void setElided(bool elided);
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void tint();
    Token m_token;
    bool m_tinting = false;
    bool m_elided = false;
};

}  // namespace selvedge
