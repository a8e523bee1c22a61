#include "dataset/project/journal.h"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include "dataset/format/csv_layout.h"
#include "dataset/project/codec.h"
#include "dataset/project/fields.h"

namespace selvedge {

namespace {

std::int64_t millisecondsNow() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::string userName() {
    if (const char* user = std::getenv("USER"); user && *user)
        return user;
    passwd entry{};
    passwd* found = nullptr;
    char buffer[4096];
    if (::getpwuid_r(::getuid(), &entry, buffer, sizeof buffer, &found) == 0 && found)
        return found->pw_name;
    return "";
}

[[noreturn]] void refuse(const std::string& why) {
    throw Error(ErrorKind::Unsupported, "An edit makes no sense: " + why);
}

struct Change {
    FieldTarget target;
    std::string kind;
    FieldValue before, after;
};

void bindValue(SQLite::Statement& statement, int index, const FieldValue& value, bool isBytes) {
    if (!value)
        return;  // NULL
    if (isBytes)
        bindBytes(statement, index, *value);
    else
        statement.bindNoCopy(index, *value);
}

// One step being written: fields, and an entry of the journal for each that changes.
class StepWriter {
public:
    StepWriter(const Journal& journal, std::int64_t undoes, std::string words, Changed& changed)
        : m_fields(journal.store, journal.path, journal.catalog),
          m_undoes(undoes),
          m_words(std::move(words)),
          m_changed(changed) {}

    Fields& fields() { return m_fields; }
    std::int64_t id() const { return m_id; }

    // Nothing where the field has that value already.
    void set(FieldTarget target, const std::string& kind, const FieldValue& value) {
        const FieldValue before = m_fields.read(target, kind);
        if (before == value)
            return;
        m_fields.write(target, kind, value);
        note({target, kind, before, value});
    }

    // Keeps in the journal what was done already.
    void note(const Change& change) {
        if (m_id == 0)
            begin();
        SQLite::Statement& insert = m_fields.prepared(
            "INSERT INTO edit(step, object, image, kind, before, after) VALUES(?, ?, ?, ?, ?, ?)");
        insert.bind(1, m_id);
        insert.bind(change.target.isImage ? 3 : 2, change.target.id);
        insert.bind(4, change.kind);
        bindValue(insert, 5, change.before, isBytes(change.kind));
        bindValue(insert, 6, change.after, isBytes(change.kind));
        insert.exec();
        insert.reset();
        remember(change);
    }

    // After the last change: what was edited is whole, and the step tells of it.
    void finish(SQLite::Database& store) {
        for (std::int64_t row : m_changed.rows)
            m_fields.settle(row);
        if (m_id == 0 || !m_words.empty())
            return;
        SQLite::Statement& update = m_fields.prepared("UPDATE step SET words = ? WHERE id = ?");
        update.bind(1, Journal::wordsOf(store, m_id));
        update.bind(2, m_id);
        update.exec();
        update.reset();
    }

private:
    void begin() {
        SQLite::Statement& last = m_fields.prepared("SELECT coalesce(max(id), 0) FROM step");
        last.executeStep();
        m_id = last.getColumn(0).getInt64() + 1;
        last.reset();
        SQLite::Statement& insert = m_fields.prepared(
            "INSERT INTO step(id, time, author, words, undoes) VALUES(?, ?, ?, ?, ?)");
        insert.bind(1, m_id);
        insert.bind(2, millisecondsNow());
        insert.bind(3, userName());
        insert.bind(4, m_words);
        if (m_undoes != 0)
            insert.bind(5, m_undoes);
        insert.exec();
        insert.reset();
    }

    void remember(const Change& change) {
        const bool isSize = change.kind == "size";
        if (isSize) {
            m_changed.images = true;
            for (std::int64_t row : m_fields.rowsOf(change.target.id))
                m_changed.rows.insert(row);
        } else if (change.kind == "stars" || change.kind == "review" || change.kind == "split" ||
                   change.kind == "tags" || change.kind == "note") {
            (change.target.isImage ? m_changed.markedImages : m_changed.markedObjects)
                .insert(change.target.id);
        } else {
            m_changed.rows.insert(change.target.id);
        }
    }

