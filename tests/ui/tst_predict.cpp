#include <QComboBox>
#include <QDropEvent>
#include <QMimeData>
#include <QPushButton>
#include <fstream>
#include <future>

#include "app/session/predict_request.h"
#include "ui/browse/browse_page.h"
#include "ui/browse/facet_model.h"
#include "ui/browse/filters_panel.h"
#include "ui/browse/inspector.h"
#include "ui/browse/viewer.h"
#include "ui/parts/filmstrip.h"
#include "ui/parts/glyph_line.h"
#include "ui/parts/message_bar.h"
#include "ui/predict/predict_commands.h"
#include "ui/run_bar.h"
#include "ui/train/run_list_model.h"
#include "window_fixture.h"

using namespace selvedge;

namespace {

// The engine waits in every picture while it is closed, but for those that it lets pass.
class Gate {
public:
    explicit Gate(std::string file) : m_file(std::move(file)) {
        qputenv("QUICK_ENGINE_GATE", m_file.c_str());
        std::ofstream(m_file) << "closed";
    }
    ~Gate() {
        open();
        qunsetenv("QUICK_ENGINE_GATE");
    }
    void letPass(int pictures) { std::ofstream(m_file) << pictures; }
    void open() { std::filesystem::remove(m_file); }

private:
    std::string m_file;
};

}  // namespace

// Predictions in the window, with an engine that finds a garment on the left half of every picture
// (quick_engine.cpp).
class PredictTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("SELVEDGE_ENGINE", QUICK_ENGINE); }
    void enterSuffices();
    void theSelectionIsOfferedAndAPartSaysSo();
    void enterChoosesAFileWhereThereIsNoNetwork();
    void aMirroredLookWaitsForTheNetworksSize();
    void weightsAreLookedIntoAsTheNetworkThatIsAskedFor();
    void segmentsArriveWhereTheyAreSeen();
    void theImageInViewIsPredictedAndKept();
    void droppedWeightsOpenTheDialog();
    void aDroppedFileThatIsNoneIsSaid();
    void ownPhotosAreSeenWithSegments();
    void anImageNobodyLookedAtHasNoVerdicts();

private:
    static QString weights(const QString& folder, const char* name, const char* content) {
        const QString path = folder + u'/' + QLatin1String(name);
        std::ofstream(path.toStdString()) << content;
        return path;
    }
    static bool settled(WindowFixture& f) {
        return QTest::qWaitFor([&] { return f.session.jobs().unfinished() == 0; }, 30000);
    }
    static PredictDialog* dialog(WindowFixture& f) {
        auto* found = f.window.findChild<PredictDialog*>();
        return found && QTest::qWaitFor([&] { return found->isSettled(); }) ? found : nullptr;
    }
    // Predicts with the weights all, or these images.
    static bool predict(WindowFixture& f, const QString& file,
                        std::optional<std::vector<ImageIndex>> images = {}) {
        PredictRequest request = requestWith(file.toStdString());
        request.images = std::move(images);
        return f.session.predict(request) && settled(f);
    }
    static bool hasPrediction(const std::shared_ptr<const Thumbnail>& thumbnail) {
        return thumbnail &&
               std::any_of(thumbnail->objects.begin(), thumbnail->objects.end(),
                           [](const Thumbnail::Object& object) {
                               return object.ref.source == ObjectRef::Source::Prediction;
                           });
    }
    static std::int64_t predictedIn(Viewer& viewer) {
        const CanvasScene* scene = viewer.first().scene();
        return scene ? std::count_if(scene->objects.begin(), scene->objects.end(),
                                     [](const CanvasObject& object) { return !object.isTruth(); })
                     : -1;
    }
    static void drop(QWidget& on, const QString& path) {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter({20, 20}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&on, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event({20, 20}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&on, &event);
    }
};

void PredictTest::enterSuffices() {
    WindowFixture f;
    SmallProject small;
    QVERIFY(f.open(small));
    TrainConfig config;
    config.steps = 3;
    config.device = "cpu";
    f.session.startTraining(config, QStringLiteral("first"));
    QVERIFY(settled(f));
    f.action("run.predict")->trigger();
    PredictDialog* asked = dialog(f);
    QVERIFY(asked && asked->isVisible());
    QCOMPARE(asked->which(), PredictDialog::Which::All);
    QVERIFY2(asked->networkText().contains("46 categories") &&
                 asked->networkText().contains("294 attributes"),
             qPrintable(asked->networkText()));
    QTest::keyClick(asked, Qt::Key_Return);
    QVERIFY(settled(f));
    QCOMPARE(f.session.currentRun(), QString("first"));
    QCOMPARE(f.session.predictions()->images.size(), std::size_t(6));
    QVERIFY(!f.session.predictions()->isPartial);
    QCOMPARE(f.window.findChild<RunBar*>()->state(), QString("Run"));
    QTRY_VERIFY(f.session.measurement());  // nobody has to ask for it
}

