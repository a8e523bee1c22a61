#include "model/network/convert.h"

#include <cstring>
#include <deque>
#include <map>
#include <set>

#include "model/network/inspect.h"
#include "model/network/layers/architecture.h"
#include "model/network/weights/load_plan.h"
#include "model/network/weights/safetensors.h"
#include "model/network/weights/weight_file.h"

namespace selvedge {

namespace {

using Metadata = std::map<std::string, std::string>;

// Tensors for a file, in order: views of another file's bytes, or of bytes that lie here.
class Tensors {
public:
    void add(const TensorMatch& match, const TensorView& source) {
        TensorView view = source;
        view.name = match.target;
        if (!match.rows.empty()) {
            view.shape.front() = std::int64_t(match.rows.size());
            view.data = reordered(source, match.rows);
        }
        m_views.push_back(std::move(view));
    }

    void addConstant(const ParameterSpec& spec) {
        TensorView view{spec.name, Dtype::F32, spec.shape, nullptr};
        const std::vector<float> values(std::size_t(view.elements()), float(spec.number));
        m_bytes.emplace_back(values.size() * sizeof(float));
        std::memcpy(m_bytes.back().data(), values.data(), m_bytes.back().size());
        view.data = m_bytes.back().data();
        m_views.push_back(std::move(view));
    }

    const std::vector<TensorView>& views() const { return m_views; }

private:
    // Row r is the source's rows[r], or zeros for -1: no byte set is 0 in every type.
    const std::byte* reordered(const TensorView& source, const std::vector<std::int64_t>& rows) {
        const std::size_t bytes = source.bytes() / std::size_t(source.shape.front());
        m_bytes.emplace_back(rows.size() * bytes);
        for (std::size_t r = 0; r < rows.size(); ++r) {
            if (rows[r] >= 0)
                std::memcpy(m_bytes.back().data() + r * bytes,
                            source.data + std::size_t(rows[r]) * bytes, bytes);
        }
        return m_bytes.back().data();
    }

    std::deque<std::vector<std::byte>> m_bytes;
    std::vector<TensorView> m_views;
};

// What the file has of the network, under the network's names.
Tensors networkTensors(const WeightFile& file, const std::vector<ParameterSpec>& specs,
                       const std::vector<TargetTensor>& network) {
    const LoadPlan plan = planThatFits(file, network);
    Tensors tensors;
    for (const TensorMatch& match : plan.matched)
        tensors.add(match, *file.find(match.source));
    const std::set<std::string> implied(plan.implied.begin(), plan.implied.end());
    for (const ParameterSpec& spec : specs) {
        if (implied.contains(spec.name))
            tensors.addConstant(spec);
    }
    return tensors;
}

// The same under torchvision's.
Tensors torchvisionTensors(const Tensors& ours, const std::vector<TargetTensor>& network) {
    std::map<std::string, const TensorView*> byName;
    for (const TensorView& tensor : ours.views())
        byName.emplace(tensor.name, &tensor);
    Tensors theirs;
    for (const TensorMatch& match : planExport(NameFamily::TorchvisionMaskRcnn, network)) {
        const auto held = byName.find(match.source);
        if (held != byName.end())
            theirs.add(match, *held->second);
    }
    return theirs;
}

}  // namespace

std::uint64_t convertWeightFile(const std::filesystem::path& path, WeightNames names,
                                const std::filesystem::path& target,
                                const std::optional<NetworkConfig>& network) {
    const WeightFile file(path);
    const std::vector<ParameterSpec> specs = parameterSpecs(networkFor(file, network));
    std::vector<TargetTensor> targets;
    for (const ParameterSpec& spec : specs)
        targets.push_back({spec.name, spec.shape});
    const Tensors ours = networkTensors(file, specs, targets);
    if (names == WeightNames::Detectron2) {
        // A checkpoint's config goes along: it says which network this is.
        writeSafetensors(target, ours.views(), isCheckpoint(file) ? file.metadata() : Metadata());
        return ours.views().size();
    }
    const Tensors theirs = torchvisionTensors(ours, targets);
    writeSafetensors(target, theirs.views(), {});
    return theirs.views().size();
}

}  // namespace selvedge
