#include "dataset/doctor/row_pass.h"

#include <algorithm>
#include <optional>

#include "dataset/doctor/csv_row_text.h"
#include "dataset/doctor/loose_runs.h"
#include "dataset/doctor/mask_parts.h"
#include "dataset/doctor/row_checks.h"

namespace selvedge::doctor {

namespace {

constexpr std::uint64_t kRowsBetweenReports = 1024;

class RowPass {
public:
    RowPass(const Project& project, const ObjectTable& table, FindingSink& sink)
        : m_catalog(*project.catalog()), m_table(table), m_sink(sink) {
        m_isCsv = project.sourceFormat() == "csv";
        for (ImageIndex image = 0; image < table.images.size(); ++image)
            m_imageOfId.emplace(table.images[image].id, image);
        for (const ProjectIssue& issue : project.issues())
            m_issueOf.try_emplace(issue.rowId, issue);
    }

    void take(const StoredRow& row) {
        if (row.id == 0) {
            if (m_isCsv)
                m_layout.emplace(headerOf(row.after));
        } else if (!row.isNew) {
            ++m_notes.rows;
            if (m_isCsv)
                m_notes.lines.emplace_back(row.id, m_line);  // ids ascend
            if (!row.deleted)
                examine(row);
        }
        // A row never spans lines; the parts of one that is too long follow with nothing between.
        m_line += static_cast<std::uint64_t>(std::count(row.after.begin(), row.after.end(), '\n'));
    }

    RowNotes& notes() { return m_notes; }

private:
    void add(FindingKind kind, const StoredRow& row, std::string image, std::string text) {
        const auto found = m_imageOfId.find(image);
        const auto issue = m_issueOf.find(row.id);
        m_sink.add(kind, {m_isCsv                    ? m_line
                          : issue != m_issueOf.end() ? issue->second.line
                                                     : 0,
                          std::move(image), found == m_imageOfId.end() ? kNoImage : found->second,
                          row.image ? row.id : 0, std::move(text)});
    }

    void examine(const StoredRow& row) {
        if (!m_isCsv) {
            const auto issue = m_issueOf.find(row.id);
            if (!row.image && issue != m_issueOf.end())
                add(FindingKind::RowUnreadable, row, {}, issue->second.text);
            return;
        }
        if (!row.text)
            return;
        const RowText text(row, *m_layout);
        CsvRow csv = text.row();
        if (row.maskEdited && row.image)
            csv.encodedPixels = "1 1";  // whatever stands there was mended
        const std::vector<RowFault> faults = faultsOf(csv, m_catalog);
        for (const RowFault& fault : faults) {
            if (row.image && infoOf(fault.kind).severity == Severity::Error)
                continue;  // an edit made it an object all the same
            add(fault.kind, row, csv.imageId, fault.text);
            if (fault.repairable)
                m_sink.addRepairable(fault.kind, row.id);
        }
        if (!faults.empty() || csv.blank)
            return;
        if (row.image && !row.maskEdited)
            add(FindingKind::SpellingUnusual, row, csv.imageId, "spelled in its own way");
        else if (!row.image)
            noteSize(row, csv);
    }

    // The row reads well and yet is no object: that is its size.
    void noteSize(const StoredRow& row, const CsvRow& csv) {
        const ParsedRow parsed = parseRow(csv, m_catalog);
        const auto image = m_imageOfId.find(parsed.imageId);
        if (image == m_imageOfId.end())
            return;
        const double own = agreement(parsed.mask, static_cast<std::uint32_t>(parsed.height));
        const double exchanged = agreement(parsed.mask, static_cast<std::uint32_t>(parsed.width));
        m_notes.oddSizes[image->second].push_back(
            {row.id, m_line, parsed.width, parsed.height, exchanged >= own});
    }

    const Catalog m_catalog;
    const ObjectTable& m_table;
    FindingSink& m_sink;
    bool m_isCsv = false;
    std::optional<CsvLayout> m_layout;
    std::unordered_map<std::string, ImageIndex> m_imageOfId;
    std::unordered_map<std::int64_t, RowIssue> m_issueOf;
    std::uint64_t m_line = 1;
    RowNotes m_notes;
};

}  // namespace

std::uint64_t RowNotes::line(std::int64_t rowId) const {
    const auto found =
        std::lower_bound(lines.begin(), lines.end(), std::pair(rowId, std::uint64_t{0}));
    return found == lines.end() || found->first != rowId ? 0 : found->second;
}

RowNotes examineRows(const Project& project, const ObjectTable& table, FindingSink& sink,
                     const ProgressCallback& onProgress, std::stop_token stop) {
    RowPass pass(project, table, sink);
    const std::uint64_t total = project.rowCount();
    project.readRows([&](const StoredRow& row) {
        pass.take(row);
        if (onProgress && pass.notes().rows % kRowsBetweenReports == 0)
            onProgress({pass.notes().rows, total, "rows", "Examining rows"});
        return !stop.stop_requested();
    });
    pass.notes().complete = !stop.stop_requested();
    return std::move(pass.notes());
}

}  // namespace selvedge::doctor
