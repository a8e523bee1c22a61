#pragma once

#include "dataset/project/project.h"

namespace selvedge {

// Project::exportCoco of a project whose source is a COCO file.
void exportCocoSource(const Project& project, const std::filesystem::path& target,
                      const ProgressCallback& onProgress, std::stop_token stop);

}  // namespace selvedge
