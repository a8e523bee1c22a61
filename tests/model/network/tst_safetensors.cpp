#include <QtTest>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>

#include "dataset/error.h"
#include "model/network/weights/safetensors.h"

using namespace selvedge;

class SafetensorsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenComesBack();
    void dataIsAligned();
    void aForeignFileIsRead();
    void namesMustBeUnique();
    void aDamagedFileIsNamed_data();
    void aDamagedFileIsNamed();
    void anAbsentFileAndAFolderAreRefused();
    void mutatedFilesNeverCrash();
    void realWeightsAreRead();

private:
    std::string path(const char* name) const { return m_folder.filePath(name).toStdString(); }
    static std::string bytesOfFile(const std::string& file);
    static void writeBytes(const std::string& file, const std::string& bytes);
    // A file with this header and so many bytes of data.
    static std::string fileOf(const std::string& header, std::size_t data);
    std::string writeSmall() const;

    QTemporaryDir m_folder;
};

std::string SafetensorsTest::bytesOfFile(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void SafetensorsTest::writeBytes(const std::string& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary).write(bytes.data(), std::streamsize(bytes.size()));
}

std::string SafetensorsTest::fileOf(const std::string& header, std::size_t data) {
    std::string bytes(8, '\0');
    const std::uint64_t length = header.size();
    std::memcpy(bytes.data(), &length, 8);
    return bytes + header + std::string(data, 'x');
}

std::string SafetensorsTest::writeSmall() const {
    const float weights[] = {1.5f, -2, 0.25f, 3, 4, 5};
    const std::int64_t step = 7;
    const std::uint16_t half[] = {0x3c00, 0x4000};
    const std::uint8_t flag = 1;
    const auto bytes = [](const auto* p) { return reinterpret_cast<const std::byte*>(p); };
    const std::vector<TensorView> tensors = {{"flag", Dtype::Bool, {1}, bytes(&flag)},
                                             {"weights", Dtype::F32, {2, 3}, bytes(weights)},
                                             {"half", Dtype::BF16, {2}, bytes(half)},
                                             {"step", Dtype::I64, {}, bytes(&step)},
                                             {"empty", Dtype::F32, {0, 4}, nullptr}};
    writeSafetensors(path("small"), tensors, {{"config", "{\"a\": \"ä\"}"}, {"step", "7"}});
    return path("small");
}

