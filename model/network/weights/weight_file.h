#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "model/network/weights/mapped_file.h"
#include "model/network/weights/tensor_view.h"

namespace selvedge {

enum class WeightFormat {
    Safetensors,
    TorchZip,     // torch.save since 1.6: a zip with data.pkl and data/<key>
    TorchLegacy,  // torch.save before: four pickles, then the storages
    Pickle,       // numpy arrays: Detectron2's model zoo, MSRA and Caffe2 (.pkl)
};
const char* weightFormatName(WeightFormat format);  // for people

// Where the weights lie in a pickled file.
struct PickledLayout {
    std::vector<std::string> topLevelKeys;  // of the outermost dict, at most 100
    std::string weightsKey;  // "model", "checkpoint.model"; empty: the outermost dict itself
};

// The named tensors of a file in any of these formats, told apart by the first bytes, not by the
// name. Nothing in the file is executed (pickle.h), and memory stays in proportion to it: numbers
// are mapped where they lie row by row, else copied, at most twice the file's size.
//
// Of a pickled file the weights are what the outermost dict holds under the first of "model",
// "state_dict", "model_state_dict", "module", "weights", "net", "network", "blobs", "params" with
// tensors in it, and so on inside; else its only dict with tensors, where it holds none itself;
// else the dict itself. Names in dicts inside are joined with dots. What is no tensor is passed
// over.
//
// Throws Error (NotFound, Unreadable, BadFormat, Unsupported): a sentence with the path and what to
// do. Views live as long as this; const access from any number of threads.
class WeightFile {
public:
    explicit WeightFile(const std::filesystem::path& path);
    ~WeightFile();

    const std::filesystem::path& path() const;
    WeightFormat format() const;
    std::span<const TensorView> tensors() const;                 // in the file's order
    const TensorView* find(const std::string& name) const;       // null when absent
    const std::map<std::string, std::string>& metadata() const;  // of safetensors
    const PickledLayout& layout() const;                         // of the others
    // Texts and numbers beside the weights in the outermost dict: {"__author__": "Detectron2 Model
    // Zoo", "iteration": "269999"}; at most 100.
    const std::map<std::string, std::string>& notes() const;

private:
    struct Content;
    std::unique_ptr<const Content> m_content;
};

}  // namespace selvedge
