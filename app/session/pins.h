#pragma once

#include <QObject>
#include <QString>
#include <QThreadPool>
#include <optional>
#include <vector>

#include "app/session/latest_work.h"
#include "app/session/session.h"

namespace selvedge {

// Operating points to compare with and to switch to, A, B, C... The first, "default", is where the
// window starts; the others are the project's (SavedKind::OperatingPoint) and are kept by it at
// once. Each is measured as the session is, one after another in the background. The active one is
// what figures and flips are compared with. GUI thread.
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
    const Pin* active() const;
    std::optional<std::size_t> activeIndex() const { return m_active; }
    void setActive(std::size_t pin);
    // A letter while there are letters.
    static QString letterOf(std::size_t pin);
    // The session's point by a name; an own pin of that name is replaced. It becomes the active
    // one.
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
    void write(std::function<void(Project&)> what);
    std::optional<std::size_t> named(const QString& name) const;

    Session& m_session;
    std::vector<Pin> m_pins;
    std::optional<std::size_t> m_active;
    std::shared_ptr<Project> m_project;
    std::shared_ptr<const MeasuredTable> m_measured;  // what the measurements are of
    Protocol m_protocol;
    LatestWork m_measuring, m_loading;
    QThreadPool m_writer;  // of one thread
};

}  // namespace selvedge
