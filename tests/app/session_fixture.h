#pragma once

#include <QSettings>
#include <QTemporaryDir>
#include <QtTest>
#include <filesystem>
#include <functional>
#include <memory>

#include "app/session/session.h"
#include "app/tasks/project_sources.h"
#include "dataset/synthetic/synthetic.h"
#include "model/evaluation/coco_results.h"

// A session over a drawn data set of its own, with settings and a cache of its own. Drawn once;
// renew() gives each test a fresh copy of it.
class SessionFixture {
public:
    explicit SessionFixture(const selvedge::SyntheticConfig& config) {
        m_drawn = selvedge::writeSynthetic(config, m_sample.path().toStdString()).images;
    }
    int drawn() const { return m_drawn; }

    void renew() {
        m_session.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        std::filesystem::copy(m_sample.path().toStdString(), m_folder->path().toStdString(),
                              std::filesystem::copy_options::recursive);
        qputenv("SELVEDGE_CACHE", path("cache").toUtf8());
        m_store = std::make_unique<QSettings>(path("settings.ini"), QSettings::IniFormat);
        m_settings = std::make_unique<selvedge::Settings>(*m_store);
        m_session = std::make_unique<selvedge::Session>(*m_settings);
    }
    // Another session, as after the program was left and started again; nothing is open.
    void reopen() {
        m_session.reset();
        m_session = std::make_unique<selvedge::Session>(*m_settings);
    }
    QString path(const char* name) const { return m_folder->filePath(QLatin1String(name)); }
    QString csv() const { return path("train.csv"); }
    selvedge::Session& session() { return *m_session; }
    selvedge::Settings& settings() { return *m_settings; }

    // True when the data set is open and no job is left. The same in the others.
    bool open() {
        QSignalSpy opened(m_session.get(), &selvedge::Session::projectChanged);
        m_session->open(csv());
        return QTest::qWaitFor([&] { return !opened.isEmpty(); }, kPatience) && idle();
    }
    bool idle() {
        return QTest::qWaitFor([this] { return m_session->jobs().unfinished() == 0; }, kPatience);
    }
    // Ground truth as predictions, each changed by `change` (its number, counted over all images),
    // as the run <stem>, <stem>-2, ...
    bool importTruth(const char* stem,
                     const std::function<void(selvedge::Detection&, int)>& change) {
        const selvedge::ProjectGroundTruth truth(m_session->project());
        selvedge::PredictionSet set;
        int count = 0;
        for (std::size_t i = 0; i < truth.size(); ++i) {
            const selvedge::GroundTruthImage image = truth.image(i);
            for (const selvedge::GroundTruthObject& object : image.objects) {
                selvedge::Detection found;
                found.category = object.category;
                found.box = {object.box.x, object.box.y, object.box.x + object.box.width,
                             object.box.y + object.box.height};
                found.mask = object.mask;
                for (selvedge::AttributeIndex a = 0; a < 294; ++a) {
                    if (object.attributes.has(a))
                        found.attributes.push_back({a, 1.f});
                }
                change(found, count++);
                set.images[image.id].push_back(std::move(found));
            }
        }
        const QString file = path((std::string(stem) + ".json").c_str());
        selvedge::writeCocoResults(file.toStdString(), set, *m_session->catalog());
        QSignalSpy changed(m_session.get(), &selvedge::Session::predictionsChanged);
        m_session->importPredictions(file);
        return QTest::qWaitFor([&] { return !changed.isEmpty(); }, kPatience) &&
               m_session->predictions() && idle();
    }

private:
    static constexpr int kPatience = 60'000;  // ms, on a busy machine

    int m_drawn = 0;
    QTemporaryDir m_sample;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_store;
    std::unique_ptr<selvedge::Settings> m_settings;
    std::unique_ptr<selvedge::Session> m_session;
};
