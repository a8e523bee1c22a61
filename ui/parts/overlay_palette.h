#pragma once

#include <QColor>
#include <string_view>
#include <vector>

#include "dataset/catalog.h"

namespace selvedge {

// Colours of categories over photos. The 46 of iMaterialist 2020 are found by name, so that a
// catalog with other ids shows the same garment in the same colour; other categories get tones of
// L* 62-84 whose hues are a golden angle apart. `#111111` is readable on all of them. The theme
// never touches them.
class OverlayPalette {
public:
    OverlayPalette() = default;
    explicit OverlayPalette(const Catalog& catalog);
    QColor color(CategoryIndex category) const {
        return category < m_colors.size() ? m_colors[category] : QColor(Qt::lightGray);
    }
    // The most colourful of the category's supercategory, so that families keep their hue.
    QColor familyColor(CategoryIndex category) const {
        return category < m_families.size() ? m_families[category] : QColor(Qt::lightGray);
    }
    // Of the `number`-th object of a picture: tones far from those of its neighbours.
    static QColor numbered(std::size_t number);
    // Invalid when `name` is none of the 46.
    static QColor named(std::string_view name);
    // CIE L*, C*, h in degrees (D65) to sRGB; chroma is lowered until it fits.
    static QColor fromLch(double lightness, double chroma, double hue);

private:
    std::vector<QColor> m_colors;    // by category
    std::vector<QColor> m_families;  // by category
};

}  // namespace selvedge
