#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QToolButton>
#include <QtTest>
#include <map>

#include "app/tasks/recipes.h"
#include "ui/parts/theme.h"
#include "ui/train/field_edit.h"
#include "ui/train/train_form.h"

using namespace selvedge;

// The form of the Train page.
class TrainFormTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(Theme::Name::Dark); }
    void everyControlIsWired();
    void everySettingHasAField();
    void theFormShowsWhatItIsGiven();
    void recipesFillTheForm();
    void whatCannotBeReadIsSaidBesideTheField_data();
    void whatCannotBeReadIsSaidBesideTheField();
    void aMendedFieldIsNoFault();
    void fieldsThatContradictAreSaid();
    void changedFieldsSayWhatWas();
    void focalFieldsSleepWithoutFocalLoss();
    void attributeSettingsThatContradictAreSaid();
    void aFileIsChosen();
    void anAbsentDeviceIsKeptAndSaid();
    void theEnginesBackbonesAreOffered();
    void freeNamesCountOn();

private:
    static void type(TrainForm& form, TrainField field, const QString& text) {
        auto* edit = qobject_cast<QLineEdit*>(form.editor(field));
        edit->clear();
        // A greyed field takes no keys, though its setting is one as the others.
        if (text.isEmpty() || !edit->isEnabled()) {
            edit->setText(text);
            Q_EMIT edit->textEdited(text);
        } else {
            QTest::keyClicks(edit, text);
        }
    }
    static void choose(TrainForm& form, TrainField field, int index) {
        auto* combo = qobject_cast<QComboBox*>(form.editor(field));
        combo->setCurrentIndex(index);
        Q_EMIT combo->activated(index);
    }
};

void TrainFormTest::everyControlIsWired() {
    // Another valid value for each field of typing; choices take their other entry.
    const std::map<TrainField, QString> others{{TrainField::RunName, "other"},
                                               {TrainField::ImageLimit, "7"},
                                               {TrainField::Flip, "0.25"},
                                               {TrainField::StartFrom, "/tmp/w.safetensors"},
                                               {TrainField::MinSize, "200"},
                                               {TrainField::MaxSize, "999"},
                                               {TrainField::FocalGamma, "3"},
                                               {TrainField::FocalAlpha, "0.5"},
                                               {TrainField::AttributeWeight, "2"},
                                               {TrainField::AslGammaPositive, "2"},
                                               {TrainField::AslGammaNegative, "3"},
                                               {TrainField::AslMargin, "0.1"},
                                               {TrainField::BalanceAlpha, "0.2"},
                                               {TrainField::BalanceBeta, "5"},
                                               {TrainField::BalanceMu, "0.3"},
                                               {TrainField::BalanceLambda, "4"},
                                               {TrainField::BalanceKappa, "0.1"},
                                               {TrainField::ClassBalance, "0.99"},
                                               {TrainField::HardNegatives, "12"},
                                               {TrainField::AttributelessWeight, "0.5"},
                                               {TrainField::AttributeConvs, "4"},
                                               {TrainField::FrozenStages, "3"},
                                               {TrainField::Steps, "12 345"},
                                               {TrainField::Batch, "3"},
                                               {TrainField::LearningRate, "0.00025"},
                                               {TrainField::Warmup, "17"},
                                               {TrainField::DropAt, "100, 200"},
                                               {TrainField::Momentum, "0.8"},
                                               {TrainField::WeightDecay, "0.001"},
                                               {TrainField::GradientClip, "7"},
                                               {TrainField::Rois, "64"},
                                               {TrainField::Anchors, "96"},
                                               {TrainField::CheckpointEvery, "33"},
                                               {TrainField::Seed, "18446744073709551615"}};
    TrainForm form;
    const TrainSetup before = form.setup();
    TrainSetup all = before;
    for (const FieldSpec& spec : trainFields()) {
        form.setSetup(before);
        QSignalSpy changed(&form, &TrainForm::changed);
        if (spec.choices.empty()) {
            QVERIFY2(others.contains(spec.id), qPrintable(spec.label));
            type(form, spec.id, others.at(spec.id));
        } else {
            auto* combo = qobject_cast<QComboBox*>(form.editor(spec.id));
            choose(form, spec.id, combo->currentIndex() == 0 ? 1 : 0);
        }
        QVERIFY2(form.setup() != before, qPrintable(spec.label));
        QVERIFY2(changed.size() >= 1, qPrintable(spec.label));
        // It changed its own setting and no other: undone by its own spec, all is as before.
        TrainSetup back = form.setup();
        QCOMPARE(spec.set(back, spec.text(before)), QString());
        QVERIFY2(back == before, qPrintable(spec.label));
        QCOMPARE(spec.set(all, spec.text(form.setup())), QString());
    }
    QCOMPARE(all.config.seed, std::uint64_t(18446744073709551615u));
    QCOMPARE(all.config.dropAt, (std::vector<int>{100, 200}));
    QCOMPARE(all.config.steps, 12345);
}

