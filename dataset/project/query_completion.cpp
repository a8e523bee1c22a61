#include <algorithm>

#include "dataset/project/query_lexer.h"
#include "dataset/project/query_text.h"
#include "dataset/project/query_words.h"

namespace selvedge {

namespace {

// What stands at the cursor.
struct Place {
    bool hasField = false;
    std::optional<QueryField> field;  // absent: a bare word, or a field that does not exist
    std::size_t begin = 0, end = 0;   // what a completion replaces
    std::string typed;                // of it, before the cursor, lower case
    std::size_t lastWord = 0;         // where its last word begins
    std::string typedLast;
};

// Reads up to the cursor as the parser does, but takes everything.
class Finder {
public:
    Finder(std::string_view text, std::size_t cursor, const Vocabulary& words)
        : m_text(text), m_cursor(cursor), m_words(words) {}

    Place run() {
        QueryLexer lexer(m_text.substr(0, m_cursor));
        bool more = false;  // after a comma: another value of the same field
        while (true) {
            const bool spaces = skip(lexer);
            if (lexer.atEnd()) {
                // A finished word and a space: a new term, unless a value is still to come.
                if (spaces && !m_wantsValue && !more)
                    m_place = {};
                if (spaces || m_wantsValue || more)
                    begin(m_cursor);
                break;
            }
            if (lexer.take(',')) {
                more = true;
                continue;
            }
            if (!m_wantsValue && !more)
                startTerm(lexer, spaces);
            const QueryWord word = lexer.word(!m_place.hasField);
            if (word.length == 0) {  // an operator without a field
                if (lexer.takeOperator() == QueryOperator::None)
                    lexer.setPosition(lexer.position() + 1);
                continue;
            }
            const std::size_t after = lexer.position();
            if (!m_place.hasField && lexer.takeOperator() != QueryOperator::None) {
                m_place.hasField = true;
                m_place.field = fieldNamed(word.text, m_words);
                m_wantsValue = true;
                m_run.clear();
                begin(lexer.position());
                continue;
            }
            lexer.setPosition(after);
            take(word, more || m_wantsValue);
            more = m_wantsValue = false;
        }
        finish();
        return m_place;
    }

private:
    static bool skip(QueryLexer& lexer) {
        const std::size_t before = lexer.position();
        lexer.skipSpaces();
        return lexer.position() != before;
    }
    void begin(std::size_t position) {
        m_place.begin = m_place.lastWord = position;
        m_place.typed.clear();
        m_place.typedLast.clear();
    }
    // A bare word goes on with the words before it ("double bre"); all else begins anew.
    void startTerm(QueryLexer& lexer, bool spaces) {
        const std::size_t at = lexer.position();
        const bool minus = lexer.take('-');
        QueryLexer ahead = lexer;
        ahead.word(true);
        const bool isField = ahead.takeOperator() != QueryOperator::None;
        if (minus || isField || !spaces || m_run.empty()) {
            m_place = {};
            m_run.clear();
        }
        if (m_run.empty())
            begin(minus ? at + 1 : at);
    }
    void take(const QueryWord& word, bool anew) {
        if (anew || m_run.empty()) {
            begin(word.position);
            m_run = word.text;
        } else {
            m_run += ' ' + word.text;
        }
        m_place.typed = lowered(m_run);
        m_place.lastWord = word.position;
        m_place.typedLast = lowered(word.text);
        m_open = word.isOpen;
        if (word.isQuoted && !word.isOpen)
            m_run.clear();
    }
    // The rest of the word under the cursor goes too.
    void finish() {
        QueryLexer lexer(m_text);
        lexer.setPosition(m_cursor);
        if (m_open) {
            const std::size_t quote = m_text.find('"', m_cursor);
            m_place.end = quote == std::string_view::npos ? m_text.size() : quote + 1;
        } else {
            lexer.word(true);
            m_place.end = lexer.position();
        }
    }

