#include "app/session/measuring.h"

#include <chrono>

#include "model/evaluation/lvis.h"

namespace selvedge {

MeasuredTable measuredPart(const std::shared_ptr<const MatchTable>& table,
                           const std::vector<ImageIndex>& images) {
    if (images.size() == table->cells.size())
        return {table, images};
    const std::vector<std::size_t> kept(images.begin(), images.end());
    return {std::make_shared<MatchTable>(partOf(*table, kept)), images};
}

MeasuredTable seenBy(const Protocol& protocol, MeasuredTable measured) {
    if (auto seen = tableFor(*measured.table, protocol); seen.get() != measured.table.get())
        measured.table = std::move(seen);
    return measured;
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
    for (const IouType type : {IouType::Box, IouType::Mask, IouType::Boundary})
        if (settings.value(Settings::Key::IouType).toString() == QLatin1String(nameOf(type)))
            protocol.iouType = type;
    protocol.detectionAreaFromBox = protocol.iouType == IouType::Box;
    return protocol;
}

void keepProtocol(Settings& settings, const Protocol& protocol) {
    settings.setValue(Settings::Key::Protocol, QString::fromStdString(protocol.name));
    settings.setValue(Settings::Key::IouType, QString::fromLatin1(nameOf(protocol.iouType)));
}

}  // namespace selvedge
