// One training step on the photos against the reference values of Detectron2 and torchvision:
// matcher counts, losses, gradients, the parameters after the step and the losses with them
// (golden/README.md, `training`).
#include <QTest>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "dataset/mask/text_forms.h"
#include "dataset/mask/transform.h"
#include "deviations.h"
#include "golden.h"
#include "model/network/training/solver_torch.h"
#include "model/network/training/step_torch.h"

using namespace selvedge;
using nlohmann::json;

namespace {

// train.csv beside the values, else that of the shared photos.
std::filesystem::path groundTruth() {
    const std::filesystem::path beside = Golden::folder() / "train.csv";
    return std::filesystem::exists(beside) ? beside : SELVEDGE_SHARED "/data/ccp/train.csv";
}

// The data rows of an iMaterialist CSV without line breaks or doubled quotes in fields.
std::vector<std::vector<std::string>> csvRows(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::vector<std::vector<std::string>> rows;
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
        std::vector<std::string> fields(1);
        bool quoted = false;
        for (char c : line) {
            if (c == '"')
                quoted = !quoted;
            else if (c == ',' && !quoted)
                fields.emplace_back();
            else
                fields.back() += c;
        }
        rows.push_back(std::move(fields));
    }
    return rows;
}

ImageTargets targetsOf(const json& objects, const std::vector<std::vector<std::string>>& rows,
                       const InputSize& size, const Architecture& arch, int attributes) {
    const auto resized = arch.flavour.masksFromCorners ? scaledFromCorner : scaled;
    ImageTargets targets;
    std::vector<float> boxes;
    std::vector<std::int64_t> categories;
    targets.attributes = at::zeros({std::int64_t(objects.size()), attributes});
    for (std::size_t i = 0; i < objects.size(); ++i) {
        const json& object = objects[i];
        const std::vector<std::string>& row = rows.at(object.at("csv_row"));
        const ParsedMask mask = parseKaggleRle(row[1], std::stoi(row[3]), std::stoi(row[2]));
        targets.masks.push_back(resized(mask.mask.value(), int(size.width), int(size.height)));
        for (float edge : object.at("box_resized_xyxy"))
            boxes.push_back(edge);
        categories.push_back(object.at("class"));
        for (int attribute : object.at("attributes"))
            targets.attributes[std::int64_t(i)][attribute] = 1;
    }
    targets.boxes = at::tensor(boxes).view({-1, 4});
    targets.categories = at::tensor(categories);
    return targets;
}

}  // namespace

class TestGoldenTraining : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneStepEqualsTheLibrarys_data() {
        for (const Flavour flavour :
             {Flavour::Detectron2, Flavour::Torchvision, Flavour::TorchvisionV2}) {
            for (Golden& golden :
                 Golden::ofNetworks(flavour, {"r18", "r34", "r50", "r101", "x101"})) {
                if (golden.values.contains("training"))
                    m_cases.push_back(std::move(golden));
            }
        }
        if (m_cases.empty())
            QSKIP("no training step in ../shared/golden or SELVEDGE_GOLDEN");
        QTest::addColumn<int>("index");
        for (int i = 0; i < int(m_cases.size()); ++i)
            QTest::addRow("%s", m_cases[std::size_t(i)].name.c_str()) << i;
    }

    void cleanupTestCase() { qInfo().noquote() << "\n" + m_deviations.table(); }

    void oneStepEqualsTheLibrarys() {
        QFETCH(int, index);
        const Golden& golden = m_cases[std::size_t(index)];
        m_where = QString::fromStdString(golden.name) + ", training";
        m_names = SourceNames(golden.config.flavour);
        const json& expected = golden.values.at("training");
        const json& settings = golden.values.at("settings");

        TrainConfig config;
        config.network = golden.config;
        config.anchorsPerImage = settings.at("rpn_batch_size_per_image");
        // As many foreground regions as there, of which all are taken.
        config.roisPerImage =
            int(settings.at("roi_batch_size_per_image").get<double>() *
                settings.at("roi_positive_fraction").get<double>() / kRegionForeground);
        config.attributeLoss = AttributeLoss::Bce;
        config.momentum = settings.at("momentum");
        config.nesterov = settings.at("nesterov");
        config.weightDecay = settings.at("weight_decay");
        Network network(config.network, 0, at::Device(at::kCPU));
        std::string problem;
        QVERIFY(golden.fill(network, &problem) < 1e-8);
        QVERIFY2(problem.empty(), problem.c_str());
        network.training = true;

        Batch batch;
        batch.step = 1;
        std::vector<at::Tensor> pictures;
        const auto rows = csvRows(groundTruth());
        for (std::size_t i = 0; i < expected.at("images").size(); ++i) {
            const std::string photo = expected.at("images")[i];
            pictures.push_back(networkInput(golden.photo(photo), config.network));
            const at::Tensor& picture = pictures.back();
            batch.sizes.push_back({double(picture.size(1)), double(picture.size(2))});
            batch.targets.push_back(targetsOf(expected.at("ground_truth")[i], rows,
                                              batch.sizes.back(), network.arch,
                                              config.network.attributes));
            batch.targets.back().imageId = photo;
            for (std::size_t k = 0; k < batch.targets.back().masks.size(); ++k)
                QCOMPARE(batch.targets.back().masks[k].area(),
                         expected["ground_truth"][i][k]["area_resized"].get<std::uint64_t>());
        }
        batch.input = padded(pictures);

        checkSampling(network, batch, config, expected.at("samplers"));
        Sgd solver(network.parameters, config);
        const AttributeLossOptions attributes =
            attributeLossOptions(config, {}, at::Device(at::kCPU));
        const std::optional<StepLosses> losses = stepLosses(network, batch, config, attributes, {});
        checkLosses("losses, relative", *losses, expected.at("losses"), 2e-5);
        losses->total().backward();
        checkGradients(network, expected);
        solver.step(settings.at("lr"));
        checkParameters(network, expected.at("parameters_after_step"));
        checkLosses("losses after the step, relative",
                    *stepLosses(network, batch, config, attributes, {}),
                    expected.at("losses_after_step"), 5e-4);
    }

