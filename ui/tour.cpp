#include "ui/tour.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QEventLoop>
#include <QTimer>
#include <functional>

#include "ui/browse/browse_actions.h"
#include "ui/browse/browse_page.h"
#include "ui/main_window.h"
#include "ui/parts/theme.h"

namespace selvedge {

namespace {

constexpr int kPatience = 600'000;  // ms, for the whole tour
constexpr QSize kSize(1280, 800);

class Tour {
public:
    Tour(MainWindow& window, Session& session, const QString& folder)
        : m_window(window), m_session(session), m_folder(folder) {
        m_watchdog.setSingleShot(true);
        m_watchdog.start(kPatience);
        QObject::connect(&session, &Session::messagePosted, &m_watchdog,
                         [this](const Message& message) {
                             if (message.kind == Message::Kind::Error && m_error.isEmpty())
                                 m_error = message.text;
                         });
    }

    QString run(const QString& path) {
        m_window.resize(kSize);
        m_window.show();
        m_session.open(path);
        if (!wait([this] { return m_session.jobs().unfinished() == 0; }) || !m_session.project())
            return m_error.isEmpty() ? QObject::tr("%1 was not opened").arg(path) : m_error;
        if (m_session.predictions()) {
            m_session.startEvaluation();
            m_session.startSweep();
        }
        if (!wait([this] { return m_session.jobs().unfinished() == 0 && !m_session.evaluating(); }))
            return m_error;
        const bool measured = m_session.measurement() && m_session.sweepResult();
        if (m_error.isEmpty() && m_session.predictions() && !measured)
            m_error = QObject::tr("The predictions were not measured.");
        for (const Theme::Name theme : {Theme::Name::Dark, Theme::Name::Light}) {
            Theme::instance().apply(theme);
            if (!visit(theme == Theme::Name::Dark ? QStringLiteral("dark")
                                                  : QStringLiteral("light")))
                return m_error;
        }
        // Of whatever failed on the way: the pictures are there, but not of what they should show.
        return m_error;
    }

private:
    bool visit(const QString& theme) {
        using Workspace = MainWindow::Workspace;
        BrowsePage& browse = m_window.browse();
        m_window.show(Workspace::Browse);
        browse.showGallery();
        const auto images = browse.gallery().images();
        if (!images.empty())
            browse.gallery().setCurrent(images[images.size() > 2 ? 2 : 0]);
        if (!images.empty())
            m_session.setCurrentImage(images[images.size() > 2 ? 2 : 0]);
        if (!shoot(QStringLiteral("browse-") + theme))
            return false;
        if (!images.empty()) {
            trigger(browse::kOverlay);
            browse.openImage(*m_session.currentImage());
            wait([&browse] { return browse.settled(); });
            trigger(browse::kNextObject);
            if (!shoot(QStringLiteral("viewer-") + theme))
                return false;
            if (m_session.predictions()) {
                trigger(browse::kSideBySide);
                if (!shoot(QStringLiteral("compare-") + theme))
                    return false;
                trigger(browse::kOverlay);
            }
            browse.showGallery();
        }
        const std::pair<Workspace, QString> others[] = {{Workspace::Train, "train"},
                                                        {Workspace::Evaluate, "evaluate"},
                                                        {Workspace::Tune, "tune"}};
        for (const auto& [workspace, name] : others) {
            m_window.show(workspace);
            if (!shoot(name + u'-' + theme))
                return false;
        }
        return true;
    }

    void trigger(const char* id) { m_window.actions().action(QLatin1String(id))->trigger(); }

    bool shoot(const QString& name) {
        if (!wait([this] { return m_window.browse().settled(); }))
            return false;
        const QString file = QDir(m_folder).filePath(name + QStringLiteral(".png"));
        if (!m_window.grab().save(file)) {
            m_error = QObject::tr("%1 cannot be written").arg(file);
            return false;
        }
        return true;
    }

    // Runs the event loop until `done`; looks again after every event that may have changed it.
    bool wait(const std::function<bool()>& done) {
        QApplication::processEvents();
        QApplication::sendPostedEvents();
        while (!done()) {
            if (!m_watchdog.isActive()) {
                m_error = QObject::tr("The tour took longer than ten minutes.");
                return false;
            }
            QApplication::processEvents(QEventLoop::WaitForMoreEvents);
        }
        QApplication::processEvents();  // layouts and paints that follow
        return true;
    }

    MainWindow& m_window;
    Session& m_session;
    QString m_folder, m_error;
    QTimer m_watchdog;
};

}  // namespace

QString runTour(MainWindow& window, Session& session, const QString& path, const QString& folder) {
    if (!QDir().mkpath(folder))
        return QObject::tr("%1 cannot be made").arg(folder);
    return Tour(window, session, folder).run(path);
}

}  // namespace selvedge
