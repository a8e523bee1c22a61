#include "model/network/weights/load_plan.h"

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <unordered_map>

#include "dataset/error.h"
#include "model/network/weights/weight_file.h"

namespace selvedge {

namespace {

// A file's tensor and the part of its name that counts.
struct Source {
    const TensorView* tensor = nullptr;
    std::string name;
    bool used = false;
};

const TargetTensor* tensorNamed(std::span<const TargetTensor> network, std::string_view name) {
    const auto found =
        std::find_if(network.begin(), network.end(),
                     [&](const TargetTensor& tensor) { return tensor.name == name; });
    return found == network.end() ? nullptr : &*found;
}

// Whether the background has box deltas, four a class, as the scores have it.
bool hasBackgroundOutputs(std::span<const TargetTensor> network) {
    const TargetTensor* scores = tensorNamed(network, "roi_heads.box_predictor.cls_score.bias");
    const TargetTensor* deltas = tensorNamed(network, "roi_heads.box_predictor.bbox_pred.bias");
    return scores && deltas && deltas->shape.front() == 4 * scores->shape.front();
}

std::vector<Source> sourcesOf(std::span<const TensorView> tensors) {
    std::vector<Source> sources;
    for (const TensorView& tensor : tensors)
        sources.push_back({&tensor, tensor.name, false});
    for (bool stripped = !sources.empty(); stripped;) {
        stripped = false;
        for (const std::string_view prefix : {"module.", "model.", "_orig_mod."}) {
            if (!std::all_of(sources.begin(), sources.end(),
                             [&](const Source& source) { return source.name.starts_with(prefix); }))
                continue;
            for (Source& source : sources)
                source.name.erase(0, prefix.size());
            stripped = true;
        }
    }
    return sources;
}

class Planner {
public:
    Planner(std::span<const TensorView> tensors, const std::string& author)
        : m_sources(sourcesOf(tensors)) {
        std::vector<std::string> names;
        for (const Source& source : m_sources)
            names.push_back(source.name);
        m_plan.family = nameFamilyOf(names);
        for (Source& source : m_sources)
            m_byName.emplace(
                m_plan.family == NameFamily::Caffe2 ? endOfCaffe2Name(source.name) : source.name,
                &source);
        m_plan.flavour = flavourOf(author);
    }

    LoadPlan plan(std::span<const TargetTensor> network) {
        m_background = hasBackgroundOutputs(network);
        for (const TargetTensor& target : network)
            place(target);
        for (const Source& source : m_sources) {
            if (!source.used)
                (isIgnored(source.name) ? m_plan.ignored : m_plan.leftOver)
                    .push_back(source.tensor->name);
        }
        return std::move(m_plan);
    }

private:
    // The file's tensor for one of the network; null when there is none.
    Source* sourceFor(const std::string& target) {
        const auto named = [&](const std::string& name) -> Source* {
            const auto found = m_byName.find(name);
            return found == m_byName.end() ? nullptr : found->second;
        };
        if (m_plan.family == NameFamily::TorchvisionResNet ||
            m_plan.family == NameFamily::TorchvisionMaskRcnn) {
            const std::vector<std::string> names = torchvisionNames(m_plan.family, target);
            for (const std::string& name : names) {
                if (Source* source = named(name))
                    return source;
            }
            return names.empty() ? named(target) : nullptr;  // as planExport leaves it
        }
        // Ends of the name, the longest first.
        for (std::size_t begin = 0; begin != std::string::npos;) {
            const std::string end = target.substr(begin);
            // "weight" alone says nothing.
            Source* source = end.find('.') == end.npos ? nullptr : named(end);
            if (source)
                return source;
            begin = target.find('.', begin);
            begin += begin == std::string::npos ? 0 : 1;
        }
        return nullptr;
    }

    void place(const TargetTensor& target) {
        Source* source = sourceFor(target.name);
        if (!source) {
            const bool implied = isImplied(target.name);
            (implied ? m_plan.implied : m_plan.missing).push_back(target.name);
            if (!implied)
                m_plan.fresh.push_back(target.name);
            return;
        }
        source->used = true;
        const BackgroundRows background = backgroundRows(m_plan.family, target.name, m_background);
        std::vector<std::int64_t> shape = source->tensor->shape;
        if (background.rows > 0 && !background.toEnd && !shape.empty())
            shape.front() -= background.rows;
        if (shape != target.shape || !isFloating(source->tensor->dtype)) {
            m_plan.otherShape.push_back(
                {source->tensor->name, target.name, source->tensor->shape, target.shape});
            m_plan.fresh.push_back(target.name);
            return;
        }
        TensorMatch match{source->tensor->name, target.name, {}};
        if (background.rows > 0) {
            match.rows.resize(std::size_t(target.shape.front()));
            std::iota(match.rows.begin(), match.rows.end(), background.rows);
            if (background.toEnd)
                std::iota(match.rows.end() - background.rows, match.rows.end(), 0);
        }
        m_plan.matched.push_back(std::move(match));
    }

    bool isImplied(const std::string& target) {
        for (const std::string statistic : {"running_mean", "running_var"}) {
            if (m_plan.family == NameFamily::Caffe2 && target.ends_with(".norm." + statistic))
                return sourceFor(target.substr(0, target.size() - statistic.size()) + "weight");
        }
        return false;
    }

