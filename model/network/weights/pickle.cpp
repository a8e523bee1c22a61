#include "model/network/weights/pickle.h"

#include <bit>
#include <string>
#include <unordered_map>
#include <utility>

#include "dataset/error.h"
#include "model/network/weights/pickle_input.h"

namespace selvedge {

using namespace pickling;

namespace {

constexpr std::size_t kMostSteps = 2'000'000;

// Printable ASCII of a name, for a sentence.
std::string shown(std::string_view text) {
    std::string safe;
    for (const char c : text.substr(0, kLongestName))
        safe += c >= ' ' && c <= '~' ? c : '?';
    return safe;
}

class Machine {
public:
    explicit Machine(std::span<const std::byte> input) : m_input(input) {}

    Pickle run() {
        for (std::size_t steps = 0;; ++steps) {
            if (steps == kMostSteps)
                throw Error(ErrorKind::Unsupported,
                            "its pickle has more than 2 million steps, which no weights need; save "
                            "only the weights in Python: torch.save(model.state_dict(), ...)");
            const std::uint8_t opcode = m_input.byte();
            if (opcode == kStop)
                break;
            if (!simple(opcode) && !text(opcode) && !container(opcode) && !memo(opcode) &&
                !call(opcode))
                refuse(opcode);
        }
        m_pickle.root = pop();
        if (!m_stack.empty() || !m_marks.empty())
            damaged("values are left when it stops");
        m_pickle.size = m_input.position();
        return std::move(m_pickle);
    }

private:
    // Those of protocol 0 and 1 write numbers as text; the others make objects of classes.
    [[noreturn]] void refuse(std::uint8_t opcode) const {
        const std::string at = " at byte " + std::to_string(m_input.position() - 1);
        if (opcode >= ' ' && opcode <= '~') {
            throw Error(ErrorKind::Unsupported,
                        std::string("its pickle has the step '") + char(opcode) + "'" + at +
                            ", which weights do not need; save only the weights in Python with "
                            "pickle protocol 2 or later");
        }
        throw Error(ErrorKind::Unsupported,
                    "its pickle has the step " + std::to_string(opcode) + at +
                        ", which makes an object of a class; save only the weights in Python: "
                        "torch.save(model.state_dict(), ...)");
    }

    PickleValue& add(PickleKind kind) {
        m_pickle.values.emplace_back().kind = kind;
        return m_pickle.values.back();
    }
    PickleValue& push(PickleKind kind) {
        PickleValue& value = add(kind);
        m_stack.push_back(&value);
        return value;
    }
    // What stands above the last mark is not to be popped by one that wants a single value.
    PickleValue* pop() {
        if (m_stack.size() <= (m_marks.empty() ? 0 : m_marks.back()))
            damaged("a value is missing at byte " + std::to_string(m_input.position()));
        PickleValue* value = m_stack.back();
        m_stack.pop_back();
        return value;
    }
    std::vector<const PickleValue*> popToMark() {
        if (m_marks.empty())
            damaged("a mark is missing at byte " + std::to_string(m_input.position()));
        const auto begin = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
        std::vector<const PickleValue*> items(begin, m_stack.end());
        m_stack.erase(begin, m_stack.end());
        m_marks.pop_back();
        return items;
    }
    PickleValue& popped(PickleKind kind, const char* what) {
        PickleValue* value = pop();
        if (value->kind != kind)
            damaged(std::string(what) + " is wanted at byte " + std::to_string(m_input.position()));
        return *value;
    }
    // The value below those just popped, which stays.
    PickleValue& top(PickleKind kind, const char* what) {
        PickleValue& value = popped(kind, what);
        m_stack.push_back(&value);
        return value;
    }

