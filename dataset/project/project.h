#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "dataset/catalog.h"
#include "dataset/mask/rle_mask.h"
#include "dataset/progress.h"
#include "dataset/project/object_table.h"
#include "dataset/row_issue.h"

namespace selvedge {

struct ImportOptions {
    // Where <ImageId>.jpg lie; empty: `images/`, `train/` or the folder itself, beside the CSV,
    // whichever holds the first image.
    std::filesystem::path imageFolder;
    // label_descriptions.json; empty: the one beside the CSV, else the built-in catalog.
    std::filesystem::path labelDescriptions;
};

struct ImportResult {
    std::filesystem::path project;
    std::uint64_t images = 0;
    std::uint64_t objects = 0;
    std::vector<RowIssue> issues;  // rows kept raw but not usable, at most 10,000 listed
    std::uint64_t issueCount = 0;
    bool stoppedEarly = false;  // stopped by the user: no project was made
};

// One change to one object: what the journal keeps and undo reverts. Empty optionals: unchanged.
struct ObjectEdit {
    std::int64_t rowId = 0;  // ObjectTable::rowId
    std::optional<CategoryIndex> category;
    std::optional<std::vector<AttributeIndex>> attributes;  // the whole new set
    std::optional<bool> deleted;
};

// A data set with all that was done to it: one SQLite file (DESIGN, "Project").
// The object is safe to use from several threads: reads have connections of their own, writes go
// through one. Throws Error; bad rows of a file are issues.
class Project {
public:
    // Imports a CSV into a new project file at `projectPath` (written as .partial, then renamed; an
    // existing one is replaced only when the import is whole). Refused with Error: NotWritable when
    // what lies there holds edits or is no project, Busy when it is open or being imported.
    // An object with attributes that the label descriptions do not have is read without them; any
    // other issue leaves the row out of the table. Every row is kept for the export.
    static ImportResult importCsv(const std::filesystem::path& csv,
                                  const std::filesystem::path& projectPath,
                                  const ImportOptions& options = {},
                                  const ProgressCallback& onProgress = {},
                                  std::stop_token stop = {});
    static std::shared_ptr<Project> open(const std::filesystem::path& projectPath);
    // Where the project of `csv` lies: beside it where that folder may be written, else in
    // `cacheFolder`, under a name made from the CSV's absolute path.
    static std::filesystem::path defaultPath(const std::filesystem::path& csv,
                                             const std::filesystem::path& cacheFolder);
    // Its path in the cache, wherever the CSV lies.
    static std::filesystem::path cachePath(const std::filesystem::path& csv,
                                           const std::filesystem::path& cacheFolder);
    virtual ~Project() = default;

    virtual const std::filesystem::path& path() const = 0;
    // NAME.runs beside the project file; made by whoever writes the first run.
    virtual std::filesystem::path runsFolder() const = 0;
    virtual std::shared_ptr<const Catalog> catalog() const = 0;
    // The current snapshot; never null.
    virtual std::shared_ptr<const ObjectTable> objects() const = 0;
    virtual RleMask mask(std::int64_t rowId) const = 0;
    // Masks of one image's objects, in the order of ObjectTable::objectsOf.
    virtual std::vector<RleMask> masksOf(const ObjectTable& table, ImageIndex image) const = 0;
    // Issues found at import, in file order.
    virtual std::vector<RowIssue> issues() const = 0;

    virtual std::filesystem::path imageFolder() const = 0;
    virtual void setImageFolder(const std::filesystem::path& folder) = 0;
    // <folder>/<id>.jpg, .jpeg, .png, .webp or as is; empty when there is no such file.
    virtual std::filesystem::path imagePath(const std::string& imageId) const = 0;

    // The journal has steps.
    virtual bool edited() const = 0;

    // Applies and journals the edits in one transaction and makes a new snapshot. Returns the
    // journal's id of the step, to be given to undo(); 0 when the edits change nothing.
    // Error(NotFound) when there is no such object, Error(Busy) when another program writes.
    virtual std::int64_t apply(const std::vector<ObjectEdit>& edits) = 0;
    // Reverts a step (journalled as a step of its own, whose id is returned: undo it to redo).
    // Error(NotFound) when there is no such step, Error(Unsupported) when later steps changed the
    // same: undo these first.
    virtual std::int64_t undo(std::int64_t step) = 0;

    // The CSV as it would be now: untouched rows byte for byte as they came, with the file's own
    // dialect (BOM, line ends, header, quoting, last newline). In an edited row the changed fields
    // are written anew and the others stay as spelled, attributes unknown to the label descriptions
    // among them. Written atomically; a stop writes nothing.
    virtual void exportCsv(const std::filesystem::path& target,
                           const ProgressCallback& onProgress = {},
                           std::stop_token stop = {}) const = 0;
    // COCO / Fashionpedia JSON of the ground truth (compressed RLE counts, `attribute_ids`, image
    // ids 1..N in table order with file_name, annotation ids from 1, image by image). Written
    // atomically; a stop writes nothing.
    virtual void exportCoco(const std::filesystem::path& target,
                            const ProgressCallback& onProgress = {},
                            std::stop_token stop = {}) const = 0;
};

}  // namespace selvedge
