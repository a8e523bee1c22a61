#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "model/network/weights/pickle.h"
#include "model/network/weights/pickle_tensors.h"

// Parts of weight_file.cpp: how each pickled format is laid out.
namespace selvedge {

// The pickle of a file's values and where its storages are.
struct PickledFile {
    Pickle pickle;
    StorageSource storages;
};

bool isTorchZip(std::span<const std::byte> file);
bool isTorchLegacy(std::span<const std::byte> file);

// torch/serialization.py, _save and _legacy_save. The file outlives the result. Throw Error, the
// sentence without the path.
PickledFile readTorchZip(std::span<const std::byte> file);
PickledFile readTorchLegacy(std::span<const std::byte> file);
// A pickle of numpy arrays, which has no storages.
PickledFile readPlainPickle(std::span<const std::byte> file);

}  // namespace selvedge
