// Masks of drawn figures against a raster of the same figures made in another way.
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <map>

#include "dataset/mask/set_operations.h"
#include "dataset/synthetic/scene.h"

using namespace selvedge;
using namespace selvedge::synthetic;

namespace {

SyntheticConfig configOf(std::uint64_t seed, ImageSize size) {
    SyntheticConfig config;
    config.seed = seed;
    config.size = size;
    return config;
}

// The coverage of a term's paths by 8 x 8 points a pixel: a point is in where one of the rings
// winds around it, each ring by itself.
class PointRaster {
public:
    static constexpr int kPoints = 8;

    PointRaster(int width, int height) : m_width(width), m_height(height) {}

    std::vector<double> coverage(const std::vector<Coverage::Term>& terms) const {
        std::vector<double> product(static_cast<std::size_t>(m_width) * m_height, 1);
        for (const Coverage::Term& term : terms) {
            const std::vector<int> inside = pointsInside(term.path);
            for (std::size_t i = 0; i < product.size(); ++i) {
                const double part = inside[i] / double(kPoints * kPoints);
                product[i] *= term.outside ? 1 - part : part;
            }
        }
        return product;
    }

private:
    std::vector<int> pointsInside(const Path& path) const {
        std::vector<int> count(static_cast<std::size_t>(m_width) * m_height);
        const int columns = m_width * kPoints;
        std::vector<char> in(static_cast<std::size_t>(columns));
        for (int row = 0; row < m_height * kPoints; ++row) {
            const double y = (row + .5) / kPoints;
            std::fill(in.begin(), in.end(), 0);
            bool any = false;
            for (const Points& ring : path.rings)
                any = markRing(ring, y, in) || any;
            if (!any)
                continue;
            for (int column = 0; column < columns; ++column)
                count[static_cast<std::size_t>(row / kPoints) * m_width + column / kPoints] +=
                    in[static_cast<std::size_t>(column)];
        }
        return count;
    }

    static bool markRing(const Points& ring, double y, std::vector<char>& in) {
        std::map<double, int> crossings;
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const Point a = ring[i], b = ring[(i + 1) % ring.size()];
            if ((a.y <= y) == (b.y <= y))
                continue;
            crossings[a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y)] += a.y <= y ? 1 : -1;
        }
        int winding = 0;
        double from = 0;
        for (const auto& [x, turn] : crossings) {
            for (double at = std::ceil(std::max(0., from) * kPoints - .5);
                 winding != 0 && at < double(in.size()) && (at + .5) / kPoints < x; ++at)
                in[static_cast<std::size_t>(at)] = 1;
            winding += turn;
            from = x;
        }
        return !crossings.empty();
    }

    int m_width, m_height;
};

}  // namespace

class TestSyntheticMasks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void masksEqualAnotherRasterOfTheSameFigure();
};

void TestSyntheticMasks::masksEqualAnotherRasterOfTheSameFigure() {
    constexpr int kWidth = 200, kHeight = 280, kScenes = 24;
    constexpr double kUnsure = .1;  // 64 points measure an area that well
    const PointRaster raster(kWidth, kHeight);
    std::uint64_t sure = 0, all = 0;
    for (int index = 0; index < kScenes; ++index) {
        const Scene scene =
            makeScene(configOf(index < 14 ? 1 : 6, {kWidth, kHeight}), index * 2, 0, 0);
        Canvas canvas(kWidth, kHeight, scene.view, Canvas::Kind::OwnersOnly);
        std::vector<Layer> layers;
        canvas.record(&layers);
        Drawing drawing(canvas, scene.body);
        draw(drawing, scene);
        QVERIFY(layers.size() > 10);

        constexpr int kNobody = -1;
        std::vector<int> owners(kWidth * kHeight, kBackground);
        for (const Layer& layer : layers) {
            QVERIFY(!layer.terms.empty());
            const std::vector<double> coverage = raster.coverage(layer.terms);
            for (std::size_t i = 0; i < owners.size(); ++i) {
                if (coverage[i] >= .5 + kUnsure)
                    owners[i] = layer.owner;
                else if (coverage[i] > .5 - kUnsure && owners[i] != layer.owner)
                    owners[i] = kNobody;
            }
        }
        for (std::size_t i = 0; i < owners.size(); ++i) {
            const int drawn = canvas.owners()[i];
            all += drawn >= kFirstObject;
            if (owners[i] == kNobody)
                continue;
            sure += drawn >= kFirstObject;
            QVERIFY2(owners[i] == drawn,
                     qPrintable(QString("scene %1, pixel %2,%3: %4, drawn as %5")
                                    .arg(index)
                                    .arg(i % kWidth)
                                    .arg(i / kWidth)
                                    .arg(owners[i])
                                    .arg(drawn)));
        }
        // The masks are those pixels.
        RleMask labelled(kWidth, kHeight);
        for (const SyntheticObject& object : drawing.objects(1))
            labelled = unite(labelled, object.mask);
        for (int y = 0; y < kHeight; ++y) {
            for (int x = 0; x < kWidth; ++x)
                QCOMPARE(labelled.contains(x, y),
                         canvas.owners()[static_cast<std::size_t>(y * kWidth + x)] >= kFirstObject);
        }
    }
    QVERIFY2(double(sure) > .9 * double(all),
             qPrintable(QString("%1 of %2 pixels are sure").arg(sure).arg(all)));
}

QTEST_GUILESS_MAIN(TestSyntheticMasks)
#include "tst_synthetic_masks.moc"
