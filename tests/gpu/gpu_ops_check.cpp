// Compares the CUDA operations with the CPU's on seeded random input, a line each. Returns 0 when
// all agree, 1 when one does not, 77 without a GPU.
#include <cuda_bf16.h>
#include <cuda_fp16.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <random>
#include <string>

#include "model/network/ops/cuda_ops.h"
#include "model/network/ops/nms.h"
#include "tests/gpu/device_array.h"

using namespace selvedge;

namespace {

using Clock = std::chrono::steady_clock;

int failures = 0;

void report(bool good, const std::string& what) {
    std::printf("%s  %s\n", good ? "ok  " : "FAIL", what.c_str());
    failures += !good;
}

double milliseconds(const std::function<void()>& work) {
    work();  // the first run loads the code
    checkCuda(cudaDeviceSynchronize());
    const auto start = Clock::now();
    work();
    checkCuda(cudaDeviceSynchronize());
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

std::vector<float> randomNumbers(std::mt19937& random, std::size_t count, float least, float most) {
    std::vector<float> values(count);
    for (float& value : values)
        value = std::uniform_real_distribution<float>(least, most)(random);
    return values;
}

// The largest difference, relative to the largest magnitude.
double difference(const std::vector<float>& a, const std::vector<float>& b) {
    double worst = 0, largest = 1e-30;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double apart = std::abs(double(a[i]) - double(b[i]));
        worst = apart <= worst ? worst : apart;  // keeps a NaN
        largest = std::max(largest, std::abs(double(a[i])));
    }
    return worst / largest;
}

// `Number` as the GPU has it; the CPU works on the rounded values in float.
template <typename Number>
std::vector<Number> rounded(std::vector<float>& values) {
    std::vector<Number> result;
    for (float& value : values) {
        result.push_back(static_cast<Number>(value));
        value = static_cast<float>(result.back());
    }
    return result;
}
template <typename Number>
std::vector<float> asFloats(const std::vector<Number>& values) {
    return {values.begin(), values.end()};
}

// `precision`: of the results as the type stores them.
template <typename Number>
void checkRoiAlignCase(std::mt19937& random, const RoiAlignShape& shape, FloatType type,
                       double precision, const char* name) {
    const auto planes = std::size_t(shape.images) * std::size_t(shape.channels);
    const std::size_t pixels = planes * std::size_t(shape.height) * std::size_t(shape.width);
    std::vector<float> features = randomNumbers(random, pixels, -2, 2);
    const std::vector<Number> numbers = rounded<Number>(features);
    const float width = float(shape.width) / shape.scale,
                height = float(shape.height) / shape.scale;
    std::vector<float> regions;
    for (int r = 0; r < shape.regions; ++r) {  // inside, across the border, outside, empty
        const auto number = [&](float least, float most) {
            return std::uniform_real_distribution<float>(least, most)(random);
        };
        const float x = number(-width / 2, 1.2f * width), y = number(-height / 2, 1.2f * height);
        const float side = r % 10 == 0 ? 0 : r % 3 == 0 ? 2 * width : width / 4;
        regions.insert(regions.end(),
                       {float(r % shape.images), x, y, x + number(0, side), y + number(0, side)});
    }
    checkRoiAlign(shape, regions.data());
    const std::size_t bins = std::size_t(shape.regions) * std::size_t(shape.channels) *
                             std::size_t(shape.pooled) * std::size_t(shape.pooled);
    std::vector<float> wanted = randomNumbers(random, bins, -1, 1);
    const std::vector<Number> wantedNumbers = rounded<Number>(wanted);
    std::vector<float> pooled(bins), gradient(pixels, 0);
    roiAlignForward(shape, features.data(), regions.data(), pooled.data(), 0, shape.regions);
    roiAlignBackward(shape, wanted.data(), regions.data(), gradient.data(), 0, shape.channels);

    DeviceArray<Number> in(numbers), out(bins), outGradient(wantedNumbers);
    DeviceArray<float> boxes(regions), inGradient(pixels);
    out.fill(0xff);  // NaN: every value must be written
    const double forward = milliseconds(
        [&] { roiAlignForwardCuda(shape, type, in.data(), boxes.data(), out.data(), nullptr); });
    const double backward = milliseconds([&] {
        inGradient.fill(0);
        roiAlignBackwardCuda(shape, type, outGradient.data(), boxes.data(), inGradient.data(),
                             nullptr);
    });
    char line[200];
    const double a = difference(pooled, asFloats(out.values())),
                 b = difference(gradient, inGradient.values());
    std::snprintf(line, sizeof line,
                  "RoIAlign %s: forward %.1e apart, %.2f ms; backward %.1e apart, %.2f ms", name, a,
                  forward, b, backward);
    report(a < std::max(precision, 1e-5) && b < 1e-4, line);
}

void checkRoiAlignInTypes(std::mt19937& random, const RoiAlignShape& shape,
                          const std::string& name) {
    checkRoiAlignCase<float>(random, shape, FloatType::Float, 0, name.c_str());
    checkRoiAlignCase<__half>(random, shape, FloatType::Half, 1e-3, (name + ", half").c_str());
    checkRoiAlignCase<__nv_bfloat16>(random, shape, FloatType::BFloat16, 8e-3,
                                     (name + ", bfloat16").c_str());
}

void checkNmsCase(std::mt19937& random, std::size_t count, int classes, bool coarse,
                  double threshold) {
    std::vector<float> boxes, scores;
    std::vector<std::int64_t> categories;
    for (std::size_t i = 0; i < count; ++i) {
        // Coarse: equal scores, and IoUs of exactly the threshold.
        const auto number = [&](float most) {
            const float value = std::uniform_real_distribution<float>(0, most)(random);
            return coarse ? std::floor(value) : value;
        };
        const float x = number(60), y = number(60);
        boxes.insert(boxes.end(), {x, y, x + number(30), y + number(30)});
        scores.push_back(coarse ? number(20) / 20 : number(1));
        categories.push_back(std::int64_t(random() % unsigned(classes)));
    }
    const std::vector<std::int64_t> expected =
        nmsWithinClasses(boxes.data(), scores.data(), categories.data(), count, threshold);
    DeviceArray<float> deviceBoxes(boxes);
    DeviceArray<std::int64_t> deviceClasses(categories), order(orderByScore(scores.data(), count)),
        kept(count), keptCount(1);
    DeviceArray<unsigned char> workspace(nmsWorkspaceBytes(count));
    workspace.fill(0xff);  // must not matter
    const double time = milliseconds([&] {
        nmsWithinClassesCuda(deviceBoxes.data(), deviceClasses.data(), order.data(), count,
                             threshold, workspace.data(), kept.data(), keptCount.data(), nullptr);
    });
    std::vector<std::int64_t> result = kept.values();
    const std::int64_t found = keptCount.values().front();
    const bool fits = found >= 0 && std::size_t(found) <= count;
    result.resize(fits ? std::size_t(found) : 0);
    report(fits && result == expected,
           "NMS of " + std::to_string(count) + (coarse ? " coarse" : "") + " boxes in " +
               std::to_string(classes) + " classes, IoU > " + std::to_string(threshold) + ": " +
               std::to_string(expected.size()) + " kept, " + std::to_string(time) + " ms");
}

}  // namespace

