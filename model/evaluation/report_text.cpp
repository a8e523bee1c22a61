#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>

#include "model/evaluation/evaluate.h"

namespace selvedge {

namespace {

// As pycocotools.
std::string cocoText(const Report& report) {
    struct Row {
        const char* title;
        const char* type;
        const char* thresholds;
        const char* area;
        int prefix;  // of maxDets; -1: the last
    };
    static constexpr std::array<Row, 12> kRows{{
        {"Average Precision", "AP", "0.50:0.95", "all", -1},
        {"Average Precision", "AP", "0.50", "all", -1},
        {"Average Precision", "AP", "0.75", "all", -1},
        {"Average Precision", "AP", "0.50:0.95", "small", -1},
        {"Average Precision", "AP", "0.50:0.95", "medium", -1},
        {"Average Precision", "AP", "0.50:0.95", "large", -1},
        {"Average Recall", "AR", "0.50:0.95", "all", 1},
        {"Average Recall", "AR", "0.50:0.95", "all", 10},
        {"Average Recall", "AR", "0.50:0.95", "all", -1},
        {"Average Recall", "AR", "0.50:0.95", "small", -1},
        {"Average Recall", "AR", "0.50:0.95", "medium", -1},
        {"Average Recall", "AR", "0.50:0.95", "large", -1},
    }};
    std::string text;
    const int last = report.operatingPoint.maxDetections;
    for (std::size_t i = 0; i < report.metrics.size(); ++i) {
        const Row& row = kRows[i % kRows.size()];
        char f1[32] = "";
        if (i >= kRows.size() && report.protocol.pairs == Pairs::Fixed)
            std::snprintf(f1, sizeof f1, "F1=%-9.2f | ", report.protocol.fixedF1);
        else if (i >= kRows.size())
            std::snprintf(f1, sizeof f1, "F1=%-9s | ", row.thresholds);
        char line[160];
        std::snprintf(line, sizeof line,
                      " %-18s (%s) @[ IoU=%-9s | %sarea=%6s | maxDets=%3d ] = %0.3f\n", row.title,
                      row.type, row.thresholds, f1, row.area,
                      row.prefix < 0 ? last : std::min(row.prefix, last), report.metrics[i].value);
        text += line;
    }
    return text;
}

// One line of a block, by the metric's name.
std::string gridRow(const MetricBlock& block, const Metric& metric, int maxDetections) {
    const std::string& name = metric.name;
    const bool precision = name.starts_with("AP");
    // ".50" of "_IOU50", all of them without, "none" where the block does not ask.
    const auto threshold = [&](const char* mark, bool asked) -> std::string {
        const std::size_t at = name.find(mark);
        if (at != std::string::npos)
            return "0." + name.substr(at + std::strlen(mark), 2);
        return asked ? "0.50:0.95" : "none";
    };
    const char size = name.size() > 2 ? name[2] : ' ';
    const char* super = size == 'o'   ? "outerwear"
                        : size == 'a' ? "accessory"
                        : size == 'p' ? "part"
                                      : "all";
    const std::string area = size == 's' || size == 'm' || size == 'l' ? name.substr(2, 1) : "all";
    const std::size_t at = name.find('@');
    const int last = at == std::string::npos ? maxDetections : std::stoi(name.substr(at + 1));
    char line[200];
    std::snprintf(line, sizeof line,
                  " %-18s (%s) @[ IoU=%-9s | F1=%-9s |area=%3s | maxDets=%3d | superCat=%9s] = "
                  "%0.3f\n",
                  precision ? "Average Precision" : "Average Recall", precision ? "AP" : "AR",
                  threshold("_IOU", block.name != "f1").c_str(),
                  threshold("_F1", block.name != "iou").c_str(), area.c_str(),
                  std::min(last == 100 ? maxDetections : last, maxDetections), super, metric.value);
    return line;
}

// As fp_eval.
std::string gridText(const Report& report) {
    const std::string rule(80, '=');
    std::string text;
    for (const MetricBlock& block : report.blocks) {
        const char* title =
            block.name == "iou"  ? "results with IoU thresholds (f1_threshold = -1.0)"
            : block.name == "f1" ? "results with F1 thresholds (iou_threshold = -1.0)"
                                 : "results with both IoU and F1 thresholds";
        text += rule + "\n" + title + "\n" + rule + "\n";
        for (const Metric& metric : block.metrics)
            if (metric.name != "APa" || block.name == "iou")
                text += gridRow(block, metric, report.operatingPoint.maxDetections);
        text += rule + "\n";
    }
    return text;
}

// As LVISEval.print_results.
std::string lvisText(const Report& report) {
    std::string text;
    for (const Metric& metric : report.metrics) {
        const std::string& name = metric.name;
        const bool precision = name.starts_with("AP");
        const char mark = name.size() > 2 ? name[2] : ' ';
        const bool size = mark == 's' || mark == 'm' || mark == 'l';
        const bool group = mark == 'r' || mark == 'c' || mark == 'f';
        const std::string iou =
            mark >= '0' && mark <= '9' ? "0." + name.substr(2) : std::string("0.50:0.95");
        char line[160];
        std::snprintf(line, sizeof line,
                      " %-18s %s @[ IoU=%-9s | area=%6s | maxDets=%3d catIds=%3s] = %0.3f\n",
                      precision ? "Average Precision" : "Average Recall",
                      precision ? "(AP)" : "(AR)", iou.c_str(),
                      size ? std::string(1, mark).c_str() : "all",
                      report.operatingPoint.maxDetections,
                      group ? std::string(1, mark).c_str() : "all", metric.value);
        text += line;
    }
    return text;
}

}  // namespace

std::string reportText(const Report& report) {
    if (report.protocol.federated)
        return lvisText(report);
    return report.blocks.empty() ? cocoText(report) : gridText(report);
}

}  // namespace selvedge
