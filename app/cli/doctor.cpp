#include "dataset/doctor/doctor.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/common.h"
#include "dataset/error.h"

namespace selvedge::cli {

namespace {

using doctor::Finding;
using doctor::FindingKind;
using doctor::Severity;

struct Options {
    std::string project, json;
    std::vector<std::string> repairs;
    bool noImages = false;
    bool strict = false;
};

nlohmann::json toJson(const Finding& finding) {
    const doctor::KindInfo& info = doctor::infoOf(finding.kind);
    nlohmann::json examples = nlohmann::json::array();
    for (const doctor::Example& example : finding.examples)
        examples.push_back({{"line", example.line},
                            {"image", example.image},
                            {"object", example.rowId},
                            {"text", example.text}});
    nlohmann::json repair;  // null
    if (finding.canRepair())
        repair = {{"name", info.repair},
                  {"text", info.repairText},
                  {"count", finding.repairable.size() + finding.repairableImages.size()},
                  {"not_in_all_safe", finding.risky.size()}};
    return {{"kind", info.id},      {"severity", doctor::severityName(info.severity)},
            {"title", info.title},  {"count", finding.count},
            {"examples", examples}, {"repair", repair}};
}

std::string placeOf(const doctor::Example& example) {
    std::string place = example.line > 0 ? "line " + std::to_string(example.line) : "";
    if (!example.image.empty())
        place += (place.empty() ? "" : ", ") + example.image;
    return place;
}

void print(const Finding& finding) {
    constexpr std::size_t kShown = 2;
    const doctor::KindInfo& info = doctor::infoOf(finding.kind);
    std::printf("%-8s %6llu  %s  [%s]\n", doctor::severityName(info.severity),
                static_cast<unsigned long long>(finding.count), info.title, info.id);
    for (std::size_t i = 0; i < std::min(finding.examples.size(), kShown); ++i)
        std::printf("                  %s: %s\n", placeOf(finding.examples[i]).c_str(),
                    finding.examples[i].text.c_str());
    if (finding.canRepair())
        std::printf("                  --repair %s (%zu%s): %s\n", info.id,
                    finding.repairable.size() + finding.repairableImages.size(),
                    finding.risky.empty()
                        ? ""
                        : (", all-safe leaves " + std::to_string(finding.risky.size())).c_str(),
                    info.repairText);
}

// The repairs asked for, as one step.
doctor::RepairResult repair(Project& project, const doctor::Report& report,
                            const std::vector<std::string>& names) {
    const auto isAsked = [&](const std::string& name) {
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    std::vector<Finding> findings;
    std::vector<FindingKind> kinds;
    for (const Finding& finding : report.findings) {
        const bool isNamed = isAsked(doctor::infoOf(finding.kind).id);
        if (!isNamed && !isAsked("all-safe"))
            continue;
        findings.push_back(isNamed ? finding : finding.withoutRisky());
        kinds.push_back(finding.kind);
    }
    return doctor::repair(project, findings, kinds);
}

std::vector<std::string> repairNames() {
    std::vector<std::string> names = {"all-safe"};
    for (const doctor::KindInfo& info : doctor::allKinds()) {
        if (info.repair)
            names.emplace_back(info.id);
    }
    return names;
}

void runDoctor(const Options& options, Context& context) {
    const auto project = openProject(options.project, context,
                                     options.repairs.empty() ? Access::Read : Access::Write);
    if (!project)
        return;
    checkTarget(options.json, *project);
    const doctor::ExamineOptions examineOptions{!options.noImages, 0};
    doctor::Report report =
        doctor::examine(*project, examineOptions, context.progressCallback(), context.stop);
    const bool repairs = !options.repairs.empty();
    doctor::RepairResult repaired;
    if (repairs && !report.stoppedEarly) {
        repaired = repair(*project, report, options.repairs);
        if (repaired.step != 0)  // what is said is what is so now
            report =
                doctor::examine(*project, examineOptions, context.progressCallback(), context.stop);
    }
    nlohmann::json findings = nlohmann::json::array();
    for (const Finding& finding : report.findings)
        findings.push_back(toJson(finding));
    nlohmann::json json = {{"project", project->path().string()},
                           {"rows", report.rows},
                           {"images", report.images},
                           {"objects", report.objects},
                           {"stopped", report.stoppedEarly},
                           {"findings", findings}};
    if (repairs)
        json["repaired"] = {{"step", repaired.step}, {"objects", repaired.objects}};
    writeJson(options.json, json);
    if (options.json != "-") {
        if (repaired.step != 0)
            std::printf(
                "Repaired %llu rows and objects of %s (`history --undo %lld` takes it back)\n\n",
                static_cast<unsigned long long>(repaired.objects), project->path().c_str(),
                static_cast<long long>(repaired.step));
        else if (repairs)
            std::printf("There was nothing to repair\n\n");
        for (const Finding& finding : report.findings)
            print(finding);
        std::printf("%s%llu rows, %llu images, %llu objects: %s\n",
                    report.findings.empty() ? "" : "\n",
                    static_cast<unsigned long long>(report.rows),
                    static_cast<unsigned long long>(report.images),
                    static_cast<unsigned long long>(report.objects), report.countsText().c_str());
    }
    if (report.stoppedEarly)
        context.exitCode = kStopped;
    else if (options.strict && report.count(Severity::Error) > 0)
        context.exitCode = kFailed;
}

}  // namespace

void addDoctor(CLI::App& app, Context& context) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("doctor", "Look for what is wrong with a data set");
    command->add_option("project", options->project, "Project, CSV or folder")->required();
    command->add_option("--json", options->json, "Findings as JSON: a file, or - for stdout");
    command
        ->add_option("--repair", options->repairs,
                     "Repair one kind of finding, or all-safe; one step that can be undone")
        ->check(CLI::IsMember(repairNames()));
    command->add_flag("--no-images", options->noImages, "Leave the picture files alone");
    command->add_flag("--strict", options->strict, "Exit 1 when there is an error");
    command->callback([options, &context] { runDoctor(*options, context); });
}

}  // namespace selvedge::cli
