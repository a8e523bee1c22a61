#include "app/session/pins.h"

#include <algorithm>
#include <utility>

#include "app/tasks/operating_points.h"
#include "dataset/error.h"

namespace selvedge {

namespace {

constexpr int kKeepMs = 1000;  // a drag is not written step by step

}  // namespace

Pins::Pins(Session& session, QObject* parent) : QObject(parent), m_session(session) {
    m_writer.setMaxThreadCount(1);
    for (LatestWork* work : {&m_measuring, &m_loading})
        connect(work, &LatestWork::failed, &session, &Session::postError);
    connect(&session, &Session::projectChanged, this, &Pins::load);
    connect(&session, &Session::operatingPointChanged, this, &Pins::changed);
    connect(&session, &Session::operatingPointChanged, this, &Pins::keepSoon);
    m_keeping.setSingleShot(true);
    m_keeping.setInterval(kKeepMs);
    connect(&m_keeping, &QTimer::timeout, this, &Pins::keepNow);
    connect(&session, &Session::evaluationChanged, this, [this] {
        if (m_session.measuredTable() != m_measured || !(m_session.protocol() == m_protocol))
            measure();
    });
    load();
}

Pins::~Pins() {
    keepNow();
    m_writer.waitForDone();
}

bool Pins::isThere() const {
    return m_session.operatingPoint() == m_pins[m_at].point;
}

QString Pins::letterOf(std::size_t pin) {
    return pin < 26 ? QString(QChar('A' + char(pin))) : QString();
}

std::optional<std::size_t> Pins::named(const QString& name) const {
    const auto it = std::find_if(m_pins.begin(), m_pins.end(),
                                 [&](const Pin& pin) { return pin.name == name; });
    return it == m_pins.end() ? std::nullopt : std::optional(std::size_t(it - m_pins.begin()));
}

// The names that are kept come a moment later, behind the default.
void Pins::load() {
    keepNow();  // of the project before
    m_pins = {{tr("default"), kWindowOperatingPoint, false}};
    m_at = m_before = 0;
    m_project = m_session.project();
    m_now = m_kept = m_session.operatingPoint();
    m_measured.reset();
    m_loading.stop();
    if (m_project)
        m_loading.start(
            [this, project = m_project](std::stop_token, const LatestWork::Deliver& deliver) {
                std::vector<NamedOperatingPoint> kept;
                try {
                    kept = operatingPoints(*project);
                } catch (const Error& error) {
                    deliver([this, words = QString::fromUtf8(error.what())] {
                        m_session.post({Message::Kind::Warning, words, {}, {}});
                    });
                    return;
                }
                deliver([this, kept = std::move(kept)] {
                    for (const NamedOperatingPoint& one : kept) {
                        const QString name = QString::fromStdString(one.name);
                        if (!named(name))
                            m_pins.push_back({name, one.point});
                    }
                    for (std::size_t pin = m_pins.size(); pin-- > 0 && m_at == 0 && !isThere();)
                        if (m_pins[pin].point == m_session.operatingPoint())
                            m_at = pin;
                    measure();
                });
            });
    measure();
}

void Pins::measure() {
    m_measured = m_session.measuredTable();
    m_protocol = m_session.protocol();
    for (Pin& pin : m_pins)
        pin.measurement.reset();
    m_measuring.stop();
    if (m_measured) {
        std::vector<OperatingPoint> points;
        for (const Pin& pin : m_pins)
            points.push_back(pin.point);
        m_measuring.start([this, points, measured = m_measured, criteria = m_session.criteria()](
                              std::stop_token stop, const LatestWork::Deliver& deliver) mutable {
            Evaluator evaluator(measured->table, criteria.protocol);
            for (std::size_t i = 0; i < points.size(); ++i) {
                criteria.point = points[i];
                auto measurement = selvedge::measure(evaluator, criteria, stop);
                if (!measurement)
                    return;
                // Megabytes that nobody looks at.
                measurement->report.precision = {};
                measurement->report.recall = {};
                deliver([this, i, measurement = std::move(*measurement)] {
                    m_pins[i].measurement = measurement;
                    Q_EMIT changed();
                });
            }
        });
    }
    Q_EMIT changed();
}

void Pins::write(std::function<void(Project&)> what) {
    if (!m_project)
        return;
    m_writer.start([this, project = m_project, what = std::move(what)] {
        try {
            what(*project);
        } catch (const std::exception& error) {
            QMetaObject::invokeMethod(
                this,
                [this, words = tr("The thresholds are not kept in the project: %1")
                                   .arg(QString::fromUtf8(error.what()))] {
                    m_session.post({Message::Kind::Error, words, {}, {}});
                },
                Qt::QueuedConnection);
        }
    });
}

void Pins::keepSoon() {
    if (m_project != m_session.project())
        return;  // it is about to be loaded
    m_now = m_session.operatingPoint();
    m_keeping.start();
}

void Pins::keepNow() {
    m_keeping.stop();
    if (m_now == m_kept || !m_project || m_project->readOnly())
        return;
    m_kept = m_now;
    write([point = m_now](Project& project) { keepLastOperatingPoint(project, point); });
}

void Pins::setAt(std::size_t pin) {
    if (pin >= m_pins.size() || m_at == pin)
        return;
    m_before = std::exchange(m_at, pin);
    Q_EMIT changed();
}

QString Pins::freeName() const {
    for (int number = int(m_pins.size());; ++number) {
        const QString name = tr("thresholds %1").arg(number);
        if (!named(name))
            return name;
    }
}

void Pins::pin(const QString& name) {
    const auto taken = named(name);
    if (name.trimmed().isEmpty() || (taken && !m_pins[*taken].own))
        return;
    const OperatingPoint point = m_session.operatingPoint();
    if (taken)
        m_pins[*taken].point = point;
    else
        m_pins.push_back({name, point});
    if (const std::size_t now = taken.value_or(m_pins.size() - 1); now != m_at)
        m_before = std::exchange(m_at, now);
    write([name, point](Project& project) {
        saveOperatingPoint(project, name.toStdString(), point);
    });
    measure();
}

bool Pins::rename(std::size_t pin, const QString& name) {
    if (pin >= m_pins.size() || !m_pins[pin].own || name.trimmed().isEmpty() || named(name))
        return false;
    const QString before = std::exchange(m_pins[pin].name, name);
    write([before, name, point = m_pins[pin].point](Project& project) {
        saveOperatingPoint(project, name.toStdString(), point);
        removeOperatingPoint(project, before.toStdString());
    });
    Q_EMIT changed();
    return true;
}

void Pins::remove(std::size_t pin) {
    if (pin >= m_pins.size() || !m_pins[pin].own)
        return;
    const QString name = m_pins[pin].name;
    m_pins.erase(m_pins.begin() + std::ptrdiff_t(pin));
    for (std::size_t* index : {&m_at, &m_before})
        if (*index >= pin)
            *index = *index == pin ? 0 : *index - 1;
    write([name](Project& project) { removeOperatingPoint(project, name.toStdString()); });
    measure();
}

}  // namespace selvedge
