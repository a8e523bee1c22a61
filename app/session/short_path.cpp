#include "app/session/short_path.h"

namespace selvedge {

namespace {

constexpr qsizetype kLongest = 32;

// The first folder, and as many of the last ones as there is room for.
QString elided(const QString& folder) {
    if (folder.size() <= kLongest)
        return folder;
    const QString head = folder.left(folder.indexOf(u'/', 1)) + QStringLiteral("/…");
    qsizetype from = folder.lastIndexOf(u'/');
    for (qsizetype at = from; at > 0 && folder.size() - at + head.size() <= kLongest;
         at = folder.lastIndexOf(u'/', at - 1))
        from = at;
    return head + folder.mid(from);
}

QString text(const std::filesystem::path& path) {
    return QString::fromStdString(path.string());
}

}  // namespace

QString shortPath(const std::filesystem::path& file) {
    const QString folder = text(file.parent_path());
    return folder.isEmpty() ? text(file)
                            : QStringLiteral("%1 (%2)").arg(text(file.filename()), elided(folder));
}

QString withShortPath(QString sentence, const std::filesystem::path& file) {
    // One that has the file has its folder too.
    if (const QString whole = text(file); sentence.contains(whole))
        return sentence.replace(whole, shortPath(file));
    const QString folder = text(file.parent_path());
    return folder.isEmpty() ? sentence : sentence.replace(folder, elided(folder));
}

}  // namespace selvedge
