#include "app/session/measuring.h"

#include <chrono>

namespace selvedge {

MeasuredTable measuredPart(const std::shared_ptr<const MatchTable>& table,
                           const std::vector<ImageIndex>& images) {
    if (images.size() == table->cells.size())
        return {table, images};
    auto part = std::make_shared<MatchTable>();
    part->catalog = table->catalog;
    for (const ImageIndex image : images)
        part->cells.push_back(table->cells[image]);
    return {part, images};
}

std::optional<Measurement> measure(Evaluator& evaluator, const Criteria& criteria,
                                   std::stop_token stop) {
    using Clock = std::chrono::steady_clock;
    const auto begin = Clock::now();
    auto report = evaluator.evaluate(criteria.point, stop);
    const auto counts = countVerdicts(*evaluator.table(), criteria, stop);
    if (!report || !counts)
        return std::nullopt;
    const std::chrono::duration<double> taken = Clock::now() - begin;
    return Measurement{std::move(*report), *counts, taken.count()};
}

Protocol keptProtocol(const Settings& settings) {
    const QString name = settings.value(Settings::Key::Protocol).toString();
    Protocol protocol = protocolNamed(name.toStdString()).value_or(Protocol::paper());
    if (settings.value(Settings::Key::IouType).toString() == QLatin1String("bbox")) {
        protocol.iouType = IouType::Box;
        protocol.detectionAreaFromBox = true;
    }
    return protocol;
}

void keepProtocol(Settings& settings, const Protocol& protocol) {
    settings.setValue(Settings::Key::Protocol, QString::fromStdString(protocol.name));
    settings.setValue(Settings::Key::IouType, protocol.iouType == IouType::Box
                                                  ? QStringLiteral("bbox")
                                                  : QStringLiteral("segm"));
}

}  // namespace selvedge
