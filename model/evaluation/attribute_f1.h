#pragma once

#include "model/evaluation/match_table.h"
#include "model/evaluation/protocol.h"

namespace selvedge {

// As `kind` says, without regard to WithoutAttributes. `count`: N, the catalog's attributes. Sets:
// METHOD 1.4; the two others: scikit-learn's f1_score over N binary entries (METHOD 1.3).
double attributeF1(F1Kind kind, const AttributeBits& truth, const AttributeBits& predicted,
                   std::size_t count);
// Of an object and what is predicted of it, as the protocol says.
double pairF1(const Protocol& protocol, const ImageCell::Truth& truth,
              const AttributeBits& predicted, std::size_t count);

}  // namespace selvedge
