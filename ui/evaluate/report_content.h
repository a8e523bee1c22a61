#pragma once

#include "app/tasks/report.h"
#include "ui/evaluate/report_source.h"

// A report's words, tables and pictures, all of one ReportSource and its numbers. Any thread.

namespace selvedge {

// Stamp, figures and tables; throws Error where the project cannot be read.
ReportContent reportTexts(const ReportSource& source, const ReportNumbers& numbers);
// What the headline is made of, curves and reliability.
std::vector<ReportPicture> reportPlots(const ReportSource& source, const ReportNumbers& numbers);
// A few attribute errors, misses and false detections each, as cut-outs.
std::vector<std::pair<std::string, std::vector<ReportPicture>>> reportExamples(
    const ReportSource& source, std::stop_token stop);

}  // namespace selvedge
