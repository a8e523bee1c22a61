#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "app/tasks/prediction_lock.h"
#include "dataset/catalog.h"
#include "model/detection.h"

namespace selvedge {

// COCO results while they are made, image after image, without holding them: `<target>.part` grows
// until commit() renames it. What it has survives a stop, a crash and a power cut, and whoever
// comes with the same key goes on behind it. One thread at a time; one program at a time, which the
// lock of the target says, kept until the file goes. Throws Error(NotWritable).
class PredictionFile {
public:
    // `key` says what is predicted of what and how; a part with another one is begun anew. The
    // catalog must outlive it. Images in `numberOfImageId` are written by their number. With
    // `extend` the target is one of these files, and what it has stands first.
    PredictionFile(PredictionLock lock, std::string key, const Catalog& catalog,
                   std::map<std::string, std::int64_t> numberOfImageId = {}, bool extend = false);
    ~PredictionFile();  // keeps the part, where it has an image
    PredictionFile(const PredictionFile&) = delete;
    PredictionFile& operator=(const PredictionFile&) = delete;

    // So many images were added, by this one and those before; without what was extended, with
    // those that could not be used.
    std::size_t images() const { return m_images; }
    const std::vector<std::string>& unusable() const { return m_unusable; }
    std::uint64_t detections() const { return m_detections; }
    // The images in the same order every time. Durable after some seconds.
    void add(const std::string& imageId, const std::vector<Detection>& detections);
    // One that could not be used: it takes its place in the order, and nothing is known of it.
    void addUnusable(const std::string& imageId);
    // What was added is durable: before a pause.
    void keep();
    // The target appears, replaced in one step. `before` is called when it is whole and durable,
    // and not there yet, with its size.
    void commit(const std::function<void(std::uint64_t bytes)>& before = {});
    // Nothing is left of the part, and the target is as it was. Nothing is added any more.
    void discard();

private:
    void resume();
    void copyTarget();
    void keepNowAndThen();
    void write(const std::string& text);
    [[noreturn]] void fail(const char* doing) const;
    std::filesystem::path part() const;
    std::filesystem::path state() const;

    const PredictionLock m_lock;
    const std::filesystem::path m_target;
    const std::string m_key;
    const Catalog& m_catalog;
    const std::map<std::string, std::int64_t> m_numberOfImageId;
    int m_file = -1;
    std::size_t m_images = 0;
    std::vector<std::string> m_unusable;
    std::uint64_t m_detections = 0, m_bytes = 0;
    bool m_isFirst = true;
    std::chrono::steady_clock::time_point m_kept;
};

}  // namespace selvedge
