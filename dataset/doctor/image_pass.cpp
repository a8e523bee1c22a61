#include "dataset/doctor/image_pass.h"

#include <algorithm>
#include <numeric>
#include <unordered_set>

#include "dataset/doctor/mask_parts.h"
#include "dataset/doctor/picture_checks.h"
#include "dataset/error.h"
#include "dataset/project/photo_folder.h"

namespace selvedge::doctor {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLeastForMedian = 30;
constexpr std::uint64_t kTinyShare = 500;  // of the usual area

std::string sizeText(int width, int height) {
    return std::to_string(width) + " x " + std::to_string(height);
}

std::vector<std::uint32_t> medianAreas(const ObjectTable& table, std::size_t categories) {
    std::vector<std::vector<std::uint32_t>> areas(categories);
    for (std::size_t i = 0; i < table.size(); ++i)
        areas[table.category[i]].push_back(table.area[i]);
    std::vector<std::uint32_t> medians;
    for (auto& ofCategory : areas) {
        const auto middle = ofCategory.begin() + std::ptrdiff_t(ofCategory.size() / 2);
        std::nth_element(ofCategory.begin(), middle, ofCategory.end());
        medians.push_back(ofCategory.size() < kLeastForMedian ? 0 : *middle);
    }
    return medians;
}

const char* orientationText(int orientation) {
    static constexpr const char* kTexts[] = {"mirrored",
                                             "upside down",
                                             "upside down and mirrored",
                                             "lying and mirrored",
                                             "lying",
                                             "lying and mirrored",
                                             "lying"};
    return kTexts[orientation - 2];
}

}  // namespace

ImagePass::ImagePass(const Project& project, const ObjectTable& table, const RowNotes& notes,
                     const ExamineOptions& options)
    : m_project(project),
      m_table(table),
      m_notes(notes),
      m_options(options),
      m_catalog(project.catalog()),
      m_isCsv(project.sourceFormat() == "csv"),
      m_isFolder(project.sourceFormat() == "folder"),
      m_habits(table, *m_catalog),
      m_isPart(partCategories(*m_catalog)),
      m_usualArea(medianAreas(table, m_catalog->categories().size())),
      m_pictures(table.images.size()) {}

void ImagePass::addOfImage(FindingSink& sink, FindingKind kind, ImageIndex image,
                           std::string text) const {
    sink.add(kind, {0, m_table.images[image].id, image, 0, std::move(text)});
}

void ImagePass::addOfObject(FindingSink& sink, FindingKind kind, ObjectIndex object,
                            std::string text) const {
    const std::int64_t rowId = m_table.rowId[object];
    const ImageIndex image = m_table.image[object];
    if (const std::string& id = m_notes.id(rowId); !id.empty())
        text.insert(0, "annotation id " + id + ": ");
    sink.add(kind, {m_notes.line(rowId), m_table.images[image].id, image, rowId, std::move(text)});
}

void ImagePass::look(ImageIndex image, FindingSink& sink) {
    const ImageSize stored = m_options.pictures ? lookAtPicture(image, sink) : ImageSize{};
    std::vector<RleMask> masks = m_project.masksOf(m_table, image);
    if (masks.empty() && !m_isFolder)
        addOfImage(sink, FindingKind::ImageWithoutObjects, image,
                   m_isCsv ? "none of its rows is an object" : "no annotation of it is an object");
    if (!checkSizes(image, stored, masks, sink))
        checkObjects(image, std::move(masks), sink);
}

ImageSize ImagePass::lookAtPicture(ImageIndex image, FindingSink& sink) {
    Picture& picture = m_pictures[image];
    const std::string& id = m_table.images[image].id;
    picture.file = m_project.imagePath(id);
    if (picture.file.empty()) {
        addOfImage(sink, FindingKind::ImageMissing, image,
                   "no picture in " + m_project.imageFolder().string());
        return {};
    }
    const PictureFacts facts = lookAt(picture.file);
    picture.fingerprint = facts.fingerprint;
    if (!facts.problem.empty())
        addOfImage(sink, FindingKind::ImageUnreadable, image, facts.problem);
    if (facts.orientation != 1)
        addOfImage(sink, FindingKind::ImageRotated, image,
                   std::string("stored ") + orientationText(facts.orientation) +
                       "; masks are drawn on the pixels as stored");
    return facts.size;
}

std::string ImagePass::whatIsSaid(ImageSize size) const {
    return sizeText(size.width, size.height) + (m_isCsv      ? " in the rows"
                                                : m_isFolder ? " at the import"
                                                             : " in the list of images");
}

bool ImagePass::checkSizes(ImageIndex image, ImageSize stored, const std::vector<RleMask>& masks,
                           FindingSink& sink) const {
    const ImageSize said{m_table.images[image].width, m_table.images[image].height};
    const bool known = stored.width > 0;
    const bool swapped = known && said != stored && said == ImageSize{stored.height, stored.width};
    if (swapped) {
        // Exchanging helps where the masks are at least as whole then; else the picture was turned.
        double own = 0, exchanged = 0;
        for (const RleMask& mask : masks) {
            own += agreement(mask, static_cast<std::uint32_t>(said.height));
            exchanged += agreement(mask, static_cast<std::uint32_t>(said.width));
        }
        const bool repairable = exchanged >= own;
        addOfImage(sink, FindingKind::SizeSwapped, image,
                   whatIsSaid(said) + ", the picture is " + sizeText(stored.width, stored.height) +
                       (repairable ? "" : "; the masks fit that: was the picture turned?"));
        if (repairable)
            sink.addRepairableImage(FindingKind::SizeSwapped, image);
    } else if (known && said != stored) {
        addOfImage(sink, FindingKind::SizeMismatch, image,
                   whatIsSaid(said) + ", the picture is " + sizeText(stored.width, stored.height));
    }
    checkOddRows(image, swapped ? stored : said, sink);
    return swapped;
}

