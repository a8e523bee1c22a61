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
#include "dataset/project/edits.h"
#include "dataset/project/marks.h"
#include "dataset/project/object_table.h"
#include "dataset/project/stored_row.h"
#include "dataset/row_issue.h"

namespace selvedge {

struct ImportOptions {
    // Where <ImageId>.jpg lie; empty: `images/`, `train/` or the folder itself, beside the CSV,
    // whichever holds the first image.
    std::filesystem::path imageFolder;
    // label_descriptions.json; empty: the one beside the CSV, else the built-in catalog.
    std::filesystem::path labelDescriptions;
    unsigned threads = 0;  // that parse rows; 0: as many as there are cores. Same project with any.
};

// Something edited or marked in an earlier import whose row or image the source no longer has. It
// stays in the project, is exported nowhere, and finds its place again when the source has it
// again.
struct Stray {
    std::string imageId;
    bool isObject = false;  // else the image itself
    bool deleted = false;
    std::string text;  // "object of category 5, 120 pixels, 2 edits"
};

inline constexpr std::size_t kMostListedIssues = 10'000;

// What the issues of an import say of the source.
struct IssueCounts {
    // Rows, annotations and pictures that are no object and no image of the project. A CSV's and a
    // COCO JSON's are kept raw.
    std::uint64_t notUsable = 0;
    std::uint64_t notes = 0;  // issues on rows that were read, or on none
};

struct ImportResult {
    std::filesystem::path project;
    std::uint64_t images = 0;
    std::uint64_t objects = 0;
    std::vector<RowIssue> issues;  // the first 10,000; Project::readIssues gives all
    std::uint64_t issueCount = 0;
    IssueCounts counts;
    std::optional<RowIssue> firstNotUsable;  // its issue, where there is one
    bool stoppedEarly = false;               // stopped by the user: no project was made

    // Of a project that was there before: objects and images with edits or marks that were found
    // again, and those that were not (deleted objects, which nobody misses, are not listed).
    std::uint64_t carried = 0;
    std::vector<Stray> strays;
    // Where the old project went, when it was too damaged to read its edits; else empty.
    std::filesystem::path oldKeptAt;
};

// An issue of the import; `rowId` is the row it is about (Project::rowText, ObjectEdit::rowId), 0
// where there is none.
struct ProjectIssue : RowIssue {
    std::int64_t rowId = 0;
};

// Something with a name that the project keeps for its user.
struct SavedEntry {
    std::string name;
    std::string value;
    bool operator==(const SavedEntry&) const = default;
};
// JSON each: what Browse shows (ui/browse/browse_look.h), thresholds, names of images (subset.h).
enum class SavedKind { View, OperatingPoint, Subset };

// Which images are exported, by ImageId; empty: all.
using ImageFilter = std::function<bool(const std::string& imageId)>;

// Write takes the project's lock. Where another program or window has that, or the place may not be
// written, the project is opened for reading and says why.
enum class Access { Write, Read };

// A data set with all that was done to it: one SQLite file (DESIGN, "Project"; SCHEMA.md).
// The object is safe to use from several threads: reads have connections of their own, writes go
// through one. Throws Error; bad rows of a file are issues.
class Project {
public:
    // Imports a CSV into a new project file at `projectPath` (written as .partial, then renamed; an
    // existing one is replaced only when the import is whole). What was edited or marked in a
    // project that lies there finds its rows and images again (identity: the row's text, else image
    // and mask). Refused with Error: NotWritable when what lies there is no project, Busy when it
    // is open or being imported. An object with attributes that the label descriptions do not have
    // is read without them; any other issue leaves the row out of the table. Every row is kept for
    // the export.
    static ImportResult importCsv(const std::filesystem::path& csv,
                                  const std::filesystem::path& projectPath,
                                  const ImportOptions& options = {},
                                  const ProgressCallback& onProgress = {},
                                  std::stop_token stop = {});
    // Photos without a CSV: every JPEG, PNG and WebP of the folder and its sub-folders (not hidden
    // ones, no links to folders) becomes an image in the order of their paths; its id is the path
    // below the folder without extension, with it where two differ in nothing else. Sizes are read
    // from the headers; an image without a readable one is an issue. The CSV it exports has the
    // published header and the objects made since.
    static ImportResult importFolder(const std::filesystem::path& folder,
                                     const std::filesystem::path& projectPath,
                                     const ImportOptions& options = {},
                                     const ProgressCallback& onProgress = {},
                                     std::stop_token stop = {});
    static std::shared_ptr<Project> open(const std::filesystem::path& projectPath,
                                         Access access = Access::Write);
    // Where the project of `csv` lies: beside it where that folder may be written, else in
    // `cacheFolder`, under a name made from the CSV's absolute path. Of a folder: inside it.
    static std::filesystem::path defaultPath(const std::filesystem::path& csv,
                                             const std::filesystem::path& cacheFolder);
    // Its path in the cache, wherever the CSV lies.
    static std::filesystem::path cachePath(const std::filesystem::path& csv,
                                           const std::filesystem::path& cacheFolder);
    virtual ~Project() = default;

