#include <QtTest>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>

#include "dataset/error.h"
#include "model/network/weights/pickle.h"
#include "model/network/weights/weight_file.h"
#include "tests/model/network/peer.h"

using namespace selvedge;

namespace {

// Number `i` of a tensor as double.
double numberAt(const TensorView& tensor, std::size_t i) {
    const auto load = [&](auto value) {
        std::memcpy(&value, tensor.data + i * sizeof value, sizeof value);
        return value;
    };
    switch (tensor.dtype) {
        case Dtype::F32:
            return double(load(float()));
        case Dtype::F64:
            return load(double());
        case Dtype::I64:
            return double(load(std::int64_t()));
        case Dtype::I32:
            return load(std::int32_t());
        case Dtype::I16:
            return load(std::int16_t());
        case Dtype::I8:
            return load(std::int8_t());
        case Dtype::U8:
        case Dtype::Bool:
            return load(std::uint8_t());
        case Dtype::BF16: {
            const std::uint32_t bits = std::uint32_t(load(std::uint16_t())) << 16;
            float value = 0;
            std::memcpy(&value, &bits, 4);
            return double(value);
        }
        case Dtype::F16: {  // normal numbers and 0
            const std::uint16_t bits = load(std::uint16_t());
            const int exponent = (bits >> 10) & 31;
            const double size = exponent == 0 ? 0 : std::ldexp(1024 + (bits & 1023), exponent - 25);
            return bits & 0x8000 ? -size : size;
        }
        default:
            return NAN;
    }
}

// What weight_files_peer.py fills tensors with.
double expectedAt(Dtype dtype, std::size_t i) {
    if (dtype == Dtype::Bool)
        return i % 3 == 0;
    if (dtype == Dtype::U8)
        return double(i);
    return isFloating(dtype) ? double(i) / 2 - 3 : double(i) - 3;
}

std::string bytesOfNumber(std::uint64_t value, std::size_t count) {
    std::string bytes;
    for (std::size_t i = 0; i < count; ++i)
        bytes += char(value >> (8 * i));
    return bytes;
}

// --- Pickles by hand, protocol 2: opcodes as in Python's pickletools.

const std::string kProto("\x80\x02", 2);

std::string text(const std::string& utf8) {
    return "X" + bytesOfNumber(utf8.size(), 4) + utf8;
}
std::string number(std::uint64_t value) {
    return "\x8a\x08" + bytesOfNumber(value, 8);  // LONG1
}
std::string tuple(const std::string& items) {
    return "(" + items + "t";
}
std::string global(const std::string& module, const std::string& name) {
    return "c" + module + "\n" + name + "\n";
}
std::string call(const std::string& function, const std::string& arguments) {
    return function + tuple(arguments) + "R";
}
std::string numbers(const std::vector<std::int64_t>& values) {
    std::string items;
    for (const std::int64_t value : values)
        items += number(std::uint64_t(value));
    return tuple(items);
}
// {"a": value} and the end.
std::string dictOf(const std::string& value) {
    return kProto + "}" + text("a") + value + "s.";
}
std::string storage(std::int64_t elements, const std::string& key = "0") {
    return tuple(text("storage") + global("torch", "FloatStorage") + text(key) + text("cpu") +
                 number(std::uint64_t(elements))) +
           "Q";
}
std::string tensor(std::int64_t elements, std::int64_t offset,
                   const std::vector<std::int64_t>& shape,
                   const std::vector<std::int64_t>& strides) {
    return call(global("torch._utils", "_rebuild_tensor_v2"),
                storage(elements) + number(std::uint64_t(offset)) + numbers(shape) +
                    numbers(strides) + "\x89" + "N");
}
// An array as numpy pickles it, its bytes as Python 2 wrote them (BINSTRING).
std::string array(const std::string& dtype, const std::string& order,
                  const std::vector<std::int64_t>& shape, const std::string& bytes,
                  bool fortran = false) {
    const std::string type = call(global("numpy", "dtype"), text(dtype) + "K\x01K\x01") +
                             tuple("K\x03" + text(order) + "NNN") + "b";
    return call(global("numpy.core.multiarray", "_reconstruct"), global("numpy", "ndarray") +
                                                                     tuple(number(0)) +
                                                                     "U\x01"
                                                                     "b") +
           tuple("K\x01" + numbers(shape) + type + (fortran ? "\x88" : "\x89") + "T" +
                 bytesOfNumber(bytes.size(), 4) + bytes) +
           "b";
}

// --- Zips by hand (APPNOTE.TXT).

struct Entry {
    std::string name, data;
    std::uint64_t method = 0, flags = 0;
    std::string localName = {};  // empty: as name
};

std::string zip(const std::vector<Entry>& entries, const std::string& comment = "") {
    std::string file, directory;
    for (const Entry& entry : entries) {
        const std::string size = bytesOfNumber(entry.data.size(), 4);
        const std::string head = bytesOfNumber(20, 2) + bytesOfNumber(entry.flags, 2) +
                                 bytesOfNumber(entry.method, 2) + std::string(8, '\0') + size +
                                 size + bytesOfNumber(entry.name.size(), 2);
        directory += "PK\x01\x02" + bytesOfNumber(20, 2) + head + std::string(12, '\0') +
                     bytesOfNumber(file.size(), 4) + entry.name;
        file += "PK\x03\x04" + head + bytesOfNumber(0, 2) +
                (entry.localName.empty() ? entry.name : entry.localName) + entry.data;
    }
    return file + directory + "PK\x05\x06" + std::string(4, '\0') +
           bytesOfNumber(entries.size(), 2) + bytesOfNumber(entries.size(), 2) +
           bytesOfNumber(directory.size(), 4) + bytesOfNumber(file.size(), 4) +
           bytesOfNumber(comment.size(), 2) + comment;
}

// A .pth of one tensor; its storage has six floats 0 .. 5.
std::string sixFloats() {
    std::string bytes;
    for (const float value : {0.f, 1.f, 2.f, 3.f, 4.f, 5.f})
        bytes.append(reinterpret_cast<const char*>(&value), 4);
    return bytes;
}
std::string torchZip(const std::string& pickle, const std::string& top = "x") {
    return zip({{top + "/data.pkl", pickle},
                {top + "/byteorder", "little"},
                {top + "/data/0", sixFloats()}});
}

}  // namespace

class WeightFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void pythonsFilesAreRead_data();
    void pythonsFilesAreRead();
    void pythonsFilesAreRefused_data();
    void pythonsFilesAreRefused();
    void theFileSaysWhereItsWeightsLie();
    void rowsAreMappedAndOthersCopied();
    void pythonTwosArraysAreRead();
    void hostilePicklesAreRefused_data();
    void hostilePicklesAreRefused();
    void hostileZipsAreRefused_data();
    void hostileZipsAreRefused();
    void otherFilesAreRefused_data();
    void otherFilesAreRefused();
    void aCutFileIsRefusedAtEveryByte();
    void mutatedFilesNeverCrash();

private:
    std::string path(const std::string& name) const {
        return (m_folder.path() + "/").toStdString() + name;
    }
    std::string write(const std::string& bytes) const {
        std::ofstream(path("case"), std::ios::binary | std::ios::trunc)
            .write(bytes.data(), std::streamsize(bytes.size()));
        return path("case");
    }
    // The sentence of the refusal, or nothing when the file is accepted.
    static std::string refusalOf(const std::string& file);
    static void checkNumbers(const WeightFile& file);
    bool needsPeer() const { return !m_peer; }

    QTemporaryDir m_folder;
    bool m_peer = false;
};

void WeightFileTest::initTestCase() {
    QProcess peer;
    peer.setProcessChannelMode(QProcess::MergedChannels);
    peer.start(peerPython(),
               {SELVEDGE_SOURCE "/tests/model/network/weight_files_peer.py", m_folder.path()});
    if (!Peer::isThere())
        return;
    QVERIFY(peer.waitForFinished(600000));
    QVERIFY2(peer.exitCode() == 0, peer.readAll());
    m_peer = true;
}

std::string WeightFileTest::refusalOf(const std::string& file) {
    try {
        const WeightFile opened(file);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::BadFormat && error.kind() != ErrorKind::Unsupported)
            return std::string("of the wrong kind: ") + error.what();
        if (!std::string(error.what()).starts_with(file))
            return std::string("without the path: ") + error.what();
        return error.what();
    }
    return "";
}

