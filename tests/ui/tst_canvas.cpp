#include <QPainter>
#include <QPushButton>
#include <QtTest>

#include "dataset/mask/set_operations.h"
#include "ui/parts/canvas.h"
#include "ui/parts/label_layout.h"
#include "ui/parts/motion.h"
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
    void labelsWithAttributesStayApartInANarrowCanvas();
    void swipeShowsAStyleOnEachSide();
    void pixelsAreSquareFromTwiceTheirSizeUp();
    void outlinesKeepTheirWidth_data();
    void outlinesKeepTheirWidth();
    void theSurroundIsChosen();
    void aMissingPictureIsAskedFor();
    void wholePicturesAreDrawnAtAnySize();
    void comparedChipsTellRightMissedAndFalse();
    void lessMotionIsReadFromTheDesktop();
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
    style.point.scoreThreshold = 0.5;
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

void CanvasTest::labelsWithAttributesStayApartInANarrowCanvas() {
    // Half of a window of 1280 pixels; every label has lines of attributes.
    const QRectF viewport(0, 0, 480, 640);
    for (const QRectF& picture : {QRectF(60, 8, 360, 624), QRectF(-300, -200, 1400, 1800)}) {
        for (const int count : {7, 25, 60}) {
            std::vector<LabelWish> wishes;
            for (int i = 0; i < count; ++i)
                wishes.push_back({QPointF(80 + (i * 37) % 320, 20 + (i * 61) % 600),
                                  QSizeF(120 + (i * 13) % 108, 20 + 16 * (i % 4))});
            const auto placed = placeLabels(wishes, picture, viewport);
            QVERIFY(!placed.empty());
            for (std::size_t i = 0; i < placed.size(); ++i) {
                QVERIFY(viewport.contains(placed[i].rect));
                for (std::size_t j = 0; j < i; ++j)
                    QVERIFY(!placed[i].rect.intersects(placed[j].rect));
            }
        }
    }
}

namespace {

CanvasStyle bareStyle() {
    CanvasStyle style;
    style.labels = false;
    style.outlines = false;
    style.opacity = 1;
    return style;
}

}  // namespace

void CanvasTest::swipeShowsAStyleOnEachSide() {
    Canvas canvas;
    canvas.resize(400, 600);
    canvas.setScene(sceneOf());
    CanvasStyle left = bareStyle(), right = bareStyle();
    left.predictions = false;
    right.truth = false;
    canvas.setStyleOfObjects(left);
    canvas.setSwipe(right);
    canvas.show();
    const auto at = [&](QPointF p) {
        return canvas.picture().pixelColor(canvas.view().widgetFromImage(p).toPoint());
    };
    const QPointF red(100, 60), blue(150, 150);
    canvas.divider().setValue(SwipeHandle::kWhole);
    QCOMPARE(at(red), QColor(Qt::red));
    QVERIFY(at(blue) != QColor(Qt::blue));
    canvas.divider().setValue(0);
    QVERIFY(at(red) != QColor(Qt::red));
    QCOMPARE(at(blue), QColor(Qt::blue));
    // Between them: both, each on its side.
    const double between = canvas.view().widgetFromImage(QPointF(125, 0)).x();
    canvas.divider().setValue(int(between / canvas.width() * SwipeHandle::kWhole));
    QCOMPARE(at(red), QColor(Qt::red));
    QCOMPARE(at(blue), QColor(Qt::blue));
    canvas.setSwipe({});
    QVERIFY(!canvas.divider().isVisible());
    QVERIFY(at(blue) != QColor(Qt::blue));
}

void CanvasTest::pixelsAreSquareFromTwiceTheirSizeUp() {
    QImage image(200, 300, QImage::Format_RGB32);
    for (int y = 0; y < 300; ++y) {
        for (int x = 0; x < 200; ++x)
            image.setPixelColor(x, y, (x + y) % 2 ? Qt::white : Qt::black);
    }
    Canvas canvas;
    canvas.resize(300, 300);
    canvas.setMips(ImageMips::fromImage(image, image.size()));
    const auto greys = [&] {
        const QImage seen = canvas.picture();
        int count = 0;
        for (int y = 100; y < 200; ++y) {
            for (int x = 100; x < 200; ++x) {
                const int value = qRed(seen.pixel(x, y));
                count += value > 8 && value < 247;
            }
        }
        return count;
    };
    canvas.setView({2, {-20, -20}});
    QCOMPARE(greys(), 0);
    canvas.setView({5, {-200, -200}});
    QCOMPARE(greys(), 0);
    canvas.setView({1.5, {-20, -20}});
    QVERIFY(greys() > 0);
}

void CanvasTest::outlinesKeepTheirWidth_data() {
    QTest::addColumn<double>("scale");
    QTest::addColumn<double>("ratio");
    for (const double scale : {0.5, 1.0, 3.0, 8.0}) {
        for (const double ratio : {1.0, 1.5, 2.0})
            QTest::addRow("zoom %.1f, ratio %.1f", scale, ratio) << scale << ratio;
    }
}

