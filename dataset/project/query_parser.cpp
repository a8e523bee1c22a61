#include "dataset/project/query_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "dataset/project/marks.h"
#include "dataset/project/query_lexer.h"
#include "dataset/project/query_words.h"

namespace selvedge {

namespace {

constexpr std::size_t kLongestName = 8;  // words of a name that may stand without quotes
constexpr std::size_t kListed = 4;       // of what a word may mean
constexpr std::size_t kAllListed = 12;   // values of a field, where none is near
constexpr std::size_t kFewListed = 6;    // of them, where there are more
constexpr char kAlternatives[] =
    "Alternatives stand with a comma between them, as category:coat,jacket";

struct Fault {
    QueryFault fault;
};

[[noreturn]] void fail(std::size_t position, std::size_t length, std::string sentence) {
    throw Fault{{position, length, std::move(sentence)}};
}

[[noreturn]] void fail(const QueryWord& word, std::string sentence) {
    fail(word.position, word.length, std::move(sentence));
}

// "a", "a or b", "a, b or c".
std::string orList(const std::vector<std::string>& words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i)
        text += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
    return text;
}

std::string didYouMean(const std::vector<std::string>& names) {
    return names.empty() ? "" : "; did you mean " + orList(names) + "?";
}

// As short as it may be typed: "mini" for "mini (length)".
std::string shortNameOf(FacetValue value, QueryField field, const Vocabulary& words) {
    const std::string name = words.nameOf(value);
    std::string plain = name.substr(0, name.find('('));
    while (!plain.empty() && plain.back() == ' ')
        plain.pop_back();
    return valuesNamed(plain, field, words) == std::vector{value} ? plain : name;
}

// What is near, else what there is: all of it where that is little, else a few.
std::string insteadOf(const std::string& name, QueryField field, const Vocabulary& words,
                      const CountOf& countOf) {
    const auto near = nearestValues(name, field, words);
    auto all = valuesOf(field, words);
    if (!near.empty() || all.empty() || (!field.facet && all.size() > kAllListed))
        return didYouMean(near);
    if (countOf) {
        std::erase_if(all, [&](FacetValue value) { return countOf(value) == 0; });
        std::stable_sort(all.begin(), all.end(),
                         [&](FacetValue a, FacetValue b) { return countOf(a) > countOf(b); });
        if (all.empty())
            return "; this data has none";
    }
    std::vector<std::string> names;
    for (const FacetValue value : all)
        names.push_back(shortNameOf(value, field, words));
    if (names.size() > kAllListed) {
        names.resize(kFewListed);
        names.push_back(std::to_string(all.size() - kFewListed) + " more");
    }
    return "; there is " + orList(names);
}

bool hasBracketOfItsOwn(const QueryWord& word) {
    return !word.isQuoted && !word.text.empty() &&
           (word.text.front() == '(' ||
            (word.text.back() == ')' && word.text.find('(') == std::string::npos));
}

[[noreturn]] void failAtBracket(const QueryWord& word) {
    fail(word, std::string("Brackets have no meaning here. ") + kAlternatives);
}

bool isKeyword(const QueryWord& word, std::string_view keyword) {
    return !word.isQuoted && lowered(word.text) == keyword;
}

std::string oneOf(QueryField field, const Vocabulary& words) {
    if (!field.facet)
        return "category or attribute";
    if (field.group)
        return "attribute of " + words.catalog().groups()[*field.group];
    if (*field.facet == Facet::Review)
        return "review state";
    return fieldOf(*field.facet);
}

class Parser {
public:
    Parser(std::string_view text, const Vocabulary& words, const CountOf& countOf)
        : m_lexer(text), m_words(words), m_countOf(countOf) {}

    Query run() {
        for (m_lexer.skipSpaces(); !m_lexer.atEnd(); m_lexer.skipSpaces())
            term();
        return std::move(m_query);
    }

private:
    void term() {
        const std::size_t start = m_lexer.position();
        bool leavesOut = m_lexer.take('-');
        m_lexer.skipSpaces();
        QueryWord word = m_lexer.word(true);
        if (isKeyword(word, "and") && !leavesOut)
            return;
        if (isKeyword(word, "or"))
            fail(word, kAlternatives);
        if (isKeyword(word, "not") || isKeyword(word, "without")) {
            leavesOut = true;
            m_lexer.skipSpaces();
            word = m_lexer.word(true);
        }
        checkClosed(word);
        const QueryOperator sign = m_lexer.takeOperator();
        if (sign != QueryOperator::None && hasBracketOfItsOwn(word))
            failAtBracket(word);
        if (word.text.empty() && !word.isQuoted)
            fail(start, std::max<std::size_t>(1, m_lexer.position() - start),
                 "A word or a field is missing here");
        if (sign == QueryOperator::None) {
            m_lexer.setPosition(word.position);
            values({}, leavesOut);
            return;
        }
        const auto field = fieldNamed(word.text, m_words);
        if (!field) {
            std::vector<std::string> names;
            for (const auto& [name, meaning] : allFields(m_words))
                names.push_back(name);
            fail(word,
                 "There is no field '" + word.text + "'" + didYouMean(nearest(word.text, names)));
        }
        if (isRange(*field->facet))
            range(*field->facet, word, sign, leavesOut);
        else if (field->facet == Facet::Stars)
            stars(word, sign, leavesOut);
        else if (sign != QueryOperator::Is)
            fail(word, "'" + word.text + "' has names, not numbers: write " + word.text +
                           ": and one of them");
        else if (field->facet == Facet::Id)
            ids(word, leavesOut);
        else
            values(*field, leavesOut);
    }

