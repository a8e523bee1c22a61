#include "dataset/doctor/row_pass.h"

#include <algorithm>
#include <optional>

#include "dataset/doctor/csv_row_text.h"
#include "dataset/doctor/loose_runs.h"
#include "dataset/doctor/mask_parts.h"
#include "dataset/doctor/row_checks.h"
#include "dataset/format/json_value.h"

namespace selvedge::doctor {

namespace {

constexpr std::uint64_t kRowsBetweenReports = 1024;

std::uint64_t linesIn(const std::string& text) {
    return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

class RowPass {
public:
    RowPass(const Project& project, const ObjectTable& table, FindingSink& sink)
        : m_catalog(*project.catalog()), m_table(table), m_sink(sink) {
        m_isCsv = project.sourceFormat() == "csv";
        for (ImageIndex image = 0; image < table.images.size(); ++image)
            m_imageOfId.emplace(table.images[image].id, image);
        if (m_isCsv)
            return;  // its rows say for themselves what is wrong
        project.readIssues([this](const ProjectIssue& issue) {
            m_issueOf.try_emplace(issue.rowId, issue);
            return true;
        });
    }

    void take(const StoredRow& row) {
        if (row.id == 0) {
            if (m_isCsv)
                m_layout.emplace(headerOf(row.after));
        } else if (!row.isNew) {
            ++m_notes.rows;
            m_notes.lines.emplace_back(row.id, m_line);  // ids ascend
            if (!m_isCsv && row.text)
                noteId(row);
            if (!row.deleted)
                examine(row);
        }
        // A CSV's row never spans lines; the parts of one that is too long follow with nothing
        // between.
        if (!m_isCsv && row.text)
            m_line += linesIn(*row.text);
        m_line += linesIn(row.after);
    }

    RowNotes& notes() { return m_notes; }

private:
    void add(FindingKind kind, const StoredRow& row, std::string image, std::string text) {
        const auto found = m_imageOfId.find(image);
        m_sink.add(kind,
                   {m_line, std::move(image), found == m_imageOfId.end() ? kNoImage : found->second,
                    row.image ? row.id : 0, std::move(text)});
    }

    void noteId(const StoredRow& row) {
        const auto members = membersOf(*row.text);
        if (const JsonMember* id = memberNamed(members, "id"))
            m_notes.ids.emplace_back(row.id, row.text->substr(id->begin, id->end - id->begin));
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
                m_sink.addRepairable(fault.kind, row.id, fault.risky);
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

const std::string& RowNotes::id(std::int64_t rowId) const {
    static const std::string kNone;
    const auto found = std::lower_bound(
        ids.begin(), ids.end(), rowId,
        [](const auto& entry, std::int64_t wanted) { return entry.first < wanted; });
    return found == ids.end() || found->first != rowId ? kNone : found->second;
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