void WeightFileTest::checkNumbers(const WeightFile& file) {
    for (const TensorView& tensor : file.tensors()) {
        for (std::size_t i = 0; i < std::size_t(tensor.elements()); ++i)
            QVERIFY2(numberAt(tensor, i) == expectedAt(tensor.dtype, i), tensor.name.c_str());
    }
}

void WeightFileTest::pythonsFilesAreRead_data() {
    QTest::addColumn<int>("format");
    QTest::addColumn<QString>("key");
    QTest::addColumn<int>("tensors");
    const int zipped = int(WeightFormat::TorchZip), pickled = int(WeightFormat::Pickle);
    QTest::newRow("my weights v1.2.pth") << zipped << "model" << 17;
    QTest::newRow("legacy.pth") << int(WeightFormat::TorchLegacy) << "model" << 17;
    QTest::newRow("flat.pth") << zipped << "" << 17;
    QTest::newRow("deep.pth") << zipped << "checkpoint.net.module" << 17;
    QTest::newRow("parts.pth") << zipped << "" << 18;
    for (const char* name : {"zoo2.pkl", "zoo3.pkl", "zoo4.pkl", "zoo5.pkl"})
        QTest::newRow(name) << pickled << "model" << 10;
    QTest::newRow("blobs.pkl") << pickled << "blobs" << 10;
    QTest::newRow("flat.pkl") << pickled << "" << 10;
}

void WeightFileTest::pythonsFilesAreRead() {
    if (needsPeer())
        QSKIP("The peer Python is not installed");
    QFETCH(int, format);
    QFETCH(QString, key);
    QFETCH(int, tensors);
    const WeightFile file(path(QTest::currentDataTag()));
    QCOMPARE(int(file.format()), format);
    QCOMPARE(QString::fromStdString(file.layout().weightsKey), key);
    QCOMPARE(int(file.tensors().size()), tensors);
    checkNumbers(file);
    const std::string prefix =
        QTest::currentDataTag() == std::string("parts.pth") ? "generator." : "";
    const TensorView* weight = file.find(prefix + "weight");
    QVERIFY(weight && weight->dtype == Dtype::F32);
    QCOMPARE(weight->shape, (std::vector<std::int64_t>{4, 3, 2, 2}));
    QCOMPARE(file.find(prefix + "scalar")->shape, std::vector<std::int64_t>());
    QCOMPARE(file.find(prefix + "empty")->shape, (std::vector<std::int64_t>{0, 4}));
    QVERIFY(file.find(prefix + "float16")->dtype == Dtype::F16);
    QVERIFY(file.find(prefix + "bool")->dtype == Dtype::Bool);
    QVERIFY(!file.find("optimizer"));
}

void WeightFileTest::pythonsFilesAreRefused_data() {
    QTest::addColumn<QString>("says");
    QTest::newRow("namespace.pth") << "\"argparse.Namespace\"";
    QTest::newRow("module.pth") << "save only the weights: torch.save(model.state_dict(), ...)";
    QTest::newRow("script.pth") << "torch.jit.load";
    QTest::newRow("complex.pth") << "torch.ComplexFloatStorage";
    QTest::newRow("expanded.pth") << "more memory than the file has";
    QTest::newRow("list.pth") << "no dict of named tensors";
    QTest::newRow("empty.pth") << "holds no tensors";
    QTest::newRow("big_endian.pkl") << "big endian";
    QTest::newRow("objects.pkl") << "numpy type O8";
    QTest::newRow("text0.pkl") << "protocol 0 or 1";
    for (const char* name : {"evil.pkl", "evil.pth", "evil_legacy.pth"})
        QTest::newRow(name) << "system\", which this program neither knows nor runs";
    QTest::newRow("evil4.pkl") << "\"builtins.eval\"";
}

void WeightFileTest::pythonsFilesAreRefused() {
    if (needsPeer())
        QSKIP("The peer Python is not installed");
    QFETCH(QString, says);
    const std::string refusal = refusalOf(path(QTest::currentDataTag()));
    QVERIFY2(QString::fromStdString(refusal).contains(says), refusal.c_str());
    QVERIFY2(!std::filesystem::exists(path("ran")), "the file ran a command");
}