    static void checkClosed(const QueryWord& word) {
        if (word.isOpen)
            fail(word, "A quotation mark is not closed");
    }

    // The next word; fails where there is none.
    QueryWord wanted(const std::string& what) {
        m_lexer.skipSpaces();
        const QueryWord word = m_lexer.word(false);
        checkClosed(word);
        if (word.length == 0)
            fail(m_lexer.atEnd() && m_lexer.position() > 0 ? m_lexer.position() - 1
                                                           : m_lexer.position(),
                 1, what + " is missing here");
        return word;
    }

    bool takeComma() {
        const std::size_t before = m_lexer.position();
        m_lexer.skipSpaces();
        if (m_lexer.take(','))
            return true;
        m_lexer.setPosition(before);
        return false;
    }

    void values(QueryField field, bool leavesOut) {
        std::optional<FacetValue> first;
        std::string firstName;
        do {
            QueryWord name = wanted("A name");
            const FacetValue value = valueOf(name, field);
            if (first && !leavesOut && !sameFacet(*first, value))
                fail(name, "'" + firstName + "' and '" + name.text +
                               "' are of different kinds and no alternatives; with a space "
                               "between them both must hold");
            first = value;
            firstName = name.text;
            set(value, leavesOut, name);
        } while (takeComma());
    }

    // The value that begins with this word; names of several words need no quotes where they are
    // known. `name` becomes all of it.
    FacetValue valueOf(QueryWord& name, QueryField field) {
        std::vector<QueryWord> tries{name};
        if (!name.isQuoted) {
            while (tries.size() < kLongestName) {
                m_lexer.skipSpaces();
                QueryWord next = m_lexer.word(true);
                if (next.isQuoted || next.length == 0 || next.text[0] == '-' ||
                    isKeyword(next, "and") || isKeyword(next, "or") || isKeyword(next, "not") ||
                    isKeyword(next, "without") || m_lexer.takeOperator() != QueryOperator::None)
                    break;
                QueryWord longer = tries.back();
                longer.text += ' ' + next.text;
                longer.length = next.position + next.length - longer.position;
                tries.push_back(std::move(longer));
            }
        }
        std::vector<FacetValue> found;
        while (true) {
            found = valuesNamed(tries.back().text, field, m_words);
            if (!found.empty() || tries.size() == 1)
                break;
            tries.pop_back();
        }
        name = tries.back();
        m_lexer.setPosition(name.position + name.length);
        if (found.empty() && hasBracketOfItsOwn(name))
            failAtBracket(name);
        if (found.empty())
            fail(name, "No " + oneOf(field, m_words) + " is called '" + name.text + "'" +
                           insteadOf(name.text, field, m_words, m_countOf));
        if (found.size() > 1)
            ambiguous(name, found);
        return found.front();
    }

    [[noreturn]] void ambiguous(const QueryWord& name, const std::vector<FacetValue>& found) {
        std::vector<std::string> ways;
        for (const FacetValue value : found) {
            Query single;
            single.set(value, FacetState::Include);
            if (ways.size() < kListed)
                ways.push_back(toText(single, m_words));
        }
        std::string all = orList(ways);
        if (found.size() > kListed) {
            all.clear();
            for (const std::string& way : ways)
                all += way + ", ";
            all += "...";
        }
        fail(name, "'" + name.text + "' may mean several: " + all);
    }

    bool sameFacet(FacetValue a, FacetValue b) const {
        const auto groupOf = [this](FacetValue value) {
            return m_words.catalog().groupOf(static_cast<AttributeIndex>(value.index));
        };
        return a.facet == b.facet && (a.facet != Facet::Attribute || groupOf(a) == groupOf(b));
    }

    void set(FacetValue value, bool leavesOut, const QueryWord& word) {
        const FacetState state = leavesOut ? FacetState::Exclude : FacetState::Include;
        const FacetState before = m_query.stateOf(value);
        if (before != FacetState::Off && before != state)
            fail(word, "'" + m_words.nameOf(value) + "' is both asked for and left out");
        m_query.set(value, state);
    }

