#include "dataset/doctor/object_checks.h"

#include <algorithm>
#include <cstdio>

#include "dataset/doctor/mask_parts.h"
#include "dataset/mask/overlap.h"

namespace selvedge::doctor {

namespace {

// Stripes: with the width as the height nearly every pixel has a neighbour to the right, as it
// stands far fewer have. Small masks and square images say nothing.
constexpr double kWhole = 0.8;
constexpr double kFarFewer = 0.8;
constexpr std::uint64_t kTellingArea = 256;

constexpr int kLeastBoxSide = 16;  // smaller rectangles are honest buttons and buckles
constexpr double kWholeImage = 0.98;
constexpr int kReach = 8;  // pixels between a part and its garment

std::string percent(double share) {
    char text[16];
    std::snprintf(text, sizeof text, "%.0f %%", share * 100);
    return text;
}

std::string sizeText(int width, int height) {
    return std::to_string(width) + " x " + std::to_string(height);
}

// "3 parts of 4,200, 300 and 5 pixels": the largest ones.
std::string partsText(const std::vector<std::uint64_t>& areas) {
    constexpr std::size_t kShown = 3;
    std::string text = std::to_string(areas.size()) + " parts of ";
    for (std::size_t i = 0; i < std::min(areas.size(), kShown); ++i)
        text += (i == 0 ? "" : ", ") + std::to_string(areas[i]);
    return text + (areas.size() > kShown ? ", ... pixels" : " pixels");
}

bool isScrambled(const RleMask& mask, std::uint64_t area) {
    if (area < kTellingArea || mask.width() == mask.height())
        return false;
    const double exchanged = agreement(mask, static_cast<std::uint32_t>(mask.width()));
    return exchanged > kWhole &&
           agreement(mask, static_cast<std::uint32_t>(mask.height())) < kFarFewer * exchanged;
}

bool overlap(const IntBox& a, const IntBox& b, int reach) {
    return a.x - reach < b.x + b.width && b.x < a.x + a.width + reach &&
           a.y - reach < b.y + b.height && b.y < a.y + a.height + reach;
}

}  // namespace

std::vector<ObjectFault> maskFaults(const RleMask& mask, std::size_t object) {
    std::vector<ObjectFault> faults;
    const std::uint64_t area = mask.area();
    if (area == 0)
        return faults;
    if (isScrambled(mask, area)) {
        // Its parts and specks would only say the same again.
        faults.push_back({FindingKind::MaskScrambled, object,
                          "stripes; with rows of " + std::to_string(mask.width()) +
                              " pixels it would be one piece"});
        return faults;
    }
    const double share = double(area) / (double(mask.width()) * double(mask.height()));
    const IntBox box = mask.box();
    if (share >= kWholeImage)
        faults.push_back({FindingKind::MaskCoversImage, object, percent(share) + " of the image"});
    else if (area == std::uint64_t(box.width) * std::uint64_t(box.height) &&
             box.width >= kLeastBoxSide && box.height >= kLeastBoxSide)
        faults.push_back({FindingKind::MaskBox, object,
                          "a rectangle of " + sizeText(box.width, box.height) + " pixels"});
    const std::vector<std::uint64_t> areas = partAreas(mask);
    const auto firstSpeck = std::find_if(areas.begin(), areas.end(),
                                         [&](std::uint64_t part) { return isSpeck(part, area); });
    if (firstSpeck != areas.end()) {
        const auto specks = areas.end() - firstSpeck;
        std::uint64_t pixels = 0;
        for (auto it = firstSpeck; it != areas.end(); ++it)
            pixels += *it;
        faults.push_back({FindingKind::MaskSpecks, object,
                          std::to_string(specks) + (specks == 1 ? " speck of " : " specks of ") +
                              std::to_string(pixels) + (pixels == 1 ? " pixel" : " pixels"),
                          true});
    }
    if (firstSpeck - areas.begin() > 1)
        faults.push_back(
            {FindingKind::MaskInParts, object, partsText({areas.begin(), firstSpeck})});
    return faults;
}

std::vector<ObjectFault> twinFaults(std::span<const CheckedObject> objects,
                                    const std::vector<bool>& isPart, const Catalog& catalog) {
    std::vector<ObjectFault> faults;
    for (std::size_t later = 1; later < objects.size(); ++later) {
        const CheckedObject& b = objects[later];
        std::optional<ObjectFault> conflict;
        for (std::size_t earlier = 0; earlier < later; ++earlier) {
            const CheckedObject& a = objects[earlier];
            // Cheaper than the masks: areas and boxes of twins agree.
            const double small = double(std::min(a.area, b.area));
            if (small == 0 || small < kSamePixels * double(std::max(a.area, b.area)) ||
                !overlap(a.box, b.box, 0) || isPart[a.category] != isPart[b.category])
                continue;
            const double same = iou(a.mask, b.mask);
            if (same < kSamePixels)
                continue;
            const std::string& name = catalog.categories()[b.category].name;
            if (a.category == b.category) {
                const bool copy =
                    a.mask == b.mask && std::equal(a.attributes.begin(), a.attributes.end(),
                                                   b.attributes.begin(), b.attributes.end());
                faults.push_back({FindingKind::DuplicateObject, later,
                                  copy ? name + ", an exact copy"
                                       : name + ", " + percent(same) + " the same pixels",
                                  copy, earlier});
                conflict.reset();
                break;
            }
            if (!conflict)
                conflict = ObjectFault{FindingKind::CategoryConflict, later,
                                       name + " here, " + catalog.categories()[a.category].name +
                                           " before, " + percent(same) + " the same pixels",
                                       false, earlier};
        }
        if (conflict)
            faults.push_back(std::move(*conflict));
    }
    return faults;
}

std::vector<bool> partCategories(const Catalog& catalog) {
    std::vector<bool> isPart;
    for (const Category& category : catalog.categories())
        isPart.push_back(category.supercategory == "garment parts" ||
                         category.supercategory == "closures" ||
                         category.supercategory == "decorations");
    return isPart;
}

std::vector<ObjectFault> lostParts(std::span<const CheckedObject> objects,
                                   const std::vector<bool>& isPart, const Catalog& catalog) {
    std::vector<ObjectFault> faults;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        const CheckedObject& part = objects[i];
        if (!isPart[part.category])
            continue;
        const bool worn =
            std::any_of(objects.begin(), objects.end(), [&](const CheckedObject& other) {
                return !isPart[other.category] && overlap(part.box, other.box, kReach);
            });
        if (!worn)
            faults.push_back(
                {FindingKind::PartWithoutGarment, i,
                 catalog.categories()[part.category].name + " with nothing under or beside it"});
    }
    return faults;
}

}  // namespace selvedge::doctor
