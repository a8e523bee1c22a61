#include <QPainter>
#include <QtTest>

#include "dataset/mask/set_operations.h"
#include "ui/parts/canvas.h"
#include "ui/parts/label_layout.h"
#include "ui/parts/outline_path.h"
#include "ui/parts/theme.h"

using namespace selvedge;

namespace {

CanvasObject objectOf(int index, IntBox box, QColor color, double score = -1) {
    CanvasObject object;
    object.ref = {score < 0 ? ObjectRef::Source::Truth : ObjectRef::Source::Prediction,
                  std::uint32_t(index)};
    object.name = QStringLiteral("object %1").arg(index);
    object.color = color;
    object.score = score;
    object.mask = RleMask::fromBox(200, 300, box);
    object.box = object.mask.box();
    object.area = object.mask.area();
    object.anchor = anchorOf(object.mask);
    return object;
}

// A large red one, a small green one upon it, a blue prediction.
std::shared_ptr<const CanvasScene> sceneOf() {
    auto scene = std::make_shared<CanvasScene>();
    scene->size = QSize(200, 300);
    scene->objects.push_back(objectOf(0, {20, 20, 100, 200}, Qt::red));
    scene->objects.push_back(objectOf(0, {110, 120, 60, 60}, Qt::blue, 0.4));
    scene->objects.push_back(objectOf(1, {40, 40, 20, 20}, Qt::green));
    return scene;
}

ObjectRef truth(std::uint32_t index) {
    return {ObjectRef::Source::Truth, index};
}

}  // namespace

class CanvasTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(Theme::Name::Dark); }
    void coordinatesGoThereAndBack();
    void zoomKeepsThePointUnderTheCursor();
    void fitShowsAllOfThePicture();
    void mipsHalveAndPickTheRightLevel();
    void fillsLandOnTheirPixelsAtEveryLevel();
    void smallObjectsAreHitFirst();
    void thresholdHidesPredictionsLive();
    void wheelAndDragMoveTheView();
    void clickSelectsAndSelectionIsDrawnWhite();
    void labelsNeverOverlap();
    void anchorsLieOnTheMask();
    void simplifiedOutlinesStayNear();
};

void CanvasTest::coordinatesGoThereAndBack() {
    const ViewTransform view{0.37, {12.5, -80}};
    for (const QPointF p : {QPointF(0, 0), QPointF(3999, 2999), QPointF(17.25, 900.5)}) {
        const QPointF back = view.imageFromWidget(view.widgetFromImage(p));
        QVERIFY(std::abs(back.x() - p.x()) < 1e-9 && std::abs(back.y() - p.y()) < 1e-9);
        const QPointF mapped = view.toTransform().map(p);
        QVERIFY((mapped - view.widgetFromImage(p)).manhattanLength() < 1e-9);
    }
}

void CanvasTest::zoomKeepsThePointUnderTheCursor() {
    const ViewTransform view{0.5, {30, 40}};
    const QPointF cursor(111, 77);
    const ViewTransform zoomed = view.zoomedTo(3.1, cursor);
    const QPointF moved = zoomed.imageFromWidget(cursor) - view.imageFromWidget(cursor);
    QVERIFY(moved.manhattanLength() < 1e-9);
    QCOMPARE(zoomed.scale, 3.1);
}

void CanvasTest::fitShowsAllOfThePicture() {
    const ViewTransform view = ViewTransform::fit({4000, 3000}, {800, 800});
    const QRectF shown = view.widgetFromImage(QRectF(0, 0, 4000, 3000));
    QVERIFY(QRectF(0, 0, 800, 800).contains(shown));
    QVERIFY(std::abs(shown.width() - 784) < 1e-6);
    QVERIFY(std::abs(shown.center().y() - 400) < 1e-6);
}

void CanvasTest::mipsHalveAndPickTheRightLevel() {
    QImage image(2048, 1600, QImage::Format_RGB32);
    image.fill(Qt::gray);
    const auto mips = ImageMips::fromImage(image, image.size());
    QCOMPARE(mips->levels().size(), std::size_t(3));
    QCOMPARE(mips->levels()[1].size(), QSize(1024, 800));
    QCOMPARE(mips->levelFor(1), std::size_t(0));
    QCOMPARE(mips->levelFor(0.5), std::size_t(1));
    QCOMPARE(mips->levelFor(0.51), std::size_t(0));
    QCOMPARE(mips->levelFor(0.01), std::size_t(2));
    QVERIFY(mips->bytes() <= image.sizeInBytes() * 4 / 3);
}

void CanvasTest::fillsLandOnTheirPixelsAtEveryLevel() {
    OverlayTiles tiles;
    tiles.setScene(sceneOf());
    CanvasStyle style;
    style.opacity = 1;
    style.predictions = false;
    tiles.setStyle(style);
    for (const double scale : {2.0, 1.0, 0.5, 0.25}) {
        QImage image(400, 600, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::black);
        QPainter painter(&image);
        const ViewTransform view{scale, {0, 0}};
        tiles.draw(painter, view, QRectF(image.rect()), 1);
        painter.end();
        const auto at = [&](double x, double y) {
            return image.pixelColor(int(x * scale), int(y * scale));
        };
        QCOMPARE(at(30, 100), QColor(Qt::red));
        QCOMPARE(at(50, 50), QColor(Qt::green));
        QCOMPARE(at(10, 10), QColor(Qt::black));
        QCOMPARE(at(150, 150), QColor(Qt::black));  // the hidden prediction
    }
    QVERIFY(tiles.bytes() > 0);
}

