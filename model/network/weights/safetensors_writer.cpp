#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "dataset/error.h"
#include "dataset/format/atomic_file.h"
#include "model/network/weights/safetensors.h"

namespace selvedge {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kAlignment = 64;

// The header with its length before it, padded with blanks so that data begins aligned.
std::string headerBytes(const std::filesystem::path& path,
                        const std::vector<const TensorView*>& tensors,
                        const std::map<std::string, std::string>& metadata) {
    Json header = Json::object();
    if (!metadata.empty())
        header["__metadata__"] = metadata;
    std::uint64_t offset = 0;
    for (const TensorView* tensor : tensors) {
        if (tensor->name.empty() || header.contains(tensor->name) || tensor->name == "__metadata__")
            throw Error(ErrorKind::BadFormat, path.string() + " cannot hold a tensor named \"" +
                                                  tensor->name +
                                                  "\" (empty, reserved or there "
                                                  "twice)");
        const std::uint64_t end = offset + tensor->bytes();
        header[tensor->name] = {{"dtype", dtypeName(tensor->dtype)},
                                {"shape", tensor->shape},
                                {"data_offsets", {offset, end}}};
        offset = end;
    }
    std::string text;
    try {
        text = header.dump();
    } catch (const Json::exception& error) {
        throw Error(ErrorKind::BadFormat,
                    path.string() + " cannot hold a text that is not UTF-8: " + error.what());
    }
    text.resize((text.size() + 8 + kAlignment - 1) / kAlignment * kAlignment - 8, ' ');
    std::string bytes;
    for (std::size_t i = 0; i < 8; ++i)
        bytes += static_cast<char>(text.size() >> (8 * i) & 0xff);
    return bytes + text;
}

}  // namespace

void writeSafetensors(const std::filesystem::path& path, std::span<const TensorView> tensors,
                      const std::map<std::string, std::string>& metadata) {
    std::vector<const TensorView*> ordered;
    for (const TensorView& tensor : tensors)
        ordered.push_back(&tensor);
    std::stable_sort(ordered.begin(), ordered.end(), [](const auto* a, const auto* b) {
        return bytesOf(a->dtype) > bytesOf(b->dtype);
    });
    AtomicFile file(path);
    file.write(headerBytes(path, ordered, metadata));
    for (const TensorView* tensor : ordered) {
        std::string_view rest(reinterpret_cast<const char*>(tensor->data), tensor->bytes());
        constexpr std::size_t kPiece = 1 << 19;  // the file's buffer takes no more at a time
        for (; !rest.empty(); rest.remove_prefix(std::min(kPiece, rest.size())))
            file.write(rest.substr(0, kPiece));
    }
    file.commit();
}

}  // namespace selvedge
