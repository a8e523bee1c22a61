#include <QSignalSpy>
#include <QtTest>
#include <atomic>

#include "app/jobs/job_list.h"
#include "app/session/devices.h"
#include "app/session/settings.h"
#include "dataset/error.h"

using namespace selvedge;

class JobTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFinishedJobDeliversOnTheGuiThread();
    void anErrorBecomesTheText();
    void anErrorWhileDeliveringFailsTheJob();
    void stopIsAcknowledgedAtOnceAndEndsTheWork();
    void jobsOfOneResourceRunOneAfterAnother();
    void aWaitingJobCanBeRemoved();
    void progressTellsFractionAndHeartbeat();
    void theListCanGoWhileAJobRuns();
    void devicesAreTheDriversFolders();
    void settingsHaveDefaultsAndIgnoreJunk();
};

namespace {

Job::Work untilStopped() {
    return [](std::stop_token stop, const ProgressCallback&) {
        std::mutex mutex;
        std::unique_lock lock(mutex);
        std::condition_variable_any().wait(lock, stop, [] { return false; });
        return Job::Outcome{{}, {}, true};
    };
}

}  // namespace

void JobTest::aFinishedJobDeliversOnTheGuiThread() {
    JobList jobs;
    QThread* deliveredOn = nullptr;
    QThread* workedOn = nullptr;
    Job* job = jobs.add("work", {}, [&](std::stop_token, const ProgressCallback&) {
        workedOn = QThread::currentThread();
        return Job::Outcome{[&] { deliveredOn = QThread::currentThread(); }, "5 things", false};
    });
    QTRY_COMPARE(job->state(), Job::State::Finished);
    QCOMPARE(deliveredOn, QThread::currentThread());
    QVERIFY(workedOn != deliveredOn);
    QCOMPARE(job->text(), "5 things");
    QCOMPARE(jobs.unfinished(), 0);
}

void JobTest::anErrorBecomesTheText() {
    JobList jobs;
    Job* job = jobs.add("work", {}, [](std::stop_token, const ProgressCallback&) -> Job::Outcome {
        throw Error(ErrorKind::NotFound, "train.csv is not there");
    });
    QTRY_COMPARE(job->state(), Job::State::Failed);
    QCOMPARE(job->text(), "train.csv is not there");
}

void JobTest::anErrorWhileDeliveringFailsTheJob() {
    JobList jobs;
    Job* job = jobs.add("work", {}, [](std::stop_token, const ProgressCallback&) {
        return Job::Outcome{[] { throw Error(ErrorKind::Unreadable, "p.runs cannot be read"); },
                            "5 things", false};
    });
    QSignalSpy ended(job, &Job::ended);
    QTRY_COMPARE(job->state(), Job::State::Failed);
    QCOMPARE(job->text(), "p.runs cannot be read");
    QCOMPARE(ended.size(), 1);
}

void JobTest::stopIsAcknowledgedAtOnceAndEndsTheWork() {
    JobList jobs;
    Job* job = jobs.add("work", {}, untilStopped());
    QCOMPARE(job->state(), Job::State::Running);
    job->requestStop();
    QCOMPARE(job->state(), Job::State::Stopping);
    QTRY_COMPARE(job->state(), Job::State::Stopped);
}

void JobTest::jobsOfOneResourceRunOneAfterAnother() {
    JobList jobs;
    Job* first = jobs.add("first", "cpu", untilStopped());
    Job* second = jobs.add("second", "cpu", untilStopped());
    Job* other = jobs.add("other", "cuda:0", untilStopped());
    Job* free = jobs.add("free", {}, untilStopped());
    QCOMPARE(first->state(), Job::State::Running);
    QCOMPARE(second->state(), Job::State::Waiting);
    QCOMPARE(other->state(), Job::State::Running);
    QCOMPARE(free->state(), Job::State::Running);
    first->requestStop();
    QTRY_COMPARE(second->state(), Job::State::Running);
    QCOMPARE(first->state(), Job::State::Stopped);
    jobs.removeEnded();
    QCOMPARE(jobs.jobs().size(), 3);
}

void JobTest::aWaitingJobCanBeRemoved() {
    JobList jobs;
    jobs.add("first", "cpu", untilStopped());
    Job* second = jobs.add("second", "cpu", untilStopped());
    second->requestStop();
    QCOMPARE(second->state(), Job::State::Stopped);
    QCOMPARE(jobs.unfinished(), 1);
}

void JobTest::progressTellsFractionAndHeartbeat() {
    JobList jobs;
    Job* job = jobs.add("work", {}, [](std::stop_token stop, const ProgressCallback& report) {
        report({25, 100, "rows", "Reading"});
        return untilStopped()(stop, report);
    });
    QSignalSpy changed(job, &Job::changed);
    QTRY_COMPARE(job->progress().done, 25u);
    QVERIFY(!changed.isEmpty());
    QCOMPARE(job->fraction(), 0.25);
    QVERIFY(job->secondsSinceHeartbeat() >= 0);
    QCOMPARE(job->progress().what, "Reading");
}

void JobTest::theListCanGoWhileAJobRuns() {
    std::atomic<bool> sawStop = false;
    auto jobs = std::make_unique<JobList>();
    jobs->add("work", {}, [&](std::stop_token stop, const ProgressCallback& report) {
        auto outcome = untilStopped()(stop, report);
        sawStop = stop.stop_requested();
        return outcome;
    });
    jobs.reset();  // stops and joins: the work has ended when this returns
    QVERIFY(sawStop);
}

void JobTest::devicesAreTheDriversFolders() {
    QTemporaryDir driver;
    QCOMPARE(knownDevices(driver.path()), (QStringList{"auto", "cpu"}));
    QCOMPARE(resourceOf("auto", driver.path()), "cpu");
    QDir(driver.path()).mkdir("0000:01:00.0");
    QDir(driver.path()).mkdir("0000:02:00.0");
    QCOMPARE(knownDevices(driver.path()), (QStringList{"auto", "cpu", "cuda:0", "cuda:1"}));
    QCOMPARE(resourceOf("auto", driver.path()), "cuda:0");
    QCOMPARE(resourceOf("cuda:1", driver.path()), "cuda:1");
    QCOMPARE(resourceOf("cpu", driver.path()), "cpu");
}

void JobTest::settingsHaveDefaultsAndIgnoreJunk() {
    QTemporaryDir folder;
    QSettings store(folder.filePath("s.ini"), QSettings::IniFormat);
    Settings settings(store);
    QCOMPARE(settings.value(Settings::Key::Theme).toString(), "dark");
    QSignalSpy changed(&settings, &Settings::changed);
    settings.setValue(Settings::Key::TileWidth, 240);
    settings.setValue(Settings::Key::TileWidth, 240);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(settings.value(Settings::Key::TileWidth).toInt(), 240);
    store.setValue("browse/tileWidth", "wide");
    QCOMPARE(settings.value(Settings::Key::TileWidth).toInt(), 176);
}

QTEST_GUILESS_MAIN(JobTest)
#include "tst_job.moc"