void TrainFormTest::everySettingHasAField() {
    // All that a person may set differs from its default here; the form must carry each over.
    TrainSetup full;
    TrainConfig& config = full.config;
    config.network.backbone = "x101";
    config.network.flavour = Flavour::TorchvisionV2;
    config.network.batchNorm = BatchNorm::FrozenNoEpsilon;
    config.network.freezeAt = 4;
    config.network.minSize = 333;
    config.network.maxSize = 777;
    config.network.attributesPerCategory = false;
    config.network.attributeLayers = 1;
    config.network.attributeFeatures = AttributeFeatures::MaskRegions;
    config.network.attributeConvs = 4;
    config.network.attributeNone = true;
    config.network.attributesByRawId = true;
    config.network.attributeMask = true;
    config.aslGammaPositive = 0.5;
    config.aslGammaNegative = 2;
    config.aslMargin = 0.1;
    config.balanceAlpha = 0.2;
    config.balanceBeta = 5;
    config.balanceMu = 0.3;
    config.balanceLambda = 5;
    config.balanceKappa = 0.1;
    config.classBalance = 0.9;
    config.hardNegatives = 7;
    config.attributelessObjects = AttributelessObjects::None;
    config.attributelessWeight = 0.4;
    config.attributeBackground = true;
    config.attributeBias = AttributeBias::Counts;
    config.steps = 77;
    config.imagesPerStep = 5;
    config.learningRate = 0.123;
    config.warmupSteps = 6;
    config.dropAt = {50, 60};
    config.momentum = 0.7;
    config.nesterov = false;
    config.weightDecay = 0.02;
    config.gradientClip = 4;
    config.attributeLoss = AttributeLoss::Bce;
    config.focalAlpha = 0.6;
    config.focalGamma = 1.5;
    config.attributeLossWeight = 3;
    config.flipProbability = 0.1;
    config.roisPerImage = 99;
    config.anchorsPerImage = 98;
    config.checkpointEvery = 97;
    config.seed = 96;
    config.device = "cpu";
    config.startFrom = "/tmp/x.safetensors";
    full.runName = "full";
    full.imageLimit = 95;
    TrainSetup rebuilt;
    rebuilt.runName = "empty";
    for (const FieldSpec& spec : trainFields())
        QCOMPARE(spec.set(rebuilt, spec.text(full)), QString());
    QVERIFY(rebuilt == full);
}

void TrainFormTest::theFormShowsWhatItIsGiven() {
    TrainForm form;
    TrainSetup setup = form.setup();
    setup.config.learningRate = 0.00025;
    setup.config.dropAt = {13000, 22000};
    setup.config.network.backbone = "r50";
    setup.runName = "r50-1";
    form.setSetup(setup);
    QVERIFY(form.setup() == setup);
    for (const FieldSpec& spec : trainFields()) {
        const QString shown =
            spec.choices.empty()
                ? qobject_cast<QLineEdit*>(form.editor(spec.id))->text()
                : qobject_cast<QComboBox*>(form.editor(spec.id))->currentData().toString();
        QCOMPARE(shown, spec.text(setup));
    }
}

void TrainFormTest::recipesFillTheForm() {
    TrainForm form;
    for (const Recipe& recipe : recipes()) {
        form.applyRecipe(QString::fromStdString(recipe.name));
        QVERIFY(form.setup().config == recipe.config);
        QVERIFY2(form.isValid(), recipe.name.c_str());
    }
}