    bool simple(std::uint8_t opcode) {
        switch (opcode) {
            case kProto:
                if (m_input.byte() > 5)
                    throw Error(ErrorKind::Unsupported,
                                "its pickle has a protocol above 5; save it with protocol 2");
                return true;
            case kFrame:
                m_input.number(8);  // a hint for readers that buffer
                return true;
            case kNone:
                push(PickleKind::None);
                return true;
            case kNewTrue:
            case kNewFalse:
                push(PickleKind::Bool).integer = opcode == kNewTrue;
                return true;
            case kBinInt:
                push(PickleKind::Integer).integer = std::int32_t(m_input.number(4));
                return true;
            case kBinInt1:
                push(PickleKind::Integer).integer = std::int64_t(m_input.number(1));
                return true;
            case kBinInt2:
                push(PickleKind::Integer).integer = std::int64_t(m_input.number(2));
                return true;
            case kLong1:
                integer(m_input.number(1));
                return true;
            case kLong4:
                integer(m_input.number(4));
                return true;
            case kBinFloat:  // big endian
                push(PickleKind::Real).real =
                    std::bit_cast<double>(__builtin_bswap64(m_input.number(8)));
                return true;
            default:
                return false;
        }
    }

    // Two's complement, little endian, of any length.
    void integer(std::uint64_t length) {
        if (length > 8) {
            push(PickleKind::Bytes).text = m_input.take(length);
            return;
        }
        std::uint64_t value = m_input.number(length);
        if (length > 0 && length < 8 && (value >> (8 * length - 1)) != 0)
            value |= ~std::uint64_t(0) << (8 * length);
        push(PickleKind::Integer).integer = std::int64_t(value);
    }

    bool text(std::uint8_t opcode) {
        const auto taken = [&](PickleKind kind, std::size_t lengthBytes) {
            const std::uint64_t length = m_input.number(lengthBytes);
            push(kind).text = m_input.take(length);
            return true;
        };
        switch (opcode) {
            case kShortBinUnicode:
                return taken(PickleKind::Text, 1);
            case kBinUnicode:
                return taken(PickleKind::Text, 4);
            case kBinUnicode8:
                return taken(PickleKind::Text, 8);
            case kShortBinString:
            case kShortBinBytes:
                return taken(PickleKind::Bytes, 1);
            case kBinString:  // its length is signed; a negative one leaves the input
            case kBinBytes:
                return taken(PickleKind::Bytes, 4);
            case kBinBytes8:
            case kByteArray8:
                return taken(PickleKind::Bytes, 8);
            default:
                return false;
        }
    }

    bool container(std::uint8_t opcode) {
        switch (opcode) {
            case kMark:
                m_marks.push_back(m_stack.size());
                return true;
            case kEmptyDict:
                push(PickleKind::Dict);
                return true;
            case kEmptyList:
                push(PickleKind::List);
                return true;
            case kEmptyTuple:
                push(PickleKind::Tuple);
                return true;
            case kTuple:
                return pushItems(PickleKind::Tuple, popToMark());
            case kList:
                return pushItems(PickleKind::List, popToMark());
            case kDict:
                return pushItems(PickleKind::Dict, pairs(popToMark()));
            case kTuple1:
            case kTuple2:
            case kTuple3: {
                std::vector<const PickleValue*> items(opcode - kTuple1 + 1u);
                for (std::size_t i = items.size(); i > 0; --i)
                    items[i - 1] = pop();
                return pushItems(PickleKind::Tuple, std::move(items));
            }
            case kAppend: {
                const PickleValue* item = pop();
                return append(PickleKind::List, {item});
            }
            case kAppends:
                return append(PickleKind::List, popToMark());
            case kSetItem: {
                const PickleValue* value = pop();
                const PickleValue* key = pop();
                return append(PickleKind::Dict, {key, value});
            }
            case kSetItems:
                return append(PickleKind::Dict, pairs(popToMark()));
            default:
                return false;
        }
    }

    static std::vector<const PickleValue*> pairs(std::vector<const PickleValue*> items) {
        if (items.size() % 2 != 0)
            damaged("a key has no value");
        return items;
    }
    bool pushItems(PickleKind kind, std::vector<const PickleValue*> items) {
        push(kind).items = std::move(items);
        return true;
    }
    bool append(PickleKind kind, const std::vector<const PickleValue*>& items) {
        PickleValue& target = top(kind, kind == PickleKind::List ? "a list" : "a dict");
        target.items.insert(target.items.end(), items.begin(), items.end());
        return true;
    }

