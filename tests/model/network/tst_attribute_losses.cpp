// The losses of the attributes against numbers worked out by hand, their gradients by finite
// differences, and the references of focal and asymmetric loss on the same numbers.
#include <QtTest>

#include <ATen/ATen.h>

#include <cmath>
#include <random>

#include "model/network/heads/attribute_head_torch.h"
#include "model/network/losses/attribute_loss_torch.h"
#include "tests/model/network/peer.h"

using namespace selvedge;

namespace {

const double kLn3 = std::log(3.0);  // sigmoid(ln 3) = 3/4, sigmoid(-ln 3) = 1/4

at::Tensor row(const std::vector<double>& numbers) {
    return at::tensor(numbers, at::kDouble).unsqueeze(0);
}

double term(AttributeLossOptions options, double z, double y) {
    return attributeTerms(row({z}), row({y}), options).item<double>();
}

bool close(double a, double b, double tolerance = 1e-9) {
    return std::abs(a - b) <= tolerance * std::max(1.0, std::abs(b));
}

// Two categories, three attributes. Of category 0 four objects: one without attributes, two with
// attribute 0, one with 0 and 1. Of category 1 two objects: one with attribute 1, one without any.
LabelCounts smallCounts() {
    return {{4, 2}, {3, 1}, {3, 1, 0, 0, 1, 0}};
}

TrainConfig smallConfig() {
    TrainConfig config;
    config.network.categories = 2;
    config.network.attributes = 3;
    config.network.attributesPerCategory = false;
    return config;
}

AttributeLossOptions optionsOf(const TrainConfig& config) {
    return attributeLossOptions(config, smallCounts(), at::Device(at::kCPU));
}

}  // namespace