// Rows of another size than `size`, which is the image's.
void ImagePass::checkOddRows(ImageIndex image, ImageSize size, FindingSink& sink) const {
    const auto odd = m_notes.oddSizes.find(image);
    if (odd == m_notes.oddSizes.end())
        return;
    const std::string& id = m_table.images[image].id;
    for (const OddSize& row : odd->second) {
        const bool exchanged = row.width == size.height && row.height == size.width;
        if (row.width == size.width && row.height == size.height) {
            // Right, but for the image's first row: it comes back with that one.
            sink.addRepairable(FindingKind::SizeSwapped, row.rowId);
            continue;
        }
        const FindingKind kind = exchanged ? FindingKind::SizeSwapped : FindingKind::SizesMixed;
        sink.add(kind, {row.line, id, image, 0,
                        sizeText(row.width, row.height) + " here, the image is " +
                            sizeText(size.width, size.height)});
        if (exchanged && row.fitsExchanged)
            sink.addRepairable(kind, row.rowId);
    }
}

void ImagePass::checkObjects(ImageIndex image, std::vector<RleMask> masks,
                             FindingSink& sink) const {
    const auto indices = m_table.objectsOf(image);
    std::vector<CheckedObject> objects;
    for (std::size_t i = 0; i < indices.size(); ++i) {
        const ObjectIndex object = indices[i];
        objects.push_back({m_table.category[object], m_table.attributesOf(object),
                           m_table.area[object], m_table.box[object], std::move(masks[i])});
        for (ObjectFault& fault : maskFaults(objects[i].mask, i)) {
            addOfObject(sink, fault.kind, object, std::move(fault.text));
            if (fault.repairable)
                sink.addRepairable(fault.kind, m_table.rowId[object]);
        }
        const std::uint32_t usual = m_usualArea[objects[i].category];
        if (objects[i].area * kTinyShare < usual)
            addOfObject(sink, FindingKind::ObjectTiny, object,
                        m_catalog->categories()[objects[i].category].name + " of " +
                            std::to_string(objects[i].area) + " pixels, usual are " +
                            std::to_string(usual));
        for (AttributeHabits::Fault& fault : m_habits.faultsOf(m_table, object))
            addOfObject(sink, fault.kind, object, std::move(fault.text));
    }
    addTwins(sink, objects, indices);
    for (ObjectFault& fault : lostParts(objects, m_isPart, *m_catalog))
        addOfObject(sink, fault.kind, indices[fault.object], std::move(fault.text));
}

void ImagePass::addTwins(FindingSink& sink, std::span<const CheckedObject> objects,
                         std::span<const ObjectIndex> indices) const {
    for (ObjectFault& fault : twinFaults(objects, m_isPart, *m_catalog)) {
        const ObjectIndex object = indices[fault.object];
        const std::int64_t other = m_table.rowId[indices[*fault.other]];
        if (!m_notes.id(other).empty())
            fault.text += ", see id " + m_notes.id(other);
        else if (m_notes.line(other) > 0)
            fault.text += ", see line " + std::to_string(m_notes.line(other));
        addOfObject(sink, fault.kind, object, std::move(fault.text));
        if (fault.repairable)
            sink.addRepairable(fault.kind, m_table.rowId[object]);
    }
}

void ImagePass::compare(FindingSink& sink, std::stop_token stop) const {
    if (!m_options.pictures)
        return;
    std::vector<ImageIndex> order(m_pictures.size());
    std::iota(order.begin(), order.end(), ImageIndex{0});
    std::stable_sort(order.begin(), order.end(), [&](ImageIndex a, ImageIndex b) {
        return m_pictures[a].fingerprint < m_pictures[b].fingerprint;
    });
    for (std::size_t i = 1, first = 0; i < order.size() && !stop.stop_requested(); ++i) {
        const Picture& a = m_pictures[order[first]];
        const Picture& b = m_pictures[order[i]];
        if (a.fingerprint != b.fingerprint)
            first = i;
        else if (a.fingerprint != 0 && samePicture(a.file, b.file))
            addOfImage(sink, FindingKind::ImageDuplicate, order[i],
                       "the same picture as " + m_table.images[order[first]].id);
    }
    addUnnamedPictures(sink, stop);
}

void ImagePass::addUnnamedPictures(FindingSink& sink, const std::stop_token& stop) const {
    const fs::path folder = m_project.imageFolder();
    std::unordered_set<std::string> named;  // paths below the folder
    for (const Picture& picture : m_pictures)
        named.insert(picture.file.lexically_relative(folder).lexically_normal().string());
    std::vector<fs::path> files;
    try {
        files = pictureFilesIn(folder);
    } catch (const Error&) {
        return;  // no folder: its pictures are missing, which is said
    }
    for (const fs::path& file : files) {
        if (stop.stop_requested())
            return;
        if (named.contains(file.string()))
            continue;
        // Of photos each is an image, unless it could not be read.
        const std::string problem = m_isFolder ? lookAt(folder / file).problem : "";
        if (problem.empty())
            sink.add(FindingKind::PictureWithoutRows,
                     {0, file.string(), kNoImage, 0,
                      m_isFolder ? "it came after the import" : "no row names this picture"});
        else
            sink.add(FindingKind::ImageUnreadable, {0, file.string(), kNoImage, 0, problem});
    }
}

}  // namespace selvedge::doctor
