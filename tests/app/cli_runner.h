#pragma once

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>

// Runs selvedge-cli (SELVEDGE_CLI) in a folder and with a cache of its own.
class CliRunner {
public:
    struct Result {
        int exitCode;  // -1: it crashed
        QString out, err;
    };

    CliRunner() { QDir(m_folder.path()).mkdir("cwd"); }

    Result run(const QStringList& arguments, const QMap<QString, QString>& environment = {}) {
        QProcess process;
        QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
        variables.insert("SELVEDGE_CACHE", path("cache"));
        for (auto it = environment.begin(); it != environment.end(); ++it)
            variables.insert(it.key(), it.value());
        process.setProcessEnvironment(variables);
        process.setWorkingDirectory(path("cwd"));
        process.start(SELVEDGE_CLI, arguments);
        process.waitForFinished(300'000);
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
                QString::fromUtf8(process.readAllStandardOutput()),
                QString::fromUtf8(process.readAllStandardError())};
    }

    QString path(const QString& name) const { return m_folder.filePath(name); }

    QString write(const QString& name, const QByteArray& content) const {
        QFile file(path(name));
        QDir().mkpath(QFileInfo(file).path());
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(name));
        return file.fileName();
    }

    QByteArray read(const QString& name) const {
        QFile file(path(name));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("cannot read %s", qPrintable(name));
        return file.readAll();
    }

private:
    QTemporaryDir m_folder;
};
