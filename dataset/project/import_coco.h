#pragma once

#include "dataset/project/project.h"

namespace selvedge {

// A COCO or Fashionpedia ground truth (format/coco_file.h) into a new project, as
// Project::importCsv: its annotations are the rows, its categories and attributes the catalog
// unless the options name another. An image's id is its file_name without extension, else the
// number; ImageRow::sourceId is the file's. Crowds and boxes alone become objects as others, which
// an issue says. Of a file that is cut off or broken somewhere, what stands before that is read, if
// the lists of images and annotations do.
//
// Project::exportCoco writes such a source byte for byte where nothing was edited; in edited
// annotations the changed members are written anew, new ones follow the last of their image in the
// style of the file. What was edited in the sizes of images stays out of the file's list of images.
ImportResult importCoco(const std::filesystem::path& json, const std::filesystem::path& project,
                        const ImportOptions& options = {}, const ProgressCallback& onProgress = {},
                        std::stop_token stop = {});

}  // namespace selvedge
