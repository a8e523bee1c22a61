#include <QtTest>
#include <limits>
#include <nlohmann/json.hpp>

#include "dataset/error.h"
#include "model/engine.h"

using namespace selvedge;
using nlohmann::json;

class TrainConfigTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFieldComesBack();
    void theNetworkAloneComesBack();
    void absentKeysKeepTheirDefault();
    void aWrongValueIsNamed_data();
    void aWrongValueIsNamed();
    void whatIsNotJsonIsRefused();
    void valuesThatJsonCannotHoldAreRefused();
    void anyShortBackboneIsRead();
    void columnsAreCounted();
    void everyPredictOptionIsTold();
};

namespace {

TrainConfig unusual() {
    TrainConfig config;
    config.network.backbone = "x101";
    config.network.flavour = Flavour::TorchvisionV2;
    config.network.batchNorm = BatchNorm::Trained;
    config.network.freezeAt = 5;
    config.network.categories = 7;
    config.network.attributes = 3;
    config.network.minSize = 256;
    config.network.maxSize = 390;
    config.network.attributesPerCategory = false;
    config.network.attributeLayers = 1;
    config.network.attributeFeatures = AttributeFeatures::MaskRegions;
    config.network.attributeConvs = 4;
    config.network.attributeNone = true;
    config.network.attributesByRawId = true;
    config.network.attributeColumns = {340, 0, 7};
    config.network.attributeMask = true;
    config.steps = 12;
    config.imagesPerStep = 3;
    config.learningRate = 0.1 + 0.2;  // needs 17 digits
    config.warmupSteps = 0;
    config.dropAt = {5, 9};
    config.momentum = 0.5;
    config.nesterov = false;
    config.weightDecay = 0;
    config.gradientClip = 2.5;
    config.attributeLoss = AttributeLoss::Bce;
    config.focalAlpha = 0.75;
    config.focalGamma = 1.5;
    config.attributeLossWeight = 50;
    config.aslGammaPositive = 0;
    config.aslGammaNegative = 3;
    config.aslMargin = 0.1;
    config.balanceAlpha = 0.2;
    config.balanceBeta = 5;
    config.balanceMu = 0.3;
    config.balanceLambda = 5;
    config.balanceKappa = 0.1;
    config.classBalance = 0.99;
    config.hardNegatives = 12;
    config.attributelessObjects = AttributelessObjects::None;
    config.attributelessWeight = 0.5;
    config.attributeBackground = true;
    config.attributeBias = AttributeBias::Counts;
    config.flipProbability = 0;
    config.roisPerImage = 64;
    config.anchorsPerImage = 32;
    config.checkpointEvery = 4;
    config.seed = std::numeric_limits<std::uint64_t>::max();
    config.device = "cuda:1";
    config.startFrom = "weights/größe \"1\".safetensors";
    config.resume = true;
    return config;
}

}  // namespace

void TrainConfigTest::everyFieldComesBack() {
    const TrainConfig config = unusual(), standard;
    QVERIFY(trainConfigFromJson(toJson(config)) == config);
    QVERIFY(trainConfigFromJson(toJson(standard)) == standard);
    // No field was forgotten in the list: each key of this one differs from the default's.
    const json changed = json::parse(toJson(config)), defaults = json::parse(toJson(standard));
    QCOMPARE(changed.size(), std::size_t(36));
    for (const auto& [key, value] : changed.items())
        QVERIFY2(value != defaults.at(key), key.c_str());
    for (const auto& [key, value] : changed["network"].items())
        QVERIFY2(value != defaults["network"].at(key), key.c_str());
}

void TrainConfigTest::theNetworkAloneComesBack() {
    const NetworkConfig config = unusual().network;
    QVERIFY(networkConfigFromJson(toJson(config)) == config);
}

void TrainConfigTest::absentKeysKeepTheirDefault() {
    TrainConfig config;
    QVERIFY(trainConfigFromJson("{}") == config);
    config.steps = 7;
    config.network.backbone = "r50";
    QVERIFY(trainConfigFromJson(R"({"network": {"backbone": "r50"}, "steps": 7})") == config);
}

