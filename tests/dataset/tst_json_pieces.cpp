// The outer structure of JSON files: every byte comes once, elements are told apart, and where a
// file is no JSON there is a place and a reason.
#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>
#include <random>

#include "dataset/error.h"
#include "dataset/format/atomic_file.h"
#include "dataset/format/json_pieces.h"

using namespace selvedge;

namespace {

struct Read {
    std::string all;                    // the pieces, joined
    std::vector<std::string> elements;  // "list/number@line:column text"
    std::vector<std::string> bad;       // of those, why
    std::optional<RowIssue> problem;
    std::size_t longestPiece = 0;
};

}  // namespace

class TestJsonPieces : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void elementsComeWithListNumberAndPlace();
    void textsMayHoldWhatLooksLikeStructure();
    void anEmptyListEndsWhereItBegins();
    void everyByteComesOnce_data();
    void everyByteComesOnce();
    void randomFilesAreReadAsTheParserReadsThem();
    void whatIsNoJsonHasAPlaceAndAReason_data();
    void whatIsNoJsonHasAPlaceAndAReason();
    void longElementsComeInParts();
    void deepElementsAreBad();
    void elementsAreParsedWithTheirPlace();
    void absentFilesAndFoldersAreErrors();

private:
    Read read(const std::string& text, std::size_t longest = JsonPieces::kLongestElement) {
        const std::string path = m_folder.filePath("a.json").toStdString();
        writeFileAtomically(path, text);
        JsonPieces pieces(path, longest);
        Read out;
        JsonPiece piece;
        while (pieces.next(piece)) {
            out.all += piece.text;
            out.longestPiece = std::max(out.longestPiece, piece.text.size());
            if (!piece.isElement)
                continue;
            out.elements.push_back(std::string(piece.list) + "/" + std::to_string(piece.number) +
                                   "@" + std::to_string(piece.line) + ":" +
                                   std::to_string(piece.column) + " " + std::string(piece.text));
            out.bad.push_back(piece.bad);
        }
        out.problem = pieces.problem();
        if (pieces.bytesDone() != text.size() || pieces.bytesTotal() != text.size())
            qFatal("the bytes are miscounted");
        return out;
    }
    QTemporaryDir m_folder;
};

void TestJsonPieces::elementsComeWithListNumberAndPlace() {
    const Read got =
        read("{\"a\": [1, {\"b\": [2]}],\n \"c\": {\"d\": [3]},\n\n\"\\u0065\":[\n\"x\"]}");
    QCOMPARE(got.elements,
             (std::vector<std::string>{"a/1@1:8 1", "a/2@1:11 {\"b\": [2]}", "e/1@5:1 \"x\""}));
    QVERIFY(!got.problem);
    QCOMPARE(read(" [true ,[]]\n").elements,
             (std::vector<std::string>{"/1@1:3 true", "/2@1:9 []"}));
    QCOMPARE(read("\xEF\xBB\xBF[1]").elements, (std::vector<std::string>{"/1@1:5 1"}));
}

void TestJsonPieces::textsMayHoldWhatLooksLikeStructure() {
    const Read got = read(R"({"]": "}[,", "a": ["]", {"}\\\"": "\\"}, "\"],"]})");
    QCOMPARE(got.elements,
             (std::vector<std::string>{R"(a/1@1:20 "]")", R"(a/2@1:25 {"}\\\"": "\\"})",
                                       R"(a/3@1:42 "\"],")"}));
    QVERIFY(!got.problem);
}

void TestJsonPieces::anEmptyListEndsWhereItBegins() {
    const std::string path = m_folder.filePath("b.json").toStdString();
    writeFileAtomically(path, "{\"a\": [ ], \"b\": [1]}");
    JsonPieces pieces(path);
    JsonPiece piece;
    std::vector<std::string> ends;
    while (pieces.next(piece)) {
        if (piece.endsList)
            ends.push_back(std::string(piece.list) + std::to_string(piece.number) + " " +
                           std::string(piece.text));
    }
    QCOMPARE(ends, (std::vector<std::string>{"a0 ], \"b\": [", "b1 ]}"}));
    QVERIFY(pieces.hasList("a") && pieces.hasList("b") && !pieces.hasList(""));
}