void PredictTest::theSelectionIsOfferedAndAPartSaysSo() {
    WindowFixture f;
    SmallProject small;
    QVERIFY(f.open(small));
    const QString file = weights(f.folder.path(), "w.pth", "weights");
    f.window.setChoosers({[&](QWidget*, const QString&, const QString&) { return file; }, {}, {}});
    f.session.setSelection({Selection::Kind::Images, {1, 4}});
    f.action("run.predict")->trigger();
    PredictDialog* asked = dialog(f);
    QVERIFY(asked && !asked->goButton()->isEnabled());  // with what?
    QCOMPARE(asked->which(), PredictDialog::Which::Selection);
    for (QPushButton* button : asked->findChildren<QPushButton*>()) {
        if (button->text().startsWith("Choose a file"))
            QTest::mouseClick(button, Qt::LeftButton);
    }
    QTRY_VERIFY(asked->isSettled() && asked->goButton()->isEnabled());
    QTest::mouseClick(asked->goButton(), Qt::LeftButton);
    QVERIFY(settled(f));
    QCOMPARE(f.session.currentRun(), QString("w-1"));
    QCOMPARE(f.session.predictions()->images.size(), std::size_t(2));
    QVERIFY2(f.window.findChild<RunBar*>()->state().startsWith("2 of 6"),
             qPrintable(f.window.findChild<RunBar*>()->state()));
    QTRY_VERIFY(f.session.measurement() && !f.session.evaluating());
    QCOMPARE(f.session.measurement()->report.images, 2u);
}

void PredictTest::enterChoosesAFileWhereThereIsNoNetwork() {
    WindowFixture f;
    SmallProject small;
    QVERIFY(f.open(small));
    const QString file = weights(f.folder.path(), "w.pth", "weights");
    f.window.setChoosers({[&](QWidget*, const QString&, const QString&) { return file; }, {}, {}});
    f.action("run.predict")->trigger();
    PredictDialog* asked = dialog(f);
    QVERIFY(asked);
    QVERIFY2(qobject_cast<QPushButton*>(asked->focusWidget()) &&
                 qobject_cast<QPushButton*>(asked->focusWidget())->text().startsWith("Choose a f"),
             "the focus is elsewhere");
    QTest::keyClick(asked->focusWidget(), Qt::Key_Return);
    QTRY_VERIFY(asked->isSettled() && asked->goButton()->isEnabled());
    QVERIFY(asked->isVisible());
    QCOMPARE(asked->request().weights, std::filesystem::path(file.toStdString()));
    QTest::keyClick(asked, Qt::Key_Return);  // now it is for Predict
    QVERIFY(settled(f));
    QCOMPARE(f.session.currentRun(), QString("w-1"));
}

void PredictTest::aMirroredLookWaitsForTheNetworksSize() {
    WindowFixture f;
    SmallProject small;
    QVERIFY(f.open(small));
    std::promise<void> read;
    f.window.findChild<PredictCommands*>()->inspect = [known = read.get_future().share()](auto&) {
        known.wait();
        TrainConfig config;
        config.network.minSize = 640;
        WeightReport report;
        report.metadata["selvedge.config"] = toJson(config);
        return report;
    };
    drop(f.window, weights(f.folder.path(), "w.pth", "weights"));
    auto* asked = f.window.findChild<PredictDialog*>();
    QVERIFY(asked);
    QComboBox* looks = nullptr;
    for (QComboBox* box : asked->findChildren<QComboBox*>()) {
        if (box->accessibleName().startsWith("How often"))
            looks = box;
    }
    QVERIFY(looks);
    QVERIFY(asked->goButton()->isEnabled());  // once is once, whatever the network
    looks->setCurrentIndex(1);
    QVERIFY(!asked->isSettled() && !asked->goButton()->isEnabled());
    read.set_value();
    QTRY_VERIFY(asked->goButton()->isEnabled());
    QCOMPARE(asked->request().options.scales, std::vector<int>{640});
}