void WeightFileTest::theFileSaysWhereItsWeightsLie() {
    if (needsPeer())
        QSKIP("The peer Python is not installed");
    const WeightFile checkpoint(path("my weights v1.2.pth"));
    QCOMPARE(
        checkpoint.layout().topLevelKeys,
        (std::vector<std::string>{"model", "optimizer", "scheduler", "iteration", "rng_state"}));
    QCOMPARE(checkpoint.notes(), (std::map<std::string, std::string>{{"iteration", "12"}}));
    QCOMPARE(WeightFile(path("zoo2.pkl")).notes().at("__author__"),
             std::string("Detectron2 Model Zoo"));
}

void WeightFileTest::rowsAreMappedAndOthersCopied() {
    // Two tensors of one storage of six floats: rows as they lie, and columns.
    const std::string pickle = kProto + "}(" + text("rows") + tensor(6, 2, {2, 2}, {2, 1}) +
                               text("columns") + tensor(6, 0, {3, 2}, {1, 3}) + text("any") +
                               tensor(6, 5, {1, 1}, {std::int64_t(1) << 62, 7}) + "u.";
    const WeightFile file(write(torchZip(pickle, "any name")));
    const TensorView *rows = file.find("rows"), *columns = file.find("columns"),
                     *any = file.find("any");
    QVERIFY(rows && columns && any);
    for (int i = 0; i < 4; ++i)
        QCOMPARE(numberAt(*rows, i), 2.0 + i);
    const double byColumns[] = {0, 3, 1, 4, 2, 5};
    for (int i = 0; i < 6; ++i)
        QCOMPARE(numberAt(*columns, i), byColumns[i]);
    QCOMPARE(numberAt(*any, 0), 5.0);
    // `any` begins three floats behind `rows` in the mapping.
    QCOMPARE(any->data - rows->data, std::ptrdiff_t(12));
}

void WeightFileTest::pythonTwosArraysAreRead() {
    // Names and bytes as SHORT_BINSTRING and BINSTRING, Fortran order, a name in latin1.
    const std::string pickle = kProto + "}(" +
                               "U\x04"
                               "a\xe9_w" +
                               array("f4", "<", {2, 3}, sixFloats(), true) + text("u") +
                               array("u1", "|", {3}, "\x01\xff\x80") + "u.";
    const WeightFile file(write(pickle));
    const TensorView *matrix = file.find("a\xc3\xa9_w"), *bytes = file.find("u");
    QVERIFY(matrix && bytes);
    const double byRows[] = {0, 2, 4, 1, 3, 5};  // columns are [0 1], [2 3], [4 5]
    for (int i = 0; i < 6; ++i)
        QCOMPARE(numberAt(*matrix, i), byRows[i]);
    QCOMPARE(numberAt(*bytes, 1), 255.0);
}

