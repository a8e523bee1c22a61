#pragma once

#include <QSettings>
#include <QtTest>

#include "small_project.h"
#include "ui/main_window.h"

// A whole window over settings and a cache of its own.
struct WindowFixture {
    QTemporaryDir folder;
    bool ownCache = qputenv("SELVEDGE_CACHE", folder.path().toUtf8());
    QSettings store{folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
    selvedge::Settings settings{store};
    selvedge::Session session{settings};
    selvedge::MainWindow window{session};

    WindowFixture() {
        window.resize(1280, 800);
        window.show();
    }
    bool open(const SmallProject& small) {
        session.open(small.csv());
        return QTest::qWaitFor(
            [this] { return session.project() && session.jobs().unfinished() == 0; });
    }
    QAction* action(const char* id) { return window.actions().action(QLatin1String(id)); }
};

// Predictions for the first image as a file: a sure coat, a doubtful shoe.
inline QString results(const SmallProject& small) {
    const auto mask =
        selvedge::RleMask::fromBox(SmallProject::kWidth, SmallProject::kHeight, {6, 5, 20, 30});
    const QString text =
        QStringLiteral(R"([{"image_id":"%1","category_id":9,"score":0.9,"bbox":[6,5,20,30],)"
                       R"("segmentation":{"size":[60,40],"counts":"%2"},)"
                       R"("attribute_ids":[3,5],"attribute_scores":[0.8,0.2]},)"
                       R"({"image_id":"%1","category_id":23,"score":0.3,"bbox":[6,5,20,30],)"
                       R"("segmentation":{"size":[60,40],"counts":"%2"}}])")
            .arg(SmallProject::imageId(0), QString::fromStdString(selvedge::toCocoRle(mask))
                                               .replace(u'\\', QStringLiteral("\\\\")));
    const QString path = small.path(QStringLiteral("results.json"));
    QFile file(path);
    if (file.open(QIODevice::WriteOnly))
        file.write(text.toUtf8());
    return path;
}
