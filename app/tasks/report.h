#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "model/detection.h"
#include "model/evaluation/evaluate.h"
#include "model/evaluation/verdict.h"

// A report of an evaluation as files. Words and pictures are made by the caller; here they are put
// together. Texts are UTF-8. Pure functions.

namespace selvedge {

// One picture, as the bytes of a PNG in base 64.
struct ReportPicture {
    std::string title, caption;
    std::string pngBase64;
    int width = 0, height = 0;  // in the page, CSS pixels
};

struct ReportTable {
    std::string title, note;
    std::vector<std::string> head;
    std::vector<bool> number;  // by column: at the right
    std::vector<std::vector<std::string>> rows;
};

struct ReportContent {
    std::string title;
    // What it is of: data set, run, protocol, thresholds, date ... Name and value.
    std::vector<std::pair<std::string, std::string>> stamp;
    struct Figure {
        std::string label, value, delta, line;
    };
    std::vector<Figure> figures;          // the headline first
    std::vector<ReportPicture> pictures;  // plots
    std::vector<ReportTable> tables;
    // Objects in rows under a title each.
    std::vector<std::pair<std::string, std::vector<ReportPicture>>> examples;
};

// One file that needs no other: pictures are data URIs. Kept to what QTextDocument also reads, so
// that the PDF is made of it.
std::string reportHtml(const ReportContent& content);
// Stamp, figures and tables below each other, an empty line between; RFC 4180, lines end in \n.
std::string reportCsv(const ReportContent& content);
// reportJson() with "stamp" before it, and after it "tables": title, head and rows of words.
std::string stampedJson(const ReportContent& content, const Report& report, const Catalog& catalog);

// The detections that count at the criteria's point, with the attributes that are on there, each
// with probability 1: what a submission holds. `table`: of these predictions; images that it does
// not have are left out.
PredictionSet countedPredictions(const PredictionSet& predictions, const MatchTable& table,
                                 const Criteria& criteria);

}  // namespace selvedge