void TestJsonPieces::everyByteComesOnce_data() {
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char* name, const char* text) {
        QTest::newRow(name) << QByteArray(text);
    };
    row("nothing", "");
    row("object", " { } ");
    row("list", "\t[\r\n]\n");
    row("mark", "\xEF\xBB\xBF{\"a\": [1, 2]}");
    row("cut in a text", "{\"a\": [1, \"2");
    row("cut in a key", "{\"a");
    row("cut in a number", "[1, 23");
    row("cut after a list", "{\"a\": [1]");
    row("cut in a member", "{\"a\": {\"b\": [1, {}");
    row("brackets mixed up", "{\"a\": [1}, 2]");
    row("too much", "[1] [2]");
    row("two marks", "\xEF\xBB\xBF\xEF\xBB\xBF[1]");
    row("binary", "\x7f\x45LF\x01\x02 [1]");
    QTest::newRow("UTF-16") << QByteArray(
        "\xFF\xFE[\0"
        "1\0]\0",
        8);
}

void TestJsonPieces::everyByteComesOnce() {
    QFETCH(QByteArray, text);
    QCOMPARE(QByteArray::fromStdString(read(text.toStdString()).all), text);
    QCOMPARE(QByteArray::fromStdString(read(text.toStdString(), 1).all), text);
}

// Megabytes, so that the blocks the file is read in end inside keys, texts and numbers.
void TestJsonPieces::randomFilesAreReadAsTheParserReadsThem() {
    std::mt19937 random(4);
    const auto value = [&](auto&& self, int depth) -> nlohmann::json {
        switch (random() % (depth > 3 ? 4 : 6)) {
            case 0:
                return int(random()) % 1000;
            case 1:
                return std::string(random() % 30, "\\\"[]{},:\n"[random() % 9]);
            case 2:
                return random() % 2 == 0;
            case 3:
                return double(random() % 1000) / 8;
            default: {
                nlohmann::json out =
                    random() % 2 ? nlohmann::json::array() : nlohmann::json::object();
                for (unsigned n = random() % 5; n > 0; --n) {
                    if (out.is_array())
                        out.push_back(self(self, depth + 1));
                    else
                        out[std::string(1, char('a' + n))] = self(self, depth + 1);
                }
                return out;
            }
        }
    };
    for (const int indent : {-1, 3}) {
        nlohmann::json root;
        for (const char* name : {"first", "second"}) {
            for (int i = 0; i < 60'000; ++i)
                root[name].push_back(value(value, 0));
        }
        root["other"] = {{"deep", value(value, 0)}};
        const std::string text = root.dump(indent);
        QVERIFY2(text.size() > 2'000'000, std::to_string(text.size()).c_str());
        const Read got = read(text);
        QVERIFY(!got.problem);
        QVERIFY(got.all == text);
        QCOMPARE(got.elements.size(), 120'000u);
        for (std::size_t i = 0; i < got.elements.size(); ++i) {
            const auto& expected = root[i < 60'000 ? "first" : "second"][i % 60'000];
            const std::string& element = got.elements[i];
            QVERIFY(nlohmann::json::parse(element.substr(element.find(' ') + 1)) == expected);
        }
    }
}

void TestJsonPieces::whatIsNoJsonHasAPlaceAndAReason_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char* name, const char* text, const char* problem) {
        QTest::newRow(name) << QByteArray(text) << QString(problem);
    };
    row("empty", "", "1:1 the file is empty");
    row("blank", " \n ", "2:2 the file is empty");
    row("number", "5", "1:1 the file is a single value, no object or list");
    row("CSV", "ImageId,EncodedPixels\n",
        "1:1 the file is no JSON: it begins with neither { nor [");
    row("no name", "{1: 2}", "1:2 a name in quotes is expected here");
    row("comma at the end", "{\"a\": 1,\n}", "2:1 a name in quotes is expected here");
    row("no colon", "{\"a\" 1}", "1:6 a colon is expected here");
    row("no value", "{\"a\": }", "1:7 a value is expected here");
    row("no comma", "{\"a\": 1 \"b\": 2}", "1:9 a comma or } is expected here");
    row("comma in a list", "{\"a\": [1,]}", "1:10 a value is expected here");
    row("no comma in a list", "[1 2]", "1:4 a comma or ] is expected here");
    row("two files", "{}\n{}", "2:1 something follows the end of the JSON");
    row("cut", "{\"a\": [1,\n", "2:1 the file ends inside the list \"a\" after element 1");
    row("cut in an element", "{\"a\": [1,\n{\"b\"",
        "2:5 the file ends inside element 2 of the list \"a\", which begins in line 2");
    row("cut in the list", "[1,2",
        "1:5 the file ends inside element 2 of the list, which begins in line 1");
    row("cut in the object", "{\"a\": [1]", "1:10 the file ends before its object does");
    QTest::newRow("UTF-16") << QByteArray("\xFF\xFE{\0", 4)
                            << "1:1 the file is UTF-16; save it as UTF-8";
    QTest::newRow("UTF-16 without a mark")
        << QByteArray("{\0}\0", 4) << "1:1 the file is UTF-16; save it as UTF-8";
    QTest::newRow("big-endian") << QByteArray("\0{\0}", 4)
                                << "1:1 the file is UTF-16; save it as UTF-8";
}

