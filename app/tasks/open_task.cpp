#include <cstdio>
#include <system_error>

#include "app/tasks/tasks.h"
#include "dataset/error.h"

namespace selvedge {

namespace fs = std::filesystem;

namespace {

fs::path csvOf(const fs::path& path) {
    if (!fs::is_directory(path))
        return path;
    for (const char* name : {"train.csv", "validation.csv"}) {
        if (fs::exists(path / name))
            return path / name;
    }
    throw Error(ErrorKind::NotFound, path.string() +
                                         " holds no train.csv: open a CSV in iMaterialist's layout "
                                         "or a folder with one");
}

}  // namespace

OpenResult openOrImport(const fs::path& path, const ProjectPlace& place,
                        const ProgressCallback& onProgress, std::stop_token stop) {
    if (!fs::exists(path))
        throw Error(ErrorKind::NotFound, path.string() + " does not exist");
    if (path.extension() == ".selvedge")
        return {Project::open(path), {}, {}};

    const fs::path csv = fs::absolute(csvOf(path)).lexically_normal();
    const fs::path projects = place.cache / "projects";
    const fs::path projectPath =
        place.besideCsv ? Project::defaultPath(csv, projects) : Project::cachePath(csv, projects);
    if (fs::exists(projectPath)) {
        auto project = Project::open(projectPath);
        std::error_code error;
        const bool changed =
            fs::last_write_time(csv, error) > fs::last_write_time(projectPath, error);
        // A changed CSV is read again, but never over somebody's corrections or an open project.
        if (!changed || project->edited() || projectPath == place.openNow)
            return {project, {}, csv, changed};
    }
    fs::create_directories(projectPath.parent_path());
    ImportResult imported = Project::importCsv(csv, projectPath, {}, onProgress, stop);
    if (imported.stoppedEarly)
        return {nullptr, std::move(imported), csv};
    auto project = Project::open(projectPath);
    return {project, std::move(imported), csv};
}

}  // namespace selvedge
