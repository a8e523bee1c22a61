#include "app/session/edit_steps.h"

#include <algorithm>
#include <map>
#include <set>

#include "app/session/session.h"

namespace selvedge {

namespace {

// An edit of each target's marks, images first.
std::vector<MarkEdit> editsOf(const EditTargets& targets) {
    std::vector<MarkEdit> edits;
    edits.reserve(targets.size());
    for (const ImageIndex image : targets.images) {
        edits.emplace_back();
        edits.back().image = image;
    }
    for (const std::int64_t row : targets.objects) {
        edits.emplace_back();
        edits.back().rowId = row;
    }
    return edits;
}

EditStep stepOf(std::vector<MarkEdit> marks) {
    EditStep step;
    step.marks = std::move(marks);
    return step;
}

std::vector<std::string> namesOf(const Mark& mark, const Marks& marks) {
    std::vector<std::string> names;
    for (const TagIndex tag : mark.tags)
        names.push_back(marks.tagNames[tag]);
    return names;
}

EditTargets membersOf(const Marks& marks, const std::string& tag) {
    EditTargets members;
    const auto found = std::find(marks.tagNames.begin(), marks.tagNames.end(), tag);
    if (found == marks.tagNames.end())
        return members;
    const auto index = TagIndex(found - marks.tagNames.begin());
    const auto has = [index](const Mark& mark) {
        return std::binary_search(mark.tags.begin(), mark.tags.end(), index);
    };
    for (const auto& [image, mark] : marks.images) {
        if (has(mark))
            members.images.push_back(image);
    }
    for (const auto& [row, mark] : marks.objects) {
        if (has(mark))
            members.objects.push_back(row);
    }
    return members;
}

}  // namespace

EditTargets markTargets(const Session& session, bool onlyCurrent) {
    EditTargets targets;
    const auto image = session.currentImage();
    const auto table = session.objects();
    if (!table)
        return targets;
    const Selection& selection = session.selection();
    const bool ofImages = selection.kind == Selection::Kind::Images;
    const auto object = session.currentObject();
    const auto holds = [&](std::uint32_t item) {
        return std::binary_search(selection.items.begin(), selection.items.end(), item);
    };
    bool holdsIt = !onlyCurrent && !selection.items.empty();
    if (ofImages && image)
        holdsIt = holdsIt && holds(*image);
    else if (!ofImages && object && object->source == ObjectRef::Source::Truth)
        holdsIt = holdsIt && holds(object->index);
    if (!holdsIt) {
        if (image)
            targets.images = {*image};
        return targets;
    }
    if (ofImages) {
        targets.images = selection.items;
        return targets;
    }
    for (const std::uint32_t index : selection.items)
        targets.objects.push_back(table->rowId[index]);
    return targets;
}

std::vector<std::int64_t> objectTargets(const Session& session, bool onlyCurrent) {
    const auto table = session.objects();
    const auto object = session.currentObject();
    if (!table || (object && object->source != ObjectRef::Source::Truth))
        return {};
    const Selection& selection = session.selection();
    const auto& items = selection.items;
    if (!onlyCurrent && selection.kind == Selection::Kind::Objects && !items.empty() &&
        (!object || std::binary_search(items.begin(), items.end(), object->index))) {
        std::vector<std::int64_t> rows;
        for (const std::uint32_t index : items)
            rows.push_back(table->rowId[index]);
        return rows;
    }
    return object ? std::vector{table->rowId[object->index]} : std::vector<std::int64_t>();
}

std::vector<const Mark*> marksOf(const EditTargets& targets, const Marks& marks) {
    std::vector<const Mark*> found;
    for (const ImageIndex image : targets.images)
        found.push_back(&marks.ofImage(image));
    for (const std::int64_t row : targets.objects)
        found.push_back(&marks.ofObject(row));
    return found;
}

std::vector<std::pair<std::string, std::size_t>> tagsOf(const EditTargets& targets,
                                                        const Marks& marks) {
    std::map<std::string, std::size_t> counts;
    for (const Mark* mark : marksOf(targets, marks)) {
        for (const TagIndex tag : mark->tags)
            ++counts[marks.tagNames[tag]];
    }
    return {counts.begin(), counts.end()};
}

EditStep starsStep(const EditTargets& targets, int stars) {
    auto edits = editsOf(targets);
    for (MarkEdit& edit : edits)
        edit.stars = stars;
    return stepOf(std::move(edits));
}

EditStep toggleStar(const EditTargets& targets, const Marks& marks) {
    const auto found = marksOf(targets, marks);
    const bool any =
        std::any_of(found.begin(), found.end(), [](const Mark* mark) { return mark->stars > 0; });
    return starsStep(targets, any ? 0 : 1);
}

EditStep reviewStep(const EditTargets& targets, ReviewState state) {
    auto edits = editsOf(targets);
    for (MarkEdit& edit : edits)
        edit.review = state;
    return stepOf(std::move(edits));
}

EditStep toggleReview(const EditTargets& targets, const Marks& marks, ReviewState state) {
    const auto found = marksOf(targets, marks);
    const bool all = std::all_of(found.begin(), found.end(),
                                 [state](const Mark* mark) { return mark->review == state; });
    return reviewStep(targets, all ? ReviewState::None : state);
}

EditStep splitStep(const EditTargets& targets, Split split) {
    auto edits = editsOf({targets.images, {}});
    for (MarkEdit& edit : edits)
        edit.split = split;
    return stepOf(std::move(edits));
}

EditStep noteStep(const EditTargets& targets, const std::string& note) {
    auto edits = editsOf(targets);
    for (MarkEdit& edit : edits)
        edit.note = note;
    return stepOf(std::move(edits));
}

EditStep tagStep(const EditTargets& targets, const Marks& marks, const std::string& tag, bool on) {
    auto edits = editsOf(targets);
    const auto found = marksOf(targets, marks);
    for (std::size_t i = 0; i < edits.size(); ++i) {
        auto names = namesOf(*found[i], marks);
        std::erase(names, tag);
        if (on)
            names.push_back(tag);
        edits[i].tags = std::move(names);
    }
    return stepOf(std::move(edits));
}

EditStep categoryStep(std::span<const std::int64_t> objects, CategoryIndex category) {
    EditStep step;
    for (const std::int64_t row : objects) {
        step.objects.emplace_back();
        step.objects.back().rowId = row;
        step.objects.back().category = category;
    }
    return step;
}

EditStep attributeStep(std::span<const std::int64_t> objects, const ObjectTable& table,
                       AttributeIndex attribute, bool on) {
    EditStep step;
    for (const std::int64_t row : objects) {
        const auto at = std::lower_bound(table.rowId.begin(), table.rowId.end(), row);
        if (at == table.rowId.end() || *at != row)
            continue;  // deleted meanwhile
        const auto had = table.attributesOf(ObjectIndex(at - table.rowId.begin()));
        std::set<AttributeIndex> now(had.begin(), had.end());
        if (on)
            now.insert(attribute);
        else
            now.erase(attribute);
        step.objects.emplace_back();
        step.objects.back().rowId = row;
        step.objects.back().attributes.emplace(now.begin(), now.end());
    }
    return step;
}

EditStep deleteStep(std::span<const std::int64_t> objects) {
    EditStep step;
    for (const std::int64_t row : objects) {
        step.objects.emplace_back();
        step.objects.back().rowId = row;
        step.objects.back().deleted = true;
    }
    return step;
}

std::vector<std::pair<std::string, std::size_t>> collectionsOf(const Marks& marks) {
    std::map<std::string, std::size_t> found;
    const auto counts = marks.tagCounts();
    for (std::size_t tag = 0; tag < marks.tagNames.size(); ++tag) {
        if (counts[tag] > 0 && isCollection(marks.tagNames[tag]))
            found[collectionName(marks.tagNames[tag])] = counts[tag];
    }
    return {found.begin(), found.end()};
}

EditStep removeTag(const Marks& marks, const std::string& tag) {
    return tagStep(membersOf(marks, tag), marks, tag, false);
}

EditStep renameTag(const Marks& marks, const std::string& from, const std::string& to) {
    EditStep step = tagStep(membersOf(marks, from), marks, from, false);
    for (MarkEdit& edit : step.marks)
        edit.tags->push_back(to);
    return step;
}

}  // namespace selvedge
