#include "dataset/format/small_file.h"

#include <cerrno>
#include <cstring>
#include <fstream>

#include "dataset/error.h"

namespace selvedge {

std::string readSmallFile(const std::filesystem::path& path, std::uint64_t limit,
                          const std::string& what) {
    std::error_code error;
    if (!std::filesystem::exists(path, error))
        throw Error(ErrorKind::NotFound, path.string() + " does not exist");
    if (!std::filesystem::is_regular_file(path, error))
        throw Error(ErrorKind::Unreadable, path.string() + " is not a file");
    std::ifstream file(path, std::ios::binary);
    std::string text;
    char block[65536];
    // Counted while reading: the size a file claims need not be what it gives.
    while (file.read(block, sizeof block) || file.gcount() > 0) {
        text.append(block, static_cast<std::size_t>(file.gcount()));
        if (text.size() > limit)
            throw Error(ErrorKind::BadFormat, path.string() + " is larger than " +
                                                  std::to_string(limit >> 20) + " MiB: no " + what);
    }
    if (!file.eof())
        throw Error(ErrorKind::Unreadable,
                    path.string() + " cannot be read: " + std::strerror(errno));
    return text;
}

}  // namespace selvedge
