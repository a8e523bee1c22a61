#pragma once

#include "dataset/project/project.h"

namespace selvedge {

// Detectron2's dataset dicts (format/detectron2_dicts.h) into a new project, as Project::importCsv.
// The catalog is that of the options, of the label_descriptions.json beside the file, or the
// built-in one: the dicts hold numbers alone. An image's id is its file_name below the folder of
// the pictures, without extension; that is the options' or the first picture's.
ImportResult importDetectron2(const std::filesystem::path& json,
                              const std::filesystem::path& project,
                              const ImportOptions& options = {},
                              const ProgressCallback& onProgress = {}, std::stop_token stop = {});

// The objects as such a list, an image a line, file_name as an absolute path (with .jpg where the
// picture is not there). Written atomically; a stop writes nothing. Refuses what
// Project::exportCsv does.
void exportDetectron2(const Project& project, const std::filesystem::path& target,
                      const ProgressCallback& onProgress = {}, std::stop_token stop = {},
                      const ImageFilter& only = {});

}  // namespace selvedge
