#pragma once

#include <cuda_runtime.h>

#include <cstddef>
#include <stdexcept>
#include <vector>

namespace selvedge {

inline void checkCuda(cudaError_t status) {
    if (status != cudaSuccess)
        throw std::runtime_error(cudaGetErrorString(status));
}

// Memory of the current GPU, freed with this.
template <typename T>
class DeviceArray {
public:
    explicit DeviceArray(std::size_t count) : m_count(count) {
        void* memory = nullptr;
        checkCuda(cudaMalloc(&memory, count > 0 ? count * sizeof(T) : 1));
        m_data = static_cast<T*>(memory);
    }
    explicit DeviceArray(const std::vector<T>& values) : DeviceArray(values.size()) {
        checkCuda(
            cudaMemcpy(m_data, values.data(), values.size() * sizeof(T), cudaMemcpyHostToDevice));
    }
    ~DeviceArray() { cudaFree(m_data); }
    DeviceArray(const DeviceArray&) = delete;
    DeviceArray& operator=(const DeviceArray&) = delete;

    T* data() { return m_data; }
    // Every byte.
    void fill(int value) { checkCuda(cudaMemset(m_data, value, m_count * sizeof(T))); }
    // Waits for what was queued before.
    std::vector<T> values() const {
        std::vector<T> copy(m_count);
        checkCuda(cudaMemcpy(copy.data(), m_data, m_count * sizeof(T), cudaMemcpyDeviceToHost));
        return copy;
    }

private:
    std::size_t m_count;
    T* m_data = nullptr;
};

}  // namespace selvedge
