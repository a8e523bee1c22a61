#include "model/network/weights/weight_file.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <unordered_map>
#include <utility>

#include "dataset/error.h"
#include "model/network/weights/safetensors.h"
#include "model/network/weights/weight_choice.h"
#include "model/network/weights/weight_source.h"

namespace selvedge {

// What a pickle points to must outlive nothing but the reading: names are copied, numbers lie in
// the mapping or in `copies`.
struct WeightFile::Content {
    explicit Content(MappedFile mapped) : file(std::move(mapped)) {}

    MappedFile file;
    std::unique_ptr<SafetensorsFile> safetensors;  // owns the mapping of such a file
    WeightFormat format = WeightFormat::Safetensors;
    PickledLayout layout;
    std::map<std::string, std::string> notes, metadata;
    std::unique_ptr<PickledTensors> copies;
    std::vector<TensorView> tensors;
    std::unordered_map<std::string, std::size_t> index;
};

namespace {

// Small files may be copied more often than twice.
constexpr std::size_t kSpareCopies = 1 << 20;

std::string_view beginOf(std::span<const std::byte> file) {
    return {reinterpret_cast<const char*>(file.data()), std::min<std::size_t>(file.size(), 64)};
}

// What people put in place of weights by mistake.
void refuseOthers(std::span<const std::byte> file) {
    const std::string_view begin = beginOf(file);
    const auto refuse = [](const std::string& what) { throw Error(ErrorKind::BadFormat, what); };
    if (begin.empty())
        refuse("it is empty");
    if (begin.starts_with("version https://git-lfs"))
        refuse("it is a pointer of Git LFS, not the file itself; run \"git lfs pull\"");
    if (begin.starts_with("<"))
        refuse("it is a web page, so the download went wrong; download it again");
    if (begin.starts_with("\x1f\x8b"))
        refuse("it is compressed; unpack it with gunzip first");
    if (begin.find("ustar") != begin.npos)
        refuse("it is a tar archive; unpack it first");
}

WeightFormat formatOf(std::span<const std::byte> file) {
    refuseOthers(file);
    if (isTorchZip(file))
        return WeightFormat::TorchZip;
    if (isTorchLegacy(file))
        return WeightFormat::TorchLegacy;
    const std::string_view begin = beginOf(file);
    if (begin.front() == '\x80')
        return WeightFormat::Pickle;
    if (begin.size() > 8 && begin[8] == '{')
        return WeightFormat::Safetensors;
    // Pickles of protocol 0 and 1 begin with a container.
    if (begin.starts_with("(dp") || begin.starts_with("}q") || begin.starts_with("ccollections"))
        throw Error(
            ErrorKind::Unsupported,
            "it is a pickle of protocol 0 or 1; load and save it in Python with protocol 2");
    throw Error(ErrorKind::BadFormat,
                "it holds no weights: it is neither safetensors, nor a .pth of torch.save, nor a "
                ".pkl of numpy arrays");
}

PickledFile pickledFile(WeightFormat format, std::span<const std::byte> file) {
    switch (format) {
        case WeightFormat::TorchZip:
            return readTorchZip(file);
        case WeightFormat::TorchLegacy:
            return readTorchLegacy(file);
        default:
            return readPlainPickle(file);
    }
}

}  // namespace

const char* weightFormatName(WeightFormat format) {
    switch (format) {
        case WeightFormat::Safetensors:
            return "safetensors";
        case WeightFormat::TorchZip:
            return "PyTorch, zip";
        case WeightFormat::TorchLegacy:
            return "PyTorch, before 1.6";
        case WeightFormat::Pickle:
            return "pickle of numpy arrays";
    }
    return "";
}

WeightFile::WeightFile(const std::filesystem::path& path) {
    auto content = std::make_unique<Content>(MappedFile(path));
    try {
        const std::span<const std::byte> file = content->file.bytes();
        content->format = formatOf(file);
        if (content->format != WeightFormat::Safetensors) {
            const PickledFile pickled = pickledFile(content->format, file);
            WeightChoice choice = chooseWeights(pickled.pickle);
            content->copies =
                std::make_unique<PickledTensors>(pickled.storages, 2 * file.size() + kSpareCopies);
            for (const auto& [name, value] : choice.tensors)
                content->tensors.push_back(content->copies->read(*value, name));
            content->layout = std::move(choice.layout);
            content->notes = std::move(choice.notes);
        }
    } catch (const Error& error) {
        throw Error(error.kind(), path.string() + " cannot be read as weights: " + error.what());
    }
    if (content->format == WeightFormat::Safetensors) {  // whose sentences name the path
        content->safetensors = std::make_unique<SafetensorsFile>(std::move(content->file));
        content->tensors.assign(content->safetensors->tensors().begin(),
                                content->safetensors->tensors().end());
        content->metadata = content->safetensors->metadata();
    }
    for (std::size_t i = 0; i < content->tensors.size(); ++i)
        content->index.emplace(content->tensors[i].name, i);
    m_content = std::move(content);
}

WeightFile::~WeightFile() = default;

const std::filesystem::path& WeightFile::path() const {
    return m_content->safetensors ? m_content->safetensors->path() : m_content->file.path();
}
WeightFormat WeightFile::format() const {
    return m_content->format;
}
std::span<const TensorView> WeightFile::tensors() const {
    return m_content->tensors;
}
const TensorView* WeightFile::find(const std::string& name) const {
    const auto found = m_content->index.find(name);
    return found == m_content->index.end() ? nullptr : &m_content->tensors[found->second];
}
const std::map<std::string, std::string>& WeightFile::metadata() const {
    return m_content->metadata;
}
const PickledLayout& WeightFile::layout() const {
    return m_content->layout;
}
const std::map<std::string, std::string>& WeightFile::notes() const {
    return m_content->notes;
}

}  // namespace selvedge