void PredictTest::weightsAreLookedIntoAsTheNetworkThatIsAskedFor() {
    WindowFixture f;
    SmallProject small;
    QVERIFY(f.open(small));
    PredictRequest request =
        requestWith(weights(f.folder.path(), "w.pth", "weights").toStdString());
    request.network = NetworkConfig{};
    request.network->minSize = 320;
    request.images = std::vector<ImageIndex>{0};
    QVERIFY(f.session.predict(request) && settled(f));
    std::optional<NetworkConfig> seen;
    f.window.findChild<PredictCommands*>()->inspect = [&seen](const PredictRequest& asked) {
        seen = asked.network;
        WeightReport report;
        report.fit = WeightReport::Fit{};
        return report;
    };
    f.action("run.predict")->trigger();
    QVERIFY(dialog(f));
    QVERIFY(seen && seen->minSize == 320);
}

void PredictTest::segmentsArriveWhereTheyAreSeen() {
    WindowFixture f;
    SmallProject small;
    QVERIFY(f.open(small));
    Gallery& gallery = f.window.browse().gallery();
    ThumbnailLoader& loader = gallery.loader();
    QTRY_VERIFY(loader.get(0) && loader.get(5) && loader.idle());
    Gate gate(small.path(QStringLiteral("gate")).toStdString());
    PredictRequest request =
        requestWith(weights(f.folder.path(), "w.pth", "weights").toStdString());
    Job* job = f.session.predict(request);
    gate.letPass(1);
    QTRY_VERIFY(hasPrediction(loader.get(0)));
    auto* bar = f.window.findChild<RunBar*>();
    QVERIFY2(bar->state().startsWith("Predicting: 1 of 6"), qPrintable(bar->state()));
    QVERIFY(!f.action("run.evaluate")->isEnabled());
    // Everywhere it is said that the run is on its way, and nothing is offered that cannot be.
    const FacetModel& facets = f.window.browse().filters().model();
    QStringList notes;
    bool offersEvaluation = false;
    for (int group = 0; group < facets.rowCount(); ++group) {
        const QModelIndex parent = facets.index(group, 0);
        for (int row = 0; row < facets.rowCount(parent); ++row) {
            const QModelIndex index = facets.index(row, 0, parent);
            const auto kind = FacetModel::Kind(index.data(FacetModel::KindRole).toInt());
            if (kind == FacetModel::Kind::Note)
                notes += index.data().toString();
            offersEvaluation |=
                kind == FacetModel::Kind::Command &&
                index.data(FacetModel::CommandRole).toInt() == int(FacetModel::Command::Evaluate);
        }
    }
    QVERIFY2(notes.join(u' ').contains("w-1 is being predicted"), qPrintable(notes.join(u'|')));
    QVERIFY(!offersEvaluation);
    const auto* runs = f.window.findChild<RunListModel*>();
    QCOMPARE(runs->row(runs->indexOf("w-1")).state, QString("predicting"));
    QTRY_VERIFY(loader.get(5) && loader.idle());
    QVERIFY(!hasPrediction(loader.get(5)) && !loader.get(5)->cell);
    // The viewer, at an image that comes next: its scene grows, and other tiles stay what they are.
    const auto untouched = loader.get(5);
    f.window.browse().openImage(1);
    Viewer& viewer = f.window.browse().viewer();
    QTRY_COMPARE(predictedIn(viewer), 0);
    gate.letPass(1);
    QTRY_COMPARE(predictedIn(viewer), 1);
    QTRY_VERIFY(hasPrediction(loader.get(1)));  // in the filmstrip
    QVERIFY2(bar->state().startsWith("Predicting: 2 of 6"), qPrintable(bar->state()));
    QCOMPARE(loader.get(5), untouched);
    gate.open();
    QTRY_COMPARE(job->state(), Job::State::Finished);
    QCOMPARE(bar->state(), QString("Run"));
    QVERIFY(f.action("run.evaluate")->isEnabled());
    QTRY_VERIFY(hasPrediction(loader.get(5)));
    QCOMPARE(predictedIn(viewer), 1);
    QCOMPARE(runs->row(runs->indexOf("w-1")).state, QString("done"));
}

