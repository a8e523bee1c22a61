#include "dataset/image/fill_thumbnails.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

namespace selvedge {

namespace {

constexpr int kLowestPriority = 19;

bool areThose(const std::optional<std::vector<ObjectColours>>& kept,
              const std::vector<ThumbnailItem::Object>& wanted) {
    return kept && std::equal(kept->begin(), kept->end(), wanted.begin(), wanted.end(),
                              [](const ObjectColours& a, const ThumbnailItem::Object& b) {
                                  return a.key == b.key && a.area == b.area;
                              });
}

// False when the cache does not keep what it is given.
bool fillOne(ThumbnailCache& cache, const ThumbnailItem& item, ThumbnailSize size) {
    bool kept = true;
    const auto ensure = [&](ThumbnailSize wanted) {
        if (!cache.hasThumbnail(item.id, item.file, wanted))
            cache.thumbnail(item.id, item.file, wanted, &kept);
        return kept;
    };
    if (item.file.empty())
        return true;
    if (!ensure(size))
        return false;
    if (item.objects.empty() || areThose(cache.colours(item.id, item.file), item.objects))
        return true;
    if (!ensure(ThumbnailSize::Small))
        return false;
    const Image image = cache.thumbnail(item.id, item.file, ThumbnailSize::Small);
    std::vector<ObjectColours> objects;
    const std::vector<RleMask> masks = item.masks();
    for (std::size_t i = 0; i < std::min(masks.size(), item.objects.size()); ++i)
        objects.push_back(
            {item.objects[i].key, item.objects[i].area, dominantColours(image, masks[i])});
    return cache.setColours(item.id, item.file, objects);
}

}  // namespace

std::size_t fillThumbnails(ThumbnailCache& cache, std::size_t from, std::size_t count,
                           const ThumbnailItemAt& itemAt, ThumbnailSize size,
                           const ProgressCallback& onProgress, std::stop_token stop) {
    std::atomic<std::size_t> next = from;
    std::atomic<bool> refused = false;
    std::mutex mutex;  // over `done` and onProgress
    std::size_t done = from;
    const auto work = [&] {
        setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), kLowestPriority);
        while (!stop.stop_requested() && !refused) {
            const std::size_t position = next++;
            if (position >= count)
                return;
            try {
                if (!fillOne(cache, itemAt(position), size))
                    refused = true;
            } catch (const std::exception&) {
                // The gallery and the doctor say what is wrong with a picture.
            }
            const std::lock_guard lock(mutex);
            ++done;
            if (onProgress)
                onProgress({done, count, "images", "Making thumbnails"});
        }
    };
    {
        std::vector<std::jthread> threads;
        for (unsigned i = std::max(1u, std::thread::hardware_concurrency()); i > 0; --i)
            threads.emplace_back(work);
    }
    return refused ? count : std::min<std::size_t>(next, count);
}

}  // namespace selvedge
