// Connected parts: the pieces of neighbouring columns that touch, joined in a forest.
#include "dataset/mask/parts.h"

#include <algorithm>
#include <numeric>

#include "dataset/mask/columns.h"
#include "dataset/mask/set_operations.h"
#include "dataset/mask/transform.h"

namespace selvedge {

namespace {

struct Piece {
    int x, top, bottom;
    std::uint32_t part = 0;  // 0 is the part of the first piece, and so on
};

struct Parts {
    std::vector<Piece> pieces;  // from left to right and downwards
    std::uint32_t count = 0;
};

// The pieces' forest: each points to an earlier piece of its part, the first one to itself.
class Forest {
public:
    explicit Forest(std::size_t count) : m_parents(count) {
        std::iota(m_parents.begin(), m_parents.end(), std::uint32_t{0});
    }

    std::uint32_t rootOf(std::uint32_t i) {
        while (m_parents[i] != i) {
            m_parents[i] = m_parents[m_parents[i]];
            i = m_parents[i];
        }
        return i;
    }

    void join(std::uint32_t a, std::uint32_t b) {
        a = rootOf(a);
        b = rootOf(b);
        m_parents[std::max(a, b)] = std::min(a, b);
    }

private:
    std::vector<std::uint32_t> m_parents;
};

Parts partsOf(const RleMask& mask, Connectivity connectivity) {
    Parts parts;
    std::vector<Piece>& pieces = parts.pieces;
    pieces.reserve(mask.runs().size());
    forEachPiece(mask, [&](int x, int top, int bottom) { pieces.push_back({x, top, bottom}); });

    Forest forest(pieces.size());
    // Pieces of neighbouring columns touch where they share rows; with corners, one row off too.
    const int reach = connectivity == Connectivity::Eight ? 1 : 0;
    std::uint32_t left = 0;  // goes along the column before that of `here`
    for (std::uint32_t here = 0; here < pieces.size(); ++here) {
        const Piece& piece = pieces[here];
        const auto passed = [&](const Piece& other) {
            return other.x < piece.x - 1 ||
                   (other.x == piece.x - 1 && other.bottom + reach <= piece.top);
        };
        while (passed(pieces[left]))
            ++left;
        for (std::uint32_t i = left;
             pieces[i].x == piece.x - 1 && pieces[i].top < piece.bottom + reach; ++i)
            forest.join(i, here);
    }
    for (std::uint32_t i = 0; i < pieces.size(); ++i) {
        const std::uint32_t root = forest.rootOf(i);
        pieces[i].part = root == i ? parts.count++ : pieces[root].part;
    }
    return parts;
}

// The pieces whose part is wanted.
template <typename F>
RleMask selected(const RleMask& mask, const Parts& parts, F wanted) {
    PieceCollector out(mask.width(), mask.height());
    for (const Piece& piece : parts.pieces) {
        if (wanted(piece.part))
            out.add(piece.x, piece.top, piece.bottom);
    }
    return out.take();
}

}  // namespace

std::vector<RleMask> connectedParts(const RleMask& mask, Connectivity connectivity) {
    const Parts parts = partsOf(mask, connectivity);
    std::vector<PieceCollector> collectors(parts.count, {mask.width(), mask.height()});
    for (const Piece& piece : parts.pieces)
        collectors[piece.part].add(piece.x, piece.top, piece.bottom);
    std::vector<RleMask> masks;
    masks.reserve(parts.count);
    for (PieceCollector& collector : collectors)
        masks.push_back(collector.take());
    return masks;
}

RleMask withoutIslands(const RleMask& mask, std::uint64_t minPixels) {
    const Parts parts = partsOf(mask, Connectivity::Eight);
    std::vector<std::uint64_t> areas(parts.count);
    for (const Piece& piece : parts.pieces)
        areas[piece.part] += static_cast<std::uint64_t>(piece.bottom - piece.top);
    const auto largest = std::max_element(areas.begin(), areas.end()) - areas.begin();
    return selected(mask, parts, [&](std::uint32_t part) {
        return areas[part] >= minPixels || part == static_cast<std::uint32_t>(largest);
    });
}

RleMask withHolesFilled(const RleMask& mask) {
    // Holes lie inside the mask's box.
    const IntBox box = mask.box();
    const RleMask inside = cropped(mask, box);
    const RleMask background = complement(inside);
    const Parts parts = partsOf(background, Connectivity::Four);
    std::vector<bool> open(parts.count);
    for (const Piece& piece : parts.pieces) {
        if (piece.x == 0 || piece.x == box.width - 1 || piece.top == 0 ||
            piece.bottom == box.height)
            open[piece.part] = true;
    }
    const RleMask holes =
        selected(background, parts, [&](std::uint32_t part) { return !open[part]; });
    return unite(mask, cropped(holes, {-box.x, -box.y, mask.width(), mask.height()}));
}

}  // namespace selvedge
