#include "dataset/project/export_coco_source.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

#include "dataset/format/atomic_file.h"
#include "dataset/format/coco_annotation.h"
#include "dataset/format/json_value.h"
#include "dataset/project/store.h"

namespace selvedge {

namespace {

constexpr std::uint64_t kRowsBetweenReports = 1024;

std::string_view withoutBlanks(std::string_view text) {
    while (!text.empty() && isJsonBlank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isJsonBlank(text.back()))
        text.remove_suffix(1);
    return text;
}

// What stands before and after an annotation that is left out, without it: one comma goes too.
std::string joined(std::string_view before, std::string_view after) {
    const std::string_view end = withoutBlanks(before), begin = withoutBlanks(after);
    if (begin == ",")  // and nothing else: the next annotation follows
        return std::string(before);
    if (end.ends_with(',')) {
        before = before.substr(0, before.rfind(','));
    } else if (begin.starts_with(',')) {
        after.remove_prefix(after.find(',') + 1);
    }
    return std::string(before) + std::string(after);
}

// Writes the elements of the list and the text around them; what follows is written late, since it
// may change when an element is left out.
class ElementWriter {
public:
    explicit ElementWriter(AtomicFile& file) : m_file(file) {}

    void element(std::string_view text, std::string after) {
        closeGap();
        m_file.write(m_before);
        m_file.write(text);
        setBefore(std::move(after));
    }
    void leaveOut(std::string after) {
        closeGap();
        m_after = std::move(after);
    }
    void add(std::string_view text) {
        if (m_after) {
            // In the place of the one that was left out.
            m_file.write(m_before);
            m_file.write(text);
            setBefore(std::move(*m_after));
            m_after.reset();
        } else {
            const bool isDense = text.find("\": ") == std::string_view::npos;
            m_file.write(!m_separator.empty() ? m_separator : isDense ? "," : ", ");
            m_file.write(text);
        }
    }
    void begin(std::string text) {
        // The blanks after the list's [ stand after its commas as well.
        std::size_t blanks = text.size();
        while (blanks > 0 && isJsonBlank(text[blanks - 1]))
            --blanks;
        m_separator = blanks < text.size() ? "," + text.substr(blanks) : "";
        m_before = std::move(text);
    }
    void end() {
        closeGap();
        m_file.write(m_before);
    }

private:
    void closeGap() {
        if (m_after)
            setBefore(joined(m_before, *m_after));
        m_after.reset();
    }
    void setBefore(std::string text) {
        if (withoutBlanks(text) == ",")
            m_separator = text;
        m_before = std::move(text);
    }

    AtomicFile& m_file;
    std::string m_before;                // follows what is written
    std::optional<std::string> m_after;  // follows the element that was left out after it
    std::string m_separator;             // what stands between two elements; "": not known
};

class Exporter {
public:
    Exporter(const Project& project, AtomicFile& file)
        : m_project(project), m_table(project.objects()), m_elements(file) {
        const std::string next = metaOf("coco_next_id");
        std::from_chars(next.data(), next.data() + next.size(), m_nextId);
        m_idsAreNumbers = metaOf("coco_ids_are_numbers") != "0";
    }

    void write(const StoredRow& row) {
        if (row.id == 0)
            return m_elements.begin(row.after);
        if (row.isNew) {
            if (!row.deleted)
                m_elements.add(newAnnotation(m_like, fieldsOf(row, m_nextId++)));
            return;
        }
        if (row.deleted || (row.text && row.text->empty()))
            return m_elements.leaveOut(row.after);
        m_elements.element(textOf(row), row.after);
    }
    void end() { m_elements.end(); }

private:
    std::string metaOf(const char* key) const {
        const auto value = m_project.meta(key);
        if (!value)
            throwDamaged(m_project.path(), std::string("the entry ") + key + " is missing");
        return *value;
    }

    AnnotationFields fieldsOf(const StoredRow& row, std::int64_t id) const {
        if (!row.image || *row.image >= m_table->images.size())
            throwDamaged(m_project.path(), "an object has no image");
        const ImageRow& image = m_table->images[*row.image];
        const std::string imageId =
            m_idsAreNumbers ? image.sourceId
                            : nlohmann::json(image.sourceId)
                                  .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        return {id, imageId, row.category, row.attributes, &row.mask};
    }

    std::string textOf(const StoredRow& row) {
        if (!row.text)
            throwDamaged(m_project.path(), "an annotation has no text");
        std::string text = *row.text;
        if (row.maskAt && !row.maskEdited)
            text.insert(std::min(*row.maskAt, text.size()), countsText(row.mask));
        if (!row.image)
            return text;
        const Catalog& catalog = *m_project.catalog();
        m_like =
            changedAnnotation(text, fieldsOf(row, m_nextId), row.maskEdited, [&](std::int64_t id) {
                return id >= 0 && id <= INT32_MAX && catalog.attributeIndex(int(id)).has_value();
            });
        return m_like;
    }

    const Project& m_project;
    std::shared_ptr<const ObjectTable> m_table;
    ElementWriter m_elements;
    std::string m_like;  // an annotation of the file
    std::int64_t m_nextId = 1;
    bool m_idsAreNumbers = true;
};

}  // namespace

void exportCocoSource(const Project& project, const std::filesystem::path& target,
                      const ProgressCallback& onProgress, std::stop_token stop) {
    AtomicFile file(target);
    Exporter exporter(project, file);
    const std::uint64_t total = project.rowCount();
    std::uint64_t done = 0;
    project.readRows([&](const StoredRow& row) {
        if (onProgress && done % kRowsBetweenReports == 0)
            onProgress({done, total, "annotations", "Writing " + target.filename().string()});
        ++done;
        exporter.write(row);
        return !stop.stop_requested();
    });
    if (stop.stop_requested())
        return;
    exporter.end();
    file.commit();
}

}  // namespace selvedge
