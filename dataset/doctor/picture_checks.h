#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "dataset/image/image.h"

namespace selvedge::doctor {

// What a picture file is, found by decoding it (a JPEG at reduced scale).
struct PictureFacts {
    std::string problem;  // why it cannot be used, a sentence; empty: it can
    ImageSize size;       // of the stored pixels; 0 x 0 where the header cannot be read
    int orientation = 1;  // EXIF's, see exif_orientation.h
    // Of the decoded pixels and the size: pictures with equal ones are probably the same.
    std::uint64_t fingerprint = 0;
};
PictureFacts lookAt(const std::filesystem::path& file);

// The same pixels, decoded in full unless the files are one. False where one cannot be read.
bool samePicture(const std::filesystem::path& a, const std::filesystem::path& b);

}  // namespace selvedge::doctor
