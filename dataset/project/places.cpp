// Where things lie: the project of a CSV, the images of a project.
#include "dataset/project/places.h"

#include <unistd.h>

#include <algorithm>

#include "dataset/project/codec.h"
#include "dataset/project/project.h"

namespace selvedge {

namespace fs = std::filesystem;

namespace {

std::string hex(std::uint64_t value) {
    std::string out(16, '0');
    for (std::size_t i = 16; i-- > 0; value >>= 4)
        out[i] = "0123456789abcdef"[value & 15];
    return out;
}

fs::path absoluteOf(const fs::path& path) {
    return fs::absolute(path).lexically_normal();
}

}  // namespace

fs::path Project::cachePath(const fs::path& csv, const fs::path& cacheFolder) {
    const fs::path absolute = absoluteOf(csv);
    return cacheFolder /
           (absolute.stem().string() + "-" + hex(hashOf(absolute.string())) + ".selvedge");
}

fs::path Project::defaultPath(const fs::path& csv, const fs::path& cacheFolder) {
    fs::path absolute = absoluteOf(csv);
    std::error_code error;
    if (fs::is_directory(absolute, error))
        absolute /= absolute.filename().empty() ? "photos" : absolute.filename();
    if (::access(absolute.parent_path().c_str(), W_OK) != 0)
        return cachePath(csv, cacheFolder);
    // A CSV and a JSON of one name may lie side by side.
    fs::path project = absolute;
    return project.replace_extension(absolute.extension() == ".json" ? ".json.selvedge"
                                                                     : ".selvedge");
}

fs::path findImage(const fs::path& folder, const std::string& imageId) {
    const fs::path id(imageId);
    const bool leadsOut = imageId.empty() || imageId.find('\0') != std::string::npos ||
                          id.is_absolute() || std::find(id.begin(), id.end(), "..") != id.end();
    if (leadsOut)
        return {};
    for (const char* extension : {".jpg", ".jpeg", ".png", ".webp", ""}) {
        const fs::path path = folder / (imageId + extension);
        std::error_code error;
        if (fs::is_regular_file(path, error))
            return path;
    }
    return {};
}

fs::path findImageFolder(const fs::path& csv, const std::string& firstImageId) {
    const fs::path folder = absoluteOf(csv).parent_path();
    const fs::path candidates[] = {folder / "images", folder / "train", folder};
    for (const fs::path& candidate : candidates) {
        if (!findImage(candidate, firstImageId).empty())
            return candidate;
    }
    const auto exists = [](const fs::path& candidate) {
        std::error_code error;
        return fs::is_directory(candidate, error);
    };
    const auto found = std::find_if(std::begin(candidates), std::end(candidates), exists);
    return found == std::end(candidates) ? folder : *found;
}

fs::path storedFolder(const fs::path& folder, const fs::path& project) {
    const fs::path absolute = absoluteOf(folder);
    const fs::path relative = absolute.lexically_relative(absoluteOf(project).parent_path());
    const bool below = !relative.empty() && *relative.begin() != "..";
    return below ? relative : absolute;
}

fs::path folderFromStored(const fs::path& stored, const fs::path& project) {
    return (absoluteOf(project).parent_path() / stored).lexically_normal();
}

}  // namespace selvedge
