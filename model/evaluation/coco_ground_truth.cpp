#include <algorithm>
#include <charconv>

#include "dataset/error.h"
#include "dataset/format/coco_file.h"
#include "dataset/format/piece_batch.h"
#include "dataset/issue_list.h"
#include "dataset/parallel.h"
#include "model/evaluation/ground_truth.h"

namespace selvedge {

namespace {

constexpr std::size_t kMaxCategories = 4096;

class CocoGroundTruth : public GroundTruthSource {
public:
    explicit CocoGroundTruth(const std::filesystem::path& path) : m_file(path) {
        check(path);
        for (const RowIssue& issue : m_file.issues())
            m_issues.add(issue);
        sortImages();
        m_objects.resize(m_order.size());
        JsonPieces pieces(path);
        JsonPiece piece;
        while (pieces.next(piece)) {
            if (!piece.isElement || piece.list != "annotations")
                continue;
            m_batch.add(piece);
            if (m_batch.isFull())
                readBatch();
        }
        readBatch();
        reportRepeatedIds();
        if (m_objectCount == 0)
            m_issues.add({0, 0, "the ground truth has no objects: there is nothing to measure"});
        m_allIssues = m_issues.take();
    }

    std::size_t size() const override { return m_order.size(); }
    std::string imageId(std::size_t index) const override {
        return m_file.images()[m_order.at(index)].id;
    }
    GroundTruthImage image(std::size_t index) const override {
        return {imageId(index), m_objects.at(m_order.at(index)),
                searchedIn(m_file.images()[m_order.at(index)])};
    }
    std::shared_ptr<const Catalog> catalog() const override { return m_catalog; }
    std::optional<ImageSize> imageSize(std::size_t index) const override {
        return m_file.images()[m_order.at(index)].size;
    }
    std::vector<RowIssue> issues() const override { return m_allIssues; }

private:
    // Half a ground truth would be measured without a word: here, unlike in an import, it is none.
    void check(const std::filesystem::path& path) {
        const auto refuse = [&](ErrorKind kind, const std::string& text) {
            throw Error(kind, path.string() + text);
        };
        if (const auto& problem = m_file.problem())
            throwProblem(path, *problem);
        if (!m_file.missingList().empty())
            refuse(ErrorKind::BadFormat,
                   " has no list \"" + m_file.missingList() + "\": it is no COCO ground truth");
        const std::size_t attributes = m_file.catalog().attributes().size();
        if (attributes > AttributeBits::kCapacity)
            refuse(ErrorKind::Unsupported,
                   " has " + std::to_string(attributes) + " attributes, at most " +
                       std::to_string(AttributeBits::kCapacity) + " can be measured");
        const std::size_t categories = m_file.catalog().categories().size();
        if (categories > kMaxCategories)
            refuse(ErrorKind::Unsupported, " has " + std::to_string(categories) +
                                               " categories, at most " +
                                               std::to_string(kMaxCategories) + " can be measured");
        m_catalog = std::make_shared<const Catalog>(m_file.catalog());
    }

    void sortImages() {
        const auto& images = m_file.images();
        for (std::size_t i = 0; i < images.size(); ++i)
            m_order.push_back(i);
        const auto number = [&](std::size_t index) {
            const std::string& text = images[index].id;
            std::int64_t value = 0;
            std::from_chars(text.data(), text.data() + text.size(), value);
            return value;
        };
        std::sort(m_order.begin(), m_order.end(), [&](std::size_t a, std::size_t b) {
            return m_file.idsAreNumbers() ? number(a) < number(b) : images[a].id < images[b].id;
        });
    }

    void readBatch() {
        std::vector<CocoReading> readings(m_batch.size());
        parallelFor(m_batch.size(), 0,
                    [&](std::size_t i, std::size_t) { readings[i] = m_file.read(m_batch.at(i)); });
        for (CocoReading& reading : readings) {
            for (RowIssue& issue : reading.issues)
                m_issues.add(std::move(issue));
            std::int64_t id = 0;
            const char* end = reading.id.data() + reading.id.size();
            if (const auto read = std::from_chars(reading.id.data(), end, id);
                read.ec == std::errc() && read.ptr == end)
                m_ids.push_back(id);
            m_objectCount += reading.object.has_value();
            if (reading.object)
                m_objects[reading.object->image].push_back(objectOf(std::move(reading)));
        }
        m_batch.clear();
    }

    // COCO's tools measure the last one of an id again and again in place of the others.
    void reportRepeatedIds() {
        constexpr std::size_t kExamples = 3;
        std::sort(m_ids.begin(), m_ids.end());
        std::uint64_t repeated = 0;
        std::string examples;
        for (std::size_t i = 1; i < m_ids.size(); ++i)
            if (m_ids[i] == m_ids[i - 1] && repeated++ < kExamples)
                examples += (repeated == 1 ? "" : ", ") + std::to_string(m_ids[i]);
        m_ids = {};
        if (repeated > 0)
            m_issues.add({0, 0,
                          std::to_string(repeated) +
                              (repeated == 1 ? " annotation repeats" : " annotations repeat") +
                              " the id of another (" + examples +
                              (repeated > kExamples ? ", ..." : "") + "); all are measured"});
    }

    std::optional<SearchedCategories> searchedIn(const CocoImage& image) const {
        if (!image.absentCategories && !image.openCategories)
            return std::nullopt;
        const auto known = [&](const std::optional<std::vector<std::int64_t>>& ids) {
            std::vector<CategoryIndex> categories;
            for (const std::int64_t id : ids.value_or(std::vector<std::int64_t>{}))
                if (id >= 0 && id <= INT32_MAX)
                    if (const auto category = m_catalog->categoryIndex(int(id)))
                        categories.push_back(*category);
            return categories;
        };
        return SearchedCategories{known(image.absentCategories), known(image.openCategories)};
    }

    static GroundTruthObject objectOf(CocoReading&& reading) {
        CocoObject& read = *reading.object;
        GroundTruthObject object;
        object.idIsZero = reading.id == "0";
        object.category = read.category;
        if (read.mask)
            object.mask = std::move(*read.mask);
        const IntBox box = object.mask.cocoBox();
        object.box = read.box.value_or(
            BoxXywh{double(box.x), double(box.y), double(box.width), double(box.height)});
        object.area = read.area.value_or(double(object.mask.area()));
        object.crowd = read.crowd;
        for (const AttributeIndex attribute : read.attributes)
            object.attributes.set(attribute);
        return object;
    }

    CocoFile m_file;
    std::shared_ptr<const Catalog> m_catalog;
    std::vector<std::size_t> m_order;                       // ascending by id
    std::vector<std::vector<GroundTruthObject>> m_objects;  // by index into images()
    IssueList m_issues;
    std::vector<RowIssue> m_allIssues;
    std::vector<std::int64_t> m_ids;  // of the annotations
    std::uint64_t m_objectCount = 0;

    PieceBatch m_batch;
};

}  // namespace

std::optional<ImageSize> GroundTruthSource::imageSize(std::size_t index) const {
    const GroundTruthImage loaded = image(index);
    if (loaded.objects.empty())
        return std::nullopt;
    return ImageSize{loaded.objects.front().mask.width(), loaded.objects.front().mask.height()};
}

std::unique_ptr<GroundTruthSource> readCocoGroundTruth(const std::filesystem::path& file) {
    return std::make_unique<CocoGroundTruth>(file);
}

}  // namespace selvedge
