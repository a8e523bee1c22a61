#pragma once

#include <QString>
#include <filesystem>

namespace selvedge {

// "train.csv (/data/…/street style)": the name first, a long folder elided in its middle.
QString shortPath(const std::filesystem::path& file);
// A sentence that names the file by its whole path, or its folder so, with the short ones.
QString withShortPath(QString sentence, const std::filesystem::path& file);

}  // namespace selvedge