class TestAttributeLosses : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void crossEntropyAndFocalAreTheFormulas() {
        AttributeLossOptions options;
        options.kind = AttributeLoss::Bce;
        QVERIFY(close(term(options, kLn3, 1), std::log(4.0 / 3)));  // -ln 3/4
        QVERIFY(close(term(options, kLn3, 0), std::log(4.0)));      // -ln 1/4
        // 1/4 (1/4)^2 ln 4/3 and 3/4 (3/4)^2 ln 4.
        options.kind = AttributeLoss::Focal;
        QVERIFY(close(term(options, kLn3, 1), std::log(4.0 / 3) / 64));
        QVERIFY(close(term(options, kLn3, 0), 27.0 / 64 * std::log(4.0)));
        // alpha 1/2 and gamma 0: half of the cross entropy.
        options.alpha = 0.5;
        options.gamma = 0;
        QVERIFY(close(term(options, kLn3, 0), std::log(4.0) / 2));
    }

    void asymmetricIsTheFormula() {
        AttributeLossOptions options;
        options.kind = AttributeLoss::Asymmetric;
        // Present: (1/4)^1 ln 4/3. Absent: p_m = .75 - .05 = .7, so .7^4 * -ln .3.
        QVERIFY(close(term(options, kLn3, 1), std::log(4.0 / 3) / 4));
        QVERIFY(close(term(options, kLn3, 0), 0.2401 * -std::log(0.3)));
        // An absent one below the margin (p = 1/25 = .04) costs nothing.
        QCOMPARE(term(options, -std::log(24.0), 0), 0.0);
        options.margin = 0;
        options.gammaNegative = 2;
        QVERIFY(close(term(options, kLn3, 0), 9.0 / 16 * std::log(4.0)));
        // A probability of 0 for what is there: the logarithm stops at 1e-8.
        QVERIFY(close(term(options, -1000, 1), -std::log(1e-8)));
    }

    void distributionBalancedIsTheFormula() {
        TrainConfig config = smallConfig();
        config.attributeLoss = AttributeLoss::DistributionBalanced;
        config.focalGamma = 0;
        // Of the four objects with attributes attribute 0 has n = 3, attribute 1 n = 2, attribute 2
        // none, which counts as 1. 1/n = 1/3, 1/2, 1. nu = -ln(4/n - 1) * .05 / 2.
        AttributeLossOptions options = optionsOf(config);
        const at::Tensor z = row({kLn3, kLn3, kLn3}), y = row({1, 0, 0});
        const at::Tensor terms = attributeTerms(z, y, options);
        const auto softplus = [](double x) { return std::log(1 + std::exp(x)); };
        const auto weight = [](double share) {
            return 0.1 + 1 / (1 + std::exp(-10 * (share - 0.2)));
        };
        const auto shift = [](double n) { return -std::log(4 / n - 1) * 0.025; };
        // The region has attribute 0 alone: the shares are 1, (1/2)/(1/3) = 1.5 and 3.
        // Twice, the factor beside the focal one; absent ones with lambda = 2 inside and / 2.
        const double expected[] = {2 * weight(1) * softplus(-(kLn3 + shift(3))),
                                   2 * weight(1.5) * softplus(2 * (kLn3 + shift(2))) / 2,
                                   2 * weight(3) * softplus(2 * (kLn3 + shift(1))) / 2};
        for (int i = 0; i < 3; ++i)
            QVERIFY2(close(terms[0][i].item<double>(), expected[i], 1e-6),
                     qPrintable(QString::number(i)));
        // Without an attribute the weight is a + 1.
        const double none = attributeTerms(z, row({0, 0, 0}), options)[0][0].item<double>();
        QVERIFY(close(none, 2 * 1.1 * softplus(2 * (kLn3 + shift(3))) / 2, 1e-6));
        // gamma = 2: times the square of what the shifted logit misses.
        config.focalGamma = 2;
        options = optionsOf(config);
        const double p = 1 / (1 + std::exp(-(kLn3 + shift(3))));
        QVERIFY(close(attributeTerms(z, y, options)[0][0].item<double>(),
                      expected[0] * (1 - p) * (1 - p), 1e-6));
    }

    void classWeightsAreBalancedAroundOne() {
        TrainConfig config = smallConfig();
        config.attributeLoss = AttributeLoss::Bce;
        config.classBalance = 0.5;
        // n = 3, 2 and none: (1/2)/(7/8) = 4/7, (1/2)/(3/4) = 2/3; their mean is 13/21, so they
        // become 12/13 and 14/13; the one that nothing has stays 1.
        const at::Tensor weights = optionsOf(config).classWeights;
        QVERIFY(close(weights[0].item<double>(), 12.0 / 13, 1e-6));
        QVERIFY(close(weights[1].item<double>(), 14.0 / 13, 1e-6));
        QCOMPARE(weights[2].item<double>(), 1.0);
        const at::Tensor terms = attributeTerms(row({0, 0, 0}), row({1, 0, 0}), optionsOf(config));
        QVERIFY(close(terms[0][1].item<double>(), 14.0 / 13 * std::log(2.0), 1e-6));
        // With a 'none' output, two of six objects have it: n = 3, 2, 0, 2.
        config.network.attributeNone = true;
        config.attributelessObjects = AttributelessObjects::None;
        const at::Tensor four = optionsOf(config).classWeights;
        QCOMPARE(four.size(0), std::int64_t(4));
        QCOMPARE(four[3].item<double>(), four[1].item<double>());
    }

    void onlyTheHardestNegativesCount() {
        AttributeLossOptions options;
        options.kind = AttributeLoss::Bce;
        options.hardNegatives = 1;
        const at::Tensor z = row({0, kLn3, 0, -kLn3}), y = row({1, 0, 0, 0});
        // The present one, ln 2, and of the absent ones that of p = 3/4, ln 4.
        const double one = attributeLoss(z, y, {}, {}, options).item<double>();
        QVERIFY(close(one, (std::log(2.0) + std::log(4.0)) / 2));
        // That one is impossible: the next is that of p = 1/2.
        const double next = attributeLoss(z, y, row({1, 0, 1, 1}), {}, options).item<double>();
        QVERIFY(close(next, std::log(2.0)));
        // More than there are: all that are possible.
        options.hardNegatives = 9;
        const double all = attributeLoss(z, y, row({1, 0, 1, 1}), {}, options).item<double>();
        QVERIFY(close(all, (2 * std::log(2.0) + std::log(4.0 / 3)) / 3));
    }

    void whatIsImpossibleHasNoLossAndNoGradient() {
        AttributeLossOptions options;
        at::Tensor z = row({0, 5});
        z.set_requires_grad(true);
        const at::Tensor loss = attributeLoss(z, row({1, 0}), row({1, 0}), {}, options);
        loss.backward();
        QVERIFY(close(loss.item<double>(), std::log(2.0) / 16));  // 1/4 (1/2)^2 ln 2
        QCOMPARE(z.grad()[0][1].item<double>(), 0.0);
        QVERIFY(z.grad()[0][0].item<double>() < 0);
        const at::Tensor none = attributeLoss(z, row({0, 0}), row({0, 0}), {}, options);
        QCOMPARE(none.item<double>(), 0.0);
    }

    void gradientsAreThoseOfFiniteDifferences_data() {
        QTest::addColumn<int>("kind");
        QTest::newRow("cross entropy") << int(AttributeLoss::Bce);
        QTest::newRow("focal") << int(AttributeLoss::Focal);
        QTest::newRow("asymmetric") << int(AttributeLoss::Asymmetric);
        QTest::newRow("distribution-balanced") << int(AttributeLoss::DistributionBalanced);
    }

    void gradientsAreThoseOfFiniteDifferences() {
        QFETCH(int, kind);
        TrainConfig config = smallConfig();
        config.attributeLoss = AttributeLoss(kind);
        config.attributeLossWeight = 3;
        AttributeLossOptions options = optionsOf(config);
        at::Tensor z = at::tensor({-2., -.3, 1.5, .4, 2.2, -1.}, at::kDouble).view({2, 3});
        const at::Tensor y = at::tensor({1., 0., 0., 0., 1., 1.}, at::kDouble).view({2, 3});
        // The focusing powers of the asymmetric loss take part in no gradient: they are held.
        at::Tensor held = at::ones_like(z);
        AttributeLossOptions differed = options;
        if (options.kind == AttributeLoss::Asymmetric) {
            differed.gammaPositive = differed.gammaNegative = 0;
            held = attributeTerms(z, y, options) / attributeTerms(z, y, differed);
        }
        const auto value = [&](const at::Tensor& at) {
            return (attributeTerms(at, y, differed) * held).mean().item<double>() * 3;
        };
        z.set_requires_grad(true);
        attributeLoss(z, y, {}, {}, options).backward();
        const at::Tensor gradient = z.grad().clone();
        z = z.detach();
        for (int i = 0; i < 6; ++i) {
            at::Tensor more = z.clone(), less = z.clone();
            more.view(-1)[i] += 1e-5;
            less.view(-1)[i] -= 1e-5;
            const double slope = (value(more) - value(less)) / 2e-5;
            QVERIFY2(std::abs(gradient.view(-1)[i].item<double>() - slope) < 1e-8,
                     qPrintable(QString::number(i)));
        }
    }

    void objectsWithoutAttributesCountAsAsked() {
        TrainConfig config = smallConfig();
        config.attributeLoss = AttributeLoss::Bce;
        config.network.attributeLayers = 1;
        const Network network(config.network, 3, at::Device(at::kCPU));
        AttributeRegions regions;
        regions.hidden = at::rand({4, network.arch.boxHidden});
        regions.foreground = at::tensor({0, 1}, at::kLong);
        regions.background = at::tensor({2, 3}, at::kLong);
        regions.categories = at::tensor({0, 1}, at::kLong);
        regions.attributes = at::tensor({0.f, 1.f, 0.f, 0.f, 0.f, 0.f}).view({2, 3});
        const at::Tensor logits =
            attributeLogits(network, regions.hidden, at::zeros({4}, at::kLong));
        // The mean over the entries of each of the four regions alone.
        const at::Tensor wanted = at::cat({regions.attributes, at::zeros({2, 3})});
        const at::Tensor each = attributeTerms(logits, wanted, optionsOf(config)).mean(1);
        const auto mean = [&](std::vector<double> weights, double regionCount) {
            double sum = 0;
            for (std::size_t i = 0; i < weights.size(); ++i)
                sum += weights[i] * each[std::int64_t(i)].item<double>();
            return sum / regionCount;
        };
        const auto loss = [&] {
            return attributeLoss(network, regions, optionsOf(config)).item<double>();
        };
        QVERIFY(close(loss(), mean({1}, 1), 1e-6));
        config.attributelessObjects = AttributelessObjects::Negative;
        QVERIFY(close(loss(), mean({1, 1}, 2), 1e-6));
        config.attributelessObjects = AttributelessObjects::DownWeight;
        config.attributelessWeight = 0.25;
        QVERIFY(close(loss(), mean({1, 0.25}, 2), 1e-6));
        config.attributeBackground = true;
        QVERIFY(close(loss(), mean({1, 0.25, 1, 1}, 4), 1e-6));
        config.attributelessObjects = AttributelessObjects::Exclude;
        QVERIFY(close(loss(), mean({1, 0, 1, 1}, 3), 1e-6));
        // Nothing counts: 0, with a graph.
        config.attributeBackground = false;
        regions.attributes.zero_();
        regions.hidden.set_requires_grad(true);
        const at::Tensor nothing = attributeLoss(network, regions, optionsOf(config));
        QCOMPARE(nothing.item<double>(), 0.0);
        nothing.backward();
    }

    void objectsWithoutAttributesTrainNone() {
        TrainConfig config = smallConfig();
        config.attributeLoss = AttributeLoss::Bce;
        config.network.attributeNone = true;
        config.attributelessObjects = AttributelessObjects::None;
        const at::Tensor targets =
            columnTargets(config.network, at::tensor({0.f, 1.f, 0.f, 0.f, 0.f, 0.f}).view({2, 3}));
        QVERIFY(
            at::equal(targets, at::tensor({0.f, 1.f, 0.f, 0.f, 0.f, 0.f, 0.f, 1.f}).view({2, 4})));
    }

    void theReferencesAgree() {
        if (!Peer::isThere())
            QSKIP("torchvision is not installed");
        std::mt19937 random(11);
        std::normal_distribution<float> normal(0, 3);
        std::vector<float> logits, wanted;
        for (int i = 0; i < 20 * 294; ++i) {
            logits.push_back(normal(random));
            wanted.push_back(random() % 20 == 0 ? 1.f : 0.f);
        }
        struct Case {
            std::string name;
            AttributeLossOptions options;
        };
        std::vector<Case> cases;
        Peer peer;
        const auto add = [&](AttributeLoss kind, double first, double second, double third) {
            AttributeLossOptions o;
            o.kind = kind;
            const std::string name = "case" + std::to_string(cases.size());
            if (kind == AttributeLoss::Focal) {
                o.alpha = first;
                o.gamma = second;
                peer.addCase(name, {{"kind", "focal"}, {"alpha", first}, {"gamma", second}});
            } else {
                o.gammaPositive = first;
                o.gammaNegative = second;
                o.margin = third;
                peer.addCase(name, {{"kind", "asymmetric"},
                                    {"gamma_positive", first},
                                    {"gamma_negative", second},
                                    {"margin", third}});
            }
            peer.addTensor(name + ".logits", Dtype::F32, {20, 294}, logits);
            peer.addTensor(name + ".wanted", Dtype::F32, {20, 294}, wanted);
            cases.push_back({name, o});
        };
        add(AttributeLoss::Focal, 0.25, 2, 0);
        add(AttributeLoss::Focal, 0.5, 1.5, 0);
        add(AttributeLoss::Asymmetric, 1, 4, 0.05);
        add(AttributeLoss::Asymmetric, 0, 2, 0);
        QVERIFY(peer.ask());
        for (const Case& one : cases) {
            at::Tensor z = at::tensor(logits).view({20, 294}).set_requires_grad(true);
            const at::Tensor terms =
                attributeTerms(z, at::tensor(wanted).view({20, 294}), one.options);
            terms.sum().backward();
            const auto compare = [&](const at::Tensor& ours, const char* part) {
                const at::Tensor theirs =
                    at::tensor(peer.answer<float>(one.name + "." + part)).view({20, 294});
                const double most = (ours - theirs).abs().max().item<double>();
                QVERIFY2(most < 1e-5 * theirs.abs().max().item<double>(), one.name.c_str());
            };
            compare(terms.detach(), "terms");
            compare(z.grad(), "gradient");
        }
    }
};

QTEST_GUILESS_MAIN(TestAttributeLosses)
#include "tst_attribute_losses.moc"