void TrainConfigTest::aWrongValueIsNamed_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const char* text, const char* sentence) {
        QTest::newRow(name) << text << sentence;
    };
    row("unknown key", R"({"stepz": 1})", "\"stepz\" is not a setting of this version");
    row("unknown key inside", R"({"network": {"size": 1}})",
        "\"network.size\" is not a setting of this version");
    row("text for a number", R"({"steps": "7"})",
        "steps must be a whole number from 1 to 100000000, not \"7\"");
    row("fraction", R"({"steps": 1.5})",
        "steps must be a whole number from 1 to 100000000, not 1.5");
    row("too many", R"({"steps": 100000001})",
        "steps must be a whole number from 1 to 100000000, not 100000001");
    row("past 64 bits", R"({"steps": 123456789012345678901234567890})",
        "steps must be a whole number from 1 to 100000000, not 1.2345678901234568e+29");
    row("no rate", R"({"learningRate": 0})",
        "learningRate must be a number from 1e-09 to 10, not 0");
    row("no number", R"({"momentum": null})",
        "momentum must be a number from 0 to 0.9999, not null");
    row("falling", R"({"dropAt": [5, 5]})", "dropAt must be rising step numbers, not [5,5]");
    row("no list", R"({"dropAt": 5})", "dropAt must be a list of steps in brackets, not 5");
    row("no truth", R"({"nesterov": 1})", "nesterov must be true or false, not 1");
    row("backbone", R"({"network": {"backbone": "R 50"}})",
        "network.backbone must be a short name of small letters and digits, like \"r50\", not "
        "\"R 50\"");
    row("flavour", R"({"network": {"flavour": "mmdet"}})",
        "network.flavour \"mmdet\" is not known; there are: detectron2, torchvision, "
        "torchvision-v2");
    row("batch norm", R"({"network": {"batchNorm": "frozen "}})",
        "network.batchNorm \"frozen \" is not known; there are: usual, frozen, frozen-no-epsilon, "
        "trained");
    row("frozen stages", R"({"network": {"freezeAt": 6}})",
        "network.freezeAt must be a whole number from -1 to 5, not 6");
    row("loss", R"({"attributeLoss": "l2"})",
        "attributeLoss \"l2\" is not known; there are: bce, focal, asymmetric, "
        "distribution-balanced");
    row("sizes", R"({"network": {"minSize": 900, "maxSize": 800}})",
        "network.minSize (900) must not be above network.maxSize (800)");
    row("layers", R"({"network": {"attributeLayers": 4}})",
        "network.attributeLayers must be a whole number from 1 to 3, not 4");
    row("features", R"({"network": {"attributeFeatures": "mask"}})",
        "network.attributeFeatures \"mask\" is not known; there are: box-head, box-regions, "
        "mask-regions");
    row("convolutions of a vector", R"({"network": {"attributeConvs": 4}})",
        "network.attributeConvs: the box head's features have no rows and columns to convolve; "
        "take 0, or box-regions or mask-regions as attributeFeatures");
    row("columns without ids", R"({"network": {"attributes": 1, "attributeColumns": [0]}})",
        "network.attributeColumns: columns are listed only with attributesByRawId; leave them out");
    row("too few columns",
        R"({"network": {"attributes": 3, "attributesByRawId": true, "attributeColumns": [0, 4]}})",
        "network.attributeColumns: 2 columns are listed for 3 attributes");
    row("a column twice", R"({"network": {"attributesByRawId": true, "attributeColumns": [4, 4]}})",
        "network.attributeColumns must be a list without repetition, not [4,4]");
    row("a column past the end", R"({"network": {"attributeColumns": [65536]}})",
        "network.attributeColumns must be a whole number from 0 to 65535, not 65536");
    row("none without an output", R"({"attributelessObjects": "none"})",
        "attributelessObjects: without the output of network.attributeNone nothing can be trained "
        "to 'none'; switch it on or choose exclude, negative or down-weight");
    row("an output never trained", R"({"network": {"attributeNone": true}})",
        "attributelessObjects: the output of network.attributeNone would never be trained; choose "
        "none here or switch it off");
    row("background without category", R"({"attributeBackground": true})",
        "attributeBackground: background has no category whose outputs it could train; take one "
        "set of outputs for all (network.attributesPerCategory false) or leave it out");
    row("weighed twice", R"({"attributeLoss": "distribution-balanced", "classBalance": 0.9})",
        "classBalance: the distribution-balanced loss weighs attributes itself; take 0 or another "
        "loss");
    row("class balance of 1", R"({"classBalance": 1})",
        "classBalance must be a number from 0 to 0.999999, not 1");
    row("margin", R"({"aslMargin": -0.1})", "aslMargin must be a number from 0 to 0.5, not -0.1");
    row("bias", R"({"attributeBias": 0})", "attributeBias must be a text in quotes, not 0");
    row("no object", R"({"network": []})", "network must be an object in braces, not []");
    row("list", "[]", "The configuration must be an object in braces, not []");
    row("seed", R"({"seed": -1})",
        "seed must be a whole number from 0 to 18446744073709551615, not -1");
    row("device", R"({"device": "gpu"})", "device must be auto, cpu or cuda:<number>, not \"gpu\"");
    row("device number", R"({"device": "cuda:"})",
        "device must be auto, cpu or cuda:<number>, not \"cuda:\"");
}

