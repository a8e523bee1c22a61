// What the session measures of the current run: by which protocol, of which images, live.

#include <utility>

#include "app/session/session.h"

namespace selvedge {

void Session::setOperatingPoint(const OperatingPoint& point) {
    if (point == m_criteria.point)
        return;
    m_criteria.point = point;
    Q_EMIT operatingPointChanged();
    if (m_matchTable)
        evaluateLive();
}

void Session::setProtocol(const Protocol& protocol) {
    if (protocol == m_criteria.protocol)
        return;
    m_criteria.protocol = protocol;
    keepProtocol(m_settings, protocol);
    forgetSweep();
    // Overlaps along the boundary are asked for when objects are matched.
    const bool lacks =
        protocol.iouType == IouType::Boundary && m_matchTable && !m_matchTable->options.boundary;
    if (lacks)
        forgetMeasured();
    measureAnew();
    if (lacks)
        startEvaluation();
    Q_EMIT protocolChanged();
}

void Session::setMeasuredSplit(std::optional<Split> split) {
    if (split == m_measuredSplit)
        return;
    m_measuredSplit = split;
    forgetSweep();
    measureAnew();
    Q_EMIT protocolChanged();
}

std::vector<ImageIndex> Session::measuredImages() const {
    std::vector<ImageIndex> images;
    const auto all = marks();
    for (ImageIndex image = 0; image < m_objects->images.size(); ++image) {
        const bool chosen =
            !m_measuredSplit || (all && all->ofImage(image).split == *m_measuredSplit);
        // What nobody looked at was not missed.
        if (chosen && (!m_predictions || m_predictions->covers(m_objects->images[image].id)))
            images.push_back(image);
    }
    return images;
}

void Session::takeMatches(std::shared_ptr<const MatchTable> table) {
    m_matchTable = std::move(table);
    measureAnew();
}

// Of another metric or other images.
void Session::forgetSweep() {
    ++m_protocolGeneration;
    if (!m_sweep && !m_sweepJob)
        return;
    m_sweep.reset();
    if (Job* obsolete = std::exchange(m_sweepJob, nullptr))
        obsolete->requestStop();
    Q_EMIT sweepChanged();
}

// Of another table, protocol or split.
void Session::measureAnew() {
    if (!m_matchTable) {
        m_criteria.asksF1.clear();
        return;
    }
    // All that is measured goes by the same detections.
    m_measured = std::make_shared<const MeasuredTable>(
        seenBy(m_criteria.protocol, measuredPart(m_matchTable, measuredImages())));
    m_criteria = criteriaOf(*m_matchTable, m_criteria.protocol, m_criteria.point);
    m_evaluator = std::make_shared<Evaluator>(m_measured->table, m_criteria.protocol);
    evaluateLive();
}

// Latest wins: one evaluation runs at a time; when it ends, the next one starts with the point of
// then, so that answers come in order. While a threshold is dragged each is shown as it comes,
// though the point has moved on: else figures would stand still until the hand does. One of another
// table or protocol is not.
void Session::evaluateLive() {
    ++m_generation;
    m_evaluating = true;
    Q_EMIT evaluationChanged();
    if (m_liveRunning)
        return;
    m_liveRunning = true;
    m_liveThread = std::jthread([this, evaluator = m_evaluator, criteria = m_criteria,
                                 generation = m_generation](std::stop_token stop) {
        enterJobThread(2);  // before what follows from the figures
        std::optional<Measurement> measurement;
        QString fault;
        try {
            measurement = measure(*evaluator, criteria, stop);
        } catch (const std::exception& e) {
            fault = QString::fromUtf8(e.what());
        }
        QMetaObject::invokeMethod(
            this,
            [this, measurement = std::move(measurement), fault, generation, evaluator]() mutable {
                m_liveRunning = false;
                if (generation != m_generation) {
                    if (measurement && evaluator == m_evaluator)
                        m_measurement = std::move(measurement);
                    if (m_matchTable)
                        evaluateLive();
                    return;
                }
                m_evaluating = m_evaluation != nullptr;
                m_measurement = std::move(measurement);
                if (!fault.isEmpty())
                    postError(fault);
                Q_EMIT evaluationChanged();
            },
            Qt::QueuedConnection);
    });
}

}  // namespace selvedge