void PredictTest::theImageInViewIsPredictedAndKept() {
    SmallProject small;
    {
        WindowFixture f;
        QVERIFY(f.open(small));
        QVERIFY(!f.action("run.predictHere")->isEnabled());
        QVERIFY(
            predict(f, weights(f.folder.path(), "w.pth", "weights"), std::vector<ImageIndex>{0}));
        f.window.browse().openImage(3);
        Viewer& viewer = f.window.browse().viewer();
        QTRY_COMPARE(predictedIn(viewer), 0);
        const auto said = [&] {
            QStringList words;
            for (const auto* line : f.window.browse().inspector().findChildren<GlyphLine*>())
                for (const GlyphLine::Entry& entry : line->entries())
                    words += entry.text;
            return words.join(u' ');
        };
        QTRY_VERIFY2(said().contains("not predicted yet"), qPrintable(said()));
        QVERIFY(f.action("run.predictHere")->isEnabled());
        QTest::keyClick(&f.window, Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(predictedIn(viewer), 1);
        QVERIFY(settled(f));
        QCOMPARE(predictedIn(viewer), 1);
        QTRY_VERIFY2(!said().contains("not predicted yet"), qPrintable(said()));
        QCOMPARE(f.session.currentRun(), QString("w-1"));
        QCOMPARE(f.session.currentImage(), std::optional<ImageIndex>(3));
        // Once more: there already, and said.
        f.action("run.predictHere")->trigger();
        QVERIFY(settled(f));
        QVERIFY2(f.window.messages().text().contains("already"),
                 qPrintable(f.window.messages().text()));
    }
    WindowFixture f;
    QVERIFY(f.open(small));
    QTRY_VERIFY(f.session.predictions());
    QVERIFY(f.session.predictions()->covers(SmallProject::imageId(3).toStdString()));
    QVERIFY(!f.session.predictions()->covers(SmallProject::imageId(2).toStdString()));
}

void PredictTest::droppedWeightsOpenTheDialog() {
    WindowFixture f;
    SmallProject small;
    QVERIFY(f.open(small));
    drop(f.window, weights(f.folder.path(), "theirs.pth", "foreign"));
    PredictDialog* asked = dialog(f);
    QVERIFY(asked && asked->isVisible() && asked->goButton()->isEnabled());
    QVERIFY2(asked->networkText().contains("2 of 3 parts fit"), qPrintable(asked->networkText()));
    QCOMPARE(asked->request().name, QString("theirs"));
    QTest::keyClick(asked, Qt::Key_Return);
    QVERIFY(settled(f));
    QCOMPARE(f.session.currentRun(), QString("theirs-1"));
}

void PredictTest::aDroppedFileThatIsNoneIsSaid() {
    WindowFixture f;
    SmallProject small;
    QVERIFY(f.open(small));
    drop(f.window, weights(f.folder.path(), "broken.pth", "rubbish"));
    PredictDialog* asked = dialog(f);
    QVERIFY(asked && asked->isVisible() && !asked->goButton()->isEnabled());
    QVERIFY2(asked->networkText().contains("broken.pth"), qPrintable(asked->networkText()));
    QTest::keyClick(asked, Qt::Key_Escape);
    QVERIFY(!asked->isVisible());
    QCOMPARE(f.session.projectName(), QFileInfo(small.csv()).dir().dirName());
    QCOMPARE(f.session.jobs().unfinished(), 0);
    QVERIFY(f.session.runs().empty());
}

void PredictTest::ownPhotosAreSeenWithSegments() {
    WindowFixture f;
    SmallProject small;
    const QString photos = small.path(QStringLiteral("images"));
    const QString file = weights(f.folder.path(), "w.pth", "weights");
    f.window.setChoosers({[&](QWidget*, const QString&, const QString&) { return file; },
                          [&](QWidget*, const QString&) { return photos; },
                          {}});
    // Nothing is open: photos are all that can be predicted.
    drop(f.window, file);
    PredictDialog* asked = dialog(f);
    QVERIFY(asked);
    QCOMPARE(asked->which(), PredictDialog::Which::Photos);
    QTest::keyClick(asked, Qt::Key_Return);  // asks for the folder
    QVERIFY(asked->isVisible());
    QCOMPARE(asked->photos(), photos);
    QTRY_VERIFY(asked->isSettled() && asked->goButton()->isEnabled());
    QTest::keyClick(asked, Qt::Key_Return);
    QTRY_COMPARE(f.session.projectName(), QString("images"));
    QVERIFY(settled(f));
    QVERIFY(!f.window.welcomeShown());
    QCOMPARE(f.session.objects()->images.size(), std::size_t(6));
    QTRY_VERIFY(hasPrediction(f.window.browse().gallery().loader().get(0)));
}

void PredictTest::anImageNobodyLookedAtHasNoVerdicts() {
    WindowFixture f;
    SmallProject small;
    QVERIFY(f.open(small));
    QVERIFY(predict(f, weights(f.folder.path(), "w.pth", "weights"), std::vector<ImageIndex>{0}));
    QTRY_VERIFY(f.session.measurement() && !f.session.evaluating());
    f.window.browse().setQueryText(QStringLiteral("verdict:missed"));
    // The shoe of picture 0 at most; pictures 2 and 4 have one that nobody looked for.
    QTRY_VERIFY(f.window.browse().settled());
    for (const ImageIndex image : f.window.browse().gallery().images())
        QCOMPARE(image, ImageIndex(0));
}

QTEST_MAIN(PredictTest)
#include "tst_predict.moc"
