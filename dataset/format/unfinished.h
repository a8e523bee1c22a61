#pragma once

#include <filesystem>

namespace selvedge {

// Says that a temporary file or folder is being filled, as long as it lives, so that a program that
// ends at once can take it away. Any thread.
class Unfinished {
public:
    explicit Unfinished(std::filesystem::path path);
    ~Unfinished();
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;

private:
    const std::filesystem::path m_path;
};

// Removes all of them: the last thing before std::_Exit.
void removeUnfinished();

}  // namespace selvedge
