#include "dataset/doctor/finding.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace selvedge::doctor {

namespace {

using Kind = FindingKind;

constexpr KindInfo kKinds[] = {
    {Kind::RowUnreadable, "row_unreadable", Severity::Error, "Rows that cannot be read", nullptr,
     nullptr},
    {Kind::RunPastEnd, "run_past_end", Severity::Error, "Masks that run past the end of the image",
     "clip",
     "Cuts the runs off at the image's last pixel, so that the row becomes an object. Where they "
     "end past it by more than 1 % of the image's pixels only when this repair is asked for by its "
     "name."},
    {Kind::RunZeroLength, "run_zero_length", Severity::Error, "Masks with runs of length 0",
     "drop empty runs", "Leaves the runs of length 0 out, so that the row becomes an object."},
    {Kind::RunsOverlap, "runs_overlap", Severity::Warning, "Masks whose runs overlap", "merge runs",
     "Writes each pixel once; the mask covers what it covered."},
    {Kind::MaskEmpty, "mask_empty", Severity::Error, "Objects without a pixel", nullptr, nullptr},
    {Kind::CategoryUnknown, "category_unknown", Severity::Error,
     "Categories that the label descriptions do not have", nullptr, nullptr},
    {Kind::AttributeUnknown, "attribute_unknown", Severity::Warning,
     "Attributes that the label descriptions do not have", "drop unknown attributes",
     "Takes the attributes that nobody can name out of the row; the known ones stay. Words "
     "that are no numbers go only when this repair is asked for by its name."},
    {Kind::SizesMixed, "sizes_mixed", Severity::Error,
     "Rows that give their image another size than its first row", nullptr, nullptr},
    {Kind::SizeSwapped, "size_swapped", Severity::Error, "Height and Width exchanged", "exchange",
     "Exchanges Height and Width; the runs stay and land where they were drawn."},
    {Kind::SizeMismatch, "size_mismatch", Severity::Error,
     "Images whose stored picture has another size", nullptr, nullptr},
    {Kind::ImageMissing, "image_missing", Severity::Error, "Images without a picture file", nullptr,
     nullptr},
    {Kind::ImageUnreadable, "image_unreadable", Severity::Error,
     "Picture files that are empty, cut short or broken", nullptr, nullptr},
    {Kind::ImageRotated, "image_rotated", Severity::Info,
     "Pictures that other programs show turned (EXIF orientation)", nullptr, nullptr},
    {Kind::ImageDuplicate, "image_duplicate", Severity::Warning, "Pictures that occur twice",
     nullptr, nullptr},
    {Kind::ImageWithoutObjects, "image_without_objects", Severity::Warning,
     "Images whose rows give no object", nullptr, nullptr},
    {Kind::PictureWithoutRows, "picture_without_rows", Severity::Info,
     "Picture files that no row names", nullptr, nullptr},
    {Kind::MaskScrambled, "mask_scrambled", Severity::Warning,
     "Masks in stripes, as if written row by row", nullptr, nullptr},
    {Kind::MaskSpecks, "mask_specks", Severity::Warning, "Masks with specks", "drop specks",
     "Takes parts of fewer than 16 pixels, and under 1 % of their object, out of the mask."},
    {Kind::MaskBox, "mask_box", Severity::Warning, "Masks that are plain rectangles", nullptr,
     nullptr},
    {Kind::MaskCoversImage, "mask_covers_image", Severity::Warning,
     "Masks that cover the whole image", nullptr, nullptr},
    {Kind::MaskInParts, "mask_in_parts", Severity::Info, "Masks in several parts", nullptr,
     nullptr},
    {Kind::ObjectTiny, "object_tiny", Severity::Info,
     "Objects far smaller than others of their category", nullptr, nullptr},
    {Kind::DuplicateObject, "duplicate_object", Severity::Warning, "Objects that occur twice",
     "remove exact copies",
     "Deletes later copies that equal an earlier object in image, mask, category and attributes."},
    {Kind::CategoryConflict, "category_conflict", Severity::Warning,
     "The same pixels under two categories", nullptr, nullptr},
    {Kind::PartWithoutGarment, "part_without_garment", Severity::Warning,
     "Parts of garments that touch no garment", nullptr, nullptr},
    {Kind::AttributeUnlikely, "attribute_unlikely", Severity::Warning,
     "Attributes that this category hardly ever has", nullptr, nullptr},
    {Kind::AttributesConflict, "attributes_conflict", Severity::Warning,
     "Attributes that exclude one another", nullptr, nullptr},
    {Kind::SpellingUnusual, "spelling_unusual", Severity::Info,
     "Rows spelled in their own way (kept so)", nullptr, nullptr},
};

template <typename T>
void append(std::vector<T>& to, std::vector<T>& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

template <typename T>
void sortUnique(std::vector<T>& values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

auto orderOf(const Example& example) {
    return std::tuple(example.imageIndex, example.line);
}

}  // namespace

const char* severityName(Severity severity) {
    switch (severity) {
        case Severity::Error:
            return "error";
        case Severity::Warning:
            return "warning";
        case Severity::Info:
            break;
    }
    return "info";
}

std::span<const KindInfo> allKinds() {
    return kKinds;
}

const KindInfo& infoOf(FindingKind kind) {
    return kKinds[static_cast<std::size_t>(kind)];
}

std::optional<FindingKind> kindNamed(std::string_view id) {
    const auto* found = std::find_if(std::begin(kKinds), std::end(kKinds),
                                     [&](const KindInfo& info) { return info.id == id; });
    return found == std::end(kKinds) ? std::nullopt : std::optional(found->kind);
}

Finding Finding::withoutRisky() const {
    Finding safe = *this;
    safe.repairable.clear();
    safe.risky.clear();
    std::set_difference(repairable.begin(), repairable.end(), risky.begin(), risky.end(),
                        std::back_inserter(safe.repairable));
    return safe;
}

FindingSink::FindingSink() : m_findings(std::size(kKinds)) {}

void FindingSink::add(FindingKind kind, Example example) {
    Finding& finding = m_findings[static_cast<std::size_t>(kind)];
    ++finding.count;
    if (finding.examples.size() < kMostExamples)
        finding.examples.push_back(std::move(example));
}

void FindingSink::addRepairable(FindingKind kind, std::int64_t rowId, bool risky) {
    Finding& finding = m_findings[static_cast<std::size_t>(kind)];
    finding.repairable.push_back(rowId);
    if (risky)
        finding.risky.push_back(rowId);
}

void FindingSink::addRepairableImage(FindingKind kind, ImageIndex image) {
    m_findings[static_cast<std::size_t>(kind)].repairableImages.push_back(image);
}

void FindingSink::merge(FindingSink&& other) {
    for (std::size_t i = 0; i < m_findings.size(); ++i) {
        Finding& mine = m_findings[i];
        Finding& theirs = other.m_findings[i];
        mine.count += theirs.count;
        append(mine.examples, theirs.examples);
        append(mine.repairable, theirs.repairable);
        append(mine.repairableImages, theirs.repairableImages);
        append(mine.risky, theirs.risky);
    }
}

std::vector<Finding> FindingSink::take() {
    std::vector<Finding> found;
    for (std::size_t i = 0; i < m_findings.size(); ++i) {
        Finding& finding = m_findings[i];
        if (finding.count == 0)
            continue;
        finding.kind = kKinds[i].kind;
        // Each worker met its images in ascending order, so the first ones of all are here.
        std::stable_sort(
            finding.examples.begin(), finding.examples.end(),
            [](const Example& a, const Example& b) { return orderOf(a) < orderOf(b); });
        if (finding.examples.size() > kMostExamples)
            finding.examples.resize(kMostExamples);
        sortUnique(finding.repairable);
        sortUnique(finding.repairableImages);
        sortUnique(finding.risky);
        found.push_back(std::move(finding));
    }
    std::stable_sort(found.begin(), found.end(), [](const Finding& a, const Finding& b) {
        return infoOf(a.kind).severity < infoOf(b.kind).severity;
    });
    m_findings.assign(std::size(kKinds), {});
    return found;
}

}  // namespace selvedge::doctor
