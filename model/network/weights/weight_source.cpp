#include "model/network/weights/weight_source.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "dataset/error.h"
#include "model/network/weights/zip_reader.h"

namespace selvedge {

namespace {

using Bytes = std::span<const std::byte>;
using Storages = std::unordered_map<std::string_view, Bytes>;

[[noreturn]] void damaged(const std::string& what) {
    throw Error(ErrorKind::BadFormat, what);
}

std::string_view textOf(Bytes bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

StorageSource sourceOf(Storages storages) {
    return [storages = std::move(storages)](std::string_view key, std::uint64_t bytes) {
        const auto found = storages.find(key);
        if (found == storages.end())
            damaged("its storage is missing in the file");
        if (found->second.size() != bytes)
            damaged("its storage has " + std::to_string(found->second.size()) +
                    " bytes in the file and should have " + std::to_string(bytes));
        return found->second;
    };
}

// PROTO 2, LONG1 of 10 bytes: 0x1950a86a20f9469cfc6c.
constexpr std::array<unsigned char, 14> kLegacyMagic{0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c,
                                                     0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19};
constexpr std::int64_t kLegacyProtocol = 1001;

const PickleValue* valueOf(const PickleValue& dict, std::string_view key) {
    if (dict.kind != PickleKind::Dict)
        return nullptr;
    for (std::size_t i = 0; i + 1 < dict.items.size(); i += 2) {
        if (dict.items[i]->isText() && dict.items[i]->text == key)
            return dict.items[i + 1];
    }
    return nullptr;
}

void refuseBigEndian(bool bigEndian) {
    if (bigEndian)
        throw Error(ErrorKind::Unsupported,
                    "its numbers are big endian; load and save it in Python on a PC");
}

// A storage's size is stored in elements; its type stands where it is used, in its identity.
void noteElementSize(const PickleValue& identity,
                     std::unordered_map<std::string_view, std::size_t>& sizes) {
    if (!identity.isSequence() || identity.items.size() < 3 || !identity.items[2]->isText())
        return;
    const std::size_t size = bytesOf(storageDtype(*identity.items[1]));
    if (sizes.emplace(identity.items[2]->text, size).first->second != size)
        damaged("a storage has two types");
}

}  // namespace

bool isTorchZip(Bytes file) {
    return textOf(file).starts_with("PK\x03\x04");
}

bool isTorchLegacy(Bytes file) {
    return file.size() >= kLegacyMagic.size() &&
           std::equal(kLegacyMagic.begin(), kLegacyMagic.end(), file.begin(),
                      [](unsigned char a, std::byte b) { return std::byte(a) == b; });
}

PickledFile readTorchZip(Bytes file) {
    const std::vector<ZipEntry> entries = readZip(file);
    // All files lie in one folder, whose name is free.
    const ZipEntry* pickle = nullptr;
    for (const ZipEntry& entry : entries) {
        const std::size_t slash = entry.name.find('/');
        if (slash == entry.name.npos || entry.name.substr(slash + 1) != "data.pkl")
            continue;
        if (pickle)
            damaged("its zip archive holds two models");
        pickle = &entry;
    }
    if (!pickle)
        damaged("its zip archive has no data.pkl, so torch.save did not write it");
    const std::string_view top = pickle->name.substr(0, pickle->name.find('/') + 1);
    Storages storages;
    for (const ZipEntry& entry : entries) {
        if (!entry.name.starts_with(top))
            continue;
        const std::string_view name = entry.name.substr(top.size());
        if (name == "constants.pkl")
            throw Error(ErrorKind::Unsupported,
                        "it is a TorchScript program; load it in Python (torch.jit.load) and save "
                        "its state_dict()");
        if (name == "byteorder")
            refuseBigEndian(textOf(entry.data) != "little");
        if (name.starts_with("data/"))
            storages.emplace(name.substr(5), entry.data);
    }
    return {readPickle(pickle->data), sourceOf(std::move(storages))};
}

PickledFile readTorchLegacy(Bytes file) {
    std::size_t at = 0;
    const auto next = [&] {
        Pickle pickle = readPickle(file.subspan(at));
        at += pickle.size;
        return pickle;
    };
    next();  // the magic number
    const Pickle protocol = next();
    if (protocol.root->kind != PickleKind::Integer || protocol.root->integer != kLegacyProtocol)
        damaged("it has a protocol of torch that no version wrote");
    const Pickle system = next();
    const PickleValue* little = valueOf(*system.root, "little_endian");
    refuseBigEndian(little && little->kind == PickleKind::Bool && little->integer == 0);
    PickledFile result{next(), {}};
    const Pickle keys = next();
    if (!keys.root->isSequence())
        damaged("its list of storages is damaged");
    std::unordered_map<std::string_view, std::size_t> sizes;
    for (const PickleValue& value : result.pickle.values) {
        if (value.kind == PickleKind::Persistent)
            noteElementSize(*value.items[0], sizes);
    }
    Storages storages;
    for (const PickleValue* key : keys.root->items) {
        const auto size = key->isText() ? sizes.find(key->text) : sizes.end();
        if (size == sizes.end())
            damaged("its list of storages is damaged");
        if (file.size() - at < 8)
            damaged("it was cut short; copy it again");
        std::uint64_t elements = 0;
        for (std::size_t i = 0; i < 8; ++i)
            elements |= std::to_integer<std::uint64_t>(file[at + i]) << (8 * i);
        at += 8;
        if (elements > (file.size() - at) / size->second)
            damaged("it was cut short; copy it again");
        if (!storages.emplace(key->text, file.subspan(at, elements * size->second)).second)
            damaged("a storage is there twice");
        at += elements * size->second;
    }
    result.storages = sourceOf(std::move(storages));
    return result;
}

PickledFile readPlainPickle(Bytes file) {
    return {readPickle(file), sourceOf({})};
}

}  // namespace selvedge
