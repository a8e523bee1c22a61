// Non-maximum suppression: which boxes a better one would cover, a bit a pair, computed all at
// once; then one block walks the boxes by falling score and gathers what the kept ones cover.
#include "model/network/ops/cuda_launch.h"
#include "model/network/ops/cuda_ops.h"

namespace selvedge {

namespace {

using Word = unsigned long long;  // 64 bits, as __ffsll has it
constexpr int kSide = 64;         // boxes a word; threads of a block of pairs

struct Box {
    float x0, y0, x1, y1, area;
    std::int64_t category;
};

// Explicit roundings keep the compiler from fusing multiplication and addition: the CPU does not.
__device__ Box boxAt(const float* boxes, const std::int64_t* classes, std::int64_t index) {
    const float* b = boxes + 4 * index;
    const float area = __fmul_rn(__fsub_rn(b[2], b[0]), __fsub_rn(b[3], b[1]));
    return {b[0], b[1], b[2], b[3], area, classes[index]};
}

// std::max(a, b) and std::min(a, b), which differ from fmaxf where a number is NaN.
__device__ float larger(float a, float b) {
    return a < b ? b : a;
}
__device__ float smaller(float a, float b) {
    return b < a ? b : a;
}

__device__ bool covers(const Box& kept, const Box& box, double threshold) {
    const float width = __fsub_rn(smaller(kept.x1, box.x1), larger(kept.x0, box.x0));
    const float height = __fsub_rn(smaller(kept.y1, box.y1), larger(kept.y0, box.y0));
    const float inter = __fmul_rn(larger(0.f, width), larger(0.f, height));
    const float iou = __fdiv_rn(inter, __fsub_rn(__fadd_rn(kept.area, box.area), inter));
    return kept.category == box.category && double(iou) > threshold;
}

// words[i * stride + w]: the boxes 64 w .. 64 w + 63 of the order, each after i, that i would
// cover.
__global__ void pairsKernel(const float* boxes, const std::int64_t* classes,
                            const std::int64_t* order, int count, double threshold, int stride,
                            Word* words) {
    const int column = int(blockIdx.x), row = int(blockIdx.y);
    if (column < row)
        return;  // never read
    __shared__ Box others[kSide];
    const int thread = int(threadIdx.x);
    const int columns = min(kSide, count - column * kSide);
    if (thread < columns)
        others[thread] = boxAt(boxes, classes, order[column * kSide + thread]);
    __syncthreads();
    const int i = row * kSide + thread;
    if (i >= count)
        return;
    const Box mine = boxAt(boxes, classes, order[i]);
    Word covered = 0;
    for (int k = row == column ? thread + 1 : 0; k < columns; ++k) {
        if (covers(mine, others[k], threshold))
            covered |= Word{1} << k;
    }
    words[std::int64_t(i) * stride + column] = covered;
}

// One block. `removed` in shared memory holds a bit a box.
__global__ void walkKernel(const Word* words, const std::int64_t* order, int count, int stride,
                           std::int64_t* kept, std::int64_t* keptCount) {
    extern __shared__ Word removed[];
    __shared__ Word keptHere;
    const int thread = int(threadIdx.x), threads = int(blockDim.x);
    for (int w = thread; w < stride; w += threads)
        removed[w] = 0;
    std::int64_t found = 0;  // thread 0's
    for (int group = 0; group < stride; ++group) {
        __syncthreads();  // removed[group] is complete
        const int members = min(kSide, count - group * kSide);
        if (thread == 0) {
            Word gone = removed[group], keep = 0;
            for (int k = 0; k < members; ++k) {
                if (gone >> k & 1)
                    continue;
                const int i = group * kSide + k;
                keep |= Word{1} << k;
                gone |= words[std::int64_t(i) * stride + group];
                kept[found++] = order[i];
            }
            keptHere = keep;
        }
        __syncthreads();
        for (int w = group + 1 + thread; w < stride; w += threads) {
            Word gone = removed[w];
            for (Word rest = keptHere; rest; rest &= rest - 1) {
                const int i = group * kSide + __ffsll(static_cast<long long>(rest)) - 1;
                gone |= words[std::int64_t(i) * stride + w];
            }
            removed[w] = gone;
        }
    }
    if (thread == 0)
        *keptCount = found;
}

int wordsFor(std::size_t count) {
    return int((count + kSide - 1) / kSide);
}

// What every GPU offers a block of shared memory without being asked: 48 KiB, less the one word.
constexpr std::size_t kMostBoxes = (48 * 1024 / sizeof(Word) - 1) * kSide;

}  // namespace

std::size_t nmsWorkspaceBytes(std::size_t count) {
    return std::max<std::size_t>(count * std::size_t(wordsFor(count)) * sizeof(Word), 1);
}

void nmsWithinClassesCuda(const float* boxes, const std::int64_t* classes,
                          const std::int64_t* order, std::size_t count, double threshold,
                          void* workspace, std::int64_t* kept, std::int64_t* keptCount,
                          void* stream) {
    if (count > kMostBoxes)
        throw Error(ErrorKind::Unsupported, "NMS on a GPU takes at most " +
                                                std::to_string(kMostBoxes) + " boxes, not " +
                                                std::to_string(count));
    const auto queue = static_cast<cudaStream_t>(stream);
    auto* words = static_cast<Word*>(workspace);
    const int stride = wordsFor(count);
    if (count > 0) {
        const dim3 grid{unsigned(stride), unsigned(stride), 1};
        pairsKernel<<<grid, kSide, 0, queue>>>(boxes, classes, order, int(count), threshold, stride,
                                               words);
        checkLaunch("NMS");
    }
    walkKernel<<<1, kThreadsABlock, std::size_t(stride) * sizeof(Word), queue>>>(
        words, order, int(count), stride, kept, keptCount);
    checkLaunch("NMS");
}

}  // namespace selvedge
