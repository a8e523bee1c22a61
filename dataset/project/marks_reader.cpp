#include "dataset/project/marks_reader.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "dataset/project/fields.h"

namespace selvedge {

namespace fs = std::filesystem;

namespace {

constexpr const char* kImageMarks = "SELECT id, stars, review, split, tags, note FROM image_mark ";
constexpr const char* kObjectMarks = "SELECT id, stars, review, 0, tags, note FROM object_mark ";

class MarkReader {
public:
    MarkReader(Marks& marks, const fs::path& path) : m_marks(marks), m_path(path) {
        for (TagIndex i = 0; i < marks.tagNames.size(); ++i)
            m_tagOfName.emplace(marks.tagNames[i], i);
    }

    // Columns of kImageMarks or kObjectMarks.
    Mark read(const SQLite::Statement& query) {
        const std::int64_t stars = query.getColumn(1).getInt64();
        const std::int64_t review = query.getColumn(2).getInt64();
        const std::int64_t split = query.getColumn(3).getInt64();
        Mark mark;
        mark.note = query.getColumn(5).getString();
        const std::string tags = query.getColumn(4).getString();
        if (stars < 0 || stars > kMostStars || review < 0 ||
            review > std::int64_t(ReviewState::Rejected) || split < 0 ||
            split > std::int64_t(Split::Test) || mark.note.size() > kLongestNote ||
            tags.size() > kMostTags * (kLongestTag + 1))
            throwDamaged(m_path,
                         "the marks of " + query.getColumn(0).getString() + " make no sense");
        mark.stars = static_cast<std::uint8_t>(stars);
        mark.review = static_cast<ReviewState>(review);
        mark.split = static_cast<Split>(split);
        for (std::size_t at = 0; at < tags.size();) {
            const std::size_t end = std::min(tags.find('\n', at), tags.size());
            if (end > at)
                mark.tags.push_back(tagOf(tags.substr(at, end - at)));
            at = end + 1;
        }
        std::sort(mark.tags.begin(), mark.tags.end());
        mark.tags.erase(std::unique(mark.tags.begin(), mark.tags.end()), mark.tags.end());
        return mark;
    }

private:
    TagIndex tagOf(const std::string& name) {
        const auto [found, isNew] =
            m_tagOfName.try_emplace(name, static_cast<TagIndex>(m_marks.tagNames.size()));
        if (isNew)
            m_marks.tagNames.push_back(name);
        return found->second;
    }

    Marks& m_marks;
    const fs::path& m_path;
    std::map<std::string, TagIndex> m_tagOfName;
};

// By name, as a list is shown.
void sortTags(Marks& marks) {
    std::vector<TagIndex> order(marks.tagNames.size());
    std::iota(order.begin(), order.end(), TagIndex{0});
    std::sort(order.begin(), order.end(),
              [&](TagIndex a, TagIndex b) { return marks.tagNames[a] < marks.tagNames[b]; });
    std::vector<TagIndex> placeOf(order.size());
    std::vector<std::string> names;
    for (TagIndex place = 0; place < order.size(); ++place) {
        placeOf[order[place]] = place;
        names.push_back(std::move(marks.tagNames[order[place]]));
    }
    marks.tagNames = std::move(names);
    const auto renumber = [&](auto& entries) {
        for (auto& [id, mark] : entries) {
            for (TagIndex& tag : mark.tags)
                tag = placeOf[tag];
            std::sort(mark.tags.begin(), mark.tags.end());
        }
    };
    renumber(marks.images);
    renumber(marks.objects);
}

}  // namespace

std::shared_ptr<const Marks> readMarks(SQLite::Database& store, const fs::path& path,
                                       std::size_t images) {
    auto marks = std::make_shared<Marks>();
    MarkReader reader(*marks, path);
    SQLite::Statement ofImages(store, std::string(kImageMarks) + "ORDER BY id");
    while (ofImages.executeStep()) {
        const std::int64_t id = ofImages.getColumn(0).getInt64();
        if (id < 0 || id >= std::int64_t(images))
            throwDamaged(path, "it marks an image that it does not have");
        if (Mark mark = reader.read(ofImages); mark != Mark())
            marks->images.emplace_back(static_cast<ImageIndex>(id), std::move(mark));
    }
    SQLite::Statement ofObjects(store, std::string(kObjectMarks) + "ORDER BY id");
    while (ofObjects.executeStep()) {
        if (Mark mark = reader.read(ofObjects); mark != Mark())
            marks->objects.emplace_back(ofObjects.getColumn(0).getInt64(), std::move(mark));
    }
    sortTags(*marks);
    return marks;
}

std::shared_ptr<const Marks> readMarksAgain(const Marks& old, SQLite::Database& store,
                                            const fs::path& path,
                                            const std::set<std::int64_t>& images,
                                            const std::set<std::int64_t>& objects) {
    auto marks = std::make_shared<Marks>();
    marks->tagNames = old.tagNames;
    MarkReader reader(*marks, path);
    // Both ascend: they are merged.
    const auto merge = [&](const char* columns, const std::set<std::int64_t>& ids,
                           const auto& before, auto& after) {
        using Id = typename std::decay_t<decltype(before)>::value_type::first_type;
        SQLite::Statement query(store, std::string(columns) + "WHERE id = ?");
        auto kept = before.begin();
        after.reserve(before.size() + ids.size());
        for (std::int64_t id : ids) {
            for (; kept != before.end() && std::int64_t(kept->first) < id; ++kept)
                after.push_back(*kept);
            if (kept != before.end() && std::int64_t(kept->first) == id)
                ++kept;
            query.bind(1, id);
            if (query.executeStep()) {
                if (Mark mark = reader.read(query); mark != Mark())
                    after.emplace_back(static_cast<Id>(id), std::move(mark));
            }
            query.reset();
        }
        after.insert(after.end(), kept, before.end());
    };
    merge(kImageMarks, images, old.images, marks->images);
    merge(kObjectMarks, objects, old.objects, marks->objects);
    return marks;
}

}  // namespace selvedge