void WeightFileTest::hostilePicklesAreRefused_data() {
    QTest::addColumn<QByteArray>("pickle");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const std::string& pickle, const char* says) {
        QTest::newRow(name) << QByteArray::fromStdString(pickle) << says;
    };
    const std::int64_t huge = std::int64_t(1) << 62;
    const std::string leaves = "leaves the numbers that are there";
    row("strides leave the storage", dictOf(tensor(6, 0, {2, 3}, {4, 1})), leaves.c_str());
    row("one element too many", dictOf(tensor(6, 0, {7}, {1})), leaves.c_str());
    row("offset leaves the storage", dictOf(tensor(6, 6, {1}, {1})), leaves.c_str());
    row("negative offset", dictOf(tensor(6, -1, {1}, {1})), leaves.c_str());
    row("negative stride", dictOf(tensor(6, 5, {6}, {-1})), leaves.c_str());
    row("strides overflow", dictOf(tensor(6, 0, {3}, {huge})), leaves.c_str());
    row("offset overflows", dictOf(tensor(6, INT64_MAX, {2}, {1})), leaves.c_str());
    row("negative edge", dictOf(tensor(6, 0, {-1}, {1})), "its shape [-1] is none");
    row("edges overflow", dictOf(tensor(6, 0, {huge, 4}, {0, 0})), "is none");
    row("edges overflow behind a zero", dictOf(tensor(6, 0, {huge, 4, 0}, {0, 0, 0})), "is none");
    row("fewer strides than edges", dictOf(tensor(6, 0, {2, 3}, {1})), "is none");
    row("17 edges",
        dictOf(tensor(6, 0, std::vector<std::int64_t>(17, 1), std::vector<std::int64_t>(17, 1))),
        "more than 16");
    row("a stride of 0 makes gigabytes", dictOf(tensor(6, 0, {1 << 20, 1 << 10}, {0, 0})),
        "more memory than the file has");
    row("the storage has another size", dictOf(tensor(7, 0, {1}, {1})), "should have 28");
    row("the storage's size is negative", dictOf(tensor(-1, 0, {1}, {1})), "-1 elements");
    row("the storage's size overflows", dictOf(tensor(INT64_MAX, 0, {1}, {1})), "elements");
    row("no such storage",
        dictOf(call(global("torch._utils", "_rebuild_tensor_v2"),
                    storage(6, "../../etc/passwd") + number(0) + numbers({1}) + numbers({1}))),
        "its storage is missing in the file");
    row("a tensor of nothing", dictOf(call(global("torch._utils", "_rebuild_tensor_v2"), "")),
        "lacks a storage");
    row("a parameter that is a list",
        kProto + "}" + text("a") + global("torch._utils", "_rebuild_parameter") + "]\x85Rs.",
        "it is no tensor");
    row("too few bytes", dictOf(array("f4", "<", {7}, sixFloats())), leaves.c_str());
    row("an array's edge is negative", dictOf(array("f4", "<", {-6}, sixFloats())), "is none");
    row("an array's edges overflow", dictOf(array("f4", "<", {huge, huge}, sixFloats())),
        "is none");
    row("big endian", dictOf(array("f4", ">", {6}, sixFloats())), "big endian");
    row("os.system", dictOf(call(global("os", "system"), text("false"))), "\"os.system\"");
    row("a name with line ends and controls", dictOf(global("\x1b[31mbuiltins", "ex\tec")),
        "\"?[31mbuiltins.ex?ec\"");
    row("torch.load itself", dictOf(global("torch", "load")), "\"torch.load\"");
    row("a name that only begins alike", dictOf(global("torch", "FloatStorage.x")), "neither");
    row("a call of no function", dictOf(call(text("os.system"), text("false"))),
        "a function is wanted");
    row("a call of a constant", dictOf(call(global("torch", "float32"), "")), "it calls");
    row("NEWOBJ", dictOf(global("torch", "Size") + ")\x81"), "makes an object");
    row("INST", dictOf("(ios\nsystem\n"), "the step 'i'");
    row("OBJ", dictOf("(" + global("torch", "Size") + "o"), "the step 'o'");
    row("EXT1", dictOf("\x82\x01"), "makes an object");
    row("a long name", dictOf(global(std::string(300, 'a'), "b")), "longer than 200");
    row("protocol 6", std::string("\x80\x06}.", 4), "protocol above 5");
    row("no end", kProto + "}", "ends in the middle");
    row("a text longer than the file",
        kProto +
            "X\xff\xff\xff\xff"
            "abc.",
        "ends in the middle");
    row("a text of 2^63 bytes", kProto + "\x8d" + bytesOfNumber(std::uint64_t(1) << 63, 8) + ".",
        "ends in the middle");
    row("pops from nothing", kProto + "s.", "a value is missing");
    row("pops through a mark", kProto + "}(s.", "a value is missing");
    row("no mark", kProto + "}u.", "a mark is missing");
    row("a key without a value", kProto + "}(" + text("a") + "u.", "a key has no value");
    row("items for no dict", kProto + "]NNs.", "a dict is wanted");
    row("items for no list", kProto + "}Na.", "a list is wanted");
    row("an unknown memo", kProto + "h\x07.", "that is not there");
    row("values are left", kProto + "NN.", "values are left");
    row("a state for a list", kProto + "]}b.", "a state is given");
    row("an endless program", kProto + std::string(2'000'001, '('), "2 million steps");
    // d = {}; d["a"] = d
    row("a dict in itself", kProto + "}q\x01" + text("a") + "h\x01s.", "more than 16 deep");
    // Nine dicts, each of which holds the one before ten times: a thousand million names.
    std::string laughs = kProto + "}" + text("0") + "}q" + std::string(1, '\0') + text("a") +
                         tensor(6, 0, {6}, {1}) + "ss";
    for (int depth = 1; depth < 10; ++depth) {
        laughs += text(std::to_string(depth)) + "}q" + std::string(1, char(depth)) + "(";
        for (int i = 0; i < 10; ++i)
            laughs += text(std::to_string(i)) + "h" + std::string(1, char(depth - 1));
        laughs += "us";
    }
    row("dicts of dicts of dicts", laughs + ".", "more names than weights have");
    std::string deep = tensor(6, 0, {6}, {1});
    for (int depth = 0; depth < 40; ++depth)
        deep = "}" + text("a") + deep + "s" + text("b") + "Ns";
    row("40 dicts deep", kProto + "}" + text("a") + deep + "s" + text("b") + deep + "s.",
        "more than 16 deep");
    // A list of 300,000 pairs given to 1000 dicts would take gigabytes.
    std::string pairs = kProto + "](";
    for (int i = 0; i < 300'000; ++i)
        pairs += i == 0 ? "NN\x86q\x02" : "h\x02";
    pairs += "eq\x03";
    for (int i = 0; i < 1000; ++i)
        pairs += global("collections", "OrderedDict") + "h\x03\x85R";
    row("dicts that are copies", pairs + ".", "copies of each other");
}

