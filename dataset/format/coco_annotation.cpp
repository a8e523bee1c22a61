#include "dataset/format/coco_annotation.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_set>

#include "dataset/format/json_value.h"
#include "dataset/mask/text_forms.h"

namespace selvedge {

namespace {

constexpr std::string_view kCommonStyle =
    R"({"id": 0, "image_id": 0, "category_id": 0, "attribute_ids": [], "segmentation": {}, )"
    R"("area": 0, "bbox": [], "iscrowd": 0})";

// How an annotation is written: what stands around its members.
struct Style {
    std::string open, colon, separator, close;
    // Inside lists and objects that are values.
    std::string comma, innerColon;
};

Style styleOf(std::string_view text, const std::vector<JsonMember>& members) {
    const auto between = [&](std::size_t begin, std::size_t end) {
        return std::string(text.substr(begin, end - begin));
    };
    Style style;
    style.open = between(0, members.front().keyBegin);
    style.colon = between(members.front().keyEnd, members.front().begin);
    style.close = std::string(text.substr(members.back().end));
    const bool spaced = style.colon != ":";
    style.separator =
        members.size() > 1 ? between(members[0].end, members[1].keyBegin) : (spaced ? ", " : ",");
    style.comma = spaced ? ", " : ",";
    style.innerColon = spaced ? ": " : ":";
    return style;
}

template <typename Number>
std::string listText(const std::vector<Number>& numbers, const std::string& comma) {
    std::string out = "[";
    for (std::size_t i = 0; i < numbers.size(); ++i)
        out += (i > 0 ? comma : std::string()) + std::to_string(numbers[i]);
    return out + "]";
}

// The blanks between the numbers of a list as it is spelled; `comma` where it has no two.
std::string commaOf(std::string_view list, const std::string& comma) {
    const std::size_t at = list.find(',');
    if (at == std::string_view::npos)
        return comma;
    std::size_t end = at + 1;
    while (end < list.size() && isJsonBlank(list[end]))
        ++end;
    return std::string(list.substr(at, end - at));
}

std::string segmentationText(const RleMask& mask, const Style& style) {
    return "{\"size\"" + style.innerColon +
           listText<int>({mask.height(), mask.width()}, style.comma) + style.comma + "\"counts\"" +
           style.innerColon + "\"" + countsText(mask) + "\"}";
}

std::string boxText(const RleMask& mask, const Style& style) {
    const IntBox box = mask.cocoBox();
    return listText<int>({box.x, box.y, box.width, box.height}, style.comma);
}

// Members written anew, by name, put into a text.
class Rewriter {
public:
    Rewriter(std::string_view text, const std::vector<JsonMember>& members, const Style& style)
        : m_text(text), m_members(members), m_style(style) {}

    // Where there is none of that name it is added at the end.
    void set(std::string_view name, std::string value) {
        m_changes.push_back({memberNamed(m_members, name), std::string(name), std::move(value)});
    }

