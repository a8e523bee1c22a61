#include "app/tasks/run_folder.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <system_error>

#include "dataset/error.h"
#include "dataset/format/atomic_file.h"

namespace selvedge {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr const char* kRunFile = "run.json";

json readRunFile(const fs::path& folder) {
    std::ifstream in(folder / kRunFile);
    json run = json::parse(in, nullptr, /*allow_exceptions=*/false);
    return run.is_object() ? run : json();
}

void writeRunFile(const fs::path& folder, const json& run) {
    // A run's name may hold any bytes.
    writeFileAtomically(folder / kRunFile,
                        run.dump(2, ' ', false, json::error_handler_t::replace) + "\n");
}

// n of step-<n>.safetensors, -1 for other names.
int stepOf(const fs::path& checkpoint) {
    const std::string name = checkpoint.filename().string();
    constexpr std::string_view prefix = "step-", suffix = ".safetensors";
    if (name.size() <= prefix.size() + suffix.size() || !name.starts_with(prefix) ||
        !name.ends_with(suffix))
        return -1;
    int step = -1;
    const char* end = name.data() + name.size() - suffix.size();
    const auto [stop, error] = std::from_chars(name.data() + prefix.size(), end, step);
    return error == std::errc() && stop == end ? step : -1;
}

std::optional<fs::path> lastCheckpoint(const fs::path& folder) {
    std::optional<fs::path> last;
    std::error_code error;
    for (fs::directory_iterator entry(folder / "checkpoints", error), end; !error && entry != end;
         entry.increment(error)) {
        if (stepOf(entry->path()) > (last ? stepOf(*last) : -1))
            last = entry->path();
    }
    return last;
}

template <typename T>
T valueOr(const json& object, const char* key, T fallback) {
    const auto it = object.find(key);
    if (it == object.end())
        return fallback;
    if constexpr (std::is_same_v<T, std::string>)
        return it->is_string() ? it->get<std::string>() : fallback;
    else
        return it->is_number() ? it->get<T>() : fallback;
}

// What `fromJson` makes of the file's text; its errors with the path.
template <typename FromJson>
auto readJson(const fs::path& file, const FromJson& fromJson) {
    std::ifstream in(file);
    std::stringstream text;
    text << in.rdbuf();
    if (!in)
        throw Error(ErrorKind::Unreadable, "Cannot read " + file.string());
    try {
        return fromJson(text.str());
    } catch (const Error& e) {
        throw Error(e.kind(), file.string() + ": " + e.what());
    }
}

std::uint64_t sizeOf(const fs::path& file) {
    std::error_code absent;
    const auto size = fs::file_size(file, absent);
    return absent ? 0 : size;
}

// Not of predictions that another program wrote over them since.
bool readPredicted(const json& file, const char* note, RunInfo& run) {
    const auto predicted = file.find(note);
    if (predicted == file.end() || !predicted->is_object() ||
        valueOr(*predicted, "bytes", std::uint64_t{0}) != sizeOf(run.folder / "predictions.json"))
        return false;
    run.predictedBy = valueOr<std::string>(*predicted, "by", "");
    run.predictedImages = valueOr(*predicted, "images", std::size_t{0});
    return true;
}

}  // namespace

std::vector<RunInfo> listRuns(const fs::path& runsFolder) {
    struct Dated {
        RunInfo run;
        double created;
    };
    std::vector<Dated> runs;
    std::error_code error;
    for (fs::directory_iterator entry(runsFolder, error), end; !error && entry != end;
         entry.increment(error)) {
        const json file = readRunFile(entry->path());
        if (!file.is_object())
            continue;
        RunInfo run;
        run.folder = entry->path();
        run.name = run.folder.filename().string();
        run.state = valueOr<std::string>(file, "state", "");
        run.steps = valueOr(file, "steps", 0);
        run.imageLimit = valueOr(file, "image_limit", std::size_t{0});
        run.checkpoint = lastCheckpoint(run.folder);
        std::error_code unseen;
        if (fs::exists(run.folder / "predictions.json", unseen))
            run.predictions = run.folder / "predictions.json";
        run.imageList = predictedList(run.folder);
        if (!readPredicted(file, "predicted", run) && readPredicted(file, "coming", run))
            run.imageList = comingList(run.folder);
        runs.push_back({std::move(run), valueOr(file, "created", 0.0)});
    }
    std::sort(runs.begin(), runs.end(), [](const Dated& a, const Dated& b) {
        return a.created != b.created ? a.created > b.created : a.run.name > b.run.name;
    });
    std::vector<RunInfo> result;
    for (Dated& dated : runs)
        result.push_back(std::move(dated.run));
    return result;
}

std::string freeRunName(const fs::path& runsFolder, const std::string& stem) {
    for (int number = 1;; ++number) {
        std::string name = stem + "-" + std::to_string(number);
        if (!fs::exists(runsFolder / name))
            return name;
    }
}

