#include "model/network/weights/pickle_tensors.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

#include "dataset/error.h"

namespace selvedge {

// Strides in elements, none negative; `shape` is any until view() has looked at it.
struct PickledTensors::Source {
    Dtype dtype = Dtype::F32;
    std::vector<std::int64_t> shape, strides;
    std::int64_t offset = 0;  // elements
    std::span<const std::byte> bytes;
};

namespace {

[[noreturn]] void damaged(const std::string& what) {
    throw Error(ErrorKind::BadFormat, what);
}

const PickleValue& item(const PickleValue& value, std::size_t index, const char* what) {
    if (index >= value.items.size())
        damaged(std::string("it lacks ") + what);
    return *value.items[index];
}

const PickleValue& argument(const PickleValue& call, std::size_t index, const char* what) {
    return item(*call.items[1], index, what);
}

std::int64_t integerOf(const PickleValue& value, const char* what) {
    if (value.kind != PickleKind::Integer)
        damaged(std::string(what) + " is no whole number of 64 bits");
    return value.integer;
}

// A tuple or a torch.Size of one.
std::vector<std::int64_t> integersOf(const PickleValue& value, const char* what) {
    const PickleValue& tuple = value.calls("torch.Size") ? argument(value, 0, what) : value;
    if (!tuple.isSequence())
        damaged(std::string(what) + " is no tuple");
    if (tuple.items.size() > kMostDimensions)
        damaged(std::string(what) + " has " + std::to_string(tuple.items.size()) +
                " numbers, more than " + std::to_string(kMostDimensions));
    std::vector<std::int64_t> numbers;
    for (const PickleValue* number : tuple.items)
        numbers.push_back(integerOf(*number, what));
    return numbers;
}

std::string_view textOf(const PickleValue& value, const char* what) {
    if (!value.isText())
        damaged(std::string(what) + " is no text");
    return value.text;
}

// numpy.dtype('f4', ...) with the state (version, byte order, ...).
Dtype dtypeOfNumpy(const PickleValue& value) {
    constexpr std::pair<std::string_view, Dtype> kTypes[] = {
        {"f4", Dtype::F32}, {"f8", Dtype::F64}, {"f2", Dtype::F16}, {"i8", Dtype::I64},
        {"i4", Dtype::I32}, {"i2", Dtype::I16}, {"i1", Dtype::I8},  {"u8", Dtype::U64},
        {"u4", Dtype::U32}, {"u2", Dtype::U16}, {"u1", Dtype::U8},  {"b1", Dtype::Bool}};
    if (!value.calls("numpy.dtype"))
        damaged("its type is no numpy.dtype");
    const std::string_view name = textOf(argument(value, 0, "the name of its type"), "its type");
    if (value.items.size() > 2) {
        const PickleValue& order = item(*value.items[2], 1, "a byte order");
        if (textOf(order, "its byte order") == ">")
            throw Error(ErrorKind::Unsupported,
                        "its numbers are big endian; save it in Python as "
                        "array.astype(array.dtype.newbyteorder('<'))");
    }
    for (const auto& [known, dtype] : kTypes) {
        if (name == known)
            return dtype;
    }
    throw Error(ErrorKind::Unsupported, "it holds values of the numpy type " +
                                            std::string(name.substr(0, 20)) +
                                            ", which are no numbers that weights have; save it "
                                            "as float32");
}

std::vector<std::int64_t> rowMajor(const std::vector<std::int64_t>& shape) {
    std::vector<std::int64_t> strides(shape.size(), 1);
    for (std::size_t d = shape.size(); d > 1; --d)
        strides[d - 2] = strides[d - 1] * std::max<std::int64_t>(shape[d - 1], 1);
    return strides;
}

std::vector<std::int64_t> columnMajor(const std::vector<std::int64_t>& shape) {
    std::vector<std::int64_t> strides(shape.size(), 1);
    for (std::size_t d = 1; d < shape.size(); ++d)
        strides[d] = strides[d - 1] * std::max<std::int64_t>(shape[d - 1], 1);
    return strides;
}

// The largest element that is touched; nothing when that leaves 63 bits or a number is negative.
std::optional<std::int64_t> lastElement(std::int64_t offset, const std::vector<std::int64_t>& shape,
                                        const std::vector<std::int64_t>& strides) {
    std::int64_t last = offset;
    if (offset < 0)
        return std::nullopt;
    for (std::size_t d = 0; d < shape.size(); ++d) {
        std::int64_t reach = 0;
        if (strides[d] < 0 || __builtin_mul_overflow(shape[d] - 1, strides[d], &reach) ||
            __builtin_add_overflow(last, reach, &last))
            return std::nullopt;
    }
    return last;
}

// Whether the elements lie one after the other; an edge of 1 may have any stride.
bool liesRowByRow(const std::vector<std::int64_t>& shape,
                  const std::vector<std::int64_t>& strides) {
    const std::vector<std::int64_t> wanted = rowMajor(shape);
    for (std::size_t d = 0; d < shape.size(); ++d) {
        if (shape[d] > 1 && strides[d] != wanted[d])
            return false;
    }
    return true;
}

// Copies element by element, the last dimension fastest.
void gather(const std::byte* from, std::size_t size, const std::vector<std::int64_t>& shape,
            const std::vector<std::int64_t>& strides, std::byte* to, std::int64_t elements) {
    std::vector<std::int64_t> index(shape.size(), 0);
    std::int64_t position = 0;
    for (std::int64_t i = 0; i < elements; ++i) {
        std::memcpy(to + std::size_t(i) * size, from + std::size_t(position) * size, size);
        for (std::size_t d = shape.size(); d > 0; --d) {
            position += strides[d - 1];
            if (++index[d - 1] < shape[d - 1])
                break;
            position -= strides[d - 1] * shape[d - 1];
            index[d - 1] = 0;
        }
    }
}

// UTF-8 of characters up to U+00FF, as bytes; false where there are others.
bool latin1(std::string_view text, std::byte* to, std::size_t& written) {
    written = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned c = static_cast<unsigned char>(text[i]);
        if (c >= 0x80) {
            if ((c != 0xc2 && c != 0xc3) || ++i == text.size() ||
                (static_cast<unsigned char>(text[i]) & 0xc0) != 0x80)
                return false;
            c = ((c & 3u) << 6) | (static_cast<unsigned char>(text[i]) & 0x3fu);
        }
        to[written++] = std::byte(c);
    }
    return true;
}

}  // namespace

