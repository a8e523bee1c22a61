#include "dataset/project/output_guard.h"

#include "dataset/error.h"
#include "dataset/image/image.h"
#include "dataset/project/project.h"
#include "dataset/project/store.h"

namespace selvedge {

namespace fs = std::filesystem;

namespace {

// Pictures have no common ending: an image's name may be without one.
bool isPictureOf(const fs::path& target, const fs::path& imageFolder) {
    std::error_code error;
    if (imageFolder.empty() || !fs::is_regular_file(target, error))
        return false;
    const fs::path inside = fs::weakly_canonical(target, error)
                                .lexically_relative(fs::weakly_canonical(imageFolder, error));
    if (error || inside.empty() || *inside.begin() == "..")
        return false;
    try {
        readImageSize(target);
        return true;
    } catch (const Error&) {
        return false;
    }
}

bool isSameFile(const fs::path& a, const fs::path& b) {
    std::error_code absent;
    if (fs::equivalent(a, b, absent))
        return true;
    std::error_code error;
    const fs::path first = fs::weakly_canonical(fs::absolute(a, error), error);
    const fs::path second = fs::weakly_canonical(fs::absolute(b, error), error);
    return !first.empty() && first == second;
}

}  // namespace

void refuseToReplace(const fs::path& target, const std::vector<fs::path>& read) {
    for (const fs::path& file : read) {
        if (!file.empty() && isSameFile(target, file))
            throw Error(ErrorKind::NotWritable,
                        target.string() +
                            " is a file that is worked with and is not overwritten; choose "
                            "another name for the result");
    }
    std::error_code error;
    if (fs::is_regular_file(target, error) && hasProjectHeader(target))
        throw Error(ErrorKind::NotWritable,
                    target.string() +
                        " is a Selvedge project and is not overwritten; choose another name for "
                        "the result");
}

void refuseToReplace(const fs::path& target, const Project& project) {
    std::vector<fs::path> read = {project.path(), project.source()};
    for (const char* companion : {"-wal", "-shm", ".lock"})
        read.push_back(project.path().string() + companion);
    std::error_code absent;
    const fs::path labels = project.source().parent_path() / "label_descriptions.json";
    if (!project.source().empty() && fs::exists(labels, absent))
        read.push_back(labels);
    refuseToReplace(target, read);
    if (isPictureOf(target, project.imageFolder()))
        throw Error(ErrorKind::NotWritable,
                    target.string() +
                        " is a picture of the project and is not overwritten; choose "
                        "another name for the result");
}

}  // namespace selvedge
