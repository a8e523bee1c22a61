#pragma once

#include <ATen/ATen.h>

#include <string>

#include "model/engine.h"

namespace selvedge {

// How the library of a flavour names the tensors of Mask R-CNN and orders their rows, beside ours:
// Detectron2's names in every flavour, background last. Detectron2 itself has the same. Written for
// the tests alone, so that the readers of weight files are not tested with themselves.
class SourceNames {
public:
    explicit SourceNames(Flavour flavour) : m_flavour(flavour) {}

    // A name that is none of torchvision 0.26's comes back as it is.
    std::string ours(const std::string& theirs) const;

    // torchvision has rows by class with the background first: the value of the tensor that it
    // calls `theirs`, brought into our order and back.
    at::Tensor inOurOrder(const std::string& theirs, const at::Tensor& value) const;
    at::Tensor inTheirOrder(const std::string& theirs, const at::Tensor& value) const;

private:
    std::int64_t rowsAClass(const std::string& theirs) const;

    Flavour m_flavour;
};

}  // namespace selvedge