    bool memo(std::uint8_t opcode) {
        switch (opcode) {
            case kBinPut:
                return remember(m_input.number(1));
            case kLongBinPut:
                return remember(m_input.number(4));
            case kMemoize:
                return remember(m_memo.size());
            case kBinGet:
                return recall(m_input.number(1));
            case kLongBinGet:
                return recall(m_input.number(4));
            default:
                return false;
        }
    }
    bool remember(std::uint64_t index) {
        PickleValue* value = pop();
        m_stack.push_back(value);
        m_memo[index] = value;
        return true;
    }
    bool recall(std::uint64_t index) {
        const auto found = m_memo.find(index);
        if (found == m_memo.end())
            damaged("it refers to a value that is not there");
        m_stack.push_back(found->second);
        return true;
    }

    bool call(std::uint8_t opcode) {
        switch (opcode) {
            case kGlobal: {
                const std::string_view module = m_input.line();
                global(module, m_input.line());
                return true;
            }
            case kStackGlobal: {
                const PickleValue& name = popped(PickleKind::Text, "a name");
                const PickleValue& module = popped(PickleKind::Text, "a name");
                global(module.text, name.text);
                return true;
            }
            case kReduce:
                reduce();
                return true;
            case kBuild: {
                const PickleValue* state = pop();
                build(state);
                return true;
            }
            case kBinPersid: {
                const PickleValue* identity = pop();
                push(PickleKind::Persistent).items = {identity};
                return true;
            }
            default:
                return false;
        }
    }

    void global(std::string_view module, std::string_view name) {
        const std::string_view known = knownPickleGlobal(module, name);
        if (known.empty()) {
            throw Error(ErrorKind::Unsupported,
                        "its pickle asks Python for \"" + shown(module) + "." + shown(name) +
                            "\", which this program neither knows nor runs; load the file in "
                            "Python if you trust it and save only the weights: "
                            "torch.save(model.state_dict(), ...)");
        }
        push(PickleKind::Global).text = known;
    }

    void reduce() {
        const PickleValue& arguments = popped(PickleKind::Tuple, "a tuple of arguments");
        const PickleValue& function = popped(PickleKind::Global, "a function");
        if (!isPickleCallable(function.text))
            damaged("it calls " + std::string(function.text));
        if (!isPickleDict(function.text)) {
            push(PickleKind::Call).items = {&function, &arguments};
            return;
        }
        PickleValue& dict = push(PickleKind::Dict);
        if (!arguments.items.empty())
            dict.items = itemsOfDict(*arguments.items.front());
    }
    // Python 2 gives OrderedDict a list of pairs. The one step that copies items: a long list given
    // to many dicts would take the square of the steps.
    std::vector<const PickleValue*> itemsOfDict(const PickleValue& given) {
        m_copied += given.items.size();
        if (m_copied > kMostSteps)
            damaged("its dicts are copies of each other");
        if (given.kind == PickleKind::Dict)
            return given.items;
        std::vector<const PickleValue*> items;
        for (const PickleValue* pair : given.items) {
            if (!given.isSequence() || !pair->isSequence() || pair->items.size() != 2)
                damaged("a dict is made of something else than pairs");
            items.insert(items.end(), pair->items.begin(), pair->items.end());
        }
        return items;
    }

    // A state_dict carries its versions as an attribute; nothing here needs them.
    void build(const PickleValue* state) {
        PickleValue* value = pop();
        if (value->kind == PickleKind::Call && value->items.size() == 2)
            value->items.push_back(state);
        else if (value->kind != PickleKind::Dict)
            damaged("a state is given to a value that has none");
        m_stack.push_back(value);
    }

    Input m_input;
    Pickle m_pickle;
    std::vector<PickleValue*> m_stack;
    std::vector<std::size_t> m_marks;  // sizes of the stack
    std::size_t m_copied = 0;
    std::unordered_map<std::uint64_t, PickleValue*> m_memo;
};

}  // namespace

Pickle readPickle(std::span<const std::byte> input) {
    return Machine(input).run();
}

}  // namespace selvedge
