#include <ATen/Context.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <dlfcn.h>

#include <charconv>

#include "dataset/error.h"
#include "model/network/devices_torch.h"

namespace selvedge {

namespace {

int gpuCount() {
    return at::hasCUDA() ? at::detail::getCUDAHooks().getNumGPUs() : 0;
}

// Name and memory from the driver's own library, whose C interface needs no toolkit to build with
// (CUDA Driver API: cuDeviceGetName, cuDeviceTotalMem).
DeviceInfo gpuInfo(int index) {
    DeviceInfo info{"cuda:" + std::to_string(index), "GPU " + std::to_string(index), 0};
    void* driver = dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
    if (!driver)
        return info;
    const auto init = reinterpret_cast<int (*)(unsigned)>(dlsym(driver, "cuInit"));
    const auto get = reinterpret_cast<int (*)(int*, int)>(dlsym(driver, "cuDeviceGet"));
    const auto name = reinterpret_cast<int (*)(char*, int, int)>(dlsym(driver, "cuDeviceGetName"));
    const auto memory =
        reinterpret_cast<int (*)(std::size_t*, int)>(dlsym(driver, "cuDeviceTotalMem_v2"));
    int device = 0;
    if (init && get && name && memory && init(0) == 0 && get(&device, index) == 0) {
        char text[256] = "";
        if (name(text, int(sizeof text), device) == 0)
            info.name = text;
        std::size_t bytes = 0;
        if (memory(&bytes, device) == 0)
            info.memoryBytes = bytes;
    }
    dlclose(driver);
    return info;
}

}  // namespace

std::vector<DeviceInfo> listDevices() {
    std::vector<DeviceInfo> devices{{"cpu", "CPU", 0}};
    for (int i = 0; i < gpuCount(); ++i)
        devices.push_back(gpuInfo(i));
    return devices;
}

at::Device deviceNamed(const std::string& name) {
    const int gpus = gpuCount();
    if (name == "cpu" || (name == "auto" && gpus == 0))
        return at::Device(at::kCPU);
    if (name == "auto")
        return at::Device(at::kCUDA, 0);
    int index = 0;
    const bool gpu = name == "cuda" || name.starts_with("cuda:");
    if (gpu && name.size() > 5) {
        const char* end = name.data() + name.size();
        const auto parsed = std::from_chars(name.data() + 5, end, index);
        if (parsed.ec != std::errc() || parsed.ptr != end || index < 0)
            index = -1;
    } else if (name == "cuda:") {
        index = -1;
    }
    if (!gpu || index < 0)
        throw Error(ErrorKind::BadFormat,
                    "No device is called \"" + name + "\"; there are auto, cpu, cuda:0 and so on");
    if (index >= gpus)
        throw Error(ErrorKind::Missing, "There is no " + name + ": this computer has " +
                                            (gpus == 0 ? "no GPU that LibTorch can use"
                                                       : std::to_string(gpus) + " GPU(s)") +
                                            ". Choose the device cpu or auto");
    return at::Device(at::kCUDA, at::DeviceIndex(index));
}

}  // namespace selvedge