void SafetensorsTest::whatIsWrittenComesBack() {
    const SafetensorsFile file(writeSmall());
    QCOMPARE(file.tensors().size(), std::size_t(5));
    QCOMPARE(file.metadata(),
             (std::map<std::string, std::string>{{"config", "{\"a\": \"ä\"}"}, {"step", "7"}}));
    const TensorView* weights = file.find("weights");
    QVERIFY(weights && weights->dtype == Dtype::F32);
    QCOMPARE(weights->shape, (std::vector<std::int64_t>{2, 3}));
    float last = 0;
    std::memcpy(&last, weights->data + 20, 4);
    QCOMPARE(last, 5.f);
    const TensorView* step = file.find("step");
    QVERIFY(step && step->shape.empty() && step->elements() == 1);
    std::int64_t value = 0;
    std::memcpy(&value, step->data, 8);
    QCOMPARE(value, std::int64_t(7));
    QVERIFY(file.find("half")->dtype == Dtype::BF16);
    QCOMPARE(file.find("empty")->bytes(), std::size_t(0));
    QCOMPARE(file.find("flag")->data[0], std::byte(1));
    QVERIFY(!file.find("weight"));
    // Nothing but the file is left in its folder.
    QCOMPARE(
        QDir(m_folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
        QStringList{"small"});
}

void SafetensorsTest::dataIsAligned() {
    const SafetensorsFile file(writeSmall());
    for (const TensorView& tensor : file.tensors())
        QCOMPARE(reinterpret_cast<std::uintptr_t>(tensor.data) % bytesOf(tensor.dtype),
                 std::uintptr_t(0));
}

void SafetensorsTest::aForeignFileIsRead() {
    // Data out of the header's order, blanks, an unaligned tensor.
    writeBytes(path("foreign"),
               fileOf(R"( {"b":{"dtype":"F32","shape":[1],"data_offsets":[1,5]},)"
                      R"("a":{"data_offsets":[0,1],"shape":[1,1],"dtype":"U8"} }  )",
                      5)
                   .replace(8, 1, "{")
                   .replace(9, 1, " "));
    const SafetensorsFile file(path("foreign"));
    QCOMPARE(file.tensors().size(), std::size_t(2));
    QCOMPARE(file.tensors()[0].name, std::string("a"));
    QCOMPARE(file.find("b")->data - file.find("a")->data, std::ptrdiff_t(1));
}

void SafetensorsTest::namesMustBeUnique() {
    const float value = 1;
    const TensorView view{"w", Dtype::F32, {1}, reinterpret_cast<const std::byte*>(&value)};
    const std::string file = path("twice");
    QVERIFY_EXCEPTION_THROWN(writeSafetensors(file, std::vector{view, view}, {}), Error);
    TensorView reserved = view, bad = view;
    reserved.name = "__metadata__";
    bad.name = "\xff";
    QVERIFY_EXCEPTION_THROWN(writeSafetensors(file, std::vector{reserved}, {}), Error);
    QVERIFY_EXCEPTION_THROWN(writeSafetensors(file, std::vector{bad}, {}), Error);
    QVERIFY(!std::filesystem::exists(file));
}

void SafetensorsTest::aDamagedFileIsNamed_data() {
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char* name, const std::string& bytes) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes);
    };
    const auto one = [](const char* entry) { return std::string("{\"a\":{") + entry + "}}"; };
    row("empty", "");
    row("seven bytes", "1234567");
    row("header longer than the file", std::string("\xff\0\0\0\0\0\0\0{}", 10));
    row("header of 2^63 bytes", std::string("\0\0\0\0\0\0\0\x80{}", 10));
    row("no JSON", fileOf("{\"a\":", 0));
    row("not an object", fileOf("[]", 0));
    row("text after it", fileOf("{} {}", 0));
    row("deep", fileOf(std::string(100000, '['), 0));
    row("deep inside", fileOf("{\"a\":{\"shape\":" + std::string(100000, '['), 0));
    row("bytes left over", fileOf("{}", 1));
    row("no shape", fileOf(one(R"("dtype":"F32","data_offsets":[0,4])"), 4));
    row("no dtype", fileOf(one(R"("shape":[1],"data_offsets":[0,4])"), 4));
    row("no offsets", fileOf(one(R"("dtype":"F32","shape":[1])"), 4));
    row("three offsets", fileOf(one(R"("dtype":"F32","shape":[1],"data_offsets":[0,4,4])"), 4));
    row("outside", fileOf(one(R"("dtype":"F32","shape":[2],"data_offsets":[0,8])"), 4));
    row("backwards", fileOf(one(R"("dtype":"F32","shape":[1],"data_offsets":[4,0])"), 4));
    row("wrong size", fileOf(one(R"("dtype":"F32","shape":[2],"data_offsets":[0,4])"), 4));
    row("negative edge", fileOf(one(R"("dtype":"F32","shape":[-1],"data_offsets":[0,4])"), 4));
    row("fraction", fileOf(one(R"("dtype":"F32","shape":[1.0],"data_offsets":[0,4])"), 4));
    row("overflow", fileOf(one(R"("dtype":"F32","shape":[4611686018427387905,4],)"
                               R"("data_offsets":[0,16])"),
                           16));
    row("overflow hidden by 0", fileOf(one(R"("dtype":"U8","shape":[4611686018427387905,4,0],)"
                                           R"("data_offsets":[0,0])"),
                                       0));
    row("gap", fileOf(one(R"("dtype":"F32","shape":[1],"data_offsets":[4,8])"), 8));
    row("overlap", fileOf(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
                          R"("b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}})",
                          6));
    row("twice", fileOf(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
                        R"("a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})",
                        8));
    row("unknown dtype", fileOf(one(R"("dtype":"F4","shape":[1],"data_offsets":[0,4])"), 4));
    row("17 dimensions", fileOf(one(R"("dtype":"U8","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],)"
                                    R"("data_offsets":[0,1])"),
                                1));
    row("metadata of numbers", fileOf(R"({"__metadata__":{"a":1}})", 0));
    row("tensor is a text", fileOf(R"({"a":"b"})", 0));
}

