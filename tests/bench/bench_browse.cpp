// The gallery of the whole window over a large data set: bench_browse [--training] FILE [stops],
// FILE a project (of a CSV the import is timed too); with a training on the processor beside it.
// Prints Markdown. Thumbnails are cold (a cache of its
// own, thrown away); the pictures' files are as the system has them. The script `browse` draws a
// data set and runs it.
#include <QApplication>
#include <QElapsedTimer>
#include <QPainter>
#include <QScrollBar>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <numeric>
#include <string>
#include <vector>

#include "app/tasks/recipes.h"
#include "ui/browse/browse_actions.h"
#include "ui/browse/browse_page.h"
#include "ui/browse/browse_query.h"
#include "ui/main_window.h"
#include "ui/parts/theme.h"

using namespace selvedge;

namespace {

// Pixels a frame: at 50 frames a second three screens of 800 pixels.
constexpr int kStep = 48;
constexpr int kFrames = 500;

double milliseconds(const QElapsedTimer& timer) {
    return double(timer.nsecsElapsed()) / 1e6;
}

double residentMiB() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:"))
            return std::stod(line.substr(6)) / 1024;
    }
    return 0;
}

// "| what | p50 | p95 | p99 | max |" of times in ms.
void printDistribution(const char* what, std::vector<double> times) {
    std::sort(times.begin(), times.end());
    const auto at = [&](double part) {
        return times.empty() ? 0.0 : times[std::size_t(part * double(times.size() - 1))];
    };
    std::printf("| %s | %zu | %.2f | %.2f | %.2f | %.2f |\n", what, times.size(), at(0.5), at(0.95),
                at(0.99), at(1));
}

