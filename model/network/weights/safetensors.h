#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "model/network/weights/mapped_file.h"
#include "model/network/weights/tensor_view.h"

namespace selvedge {

// The safetensors format (huggingface/safetensors): u64 length of the header (little endian), the
// header in JSON, {name: {dtype, shape, data_offsets}} and "__metadata__" with strings, then the
// tensors' bytes, row-major, little endian.

// A file mapped into memory, checked whole on opening: the header is at most 100 MB and holds
// nothing but what the format knows, names are unique, sizes agree with shapes, and the tensors
// fill the data without gap or overlap. Throws Error (NotFound, Unreadable, BadFormat, Unsupported)
// with the path. Views live as long as this; const access from any number of threads.
class SafetensorsFile {
public:
    explicit SafetensorsFile(const std::filesystem::path& path);
    explicit SafetensorsFile(MappedFile file);

    const std::filesystem::path& path() const { return m_file.path(); }
    std::span<const TensorView> tensors() const { return m_tensors; }  // in the file's data order
    const TensorView* find(const std::string& name) const;             // null when absent
    const std::map<std::string, std::string>& metadata() const { return m_metadata; }

private:
    void read();
    [[noreturn]] void damaged(const std::string& what) const;

    MappedFile m_file;
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