void TestJsonPieces::whatIsNoJsonHasAPlaceAndAReason() {
    QFETCH(QByteArray, text);
    QFETCH(QString, problem);
    const auto got = read(text.toStdString()).problem;
    QVERIFY(got);
    QCOMPARE(QString("%1:%2 %3").arg(got->line).arg(got->column).arg(got->text.c_str()), problem);
}

void TestJsonPieces::longElementsComeInParts() {
    const std::string text = "[1,\"" + std::string(5'000'000, 'x') + "\",2]";
    const Read got = read(text, 2 << 20);
    QVERIFY(got.all == text && !got.problem);
    QVERIFY(got.longestPiece < 4'000'000);
    QCOMPARE(got.elements.size(), 3u);
    QCOMPARE(got.bad[1], std::string("it is longer than 2 MiB"));
    QVERIFY(got.bad[0].empty() && got.bad[2].empty());
}

void TestJsonPieces::deepElementsAreBad() {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    const Read got =
        read("[" + nested(16) + "," + nested(17) + "," + nested(500'000) + ",[1" +
             std::string(3'999'999, ',') + "],[1" + std::string(4'000'000, ',') + "]]");
    QCOMPARE(got.bad, (std::vector<std::string>{"", "it is nested deeper than 16",
                                                "it is nested deeper than 16", "",
                                                "it has more than 4 million values"}));
}

void TestJsonPieces::elementsAreParsedWithTheirPlace() {
    JsonPiece piece;
    piece.line = 7;
    piece.column = 3;
    RowIssue issue;
    piece.text = "{\"a\": 1}";
    QCOMPARE((*parseElement(piece, issue))["a"].get<int>(), 1);
    piece.text = "{\"a\":\n nul}";
    QVERIFY(!parseElement(piece, issue));
    QCOMPARE(issue.line, 8u);
    QCOMPARE(issue.column, 5u);
    QVERIFY(issue.text.starts_with("it is no JSON: "));
    piece.text = "1e999";
    QVERIFY(!parseElement(piece, issue));
    QCOMPARE(issue.line, 7u);
    QVERIFY(issue.text.find("1e999") != std::string::npos);
    piece.text = "\"\xff\"";
    QVERIFY(!parseElement(piece, issue));
    piece.text = "1";
    piece.bad = "it is too much";
    QVERIFY(!parseElement(piece, issue));
    QCOMPARE(issue.text, piece.bad);
}

void TestJsonPieces::absentFilesAndFoldersAreErrors() {
    QVERIFY_EXCEPTION_THROWN(JsonPieces("/nowhere/a.json"), Error);
    QVERIFY_EXCEPTION_THROWN(JsonPieces(m_folder.path().toStdString()), Error);
}

QTEST_GUILESS_MAIN(TestJsonPieces)
#include "tst_json_pieces.moc"
