// Evaluation, stage by stage; the script `evaluate` runs it beside its peers. Without Google
// Benchmark: a run from files is done once, and of points at a table the spread counts.
//
//   bench_evaluate make FOLDER images objects detections categories attributes
//       writes FOLDER/truth.json and FOLDER/results.json
//   bench_evaluate stages FOLDER segm|bbox
//       from files to COCO's numbers, as JSON: seconds and resident bytes after each stage
//   bench_evaluate points FOLDER
//       one table, the score threshold at 100 places: milliseconds a protocol and number of threads
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "dataset/error.h"
#include "model/evaluation/coco_results.h"
#include "model/evaluation/evaluator.h"
#include "tests/bench/evaluation_set.h"

using namespace selvedge;
using Clock = std::chrono::steady_clock;

namespace {

double secondsSince(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

double residentBytes() {
    double pages = 0, resident = 0;
    std::ifstream("/proc/self/statm") >> pages >> resident;
    return resident * double(sysconf(_SC_PAGESIZE));
}

void make(char** arguments) {
    const auto number = [&](int i) {
        return std::size_t(std::strtoull(arguments[i], nullptr, 10));
    };
    EvaluationSetShape shape;
    shape.images = number(1);
    shape.objects = number(2);
    shape.detections = number(3);
    shape.categories = number(4);
    shape.attributes = number(5);
    writeEvaluationSet(arguments[0], shape);
}

void stages(const std::filesystem::path& folder, const std::string& iouType) {
    std::string seconds, bytes;
    const auto stage = [&](const char* name, const std::function<void()>& work) {
        const auto begin = Clock::now();
        work();
        char text[100];
        std::snprintf(text, sizeof text, ",\"%s\":%.6f", name, secondsSince(begin));
        seconds += text;
        std::snprintf(text, sizeof text, ",\"%s\":%.0f", name, residentBytes());
        bytes += text;
    };
    std::unique_ptr<GroundTruthSource> truth;
    LoadedPredictions results;
    std::shared_ptr<const MatchTable> table;
    std::optional<Report> report;
    stage("truth", [&] { truth = readCocoGroundTruth(folder / "truth.json"); });
    stage("results", [&] {
        results =
            readCocoResults(folder / "results.json", *truth->catalog(), {}, imageSizesOf(*truth));
    });
    stage("table", [&] { table = buildMatchTable(*truth, results.predictions); });
    stage("evaluate", [&] {
        const IouType type = iouType == "bbox" ? IouType::Box : IouType::Mask;
        report = evaluate(*table, Protocol::coco(type, results.boxesGiven), {});
    });
    std::printf("{\"AP\":%.17g,\"issues\":%zu,\"seconds\":{%s},\"bytes\":{%s}}\n",
                report->value("AP"), results.issues.size(), seconds.c_str() + 1, bytes.c_str() + 1);
}

void points(const std::filesystem::path& folder) {
    const auto truth = readCocoGroundTruth(folder / "truth.json");
    const auto results =
        readCocoResults(folder / "results.json", *truth->catalog(), {}, imageSizesOf(*truth));
    const auto table = buildMatchTable(*truth, results.predictions);
    bool first = true;
    std::printf("{");
    for (const char* name : {"coco", "paper", "fashionpedia", "kaggle2020"})
        for (const int threads : {1, 2}) {
            // As the window has it: what does not change with the point is worked out once.
            Evaluator evaluator(table, protocolNamed(name).value());
            std::vector<double> milliseconds;
            for (int place = 0; place < 100; ++place) {
                OperatingPoint point;
                point.scoreThreshold = place / 100.0;
                const auto begin = Clock::now();
                evaluator.evaluate(point, {}, threads);
                milliseconds.push_back(1e3 * secondsSince(begin));
            }
            std::sort(milliseconds.begin(), milliseconds.end());
            std::printf("%s\"%s %d\":{\"median\":%.3f,\"p95\":%.3f,\"most\":%.3f}",
                        first ? "" : ",", name, threads, milliseconds[50], milliseconds[95],
                        milliseconds.back());
            first = false;
        }
    std::printf("}\n");
}

}  // namespace

int main(int argc, char** argv) {
    const std::string what = argc > 2 ? argv[1] : "";
    try {
        if (what == "make" && argc == 8)
            make(argv + 2);
        else if (what == "stages" && argc == 4)
            stages(argv[2], argv[3]);
        else if (what == "points" && argc == 3)
            points(argv[2]);
        else
            return std::fprintf(stderr, "bench_evaluate make|stages|points FOLDER ...\n"), 2;
    } catch (const Error& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    return 0;
}
