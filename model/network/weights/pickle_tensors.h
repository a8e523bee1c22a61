#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/network/weights/pickle.h"
#include "model/network/weights/tensor_view.h"

namespace selvedge {

// The bytes of the torch storage with this key, wherever the format keeps them. Throws Error when
// there is none or it has another size than `bytes`.
using StorageSource =
    std::function<std::span<const std::byte>(std::string_view key, std::uint64_t bytes)>;

// Of torch.FloatStorage etc.; Error(BadFormat) for another value.
Dtype storageDtype(const PickleValue& value);

// Reads the pickled calls by which torch (torch/_utils.py: _rebuild_tensor_v2, _rebuild_parameter)
// and numpy (numpy/_core/src/multiarray/methods.c: array_reduce) rebuild their arrays. Numbers that
// lie row by row in the file are not copied; others (strided tensors, Fortran order, bytes that
// protocol 2 wrote as text) are, into memory that lives as long as this: at most `mostCopied` bytes
// in all, so that a few bytes with a stride of 0 cannot become gigabytes.
class PickledTensors {
public:
    PickledTensors(StorageSource storages, std::size_t mostCopied);

    // Whether the value is a call that makes a tensor.
    static bool isTensor(const PickleValue& value);
    // The tensor of such a call. Throws Error, a sentence with the tensor's name and without the
    // path: BadFormat for strides that leave the storage, negative or too large edges, a storage
    // that is missing; Unsupported for other numbers than Dtype has, and for big endian.
    TensorView read(const PickleValue& value, const std::string& name);

private:
    struct Source;  // numbers, where they lie and how
    Source torchSource(const PickleValue& value) const;
    Source arraySource(const PickleValue& value);
    Source bufferSource(const PickleValue& value);
    std::span<const std::byte> rawBytes(const PickleValue& value);
    std::span<std::byte> copyOf(std::size_t bytes);
    TensorView view(const Source& source, const std::string& name);

    StorageSource m_storages;
    std::size_t m_left;  // bytes that may still be copied
    std::deque<std::vector<std::byte>> m_copies;
};

}  // namespace selvedge