void CanvasTest::outlinesKeepTheirWidth() {
    QFETCH(double, scale);
    QFETCH(double, ratio);
    ScenePainter drawn;
    drawn.setScene(sceneOf());
    QImage image(QSize(300, 300) * ratio, QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    image.fill(Qt::white);
    QPainter painter(&image);
    // The left edge of the red object, at x 20, in the middle of the image.
    const SceneFrame frame{
        {scale, QPointF(150 - 20 * scale, 150 - 120 * scale)}, QRectF(0, 0, 300, 300), ratio};
    painter.setRenderHint(QPainter::Antialiasing);
    drawn.drawOutline(painter, frame, *drawn.object(truth(0)));
    painter.end();
    int dark = 0, red = 0;  // along a row of device pixels
    const int row = int(150 * ratio);
    for (int x = int(140 * ratio); x < int(160 * ratio); ++x) {
        const QColor color = image.pixelColor(x, row);
        red += color.red() > 150 && color.green() < 100;
        dark += color.red() < 150;
    }
    QVERIFY2(std::abs(red - 2 * ratio) <= 1, qPrintable(QString::number(red)));
    QVERIFY2(std::abs(red + dark - 4 * ratio) <= 1.5, qPrintable(QString::number(dark)));
}

void CanvasTest::theSurroundIsChosen() {
    Canvas canvas;
    canvas.resize(400, 400);
    canvas.setScene(sceneOf());
    const auto corner = [&] { return canvas.picture().pixelColor(2, 2); };
    QCOMPARE(corner(), themed(Token::Well));
    canvas.setSurround(Canvas::Surround::Grey);
    QCOMPARE(corner(), QColor(0x77, 0x77, 0x77));
    canvas.setSurround(Canvas::Surround::White);
    QCOMPARE(corner(), QColor(Qt::white));
}

void CanvasTest::aMissingPictureIsAskedFor() {
    Canvas canvas;
    canvas.resize(600, 500);
    canvas.show();
    canvas.setScene(sceneOf());
    canvas.setFault(QStringLiteral("a.jpg: not a picture"));
    QVERIFY(!canvas.locateButton()->isVisible());
    canvas.setFault(QStringLiteral("a.jpg: file not found"), true);
    QVERIFY(canvas.locateButton()->isVisible());
    QVERIFY(canvas.rect().contains(canvas.locateButton()->geometry()));
    QSignalSpy wanted(&canvas, &Canvas::locateWanted);
    canvas.locateButton()->click();
    QCOMPARE(wanted.count(), 1);
    canvas.setMips(nullptr);
    QVERIFY(!canvas.locateButton()->isVisible());
}

void CanvasTest::wholePicturesAreDrawnAtAnySize() {
    const auto scene = sceneOf();
    for (const QSize size : {QSize(100, 1000), QSize(400, 600)}) {
        const QImage image = scenePicture(scene, nullptr, nullptr, bareStyle(), {}, size);
        QCOMPARE(image.size(), QSize(200, 300).scaled(size, Qt::KeepAspectRatio));
        const double scale = image.width() / 200.0;
        QCOMPARE(image.pixelColor(int(100 * scale), int(60 * scale)), QColor(Qt::red));
        QCOMPARE(image.pixelColor(int(50 * scale), int(50 * scale)), QColor(Qt::green));
        QCOMPARE(image.pixelColor(int(190 * scale), int(20 * scale)), QColor(Qt::white));
    }
}

void CanvasTest::comparedChipsTellRightMissedAndFalse() {
    const Catalog catalog({{0, "coat", "wholebody"}},
                          {{0, "mini", "length"}, {1, "maxi", "length"}, {2, "plain", "pattern"}});
    const std::vector<AttributeScore> truth{{0, 1.f}, {2, 1.f}};
    const std::vector<AttributeScore> predicted{{0, 0.2f}, {1, 0.7f}, {2, 0.9f}};
    const auto groups = comparedChips(catalog, truth, predicted, CategoryThresholds({0, 0.7}, 0));
    QCOMPARE(groups.size(), std::size_t(2));
    QCOMPARE(groups[0].name, QStringLiteral("length"));
    QCOMPARE(groups[0].chips[0].mark, Chip::Mark::Missed);
    QCOMPARE(groups[0].chips[1].mark, Chip::Mark::False);  // at the threshold
    QCOMPARE(groups[1].chips[0].mark, Chip::Mark::Right);
    QVERIFY(std::abs(groups[1].chips[0].score - 0.9) < 1e-6);
}

void CanvasTest::lessMotionIsReadFromTheDesktop() {
    const QTemporaryDir folder;
    const auto write = [&](const char* name, const QByteArray& text) {
        QDir(folder.path()).mkpath(QFileInfo(folder.filePath(QLatin1String(name))).path());
        QFile file(folder.filePath(QLatin1String(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    };
    QVERIFY(!lessMotionWanted(folder.path()));
    write("kdeglobals", "[KDE]\nAnimationDurationFactor=0.5\n");
    QVERIFY(!lessMotionWanted(folder.path()));
    write("kdeglobals", "[KDE]\nAnimationDurationFactor=0\n");
    QVERIFY(lessMotionWanted(folder.path()));
    write("kdeglobals", "");
    write("gtk-3.0/settings.ini", "[Settings]\ngtk-enable-animations=0\n");
    QVERIFY(lessMotionWanted(folder.path()));
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