private:
    void checkSampling(const Network& network, const Batch& batch, const TrainConfig& config,
                       const json& expected) {
        const RpnOutput rpn = rpnHead(network, backboneFeatures(network, batch.input).pyramid);
        const at::Tensor anchors = at::cat(rpn.anchors);
        std::vector<Proposals> given;
        for (std::size_t i = 0; i < batch.targets.size(); ++i) {
            const at::Tensor labels = matchAnchors(anchors, batch.targets[i].boxes).labels;
            const json& counts = expected.at("anchors")[i];
            QCOMPARE((labels == 1).sum().item<int>(), counts.at("positive").get<int>());
            QCOMPARE((labels == 0).sum().item<int>(), counts.at("negative").get<int>());
            QCOMPARE((labels == -1).sum().item<int>(), counts.at("ignored").get<int>());
            const json& proposal = expected.at("proposals")[i];
            const at::Tensor boxes = numbers(proposal.at("boxes")).view({-1, 4});
            given.push_back({boxes, at::zeros({boxes.size(0)})});  // the logits are not looked at
        }
        const std::vector<Regions> regions =
            sampledRegions(given, batch.targets, config.network.categories,
                           {config.roisPerImage, kRegionForeground, config.seed, batch.step});
        for (std::size_t i = 0; i < regions.size(); ++i) {
            const json& counts = expected.at("rois")[i];
            QCOMPARE(regions[i].boxes.size(0), counts.at("total").get<std::int64_t>());
            QCOMPARE(regions[i].objects.size(0), counts.at("foreground").get<std::int64_t>());
            const bool soft = network.arch.flavour.softMaskTargets;
            const double sum = maskTargets(regions[i], batch.targets[i], soft).sum().item<double>();
            const double wanted = counts.at(soft ? "mask_target_sum" : "mask_target_ones");
            CHECK_DEVIATION("sums of mask targets", std::abs(sum - wanted), 5);
        }
    }

    void checkLosses(const char* field, const StepLosses& losses, const json& expected,
                     double tolerance) {
        const auto check = [&](const char* name, const at::Tensor& found) {
            const double wanted = expected.at(name);
            CHECK_DEVIATION(field, std::abs(found.item<double>() / wanted - 1), tolerance);
        };
        check("loss_rpn_cls", losses.rpn.objectness);
        check("loss_rpn_loc", losses.rpn.box);
        check("loss_cls", losses.regions.classification);
        check("loss_box_reg", losses.regions.box);
        check("loss_mask", losses.regions.mask);
        check("loss_attr", losses.regions.attribute);
    }

    void checkGradients(const Network& network, const json& expected) {
        double squares = 0;
        int count = 0;
        for (const Parameter& parameter : network.parameters.all()) {
            if (!parameter.value.grad().defined())
                continue;
            squares += std::pow(parameter.value.grad().norm().item<double>(), 2);
            ++count;
        }
        QCOMPARE(count, expected.at("parameters_with_gradient").get<int>());
        const double all = expected.at("gradient_l2_all");
        CHECK_DEVIATION("gradient l2, relative", std::abs(std::sqrt(squares) / all - 1), 2e-3);
        for (const auto& [name, gradient] : expected.at("gradients").items()) {
            const at::Tensor found =
                m_names.inTheirOrder(name, network.parameters[m_names.ours(name)].grad());
            const double norm = gradient.at("l2");
            CHECK_DEVIATION("gradient l2, relative",
                            std::abs(found.norm().item<double>() / norm - 1), 2e-3);
            CHECK_DEVIATION("gradient values, of the largest listed",
                            relativeDeviation(found, gradient), 1e-2);
        }
    }

    void checkParameters(const Network& network, const json& expected) {
        for (const auto& [name, listed] : expected.items()) {
            const at::Tensor flat =
                m_names.inTheirOrder(name, network.parameters[m_names.ours(name)].detach())
                    .reshape(-1);
            for (std::size_t i = 0; i < listed.at("index").size(); ++i) {
                const double value = listed.at("value")[i];
                const double found = flat[listed.at("index")[i].get<std::int64_t>()].item<double>();
                CHECK_DEVIATION("parameters after the step", std::abs(found - value), 1e-6);
            }
        }
    }

    std::vector<Golden> m_cases;
    SourceNames m_names{Flavour::Detectron2};
    Deviations m_deviations;
    QString m_where;
};

QTEST_GUILESS_MAIN(TestGoldenTraining)
#include "tst_golden_training.moc"
