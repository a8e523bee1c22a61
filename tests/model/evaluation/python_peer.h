#pragma once

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStringList>

// Peers in Python, run on the same files as the program.

namespace selvedge::test {

// An interpreter with pycocotools: SELVEDGE_PYTHON, else the one in the cache; empty without.
inline QString python() {
    QStringList places{qEnvironmentVariable("SELVEDGE_PYTHON")};
    if (qEnvironmentVariableIsSet("SELVEDGE_CACHE"))
        places << qEnvironmentVariable("SELVEDGE_CACHE") + "/python/bin/python";
    places << QDir::homePath() + "/.cache/selvedge/python/bin/python";
    for (const QString& place : places)
        if (!place.isEmpty() && QFile::exists(place))
            return place;
    return {};
}

// A script of this folder with arguments; false and a line in the log where it fails.
inline bool runPeer(const char* script, const QStringList& arguments) {
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(python(), QStringList{QStringLiteral(SELVEDGE_SOURCE "/tests/model/evaluation/") +
                                        QLatin1String(script)} +
                                arguments);
    const bool done = process.waitForFinished(-1) && process.exitStatus() == QProcess::NormalExit &&
                      process.exitCode() == 0;
    if (!done)
        qWarning("%s", process.readAll().constData());
    return done;
}

}  // namespace selvedge::test
