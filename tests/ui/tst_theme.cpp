#include <QApplication>
#include <QPushButton>
#include <QtTest>
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "ui/parts/overlay_palette.h"
#include "ui/parts/style.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"

using namespace selvedge;

namespace {

using Rgb = std::array<double, 3>;

double linear(double v) {
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

Rgb linearOf(const QColor& c) {
    return {linear(c.red() / 255.0), linear(c.green() / 255.0), linear(c.blue() / 255.0)};
}

// WCAG 2.
double contrast(const QColor& a, const QColor& b) {
    const auto luminance = [](const QColor& c) {
        const Rgb l = linearOf(c);
        return 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2];
    };
    const double x = luminance(a), y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

// Machado, Oliveira, Fernandes 2009, severity 1, on linear RGB.
Rgb simulated(const QColor& color, int kind) {
    static const double matrices[4][9] = {{1, 0, 0, 0, 1, 0, 0, 0, 1},
                                          {0.152286, 1.052583, -0.204868, 0.114503, 0.786281,
                                           0.099216, -0.003882, -0.048116, 1.051998},
                                          {0.367322, 0.860646, -0.227968, 0.280085, 0.672501,
                                           0.047413, -0.011820, 0.042940, 0.968881},
                                          {1.255528, -0.076749, -0.178779, -0.078411, 0.930809,
                                           0.147602, 0.004733, 0.691367, 0.303900}};
    const Rgb in = linearOf(color);
    Rgb out;
    for (std::size_t i = 0; i < 3; ++i) {
        const double* m = matrices[kind] + 3 * i;
        out[i] = std::clamp(m[0] * in[0] + m[1] * in[1] + m[2] * in[2], 0.0, 1.0);
    }
    return out;
}

Rgb labOf(const Rgb& c) {
    const double x = (0.4124564 * c[0] + 0.3575761 * c[1] + 0.1804375 * c[2]) / 0.95047;
    const double y = 0.2126729 * c[0] + 0.7151522 * c[1] + 0.0721750 * c[2];
    const double z = (0.0193339 * c[0] + 0.1191920 * c[1] + 0.9503041 * c[2]) / 1.08883;
    const auto f = [](double t) {
        return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    };
    return {116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))};
}

// Sharma, Wu, Dalal 2005.
double ciede2000(const Rgb& p, const Rgb& q) {
    constexpr double degree = std::numbers::pi / 180;
    const double mean = (std::hypot(p[1], p[2]) + std::hypot(q[1], q[2])) / 2;
    const double g =
        0.5 * (1 - std::sqrt(std::pow(mean, 7) / (std::pow(mean, 7) + std::pow(25., 7))));
    const double a1 = (1 + g) * p[1], a2 = (1 + g) * q[1];
    const double c1 = std::hypot(a1, p[2]), c2 = std::hypot(a2, q[2]);
    const auto hue = [](double b, double a) {
        const double h = a == 0 && b == 0 ? 0 : std::atan2(b, a) / degree;
        return h < 0 ? h + 360 : h;
    };
    const double h1 = hue(p[2], a1), h2 = hue(q[2], a2);
    double dh = h2 - h1;
    if (c1 * c2 == 0)
        dh = 0;
    else if (dh > 180)
        dh -= 360;
    else if (dh < -180)
        dh += 360;
    const double dH = 2 * std::sqrt(c1 * c2) * std::sin(dh / 2 * degree);
    const double dL = q[0] - p[0], dC = c2 - c1;
    const double l = (p[0] + q[0]) / 2, c = (c1 + c2) / 2;
    double h = h1 + h2;
    if (c1 * c2 != 0) {
        if (std::abs(h1 - h2) > 180)
            h += h < 360 ? 360 : -360;
        h /= 2;
    }
    const double t = 1 - 0.17 * std::cos((h - 30) * degree) + 0.24 * std::cos(2 * h * degree) +
                     0.32 * std::cos((3 * h + 6) * degree) - 0.20 * std::cos((4 * h - 63) * degree);
    const double sl = 1 + 0.015 * (l - 50) * (l - 50) / std::sqrt(20 + (l - 50) * (l - 50));
    const double sc = 1 + 0.045 * c, sh = 1 + 0.015 * c * t;
    const double rc = 2 * std::sqrt(std::pow(c, 7) / (std::pow(c, 7) + std::pow(25., 7)));
    const double rt = -rc * std::sin(60 * degree * std::exp(-std::pow((h - 275) / 25, 2)));
    return std::sqrt(dL / sl * dL / sl + dC / sc * dC / sc + dH / sh * dH / sh +
                     rt * dC / sc * dH / sh);
}