void WeightFileTest::hostilePicklesAreRefused() {
    QFETCH(QByteArray, pickle);
    QFETCH(QString, says);
    const std::string refusal = refusalOf(write(torchZip(pickle.toStdString())));
    QVERIFY2(!refusal.empty(), "accepted");
    QVERIFY2(QString::fromStdString(refusal).contains(says), refusal.c_str());
}

void WeightFileTest::hostileZipsAreRefused_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const std::string& bytes, const char* says) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << says;
    };
    const Entry pickle{"x/data.pkl", dictOf(tensor(6, 0, {6}, {1}))}, data{"x/data/0", sixFloats()};
    const auto with = [&](const Entry& entry) { return zip({pickle, data, entry}); };
    row("compressed", with({"x/data/1", "....", 8}), "compressed entry");
    row("encrypted", with({"x/data/1", "....", 0, 1}), "encrypted entry");
    row("..", with({"x/../../evil", ""}), "\"x/../../evil\"");
    row("absolute", with({"/etc/passwd", ""}), "\"/etc/passwd\"");
    row("a drive", with({"C:evil", ""}), "\"C:evil\"");
    row("a backslash", with({"x\\..\\evil", ""}), "evil");
    row("no name", with({"", "abc"}), "\"\"");
    row("twice", with(data), "there twice");
    row("another name inside", with({"x/data/1", "....", 0, 0, "x/data/2"}), "another name");
    row("two models", with({"y/data.pkl", pickle.data}), "two models");
    row("no data.pkl", zip({data}), "no data.pkl");
    row("big endian", with({"x/byteorder", "big"}), "big endian");
    row("TorchScript", with({"x/constants.pkl", ""}), "TorchScript");
    const std::string good = zip({pickle, data});
    row("cut", good.substr(0, good.size() - 30), "cut short");
    std::string many = good, beyond = good, overlap = good, far = good;
    const std::size_t end = good.size() - 22;
    many.replace(end + 8, 4, "\x05\0\x05\0", 4);
    row("more entries than the directory has", many, "an entry of its directory lies outside");
    beyond.replace(end + 16, 4, "\xff\xff\xff\x7f", 4);
    row("the directory lies outside", beyond, "its directory lies outside");
    // The second entry's header offset, at 42 of its directory entry: 0, where the first one is.
    const std::size_t second = good.rfind("PK\x01\x02");
    overlap.replace(second + 42, 4, std::string(4, '\0'));
    row("an entry where another is", overlap, "another name");
    far.replace(second + 20, 8, "\xff\xff\xff\x7f\xff\xff\xff\x7f", 8);
    row("an entry leaves the file", far, "lies outside");
    // Two names of the same length and one local header cannot be; an entry inside the data of
    // another can.
    const std::string inner = zip({data});
    std::string nested = zip({pickle, data, {"x/data/1", inner}});
    const std::size_t first = nested.rfind("PK\x01\x02", nested.rfind("PK\x01\x02") - 1);
    nested.replace(first + 42, 4, bytesOfNumber(nested.find(inner), 4));
    row("an entry inside another", nested, "overlap");
}

