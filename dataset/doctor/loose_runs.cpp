#include "dataset/doctor/loose_runs.h"

#include <algorithm>
#include <charconv>

namespace selvedge::doctor {

namespace {

constexpr std::uint64_t kLargest = std::uint64_t{1} << 33;

// The next number of `text`, which is cut off from its front; nothing at a word that is no number.
std::optional<std::uint64_t> takeNumber(std::string_view& text) {
    const char* end = text.data() + text.size();
    std::uint64_t value = 0;
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (stop == text.data() || (stop != end && *stop != ' ' && *stop != '\t'))
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
    return error == std::errc() ? std::min(value, kLargest) : kLargest;
}

void skipBlanks(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
}

}  // namespace

std::optional<LooseRuns> readLooseRuns(std::string_view text) {
    LooseRuns result;
    for (skipBlanks(text); !text.empty(); skipBlanks(text)) {
        const auto start = takeNumber(text);
        skipBlanks(text);
        const auto length = start && !text.empty() ? takeNumber(text) : std::nullopt;
        if (!length || *start == 0)
            return std::nullopt;
        result.runs.push_back({*start - 1, *length});
    }
    return result;
}

RunFaults faultsOf(const LooseRuns& runs, std::uint64_t pixels) {
    RunFaults faults;
    std::vector<LooseRuns::Run> sorted;
    sorted.reserve(runs.runs.size());
    for (std::size_t i = 0; i < runs.runs.size(); ++i) {
        const LooseRuns::Run& run = runs.runs[i];
        if (run.length == 0) {
            if (faults.zeroLength++ == 0)
                faults.firstZeroLength = i + 1;
            continue;
        }
        const std::uint64_t end = run.start + run.length;
        if (end > pixels) {
            if (faults.pastEnd++ == 0)
                faults.firstPastEnd = i + 1;
            faults.farthestPast = std::max(faults.farthestPast, end - pixels);
        }
        sorted.push_back(run);
    }
    std::sort(sorted.begin(), sorted.end(),
              [](const auto& a, const auto& b) { return a.start < b.start; });
    std::uint64_t covered = 0;  // all pixels before this one that are written are written already
    for (const LooseRuns::Run& run : sorted) {
        const std::uint64_t end = run.start + run.length;
        faults.overlap += std::min(end, std::max(covered, run.start)) - run.start;
        covered = std::max(covered, end);
    }
    return faults;
}

RleMask mended(const LooseRuns& runs, int width, int height) {
    const std::uint64_t pixels = std::uint64_t(width) * std::uint64_t(height);
    std::vector<RleMask::Run> kept;
    kept.reserve(runs.runs.size());
    for (const LooseRuns::Run& run : runs.runs) {
        if (run.start < pixels && run.length > 0)
            kept.push_back({static_cast<std::uint32_t>(run.start),
                            static_cast<std::uint32_t>(std::min(run.length, pixels - run.start))});
    }
    return RleMask::fromRuns(width, height, std::move(kept));
}

}  // namespace selvedge::doctor
