#pragma once

#include <filesystem>

namespace selvedge {

// That nobody else predicts into a file, from before it is read what it has until what it has then
// is noted: a lock on a hidden file beside it, `.<name>.lock`, which goes with the lock. The file
// itself will not do, since it is renamed. Throws Error(Busy) where another program or thread has
// it, Error(NotWritable).
class PredictionLock {
public:
    explicit PredictionLock(std::filesystem::path target);
    PredictionLock(PredictionLock&& other) noexcept;
    PredictionLock& operator=(PredictionLock&&) = delete;
    ~PredictionLock();

    const std::filesystem::path& target() const { return m_target; }

private:
    std::filesystem::path file() const;

    std::filesystem::path m_target;
    int m_file = -1;
};

}  // namespace selvedge