void waitUntil(const std::function<bool()>& done) {
    while (!done())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

// When the gallery next paints with tiles.
class PaintWatch : public QObject {
public:
    explicit PaintWatch(Gallery& gallery) : m_gallery(gallery) {
        gallery.viewport()->installEventFilter(this);
    }
    bool painted = false;

protected:
    bool eventFilter(QObject*, QEvent* event) override {
        if (event->type() == QEvent::Paint && m_gallery.model().count() > 0)
            QMetaObject::invokeMethod(
                this, [this] { painted = true; }, Qt::QueuedConnection);
        return false;
    }

private:
    Gallery& m_gallery;
};

// One turn of the event loop a frame: scroll, paint, and whatever has come in meanwhile. Each turn
// is as long as the window answers to nothing else.
void scroll(const char* what, Gallery& gallery, int from) {
    QScrollBar* bar = gallery.verticalScrollBar();
    bar->setValue(from);
    std::vector<double> turns;
    QElapsedTimer whole;
    whole.start();
    for (int frame = 0; frame < kFrames; ++frame) {
        QElapsedTimer turn;
        turn.start();
        bar->setValue(bar->value() + kStep);
        gallery.viewport()->repaint();
        QCoreApplication::processEvents();
        turns.push_back(milliseconds(turn));
    }
    const double seconds = milliseconds(whole) / 1000;
    const std::string name =
        std::string(what) + ", " + std::to_string(int(kFrames / seconds)) + " frames/s";
    printDistribution(name.c_str(), std::move(turns));
}

void composeTiles(const char* what, Gallery& gallery, const TileStyle& style,
                  const OverlayPalette& palette) {
    const QSize size = gallery.layoutOfTiles().photo(0).size();
    QPixmap pixmap(size);
    std::vector<double> times;
    for (const std::uint32_t index : gallery.model().items().indices()) {
        const auto thumbnail = gallery.loader().get(TileItem{gallery.model().kind(), index});
        if (!thumbnail || thumbnail->image.isNull())
            continue;
        QElapsedTimer timer;
        timer.start();
        QPainter painter(&pixmap);
        if (gallery.model().kind() == TileKind::Objects)
            paintCutout(painter, QRect(QPoint(), size), *thumbnail, style, palette);
        else
            paintTile(painter, QRect(QPoint(), size), *thumbnail, style, palette);
        painter.end();
        times.push_back(milliseconds(timer));
    }
    printDistribution(what, std::move(times));
}

// From the first tile to the last in `stops` jumps, each until its tiles are there.
void throughEverything(const char* what, Gallery& gallery, int stops) {
    QScrollBar* bar = gallery.verticalScrollBar();
    const double before = residentMiB();
    std::vector<double> times;
    for (int i = 0; i < stops; ++i) {
        QElapsedTimer timer;
        timer.start();
        bar->setValue(int(double(bar->maximum()) * i / std::max(1, stops - 1)));
        waitUntil([&] { return gallery.loader().idle(); });
        times.push_back(milliseconds(timer));
    }
    printDistribution((std::string(what) + ": a screen, its neighbours, whole").c_str(),
                      std::move(times));
    std::printf(
        "\nResident: %.0f MiB before, %.0f MiB after; thumbnails %.0f, composed %.0f MiB.\n\n",
        before, residentMiB(), double(gallery.loader().bytes()) / (1 << 20),
        double(gallery.composedKiB()) / 1024);
}

void header() {
    std::printf("| ms | n | p50 | p95 | p99 | max |\n|---|---|---|---|---|---|\n");
}

// What people type first, until its tiles are chosen and the facets counted.
void query(BrowsePage& browse) {
    std::vector<double> times;
    for (int i = 0; i < 40; ++i) {
        QElapsedTimer timer;
        timer.start();
        browse.setQueryText(
            QStringLiteral("category:coat area>%1% attribute:floral").arg(1 + i % 8));
        waitUntil([&] { return !browse.query().searching(); });
        times.push_back(milliseconds(timer));
    }
    browse.setQueryText({});
    waitUntil([&] { return !browse.query().searching(); });
    printDistribution("a query of three facets, shown", std::move(times));
}

// On the processor, and far enough that steps are made.
void train(Session& session) {
    TrainConfig config = recipeNamed("tiny").config;
    config.device = "cpu";
    config.steps = 1'000'000;
    Job* job = session.startTraining(config, QStringLiteral("beside"), 64);
    waitUntil([&] { return job->hasEnded() || !session.trainingMetrics().empty(); });
    if (job->hasEnded())
        std::fprintf(stderr, "the training ended: %s\n", qPrintable(job->text()));
}

int measure(const QString& file, int stops, bool training) {
    QTemporaryDir folder;
    qputenv("SELVEDGE_CACHE", folder.path().toUtf8());
    QSettings store(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    Settings settings(store);
    Session session(settings);
    MainWindow window(session);
    window.resize(1280, 800);
    window.show();
    Gallery& gallery = window.browse().gallery();
    QString fault;
    QObject::connect(&session, &Session::messagePosted, &window, [&](const Message& message) {
        if (message.kind == Message::Kind::Error)
            fault = message.text;
    });

    PaintWatch watch(gallery);
    QElapsedTimer timer;
    timer.start();
    session.open(file);
    waitUntil([&] { return watch.painted || !fault.isEmpty(); });
    if (!fault.isEmpty()) {
        std::fprintf(stderr, "%s\n", qPrintable(fault));
        return 1;
    }
    const double opened = milliseconds(timer);
    const auto table = session.objects();
    std::printf("%zu images, %zu objects, window 1280 x 800, %d columns.\n\n", table->images.size(),
                table->size(), gallery.layoutOfTiles().columns());
    std::printf("Opened and painted: %.0f ms.\n", opened);
    if (training) {
        train(session);
        std::printf("A training runs.\n");
    }
    std::printf("\n");
    header();
    query(window.browse());
    const OverlayPalette palette(*session.catalog());
    for (const bool objects : {false, true}) {
        if (objects) {
            watch.painted = false;
            timer.start();
            window.actions().action(QLatin1String(browse::kObjects))->trigger();
            gallery.viewport()->repaint();
            std::printf("Images to objects, painted: %.1f ms.\n", milliseconds(timer));
        }
        std::printf("\n%s\n\n", objects ? "Objects" : "Images");
        header();
        const int from = gallery.verticalScrollBar()->maximum() / 3;
        scroll("scroll, thumbnails cold", gallery, from);
        waitUntil([&] { return gallery.loader().idle(); });
        scroll("scroll, thumbnails warm", gallery, from);
        composeTiles("photo and overlay of a tile", gallery, TileStyle(), palette);
        throughEverything("all", gallery, stops);
    }
    if (training) {
        std::printf("Steps of the training meanwhile: %zu.\n", session.trainingMetrics().size());
        session.jobs().stopAll();
        waitUntil([&] { return session.jobs().unfinished() == 0; });
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    const bool training = argc > 1 && std::string(argv[1]) == "--training";
    argc -= training;
    argv += training;
    if (argc < 2 || argc > 3) {
        std::fprintf(stderr, "bench_browse [--training] FILE [stops]\n");
        return 2;
    }
    Theme::instance().apply(Theme::Name::Dark);
    return measure(QString::fromLocal8Bit(argv[1]),
                   argc > 2 ? std::max(2, std::atoi(argv[2])) : 300, training);
}
