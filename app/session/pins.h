#pragma once

#include <QObject>
#include <QString>
#include <QThreadPool>
#include <QTimer>
#include <optional>
#include <vector>

#include "app/session/latest_work.h"
#include "app/session/session.h"

namespace selvedge {

// Operating points to switch to and to compare with, A, B, C... The first, "default", is where the
// window starts; the others are the project's (SavedKind::OperatingPoint) and are kept by it at
// once. Each is measured as the session is, one after another in the background. The point of now
// is kept as well, soon after it changed and when this ends: the project opens with it.
//
// One pin is the one that was switched to last, `at`. What figures and flips are compared with, the
// reference, is that pin once thresholds have left it; at the pin itself, the one before: so that
// two keys show one against the other. GUI thread.
class Pins : public QObject {
    Q_OBJECT

public:
    struct Pin {
        QString name;
        OperatingPoint point;
        bool own = true;  // the project's: may be renamed and removed
        // By the present protocol, split and table; the report without its arrays.
        std::optional<Measurement> measurement = {};
    };
    explicit Pins(Session& session, QObject* parent = nullptr);
    ~Pins() override;  // when all is written

    const std::vector<Pin>& pins() const { return m_pins; }
    std::size_t at() const { return m_at; }
    bool isThere() const;  // the session's point is that of at()
    std::size_t reference() const { return isThere() ? m_before : m_at; }
    const Pin& referencePin() const { return m_pins[reference()]; }
    // It is switched to: whoever calls it sets the session's point.
    void setAt(std::size_t pin);
    // A letter while there are letters.
    static QString letterOf(std::size_t pin);
    // The session's point by a name; an own pin of that name is replaced. It is switched
    // to.
    void pin(const QString& name);
    // A name that no pin has.
    QString freeName() const;
    // Nothing where the name is taken or empty, or the pin is not the project's.
    bool rename(std::size_t pin, const QString& name);
    void remove(std::size_t pin);

Q_SIGNALS:
    void changed();

private:
    void load();
    void measure();
    void keepSoon();
    void keepNow();
    void write(std::function<void(Project&)> what);
    std::optional<std::size_t> named(const QString& name) const;

    Session& m_session;
    std::vector<Pin> m_pins;
    std::size_t m_at = 0, m_before = 0;
    std::shared_ptr<Project> m_project;
    std::shared_ptr<const MeasuredTable> m_measured;  // what the measurements are of
    Protocol m_protocol;
    LatestWork m_measuring, m_loading;
    OperatingPoint m_now, m_kept;  // of m_project
    QTimer m_keeping;
    QThreadPool m_writer;  // of one thread
};

}  // namespace selvedge
