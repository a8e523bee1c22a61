#include <QtTest>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "model/network/layers/architecture.h"
#include "model/network/weights/load_plan.h"
#include "model/network/weights/weight_file.h"
#include "tests/model/network/peer.h"

using namespace selvedge;

namespace {

TensorView view(const std::string& name, std::vector<std::int64_t> shape,
                Dtype dtype = Dtype::F32) {
    return {name, dtype, std::move(shape), nullptr};
}

// Every tensor of a network of 46 categories.
std::vector<TargetTensor> networkOf(const std::string& backbone) {
    NetworkConfig config;
    config.backbone = backbone;
    std::vector<TargetTensor> tensors;
    for (ParameterSpec& spec : parameterSpecs(config))
        tensors.push_back({spec.name, spec.shape});
    return tensors;
}

std::vector<std::string> sorted(std::vector<std::string> names) {
    std::sort(names.begin(), names.end());
    return names;
}

// The network's names that only it has.
std::vector<std::string> attributeNames(const std::vector<TargetTensor>& network) {
    std::vector<std::string> names;
    for (const TargetTensor& tensor : network) {
        if (tensor.name.find(".attr_") != std::string::npos)
            names.push_back(tensor.name);
    }
    return names;
}

const TensorMatch* matchOf(const LoadPlan& plan, const std::string& target) {
    for (const TensorMatch& match : plan.matched) {
        if (match.target == target)
            return &match;
    }
    return nullptr;
}

const std::string kCls = "roi_heads.box_predictor.cls_score.weight",
                  kBox = "roi_heads.box_predictor.bbox_pred.bias",
                  kMask = "roi_heads.mask_head.predictor.weight";

}  // namespace

class LoadPlanTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void ownNamesMatch();
    void anotherNumberOfCategoriesStartsFresh();
    void wrappersAreTakenOff();
    void theBackgroundMovesToTheEnd();
    void caffe2NamesAreTranslated_data();
    void caffe2NamesAreTranslated();
    void msrasResNetStartsTheBackbone();
    void torchvisionsMaskRcnnMatches();
    void torchvisionsOldNamesMatch();
    void cocosHeadsStartFresh();
    void torchvisionsResNetMatches_data();
    void torchvisionsResNetMatches();
    void theSecondVersionIsTold();
    void exportIsTheWayBack();
    void wholeNumbersDoNotMatch();
    void sharedWeightsFitTheBackbone();

private:
    // Of names.json, which torchvision's own models made.
    std::vector<TensorView> model(const char* name) const;
    nlohmann::json m_names;
    QTemporaryDir m_folder;
};

void LoadPlanTest::initTestCase() {
    if (!Peer::isThere())
        return;
    QProcess peer;
    peer.start(peerPython(), {SELVEDGE_SOURCE "/tests/model/network/weight_files_peer.py", "names",
                              m_folder.path()});
    QVERIFY(peer.waitForFinished(600000));
    QVERIFY2(peer.exitCode() == 0, peer.readAllStandardError());
    std::ifstream(m_folder.filePath("names.json").toStdString()) >> m_names;
}

std::vector<TensorView> LoadPlanTest::model(const char* name) const {
    std::vector<TensorView> tensors;
    for (const auto& entry : m_names.at(name)) {
        const auto tensor = entry[0].get<std::string>();
        tensors.push_back(view(tensor, entry[1].get<std::vector<std::int64_t>>(),
                               tensor.ends_with("num_batches_tracked") ? Dtype::I64 : Dtype::F32));
    }
    return tensors;
}

void LoadPlanTest::ownNamesMatch() {
    const auto network = networkOf("r50");
    std::vector<TensorView> file;
    for (const TargetTensor& tensor : network) {
        file.push_back(view(tensor.name, tensor.shape));
        file.push_back(view("momentum." + tensor.name, tensor.shape));
    }
    file.push_back(view("pixel_mean", {3, 1, 1}));
    file.push_back(view("proposal_generator.anchor_generator.cell_anchors.0", {3, 4}));
    file.push_back(view("more", {1}));
    const LoadPlan plan = planLoading(file, "", network);
    QVERIFY(plan.family == NameFamily::Detectron2);
    QCOMPARE(plan.matched.size(), network.size());
    QVERIFY(plan.missing.empty() && plan.otherShape.empty() && plan.fresh.empty());
    QCOMPARE(plan.ignored.size(), network.size() + 2);
    QCOMPARE(plan.leftOver, std::vector<std::string>{"more"});
    QVERIFY(plan.flavour && plan.flavour->name == "detectron2" && plan.flavour->bgr &&
            plan.flavour->strideInFirst1x1 && plan.flavour->std[0] == 1);
    for (const TensorMatch& match : plan.matched)
        QVERIFY(match.source == match.target && match.rows.empty());
}