    virtual const std::filesystem::path& path() const = 0;
    // NAME.runs beside the project file; made by whoever writes the first run.
    virtual std::filesystem::path runsFolder() const = 0;
    // A sentence where the project may not be changed (then whatever changes it throws
    // Error(NotWritable) with it); empty where it may.
    virtual std::string readOnlyReason() const = 0;
    bool readOnly() const { return !readOnlyReason().empty(); }
    // What another program wrote since the snapshots were made becomes new ones. False: nothing.
    virtual bool refresh() = 0;

    virtual std::shared_ptr<const Catalog> catalog() const = 0;
    // The current snapshots; never null.
    virtual std::shared_ptr<const ObjectTable> objects() const = 0;
    virtual std::shared_ptr<const Marks> marks() const = 0;
    virtual RleMask mask(std::int64_t rowId) const = 0;
    // Masks of one image's objects, in the order of ObjectTable::objectsOf.
    virtual std::vector<RleMask> masksOf(const ObjectTable& table, ImageIndex image) const = 0;
    // Issues found at import, in file order. There may be one a row; `onIssue` returns false to
    // stop.
    virtual void readIssues(const std::function<bool(const ProjectIssue&)>& onIssue) const = 0;
    std::vector<ProjectIssue> issues() const;     // the first 10,000
    virtual IssueCounts issueCounts() const = 0;  // of the rows as they are now, repairs included
    // "csv", "coco", "detectron2" or "folder", and where it lay.
    virtual std::string sourceFormat() const = 0;
    virtual std::filesystem::path source() const = 0;
    // Every row of the source and every new object, as SourceOrder says; `onRow` returns false to
    // stop. One state of the store, whatever is edited meanwhile.
    virtual void readRows(const std::function<bool(const StoredRow&)>& onRow) const = 0;
    virtual std::uint64_t rowCount() const = 0;
    // A row as it came, without line end, where the store keeps it whole: rows that are no objects,
    // and odd spellings of masks. Else nothing.
    virtual std::optional<std::string> rowText(std::int64_t rowId) const = 0;
    // What the importer kept under `key` (ProjectWriter::putMeta).
    virtual std::optional<std::string> meta(const std::string& key) const = 0;

    virtual std::filesystem::path imageFolder() const = 0;
    virtual void setImageFolder(const std::filesystem::path& folder) = 0;
    // <folder>/<id>.jpg, .jpeg, .png, .webp or as is; empty when there is no such file.
    virtual std::filesystem::path imagePath(const std::string& imageId) const = 0;

    // The journal has steps.
    virtual bool edited() const = 0;
    // Applies and journals the edits in one transaction and makes new snapshots. Returns the step's
    // id, to be given to undo(); 0 when the edits change nothing. The row ids of new objects are
    // appended to `created`, in order.
    // Error(NotFound) when there is no such object or image, Error(Unsupported) when an edit makes
    // no sense (the sentence says which), Error(Busy) when another program writes.
    virtual std::int64_t apply(const EditStep& step,
                               std::vector<std::int64_t>* created = nullptr) = 0;
    // Reverts a step (journalled as a step of its own, whose id is returned: undo it to redo).
    // Error(NotFound) when there is no such step, Error(Unsupported) when later steps changed the
    // same: undo these first.
    virtual std::int64_t undo(std::int64_t step) = 0;
    // The newest `limit` steps before step `before` (0: of all), newest first.
    virtual std::vector<HistoryStep> history(std::size_t limit, std::int64_t before = 0) const = 0;
    // Of a step of the history; nothing of one that is not there.
    virtual StepChange changeOf(std::int64_t step) const = 0;
    virtual std::vector<Stray> strays() const = 0;

    // By name. Saving replaces what has the name; not part of the journal.
    virtual std::vector<SavedEntry> saved(SavedKind kind) const = 0;
    virtual void save(SavedKind kind, const SavedEntry& entry) = 0;
    virtual void removeSaved(SavedKind kind, const std::string& name) = 0;

    // The CSV as it would be now: untouched rows byte for byte as they came, with the file's own
    // dialect (BOM, line ends, header, quoting, last newline). In an edited row the changed fields
    // are written anew and the others stay as spelled, attributes unknown to the label descriptions
    // among them. A new object is a row after the last one of its image; where the image has none,
    // at the end. Of a source that is no CSV: the published header and every object. Of some images
    // only: their rows, without those that are no objects. Written atomically; a stop writes
    // nothing. Refuses to replace a project or this one's source.
    virtual void exportCsv(const std::filesystem::path& target,
                           const ProgressCallback& onProgress = {}, std::stop_token stop = {},
                           const ImageFilter& only = {}) const = 0;
    // COCO / Fashionpedia JSON of the ground truth (compressed RLE counts, `attribute_ids`, image
    // ids 1..N in table order with file_name, annotation ids from 1, image by image). Of a COCO
    // source: as it came, edited annotations anew; of some of its images only: written anew, under
    // the images' own ids. Written atomically; a stop writes nothing. Refuses what exportCsv does.
    virtual void exportCoco(const std::filesystem::path& target,
                            const ProgressCallback& onProgress = {}, std::stop_token stop = {},
                            const ImageFilter& only = {}) const = 0;
};

}  // namespace selvedge
