#include "ui/parts/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <iterator>

#include "ui/parts/style.h"

namespace selvedge {

namespace {

struct Row {
    Token token;
    QRgb dark;
    QRgb light;
};

constexpr Row kRows[] = {
    {Token::Well, 0xff1e1e1e, 0xffe4e4e4},       {Token::Panel, 0xff282828, 0xfff4f4f4},
    {Token::Raised, 0xff343434, 0xffffffff},     {Token::Hover, 0xff3e3e3e, 0xffe6e6e6},
    {Token::Line, 0xff404040, 0xffd2d2d2},       {Token::Border, 0xff8a8a8a, 0xff767676},
    {Token::Text, 0xffe8e8e8, 0xff1c1c1c},       {Token::Text2, 0xffb6b6b6, 0xff555555},
    {Token::Text3, 0xff7d7d7d, 0xff8e8e8e},      {Token::Accent, 0xff94a8ff, 0xff3548bd},
    {Token::AccentFill, 0xff566be0, 0xff3548bd}, {Token::Select, 0xff39436f, 0xffcfd6fa},
    {Token::Truth, 0xff5fd0ff, 0xff005f87},      {Token::Prediction, 0xffffb54a, 0xff8a5200},
    {Token::Right, 0xff7fd9c9, 0xff0f6a57},      {Token::False, 0xfffbb952, 0xff8f5a00},
    {Token::Missed, 0xfffe6d86, 0xffa3102c},     {Token::Attribute, 0xffd176fc, 0xff7a1fa0},
    {Token::Error, 0xffff8078, 0xffb3261e},      {Token::Warn, 0xfff2bd4b, 0xff7a5600},
    {Token::Thread, 0xffe5484d, 0xffc8202f},
};
static_assert(std::size(kRows) == kTokenCount);

QFont programFont() {
    QFont font = QApplication::font();
    // Offscreen and on bare desktops Qt names no family: Noto Sans, then DejaVu Sans.
    for (const char* family : {"Noto Sans", "DejaVu Sans"}) {
        if (QFontDatabase::families().contains(QLatin1String(family))) {
            font.setFamily(QLatin1String(family));
            break;
        }
    }
    font.setPointSize(10);
    return font;
}

}  // namespace

Theme& Theme::instance() {
    static Theme theme;
    return theme;
}

QColor Theme::color(Token token, Name name) {
    const Row& row = kRows[std::size_t(token)];
    Q_ASSERT(row.token == token);
    return QColor::fromRgb(name == Name::Dark ? row.dark : row.light);
}

QPalette Theme::palette(Name name) {
    const auto c = [name](Token token) { return color(token, name); };
    QPalette p;
    p.setColor(QPalette::Window, c(Token::Panel));
    p.setColor(QPalette::WindowText, c(Token::Text));
    p.setColor(QPalette::Base, c(name == Name::Dark ? Token::Well : Token::Raised));
    p.setColor(QPalette::AlternateBase, c(Token::Panel));
    p.setColor(QPalette::Text, c(Token::Text));
    p.setColor(QPalette::PlaceholderText, c(Token::Text2));
    p.setColor(QPalette::Button, c(Token::Raised));
    p.setColor(QPalette::ButtonText, c(Token::Text));
    p.setColor(QPalette::BrightText, Qt::white);
    p.setColor(QPalette::Highlight, c(Token::Select));
    p.setColor(QPalette::HighlightedText, c(Token::Text));
    p.setColor(QPalette::Link, c(Token::Accent));
    p.setColor(QPalette::LinkVisited, c(Token::Accent));
    p.setColor(QPalette::ToolTipBase, c(Token::Raised));
    p.setColor(QPalette::ToolTipText, c(Token::Text));
    p.setColor(QPalette::Light, c(Token::Line));
    p.setColor(QPalette::Midlight, c(Token::Line));
    p.setColor(QPalette::Mid, c(Token::Line));
    p.setColor(QPalette::Dark, c(Token::Line));
    p.setColor(QPalette::Shadow, c(Token::Line));
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        p.setColor(QPalette::Disabled, role, c(Token::Text3));
    return p;
}

void Theme::apply(Name name) {
    m_name = name;
    if (!qobject_cast<Style*>(QApplication::style())) {
        QApplication::setStyle(new Style);  // the application owns it
        // A desktop names its font; elsewhere Qt's default is nobody's choice.
        if (qEnvironmentVariableIsEmpty("XDG_CURRENT_DESKTOP"))
            QApplication::setFont(programFont());
    }
    QApplication::setPalette(palette(name));
    Q_EMIT changed();
}

}  // namespace selvedge
