#include "model/network/layers/resnet_torch.h"

#include "model/network/layers/norm_torch.h"

namespace selvedge {

namespace {

const std::string kRoot = "backbone.bottom_up.";

// One residual block, the same for its tensors and its arithmetic.
struct Block {
    std::string name;  // with a point at its end
    int stage = 0;     // 1: res2
    int in = 0, inner = 0, out = 0;
    int stride = 1;
    bool shortcut = false;  // has a convolution
};

class ResNet final : public BackboneBody {
public:
    explicit ResNet(const ResNetShape& shape) : m_shape(shape) {
        int in = shape.stemChannels;
        for (int stage = 0; stage < 4; ++stage) {
            for (int b = 0; b < shape.blocks[stage]; ++b) {
                Block block;
                block.name = kRoot + kStages[stage] + "." + std::to_string(b) + ".";
                block.stage = stage + 1;
                block.in = in;
                block.inner = shape.innerChannels[stage];
                block.out = in = shape.outChannels[stage];
                block.stride = b == 0 && (stage > 0 || !shape.stemPool) ? 2 : 1;
                block.shortcut = block.stride != 1 || block.in != block.out;
                m_blocks.push_back(block);
            }
        }
    }

    std::array<int, 4> channels() const override { return m_shape.outChannels; }

    void declare(const Architecture& arch, Declarer& declare) const override {
        declare.conv(kRoot + "stem.conv1", m_shape.stemChannels, 3, m_shape.stemPool ? 7 : 3,
                     Fill::Msra, 0, arch.norm, arch.frozenStages < 1);
        for (const Block& block : m_blocks) {
            const auto layer = [&](const char* name, int to, int from, int kernel) {
                declare.conv(block.name + name, to, from, kernel, Fill::Msra, 0, arch.norm,
                             arch.frozenStages <= block.stage);
            };
            if (block.shortcut)
                layer("shortcut", block.out, block.in, 1);
            if (m_shape.basic) {
                layer("conv1", block.inner, block.in, 3);
                layer("conv2", block.out, block.inner, 3);
            } else {
                layer("conv1", block.inner, block.in, 1);
                layer("conv2", block.inner, block.inner / m_shape.groups, 3);
                layer("conv3", block.out, block.inner, 1);
            }
        }
    }

    // Nothing in a frozen stage asks for a gradient, so it leaves no graph behind.
    std::vector<at::Tensor> stages(const Network& net, const at::Tensor& input) const override {
        at::Tensor x = convNorm(net, kRoot + "stem.conv1", input,
                                {.norm = net.arch.norm,
                                 .stride = 2,
                                 .relu = true,
                                 .frozenStage = net.arch.frozenStages >= 1});
        if (m_shape.stemPool)                // [N, C, H/2, W/2]
            x = at::max_pool2d(x, 3, 2, 1);  // [N, C, H/4, W/4]
        std::vector<at::Tensor> stages(4);
        for (const Block& block : m_blocks)
            stages[std::size_t(block.stage - 1)] = x = blockOutput(net, block, x);
        return stages;
    }

private:
    at::Tensor blockOutput(const Network& net, const Block& block, const at::Tensor& x) const {
        ConvLayer layer{.norm = net.arch.norm,
                        .relu = true,
                        .frozenStage = net.arch.frozenStages > block.stage};
        const auto conv = [&](const char* name, const at::Tensor& from, int stride, int groups = 1,
                              const at::Tensor& added = {}) {
            layer.stride = stride;
            layer.groups = groups;
            return convNorm(net, block.name + name, from, layer, added);
        };
        at::Tensor shortcut = x;
        if (block.shortcut) {
            layer.relu = false;
            shortcut = conv("shortcut", x, block.stride);
            layer.relu = true;
        }
        if (m_shape.basic)
            return conv("conv2", conv("conv1", x, block.stride), 1, 1, shortcut);
        const bool in1x1 = m_shape.groups == 1 && net.arch.flavour.strideInFirst1x1;
        const at::Tensor y = conv("conv2", conv("conv1", x, in1x1 ? block.stride : 1),
                                  in1x1 ? 1 : block.stride, m_shape.groups);
        return conv("conv3", y, 1, 1, shortcut);
    }

    ResNetShape m_shape;
    std::vector<Block> m_blocks;
};

}  // namespace

std::shared_ptr<const BackboneBody> resNet(const ResNetShape& shape) {
    return std::make_shared<ResNet>(shape);
}

}  // namespace selvedge