void LoadPlanTest::anotherNumberOfCategoriesStartsFresh() {
    // COCO's 80 categories and a background, as Detectron2's zoo has them.
    const auto network = networkOf("r50");
    std::vector<TensorView> file;
    for (const TargetTensor& tensor : network) {
        TensorView coco = view(tensor.name, tensor.shape);
        if (tensor.name.find("cls_score") != std::string::npos)
            coco.shape[0] = 81;
        else if (tensor.name.find("bbox_pred") != std::string::npos)
            coco.shape[0] = 320;
        else if (tensor.name.find("mask_head.predictor") != std::string::npos)
            coco.shape[0] = 80;
        if (tensor.name.find(".attr_") == std::string::npos)
            file.push_back(coco);
    }
    const LoadPlan plan = planLoading(file, "Detectron2 Model Zoo", network);
    QCOMPARE(plan.otherShape.size(), std::size_t(6));
    QCOMPARE(plan.otherShape.front().target, kCls);
    QCOMPARE(plan.otherShape.front().sourceShape, (std::vector<std::int64_t>{81, 1024}));
    QCOMPARE(plan.otherShape.front().targetShape, (std::vector<std::int64_t>{47, 1024}));
    QCOMPARE(plan.missing, attributeNames(network));
    QCOMPARE(plan.matched.size() + plan.fresh.size(), network.size());
    // In the network's order, whatever the reason.
    std::vector<std::string> expected;
    for (const TargetTensor& tensor : network) {
        if (!matchOf(plan, tensor.name))
            expected.push_back(tensor.name);
    }
    QCOMPARE(plan.fresh, expected);
}

void LoadPlanTest::wrappersAreTakenOff() {
    const std::vector<TargetTensor> network = {{"backbone.bottom_up.res2.0.conv1.weight", {2}},
                                               {"backbone.bottom_up.stem.conv1.weight", {3}}};
    const std::vector<TensorView> file = {view("module.model.res2.0.conv1.weight", {2}),
                                          view("module.model.stem.conv1.weight", {3})};
    const LoadPlan plan = planLoading(file, "", network);
    QCOMPARE(plan.matched.size(), std::size_t(2));
    QCOMPARE(plan.matched[0].source, std::string("module.model.res2.0.conv1.weight"));
    QCOMPARE(plan.matched[1].target, network[1].name);
}

void LoadPlanTest::theBackgroundMovesToTheEnd() {
    // Two categories: rows background, a, b become a, b, background; deltas and masks drop it.
    const std::vector<TargetTensor> network = {{kCls, {3, 5}}, {kBox, {8}}, {kMask, {2, 4, 1, 1}}};
    const std::vector<TensorView> file = {
        view("backbone.body.conv1.weight", {1}), view(kCls, {3, 5}), view(kBox, {12}),
        view("roi_heads.mask_predictor.mask_fcn_logits.weight", {3, 4, 1, 1})};
    const LoadPlan plan = planLoading(file, "", network);
    QCOMPARE(plan.matched.size(), std::size_t(3));
    QCOMPARE(plan.matched[0].rows, (std::vector<std::int64_t>{1, 2, 0}));
    QCOMPARE(plan.matched[1].rows, (std::vector<std::int64_t>{4, 5, 6, 7, 8, 9, 10, 11}));
    QCOMPARE(plan.matched[2].rows, (std::vector<std::int64_t>{1, 2}));
}

