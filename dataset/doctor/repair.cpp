#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "dataset/doctor/csv_row_text.h"
#include "dataset/doctor/doctor.h"
#include "dataset/doctor/loose_runs.h"
#include "dataset/doctor/mask_parts.h"

namespace selvedge::doctor {

namespace {

// Gathers the edits of several repairs; each object has one.
class Repairs {
public:
    explicit Repairs(const Project& project)
        : m_project(project), m_catalog(project.catalog()), m_table(project.objects()) {
        for (ImageIndex image = 0; image < m_table->images.size(); ++image)
            m_imageOfId.emplace(m_table->images[image].id, image);
        m_objects.insert(m_table->rowId.begin(), m_table->rowId.end());
    }

    void add(const Finding& finding) {
        for (ImageIndex image : finding.repairableImages) {
            const ImageRow& row = m_table->images[image];
            m_sizes[image] = {row.height, row.width};
        }
        for (std::int64_t rowId : finding.repairable)
            add(finding.kind, rowId);
    }

    EditStep step() const {
        EditStep step;
        for (const auto& [image, size] : m_sizes)
            step.images.push_back({image, size});
        for (const auto& [rowId, edit] : m_edits)
            step.objects.push_back(edit);
        return step;
    }

private:
    void add(FindingKind kind, std::int64_t rowId) {
        if (!m_objects.contains(rowId)) {
            makeObject(rowId);
            return;
        }
        const auto found = m_edits.find(rowId);
        ObjectEdit edit = found == m_edits.end() ? ObjectEdit{} : found->second;
        edit.rowId = rowId;
        switch (kind) {
            case FindingKind::DuplicateObject:
                edit.deleted = true;
                break;
            case FindingKind::MaskSpecks:
                edit.mask = withoutSpecks(m_project.mask(rowId));
                break;
            case FindingKind::RunsOverlap:
            case FindingKind::AttributeUnknown:
                edit.respell = true;  // the object is right, only its row says more than that
                break;
            default:
                return;  // it became an object since it was found
        }
        m_edits.insert_or_assign(rowId, std::move(edit));
    }

    // A row that was no object, for its runs or its size.
    void makeObject(std::int64_t rowId) {
        const std::optional<std::string> text = m_project.rowText(rowId);
        if (!text || !layout())
            return;
        const RowText row(*text, *layout());
        CsvRow withMask = row.row();
        withMask.encodedPixels = "1 1";
        const ParsedRow parsed = parseRow(withMask, *m_catalog);
        const auto image = m_imageOfId.find(parsed.imageId);
        const auto runs = readLooseRuns(row.row().encodedPixels);
        if (!parsed.hasObject || image == m_imageOfId.end() || !runs)
            return;
        ObjectEdit edit;
        edit.rowId = rowId;
        edit.image = image->second;
        edit.category = m_catalog->categoryIndex(parsed.category);
        edit.attributes.emplace();
        for (int id : parsed.attributes)
            edit.attributes->push_back(*m_catalog->attributeIndex(id));
        const auto [width, height] = sizeOf(image->second);
        edit.mask = mended(*runs, width, height);
        if (!edit.mask->empty())
            m_edits.insert_or_assign(rowId, std::move(edit));
    }

    std::pair<int, int> sizeOf(ImageIndex image) const {
        const auto changed = m_sizes.find(image);
        if (changed != m_sizes.end())
            return changed->second;
        return {m_table->images[image].width, m_table->images[image].height};
    }

    // Of the CSV's header, read when first asked for.
    const std::optional<CsvLayout>& layout() {
        if (!m_layout) {
            m_project.readRows([&](const StoredRow& first) {
                m_layout.emplace(headerOf(first.after));
                return false;
            });
        }
        return m_layout;
    }

    const Project& m_project;
    const std::shared_ptr<const Catalog> m_catalog;
    const std::shared_ptr<const ObjectTable> m_table;
    std::optional<CsvLayout> m_layout;
    std::unordered_map<std::string, ImageIndex> m_imageOfId;
    std::unordered_set<std::int64_t> m_objects;  // row ids
    std::map<ImageIndex, std::pair<int, int>> m_sizes;
    std::map<std::int64_t, ObjectEdit> m_edits;
};

}  // namespace

RepairResult repair(Project& project, std::span<const Finding> findings,
                    std::span<const FindingKind> kinds) {
    Repairs repairs(project);
    std::string words;
    for (const Finding& finding : findings) {
        const bool wanted = std::find(kinds.begin(), kinds.end(), finding.kind) != kinds.end();
        if (!wanted || !finding.canRepair())
            continue;
        repairs.add(finding);
        words += (words.empty() ? "Repair: " : ", ") + std::string(infoOf(finding.kind).repair);
    }
    EditStep step = repairs.step();
    step.words = words;
    RepairResult result;
    if (step.objects.empty() && step.images.empty())
        return result;
    result.step = project.apply(step);
    result.objects = step.objects.size();
    for (const ImageEdit& edit : step.images)
        result.objects += project.objects()->objectsOf(edit.image).size();
    return result;
}

}  // namespace selvedge::doctor
