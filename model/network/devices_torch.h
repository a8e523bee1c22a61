#pragma once

#include <c10/core/Device.h>

#include <string>
#include <vector>

#include "model/engine.h"

namespace selvedge {

// The CPU, then every GPU that LibTorch can use.
std::vector<DeviceInfo> listDevices();
// "auto" (the first GPU, else the CPU), "cpu", "cuda:0". Throws Error(Missing) for a GPU that is
// not there and Error(BadFormat) for other names.
at::Device deviceNamed(const std::string& name);

}  // namespace selvedge
