#include "app/cli/common.h"

#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/tasks/run_folder.h"
#include "dataset/format/atomic_file.h"
#include "dataset/project/output_guard.h"

namespace selvedge::cli {

namespace {

using Clock = std::chrono::steady_clock;

// A bar that redraws itself on one line, at most ten times a second.
class Bar {
public:
    void operator()(const Progress& progress) {
        const auto now = Clock::now();
        const bool last = progress.total > 0 && progress.done >= progress.total;
        if (!last && now - m_drawn < std::chrono::milliseconds(100))
            return;
        m_drawn = now;
        if (progress.what != m_what) {
            m_what = progress.what;
            m_begin = now;
            m_first = progress.done;
        }
        std::string line = m_what + "  " + std::to_string(progress.done);
        if (progress.total > 0) {
            line += " of " + std::to_string(progress.total) + " " + progress.unit;
            const double seconds = std::chrono::duration<double>(now - m_begin).count();
            if (progress.done > m_first && !last) {
                const double left = seconds / double(progress.done - m_first) *
                                    double(progress.total - progress.done);
                line += left < 90 ? ", " + std::to_string(int(left + 1)) + " s left"
                                  : ", " + std::to_string(int(left / 60 + 0.5)) + " min left";
            }
        } else {
            line += std::string(" ") + progress.unit;
        }
        std::fprintf(stderr, "\r\033[K%s%s", line.c_str(), last ? "\n" : "");
        std::fflush(stderr);
    }

private:
    Clock::time_point m_drawn{}, m_begin{};
    std::uint64_t m_first = 0;
    std::string m_what;
};

// Paths and quoted rows may hold any bytes: what is no UTF-8 in them must not cost the result.
std::string textOf(const nlohmann::json& value, int indent) {
    return value.dump(indent, ' ', false, nlohmann::json::error_handler_t::replace);
}

void printProgressJson(const Progress& progress) {
    const nlohmann::json line = {{"what", progress.what},
                                 {"done", progress.done},
                                 {"total", progress.total},
                                 {"unit", progress.unit}};
    std::fprintf(stderr, "%s\n", textOf(line, -1).c_str());
}

CLI::Validator numberCheck(const std::string& name, bool (*good)(double)) {
    return CLI::Validator(
        [name, good](const std::string& text) {
            double value = 0;  // CLI::Range lets NaN pass
            const bool number = CLI::detail::lexical_cast(text, value);
            return number && good(value) ? std::string() : text + " is not in the range " + name;
        },
        name);
}

// FILE:LINE:COLUMN, as far as they are known.
std::string placeOf(const std::string& file, const RowIssue& issue) {
    std::string place = file;
    for (const std::uint64_t number : {issue.line, issue.line > 0 ? issue.column : 0})
        place += number > 0 ? ":" + std::to_string(number) : "";
    return place;
}

}  // namespace

ProgressCallback Context::progressCallback() const {
    if (progress == "json")
        return printProgressJson;
    if (progress == "auto" && isatty(STDERR_FILENO))
        return [bar = std::make_shared<Bar>()](const Progress& p) { (*bar)(p); };
    return {};
}

void checkTarget(const std::string& target, const std::vector<std::filesystem::path>& read) {
    if (!target.empty() && target != "-")
        refuseToReplace(target, read);
}

void checkTarget(const std::string& target, const Project& project) {
    if (!target.empty() && target != "-")
        refuseToReplace(target, project);
}

void refuseTwice(std::initializer_list<std::string> targets) {
    if (std::count(targets.begin(), targets.end(), "-") > 1)
        throw CLI::ValidationError("-", "only one form goes to stdout; name a file for the other");
}

void writeText(const std::string& target, const std::string& text) {
    if (target == "-")
        std::cout << text;
    else if (!target.empty())
        writeFileAtomically(target, text);
}

void writeJson(const std::string& target, const nlohmann::json& value) {
    if (!target.empty())
        writeText(target, textOf(value, 2) + "\n");
}

bool outputArrived() {
    const bool now = std::fflush(stdout) == 0;  // first: it knows why
    const std::string reason = now ? "" : std::string(": ") + std::strerror(errno);
    if (now && std::ferror(stdout) == 0 && std::cout.flush().good())
        return true;
    std::fprintf(stderr, "selvedge-cli: the output could not be written in full%s\n",
                 reason.c_str());
    return false;
}

std::optional<NetworkConfig> networkOf(const std::string& config) {
    if (config.empty())
        return std::nullopt;
    return readNetworkConfig(config);
}

void stoppedWithoutResult(Context& context) {
    std::fprintf(stderr, "Stopped; nothing was written\n");
    context.exitCode = kStopped;
}

void printIssues(const std::string& file, const std::vector<RowIssue>& issues, std::uint64_t count,
                 const char* allAre) {
    constexpr std::size_t kShown = 20;
    for (std::size_t i = 0; i < issues.size() && i < kShown; ++i)
        std::fprintf(stderr, "%s: %s\n", placeOf(file, issues[i]).c_str(), issues[i].text.c_str());
    if (count > std::min(issues.size(), kShown))
        std::fprintf(stderr, "... and %llu more%s\n",
                     static_cast<unsigned long long>(count - std::min(issues.size(), kShown)),
                     allAre);
}

void printImport(const std::string& file, const ImportResult& result) {
    printIssues(file, result.issues, result.issueCount, "; import --json FILE lists them all");
    for (const Stray& stray : result.strays)
        std::fprintf(stderr, "no longer in %s, kept: %s\n", file.c_str(), stray.text.c_str());
    if (!result.oldKeptAt.empty())
        std::fprintf(stderr, "the project that was there is damaged; it is now %s\n",
                     result.oldKeptAt.c_str());
}

std::shared_ptr<Project> openProject(const std::string& path, Context& context, Access access) {
    OpenResult result = openOrImport(path, {cacheFolder(), true, {}, access},
                                     context.progressCallback(), context.stop);
    if (result.import)  // of a folder: the file in it
        printImport(result.csv.empty() ? path : result.csv.string(), *result.import);
    if (result.csvChanged)
        std::fprintf(stderr,
                     "%s has changed since its import; its project is open elsewhere and was not "
                     "read again\n",
                     path.c_str());
    if (!result.project)
        stoppedWithoutResult(context);
    return result.project;
}

CLI::Validator notNegative() {
    return CLI::Validator(
        [](const std::string& text) {
            return text.starts_with('-') ? text + " is negative" : std::string();
        },
        "0 or more");
}

CLI::Validator fraction() {
    return numberCheck("0 to 1", [](double value) { return value >= 0 && value <= 1; });
}

CLI::Validator protocolName() {
    return CLI::Validator(
        [](const std::string& text) {
            return protocolNamed(text) ? std::string() : text + " is no protocol";
        },
        "PROTOCOL");
}

}  // namespace selvedge::cli
