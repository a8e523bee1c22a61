#include "model/evaluation/attribute_f1.h"

#include <bit>

namespace selvedge {

double attributeF1(F1Kind kind, const AttributeBits& truth, const AttributeBits& predicted,
                   std::size_t count) {
    int both = 0, wanted = 0, given = 0;
    for (std::size_t i = 0; i < predicted.words.size(); ++i) {
        both += std::popcount(truth.words[i] & predicted.words[i]);
        wanted += std::popcount(truth.words[i]);
        given += std::popcount(predicted.words[i]);
    }
    const int wrong = wanted + given - 2 * both;  // false ones and missed ones
    const int neither = int(count) - both - wrong;
    // Of "has it" and "has it not"; without any there is none.
    const auto f1 = [&](int right) { return double(2 * right) / double(2 * right + wrong); };
    const bool has = wanted + given > 0, hasNot = neither + wrong > 0;
    if (kind == F1Kind::Set)
        return has ? f1(both) : 1;
    if (kind == F1Kind::BinaryMicro)
        return count > 0 ? double(both + neither) / double(count) : 1;
    if (has && hasNot)
        return (f1(neither) + f1(both)) / 2;
    return has ? f1(both) : hasNot ? f1(neither) : 1;
}

double pairF1(const Protocol& protocol, const ImageCell::Truth& truth,
              const AttributeBits& predicted, std::size_t count) {
    if (!truth.hasAttributes && protocol.withoutAttributes != WithoutAttributes::MustBeEmpty)
        return 1;
    return attributeF1(protocol.f1, truth.attributes, predicted, count);
}

}  // namespace selvedge
