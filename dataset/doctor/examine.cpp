#include <algorithm>
#include <atomic>

#include "dataset/counted.h"
#include "dataset/doctor/doctor.h"
#include "dataset/doctor/image_pass.h"
#include "dataset/parallel.h"

namespace selvedge::doctor {

std::size_t Report::count(Severity severity) const {
    return static_cast<std::size_t>(std::count_if(
        findings.begin(), findings.end(),
        [&](const Finding& finding) { return infoOf(finding.kind).severity == severity; }));
}

std::string Report::countsText() const {
    return counted(count(Severity::Error), "error") + ", " +
           counted(count(Severity::Warning), "warning") + ", " +
           counted(count(Severity::Info), "note");
}

Report examine(const Project& project, const ExamineOptions& options,
               const ProgressCallback& onProgress, std::stop_token stop) {
    const auto table = project.objects();
    Report report;
    report.images = table->images.size();
    report.objects = table->size();
    FindingSink sink;
    const RowNotes notes = examineRows(project, *table, sink, onProgress, stop);
    report.rows = notes.rows;
    report.stoppedEarly = !notes.complete;
    if (notes.complete) {
        ImagePass pass(project, *table, notes, options);
        const std::size_t count = table->images.size();
        std::vector<FindingSink> sinks(static_cast<std::size_t>(threadCount(options.threads)));
        std::atomic<std::uint64_t> done{0};
        const char* what = options.pictures ? "Examining masks and pictures" : "Examining masks";
        const bool whole = parallelFor(
            count, options.threads,
            [&](std::size_t image, std::size_t worker) {
                pass.look(static_cast<ImageIndex>(image), sinks[worker]);
                const std::uint64_t now = ++done;
                if (onProgress && worker == 0)  // the caller's own thread
                    onProgress({now, count, "images", what});
            },
            stop);
        for (FindingSink& each : sinks)
            sink.merge(std::move(each));
        if (whole)
            pass.compare(sink, stop);
        report.stoppedEarly = !whole || stop.stop_requested();
        if (onProgress && whole)
            onProgress({count, count, "images", what});
    }
    report.findings = sink.take();
    return report;
}

}  // namespace selvedge::doctor
