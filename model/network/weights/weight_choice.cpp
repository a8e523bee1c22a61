#include "model/network/weights/weight_choice.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <unordered_set>

#include "dataset/error.h"
#include "model/network/weights/pickle_tensors.h"

namespace selvedge {

namespace {

constexpr std::size_t kMostDepth = 16, kMostNoted = 100, kLongestNote = 200;
// Of names in all, counted with every dict on the way: a shared dict has many.
constexpr std::size_t kMostVisits = 1'000'000;
constexpr const char* kWeightKeys[] = {"model",   "state_dict", "model_state_dict",
                                       "module",  "weights",    "net",
                                       "network", "blobs",      "params"};

// Bytes that are UTF-8 stay; others are taken for latin1, as Python does with its own old texts.
std::string utf8(std::string_view bytes) {
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto c = static_cast<unsigned char>(bytes[i]);
        if (c < 0x80) {
            text += char(c);
        } else {
            text += char(0xc0 | (c >> 6));
            text += char(0x80 | (c & 0x3f));
        }
    }
    return text;
}

bool isUtf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto c = static_cast<unsigned char>(text[i]);
        const std::size_t more = c < 0x80                 ? 0
                                 : c >= 0xc2 && c <= 0xdf ? 1
                                 : (c & 0xf0) == 0xe0     ? 2
                                 : c >= 0xf0 && c <= 0xf4 ? 3
                                                          : text.size();
        if (more >= text.size() - i)
            return false;
        std::uint32_t code = more == 0 ? c : c & (0x3fu >> more);
        for (std::size_t k = 1; k <= more; ++k) {
            const auto next = static_cast<unsigned char>(text[i + k]);
            if ((next & 0xc0) != 0x80)
                return false;
            code = (code << 6) | (next & 0x3fu);
        }
        if ((more == 2 && (code < 0x800 || (code >= 0xd800 && code < 0xe000))) ||
            (more == 3 && (code < 0x10000 || code > 0x10ffff)))
            return false;
        i += more + 1;
    }
    return true;
}

std::string nameOf(const PickleValue& value) {
    return isUtf8(value.text) ? std::string(value.text) : utf8(value.text);
}

// f(key, value) of each entry whose key is a text.
template <typename F>
void forEntries(const PickleValue& dict, F f) {
    for (std::size_t i = 0; i + 1 < dict.items.size(); i += 2) {
        if (dict.items[i]->isText())
            f(*dict.items[i], *dict.items[i + 1]);
    }
}

bool holdsTensor(const PickleValue& dict) {
    bool found = false;
    forEntries(dict, [&](const PickleValue&, const PickleValue& value) {
        found = found || PickledTensors::isTensor(value);
    });
    return found;
}

// Whether there is a tensor in it or in the dicts below, `left` entries at most.
bool leadsToTensor(const PickleValue& dict, std::size_t depth, std::size_t& left) {
    if (dict.kind != PickleKind::Dict || depth > kMostDepth)
        return false;
    bool found = false;
    forEntries(dict, [&](const PickleValue&, const PickleValue& value) {
        if (found || left == 0)
            return;
        --left;
        found = PickledTensors::isTensor(value) || leadsToTensor(value, depth + 1, left);
    });
    return found;
}

class Chooser {
public:
    WeightChoice choice;

    void choose(const PickleValue& root) {
        if (root.kind != PickleKind::Dict)
            throw Error(ErrorKind::BadFormat,
                        "it holds no dict of named tensors; save the weights in Python: "
                        "torch.save(model.state_dict(), ...)");
        note(root);
        std::string path;
        const PickleValue* weights = &root;
        for (std::size_t depth = 0; depth < kMostDepth; ++depth) {
            const auto inner = inside(*weights);
            if (!inner)
                break;
            path += (path.empty() ? "" : ".") + nameOf(*inner->first);
            weights = inner->second;
        }
        choice.layout.weightsKey = path;
        collect(*weights, "", 0);
        if (choice.tensors.empty())
            throw Error(ErrorKind::BadFormat,
                        "it holds no tensors; save the weights in Python: "
                        "torch.save(model.state_dict(), ...)");
    }

private:
    using Entry = std::pair<const PickleValue*, const PickleValue*>;

    void note(const PickleValue& root) {
        forEntries(root, [&](const PickleValue& key, const PickleValue& value) {
            if (choice.layout.topLevelKeys.size() == kMostNoted)
                return;
            const std::string name = nameOf(key).substr(0, kLongestNote);
            choice.layout.topLevelKeys.push_back(isUtf8(name) ? name : "?");
            if (value.isText() && value.text.size() <= kLongestNote)
                choice.notes[choice.layout.topLevelKeys.back()] = nameOf(value);
            else if (value.kind == PickleKind::Integer)
                choice.notes[choice.layout.topLevelKeys.back()] = std::to_string(value.integer);
        });
    }

    // The dict with the weights, where one is named so (a tensor beside it is a random state or a
    // table) or the only one; nothing when `dict` holds tensors or its dicts are the parts of one
    // network.
    static std::optional<Entry> inside(const PickleValue& dict) {
        std::vector<Entry> entries;
        std::size_t left = kMostVisits;
        forEntries(dict, [&](const PickleValue& key, const PickleValue& value) {
            if (leadsToTensor(value, 0, left))
                entries.emplace_back(&key, &value);
        });
        for (const char* known : kWeightKeys) {
            for (const Entry& entry : entries) {
                if (entry.first->text == known)
                    return entry;
            }
        }
        if (entries.size() == 1 && !holdsTensor(dict))
            return entries.front();
        return std::nullopt;
    }

    void collect(const PickleValue& dict, const std::string& prefix, std::size_t depth) {
        if (depth > kMostDepth)
            throw Error(ErrorKind::BadFormat, "its dicts are more than 16 deep");
        forEntries(dict, [&](const PickleValue& key, const PickleValue& value) {
            const bool tensor = PickledTensors::isTensor(value);
            if (!tensor && value.kind != PickleKind::Dict)
                return;
            m_size += 1 + prefix.size() + key.text.size();
            if (++m_visits > kMostVisits || m_size > kMostSize)
                throw Error(ErrorKind::BadFormat, "it has more names than weights have");
            const std::string name = prefix + nameOf(key);
            if (!tensor) {
                collect(value, name + ".", depth + 1);
                return;
            }
            if (!m_names.insert(name).second)
                throw Error(ErrorKind::BadFormat, "the tensor \"" + name + "\" is there twice");
            choice.tensors.emplace_back(name, &value);
        });
    }

    // Bytes of all names.
    static constexpr std::size_t kMostSize = 64 << 20;
    std::size_t m_visits = 0, m_size = 0;
    std::unordered_set<std::string> m_names;
};

}  // namespace

WeightChoice chooseWeights(const Pickle& pickle) {
    Chooser chooser;
    chooser.choose(*pickle.root);
    return std::move(chooser.choice);
}

}  // namespace selvedge
