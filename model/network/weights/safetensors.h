#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace selvedge {

// The safetensors format (huggingface/safetensors): u64 length of the header (little endian), the
// header in JSON, {name: {dtype, shape, data_offsets}} and "__metadata__" with strings, then the
// tensors' bytes, row-major, little endian.

// Spelled as in the file. Other dtypes of the format are refused.
enum class Dtype { Bool, U8, I8, U16, I16, U32, I32, U64, I64, F16, BF16, F32, F64 };
std::size_t bytesOf(Dtype dtype);    // of one element
const char* dtypeName(Dtype dtype);  // "F32"

// A named tensor whose bytes belong to somebody else; not necessarily aligned to its dtype.
struct TensorView {
    std::string name;
    Dtype dtype = Dtype::F32;
    std::vector<std::int64_t> shape;  // empty: one number
    const std::byte* data = nullptr;

    std::int64_t elements() const;  // product of the shape
    std::size_t bytes() const { return static_cast<std::size_t>(elements()) * bytesOf(dtype); }
};

// A file mapped into memory, checked whole on opening: the header is at most 100 MB and holds
// nothing but what the format knows, names are unique, sizes agree with shapes, and the tensors
// fill the data without gap or overlap. Throws Error (NotFound, Unreadable, BadFormat, Unsupported)
// with the path. Views live as long as this; const access from any number of threads. A file that
// another program cuts short while it is mapped ends this one with SIGBUS, as with every mapping;
// our own writer only ever replaces files.
class SafetensorsFile {
public:
    explicit SafetensorsFile(const std::filesystem::path& path);
    ~SafetensorsFile();
    SafetensorsFile(const SafetensorsFile&) = delete;
    SafetensorsFile& operator=(const SafetensorsFile&) = delete;

    const std::filesystem::path& path() const { return m_path; }
    std::span<const TensorView> tensors() const { return m_tensors; }  // in the file's data order
    const TensorView* find(const std::string& name) const;             // null when absent
    const std::map<std::string, std::string>& metadata() const { return m_metadata; }

private:
    void map();
    void read();
    [[noreturn]] void damaged(const std::string& what) const;

    std::filesystem::path m_path;
    const std::byte* m_bytes = nullptr;
    std::size_t m_size = 0;
    std::vector<TensorView> m_tensors;
    std::map<std::string, std::size_t> m_index;
    std::map<std::string, std::string> m_metadata;
};

// Writes atomically (temporary file, fsync, rename). The header is padded so that data starts at a
// multiple of 64 bytes; tensors lie by falling element size, then in the order given, so each is
// aligned. Throws Error: BadFormat for a name given twice, empty, or "__metadata__", NotWritable.
void writeSafetensors(const std::filesystem::path& path, std::span<const TensorView> tensors,
                      const std::map<std::string, std::string>& metadata);

}  // namespace selvedge
