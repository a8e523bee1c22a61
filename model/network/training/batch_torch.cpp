#include "model/network/training/batch_torch.h"

#include <algorithm>
#include <utility>

#include "dataset/error.h"
#include "dataset/mask/transform.h"
#include "model/network/layers/architecture.h"
#include "model/network/preprocess/float_resize.h"
#include "model/network/preprocess/resize.h"

namespace selvedge {

namespace {

constexpr std::size_t kBatchesAhead = 2;

// Turns the planes around in place. [3, h, w]
void flip(at::Tensor& picture) {
    float* row = picture.data_ptr<float>();
    const std::int64_t width = picture.size(2);
    for (std::int64_t i = 0; i < picture.size(0) * picture.size(1); ++i, row += width)
        std::reverse(row, row + width);
}

ImageTargets targetsOf(const TrainingSample& sample, const ImageSize& size, bool flipped,
                       const NetworkConfig& config) {
    ImageTargets targets;
    targets.imageId = sample.imageId;
    // Boxes are scaled as floats, masks to whole pixels (detectron2
    // transform_instance_annotations).
    const double scaleX = double(size.width) / sample.image.width;
    const double scaleY = double(size.height) / sample.image.height;
    const auto resized = switchesOf(config.flavour).masksFromCorners ? scaledFromCorner : scaled;
    std::vector<const TrainingSample::Object*> kept;
    std::vector<BoxXyxy> boxes;
    for (const TrainingSample::Object& object : sample.objects) {
        if (object.category >= config.categories)
            throw Error(ErrorKind::Unsupported,
                        "Image " + sample.imageId + " has an object of category " +
                            std::to_string(object.category) + "; the network knows " +
                            std::to_string(config.categories));
        RleMask mask = resized(object.mask, size.width, size.height);
        if (mask.empty())
            continue;
        const IntBox tight = object.mask.box();
        BoxXyxy box{tight.x * scaleX, tight.y * scaleY, (tight.x + tight.width) * scaleX,
                    (tight.y + tight.height) * scaleY};
        if (flipped) {
            mask = flippedHorizontally(mask);
            box = {size.width - box.x1, box.y0, size.width - box.x0, box.y1};
        }
        kept.push_back(&object);
        boxes.push_back(box);
        targets.masks.push_back(std::move(mask));
    }
    const std::int64_t count = std::int64_t(kept.size());
    targets.boxes = at::empty({count, 4}, at::kFloat);
    targets.categories = at::empty({count}, at::kLong);
    targets.attributes = at::empty({count, config.attributes}, at::kFloat);
    float* box = targets.boxes.data_ptr<float>();
    float* attributes = targets.attributes.data_ptr<float>();
    std::fill_n(attributes, count * config.attributes, 0.f);
    for (std::size_t i = 0; i < kept.size(); ++i) {
        const double edges[4] = {boxes[i].x0, boxes[i].y0, boxes[i].x1, boxes[i].y1};
        std::transform(edges, edges + 4, box + 4 * i, [](double edge) { return float(edge); });
        targets.categories.data_ptr<std::int64_t>()[i] = kept[i]->category;
        for (AttributeIndex attribute : kept[i]->attributes) {
            if (attribute >= config.attributes)
                throw Error(ErrorKind::Unsupported, "Image " + sample.imageId + " has attribute " +
                                                        std::to_string(attribute) +
                                                        "; the network knows " +
                                                        std::to_string(config.attributes));
            attributes[i * std::size_t(config.attributes) + attribute] = 1;
        }
    }
    return targets;
}

}  // namespace

void Batch::moveTo(const at::Device& device) {
    input = input.to(device);
    for (ImageTargets& target : targets) {
        target.boxes = target.boxes.to(device);
        target.categories = target.categories.to(device);
        target.attributes = target.attributes.to(device);
    }
}

at::Tensor networkInput(const Image& image, const NetworkConfig& config) {
    const Architecture arch = architectureOf(config);
    const ImageSize original{image.width, image.height};
    if (!arch.flavour.inputLikePillow) {
        const ImageSize size = networkSizeRoundedDown(original, config.minSize, config.maxSize);
        at::Tensor picture = at::empty({3, size.height, size.width}, at::kFloat);
        resizedFloats(image, size, arch.pixelMean, arch.pixelStd, picture.data_ptr<float>());
        return picture;
    }
    const ImageSize size = networkSize(original, config.minSize, config.maxSize);
    const Image small = resizedBilinear(image, size.width, size.height);
    const std::size_t pixels = std::size_t(size.width) * std::size_t(size.height);
    at::Tensor picture = at::empty({3, size.height, size.width}, at::kFloat);
    float* out = picture.data_ptr<float>();
    for (std::size_t plane = 0; plane < 3; ++plane) {  // B, G, R from R, G, B
        for (std::size_t i = 0; i < pixels; ++i)
            *out++ = (float(small.rgb[3 * i + 2 - plane]) - arch.pixelMean[plane]) /
                     arch.pixelStd[plane];
    }
    return picture;
}

at::Tensor padded(const std::vector<at::Tensor>& pictures) {
    std::int64_t height = 1, width = 1;
    for (const at::Tensor& picture : pictures) {
        height = std::max(height, picture.size(1));
        width = std::max(width, picture.size(2));
    }
    height = (height + 31) / 32 * 32;
    width = (width + 31) / 32 * 32;
    at::Tensor input = at::empty({std::int64_t(pictures.size()), 3, height, width}, at::kFloat);
    float* out = input.data_ptr<float>();
    std::fill_n(out, input.numel(), 0.f);
    for (const at::Tensor& picture : pictures) {
        const float* in = picture.data_ptr<float>();
        for (std::int64_t plane = 0; plane < 3; ++plane, out += height * width) {
            for (std::int64_t y = 0; y < picture.size(1); ++y, in += picture.size(2))
                std::copy_n(in, picture.size(2), out + y * width);
        }
    }
    return input;
}

BatchLoader::BatchLoader(const TrainConfig& config, const SampleSource& samples, int firstStep)
    : m_config(config),
      m_samples(samples),
      m_step(firstStep),
      m_unreadable(samples.size(), false),
      m_thread([this](std::stop_token stop) { run(std::move(stop)); }) {}

BatchLoader::~BatchLoader() {
    m_thread.request_stop();
}

std::optional<Batch> BatchLoader::next(std::stop_token stop) {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, stop, [this] { return !m_ready.empty() || m_failed; });
    if (stop.stop_requested())
        return std::nullopt;
    if (m_ready.empty())
        std::rethrow_exception(m_failed);
    Batch batch = std::move(m_ready.front());
    m_ready.pop_front();
    lock.unlock();
    m_changed.notify_all();
    return batch;
}

