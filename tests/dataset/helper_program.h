#pragma once

#include <QProcess>
#include <filesystem>

// Runs project_helper, or another program, to its end.
struct Ran {
    int code = -1;
    QString output;
};
inline Ran run(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.start(program, arguments);
    process.closeWriteChannel();
    process.waitForFinished();
    return {process.exitCode(), process.readAllStandardOutput().trimmed()};
}
inline QString text(const std::filesystem::path& path) {
    return QString::fromStdString(path.string());
}
