#include <c10/core/CPUAllocator.h>
#include <c10/core/impl/alloc_cpu.h>
#include <c10/util/Exception.h>

#include <algorithm>
#include <mutex>
#include <vector>

#include "model/network/block_cache_torch.h"

namespace selvedge {

namespace {

constexpr std::size_t kHeader = 64;                      // keeps torch's alignment
constexpr std::size_t kSmallest = std::size_t(1) << 20;  // smaller ones are malloc's business

// In front of the bytes of a tensor.
struct Block {
    std::size_t size;  // with the header

    void* data() { return reinterpret_cast<std::byte*>(this) + kHeader; }
    static Block* of(void* data) {
        return reinterpret_cast<Block*>(static_cast<std::byte*>(data) - kHeader);
    }
};

class Cache {
public:
    // The smallest that is kept and fits without wasting more than a quarter; null when none does.
    Block* take(std::size_t size) {
        const std::lock_guard lock(m_mutex);
        auto best = m_kept.end();
        for (auto it = m_kept.begin(); it != m_kept.end(); ++it)
            if ((*it)->size >= size && (*it)->size <= size + size / 4 &&
                (best == m_kept.end() || (*it)->size < (*best)->size))
                best = it;
        if (best == m_kept.end())
            return nullptr;
        Block* block = *best;
        m_bytes -= block->size;
        m_kept.erase(best);
        return block;
    }

    void keep(Block* block) {
        std::vector<Block*> gone;
        {
            const std::lock_guard lock(m_mutex);
            m_kept.push_back(block);
            m_bytes += block->size;
            while (m_bytes > kMostKeptBytes) {  // those not wanted for longest
                gone.push_back(m_kept.front());
                m_bytes -= m_kept.front()->size;
                m_kept.erase(m_kept.begin());
            }
        }
        for (Block* old : gone)
            c10::free_cpu(old);
    }

    void release() {
        std::vector<Block*> gone;
        {
            const std::lock_guard lock(m_mutex);
            gone.swap(m_kept);
            m_bytes = 0;
        }
        for (Block* block : gone)
            c10::free_cpu(block);
    }

    std::size_t bytes() {
        const std::lock_guard lock(m_mutex);
        return m_bytes;
    }

private:
    std::mutex m_mutex;
    std::vector<Block*> m_kept;  // the last one given back last
    std::size_t m_bytes = 0;
};

// Lives as long as the process: tensors in static storage are freed late.
Cache& cache() {
    static Cache& instance = *new Cache;
    return instance;
}

Block* newBlock(std::size_t size) {
    if (size >= kSmallest)
        if (Block* block = cache().take(size))
            return block;
    void* memory = nullptr;
    try {
        memory = c10::alloc_cpu(size);
    } catch (const c10::Error&) {
        if (cache().bytes() == 0)
            throw;
        cache().release();
        memory = c10::alloc_cpu(size);
    }
    return new (memory) Block{size};
}

void freeBlock(void* data) {
    if (!data)
        return;
    Block* block = Block::of(data);
    if (block->size >= kSmallest)
        cache().keep(block);
    else
        c10::free_cpu(block);
}

class KeepingAllocator final : public c10::Allocator {
public:
    c10::DataPtr allocate(std::size_t bytes) override {
        void* data = bytes > 0 ? newBlock(bytes + kHeader)->data() : nullptr;
        return {data, data, &freeBlock, c10::Device(c10::DeviceType::CPU)};
    }
    c10::DeleterFnPtr raw_deleter() const override { return &freeBlock; }
    void copy_data(void* to, const void* from, std::size_t count) const override {
        default_copy_data(to, from, count);
    }
};

}  // namespace

void keepTensorBlocks() {
    static KeepingAllocator& allocator = *new KeepingAllocator;
    c10::SetCPUAllocator(&allocator, 1);
}

void releaseTensorBlocks() {
    cache().release();
}

std::size_t keptTensorBytes() {
    return cache().bytes();
}

}  // namespace selvedge
