#include "model/network/weights/tensor_view.h"

#include <algorithm>
#include <limits>

namespace selvedge {

namespace {

constexpr struct {
    Dtype dtype;
    const char* name;
    std::size_t bytes;
} kDtypes[] = {{Dtype::Bool, "BOOL", 1}, {Dtype::U8, "U8", 1},     {Dtype::I8, "I8", 1},
               {Dtype::U16, "U16", 2},   {Dtype::I16, "I16", 2},   {Dtype::U32, "U32", 4},
               {Dtype::I32, "I32", 4},   {Dtype::U64, "U64", 8},   {Dtype::I64, "I64", 8},
               {Dtype::F16, "F16", 2},   {Dtype::BF16, "BF16", 2}, {Dtype::F32, "F32", 4},
               {Dtype::F64, "F64", 8}};

}  // namespace

std::size_t bytesOf(Dtype dtype) {
    return kDtypes[static_cast<std::size_t>(dtype)].bytes;
}

const char* dtypeName(Dtype dtype) {
    return kDtypes[static_cast<std::size_t>(dtype)].name;
}

std::optional<Dtype> dtypeNamed(const std::string& name) {
    for (const auto& known : kDtypes) {
        if (name == known.name)
            return known.dtype;
    }
    return std::nullopt;
}

bool isFloating(Dtype dtype) {
    return dtype == Dtype::F16 || dtype == Dtype::BF16 || dtype == Dtype::F32 ||
           dtype == Dtype::F64;
}

std::int64_t TensorView::elements() const {
    std::int64_t product = 1;
    for (const std::int64_t edge : shape)
        product *= edge;
    return product;
}

std::optional<std::uint64_t> sizeOf(Dtype dtype, const std::vector<std::int64_t>& shape) {
    constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
    std::uint64_t bytes = bytesOf(dtype);
    bool empty = false;
    for (const std::int64_t edge : shape) {
        if (edge < 0)
            return std::nullopt;
        const auto factor = static_cast<std::uint64_t>(std::max<std::int64_t>(edge, 1));
        if (bytes > kMost / factor)
            return std::nullopt;
        bytes *= factor;
        empty = empty || edge == 0;
    }
    return empty ? 0 : bytes;
}

std::string shapeText(const std::vector<std::int64_t>& shape) {
    std::string text = "[";
    for (const std::int64_t edge : shape)
        text += (text.size() > 1 ? ", " : "") + std::to_string(edge);
    return text + "]";
}

}  // namespace selvedge