fs::path createRun(const fs::path& runsFolder, const std::string& name, const std::string& kind,
                   std::size_t imageLimit) {
    if (name.empty() || name.size() > 100 || name.find_first_of("/\\\n\r") != std::string::npos ||
        name.front() == '.')
        throw Error(ErrorKind::BadFormat, "\"" + name +
                                              "\" cannot name a run: use 1 to 100 letters, digits, "
                                              "blanks or dashes, no slash, no dot in front");
    const fs::path folder = runsFolder / name;
    std::error_code error;
    fs::create_directories(runsFolder, error);
    if (error || !fs::create_directory(folder, error)) {
        if (!error)
            throw Error(ErrorKind::NotWritable,
                        "A run named \"" + name + "\" exists already: choose another name");
        throw Error(ErrorKind::NotWritable,
                    "Cannot make the run's folder " + folder.string() + ": " + error.message());
    }
    using namespace std::chrono;
    const double now = duration<double>(system_clock::now().time_since_epoch()).count();
    writeRunFile(folder, {{"name", name},
                          {"kind", kind},
                          {"state", "running"},
                          {"created", now},
                          {"steps", 0},
                          {"image_limit", imageLimit}});
    return folder;
}

RunInfo runWithCheckpoint(const fs::path& runsFolder, const std::string& name) {
    std::string known;
    for (RunInfo& run : listRuns(runsFolder)) {
        if (!run.checkpoint)
            continue;
        if (run.name == name)
            return std::move(run);
        known += (known.empty() ? "" : ", ") + run.name;
    }
    throw Error(ErrorKind::NotFound, "No run \"" + name + "\" with a checkpoint; there are: " +
                                         (known.empty() ? "none" : known));
}

TrainConfig readTrainConfig(const fs::path& file) {
    return readJson(file, trainConfigFromJson);
}

NetworkConfig readNetworkConfig(const fs::path& file) {
    return readJson(file, [](const std::string& text) {
        const json config = json::parse(text, nullptr, false);
        return config.is_object() && config.contains("network") ? trainConfigFromJson(text).network
                                                                : networkConfigFromJson(text);
    });
}

void updateRun(const fs::path& folder, const std::string& state, int steps) {
    json run = readRunFile(folder);
    run["state"] = state;
    run["steps"] = steps;
    writeRunFile(folder, run);
}

void notePredicted(const fs::path& folder, const std::string& by, std::size_t images) {
    json run = readRunFile(folder);
    run["predicted"] = {
        {"by", by}, {"images", images}, {"bytes", sizeOf(folder / "predictions.json")}};
    run.erase("coming");
    writeRunFile(folder, run);
}

void noteComing(const fs::path& folder, const std::string& by, std::size_t images,
                std::uint64_t bytes) {
    json run = readRunFile(folder);
    run["coming"] = {{"by", by}, {"images", images}, {"bytes", bytes}};
    writeRunFile(folder, run);
}

fs::path predictedList(const fs::path& folder) {
    return folder / "predicted-images.json";
}

fs::path comingList(const fs::path& folder) {
    return folder / "coming-images.json";
}

std::string metricsLine(const StepMetrics& m) {
    return json{{"step", m.step},
                {"total", m.total},
                {"rpn_objectness", m.rpnObjectness},
                {"rpn_box", m.rpnBox},
                {"classification", m.classification},
                {"box", m.box},
                {"mask", m.mask},
                {"attribute", m.attribute},
                {"learning_rate", m.learningRate},
                {"images_per_second", m.imagesPerSecond},
                {"data_wait_seconds", m.dataWaitSeconds}}
        .dump();
}

std::vector<StepMetrics> readMetrics(const fs::path& runFolder) {
    std::vector<StepMetrics> result;
    std::ifstream in(runFolder / "metrics.jsonl");
    for (std::string line; std::getline(in, line);) {
        const json row = json::parse(line, nullptr, false);
        if (!row.is_object())
            continue;
        StepMetrics m;
        m.step = valueOr(row, "step", 0);
        m.total = valueOr(row, "total", 0.0);
        m.rpnObjectness = valueOr(row, "rpn_objectness", 0.0);
        m.rpnBox = valueOr(row, "rpn_box", 0.0);
        m.classification = valueOr(row, "classification", 0.0);
        m.box = valueOr(row, "box", 0.0);
        m.mask = valueOr(row, "mask", 0.0);
        m.attribute = valueOr(row, "attribute", 0.0);
        m.learningRate = valueOr(row, "learning_rate", 0.0);
        m.imagesPerSecond = valueOr(row, "images_per_second", 0.0);
        m.dataWaitSeconds = valueOr(row, "data_wait_seconds", 0.0);
        result.push_back(m);
    }
    return result;
}

}  // namespace selvedge
