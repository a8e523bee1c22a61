#pragma once

#include <filesystem>
#include <string>

namespace selvedge {

// <folder>/<id>.jpg, .jpeg, .png, .webp or <id> as it stands; empty when there is none. An id that
// leads out of the folder finds nothing.
std::filesystem::path findImage(const std::filesystem::path& folder, const std::string& imageId);

// `images/`, `train/` or the folder of the CSV, whichever holds the image; else the first of them
// that exists.
std::filesystem::path findImageFolder(const std::filesystem::path& csv,
                                      const std::string& firstImageId);

// How the project keeps its image folder: relative to its own place where the folder lies below
// that, so that both can be moved together; and back.
std::filesystem::path storedFolder(const std::filesystem::path& folder,
                                   const std::filesystem::path& project);
std::filesystem::path folderFromStored(const std::filesystem::path& stored,
                                       const std::filesystem::path& project);

}  // namespace selvedge
