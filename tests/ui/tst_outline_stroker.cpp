#include <QPainter>
#include <QPainterPath>
#include <QtTest>
#include <cmath>
#include <numbers>

#include "ui/parts/outline_stroker.h"

using namespace selvedge;

namespace {

constexpr int kSide = 200;

QImage blank() {
    QImage image(kSide, kSide, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    return image;
}

// A wavy ring with a smaller one in it, in coordinates of half a pixel each.
QPainterPath garment() {
    QPainterPath path;
    for (const double size : {70.0, 25.0}) {
        QPolygonF ring;
        for (int i = 0; i < 120; ++i) {
            const double angle = i * std::numbers::pi / 60;
            const double radius = size + 4 * std::sin(7 * angle);
            ring << 2 * QPointF(100 + radius * std::cos(angle), 100 + radius * std::sin(angle));
        }
        path.addPolygon(ring);
        path.closeSubpath();
    }
    return path;
}

double coverOf(const QImage& image) {
    double sum = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            sum += qAlpha(image.pixel(x, y)) / 255.0;
    }
    return sum;
}

}  // namespace

class OutlineStrokerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void drawsWhatAPainterDraws_data();
    void drawsWhatAPainterDraws();
    void translucentStrokesStayEven();
    void dashesTakeTheirShare();
    void partsOutsideAreLeftOut();
};

void OutlineStrokerTest::drawsWhatAPainterDraws_data() {
    QTest::addColumn<double>("width");
    for (const double width : {1.5, 2.0, 4.0, 5.0})
        QTest::addRow("%g pixels", width) << width;
}

void OutlineStrokerTest::drawsWhatAPainterDraws() {
    QFETCH(double, width);
    QImage ours = blank(), painters = blank();
    OutlineStroker(ours).stroke(garment(), {0.5, QPointF(3.25, -2.5)}, {Qt::red, width, {}});
    QPainter painter(&painters);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(3.25, -2.5);
    painter.scale(0.5, 0.5);
    QPen pen(Qt::red, width, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
    pen.setCosmetic(true);
    painter.strokePath(garment(), pen);
    painter.end();
    int differ = 0;
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x)
            differ += std::abs(qAlpha(ours.pixel(x, y)) - qAlpha(painters.pixel(x, y))) > 96;
    }
    // Joins are not the same.
    QVERIFY2(differ < 0.02 * coverOf(painters), qPrintable(QString::number(differ)));
    QVERIFY2(std::abs(coverOf(ours) / coverOf(painters) - 1) < 0.02,
             qPrintable(QString::number(coverOf(ours) / coverOf(painters))));
}

void OutlineStrokerTest::translucentStrokesStayEven() {
    QImage image = blank();
    const QColor half(0, 0, 255, 128);
    OutlineStroker stroker(image);
    stroker.stroke(garment(), {0.5, {}}, {half, 6, {}});
    int most = 0;
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x)
            most = std::max(most, qAlpha(image.pixel(x, y)));
    }
    QCOMPARE(most, 128);
    // A second stroke is laid over the first one.
    stroker.stroke(garment(), {0.5, {}}, {Qt::white, 2, {}});
    QCOMPARE(image.pixel(100 + 70, 100), qRgb(255, 255, 255));
}

void OutlineStrokerTest::dashesTakeTheirShare() {
    QImage solid = blank(), dashed = blank();
    OutlineStroker(solid).stroke(garment(), {0.5, {}}, {Qt::red, 2, {}});
    OutlineStroker(dashed).stroke(garment(), {0.5, {}}, {Qt::red, 2, {7, 4}});
    const double share = coverOf(dashed) / coverOf(solid);
    // Round ends are a little longer than flat ones.
    QVERIFY2(share > 0.58 && share < 0.82, qPrintable(QString::number(share)));
}

void OutlineStrokerTest::partsOutsideAreLeftOut() {
    QImage whole = blank();
    OutlineStroker(whole).stroke(garment(), {0.5, {}}, {Qt::red, 3, {7, 4}});
    QImage part(60, 80, QImage::Format_ARGB32_Premultiplied);
    part.fill(Qt::transparent);
    OutlineStroker(part).stroke(garment(), {0.5, QPointF(-20, -40)}, {Qt::red, 3, {7, 4}});
    QCOMPARE(part, whole.copy(20, 40, 60, 80));
    QImage empty(0, 0, QImage::Format_ARGB32_Premultiplied);
    OutlineStroker(empty).stroke(garment(), {0.5, {}}, {Qt::red, 3, {}});
}

QTEST_MAIN(OutlineStrokerTest)
#include "tst_outline_stroker.moc"