Dtype storageDtype(const PickleValue& value) {
    constexpr std::pair<std::string_view, Dtype> kStorages[] = {
        {"torch.FloatStorage", Dtype::F32}, {"torch.DoubleStorage", Dtype::F64},
        {"torch.HalfStorage", Dtype::F16},  {"torch.BFloat16Storage", Dtype::BF16},
        {"torch.LongStorage", Dtype::I64},  {"torch.IntStorage", Dtype::I32},
        {"torch.ShortStorage", Dtype::I16}, {"torch.CharStorage", Dtype::I8},
        {"torch.ByteStorage", Dtype::U8},   {"torch.BoolStorage", Dtype::Bool}};
    for (const auto& [name, dtype] : kStorages) {
        if (value.kind == PickleKind::Global && value.text == name)
            return dtype;
    }
    damaged("its storage has no type");
}

PickledTensors::PickledTensors(StorageSource storages, std::size_t mostCopied)
    : m_storages(std::move(storages)), m_left(mostCopied) {}

bool PickledTensors::isTensor(const PickleValue& value) {
    return value.calls("torch._utils._rebuild_tensor_v2") ||
           value.calls("torch._utils._rebuild_tensor") ||
           value.calls("torch._utils._rebuild_parameter") || value.calls("numpy._reconstruct") ||
           value.calls("numpy._frombuffer");
}

TensorView PickledTensors::read(const PickleValue& value, const std::string& name) {
    try {
        // A parameter is a call with a tensor as its first argument.
        const PickleValue* call = &value;
        if (call->calls("torch._utils._rebuild_parameter"))
            call = &argument(*call, 0, "its tensor");
        if (call->calls("numpy._reconstruct"))
            return view(arraySource(*call), name);
        if (call->calls("numpy._frombuffer"))
            return view(bufferSource(*call), name);
        if (call->calls("torch._utils._rebuild_tensor_v2") ||
            call->calls("torch._utils._rebuild_tensor"))
            return view(torchSource(*call), name);
        damaged("it is no tensor");
    } catch (const Error& error) {
        throw Error(error.kind(), "the tensor \"" + name + "\" cannot be used: " + error.what());
    }
}

// _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks); the storage's identity
// is
// ('storage', type, key, location, elements), in old files with a sixth that is None.
PickledTensors::Source PickledTensors::torchSource(const PickleValue& value) const {
    const PickleValue& storage = argument(value, 0, "a storage");
    if (storage.kind != PickleKind::Persistent)
        damaged("its storage is none");
    const PickleValue& identity = *storage.items[0];
    if (!identity.isSequence() ||
        textOf(item(identity, 0, "a storage"), "its storage") != "storage")
        damaged("its storage is none");
    if (identity.items.size() > 5 && identity.items[5]->kind != PickleKind::None)
        throw Error(ErrorKind::Unsupported,
                    "its storage is a part of another, as torch wrote before 0.4; save it again "
                    "with a newer torch");
    Source source;
    source.dtype = storageDtype(item(identity, 1, "a type"));
    const std::string_view key = textOf(item(identity, 2, "a key"), "the key of its storage");
    const std::int64_t elements = integerOf(item(identity, 4, "a size"), "its storage's size");
    const std::optional<std::uint64_t> bytes = sizeOf(source.dtype, {elements});
    if (!bytes)
        damaged("its storage has " + std::to_string(elements) + " elements");
    source.bytes = m_storages(key, *bytes);
    source.offset = integerOf(argument(value, 1, "an offset"), "its offset");
    source.shape = integersOf(argument(value, 2, "a shape"), "its shape");
    source.strides = integersOf(argument(value, 3, "strides"), "its strides");
    return source;
}