void TrainFormTest::whatCannotBeReadIsSaidBesideTheField_data() {
    QTest::addColumn<int>("field");
    QTest::addColumn<QString>("typed");
    QTest::newRow("no number") << int(TrainField::LearningRate) << "fast";
    QTest::newRow("rate of 0") << int(TrainField::LearningRate) << "0";
    QTest::newRow("not whole") << int(TrainField::Steps) << "1.5";
    QTest::newRow("none") << int(TrainField::Batch) << "0";
    QTest::newRow("above 1") << int(TrainField::Flip) << "1.5";
    QTest::newRow("negative") << int(TrainField::WeightDecay) << "-1";
    QTest::newRow("overflow") << int(TrainField::Steps) << "99999999999999";
    QTest::newRow("falling drops") << int(TrainField::DropAt) << "20, 10";
    QTest::newRow("not a number") << int(TrainField::Momentum) << "nan";
    QTest::newRow("seed") << int(TrainField::Seed) << "-3";
    QTest::newRow("limit") << int(TrainField::ImageLimit) << "0";
}

void TrainFormTest::whatCannotBeReadIsSaidBesideTheField() {
    QFETCH(int, field);
    QFETCH(QString, typed);
    TrainForm form;
    const TrainSetup before = form.setup();
    QVERIFY(form.isValid());
    type(form, TrainField(field), typed);
    QVERIFY(!form.isValid());
    QVERIFY(!form.faultOf(TrainField(field)).isEmpty());
    QCOMPARE(form.editor(TrainField(field))->accessibleDescription(),
             form.faultOf(TrainField(field)));
    // Digits on the way to the bad text may have been good; a bad first one changes nothing.
    if (typed == "fast" || typed == "nan")
        QVERIFY(form.setup() == before);
    // What was typed stays, to be mended.
    QCOMPARE(qobject_cast<QLineEdit*>(form.editor(TrainField(field)))->text(), typed);
}

void TrainFormTest::aMendedFieldIsNoFault() {
    TrainForm form;
    type(form, TrainField::LearningRate, "fast");
    QVERIFY(!form.isValid());
    type(form, TrainField::LearningRate, "0,01");  // a comma is understood
    QVERIFY(form.isValid());
    QCOMPARE(form.setup().config.learningRate, 0.01);
}

void TrainFormTest::fieldsThatContradictAreSaid() {
    TrainForm form;
    TrainSurroundings around{904, {"tiny-1"}, {"auto", "cpu"}, {}};
    form.setSurroundings(around);
    TrainSetup setup = form.setup();
    setup.runName = "tiny-1";
    setup.imageLimit = 905;
    setup.config.network.minSize = 800;
    setup.config.network.maxSize = 600;
    setup.config.steps = 100;
    setup.config.warmupSteps = 101;
    setup.config.dropAt = {50, 101};
    setup.config.startFrom = "/nowhere/weights.safetensors";
    form.setSetup(setup);
    for (const TrainField field : {TrainField::RunName, TrainField::ImageLimit, TrainField::MaxSize,
                                   TrainField::Warmup, TrainField::DropAt, TrainField::StartFrom})
        QVERIFY2(!form.faultOf(field).isEmpty(), qPrintable(QString::number(int(field))));
    setup.runName = "../escape";
    form.setSetup(setup);
    QVERIFY(!form.faultOf(TrainField::RunName).isEmpty());
    setup.runName = "tiny 2";
    form.setSetup(setup);
    QCOMPARE(form.faultOf(TrainField::RunName), QString());
}

void TrainFormTest::changedFieldsSayWhatWas() {
    TrainForm form;
    auto* steps = qobject_cast<FieldEdit*>(form.editor(TrainField::Steps));
    QCOMPARE(steps->hint(), QString("default"));
    const QString was = steps->text();
    type(form, TrainField::Steps, "42");
    QCOMPARE(steps->hint(), "was " + was);
}

void TrainFormTest::focalFieldsSleepWithoutFocalLoss() {
    TrainForm form;
    QVERIFY(form.editor(TrainField::FocalGamma)->isEnabled());
    TrainSetup setup = form.setup();
    setup.config.attributeLoss = AttributeLoss::Bce;
    form.setSetup(setup);
    QVERIFY(!form.editor(TrainField::FocalGamma)->isEnabled());
    QVERIFY(!form.editor(TrainField::FocalAlpha)->isEnabled());
}

