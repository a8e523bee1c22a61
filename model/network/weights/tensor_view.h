#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace selvedge {

// Types of numbers, spelled as safetensors does. Others are refused by the readers.
enum class Dtype { Bool, U8, I8, U16, I16, U32, I32, U64, I64, F16, BF16, F32, F64 };
std::size_t bytesOf(Dtype dtype);    // of one element
const char* dtypeName(Dtype dtype);  // "F32"
std::optional<Dtype> dtypeNamed(const std::string& name);
bool isFloating(Dtype dtype);

// A named tensor whose bytes belong to somebody else: row-major, little endian, not necessarily
// aligned to its dtype.
struct TensorView {
    std::string name;
    Dtype dtype = Dtype::F32;
    std::vector<std::int64_t> shape;  // empty: one number
    const std::byte* data = nullptr;

    std::int64_t elements() const;  // product of the shape
    std::size_t bytes() const { return static_cast<std::size_t>(elements()) * bytesOf(dtype); }
};

// No format of ours and no network has more; a file that claims more is refused.
inline constexpr std::size_t kMostDimensions = 16;

// Bytes of a tensor with edges of 0 or more; nothing when an edge is negative or the edges, zeros
// left out, multiply to more than 63 bits hold.
std::optional<std::uint64_t> sizeOf(Dtype dtype, const std::vector<std::int64_t>& shape);

std::string shapeText(const std::vector<std::int64_t>& shape);  // "[2, 3]"

}  // namespace selvedge
