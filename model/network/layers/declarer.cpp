#include "model/network/layers/declarer.h"

namespace selvedge {

void Declarer::conv(const std::string& name, int out, int in, int kernel, Fill fill, double number,
                    NormKind kind, bool trained) {
    specs.push_back({name + ".weight", {out, in, kernel, kernel}, fill, number, trained, false});
    if (kind == NormKind::None)
        specs.push_back({name + ".bias", {out}, Fill::Constant, 0, trained, false});
    else
        norm(name + ".norm", out, kind, trained);
}

void Declarer::linear(const std::string& name, std::int64_t out, std::int64_t in, Fill fill,
                      double number, double bias) {
    specs.push_back({name + ".weight", {out, in}, fill, number, true, false});
    specs.push_back({name + ".bias", {out}, Fill::Constant, bias, true, false});
}

void Declarer::norm(const std::string& name, int channels, NormKind kind, bool trained) {
    const bool learned = trained && (kind == NormKind::Group || m_arch.trainedBatchNorm);
    specs.push_back({name + ".weight", {channels}, Fill::Constant, 1, learned, true});
    specs.push_back({name + ".bias", {channels}, Fill::Constant, 0, learned, true});
    if (kind != NormKind::Batch)
        return;
    // A frozen one starts as the identity: variance 1 - epsilon (Detectron2's FrozenBatchNorm2d).
    const double variance = m_arch.trainedBatchNorm ? 1 : 1 - m_arch.normEpsilon;
    specs.push_back({name + ".running_mean", {channels}, Fill::Constant, 0, false, true});
    specs.push_back({name + ".running_var", {channels}, Fill::Constant, variance, false, true});
}

}  // namespace selvedge