double leastOver(Token token, Theme::Name name) {
    double least = 21;
    for (const Token ground : {Token::Well, Token::Panel, Token::Raised})
        least = std::min(least, contrast(Theme::color(token, name), Theme::color(ground, name)));
    return least;
}

}  // namespace

class ThemeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ciede2000IsThePublishedOne();
    void contrastsAreThoseOfTheTable_data();
    void contrastsAreThoseOfTheTable();
    void textOnFilledButtonsAndSelectionIsReadable();
    void verdictsDifferForEveryEye();
    void overlayColoursDifferForEveryEye();
    void darkTextIsReadableOnEveryOverlayColour();
    void otherTaxonomiesGetColoursToo();
    void switchingTheThemeReachesAnOpenWidget();
    void tabularDigitsAllTakeTheSameRoom();
};

void ThemeTest::ciede2000IsThePublishedOne() {
    // Pairs 1, 7 and 17 of the paper's table.
    QVERIFY(std::abs(ciede2000({50, 2.6772, -79.7751}, {50, 0, -82.7485}) - 2.0425) < 1e-4);
    QVERIFY(std::abs(ciede2000({50, 0, 0}, {50, -1, 2}) - 2.3669) < 1e-4);
    QVERIFY(std::abs(ciede2000({50, 2.5, 0}, {73, 25, -18}) - 27.1492) < 1e-4);
}

void ThemeTest::contrastsAreThoseOfTheTable_data() {
    QTest::addColumn<int>("token");
    QTest::addColumn<double>("dark");
    QTest::addColumn<double>("light");
    const auto row = [](const char* name, Token token, double dark, double light) {
        QTest::newRow(name) << int(token) << dark << light;
    };
    row("border", Token::Border, 3.6, 3.6);
    row("text", Token::Text, 10.2, 13.4);
    row("text2", Token::Text2, 6.1, 5.9);
    row("text3", Token::Text3, 3.0, 2.6);
    row("accent", Token::Accent, 5.5, 5.9);
    row("truth", Token::Truth, 7.1, 5.5);
    row("prediction", Token::Prediction, 7.1, 5.0);
    row("right", Token::Right, 7.2, 5.1);
    row("false", Token::False, 7.2, 4.5);
    row("missed", Token::Missed, 4.6, 6.2);
    row("attribute", Token::Attribute, 4.6, 6.5);
    row("error", Token::Error, 5.1, 5.1);
    row("warn", Token::Warn, 5.1, 5.1);
    row("thread", Token::Thread, 3.2, 4.5);
}

void ThemeTest::contrastsAreThoseOfTheTable() {
    QFETCH(int, token);
    QFETCH(double, dark);
    QFETCH(double, light);
    // Rounded in the table to one digit.
    QVERIFY2(leastOver(Token(token), Theme::Name::Dark) >= dark - 0.05,
             qPrintable(QString::number(leastOver(Token(token), Theme::Name::Dark))));
    QVERIFY2(leastOver(Token(token), Theme::Name::Light) >= light - 0.05,
             qPrintable(QString::number(leastOver(Token(token), Theme::Name::Light))));
}

void ThemeTest::textOnFilledButtonsAndSelectionIsReadable() {
    for (const auto name : {Theme::Name::Dark, Theme::Name::Light}) {
        QVERIFY(contrast(Qt::white, Theme::color(Token::AccentFill, name)) >= 4.5);
        QVERIFY(contrast(Theme::color(Token::Text, name), Theme::color(Token::Select, name)) >= 7);
    }
}