void WeightFileTest::hostileZipsAreRefused() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, says);
    const std::string refusal = refusalOf(write(bytes.toStdString()));
    QVERIFY2(!refusal.empty(), "accepted");
    QVERIFY2(QString::fromStdString(refusal).contains(says), refusal.c_str());
}

void WeightFileTest::otherFilesAreRefused_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("says");
    QTest::newRow("empty") << QByteArray() << "it is empty";
    QTest::newRow("a web page") << QByteArray("<!DOCTYPE html>") << "a web page";
    QTest::newRow("Git LFS") << QByteArray("version https://git-lfs.github.com/spec/v1\n")
                             << "git lfs pull";
    QTest::newRow("gzip") << QByteArray("\x1f\x8b\x08") << "gunzip";
    QTest::newRow("a picture") << QByteArray("\xff\xd8\xff\xe0") << "neither safetensors";
    QTest::newRow("safetensors") << QByteArray("\x09\0\0\0\0\0\0\0{", 9) << "safetensors";
}

void WeightFileTest::otherFilesAreRefused() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, says);
    const std::string refusal = refusalOf(write(bytes.toStdString()));
    QVERIFY2(QString::fromStdString(refusal).contains(says), refusal.c_str());
}

void WeightFileTest::aCutFileIsRefusedAtEveryByte() {
    for (const std::string& whole :
         {torchZip(dictOf(tensor(6, 0, {6}, {1}))), dictOf(array("f4", "<", {6}, sixFloats()))}) {
        QVERIFY(refusalOf(write(whole)).empty());
        for (std::size_t size = 0; size < whole.size(); ++size)
            QVERIFY2(!refusalOf(write(whole.substr(0, size))).empty(),
                     qPrintable(QString::number(size)));
    }
}

void WeightFileTest::mutatedFilesNeverCrash() {
    std::vector<std::string> wholes = {torchZip(dictOf(tensor(6, 0, {3, 2}, {1, 3}))),
                                       dictOf(array("f4", "<", {6}, sixFloats()))};
    if (m_peer) {
        for (const char* name : {"legacy.pth", "flat.pth", "zoo2.pkl"}) {
            std::ifstream in(path(name), std::ios::binary);
            wholes.emplace_back(std::istreambuf_iterator<char>(in),
                                std::istreambuf_iterator<char>());
        }
    }
    std::mt19937 random(7);
    const auto below = [&](std::size_t limit) { return std::size_t(random() % limit); };
    int refused = 0, read = 0;
    for (int i = 0; i < 3000; ++i) {
        std::string bytes = wholes[std::size_t(i) % wholes.size()];
        for (std::size_t change = 1 + below(3); change > 0 && !bytes.empty(); --change) {
            if (below(2) == 0)
                bytes[below(bytes.size())] = char(random());
            else
                bytes.erase(below(bytes.size()), 1 + below(5));
        }
        try {
            const WeightFile file(write(bytes));
            unsigned sum = 0;  // every byte that is promised is there
            for (const TensorView& tensor : file.tensors()) {
                for (std::size_t b = 0; b < tensor.bytes(); ++b)
                    sum += std::to_integer<unsigned>(tensor.data[b]);
            }
            read += sum < 1u << 31;
        } catch (const Error&) {
            ++refused;
        }
    }
    QVERIFY2(refused > 500 && read > 100, qPrintable(QString("%1 %2").arg(refused).arg(read)));
}

QTEST_GUILESS_MAIN(WeightFileTest)
#include "tst_weight_file.moc"