    std::string text() {
        std::stable_sort(m_changes.begin(), m_changes.end(), [](const Change& a, const Change& b) {
            return a.member && b.member ? a.member->begin < b.member->begin : a.member && !b.member;
        });
        std::string out;
        std::size_t at = 0;
        for (const Change& change : m_changes) {
            const std::size_t from = change.member ? change.member->begin : m_members.back().end;
            out += m_text.substr(at, from - at);
            if (!change.member)
                out += m_style.separator + '"' + change.name + '"' + m_style.colon;
            out += change.value;
            at = change.member ? change.member->end : from;
        }
        return out += m_text.substr(at);
    }

private:
    struct Change {
        const JsonMember* member;
        std::string name, value;
    };
    std::string_view m_text;
    const std::vector<JsonMember>& m_members;
    const Style& m_style;
    std::vector<Change> m_changes;
};

nlohmann::json valueOf(std::string_view text, const JsonMember* member) {
    if (!member)
        return nullptr;
    return nlohmann::json::parse(text.substr(member->begin, member->end - member->begin), nullptr,
                                 false);
}

// The ids of the list with the known ones as given, in the order they had.
std::vector<std::int64_t> mergedIds(const nlohmann::json& list, const std::vector<int>& ids,
                                    const std::function<bool(std::int64_t)>& isKnown) {
    std::vector<std::int64_t> out;
    std::unordered_set<std::int64_t> seen;
    const auto add = [&](std::int64_t id) {
        if (seen.insert(id).second)
            out.push_back(id);
    };
    if (list.is_array()) {
        for (const auto& entry : list) {
            if (!entry.is_number_integer())
                continue;
            const auto id = entry.get<std::int64_t>();
            if (!isKnown(id) || std::find(ids.begin(), ids.end(), id) != ids.end())
                add(id);
        }
    }
    for (const int id : ids)
        add(id);
    return out;
}

// The known ids of the list, ascending, no repeats.
std::vector<int> knownIds(const nlohmann::json& list,
                          const std::function<bool(std::int64_t)>& isKnown) {
    std::vector<int> out;
    if (list.is_array()) {
        for (const auto& entry : list) {
            if (entry.is_number_integer() && isKnown(entry.get<std::int64_t>()))
                out.push_back(entry.get<int>());
        }
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

}  // namespace

std::optional<TextSpan> countsIn(std::string_view annotation) {
    const auto members = membersOf(annotation);
    const JsonMember* segmentation = memberNamed(members, "segmentation");
    if (!segmentation)
        return std::nullopt;
    const auto inner =
        membersOf(annotation.substr(segmentation->begin, segmentation->end - segmentation->begin));
    const JsonMember* counts = memberNamed(inner, "counts");
    const std::size_t begin = segmentation->begin + (counts ? counts->begin : 0);
    if (!counts || annotation[begin] != '"')
        return std::nullopt;
    return TextSpan{begin + 1, counts->end - counts->begin - 2};
}

std::string countsText(const RleMask& mask) {
    const std::string counts = toCocoRle(mask);
    std::string out;
    out.reserve(counts.size());
    for (const char c : counts)
        out.append(c == '\\' ? 2 : 1, c);  // the only one of its characters that JSON escapes
    return out;
}

std::string changedAnnotation(std::string_view text, const AnnotationFields& fields, bool withMask,
                              const std::function<bool(std::int64_t)>& isKnown) {
    const auto members = membersOf(text);
    if (members.empty())
        return newAnnotation({}, fields);
    const Style style = styleOf(text, members);
    Rewriter rewriter(text, members, style);
    bool changed = withMask;
    const auto category = valueOf(text, memberNamed(members, "category_id"));
    if (!category.is_number() || category.get<double>() != double(fields.category)) {
        rewriter.set("category_id", std::to_string(fields.category));
        changed = true;
    }
    if (!memberNamed(members, "image_id")) {
        rewriter.set("image_id", fields.imageId);
        changed = true;
    }
    const JsonMember* attributes = memberNamed(members, "attribute_ids");
    const auto list = valueOf(text, attributes);
    if (knownIds(list, isKnown) != fields.attributes) {
        const std::string_view spelled =
            attributes ? text.substr(attributes->begin, attributes->end - attributes->begin)
                       : std::string_view();
        rewriter.set("attribute_ids", listText(mergedIds(list, fields.attributes, isKnown),
                                               commaOf(spelled, style.comma)));
        changed = true;
    }
    if (withMask) {
        rewriter.set("segmentation", segmentationText(*fields.mask, style));
        if (memberNamed(members, "area"))
            rewriter.set("area", std::to_string(fields.mask->area()));
        if (memberNamed(members, "bbox"))
            rewriter.set("bbox", boxText(*fields.mask, style));
    }
    return changed ? rewriter.text() : std::string(text);
}

std::string newAnnotation(std::string_view like, const AnnotationFields& fields) {
    auto members = membersOf(like);
    if (members.empty()) {
        like = kCommonStyle;
        members = membersOf(like);
    }
    const Style style = styleOf(like, members);
    std::string out;
    std::vector<std::string> written;
    const auto write = [&](const std::string& name, const std::string& value) {
        if (std::find(written.begin(), written.end(), name) != written.end())
            return;
        out += (written.empty() ? style.open : style.separator) + '"' + name + '"' + style.colon +
               value;
        written.push_back(name);
    };
    const auto writeMember = [&](const std::string& name) {
        if (name == "id")
            write(name, std::to_string(fields.id));
        else if (name == "image_id")
            write(name, fields.imageId);
        else if (name == "category_id")
            write(name, std::to_string(fields.category));
        else if (name == "attribute_ids")
            write(name, listText(fields.attributes, style.comma));
        else if (name == "segmentation")
            write(name, segmentationText(*fields.mask, style));
        else if (name == "area")
            write(name, std::to_string(fields.mask->area()));
        else if (name == "bbox")
            write(name, boxText(*fields.mask, style));
        else if (name == "iscrowd")
            write(name, "0");
    };
    for (const JsonMember& member : members)
        writeMember(member.name);
    for (const char* name : {"id", "image_id", "category_id", "segmentation"})
        writeMember(name);
    if (!fields.attributes.empty())
        writeMember("attribute_ids");
    return out + style.close;
}

}  // namespace selvedge
