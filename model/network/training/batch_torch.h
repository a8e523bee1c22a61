#pragma once

#include <ATen/ATen.h>

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "model/engine.h"
#include "model/network/heads/proposals_torch.h"
#include "model/network/losses/targets_torch.h"

namespace selvedge {

// Pictures of one step, on the CPU until moved.
struct Batch {
    int step = 0;
    at::Tensor input;  // [N, 3, H, W] of padded()
    std::vector<InputSize> sizes;
    std::vector<ImageTargets> targets;
    std::vector<std::string> skipped;  // why pictures could not be read, with their names

    void moveTo(const at::Device& device);
};

// One picture as the network sees it, [3, h, w]: resized to `minSize`, at most `maxSize`, minus
// mean over deviation. In Detectron2's flavour (METHOD 2.1, Input) by Pillow's filter, B, G, R of
// 0-255; in torchvision's by preprocess/float_resize.h, R, G, B of 0-1.
at::Tensor networkInput(const Image& image, const NetworkConfig& config);
// [N, 3, H, W] of pictures [3, h, w], zeros right and below, to multiples of 32.
at::Tensor padded(const std::vector<at::Tensor>& pictures);
// The batches of a training in order, made up to two ahead on a thread of its own (which runs no
// torch operator, so it starts no pool of threads). Objects that vanish when the picture is resized
// are left out. Which pictures a step
// gets, and which of them are flipped, is a function of (seed, step): each epoch is a new random
// order of all pictures. Instead of a picture that cannot be read comes the next one of its epoch.
class BatchLoader {
public:
    BatchLoader(const TrainConfig& config, const SampleSource& samples, int firstStep);
    ~BatchLoader();
    BatchLoader(const BatchLoader&) = delete;
    BatchLoader& operator=(const BatchLoader&) = delete;

    // The next step's batch, or none when `stop` is requested first. Throws Error when no picture
    // can be read, or for a category or attribute that the network does not have.
    std::optional<Batch> next(std::stop_token stop);

private:
    void run(std::stop_token stop);
    Batch make(int step);
    TrainingSample read(std::uint64_t position, std::vector<std::string>& skipped);

    TrainConfig m_config;
    const SampleSource& m_samples;
    int m_step;
    std::vector<std::size_t> m_order;  // of epoch m_epoch
    std::uint64_t m_epoch = UINT64_MAX;
    std::vector<bool> m_unreadable;
    std::string m_lastProblem;

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<Batch> m_ready;
    std::exception_ptr m_failed;
    std::jthread m_thread;  // last: it uses the rest
};

}  // namespace selvedge