void LoadPlanTest::caffe2NamesAreTranslated_data() {
    QTest::addColumn<QString>("ours");
    const auto row = [](const char* theirs, const char* ours) { QTest::newRow(theirs) << ours; };
    row("conv1_w", "stem.conv1.weight");
    row("res_conv1_bn_s", "stem.conv1.norm.weight");
    row("res_conv1_bn_b", "stem.conv1.norm.bias");
    row("res2_0_branch1_w", "res2.0.shortcut.weight");
    row("res2_0_branch1_bn_s", "res2.0.shortcut.norm.weight");
    row("res3_3_branch2a_w", "res3.3.conv1.weight");
    row("res4_22_branch2b_bn_b", "res4.22.conv2.norm.bias");
    row("res5_2_branch2c_bn_rm", "res5.2.conv3.norm.running_mean");
    row("res5_2_branch2c_bn_riv", "res5.2.conv3.norm.running_var");
    row("res5_2_branch2c_bn_gamma", "res5.2.conv3.norm.weight");
    row("res5_2_branch2c_bn_beta", "res5.2.conv3.norm.bias");
    row("res5_2_branch2c_bn_running_mean", "res5.2.conv3.norm.running_mean");
    row("fpn_inner_res5_2_sum_w", "fpn_lateral5.weight");
    row("fpn_inner_res4_5_sum_lateral_b", "fpn_lateral4.bias");
    row("fpn_inner_res4_5_sum_lateral_gn_s", "fpn_lateral4.norm.weight");
    row("fpn_res2_2_sum_w", "fpn_output2.weight");
    row("conv_rpn_fpn2_w", "rpn_head.conv.weight");
    row("rpn_bbox_pred_fpn2_b", "rpn_head.anchor_deltas.bias");
    row("rpn_cls_logits_fpn2_w", "rpn_head.objectness_logits.weight");
    row("fc6_w", "box_head.fc1.weight");
    row("fc7_b", "box_head.fc2.bias");
    row("cls_score_w", "box_predictor.cls_score.weight");
    row("bbox_pred_b", "box_predictor.bbox_pred.bias");
    row("_[mask]_fcn1_w", "mask_head.mask_fcn1.weight");
    row("conv5_mask_w", "mask_head.deconv.weight");
    row("mask_fcn_logits_b", "mask_head.predictor.bias");
}

void LoadPlanTest::caffe2NamesAreTranslated() {
    QFETCH(QString, ours);
    QCOMPARE(QString::fromStdString(endOfCaffe2Name(QTest::currentDataTag())), ours);
    // It is the end of a name that the network has, but for running statistics of another norm.
    const auto network = networkOf(ours.contains("res4.22") ? "r101" : "r50");
    const bool known = std::any_of(network.begin(), network.end(), [&](const TargetTensor& tensor) {
        return tensor.name.ends_with("." + ours.toStdString());
    });
    QVERIFY(known || ours.startsWith("fpn_lateral4.norm"));
}

// The names of R-50.pkl, made by its rules: no running statistics, a classifier of 1000.
void LoadPlanTest::msrasResNetStartsTheBackbone() {
    const auto network = networkOf("r50");
    std::vector<TensorView> file = {view("conv1_w", {64, 3, 7, 7}), view("conv1_b", {64}),
                                    view("res_conv1_bn_s", {64}),   view("res_conv1_bn_b", {64}),
                                    view("fc1000_w", {1000, 2048}), view("fc1000_b", {1000})};
    const int blocks[] = {3, 4, 6, 3};
    for (int stage = 0; stage < 4; ++stage) {
        const std::int64_t inner = 64 << stage, out = 256 << stage;
        for (int b = 0; b < blocks[stage]; ++b) {
            const std::int64_t in = b > 0 ? out : stage == 0 ? 64 : out / 2;
            const std::string block =
                "res" + std::to_string(stage + 2) + "_" + std::to_string(b) + "_branch";
            const auto add = [&](const std::string& layer, std::int64_t to, std::int64_t from,
                                 int kernel) {
                file.push_back(view(block + layer + "_w", {to, from, kernel, kernel}));
                file.push_back(view(block + layer + "_bn_s", {to}));
                file.push_back(view(block + layer + "_bn_b", {to}));
            };
            if (b == 0)
                add("1", out, in, 1);
            add("2a", inner, in, 1);
            add("2b", inner, inner, 3);
            add("2c", out, inner, 1);
        }
    }
    const LoadPlan plan = planLoading(file, "", network);
    QVERIFY(plan.family == NameFamily::Caffe2);
    QCOMPARE(plan.matched.size(), std::size_t(53 * 3));
    QCOMPARE(plan.implied.size(), std::size_t(53 * 2));
    for (const std::string& name : plan.fresh)
        QVERIFY(!QString::fromStdString(name).contains("bottom_up"));
    QCOMPARE(sorted(plan.leftOver), (std::vector<std::string>{"conv1_b", "fc1000_b", "fc1000_w"}));
    QVERIFY(plan.flavour->bgr && plan.flavour->strideInFirst1x1);
}