    Fields m_fields;
    std::int64_t m_undoes;
    std::string m_words;
    Changed& m_changed;
    std::int64_t m_id = 0;
};

// Writes an EditStep.
class Applier {
public:
    Applier(StepWriter& step, const Catalog& catalog) : m_step(step), m_catalog(catalog) {}

    void apply(const ImageEdit& edit) {
        m_step.fields().sizeOf(edit.image);
        if (!edit.size)
            return;
        const auto [width, height] = *edit.size;
        if (width < 1 || height < 1 || !isMaskSize(width, height))
            refuse("an image of " + std::to_string(width) + " x " + std::to_string(height) +
                   " pixels");
        m_step.set({true, edit.image}, "size",
                   std::to_string(width) + "x" + std::to_string(height));
    }

    // The object's row id.
    std::int64_t apply(const ObjectEdit& edit) {
        std::int64_t row = edit.rowId;
        const FieldTarget old{false, row};
        const FieldValue imageBefore = row == 0 ? FieldValue() : m_step.fields().read(old, "image");
        if (!imageBefore) {
            if (row != 0 && !edit.image)
                throw Error(ErrorKind::NotFound, "There is no object " + std::to_string(row));
            if (!edit.image || !edit.category || !edit.mask || edit.deleted == true)
                refuse("a new object needs an image, a category and a mask");
        } else if (edit.image && std::to_string(*edit.image) != *imageBefore) {
            refuse("an object cannot move to another image");
        }
        const std::int64_t image = imageBefore ? numberIn(imageBefore).value_or(-1) : *edit.image;
        if (row == 0) {
            row = m_step.fields().addObject(image);
            const FieldTarget made{false, row};
            m_step.fields().write(made, "category", categoryText(*edit.category));
            m_step.fields().write(made, "attributes",
                                  attributesText(edit.attributes.value_or(kNoAttributes)));
            m_step.fields().write(made, "mask", runsOf(*edit.mask, image));
            m_step.note({made, "created", "0", "1"});
            return row;
        }
        if (!imageBefore)
            m_step.set(old, "image", std::to_string(image));
        if (edit.category)
            m_step.set(old, "category", categoryText(*edit.category));
        if (edit.attributes || !imageBefore)
            m_step.set(old, "attributes", attributesText(edit.attributes.value_or(kNoAttributes)));
        if (edit.mask)
            m_step.set(old, "mask", runsOf(*edit.mask, image));
        if (edit.deleted)
            m_step.set(old, "deleted", *edit.deleted ? "1" : "0");
        if (edit.respell)
            m_step.set(old, "spelling", {});
        return row;
    }

    void apply(const MarkEdit& edit) {
        const FieldTarget target{edit.image.has_value(), edit.image ? *edit.image : edit.rowId};
        if (target.isImage)
            m_step.fields().sizeOf(target.id);
        else if (!m_step.fields().read(target, "image"))
            throw Error(ErrorKind::NotFound, "There is no object " + std::to_string(target.id));
        if (edit.split && !target.isImage)
            refuse("only images belong to a split");
        if (edit.stars && (*edit.stars < 0 || *edit.stars > kMostStars))
            refuse(std::to_string(*edit.stars) + " stars");
        if (edit.note && edit.note->size() > kLongestNote)
            refuse("a note of " + std::to_string(edit.note->size()) + " bytes");
        if (edit.stars)
            m_step.set(target, "stars", std::to_string(*edit.stars));
        if (edit.review)
            m_step.set(target, "review", std::to_string(int(*edit.review)));
        if (edit.split)
            m_step.set(target, "split", std::to_string(int(*edit.split)));
        if (edit.tags)
            m_step.set(target, "tags", tagsText(*edit.tags));
        if (edit.note)
            m_step.set(target, "note", *edit.note);
    }

private:
    static inline const std::vector<AttributeIndex> kNoAttributes;

    std::string categoryText(CategoryIndex category) const {
        if (category >= m_catalog.categories().size())
            refuse("its category does not exist");
        return std::to_string(m_catalog.categories()[category].id);
    }