    void ids(const QueryWord& field, bool leavesOut) {
        do {
            const QueryWord part = wanted("A part of an image's name");
            const std::string lower = lowered(part.text);
            if (lower.empty())
                fail(part, field.text + ": wants a part of an image's name");
            const FacetState state = leavesOut ? FacetState::Exclude : FacetState::Include;
            const auto [place, isNew] = m_query.ids.emplace(lower, state);
            if (!isNew && place->second != state)
                fail(part, "'" + part.text + "' is both asked for and left out");
        } while (takeComma());
    }

    // "5%..20%" or, after a sign, "5%".
    NumberRange numbers(Facet facet, QueryOperator sign) {
        QueryWord word = wanted("A number");
        // "5 %" as it is printed.
        const std::size_t before = m_lexer.position();
        m_lexer.skipSpaces();
        if (facet == Facet::Area && m_lexer.take('%'))
            word.length = m_lexer.position() - word.position;
        else
            m_lexer.setPosition(before);
        const auto number = [&](std::string_view digits) {
            if (facet == Facet::Area && !digits.empty() && digits.back() == '%')
                digits.remove_suffix(1);
            double value = 0;
            const auto [end, error] =
                std::from_chars(digits.data(), digits.data() + digits.size(), value);
            if (error != std::errc() || end != digits.data() + digits.size() ||
                !std::isfinite(value) || value < 0 || std::signbit(value))
                fail(word, "'" + word.text + "' is no number; write " + fieldOf(facet) +
                               (facet == Facet::Area    ? ">5% or area:5%..20%"
                                : facet == Facet::Score ? "<.5 or score:.2...8"
                                                        : ">=4 or " + fieldOf(facet) + ":2..4"));
            return value;
        };
        NumberRange range;
        const std::size_t dots = word.text.find("..");
        if (sign == QueryOperator::Is && dots != std::string::npos && word.text.size() > 2) {
            if (dots > 0)
                range.least = number(std::string_view(word.text).substr(0, dots));
            if (dots + 2 < word.text.size())
                range.most = number(std::string_view(word.text).substr(dots + 2));
            checkRange(range, word);
            return range;
        }
        const double value = number(word.text);
        if (sign != QueryOperator::Less && sign != QueryOperator::LessOrSame)
            range.least = value;
        if (sign != QueryOperator::More && sign != QueryOperator::MoreOrSame)
            range.most = value;
        range.above = sign == QueryOperator::More;
        range.below = sign == QueryOperator::Less;
        return range;
    }

    static void checkRange(const NumberRange& range, const QueryWord& word) {
        if (range.least > range.most || (range.least == range.most && (range.above || range.below)))
            fail(word, "No number lies within both bounds");
    }

    void range(Facet facet, const QueryWord& field, QueryOperator sign, bool leavesOut) {
        if (leavesOut)
            fail(field, "A range is not left out but turned round, as " + fieldOf(facet) +
                            (facet == Facet::Area ? "<=5%" : "<=4"));
        const NumberRange more = numbers(facet, sign);
        NumberRange& range = m_query.range(facet);
        if (more.least > range.least || (more.least == range.least && more.above)) {
            range.least = more.least;
            range.above = more.above;
        }
        if (more.most < range.most || (more.most == range.most && more.below)) {
            range.most = more.most;
            range.below = more.below;
        }
        checkRange(
            range,
            QueryWord{{}, field.position, m_lexer.position() - field.position, false, false});
    }

    void stars(const QueryWord& field, QueryOperator sign, bool leavesOut) {
        do {
            m_lexer.skipSpaces();
            const std::size_t start = m_lexer.position();
            const NumberRange range = numbers(Facet::Stars, sign);
            const QueryWord place{{}, start, m_lexer.position() - start, false, false};
            bool any = false;
            for (int stars = 0; stars <= kMostStars; ++stars) {
                if (!range.contains(stars))
                    continue;
                any = true;
                set({Facet::Stars, static_cast<std::uint32_t>(stars)}, leavesOut, place);
            }
            if (!any)
                fail(place, "An image has 0 to 5 " + lowered(field.text));
        } while (takeComma());
    }

    std::string_view m_text;
    QueryLexer m_lexer;
    const Vocabulary& m_words;
    const CountOf& m_countOf;
    Query m_query;
};

}  // namespace

ParsedQuery parseQuery(std::string_view text, const Vocabulary& words, const CountOf& countOf) {
    try {
        return {Parser(text, words, countOf).run(), {}};
    } catch (const Fault& fault) {
        return {{}, fault.fault};
    }
}

}  // namespace selvedge