void ThemeTest::verdictsDifferForEveryEye() {
    const double least[2][4] = {{26, 20, 17, 16}, {31, 13, 8.5, 12}};
    for (const auto name : {Theme::Name::Dark, Theme::Name::Light}) {
        for (int eye = 0; eye < 4; ++eye) {
            const Token tokens[] = {Token::Right, Token::False, Token::Missed, Token::Attribute};
            double found = 1000;
            for (const Token a : tokens) {
                for (const Token b : tokens) {
                    if (a < b)
                        found = std::min(found,
                                         ciede2000(labOf(simulated(Theme::color(a, name), eye)),
                                                   labOf(simulated(Theme::color(b, name), eye))));
                }
            }
            QVERIFY2(found >= least[name == Theme::Name::Light][eye] - 0.5,
                     qPrintable(QStringLiteral("eye %1: %2").arg(eye).arg(found)));
        }
    }
}

void ThemeTest::overlayColoursDifferForEveryEye() {
    const Catalog catalog = Catalog::builtIn();
    QCOMPARE(catalog.categories().size(), std::size_t(46));
    const double least[] = {7.1, 4.5, 4.3, 4.3};
    for (int eye = 0; eye < 4; ++eye) {
        double found = 1000;
        for (std::size_t i = 0; i < 46; ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                const QColor a = OverlayPalette::named(catalog.categories()[i].name);
                const QColor b = OverlayPalette::named(catalog.categories()[j].name);
                QVERIFY(a.isValid() && b.isValid());
                found =
                    std::min(found, ciede2000(labOf(simulated(a, eye)), labOf(simulated(b, eye))));
            }
        }
        QVERIFY2(std::abs(found - least[eye]) < 0.06,
                 qPrintable(QStringLiteral("eye %1: %2").arg(eye).arg(found)));
    }
}

void ThemeTest::darkTextIsReadableOnEveryOverlayColour() {
    const Catalog catalog = Catalog::builtIn();
    for (const Category& category : catalog.categories()) {
        const QColor color = OverlayPalette::named(category.name);
        QVERIFY2(contrast(QColor(0x11, 0x11, 0x11), color) >= 4.75, category.name.c_str());
        const double lightness = labOf(linearOf(color))[0];
        QVERIFY(lightness >= 53.5 && lightness <= 92.5);
    }
}

void ThemeTest::otherTaxonomiesGetColoursToo() {
    std::vector<Category> categories;
    for (int i = 0; i < 12; ++i)
        categories.push_back({i, "kind " + std::to_string(i), "all"});
    categories.push_back({99, "coat", "all"});
    const OverlayPalette palette(Catalog(categories, {}));
    QCOMPARE(palette.color(12), OverlayPalette::named("coat"));
    for (CategoryIndex i = 0; i < 12; ++i) {
        QVERIFY(contrast(QColor(0x11, 0x11, 0x11), palette.color(i)) >= 4.5);
        for (CategoryIndex j = 0; j < i; ++j)
            QVERIFY(palette.color(i) != palette.color(j));
    }
}

void ThemeTest::switchingTheThemeReachesAnOpenWidget() {
    QPushButton button(QStringLiteral("Start"));
    button.show();
    Theme::instance().apply(Theme::Name::Dark);
    const QColor dark = button.grab().toImage().pixelColor(button.width() / 2, 4);
    Theme::instance().apply(Theme::Name::Light);
    const QColor light = button.grab().toImage().pixelColor(button.width() / 2, 4);
    QCOMPARE(dark, Theme::color(Token::Raised, Theme::Name::Dark));
    QCOMPARE(light, Theme::color(Token::Raised, Theme::Name::Light));
    QVERIFY(qobject_cast<Style*>(QApplication::style()));
}

void ThemeTest::tabularDigitsAllTakeTheSameRoom() {
    const QFont font = typeFont();
    for (const char* digits : {"1111", "4444", "0000", "7171"})
        QCOMPARE(tabularWidth(font, QLatin1String(digits)),
                 tabularWidth(font, QStringLiteral("8888")));
}

QTEST_MAIN(ThemeTest)
#include "tst_theme.moc"
