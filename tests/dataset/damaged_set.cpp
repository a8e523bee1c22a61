#include "tests/dataset/damaged_set.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "dataset/format/atomic_file.h"
#include "dataset/format/csv_layout.h"
#include "dataset/image/image.h"
#include "dataset/mask/set_operations.h"
#include "dataset/mask/text_forms.h"
#include "dataset/mask/transform.h"

namespace selvedge {

namespace fs = std::filesystem;
using doctor::FindingKind;

namespace {

constexpr int kShoe = 23, kCollar = 28, kUnknownCategory = 77, kUnknownAttribute = 999;

std::string contentOf(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return (std::ostringstream() << stream.rdbuf()).str();
}

// The mask as somebody would write it who takes the runs for rows.
std::string rowByRow(const RleMask& mask) {
    return toKaggleRle(transposed(mask));
}

bool near(const IntBox& a, const IntBox& b) {
    constexpr int kFar = 12;
    return a.x - kFar < b.x + b.width && b.x < a.x + a.width + kFar &&
           a.y - kFar < b.y + b.height && b.y < a.y + a.height + kFar;
}

}  // namespace

DamagedSet::DamagedSet(const fs::path& clean, const fs::path& target, std::uint64_t seed)
    : m_target(target),
      m_random(seed),
      m_catalog(Catalog::fromLabelDescriptions((clean / "label_descriptions.json").string())) {
    fs::create_directories(target / "images");
    fs::copy_file(clean / "label_descriptions.json", target / "label_descriptions.json");
    read(clean / "train.csv");
    copyPictures(clean / "images");
    spoilRuns();
    spoilFields();
    spoilSizes();
    spoilMasks();
    spoilObjects();
    spoilAttributes();
    spoilPictures();
    number();
    writeFileAtomically(csv(), damaged());
}

void DamagedSet::read(const fs::path& csv) {
    const CsvDialect dialect = readImaterialistCsv(csv, [&](const CsvRow& row) {
        Line line;
        line.imageId = row.imageId;
        line.mask =
            *parseKaggleRle(row.encodedPixels, std::stoi(row.width), std::stoi(row.height)).mask;
        line.category = std::stoi(row.classId);
        std::istringstream ids(row.attributesIds);
        for (std::string id; std::getline(ids, id, ',');)
            line.attributes.push_back(std::stoi(id));
        line.damaged = row.raw;
        line.repaired = line.damaged;
        m_orderOf.emplace(line.imageId, int(m_orderOf.size()));
        m_lines.push_back(std::move(line));
        return true;
    });
    m_header = dialect.header;
}

void DamagedSet::copyPictures(const fs::path& from) {
    for (const auto& entry : fs::directory_iterator(from)) {
        const fs::path to = m_target / "images" / entry.path().filename();
        std::error_code error;
        fs::create_hard_link(entry.path(), to, error);
        if (error)
            fs::copy_file(entry.path(), to);
    }
}

DamagedSet::Place DamagedSet::lineWhere(const std::function<bool(Place)>& fits) {
    std::vector<Place> good;
    for (Place line = m_lines.begin(); line != m_lines.end(); ++line) {
        if (!m_touched.contains(line->imageId) && fits(line))
            good.push_back(line);
    }
    if (good.empty())
        throw std::runtime_error("the clean set has no line for a fault");
    const Place chosen = good[m_random() % good.size()];
    m_touched.insert(chosen->imageId);
    return chosen;
}

DamagedSet::Place DamagedSet::shoe() {
    return lineWhere([&](Place line) {
        return line->category == kShoe && line != m_lines.begin() &&
               std::prev(line)->imageId == line->imageId && line->mask.runs().size() > 3;
    });
}

std::string DamagedSet::untouchedImage() {
    return lineWhere([](Place) { return true; })->imageId;
}

std::vector<DamagedSet::Place> DamagedSet::linesOf(const std::string& imageId) {
    std::vector<Place> lines;
    for (Place line = m_lines.begin(); line != m_lines.end(); ++line) {
        if (line->imageId == imageId)
            lines.push_back(line);
    }
    return lines;
}

std::string DamagedSet::text(const Line& line, const std::string& runs, int width, int height,
                             int category, const std::string& attributes) const {
    return CsvLayout(m_header).format({line.imageId, runs, std::to_string(height),
                                       std::to_string(width), std::to_string(category),
                                       attributes});
}

std::string DamagedSet::text(const Line& line) const {
    return text(line, toKaggleRle(line.mask), line.mask.width(), line.mask.height(), line.category,
                joinedIds(line.attributes));
}

void DamagedSet::spoil(Place line, FindingKind kind, const std::string& damaged, bool repairs) {
    line->damaged = damaged;
    if (!repairs)
        line->repaired = damaged;
    line->kinds.push_back(kind);
}

void DamagedSet::spoilMask(Place line, FindingKind kind, const RleMask& mask, bool repairs) {
    line->mask = mask;
    spoil(line, kind, text(*line), repairs);
}

void DamagedSet::add(Place after, FindingKind kind, const std::string& text, bool repairs) {
    Line line;
    line.imageId = after->imageId;
    line.mask = after->mask;
    line.damaged = text;
    if (!repairs)
        line.repaired = text;
    line.kinds.push_back(kind);
    m_lines.insert(std::next(after), std::move(line));
}

void DamagedSet::ofImage(FindingKind kind, const std::string& imageId) {
    m_faults.push_back({kind, 0, imageId});
}

void DamagedSet::spoilRuns() {
    const auto withRuns = [&](FindingKind kind, bool repairs, auto change) {
        const Place line = shoe();
        const std::string runs = change(toKaggleRle(line->mask), line->mask);
        spoil(line, kind,
              text(*line, runs, line->mask.width(), line->mask.height(), kShoe,
                   joinedIds(line->attributes)),
              repairs);
    };
    const auto pixels = [](const RleMask& mask) { return mask.width() * mask.height(); };
    withRuns(FindingKind::RunPastEnd, true, [&](const std::string& runs, const RleMask& mask) {
        return runs + " " + std::to_string(pixels(mask) + 1) + " 7";
    });
    withRuns(FindingKind::RunPastEnd, true, [&](const std::string& runs, const RleMask& mask) {
        return std::to_string(pixels(mask) + 5000) + " 999999999999 " + runs;
    });
    withRuns(FindingKind::RunZeroLength, true,
             [](const std::string& runs, const RleMask&) { return runs + " 7 0"; });
    withRuns(FindingKind::RunZeroLength, true,
             [](const std::string& runs, const RleMask&) { return "1 0 3 0 " + runs; });
    withRuns(FindingKind::RunsOverlap, true, [](const std::string& runs, const RleMask& mask) {
        return runs + " " + std::to_string(mask.runs()[1].start + 1) + " 1";
    });
    withRuns(FindingKind::RunsOverlap, true,
             [](const std::string& runs, const RleMask&) { return runs + " " + runs; });
    withRuns(FindingKind::MaskEmpty, false,
             [](const std::string&, const RleMask&) { return std::string(); });
    withRuns(FindingKind::RowUnreadable, false, [](const std::string& runs, const RleMask&) {
        return runs.substr(0, runs.rfind(' '));  // the last length is missing
    });
}

void DamagedSet::spoilFields() {
    Place line = shoe();
    spoil(line, FindingKind::RowUnreadable, line->damaged.substr(0, line->damaged.size() / 2),
          false);
    line = shoe();
    spoil(line, FindingKind::RowUnreadable,
          line->imageId + ",\"" + toKaggleRle(line->mask) + ",9,9,23,", false);
    line = shoe();
    line->category = kUnknownCategory;
    spoil(line, FindingKind::CategoryUnknown, text(*line), false);
    line = shoe();
    line->attributes.push_back(kUnknownAttribute);
    spoil(line, FindingKind::AttributeUnknown, text(*line), true);
    // An image that loses all its rows.
    std::map<std::string, int> rows;
    for (const Line& each : m_lines)
        ++rows[each.imageId];
    const Place lost = lineWhere([&](Place place) { return rows[place->imageId] <= 6; });
    for (const Place each : linesOf(lost->imageId)) {
        each->category = kUnknownCategory;
        spoil(each, FindingKind::CategoryUnknown, text(*each), false);
    }
    ofImage(FindingKind::ImageWithoutObjects, lost->imageId);
}

void DamagedSet::spoilSizes() {
    const auto swapped = [&](const Line& line) {
        return text(line, toKaggleRle(line.mask), line.mask.height(), line.mask.width(),
                    line.category, joinedIds(line.attributes));
    };
    const Place row = shoe();
    spoil(row, FindingKind::SizeSwapped, swapped(*row), true);
    const Place taller = shoe();
    spoil(taller, FindingKind::SizesMixed,
          text(*taller, toKaggleRle(taller->mask), taller->mask.width(), taller->mask.height() + 10,
               kShoe, joinedIds(taller->attributes)),
          false);
    // All rows of an image.
    const std::string all = shoe()->imageId;
    for (const Place line : linesOf(all))
        line->damaged = swapped(*line);
    ofImage(FindingKind::SizeSwapped, all);
    // Its first row only: the others are right and yet at odds with it.
    const std::string first = shoe()->imageId;
    linesOf(first).front()->damaged = swapped(*linesOf(first).front());
    ofImage(FindingKind::SizeSwapped, first);
}

void DamagedSet::spoilMasks() {
    Place line = lineWhere(
        [&](Place place) { return place->category == kShoe && place->mask.area() > 700; });
    line->damaged = text(*line, rowByRow(line->mask), line->mask.width(), line->mask.height(),
                         kShoe, joinedIds(line->attributes));
    line->repaired = line->damaged;
    line->kinds.push_back(FindingKind::MaskScrambled);

    line = lineWhere([&](Place place) {
        const IntBox box = place->mask.box();
        return place->category == kShoe && place->mask.area() > 400 && box.width >= 16 &&
               box.height >= 16 && box.x > 9;
    });
    spoilMask(line, FindingKind::MaskBox,
              RleMask::fromBox(line->mask.width(), line->mask.height(), line->mask.box()), false);

    line = lineWhere([&](Place place) {
        const IntBox box = place->mask.box();
        return place->category == kShoe && place->mask.area() > 700 && box.x > 9;
    });
    spoilMask(line, FindingKind::MaskSpecks,
              unite(line->mask, RleMask::fromBox(line->mask.width(), line->mask.height(),
                                                 {line->mask.box().x - 5, 3, 2, 3})),
              true);

    line = shoe();
    spoilMask(line, FindingKind::MaskCoversImage,
              RleMask::fromBox(line->mask.width(), line->mask.height(),
                               {0, 0, line->mask.width(), line->mask.height()}),
              false);
}

void DamagedSet::spoilObjects() {
    Place line = shoe();
    add(line, FindingKind::DuplicateObject, line->damaged, true);
    line = shoe();
    const RleMask less =
        subtract(line->mask, RleMask::fromRuns(line->mask.width(), line->mask.height(),
                                               {{line->mask.runs()[0].start, 1}}));
    add(line, FindingKind::DuplicateObject,
        text(*line, toKaggleRle(less), less.width(), less.height(), kShoe,
             joinedIds(line->attributes)),
        false);
    line = shoe();
    add(line, FindingKind::CategoryConflict,
        text(*line, toKaggleRle(line->mask), line->mask.width(), line->mask.height(), kShoe + 1,
             ""),
        false);
    // A collar in a corner where nothing else is.
    IntBox corner{2, 2, 14, 14};
    line = lineWhere([&](Place place) {
        const auto lines = linesOf(place->imageId);
        return lines.front() == place && std::none_of(lines.begin(), lines.end(), [&](Place each) {
                   return near(each->mask.box(), corner);
               });
    });
    add(line, FindingKind::PartWithoutGarment,
        text(*line, toKaggleRle(RleMask::fromBox(line->mask.width(), line->mask.height(), corner)),
             line->mask.width(), line->mask.height(), kCollar, ""),
        false);
}

void DamagedSet::spoilAttributes() {
    // By category and attribute, by attribute, and by category.
    std::map<std::pair<int, int>, int> together;
    std::map<int, int> all, ofCategory;
    for (const Line& line : m_lines) {
        ++ofCategory[line.category];
        for (int attribute : line.attributes) {
            ++together[{line.category, attribute}];
            ++all[attribute];
        }
    }
    // The most frequent one that no shoe has.
    int best = -1;
    for (const auto& [attribute, count] : all) {
        if (!together.contains({kShoe, attribute}) && (best < 0 || count > all[best]))
            best = attribute;
    }
    Place line = shoe();
    line->attributes.push_back(best);
    std::sort(line->attributes.begin(), line->attributes.end());
    spoil(line, FindingKind::AttributeUnlikely, text(*line), false);

    // A second one of a group that many have one of and nobody two; both are so frequent in the
    // category that some object would have both by chance.
    const auto groupOf = [&](int id) {
        return m_catalog.attributes()[*m_catalog.attributeIndex(id)].group;
    };
    std::map<std::string, int> withGroup;
    std::set<std::string> doubled;
    for (const Line& each : m_lines) {
        std::set<std::string> groups;
        for (int id : each.attributes) {
            if (!m_catalog.attributeIndex(id))
                continue;
            if (!groups.insert(groupOf(id)).second)
                doubled.insert(groupOf(id));
            else
                ++withGroup[groupOf(id)];
        }
    }
    const auto secondFor = [&](const Line& each) {
        for (int id : each.attributes) {
            if (!m_catalog.attributeIndex(id) || doubled.contains(groupOf(id)) ||
                withGroup[groupOf(id)] < 60)
                continue;
            const double share =
                double(together[{each.category, id}]) / double(ofCategory[each.category]);
            for (const auto& [pair, count] : together) {
                if (pair.first == each.category && pair.second != id && share * count >= 6 &&
                    m_catalog.attributeIndex(pair.second) && groupOf(pair.second) == groupOf(id))
                    return pair.second;
            }
        }
        return -1;
    };
    line = lineWhere([&](Place place) { return secondFor(*place) >= 0; });
    line->attributes.push_back(secondFor(*line));
    std::sort(line->attributes.begin(), line->attributes.end());
    spoil(line, FindingKind::AttributesConflict, text(*line), false);
}

fs::path DamagedSet::picture(const std::string& imageId) const {
    return m_target / "images" / (imageId + ".jpg");
}

void DamagedSet::spoilPictures() {
    // Each is taken away first: it may be a link to the clean one.
    const auto replace = [&](const std::string& imageId, const std::string& bytes) {
        fs::remove(picture(imageId));
        writeFileAtomically(picture(imageId), bytes);
    };
    std::string image = untouchedImage();
    fs::remove(picture(image));
    ofImage(FindingKind::ImageMissing, image);

    image = untouchedImage();
    replace(image, "");
    ofImage(FindingKind::ImageUnreadable, image);

    image = untouchedImage();
    const std::string whole = contentOf(picture(image));
    replace(image, whole.substr(0, whole.size() / 2));
    ofImage(FindingKind::ImageUnreadable, image);

    image = untouchedImage();
    const Image large = readImage(picture(image));
    fs::remove(picture(image));
    writeJpeg(picture(image), resized(large, large.width / 2, large.height / 2));
    ofImage(FindingKind::SizeMismatch, image);

    image = untouchedImage();
    using namespace std::string_literals;
    const std::string exif =
        "\xff\xe1\0\x22"
        "Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"s;
    replace(image, contentOf(picture(image)).insert(2, exif));
    ofImage(FindingKind::ImageRotated, image);

    // The same picture under the id of a later image of the same size.
    const Place original = lineWhere(
        [&](Place place) { return m_orderOf[place->imageId] < int(m_orderOf.size()) / 2; });
    const Place later = lineWhere([&](Place place) {
        return m_orderOf[place->imageId] > m_orderOf[original->imageId] &&
               place->mask.width() == original->mask.width() &&
               place->mask.height() == original->mask.height();
    });
    replace(later->imageId, contentOf(picture(original->imageId)));
    ofImage(FindingKind::ImageDuplicate, later->imageId);

    fs::copy_file(picture(original->imageId), picture("stranger"));
    m_faults.push_back({FindingKind::PictureWithoutRows, 0, "stranger.jpg"});
}

void DamagedSet::number() {
    std::uint64_t number = 1;
    for (const Line& line : m_lines) {
        ++number;
        for (FindingKind kind : line.kinds)
            m_faults.push_back({kind, number, line.imageId});
    }
}

std::string DamagedSet::damaged() const {
    std::string text = m_header + "\n";
    for (const Line& line : m_lines)
        text += line.damaged + "\n";
    return text;
}

std::string DamagedSet::repaired() const {
    std::string text = m_header + "\n";
    for (const Line& line : m_lines) {
        if (line.repaired)
            text += *line.repaired + "\n";
    }
    return text;
}

}  // namespace selvedge
