// A threshold dragged in the whole window: bench_tune DATA PREDICTIONS [protocol [frames]], DATA a
// CSV or project, PREDICTIONS a results file, `frames` a folder for pictures of the drag. Prints
// Markdown: from the pointer's event to the headline that belongs to it, and how long the window
// answered to nothing else (the longest event). The script `tune` runs it on the image sets it
// finds.
#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QMouseEvent>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "ui/main_window.h"
#include "ui/parts/theme.h"
#include "ui/tune/histogram_slider.h"
#include "ui/tune/tune_page.h"

using namespace selvedge;

namespace {

constexpr int kSteps = 90;
constexpr int kEvery = 16;  // ms between events of the pointer

double milliseconds(const QElapsedTimer& timer) {
    return double(timer.nsecsElapsed()) / 1e6;
}

// Knows how long each event took that came from the loop.
class TimedApplication : public QApplication {
public:
    using QApplication::QApplication;
    std::vector<double> turns;
    bool timing = false;

    bool notify(QObject* receiver, QEvent* event) override {
        if (!timing || m_inside)
            return QApplication::notify(receiver, event);
        m_inside = true;
        QElapsedTimer timer;
        timer.start();
        const bool result = QApplication::notify(receiver, event);
        turns.push_back(milliseconds(timer));
        m_inside = false;
        return result;
    }

private:
    bool m_inside = false;
};

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

void pause(int time) {
    bool over = false;
    QTimer::singleShot(time, [&] { over = true; });
    waitUntil([&] { return over; });
}

void send(QWidget& widget, QEvent::Type type, QPointF place) {
    const bool release = type == QEvent::MouseButtonRelease;
    QMouseEvent event(type, place, widget.mapToGlobal(place),
                      type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton,
                      release ? Qt::NoButton : Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&widget, &event);
}

// From one end of the slider to the other and back.
void drag(TimedApplication& application, MainWindow& window, Session& session,
          HistogramSlider& slider, const char* name, const QString& frames) {
    std::vector<double> answers, headlines;
    QElapsedTimer clock;
    clock.start();
    std::vector<std::pair<OperatingPoint, double>> asked;  // and when
    OperatingPoint shown = session.measurement()->report.operatingPoint;
    const auto connection = QObject::connect(&session, &Session::evaluationChanged, [&] {
        const auto& measurement = session.measurement();
        if (!measurement || measurement->report.operatingPoint == shown)
            return;
        shown = measurement->report.operatingPoint;
        headlines.push_back(measurement->report.metrics.front().value);
        for (auto it = asked.rbegin(); it != asked.rend(); ++it)
            if (it->first == shown) {
                answers.push_back(milliseconds(clock) - it->second);
                break;
            }
    });
    const double y = slider.height() * 0.4, left = 16, width = slider.width() - 32;
    application.turns.clear();
    application.timing = true;
    send(slider, QEvent::MouseButtonPress, {left, y});
    for (int step = 0; step < kSteps; ++step) {
        const double part = 1 - std::abs(1 - 2.0 * step / (kSteps - 1));
        const OperatingPoint before = session.operatingPoint();
        const double now = milliseconds(clock);
        // The answer may come within the event.
        send(slider, QEvent::MouseMove, {left + width * part, y});
        if (session.operatingPoint() != before)
            asked.emplace_back(session.operatingPoint(), now);
        pause(kEvery);
        if (!frames.isEmpty()) {
            application.timing = false;
            window.grab().save(QStringLiteral("%1/%2-%3.png")
                                   .arg(frames, QLatin1String(name))
                                   .arg(step, 3, 10, QLatin1Char('0')));
            application.timing = true;
        }
    }
    send(slider, QEvent::MouseButtonRelease, {left, y});
    waitUntil([&] { return !session.evaluating(); });
    application.timing = false;
    QObject::disconnect(connection);
    std::sort(headlines.begin(), headlines.end());
    const auto different = std::unique(headlines.begin(), headlines.end()) - headlines.begin();
    printDistribution((std::string(name) + ": pointer to headline").c_str(), answers);
    printDistribution((std::string(name) + ": one event of the window").c_str(), application.turns);
    std::printf("| %s: different headlines seen | %td | | | | |\n", name, different);
}

}  // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", qEnvironmentVariable("QT_QPA_PLATFORM", "offscreen").toUtf8());
    TimedApplication application(argc, argv);
    if (argc < 3)
        return std::fprintf(stderr, "bench_tune DATA PREDICTIONS [protocol [frames]]\n"), 2;
    QTemporaryDir cache;
    qputenv("SELVEDGE_CACHE", cache.path().toUtf8());
    QSettings store(cache.filePath("settings.ini"), QSettings::IniFormat);
    Settings settings(store);
    settings.setValue(Settings::Key::Protocol, QString::fromUtf8(argc > 3 ? argv[3] : "paper"));
    Session session(settings);
    session.keepInCache();
    Theme::instance().apply(Theme::Name::Dark);
    MainWindow window(session);
    window.resize(1920, 1080);
    window.show();
    session.open(QString::fromUtf8(argv[1]));
    waitUntil([&] { return session.project() && session.jobs().unfinished() == 0; });
    session.importPredictions(QString::fromUtf8(argv[2]));
    waitUntil([&] { return session.measurement() && !session.evaluating(); });
    const Report& report = session.measurement()->report;
    std::printf("%s: %llu images, %llu objects, %llu detections that count\n\n", argv[1],
                static_cast<unsigned long long>(report.images),
                static_cast<unsigned long long>(report.objects),
                static_cast<unsigned long long>(report.detections));
    std::printf("| ms | n | p50 | p95 | p99 | most |\n|---|---|---|---|---|---|\n");
    window.show(MainWindow::Workspace::Tune);
    pause(2000);  // the page fills
    const QString frames = argc > 4 ? QString::fromUtf8(argv[4]) : QString();
    if (!frames.isEmpty())
        QDir().mkpath(frames);
    drag(application, window, session, *window.tune().score(), "score", frames);
    drag(application, window, session, *window.tune().attribute(), "attribute", frames);
    return 0;
}
