// The viewer of a whole Browse page, without a screen, on pictures of 12 megapixels with 100
// objects each, drawn into a temporary folder: bench_viewer [images]. Prints Markdown tables of
// milliseconds. The script `viewer` builds and runs it.
#include <QApplication>
#include <QElapsedTimer>
#include <QMainWindow>
#include <QPainter>
#include <QSettings>
#include <QTemporaryDir>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "dataset/image/image.h"
#include "dataset/mask/text_forms.h"
#include "ui/browse/browse_page.h"
#include "ui/browse/scene_loader.h"
#include "ui/browse/viewer.h"
#include "ui/parts/action_registry.h"
#include "ui/parts/theme.h"

using namespace selvedge;

namespace {

constexpr int kWidth = 4000, kHeight = 3000, kObjects = 100;

// A cheap repeatable number in [0, 1).
double noise(std::uint32_t a, std::uint32_t b) {
    std::uint32_t x = a * 0x9e3779b9u + b * 0x85ebca6bu;
    x ^= x >> 15;
    x *= 0x2c1b3c6du;
    x ^= x >> 12;
    return (x >> 8) / double(1 << 24);
}

// Woven stripes with grain, so that the JPEG has something to decode.
Image photo(int number) {
    Image image{kWidth, kHeight, std::vector<std::uint8_t>(std::size_t(3) * kWidth * kHeight)};
    std::size_t at = 0;
    for (int y = 0; y < kHeight; ++y) {
        for (int x = 0; x < kWidth; ++x) {
            const double weave = 40 * std::sin(x * 0.07 + number) * std::cos(y * 0.05);
            const double grain = 24 * noise(std::uint32_t(x), std::uint32_t(y));
            for (int channel = 0; channel < 3; ++channel)
                image.rgb[at++] = std::uint8_t(100 + 20 * channel + weave + grain);
        }
    }
    return image;
}

// A wavy disc with straight pieces of edge, as people draw them.
RleMask garment(std::uint32_t seed) {
    constexpr int kPiece = 12;  // columns
    const double radius = 60 + 400 * std::pow(noise(seed, 3), 2);
    const double cx = radius + noise(seed, 1) * (kWidth - 2 * radius);
    const double cy = radius + noise(seed, 2) * (kHeight - 2 * radius);
    const auto edge = [&](int column) {
        const double dx = column - cx;
        const double half = std::sqrt(std::max(0.0, radius * radius - dx * dx));
        return std::pair(
            half, 6 * std::sin(column * 0.05 + seed) + 8 * noise(seed, std::uint32_t(column)));
    };
    std::vector<RleMask::Run> runs;
    for (int x = int(cx - radius); x < int(cx + radius); ++x) {
        const int from = x / kPiece * kPiece;
        const double share = double(x - from) / kPiece;
        const auto [half0, wave0] = edge(from);
        const auto [half1, wave1] = edge(from + kPiece);
        const double half = half0 + share * (half1 - half0);
        const double wave = wave0 + share * (wave1 - wave0);
        const int top = std::clamp(int(cy - half + wave), 0, kHeight - 1);
        const int bottom = std::clamp(int(cy + half + wave), 0, kHeight - 1);
        if (bottom > top)
            runs.push_back({std::uint32_t(x * kHeight + top), std::uint32_t(bottom - top)});
    }
    return RleMask::fromRuns(kWidth, kHeight, std::move(runs));
}

void draw(const std::string& folder, int images) {
    std::filesystem::create_directory(folder + "/images");
    std::ofstream csv(folder + "/train.csv");
    csv << "ImageId,EncodedPixels,Height,Width,ClassId,AttributesIds\n";
    for (int i = 0; i < images; ++i) {
        const std::string id = "photo" + std::to_string(i);
        writeJpeg(folder + "/images/" + id + ".jpg", photo(i), 90);
        for (int o = 0; o < kObjects; ++o)
            csv << id << ',' << toKaggleRle(garment(std::uint32_t(i * kObjects + o))) << ','
                << kHeight << ',' << kWidth << ',' << o % 46 << ",\"115,136\"\n";
    }
}

void print(const char* what, std::vector<double> times) {
    std::sort(times.begin(), times.end());
    const auto at = [&](double share) {
        return times[std::min(times.size() - 1, std::size_t(share * double(times.size())))];
    };
    std::printf("| %s | %zu | %.1f | %.1f | %.1f |\n", what, times.size(), at(0.5), at(0.95),
                times.back());
}

void waitFor(const std::function<bool()>& there) {
    while (!there())
        QCoreApplication::processEvents(QEventLoop::AllEvents, 2);
}

double millisecondsOf(const std::function<void()>& work) {
    QElapsedTimer clock;
    clock.start();
    work();
    return double(clock.nsecsElapsed()) / 1e6;
}

// Until the image's own pixels and objects are painted.
double show(BrowsePage& page, Session& session, ImageIndex image) {
    Canvas& canvas = page.viewer().first();
    return millisecondsOf([&] {
        session.setCurrentImage(image);
        waitFor([&] { return page.scenes().hasPixels() && canvas.scene(); });
        canvas.repaint();
    });
}

void measureSwitches(BrowsePage& page, Session& session, int images) {
    std::vector<double> cold, warm;
    const auto rest = [&] {
        // Also what is read ahead.
        waitFor([&] { return page.settled() && !page.scenes().readsAhead(); });
    };
    page.openImage(0);
    rest();
    // Two on, so that nothing of it was read ahead.
    for (int i = 2; i < images; i += 2) {
        cold.push_back(show(page, session, ImageIndex(i)));
        rest();
    }
    for (int i = images - 2; i >= 0; --i) {
        warm.push_back(show(page, session, ImageIndex(i)));
        rest();
    }
    print("next image, nothing of it read", cold);
    print("next image, read ahead", warm);
    std::printf("\npixels kept: %.0f MB, pixels shown: %.0f MB\n\n",
                double(page.scenes().bytesKept()) / 1e6,
                double(page.viewer().first().mips()->bytes()) / 1e6);
}

// Of this thread: what other programs take does not count.
double processorMilliseconds(const std::function<void()>& work) {
    const auto now = [] {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
    };
    const double begin = now();
    work();
    return now() - begin;
}

// What a worker does for an image, of its own time.
void measureReading(const Session& session, const QSize& view) {
    SceneSource source;
    source.project = session.project();
    source.table = session.objects();
    source.catalog = session.catalog();
    source.palette = OverlayPalette(*source.catalog);
    source.viewSize = view;
    std::vector<double> screen, whole, scene;
    for (ImageIndex i = 0; i < source.table->images.size(); ++i) {
        const ImageRow& row = source.table->images[i];
        const auto path = source.project->imagePath(row.id);
        const auto load = [&](int side) {
            return processorMilliseconds(
                [&] { ImageMips::load(path, QSize(row.width, row.height), side); });
        };
        screen.push_back(load(ImageMips::kScreenSide));
        whole.push_back(load(0));
        scene.push_back(processorMilliseconds([&] { makeScene(source, i); }));
    }
    print("pixels for the screen", screen);
    print("all pixels", whole);
    print("objects, prepared to be drawn", scene);
}

// The layers one by one, as a canvas of 1600 x 1000 draws them: at first, and after a pan by some
// pixels.
void measurePaint(const Canvas& canvas) {
    const auto scene = canvas.sharedScene();
    const QSize size(1600, 1000);
    std::map<std::string, std::vector<double>> times;
    for (int round = 0; round < 8; ++round) {
        ScenePainter drawn;
        drawn.setScene(scene);
        drawn.setMips(canvas.sharedMips());
        SceneFrame frame{ViewTransform::fit(scene->size, size), QRectF(QPointF(), size), 1};
        for (const char* when : {"first", "panned"}) {
            QImage target(size, QImage::Format_ARGB32_Premultiplied);
            QPainter painter(&target);
            const auto time = [&](const char* what, auto draw) {
                times[std::string(when) + ": " + what].push_back(processorMilliseconds(draw));
            };
            time("picture", [&] { drawn.drawPicture(painter, frame); });
            time("fills", [&] { drawn.drawFills(painter, frame); });
            time("outlines", [&] { drawn.outlines(frame, QRect(QPoint(), size)); });
            time("labels", [&] { drawn.drawLabels(painter, frame, {}); });
            frame.view.offset += QPointF(3, 2);
        }
    }
    for (const auto& [what, some] : times)
        print(what.c_str(), some);
}

}  // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const int images = argc > 1 ? std::max(4, std::atoi(argv[1])) : 16;
    const QTemporaryDir folder;
    qputenv("SELVEDGE_CACHE", folder.path().toUtf8());
    draw(folder.path().toStdString(), images);
    Theme::instance().apply(Theme::Name::Dark);
    QSettings store(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    Settings settings(store);
    Session session(settings);
    QMainWindow window;
    ActionRegistry registry(&window);
    auto* page = new BrowsePage(session, registry);
    window.setCentralWidget(page);
    window.resize(1920, 1080);
    window.show();
    session.open(folder.filePath(QStringLiteral("train.csv")));
    waitFor([&] { return session.project() && session.jobs().unfinished() == 0; });
    waitFor([&] { return page->settled(); });
    std::printf("| ms | times | median | 95 %% | most |\n|---|---|---|---|---|\n");
    measureSwitches(*page, session, images);
    std::printf("| processor ms | times | median | 95 %% | most |\n|---|---|---|---|---|\n");
    measureReading(session, page->viewer().first().size());
    measurePaint(page->viewer().first());
    return 0;
}
