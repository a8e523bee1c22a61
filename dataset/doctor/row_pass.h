#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "dataset/doctor/finding.h"
#include "dataset/progress.h"
#include "dataset/project/project.h"

namespace selvedge::doctor {

// A row that is good by itself but gives its image another size than the image has: no object.
struct OddSize {
    std::int64_t rowId = 0;
    std::uint64_t line = 0;
    int width = 0;
    int height = 0;
    // Its mask looks no less whole with width and height exchanged (agreement(), mask_parts.h).
    bool fitsExchanged = false;
};

// What the rows of a source told: the first half of an examination.
struct RowNotes {
    std::uint64_t rows = 0;
    bool complete = false;                                      // not stopped
    std::vector<std::pair<std::int64_t, std::uint64_t>> lines;  // of the file's rows: row id, line
    // What the rows of a COCO file are called there: row id, `id` as it stands.
    std::vector<std::pair<std::int64_t, std::string>> ids;
    std::unordered_map<ImageIndex, std::vector<OddSize>> oddSizes;

    std::uint64_t line(std::int64_t rowId) const;     // 0: none
    const std::string& id(std::int64_t rowId) const;  // "": none
};

// Reads the rows one after the other; findings of kinds RowUnreadable to AttributeUnknown and
// SpellingUnusual go to `sink`. Rows of sources that are no CSV say only what the importer said.
RowNotes examineRows(const Project& project, const ObjectTable& table, FindingSink& sink,
                     const ProgressCallback& onProgress, std::stop_token stop);

}  // namespace selvedge::doctor
