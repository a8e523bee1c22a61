#pragma once

#include <filesystem>
#include <optional>

#include "model/network/layers/parameters_torch.h"
#include "model/network/training/solver_torch.h"

namespace selvedge {

// A checkpoint is a safetensors file: every tensor of the network under its own name, the momentum
// of each trained one under "momentum." + name, and as metadata "selvedge.config" (TrainConfig as
// JSON) and "selvedge.step" (steps done). Sampling depends on (seed, step) alone, so this is all a
// training needs to go on as if it had not been interrupted.

// Writes `folder`/step-<n>.safetensors, atomically; returns its path. Throws Error.
std::filesystem::path saveCheckpoint(const std::filesystem::path& folder, const Network& network,
                                     const Sgd& solver, const TrainConfig& config, int step);

// Goes on from a checkpoint of ours: sets the network's tensors and the momentum; returns the steps
// done. Throws Error when the file is damaged, not ours or of another network.
int resumeFrom(const std::filesystem::path& file, Network& network, Sgd& solver);

// Starts from the weights in a file of any known format (WeightFile): copies every tensor whose
// name and shape fit by planLoading(); returns the names of those that stay fresh. Throws Error
// when the file is damaged or nothing fits.
std::vector<std::string> startFrom(const std::filesystem::path& file, Network& network);

// The network of a checkpoint, ready to predict; of weights of other programs `given` or the one
// that fits (networkFor), what they do not have fresh. Throws Error with the path when the file is
// damaged, has a config that cannot be read or another than `given`, or lacks a tensor.
Network loadNetwork(const std::filesystem::path& file, const at::Device& device,
                    const std::optional<NetworkConfig>& given = {});

}  // namespace selvedge