// _reconstruct(ndarray, (0,), b'b') with the state (version, shape, dtype, is Fortran's, bytes).
PickledTensors::Source PickledTensors::arraySource(const PickleValue& value) {
    if (value.items.size() < 3 || value.items[2]->kind != PickleKind::Tuple)
        damaged("its array has no state");
    const PickleValue& state = *value.items[2];
    Source source;
    source.shape = integersOf(item(state, 1, "a shape"), "its shape");
    source.dtype = dtypeOfNumpy(item(state, 2, "a type"));
    if (!sizeOf(source.dtype, source.shape))
        damaged("its shape " + shapeText(source.shape) + " is none");
    const PickleValue& fortran = item(state, 3, "an order");
    if (fortran.kind != PickleKind::Bool && fortran.kind != PickleKind::Integer)
        damaged("its order is neither true nor false");
    source.strides = fortran.integer != 0 ? columnMajor(source.shape) : rowMajor(source.shape);
    source.bytes = rawBytes(item(state, 4, "its numbers"));
    return source;
}

// _frombuffer(bytes, dtype, shape, order), the form of protocol 5.
PickledTensors::Source PickledTensors::bufferSource(const PickleValue& value) {
    Source source;
    source.dtype = dtypeOfNumpy(argument(value, 1, "a type"));
    source.shape = integersOf(argument(value, 2, "a shape"), "its shape");
    if (!sizeOf(source.dtype, source.shape))
        damaged("its shape " + shapeText(source.shape) + " is none");
    source.strides = textOf(argument(value, 3, "an order"), "its order") == "F"
                         ? columnMajor(source.shape)
                         : rowMajor(source.shape);
    source.bytes = rawBytes(argument(value, 0, "its numbers"));
    return source;
}

// Protocol 2 of Python 3 writes bytes as _codecs.encode('text', 'latin1').
std::span<const std::byte> PickledTensors::rawBytes(const PickleValue& value) {
    if (value.kind == PickleKind::Bytes)
        return std::as_bytes(std::span(value.text));
    if (value.calls("builtins.bytes") && value.items[1]->items.empty())
        return {};
    if (!value.calls("_codecs.encode"))
        damaged("its numbers are not there as bytes");
    const std::string_view text = textOf(argument(value, 0, "its numbers"), "a text of bytes");
    if (textOf(argument(value, 1, "an encoding"), "its encoding") != "latin1")
        damaged("its numbers have an unknown encoding");
    const std::span<std::byte> bytes = copyOf(text.size());
    std::size_t written = 0;
    if (!latin1(text, bytes.data(), written))
        damaged("its numbers are no bytes in latin1");
    return bytes.first(written);
}

std::span<std::byte> PickledTensors::copyOf(std::size_t bytes) {
    if (bytes > m_left)
        damaged(
            "its numbers, written out one by one, would take more memory than the file has; "
            "in Python, save tensor.contiguous().clone() instead of an expanded tensor");
    m_left -= bytes;
    return m_copies.emplace_back(bytes);
}

TensorView PickledTensors::view(const Source& source, const std::string& name) {
    const std::optional<std::uint64_t> bytes = sizeOf(source.dtype, source.shape);
    if (!bytes || source.strides.size() != source.shape.size())
        damaged("its shape " + shapeText(source.shape) + " is none");
    TensorView tensor{name, source.dtype, source.shape, source.bytes.data()};
    if (*bytes == 0)
        return tensor;
    const std::optional<std::int64_t> last =
        lastElement(source.offset, source.shape, source.strides);
    const std::size_t size = bytesOf(source.dtype);
    if (!last || std::uint64_t(*last) >= source.bytes.size() / size)
        damaged("its shape " + shapeText(source.shape) + " with the strides " +
                shapeText(source.strides) + " leaves the numbers that are there");
    tensor.data += std::size_t(source.offset) * size;
    if (!liesRowByRow(source.shape, source.strides)) {
        std::vector<std::int64_t> strides = source.strides;
        for (std::size_t d = 0; d < strides.size(); ++d)
            strides[d] = source.shape[d] > 1 ? strides[d] : 0;  // an unused one may be any number
        const std::span<std::byte> copy = copyOf(*bytes);
        gather(tensor.data, size, source.shape, strides, copy.data(), tensor.elements());
        tensor.data = copy.data();
    }
    return tensor;
}

}  // namespace selvedge
