#include "ui/parts/overlay_palette.h"

#include <cmath>
#include <map>
#include <numbers>

namespace selvedge {

namespace {

struct Entry {
    std::string_view name;
    QRgb color;
};

constexpr Entry kEntries[] = {
    {"shirt, blouse", 0xff4d899e}, {"top, t-shirt, sweatshirt", 0xff2cc7fe},
    {"sweater", 0xff777cbc},       {"cardigan", 0xff60a2fd},
    {"jacket", 0xffafb2da},        {"vest", 0xffb7d9fe},
    {"pants", 0xff96face},         {"shorts", 0xff3ffddd},
    {"skirt", 0xff18af9c},         {"coat", 0xffac8ebb},
    {"dress", 0xff965fff},         {"jumpsuit", 0xffcc3fe4},
    {"cape", 0xffbb84d0},          {"glasses", 0xff8ced5d},
    {"hat", 0xff1f9a2c},           {"headband, head covering, hair accessory", 0xff668a65},
    {"tie", 0xffca599a},           {"glove", 0xffa68076},
    {"watch", 0xffe0bdb7},         {"belt", 0xff99c0bc},
    {"leg warmer", 0xff85d2d0},    {"tights, stockings", 0xffc3eefe},
    {"sock", 0xff5d8987},          {"shoe", 0xff85afbe},
    {"bag, wallet", 0xffbca07f},   {"scarf", 0xff86807b},
    {"umbrella", 0xffe5dab1},      {"hood", 0xfffcbb96},
    {"collar", 0xffa9a869},        {"lapel", 0xffe5f116},
    {"epaulette", 0xfffee08a},     {"sleeve", 0xffd99200},
    {"pocket", 0xffae7451},        {"neckline", 0xff918207},
    {"buckle", 0xffa3ca58},        {"zipper", 0xff96d807},
    {"applique", 0xffdf9fb1},      {"bead", 0xfffc82a5},
    {"bow", 0xffc68795},           {"flower", 0xffee577f},
    {"fringe", 0xffe57c4f},        {"ribbon", 0xfff0a795},
    {"rivet", 0xffff2857},         {"ruffle", 0xfff41e88},
    {"sequin", 0xffd05b68},        {"tassel", 0xfffe1635},
};

constexpr double kGoldenAngle = 137.50776405;

double toSrgb(double linear) {
    return linear <= 0.0031308 ? 12.92 * linear : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
}

double labInverse(double t) {
    constexpr double delta = 6.0 / 29;
    return t > delta ? t * t * t : 3 * delta * delta * (t - 4.0 / 29);
}

}  // namespace

QColor OverlayPalette::named(std::string_view name) {
    for (const Entry& entry : kEntries) {
        if (entry.name == name)
            return QColor::fromRgb(entry.color);
    }
    return {};
}

QColor OverlayPalette::fromLch(double lightness, double chroma, double hue) {
    for (double c = chroma; c >= 0; c -= 2) {
        const double fy = (lightness + 16) / 116;
        const double radians = hue * std::numbers::pi / 180;
        const double x = 0.95047 * labInverse(fy + c * std::cos(radians) / 500);
        const double y = labInverse(fy);
        const double z = 1.08883 * labInverse(fy - c * std::sin(radians) / 200);
        const double rgb[] = {3.2404542 * x - 1.5371385 * y - 0.4985314 * z,
                              -0.9692660 * x + 1.8760108 * y + 0.0415560 * z,
                              0.0556434 * x - 0.2040259 * y + 1.0572252 * z};
        if (rgb[0] < 0 || rgb[0] > 1 || rgb[1] < 0 || rgb[1] > 1 || rgb[2] < 0 || rgb[2] > 1)
            continue;
        return QColor::fromRgbF(float(toSrgb(rgb[0])), float(toSrgb(rgb[1])),
                                float(toSrgb(rgb[2])));
    }
    return QColor::fromRgbF(float(lightness / 100), float(lightness / 100), float(lightness / 100));
}

QColor OverlayPalette::numbered(std::size_t number) {
    constexpr double kLightness[] = {72, 62, 84};
    return fromLch(kLightness[number % 3], 48, std::fmod(20 + kGoldenAngle * double(number), 360));
}

OverlayPalette::OverlayPalette(const Catalog& catalog) {
    std::size_t other = 0;
    std::map<std::string, QColor> families;
    for (const Category& category : catalog.categories()) {
        QColor color = named(category.name);
        if (!color.isValid())
            color = numbered(other++);
        m_colors.push_back(color);
        QColor& family = families[category.supercategory];
        if (!family.isValid() || color.hsvSaturation() > family.hsvSaturation())
            family = color;
    }
    for (const Category& category : catalog.categories())
        m_families.push_back(families[category.supercategory]);
}

}  // namespace selvedge
