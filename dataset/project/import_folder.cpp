// From a folder of photos to a new project.
#include <algorithm>
#include <array>

#include "dataset/error.h"
#include "dataset/image/image.h"
#include "dataset/project/ordered_work.h"
#include "dataset/project/photo_folder.h"
#include "dataset/project/places.h"
#include "dataset/project/project_writer.h"

namespace selvedge {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostPhotos = 1'000'000;
constexpr int kDeepestFolder = 32;
constexpr std::size_t kPhotosAtOnce = 64;  // a thread reads the headers of

bool isPhoto(const fs::path& file) {
    std::string extension = file.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return extension == ".jpg" || extension == ".jpeg" || extension == ".png" ||
           extension == ".webp";
}

struct Photo {
    std::string id;
    ImageSize size;
    std::string problem;  // why it has no size
};

std::vector<Photo> readSizes(const fs::path& folder, const std::vector<std::string>& ids) {
    std::vector<Photo> photos;
    for (const std::string& id : ids) {
        Photo photo{id, {}, {}};
        try {
            photo.size = readImageSize(findImage(folder, id));
        } catch (const Error& error) {
            photo.problem = error.what();
        }
        photos.push_back(std::move(photo));
    }
    return photos;
}

}  // namespace

std::vector<fs::path> pictureFilesIn(const fs::path& folder) {
    std::error_code error;
    if (!fs::is_directory(folder, error))
        throw Error(ErrorKind::NotFound, folder.string() + " is not a folder");
    std::vector<fs::path> files;
    fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied,
                                           error);
    if (error)
        throw Error(ErrorKind::Unreadable, folder.string() + " cannot be read: " + error.message());
    for (; entry != fs::recursive_directory_iterator(); entry.increment(error)) {
        const fs::path& path = entry->path();
        const bool isHidden = path.filename().string().starts_with('.');
        if (entry->is_directory(error)) {
            // What trainings left in a project's runs are no photos of it.
            if (isHidden || path.extension() == ".runs" || entry.depth() >= kDeepestFolder)
                entry.disable_recursion_pending();
        } else if (!isHidden && isPhoto(path) && entry->is_regular_file(error)) {
            files.push_back(path.lexically_relative(folder));
        }
        if (files.size() > kMostPhotos)
            throw Error(ErrorKind::Unsupported,
                        folder.string() + " holds more than a million pictures; open a part of it");
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::vector<std::string> photosIn(const fs::path& folder) {
    std::vector<std::string> ids;
    for (const fs::path& file : pictureFilesIn(folder)) {
        fs::path id = file;
        id.replace_extension();
        // Where another file has the same name but for the extension, one of them keeps its own.
        ids.push_back(findImage(folder, id.string()) == folder / file ? id.string()
                                                                      : file.string());
    }
    return ids;
}

ImportResult Project::importFolder(const fs::path& folder, const fs::path& projectPath,
                                   const ImportOptions& options, const ProgressCallback& onProgress,
                                   std::stop_token stop) {
    const std::vector<std::string> ids = photosIn(folder);
    if (ids.empty())
        throw Error(ErrorKind::NotFound, folder.string() + " holds no JPEG, PNG or WebP picture");
    ProjectWriter writer(projectPath, folder, "folder",
                         options.labelDescriptions.empty()
                             ? Catalog::builtIn()
                             : Catalog::fromLabelDescriptions(options.labelDescriptions.string()));
    using Ids = std::vector<std::string>;
    OrderedWork<Ids, std::vector<Photo>> work(
        threadCount(options.threads), 64,
        [&](const auto& push) {
            for (std::size_t i = 0; i < ids.size(); i += kPhotosAtOnce) {
                const auto begin = ids.begin() + std::ptrdiff_t(i);
                const auto end =
                    ids.begin() + std::ptrdiff_t(std::min(i + kPhotosAtOnce, ids.size()));
                if (!push(Ids(begin, end), 1))
                    return;
            }
        },
        [&](const Ids& some) { return readSizes(folder, some); });
    std::uint64_t done = 0;
    while (const auto photos = work.next()) {
        if (stop.stop_requested())
            break;
        for (const Photo& photo : *photos) {
            if (!photo.problem.empty())
                writer.addNotUsable({0, 0, photo.problem});
            else if (photo.size.width < 1 || photo.size.height < 1 ||
                     !isMaskSize(photo.size.width, photo.size.height))
                writer.addNotUsable({0, 0, photo.id + " has no possible size"});
            else
                writer.addImage({photo.id, photo.size.width, photo.size.height, {}});
        }
        done += photos->size();
        if (onProgress)
            onProgress({done, ids.size(), "images", "Reading " + folder.filename().string()});
    }
    writer.setImageFolder(folder, true);
    return writer.commit(stop);
}

}  // namespace selvedge
