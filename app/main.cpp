#include <QApplication>
#include <QCommandLineParser>
#include <QSettings>
#include <QTemporaryDir>
#include <cstdio>
#include <memory>

#include "ui/main_window.h"
#include "ui/parts/theme.h"
#include "ui/tour.h"

namespace {

// Before QApplication, which ends the program with a page of plugin names where there is none.
bool displayAbsent() {
    return qEnvironmentVariableIsEmpty("DISPLAY") &&
           qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") &&
           qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM");
}

bool wantsTour(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        const QByteArray argument(argv[i]);
        if (argument == "--tour" || argument.startsWith("--tour=") || argument == "--help" ||
            argument == "-h" || argument == "--version")
            return true;
    }
    return false;
}

}  // namespace

int main(int argc, char** argv) {
    using namespace selvedge;
    if (displayAbsent()) {
        if (!wantsTour(argc, argv)) {
            std::fprintf(stderr,
                         "selvedge: there is no display. selvedge-cli does every job without one; "
                         "selvedge --tour DIR PATH leaves pictures of the window.\n");
            return 1;
        }
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    QApplication::setHighDpiScaleFactorRoundingPolicy(
        Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("selvedge"));
    QApplication::setOrganizationName(QStringLiteral("selvedge"));
    QApplication::setApplicationVersion(QStringLiteral(SELVEDGE_VERSION));

    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("See, correct, train, measure and tune clothing segmentation."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(
        QStringLiteral("path"),
        QStringLiteral("A CSV, a folder with one or with photos, a .selvedge "
                       "project, or weights of a network"),
        QStringLiteral("[path]"));
    parser.addOptions({{QStringLiteral("theme"), QStringLiteral("dark or light, for this time"),
                        QStringLiteral("name")},
                       {QStringLiteral("keep-in-cache"),
                        QStringLiteral("Keep projects of CSVs in the cache, not beside them")},
                       {QStringLiteral("tour"),
                        QStringLiteral("Save a picture of each workspace into DIR and quit"),
                        QStringLiteral("DIR")}});
    parser.process(app);
    const QStringList paths = parser.positionalArguments();
    const bool tour = parser.isSet(QStringLiteral("tour"));
    if (paths.size() > 1 || (tour && paths.isEmpty())) {
        std::fprintf(stderr, "selvedge: %s\n",
                     tour ? "--tour needs a path to open" : "give one path at most");
        return 2;
    }

    // A tour neither reads nor changes anybody's settings.
    std::unique_ptr<QTemporaryDir> scratch;
    std::unique_ptr<QSettings> store;
    if (tour) {
        scratch = std::make_unique<QTemporaryDir>();
        store = std::make_unique<QSettings>(scratch->filePath(QStringLiteral("settings.ini")),
                                            QSettings::IniFormat);
    } else {
        store = std::make_unique<QSettings>();
    }
    Settings settings(*store);
    const QString theme = parser.isSet(QStringLiteral("theme"))
                              ? parser.value(QStringLiteral("theme"))
                              : settings.value(Settings::Key::Theme).toString();
    Theme::instance().apply(Theme::fromSetting(theme));

    Session session(settings);
    if (tour || parser.isSet(QStringLiteral("keep-in-cache")))
        session.keepInCache();
    MainWindow window(session);
    if (tour) {
        const QString fault =
            runTour(window, session, paths.first(), parser.value(QStringLiteral("tour")));
        if (!fault.isEmpty())
            std::fprintf(stderr, "selvedge: %s\n", qPrintable(fault));
        return fault.isEmpty() ? 0 : 1;
    }
    window.resize(window.size().expandedTo(QSize(1280, 800)));
    window.show();
    if (!paths.isEmpty())
        window.take(paths.first());
    return QApplication::exec();
}
