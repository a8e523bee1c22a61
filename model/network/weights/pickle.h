#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string_view>
#include <vector>

namespace selvedge {

// Python's pickle (cpython: Lib/pickle.py, Lib/pickletools.py), read without executing anything.
// A pickle is a program for a small stack machine, and two of its steps name a Python function and
// call it: torch.load and numpy rebuild tensors that way, and malware runs commands that way. This
// reader calls nothing. It knows a short list of names (pickle_globals.cpp); a call of one becomes
// a value that says "this would be called with that", which pickle_tensors.h understands; any other
// name ends the reading.

enum class PickleKind : std::uint8_t {
    None,
    Bool,     // integer
    Integer,  // integer
    Real,     // real
    Text,     // text: UTF-8, if the file is honest
    Bytes,    // text: bytes, Python 2's str, or an integer beyond 64 bits (little endian)
    Tuple,    // items
    List,     // items
    Dict,     // items: key, value, key, value, ... in the file's order; OrderedDict and Counter too
    Global,   // text: "torch.FloatStorage"
    Call,     // items: the Global, the Tuple of arguments, then its state where it has one
    Persistent,  // items: one value, by which torch names a storage that lies elsewhere
};

struct PickleValue {
    PickleKind kind = PickleKind::None;
    union {
        std::int64_t integer = 0;
        double real;
    };
    // Of the input, or for a Global a constant.
    std::string_view text;
    // May be shared with other values, and a hostile file can make a list that holds itself: walks
    // need a limit.
    std::vector<const PickleValue*> items;

    bool isText() const { return kind == PickleKind::Text || kind == PickleKind::Bytes; }
    bool isSequence() const { return kind == PickleKind::Tuple || kind == PickleKind::List; }
    // A Call of the function with this name.
    bool calls(std::string_view function) const;
};

// Values live as long as this and the input.
struct Pickle {
    std::deque<PickleValue> values;  // their addresses do not change
    const PickleValue* root = nullptr;
    std::size_t size = 0;  // bytes of the input up to and with STOP; what follows is not looked at
};

// Protocols 2 to 5. At most 2 million steps (a checkpoint of a 101-layer network with its optimizer
// takes some 60 thousand), each of which takes at most about 100 bytes; nothing is copied. Throws
// Error, the sentence without the path: BadFormat for a damaged pickle, Unsupported for a name that
// is not on the list, for text protocols 0 and 1, and for a pickle with more steps.
Pickle readPickle(std::span<const std::byte> input);

// The known name as "module.name", or an empty view. Storages are torch.FloatStorage, ...
std::string_view knownPickleGlobal(std::string_view module, std::string_view name);
// Calls of this global are dicts: collections.OrderedDict, collections.Counter.
bool isPickleDict(std::string_view global);
// A class or function that may stand in a call.
bool isPickleCallable(std::string_view global);

}  // namespace selvedge