void LoadPlanTest::torchvisionsMaskRcnnMatches() {
    if (m_names.empty())
        QSKIP("The peer Python is not installed");
    const auto network = networkOf("r50");
    const LoadPlan plan = planLoading(model("maskrcnn"), "", network);
    QVERIFY(plan.family == NameFamily::TorchvisionMaskRcnn);
    QCOMPARE(plan.fresh, attributeNames(network));
    QCOMPARE(plan.leftOver, std::vector<std::string>());
    QVERIFY(plan.flavour->name == "torchvision" && !plan.flavour->bgr &&
            !plan.flavour->strideInFirst1x1);
    // Some by name.
    const auto source = [&](const char* target) { return matchOf(plan, target)->source; };
    QCOMPARE(source("backbone.bottom_up.stem.conv1.norm.running_var"),
             std::string("backbone.body.bn1.running_var"));
    QCOMPARE(source("backbone.bottom_up.res4.0.shortcut.norm.bias"),
             std::string("backbone.body.layer3.0.downsample.1.bias"));
    QCOMPARE(source("backbone.bottom_up.res5.2.conv3.weight"),
             std::string("backbone.body.layer4.2.conv3.weight"));
    QCOMPARE(source("backbone.fpn_lateral2.bias"),
             std::string("backbone.fpn.inner_blocks.0.0.bias"));
    QCOMPARE(source("backbone.fpn_output5.weight"),
             std::string("backbone.fpn.layer_blocks.3.0.weight"));
    QCOMPARE(source("roi_heads.mask_head.mask_fcn4.bias"),
             std::string("roi_heads.mask_head.3.0.bias"));
    QCOMPARE(matchOf(plan, kCls)->rows.front(), std::int64_t(1));
    QCOMPARE(matchOf(plan, kCls)->rows.back(), std::int64_t(0));
}

void LoadPlanTest::torchvisionsOldNamesMatch() {
    if (m_names.empty())
        QSKIP("The peer Python is not installed");
    // As written before 0.14: torchvision's own _load_from_state_dict renames them the other way.
    std::vector<TensorView> file = model("maskrcnn");
    int renamed = 0;
    for (TensorView& tensor : file) {
        QString name = QString::fromStdString(tensor.name);
        name.replace("rpn.head.conv.0.0.", "rpn.head.conv.");
        name.replace(QRegularExpression("(fpn\\.(inner|layer)_blocks\\.\\d)\\.0\\."), "\\1.");
        for (int i = 0; i < 4; ++i)
            name.replace(QString("mask_head.%1.0.").arg(i),
                         QString("mask_head.mask_fcn%1.").arg(i + 1));
        renamed += name.toStdString() != tensor.name;
        tensor.name = name.toStdString();
    }
    QCOMPARE(renamed, 2 + 16 + 8);
    const auto network = networkOf("r50");
    const LoadPlan plan = planLoading(file, "", network);
    QCOMPARE(plan.fresh, attributeNames(network));
    QCOMPARE(plan.leftOver, std::vector<std::string>());
}

void LoadPlanTest::cocosHeadsStartFresh() {
    if (m_names.empty())
        QSKIP("The peer Python is not installed");
    const auto network = networkOf("r50");
    const LoadPlan plan = planLoading(model("maskrcnn_coco"), "", network);  // 91 with background
    QCOMPARE(plan.otherShape.size(), std::size_t(6));
    QCOMPARE(plan.missing, attributeNames(network));
    QCOMPARE(plan.leftOver, std::vector<std::string>());
}

void LoadPlanTest::torchvisionsResNetMatches_data() {
    QTest::addColumn<QString>("backbone");
    QTest::newRow("resnet50") << "r50";
    QTest::newRow("resnet101") << "r101";
    QTest::newRow("resnext101") << "x101";
}

void LoadPlanTest::torchvisionsResNetMatches() {
    if (m_names.empty())
        QSKIP("The peer Python is not installed");
    QFETCH(QString, backbone);
    const auto network = networkOf(backbone.toStdString());
    const LoadPlan plan = planLoading(model(QTest::currentDataTag()), "", network);
    QVERIFY(plan.family == NameFamily::TorchvisionResNet);
    QVERIFY(plan.otherShape.empty());
    for (const TargetTensor& tensor : network)
        QCOMPARE(matchOf(plan, tensor.name) != nullptr,
                 tensor.name.starts_with("backbone.bottom_up."));
    QCOMPARE(sorted(plan.leftOver), (std::vector<std::string>{"fc.bias", "fc.weight"}));
    QVERIFY(!plan.ignored.empty());  // num_batches_tracked
}

