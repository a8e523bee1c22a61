#pragma once

#include <QColor>
#include <QObject>
#include <QPalette>
#include <QString>

namespace selvedge {

// The colour tokens of the visual language; the table of values is in theme.cpp.
enum class Token {
    Well,    // gallery, canvas, plots, inputs
    Panel,   // window, docks
    Raised,  // buttons, cards, the active tab
    Hover,   // row under the pointer, chip that is on
    Line,    // separators: decoration only
    Border,  // edges of controls
    Text,
    Text2,       // labels, units, counts, icons
    Text3,       // disabled, histogram bars
    Accent,      // focus, slider, selection frame, link
    AccentFill,  // primary button, check; white text on it
    Select,      // selected row; Text on it
    Truth,       // ground truth, always a solid line
    Prediction,  // prediction, always dashed
    Right,       // verdict glyphs: check
    False,       // plus
    Missed,      // ring
    Attribute,   // not equal
    Error,
    Warn,
    Thread,  // 2 px under the active workspace, nowhere else
};
inline constexpr int kTokenCount = int(Token::Thread) + 1;

// The look of the chrome. One for the program; GUI thread. Data colours (overlays, maps) are not
// of the theme. Widgets repaint by themselves when it changes (palette change).
class Theme : public QObject {
    Q_OBJECT

public:
    enum class Name { Dark, Light };
    static Theme& instance();

    Name name() const { return m_name; }
    bool isDark() const { return m_name == Name::Dark; }
    // Sets palette and, the first time, style and font of the QApplication.
    void apply(Name name);
    static Name fromSetting(const QString& text) {
        return text == QLatin1String("light") ? Name::Light : Name::Dark;
    }
    static QColor color(Token token, Name name);
    static QPalette palette(Name name);

Q_SIGNALS:
    void changed();

private:
    Name m_name = Name::Dark;
};

// In the theme of now.
inline QColor themed(Token token) {
    return Theme::color(token, Theme::instance().name());
}

// Over photos the dark values serve in both themes.
inline QColor overPhoto(Token token) {
    return Theme::color(token, Theme::Name::Dark);
}

}  // namespace selvedge