    static bool isIgnored(const std::string& name) {
        return name == "pixel_mean" || name == "pixel_std" ||
               name.find("anchor_generator.cell_anchors") != name.npos ||
               name.ends_with(".num_batches_tracked") || name.starts_with("momentum.");
    }

    const Source* starting(std::string_view prefix) const {
        for (const Source& source : m_sources) {
            if (source.name.starts_with(prefix))
                return &source;
        }
        return nullptr;
    }

    std::optional<WeightFlavour> flavourOf(const std::string& author) const {
        WeightFlavour flavour;
        const bool torchvision = m_plan.family == NameFamily::TorchvisionMaskRcnn ||
                                 m_plan.family == NameFamily::TorchvisionResNet ||
                                 author == "torchvision";
        if (m_plan.family == NameFamily::Unknown)
            return std::nullopt;
        if (torchvision) {
            flavour.name =
                starting("backbone.fpn.inner_blocks.0.1.") ? "torchvision-v2" : "torchvision";
            flavour.bgr = false;
            flavour.mean = {123.675, 116.28, 103.53};
            flavour.std = {58.395, 57.12, 57.375};
            flavour.strideInFirst1x1 = false;
            if (m_plan.family == NameFamily::TorchvisionMaskRcnn)
                flavour.alignedRegions = false;
            return flavour;
        }
        flavour.name = "detectron2";
        flavour.mean = {103.530, 116.280, 123.675};
        flavour.std = {1, 1, 1};
        if (m_plan.family == NameFamily::Detectron2 && starting("roi_heads."))
            flavour.alignedRegions = true;
        // ResNeXt's grouped 3x3 has fewer input channels than outputs: FB's own pre-training.
        for (const Source& source : m_sources) {
            const std::string name =
                m_plan.family == NameFamily::Caffe2 ? endOfCaffe2Name(source.name) : source.name;
            const std::vector<std::int64_t>& shape = source.tensor->shape;
            if (name.ends_with("res2.0.conv2.weight") && shape.size() == 4 && shape[1] < shape[0]) {
                flavour.std = {57.375, 57.120, 58.395};
                flavour.strideInFirst1x1 = false;
            }
        }
        return flavour;
    }

    std::vector<Source> m_sources;
    std::unordered_map<std::string, Source*> m_byName;
    bool m_background = false;  // the network has box deltas and a mask for the background
    LoadPlan m_plan;
};

std::string numbersText(const std::array<double, 3>& numbers) {
    char text[96];
    std::snprintf(text, sizeof text, "%.3f, %.3f, %.3f", numbers[0], numbers[1], numbers[2]);
    return text;
}

}  // namespace

std::vector<std::string> WeightFlavour::sentences() const {
    std::vector<std::string> facts;
    facts.push_back(std::string(bgr ? "BGR" : "RGB") + " input from 0 to 255, minus " +
                    numbersText(mean) + ", divided by " + numbersText(std) +
                    (bgr ? "" : " (torchvision: from 0 to 1, all divided by 255)"));
    facts.push_back(strideInFirst1x1 ? "stride 2 in the first 1x1 of a stage"
                                     : "stride 2 in the 3x3 of a stage's first block");
    if (alignedRegions)
        facts.push_back(*alignedRegions
                            ? "RoIAlign aligned, with as many samples as a bin has pixels"
                            : "RoIAlign not aligned, 2 x 2 samples a bin; anchors rounded");
    return facts;
}

LoadPlan planLoading(std::span<const TensorView> tensors, const std::string& author,
                     std::span<const TargetTensor> network) {
    return Planner(tensors, author).plan(network);
}

LoadPlan planLoading(const WeightFile& file, std::span<const TargetTensor> network) {
    const auto author = file.notes().find("__author__");
    return planLoading(file.tensors(), author == file.notes().end() ? "" : author->second, network);
}

LoadPlan planThatFits(const WeightFile& file, std::span<const TargetTensor> network) {
    LoadPlan plan = planLoading(file, network);
    if (plan.matched.empty())
        throw Error(ErrorKind::BadFormat,
                    file.path().string() + " has no tensor that fits this network");
    return plan;
}

std::vector<TensorMatch> planExport(NameFamily family, std::span<const TargetTensor> network) {
    const bool outputs = hasBackgroundOutputs(network);
    // Its box head has convolutions in front of one FC, which torchvision numbers with them.
    const bool second = tensorNamed(network, "roi_heads.box_head.conv1.weight");
    std::vector<TensorMatch> plan;
    for (const TargetTensor& tensor : network) {
        const std::vector<std::string> names = torchvisionNames(family, tensor.name);
        TensorMatch match{tensor.name, names.empty() ? tensor.name : names.front(), {}};
        if (second && tensor.name.starts_with("roi_heads.box_head.fc1."))
            match.target = names.back();
        const BackgroundRows background = backgroundRows(family, tensor.name, outputs);
        if (background.rows > 0) {
            const std::int64_t rows = tensor.shape.front();
            for (int r = 0; r < background.rows; ++r)
                match.rows.push_back(background.toEnd ? rows - background.rows + r : -1);
            for (std::int64_t r = 0; r < rows - (background.toEnd ? background.rows : 0); ++r)
                match.rows.push_back(r);
        }
        plan.push_back(std::move(match));
    }
    return plan;
}

}  // namespace selvedge
