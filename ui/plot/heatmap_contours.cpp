#include "ui/plot/heatmap_contours.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace selvedge {

namespace {

// An edge between two neighbouring cell middles, by its first end and direction: unique, so that
// pieces of neighbouring squares meet exactly.
struct Edge {
    int column = 0, row = 0;
    bool upright = false;
    auto operator<=>(const Edge&) const = default;
};

struct Piece {
    Edge from, to;
};

class Squares {
public:
    Squares(const HeatmapData& data, double level) : m_data(data), m_level(level) {
        for (int row = 0; row + 1 < int(data.rows.size()); ++row)
            for (int column = 0; column + 1 < int(data.columns.size()); ++column)
                march(column, row);
    }
    std::vector<QPolygonF> chained() const;

private:
    void march(int column, int row);
    QPointF point(const Edge& edge) const;
    bool above(int column, int row) const { return m_data.at(column, row) >= m_level; }

    const HeatmapData& m_data;
    double m_level;
    std::vector<Piece> m_pieces;
};

void Squares::march(int column, int row) {
    double sum = 0;
    for (const auto& [dx, dy] : {std::pair(0, 0), {1, 0}, {1, 1}, {0, 1}}) {
        const double value = m_data.at(column + dx, row + dy);
        if (!std::isfinite(value) || value < 0)
            return;
        sum += value;
    }
    const Edge bottom{column, row, false}, right{column + 1, row, true},
        top{column, row + 1, false}, left{column, row, true};
    const int corners = int(above(column, row)) | int(above(column + 1, row)) << 1 |
                        int(above(column + 1, row + 1)) << 2 | int(above(column, row + 1)) << 3;
    const auto add = [&](const Edge& from, const Edge& to) { m_pieces.push_back({from, to}); };
    switch (std::min(corners, 15 - corners)) {  // the other way round is the same line
        case 1:
            return add(left, bottom);
        case 2:
            return add(bottom, right);
        case 3:
            return add(left, right);
        case 4:
            return add(right, top);
        case 6:
            return add(bottom, top);
        case 7:
            return add(left, top);
        case 5: {
            // Two opposite corners are above: joined where the middle is above too.
            const bool firstAbove = corners == 5;
            const bool joined = (sum / 4 >= m_level) == firstAbove;
            add(left, joined ? top : bottom);
            add(right, joined ? bottom : top);
            return;
        }
        default:
            return;
    }
}

QPointF Squares::point(const Edge& edge) const {
    const double first = m_data.at(edge.column, edge.row);
    const double second =
        edge.upright ? m_data.at(edge.column, edge.row + 1) : m_data.at(edge.column + 1, edge.row);
    const double share = (m_level - first) / (second - first);
    return edge.upright ? QPointF(edge.column, edge.row + share)
                        : QPointF(edge.column + share, edge.row);
}

// Each edge has at most two pieces: what begins at one end is followed to the other.
std::vector<QPolygonF> Squares::chained() const {
    std::multimap<Edge, std::size_t> at;
    for (std::size_t i = 0; i < m_pieces.size(); ++i) {
        at.emplace(m_pieces[i].from, i);
        at.emplace(m_pieces[i].to, i);
    }
    std::vector<bool> used(m_pieces.size());
    std::vector<QPolygonF> lines;
    const auto follow = [&](std::size_t piece, Edge start) {
        QPolygonF line{point(start)};
        Edge end = start;
        for (bool found = true; found;) {
            used[piece] = true;
            end = m_pieces[piece].from == end ? m_pieces[piece].to : m_pieces[piece].from;
            line << point(end);
            found = false;
            for (auto [it, last] = at.equal_range(end); it != last; ++it) {
                if (used[it->second])
                    continue;
                piece = it->second;
                found = true;
                break;
            }
        }
        lines.push_back(line);
    };
    for (const auto& [edge, piece] : at)  // open ones from their ends
        if (!used[piece] && at.count(edge) == 1)
            follow(piece, edge);
    for (std::size_t piece = 0; piece < m_pieces.size(); ++piece)
        if (!used[piece])
            follow(piece, m_pieces[piece].from);
    return lines;
}

}  // namespace

std::vector<QPolygonF> contourLines(const HeatmapData& data, double level) {
    return Squares(data, level).chained();
}

std::vector<HeatmapContour> contoursOf(const HeatmapData& data, int count) {
    double low = 0, high = -1;
    for (const double value : data.values) {
        if (!std::isfinite(value) || value < 0)
            continue;
        low = high < 0 ? value : std::min(low, value);
        high = std::max(high, value);
    }
    std::vector<HeatmapContour> contours;
    if (high <= low || count < 1)
        return contours;
    const double rough = (high - low) / count;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    const double ratio = rough / power;
    const double step = power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
    for (double i = std::ceil(low / step + 1e-9); i * step < high; ++i) {
        HeatmapContour contour{i * step, contourLines(data, i * step)};
        if (!contour.lines.empty())
            contours.push_back(std::move(contour));
    }
    return contours;
}

}  // namespace selvedge