void SafetensorsTest::aDamagedFileIsNamed() {
    QFETCH(QByteArray, bytes);
    writeBytes(path("damaged.safetensors"), bytes.toStdString());
    try {
        const SafetensorsFile file(path("damaged.safetensors"));
    } catch (const Error& error) {
        QVERIFY(error.kind() == ErrorKind::BadFormat || error.kind() == ErrorKind::Unsupported);
        QVERIFY2(std::string(error.what()).find(path("damaged.safetensors")) == 0, error.what());
        return;
    }
    QFAIL("accepted");
}

void SafetensorsTest::anAbsentFileAndAFolderAreRefused() {
    const auto kind = [](const std::string& file) {
        try {
            const SafetensorsFile opened(file);
        } catch (const Error& error) {
            return error.kind();
        }
        return ErrorKind::Internal;
    };
    QCOMPARE(kind(path("absent")), ErrorKind::NotFound);
    QCOMPARE(kind(m_folder.path().toStdString()), ErrorKind::Unreadable);
}

void SafetensorsTest::mutatedFilesNeverCrash() {
    const std::string good = bytesOfFile(writeSmall());
    std::mt19937 random(5);
    const auto below = [&](std::size_t limit) { return std::size_t(random() % limit); };
    int refused = 0, read = 0;
    for (int i = 0; i < 4000; ++i) {
        std::string bytes = good;
        for (std::size_t change = 1 + below(4); change > 0 && !bytes.empty(); --change) {
            switch (below(4)) {
                case 0:
                    bytes[below(bytes.size())] = char(random());
                    break;
                case 1:
                    bytes.erase(below(bytes.size()), 1 + below(9));
                    break;
                case 2:
                    bytes.insert(below(bytes.size()), 1, "0123456789[]{}\",:"[below(17)]);
                    break;
                default:
                    bytes.resize(1 + below(bytes.size()));
            }
        }
        writeBytes(path("mutated"), bytes);
        try {
            const SafetensorsFile file(path("mutated"));
            unsigned sum = 0;  // every byte that is promised is there
            for (const TensorView& tensor : file.tensors()) {
                for (std::size_t b = 0; b < tensor.bytes(); ++b)
                    sum += std::to_integer<unsigned>(tensor.data[b]);
            }
            QVERIFY(sum < 1u << 31);
            ++read;
        } catch (const Error&) {
            ++refused;
        }
    }
    QVERIFY(refused > 1000 && read > 10);
}

void SafetensorsTest::realWeightsAreRead() {
    const std::string name =
        SELVEDGE_SHARED "/data/weights/resnet50-imagenet-res2-res4.safetensors";
    if (!std::filesystem::exists(name))
        QSKIP("../shared/data/weights is not there");
    const SafetensorsFile file(name);
    const std::string prefix = "backbone.bottom_up.";
    std::set<std::string> roots;
    std::size_t convolutions = 0;
    for (const TensorView& tensor : file.tensors()) {
        QVERIFY(tensor.dtype == Dtype::F32);
        const std::string rest =
            tensor.name.starts_with(prefix) ? tensor.name.substr(prefix.size()) : tensor.name;
        roots.insert(rest.substr(0, rest.find('.')));
        convolutions += tensor.shape.size() == 4;
    }
    QCOMPARE(roots, (std::set<std::string>{"stem", "res2", "res3", "res4"}));
    QCOMPARE(convolutions, std::size_t(1 + 3 * (3 + 4 + 6) + 3));  // and a shortcut a stage
    const TensorView* stem = file.find(prefix + "stem.conv1.weight");
    stem = stem ? stem : file.find("stem.conv1.weight");
    QVERIFY(stem);
    QCOMPARE(stem->shape, (std::vector<std::int64_t>{64, 3, 7, 7}));
}

QTEST_GUILESS_MAIN(SafetensorsTest)
#include "tst_safetensors.moc"