    std::string_view m_text;
    std::size_t m_cursor;
    const Vocabulary& m_words;
    Place m_place;
    std::string m_run;  // words without quotes so far, which may be one name
    bool m_wantsValue = false;
    bool m_open = false;
};

// 0: begins with it, 1: one of its words does, 2: has it inside; none: does not.
std::optional<int> rankOf(const std::string& name, const std::string& typed) {
    const std::string lower = lowered(name);
    const std::size_t at = lower.find(typed);
    if (at == std::string::npos)
        return {};
    if (at == 0)
        return 0;
    for (std::size_t i = at; i != std::string::npos; i = lower.find(typed, i + 1)) {
        const char before = lower[i - 1];
        if (before == ' ' || before == '(' || before == '-')
            return 1;
    }
    return 2;
}

struct Ranked {
    int rank = 0;
    Completion completion;
};

// What is put in for a value: after a field its name, else the whole term.
std::string insertionOf(FacetValue value, const Place& place, const Vocabulary& words) {
    if (place.field) {
        if (const auto text = textOfValue(value, *place.field, words))
            return *text;
        if (const auto id = idOf(value, words))
            return "#" + std::to_string(*id);
    }
    Query single;
    single.set(value, FacetState::Include);
    return toText(single, words);
}

std::string kindOf(FacetValue value, const Vocabulary& words) {
    if (value.facet != Facet::Attribute)
        return fieldOf(value.facet);
    const auto& catalog = words.catalog();
    const std::string& group =
        catalog.groups()[catalog.groupOf(static_cast<AttributeIndex>(value.index))];
    return group.empty() ? fieldOf(value.facet) : group;
}

void addValues(const Place& place, const std::string& typed, std::size_t begin,
               const Vocabulary& words, const CountOf& countOf, std::vector<Ranked>& found) {
    for (const FacetValue value : valuesOf(place.field.value_or(QueryField{}), words)) {
        const std::string name = words.nameOf(value);
        const auto rank = rankOf(name, typed);
        if (!rank)
            continue;
        found.push_back({*rank,
                         {begin,
                          place.end - begin,
                          {},
                          name,
                          kindOf(value, words),
                          value,
                          countOf ? countOf(value) : 0}});
    }
}

void addFields(const Place& place, const Vocabulary& words, std::vector<Ranked>& found) {
    for (const auto& [name, field] : allFields(words)) {
        if (rankOf(name, place.typedLast) != 0)
            continue;
        const bool numbers = isRange(*field.facet) || field.facet == Facet::Stars;
        found.push_back({0,
                         {place.lastWord,
                          place.end - place.lastWord,
                          name + (numbers ? ">=" : ":"),
                          name,
                          {},
                          {},
                          0}});
    }
}

}  // namespace

std::vector<Completion> completionsOf(std::string_view text, std::size_t cursor,
                                      const Vocabulary& words, const CountOf& countOf,
                                      std::size_t most) {
    cursor = std::min(cursor, text.size());
    Place place = Finder(text, cursor, words).run();
    if (place.hasField && !place.field)
        return {};
    std::vector<Ranked> found;
    // Without anything typed only the fields: the names are hundreds.
    if (place.field || !place.typedLast.empty())
        addValues(place, place.typed, place.begin, words, countOf, found);
    if (found.empty() && place.typed != place.typedLast) {
        // No name goes on like that: the last word begins another term.
        place.hasField = false;
        place.field.reset();
        addValues(place, place.typedLast, place.lastWord, words, countOf, found);
    }
    if (!place.hasField)
        addFields(place, words, found);
    std::stable_sort(found.begin(), found.end(), [](const Ranked& a, const Ranked& b) {
        if (a.rank != b.rank)
            return a.rank < b.rank;
        return a.completion.images > b.completion.images;
    });
    std::vector<Completion> best;
    for (Ranked& one : found) {
        if (best.size() == most)
            break;
        Completion& completion = best.emplace_back(std::move(one.completion));
        if (completion.value)  // only for these: it looks all names over
            completion.text = insertionOf(*completion.value, place, words);
    }
    return best;
}

}  // namespace selvedge
