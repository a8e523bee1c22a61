// A weight file of any format: whatever the bytes are, it is refused or every byte of every tensor
// is there, and a plan can be made of it.
#include "dataset/error.h"
#include "model/network/weights/load_plan.h"
#include "model/network/weights/weight_file.h"
#include "tests/fuzz/fuzz_input.h"

using namespace selvedge;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::vector<TargetTensor> network = {
        {"backbone.bottom_up.res2.0.conv1.weight", {4, 3}},
        {"backbone.fpn_lateral2.weight", {2}},
        {"roi_heads.box_predictor.cls_score.weight", {3, 2}},
        {"roi_heads.box_predictor.bbox_pred.bias", {8}}};
    const InputFile input(textOf(data, size));
    try {
        const WeightFile file(input.path());
        volatile unsigned sum = 0;
        for (const TensorView& tensor : file.tensors()) {
            for (std::size_t i = 0; i < tensor.bytes(); ++i)
                sum = sum + std::to_integer<unsigned>(tensor.data[i]);
        }
        const LoadPlan plan = planLoading(file, network);
        require(plan.matched.size() + plan.missing.size() + plan.otherShape.size() +
                    plan.implied.size() ==
                network.size());
        for (const TensorMatch& match : plan.matched)
            require(file.find(match.source) != nullptr);
    } catch (const Error&) {
    }
    return 0;
}