void TrainConfigTest::aWrongValueIsNamed() {
    QFETCH(QString, text);
    QFETCH(QString, sentence);
    try {
        trainConfigFromJson(text.toStdString());
    } catch (const Error& error) {
        QCOMPARE(error.kind(), ErrorKind::BadFormat);
        QCOMPARE(QString::fromUtf8(error.what()), sentence);
        return;
    }
    QFAIL("accepted");
}

void TrainConfigTest::whatIsNotJsonIsRefused() {
    for (const char* text : {"", "{", "{\"steps\": }", "\xff\xfe", "{\"device\": \"\xff\"}"})
        QVERIFY_EXCEPTION_THROWN(trainConfigFromJson(text), Error);
}

void TrainConfigTest::valuesThatJsonCannotHoldAreRefused() {
    TrainConfig config;
    config.learningRate = std::nan("");
    QVERIFY_EXCEPTION_THROWN(trainConfigFromJson(toJson(config)), Error);
    TrainConfig other;
    other.startFrom = "\xff";
    QVERIFY_EXCEPTION_THROWN(toJson(other), Error);
}

// Which there are only the engine knows; a config without a flavour is Detectron2's.
void TrainConfigTest::anyShortBackboneIsRead() {
    QCOMPARE(networkConfigFromJson(R"({"backbone": "swin-t"})").backbone, std::string("swin-t"));
    QCOMPARE(networkConfigFromJson(R"({"backbone": "r50"})").flavour, Flavour::Detectron2);
    for (const std::string& name : {std::string(), std::string(33, 'a'), std::string("r50/..")})
        QVERIFY_EXCEPTION_THROWN(networkConfigFromJson(json{{"backbone", name}}.dump()), Error);
}

void TrainConfigTest::columnsAreCounted() {
    NetworkConfig config;
    QCOMPARE(attributeColumnCount(config), std::int64_t(294));
    config.attributeNone = true;
    QCOMPARE(attributeColumnCount(config), std::int64_t(295));
    // iMaterialist's ids: 0..340 without 235-280 and 284.
    config.attributeNone = false;
    config.attributesByRawId = true;
    for (int id = 0; id <= 340; ++id) {
        if ((id < 235 || id > 280) && id != 284)
            config.attributeColumns.push_back(id);
    }
    QCOMPARE(config.attributeColumns.size(), std::size_t(294));
    QCOMPARE(attributeColumnCount(config), std::int64_t(341));
    QVERIFY(attributeFaults(config).empty());
}

// Predictions of other options are not gone on with: each of them must show.
void TrainConfigTest::everyPredictOptionIsTold() {
    const PredictOptions standard;
    std::vector<PredictOptions> others(10, standard);
    others[0].scoreThreshold = 0.2;
    others[1].nmsThreshold = 0.5;
    others[2].maxDetections = 7;
    others[3].maskThreshold = 0.4;
    others[4].attributeFloor = 0.3;
    others[5].precision = Precision::Half;
    others[6].scales = {640};
    others[7].mirrored = false;
    others[8].tile = 512;
    others[9].tileOverlap = 0.5;
    for (const PredictOptions& one : others)
        QVERIFY(toJson(one) != toJson(standard));
}

QTEST_GUILESS_MAIN(TrainConfigTest)
#include "tst_train_config.moc"
