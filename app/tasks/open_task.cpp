#include <algorithm>
#include <set>
#include <system_error>

#include "app/tasks/tasks.h"
#include "dataset/error.h"
#include "dataset/project/photo_folder.h"

namespace selvedge {

namespace fs = std::filesystem;

namespace {

// A file, or the CSV of a folder with one, or the folder itself.
fs::path sourceOf(const fs::path& path) {
    if (!fs::is_directory(path))
        return path;
    for (const char* name : {"train.csv", "validation.csv"}) {
        if (fs::exists(path / name))
            return path / name;
    }
    return path;
}

bool hasChanged(const fs::path& source, const Project& project) {
    std::error_code error;
    if (!fs::is_directory(source))
        return fs::last_write_time(source, error) > fs::last_write_time(project.path(), error);
    // What lies in the folder now is what was taken in, or had no readable size.
    std::set<std::string> known;
    for (const ImageRow& image : project.objects()->images)
        known.insert(image.id);
    const std::vector<std::string> photos = photosIn(source);
    const auto added = std::count_if(photos.begin(), photos.end(),
                                     [&](const auto& id) { return !known.contains(id); });
    return std::size_t(added) != project.issues().size() ||
           photos.size() - std::size_t(added) != known.size();
}

}  // namespace

OpenResult openOrImport(const fs::path& path, const ProjectPlace& place,
                        const ProgressCallback& onProgress, std::stop_token stop) {
    if (!fs::exists(path))
        throw Error(ErrorKind::NotFound, path.string() + " does not exist");
    const auto open = [&](const fs::path& project) {
        std::error_code error;
        const bool isOpen = place.openNow && fs::equivalent(project, place.openNow->path(), error);
        return isOpen ? place.openNow : Project::open(project, place.access);
    };
    if (path.extension() == ".selvedge")
        return {open(path), {}, {}};

    const fs::path source = fs::absolute(sourceOf(path)).lexically_normal();
    const fs::path projects = place.cache / "projects";
    const fs::path projectPath = place.besideCsv ? Project::defaultPath(source, projects)
                                                 : Project::cachePath(source, projects);
    if (fs::exists(projectPath)) {
        auto project = open(projectPath);
        if (!hasChanged(source, *project))
            return {project, {}, source};
        if (project == place.openNow || (place.access == Access::Write && project->readOnly()))
            return {project, {}, source, true};
    }
    fs::create_directories(projectPath.parent_path());
    try {
        ImportResult imported =
            fs::is_directory(source)
                ? Project::importFolder(source, projectPath, {}, onProgress, stop)
                : Project::importCsv(source, projectPath, {}, onProgress, stop);
        if (imported.stoppedEarly)
            return {nullptr, std::move(imported), source};
        return {Project::open(projectPath, place.access), std::move(imported), source};
    } catch (const Error& error) {
        // Another program has it: then as it is.
        if (error.kind() != ErrorKind::Busy || !fs::exists(projectPath))
            throw;
        return {Project::open(projectPath, place.access), {}, source, true};
    }
}

}  // namespace selvedge
