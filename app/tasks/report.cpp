#include "app/tasks/report.h"

#include <nlohmann/json.hpp>

namespace selvedge {

namespace {

std::string escaped(const std::string& text) {
    std::string result;
    for (const char c : text) {
        switch (c) {
            case '&':
                result += "&amp;";
                break;
            case '<':
                result += "&lt;";
                break;
            case '>':
                result += "&gt;";
                break;
            case '"':
                result += "&quot;";
                break;
            default:
                result += c;
        }
    }
    return result;
}

const char* const kStyle =
    "body{font-family:sans-serif;font-size:10pt;color:#1c1c1c;background:#ffffff;margin:24px}"
    "h1{font-size:16pt;font-weight:600}h2{font-size:12pt;font-weight:600;margin-top:22px}"
    "p{color:#555555}table{border-collapse:collapse}"
    "td,th{padding:2px 10px 2px 0;text-align:left;vertical-align:top;font-weight:400}"
    "th{color:#555555;border-bottom:1px solid #d2d2d2}"
    ".n{text-align:right}.q{color:#555555}.f{font-size:13pt;font-weight:600}";

void addCell(std::string& html, const char* tag, bool number, const std::string& text) {
    html += std::string("<") + tag + (number ? " class=\"n\" align=\"right\">" : ">") +
            escaped(text) + "</" + tag + ">";
}

void addTable(std::string& html, const ReportTable& table) {
    html += "<h2>" + escaped(table.title) + "</h2>\n";
    if (!table.note.empty())
        html += "<p>" + escaped(table.note) + "</p>\n";
    html += "<table>\n<tr>";
    for (std::size_t i = 0; i < table.head.size(); ++i)
        addCell(html, "th", table.number.at(i), table.head[i]);
    html += "</tr>\n";
    for (const auto& row : table.rows) {
        html += "<tr>";
        for (std::size_t i = 0; i < row.size(); ++i)
            addCell(html, "td", table.number.at(i), row[i]);
        html += "</tr>\n";
    }
    html += "</table>\n";
}

std::string imageOf(const ReportPicture& picture) {
    return "<img src=\"data:image/png;base64," + picture.pngBase64 + "\" width=\"" +
           std::to_string(picture.width) + "\" height=\"" + std::to_string(picture.height) +
           "\" alt=\"" + escaped(picture.title.empty() ? picture.caption : picture.title) + "\">";
}

void addFigures(std::string& html, const std::vector<ReportContent::Figure>& figures) {
    html += "<table>\n<tr>";
    for (const auto& figure : figures)
        html += "<td class=\"q\">" + escaped(figure.label) + "</td>";
    html += "</tr>\n<tr>";
    for (const auto& figure : figures)
        html += "<td class=\"f\">" + escaped(figure.value) + "</td>";
    html += "</tr>\n<tr>";
    for (const auto& figure : figures)
        html += "<td class=\"q\">" +
                escaped(figure.delta.empty() ? figure.line : figure.delta + " · " + figure.line) +
                "</td>";
    html += "</tr>\n</table>\n";
}

std::string csvCell(const std::string& text) {
    if (text.find_first_of(",\"\n\r") == std::string::npos)
        return text;
    std::string quoted = "\"";
    for (const char c : text)
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + '"';
}

void addLine(std::string& csv, const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i)
        csv += (i > 0 ? "," : "") + csvCell(cells[i]);
    csv += '\n';
}

}  // namespace

std::string reportHtml(const ReportContent& content) {
    std::string html = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" +
                       escaped(content.title) + "</title>\n<style>" + kStyle +
                       "</style></head>\n<body>\n<h1>" + escaped(content.title) +
                       "</h1>\n<table>\n";
    for (const auto& [name, value] : content.stamp)
        html +=
            "<tr><td class=\"q\">" + escaped(name) + "</td><td>" + escaped(value) + "</td></tr>\n";
    html += "</table>\n<h2>Figures</h2>\n";
    addFigures(html, content.figures);
    for (const ReportPicture& picture : content.pictures) {
        html += "<h2>" + escaped(picture.title) + "</h2>\n";
        if (!picture.caption.empty())
            html += "<p>" + escaped(picture.caption) + "</p>\n";
        html += "<p>" + imageOf(picture) + "</p>\n";
    }
    for (const auto& [title, pictures] : content.examples) {
        html += "<h2>" + escaped(title) + "</h2>\n<table><tr>";
        for (const ReportPicture& picture : pictures)
            html += "<td>" + imageOf(picture) + "<br>" + escaped(picture.caption) + "</td>";
        html += "</tr></table>\n";
    }
    for (const ReportTable& table : content.tables)
        addTable(html, table);
    return html + "</body></html>\n";
}

std::string reportCsv(const ReportContent& content) {
    std::string csv;
    for (const auto& [name, value] : content.stamp)
        addLine(csv, {name, value});
    csv += '\n';
    for (const auto& figure : content.figures) {
        std::vector<std::string> cells{figure.label, figure.value};
        if (!figure.delta.empty())
            cells.push_back(figure.delta);
        addLine(csv, cells);
    }
    for (const ReportTable& table : content.tables) {
        csv += '\n';
        addLine(csv, {table.title});
        addLine(csv, table.head);
        for (const auto& row : table.rows)
            addLine(csv, row);
    }
    return csv;
}

std::string stampedJson(const ReportContent& content, const Report& report,
                        const Catalog& catalog) {
    using Json = nlohmann::ordered_json;
    Json json;
    for (const auto& [name, value] : content.stamp)
        json["stamp"][name] = value;
    json.update(Json::parse(reportJson(report, catalog)));
    for (const ReportTable& table : content.tables)
        json["tables"].push_back(
            {{"title", table.title}, {"head", table.head}, {"rows", table.rows}});
    return json.dump(1) + '\n';
}

PredictionSet countedPredictions(const PredictionSet& predictions, const MatchTable& table,
                                 const Criteria& criteria) {
    PredictionSet counted;
    counted.name = predictions.name;
    for (const auto& cell : table.cells) {
        const auto image = predictions.images.find(cell->imageId);
        if (image == predictions.images.end())
            continue;
        const ImageVerdicts judged = verdicts(*cell, criteria);
        auto& kept = counted.images[cell->imageId];
        for (std::size_t i = 0; i < image->second.size(); ++i) {
            if (judged.founds.at(i).kind == Verdict::Kind::Hidden)
                continue;
            Detection detection = image->second[i];
            std::erase_if(detection.attributes, [&](const AttributeScore& attribute) {
                return attribute.probability <
                       float(attributeThresholdOf(criteria.point, detection.category,
                                                  attribute.attribute));
            });
            for (AttributeScore& attribute : detection.attributes)
                attribute.probability = 1;
            kept.push_back(std::move(detection));
        }
    }
    return counted;
}

}  // namespace selvedge