void CanvasTest::smallObjectsAreHitFirst() {
    Canvas canvas;
    canvas.setScene(sceneOf());
    QCOMPARE(canvas.objectAt({50, 50}), std::optional(truth(1)));
    QCOMPARE(canvas.objectAt({100, 30}), std::optional(truth(0)));
    QVERIFY(!canvas.objectAt({5, 5}));
    QVERIFY(!canvas.objectAt({-5, 5000}));
}

void CanvasTest::thresholdHidesPredictionsLive() {
    Canvas canvas;
    canvas.setScene(sceneOf());
    QVERIFY(canvas.objectAt({160, 150}).has_value());
    CanvasStyle style;
    style.scoreThreshold = 0.5;
    canvas.setStyleOfObjects(style);
    QVERIFY(!canvas.objectAt({160, 150}));
}

void CanvasTest::wheelAndDragMoveTheView() {
    Canvas canvas;
    canvas.resize(400, 400);
    canvas.setScene(sceneOf());
    canvas.show();
    const ViewTransform fitted = canvas.view();
    QSignalSpy moved(&canvas, &Canvas::viewChanged);
    const QPointF cursor(150, 210);
    const QPointF under = fitted.imageFromWidget(cursor);
    QWheelEvent wheel(cursor, canvas.mapToGlobal(cursor), {}, {0, 120}, Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&canvas, &wheel);
    QVERIFY(canvas.view().scale > fitted.scale);
    QVERIFY((canvas.view().imageFromWidget(cursor) - under).manhattanLength() < 1e-9);
    const QPointF before = canvas.view().offset;
    QTest::mousePress(&canvas, Qt::LeftButton, {}, {100, 100});
    QTest::mouseMove(&canvas, {130, 90});
    QTest::mouseRelease(&canvas, Qt::LeftButton, {}, {130, 90});
    QCOMPARE(canvas.view().offset - before, QPointF(30, -10));
    QVERIFY(moved.count() >= 2);
    canvas.fit();
    QCOMPARE(canvas.view(), fitted);
}

void CanvasTest::clickSelectsAndSelectionIsDrawnWhite() {
    Canvas canvas;
    canvas.resize(400, 400);
    canvas.setScene(sceneOf());
    CanvasStyle style;
    style.labels = false;
    canvas.setStyleOfObjects(style);
    canvas.show();
    QSignalSpy clicked(&canvas, &Canvas::objectClicked);
    QTest::mouseClick(&canvas, Qt::LeftButton, {},
                      canvas.view().widgetFromImage(QPointF(100, 30)).toPoint());
    QCOMPARE(clicked.count(), 1);
    QCOMPARE(clicked.first().first().value<std::optional<ObjectRef>>(), std::optional(truth(0)));
    const QPoint edge = canvas.view().widgetFromImage(QPointF(20, 120)).toPoint();
    const auto whiteNear = [&] {
        const QImage image = canvas.grab().toImage();
        for (int dx = -2; dx <= 2; ++dx) {
            if (image.pixelColor(edge + QPoint(dx, 0)).lightness() > 240)
                return true;
        }
        return false;
    };
    QVERIFY(!whiteNear());
    canvas.setSelected(truth(0));
    QVERIFY(whiteNear());
}

void CanvasTest::labelsNeverOverlap() {
    const QRectF viewport(0, 0, 900, 600);
    for (const QRectF& picture :
         {QRectF(300, 10, 300, 580), QRectF(10, 10, 880, 580), QRectF(-400, -300, 2000, 1400)}) {
        std::vector<LabelWish> wishes;
        for (int i = 0; i < 60; ++i)
            wishes.push_back({QPointF(320 + (i * 37) % 250, 40 + (i * 61) % 500),
                              QSizeF(60 + (i * 13) % 70, 20)});
        const auto placed = placeLabels(wishes, picture, viewport);
        QVERIFY(placed.size() >= 40);
        for (std::size_t i = 0; i < placed.size(); ++i) {
            QVERIFY(viewport.contains(placed[i].rect));
            for (std::size_t j = 0; j < i; ++j)
                QVERIFY(!placed[i].rect.intersects(placed[j].rect));
        }
    }
}

void CanvasTest::anchorsLieOnTheMask() {
    // A ring: its middle is a hole.
    const RleMask outer = RleMask::fromBox(100, 100, {10, 10, 80, 80});
    const RleMask ring = subtract(outer, RleMask::fromBox(100, 100, {20, 20, 60, 60}));
    const QPointF anchor = anchorOf(ring);
    QVERIFY(ring.contains(int(anchor.x()), int(anchor.y())));
    QCOMPARE(anchorOf(RleMask(10, 10)), QPointF());
}

void CanvasTest::simplifiedOutlinesStayNear() {
    std::vector<std::uint8_t> disc(200 * 200, 0);
    for (int y = 0; y < 200; ++y) {
        for (int x = 0; x < 200; ++x)
            disc[std::size_t(y * 200 + x)] =
                (x - 100) * (x - 100) + (y - 100) * (y - 100) < 80 * 80;
    }
    const RleMask mask = RleMask::fromBitmap(disc.data(), 200, 200, 200);
    const QPainterPath exact = outlinePath(mask, 0), smooth = outlinePath(mask, 0.6);
    QVERIFY(smooth.elementCount() < exact.elementCount() / 3);
    for (int i = 0; i < smooth.elementCount(); ++i) {
        const double radius =
            std::hypot(smooth.elementAt(i).x - 100.5, smooth.elementAt(i).y - 100.5);
        QVERIFY2(std::abs(radius - 80) < 1.5, qPrintable(QString::number(radius)));
    }
    QVERIFY(smooth.contains(QPointF(100, 100)));
}

QTEST_MAIN(CanvasTest)
#include "tst_canvas.moc"