    std::string attributesText(const std::vector<AttributeIndex>& attributes) const {
        std::vector<int> ids;
        for (AttributeIndex attribute : attributes) {
            if (attribute >= m_catalog.attributes().size())
                refuse("one of its attributes does not exist");
            ids.push_back(m_catalog.attributes()[attribute].id);
        }
        std::sort(ids.begin(), ids.end());
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
        return joinedIds(ids);
    }

    std::string runsOf(const RleMask& mask, std::int64_t image) {
        if (mask.empty())
            refuse("its mask has no pixel; delete the object instead");
        if (std::pair(mask.width(), mask.height()) != m_step.fields().sizeOf(image))
            refuse("its mask is " + std::to_string(mask.width()) + " x " +
                   std::to_string(mask.height()) + " pixels, which its image is not");
        return encodeRuns(mask);
    }

    static std::string tagsText(std::vector<std::string> tags) {
        std::sort(tags.begin(), tags.end());
        tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
        if (tags.size() > kMostTags)
            refuse("more than " + std::to_string(kMostTags) + " tags");
        std::string text;
        for (const std::string& tag : tags) {
            const bool hasControl = std::any_of(tag.begin(), tag.end(), [](char c) {
                return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
            });
            if (tag.empty() || tag.size() > kLongestTag || hasControl)
                refuse("a tag is one line of at most " + std::to_string(kLongestTag) + " bytes");
            text += (text.empty() ? "" : "\n") + tag;
        }
        return text;
    }

    StepWriter& m_step;
    const Catalog& m_catalog;
};

FieldValue valueOf(const SQLite::Column& column) {
    return column.isNull() ? FieldValue() : FieldValue(std::string(bytesOf(column)));
}

}  // namespace

std::int64_t Journal::apply(const EditStep& step, Changed& changed,
                            std::vector<std::int64_t>* created) {
    return inStore(path, [&] {
        SQLite::Transaction transaction(store, SQLite::TransactionBehavior::IMMEDIATE);
        StepWriter writer(*this, 0, step.words, changed);
        Applier applier(writer, catalog);
        std::vector<std::int64_t> made;
        for (const ImageEdit& edit : step.images)
            applier.apply(edit);
        for (const ObjectEdit& edit : step.objects) {
            const std::int64_t row = applier.apply(edit);
            if (edit.rowId == 0)
                made.push_back(row);
        }
        for (const MarkEdit& edit : step.marks)
            applier.apply(edit);
        writer.finish(store);
        transaction.commit();
        if (created)
            created->insert(created->end(), made.begin(), made.end());
        return writer.id();
    });
}

std::int64_t Journal::undo(std::int64_t undone, Changed& changed) {
    return inStore(path, [&] {
        SQLite::Transaction transaction(store, SQLite::TransactionBehavior::IMMEDIATE);
        std::vector<Change> reverts;
        SQLite::Statement query(store,
                                "SELECT object, image, kind, before, after FROM edit "
                                "WHERE step = ? ORDER BY id DESC");
        query.bind(1, undone);
        while (query.executeStep()) {
            const bool isImage = query.getColumn(0).isNull();
            reverts.push_back({{isImage, query.getColumn(isImage ? 1 : 0).getInt64()},
                               query.getColumn(2).getString(),
                               valueOf(query.getColumn(4)),
                               valueOf(query.getColumn(3))});
        }
        query.reset();
        if (reverts.empty())
            throw Error(ErrorKind::NotFound,
                        path.string() + " has no step " + std::to_string(undone) + " to undo");
        const auto refuseIt = [&](const std::string& why) {
            throw Error(ErrorKind::Unsupported, "Step " + std::to_string(undone) + " of " +
                                                    path.string() + " cannot be undone: " + why);
        };
        StepWriter writer(*this, undone, "", changed);
        for (const Change& revert : reverts) {
            if (revert.target.id < 0)
                refuseIt("what it changed is no longer in the source");
            if (writer.fields().read(revert.target, revert.kind) != revert.before)
                refuseIt(
                    "the same was changed since; undo the later "
                    "steps first");
            writer.set(revert.target, revert.kind, revert.after);
        }
        writer.finish(store);
        transaction.commit();
        return writer.id();
    });
}

}  // namespace selvedge