int main() {
    int devices = 0;
    if (cudaGetDeviceCount(&devices) != cudaSuccess || devices == 0) {
        std::puts("skipped: there is no GPU that CUDA can use");
        return 77;
    }
    try {
        cudaDeviceProp device{};
        checkCuda(cudaGetDeviceProperties(&device, 0));
        std::printf("%s, compute capability %d.%d\n", device.name, device.major, device.minor);
        std::mt19937 random(7);
        for (const bool channelsLast : {false, true}) {
            const char* layout = channelsLast ? ", channels last" : "";
            for (const bool aligned : {true, false}) {
                for (const int ratio : {0, 2}) {
                    const std::string name = std::string(aligned ? "aligned" : "not aligned") +
                                             (ratio ? ", ratio 2" : ", adaptive") + layout;
                    checkRoiAlignInTypes(
                        random, {2, 5, 23, 31, 60, 7, .25f, ratio, aligned, channelsLast}, name);
                }
            }
            checkRoiAlignInTypes(random, {2, 256, 200, 304, 1000, 7, .25f, 0, true, channelsLast},
                                 std::string("of p2, 1000 regions") + layout);
        }
        for (const std::size_t count : {0u, 1u, 63u, 64u, 65u, 1000u, 10000u}) {
            for (const double threshold : {.5, .3, .7})
                checkNmsCase(random, count, 4, count % 2 == 0, threshold);
        }
        checkNmsCase(random, 4000, 1, true, .5);
    } catch (const std::exception& error) {
        report(false, error.what());
    }
    std::printf("%s\n", failures ? "some differ" : "all agree");
    return failures ? 1 : 0;
}
