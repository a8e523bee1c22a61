#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/project/object_table.h"

namespace selvedge::doctor {

// Error: data is left out or lies in the wrong place. Warning: likely a mistake, look at it. Info:
// good to know, often right as it is.
enum class Severity { Error, Warning, Info };
const char* severityName(Severity severity);  // "error"

enum class FindingKind {
    // a row of the file
    RowUnreadable,
    RunPastEnd,
    RunZeroLength,
    RunsOverlap,
    MaskEmpty,
    CategoryUnknown,
    AttributeUnknown,
    SizesMixed,
    // a picture
    SizeSwapped,
    SizeMismatch,
    ImageMissing,
    ImageUnreadable,
    ImageRotated,
    ImageDuplicate,
    ImageWithoutObjects,
    PictureWithoutRows,
    // a mask
    MaskScrambled,
    MaskSpecks,
    MaskBox,
    MaskCoversImage,
    MaskInParts,
    ObjectTiny,
    // objects beside one another
    DuplicateObject,
    CategoryConflict,
    PartWithoutGarment,
    // attributes
    AttributeUnlikely,
    AttributesConflict,
    // spelling
    SpellingUnusual,
};

struct KindInfo {
    FindingKind kind;
    const char* id;  // "run_past_end": stable, for scripts
    Severity severity;
    const char* title;  // "Masks that run past the end of their image"
    // What its repair is called, and one sentence of what that does; null where there is none.
    const char* repair;
    const char* repairText;
};
std::span<const KindInfo> allKinds();  // in the order of FindingKind
const KindInfo& infoOf(FindingKind kind);
std::optional<FindingKind> kindNamed(std::string_view id);

inline constexpr ImageIndex kNoImage = 0xffffffff;

// One place where something was found.
struct Example {
    std::uint64_t line = 0;  // of the imported file; 0: no row
    std::string image;       // ImageId, or a file's name; may be empty
    ImageIndex imageIndex = kNoImage;
    std::int64_t rowId = 0;  // ObjectTable::rowId where the row is an object; else 0
    std::string text;        // "run 3 ends 12 pixels past the last one"
};

struct Finding {
    FindingKind kind{};
    std::uint64_t count = 0;        // places
    std::vector<Example> examples;  // the first ones by image, then line, at most kMostExamples
    // What the repair would change, ascending: rows and objects by row id, sizes of whole images.
    std::vector<std::int64_t> repairable;
    std::vector<ImageIndex> repairableImages;
    // Those of `repairable` where the repair may take away what was meant: for who asks for this
    // kind, not for who asks for all repairs at once.
    std::vector<std::int64_t> risky;

    bool canRepair() const { return !repairable.empty() || !repairableImages.empty(); }
    Finding withoutRisky() const;
};
inline constexpr std::size_t kMostExamples = 100;

// Collects findings on one thread; several are merged into one list.
class FindingSink {
public:
    FindingSink();
    void add(FindingKind kind, Example example);
    void addRepairable(FindingKind kind, std::int64_t rowId, bool risky = false);
    void addRepairableImage(FindingKind kind, ImageIndex image);
    void merge(FindingSink&& other);
    // Kinds with a place: errors first, then in the order of FindingKind. Empties the sink.
    std::vector<Finding> take();

private:
    std::vector<Finding> m_findings;  // one a kind
};

}  // namespace selvedge::doctor
