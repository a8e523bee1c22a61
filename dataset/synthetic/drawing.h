#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dataset/synthetic/body.h"
#include "dataset/synthetic/canvas.h"
#include "dataset/synthetic/synthetic.h"

namespace selvedge::synthetic {

// A picture in the making: the canvas, and what is drawn on it by name. A garment's mask holds its
// parts' (sleeve, collar, pocket), as in iMaterialist; what lies in front takes its pixels away.
class Drawing {
public:
    using Names = std::vector<std::string_view>;

    Drawing(Canvas& paper, const Body& figure) : canvas(paper), body(figure) {}

    // A new object in front of all. Names are those of the built-in catalog.
    Owner add(std::string_view category, const Names& attributes = {}, Owner parent = kBackground);
    void describe(Owner object, std::string_view attribute);

    // Ascending by owner; what shows fewer than `minimumArea` pixels is left out.
    std::vector<SyntheticObject> objects(std::uint64_t minimumArea) const;

    Canvas& canvas;
    const Body& body;

private:
    struct Entry {
        CategoryIndex category;
        std::vector<AttributeIndex> attributes;
        Owner parent;
    };
    std::vector<Entry> m_entries;
};

}  // namespace selvedge::synthetic