void LoadPlanTest::theSecondVersionIsTold() {
    if (m_names.empty())
        QSKIP("The peer Python is not installed");
    // Detectron2's names of such heads: rpn_head.conv.conv0, box_head.conv1, norms behind a dot.
    const std::vector<TargetTensor> network = {
        {"backbone.fpn_lateral3.weight", {256, 512, 1, 1}},
        {"backbone.fpn_lateral3.norm.running_mean", {256}},
        {"proposal_generator.rpn_head.conv.conv1.weight", {256, 256, 3, 3}},
        {"roi_heads.box_head.conv4.norm.weight", {256}},
        {"roi_heads.box_head.fc1.weight", {1024, 256 * 7 * 7}},
        {"roi_heads.mask_head.mask_fcn1.norm.bias", {256}}};
    const LoadPlan plan = planLoading(model("maskrcnn_v2"), "", network);
    QCOMPARE(plan.flavour->name, std::string("torchvision-v2"));
    QCOMPARE(plan.matched.size(), network.size());
    QCOMPARE(plan.matched[1].source, std::string("backbone.fpn.inner_blocks.1.1.running_mean"));
    QCOMPARE(plan.matched[2].source, std::string("rpn.head.conv.1.0.weight"));
    QCOMPARE(plan.matched[4].source, std::string("roi_heads.box_head.5.weight"));
}

void LoadPlanTest::exportIsTheWayBack() {
    if (m_names.empty())
        QSKIP("The peer Python is not installed");
    const auto network = networkOf("r50");
    std::set<std::string> exported, theirs, ours;
    for (const TensorMatch& match : planExport(NameFamily::TorchvisionMaskRcnn, network)) {
        exported.insert(match.target);
        if (match.source == match.target)
            ours.insert(match.source);
        if (match.source == kCls) {  // the last row first
            QCOMPARE(match.rows.size(), std::size_t(47));
            QCOMPARE(match.rows[0], std::int64_t(46));
            QCOMPARE(match.rows[1], std::int64_t(0));
        } else if (match.source == kBox) {  // four rows of zeros first
            QCOMPARE(match.rows.size(), std::size_t(188));
            QCOMPARE(match.rows[3], std::int64_t(-1));
            QCOMPARE(match.rows[4], std::int64_t(0));
        }
    }
    for (const TensorView& tensor : model("maskrcnn")) {
        if (tensor.dtype == Dtype::F32)  // else a counter of batches
            theirs.insert(tensor.name);
    }
    for (const std::string& name : attributeNames(network)) {
        QVERIFY(ours.contains(name));
        exported.erase(name);
    }
    QVERIFY(exported == theirs);
}

void LoadPlanTest::wholeNumbersDoNotMatch() {
    const std::vector<TargetTensor> network = {{"backbone.bottom_up.stem.conv1.weight", {3}}};
    const std::vector<TensorView> file = {view("stem.conv1.weight", {3}, Dtype::I64)};
    QCOMPARE(planLoading(file, "", network).otherShape.size(), std::size_t(1));
}

void LoadPlanTest::sharedWeightsFitTheBackbone() {
    const std::string name =
        SELVEDGE_SHARED "/data/weights/resnet50-imagenet-res2-res4.safetensors";
    if (!std::filesystem::exists(name))
        QSKIP("../shared/data/weights is not there");
    const WeightFile file(name);
    const LoadPlan plan = planLoading(file, networkOf("r50"));
    QVERIFY(plan.family == NameFamily::Detectron2);
    QCOMPARE(plan.matched.size(), file.tensors().size());
    QVERIFY(plan.leftOver.empty() && plan.otherShape.empty());
    for (const TensorMatch& match : plan.matched)
        QVERIFY(match.target.starts_with("backbone.bottom_up."));
    for (const std::string& missing : plan.missing)
        QVERIFY(missing.starts_with("backbone.bottom_up.res5.") ||
                !missing.starts_with("backbone.bottom_up."));
}

QTEST_GUILESS_MAIN(LoadPlanTest)
#include "tst_load_plan.moc"