void BatchLoader::run(std::stop_token stop) {
    try {
        for (int step = m_step; step <= m_config.steps && !stop.stop_requested(); ++step) {
            Batch batch = make(step);
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, stop, [this] { return m_ready.size() < kBatchesAhead; });
            m_ready.push_back(std::move(batch));
            lock.unlock();
            m_changed.notify_all();
        }
    } catch (...) {
        const std::lock_guard lock(m_mutex);
        m_failed = std::current_exception();
        m_changed.notify_all();
    }
}

Batch BatchLoader::make(int step) {
    Batch batch;
    batch.step = step;
    std::vector<at::Tensor> pictures;
    for (int i = 0; i < m_config.imagesPerStep; ++i) {
        const TrainingSample sample =
            read(std::uint64_t(step - 1) * std::uint64_t(m_config.imagesPerStep) + std::uint64_t(i),
                 batch.skipped);
        at::Tensor picture = networkInput(sample.image, m_config.network);
        const ImageSize size{int(picture.size(2)), int(picture.size(1))};
        const RandomPlace place{RandomPlace::Flip, imageKey(sample.imageId), std::uint32_t(step)};
        const bool flipped = randomUnit(m_config.seed, place) < m_config.flipProbability;
        if (flipped)
            flip(picture);
        batch.targets.push_back(targetsOf(sample, size, flipped, m_config.network));
        batch.sizes.push_back({double(size.height), double(size.width)});
        pictures.push_back(std::move(picture));
    }
    batch.input = padded(pictures);
    return batch;
}

TrainingSample BatchLoader::read(std::uint64_t position, std::vector<std::string>& skipped) {
    const std::size_t count = m_samples.size();
    const std::uint64_t epoch = position / count;
    if (epoch != m_epoch) {
        m_order = randomOrder(count, m_config.seed, {RandomPlace::Order, std::uint32_t(epoch), 0});
        m_epoch = epoch;
    }
    for (std::size_t tried = 0; tried < count; ++tried) {
        const std::size_t index = m_order[std::size_t((position + tried) % count)];
        if (m_unreadable[index])
            continue;
        try {
            return m_samples.load(index);
        } catch (const Error& error) {
            m_unreadable[index] = true;
            m_lastProblem = error.what();
            skipped.push_back(m_lastProblem);
        }
    }
    throw Error(ErrorKind::Unreadable, "None of the " + std::to_string(count) +
                                           " images can be read. The last one: " + m_lastProblem);
}

}  // namespace selvedge