void TrainFormTest::attributeSettingsThatContradictAreSaid() {
    TrainForm form;
    TrainSetup setup = form.setup();
    setup.config.network.attributeConvs = 4;  // of the box head's features
    setup.config.attributelessObjects = AttributelessObjects::None;
    setup.config.attributeBackground = true;
    setup.config.attributeLoss = AttributeLoss::DistributionBalanced;
    setup.config.classBalance = 0.9;
    form.setSetup(setup);
    for (const TrainField field : {TrainField::AttributeConvs, TrainField::AttributelessObjects,
                                   TrainField::AttributeBackground, TrainField::ClassBalance})
        QVERIFY2(!form.faultOf(field).isEmpty(), qPrintable(QString::number(int(field))));
    QVERIFY(form.faultOf(TrainField::AttributelessObjects).contains("switch it on"));
    setup.config.network.attributeNone = true;
    setup.config.network.attributeFeatures = AttributeFeatures::MaskRegions;
    setup.config.network.attributesPerCategory = false;
    setup.config.classBalance = 0;
    form.setSetup(setup);
    QVERIFY(form.isValid());
    setup.config.attributelessObjects = AttributelessObjects::Negative;
    form.setSetup(setup);
    QVERIFY(form.faultOf(TrainField::AttributelessObjects).contains("switch that output off"));
    // Numbers of other losses are greyed.
    QVERIFY(!form.editor(TrainField::AslMargin)->isEnabled());
    QVERIFY(form.editor(TrainField::BalanceMu)->isEnabled());
    QVERIFY(!form.editor(TrainField::AttributelessWeight)->isEnabled());
}

void TrainFormTest::aFileIsChosen() {
    QTemporaryFile file;
    QVERIFY(file.open());
    TrainForm form;
    form.chooseFile = [&] { return file.fileName(); };
    auto* button = form.findChild<QToolButton*>("chooseWeights");
    QVERIFY(button);
    button->click();
    QCOMPARE(form.setup().config.startFrom.string(), file.fileName().toStdString());
    QCOMPARE(form.faultOf(TrainField::StartFrom), QString());
    form.chooseFile = [] { return QString(); };  // given up
    button->click();
    QCOMPARE(form.setup().config.startFrom.string(), file.fileName().toStdString());
}

void TrainFormTest::theEnginesBackbonesAreOffered() {
    TrainForm form;
    TrainSetup setup = form.setup();
    setup.config.network.backbone = "swin-t";
    form.setSetup(setup);
    auto* combo = qobject_cast<QComboBox*>(form.editor(TrainField::Backbone));
    QCOMPARE(combo->currentData().toString(), QString("swin-t"));
    QCOMPARE(form.faultOf(TrainField::Backbone), QString());  // the engine has not been asked
    TrainSurroundings around;
    around.devices = QStringList{"auto", "cpu"};
    around.backbones = {{"r18", "ResNet-18"}, {"r50", "ResNet-50"}};
    form.setSurroundings(around);
    QCOMPARE(combo->count(), 3);
    QCOMPARE(combo->itemText(0), QString("ResNet-18"));
    QVERIFY(form.faultOf(TrainField::Backbone).contains("swin-t"));
    setup.config.network.backbone = "r18";
    form.setSetup(setup);
    QCOMPARE(combo->count(), 2);
    QCOMPARE(form.faultOf(TrainField::Backbone), QString());
}

void TrainFormTest::anAbsentDeviceIsKeptAndSaid() {
    TrainForm form;
    TrainSetup setup = form.setup();
    setup.config.device = "cuda:3";
    form.setSetup(setup);
    QVERIFY(form.faultOf(TrainField::Device).contains("cuda:3"));
    QCOMPARE(form.setup().config.device, std::string("cuda:3"));
    form.setSurroundings({0, {}, {"auto", "cpu", "cuda:3"}, {}});
    QCOMPARE(form.faultOf(TrainField::Device), QString());
}

void TrainFormTest::freeNamesCountOn() {
    QCOMPARE(freeName("tiny", {}), QString("tiny-1"));
    QCOMPARE(freeName("tiny-1", {"tiny-1", "tiny-2"}), QString("tiny-3"));
    QCOMPARE(freeName("r50-800", {}), QString("r50-1"));
}

QTEST_MAIN(TrainFormTest)
#include "tst_train_form.moc"
