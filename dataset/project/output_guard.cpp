#include "dataset/project/output_guard.h"

#include "dataset/error.h"
#include "dataset/project/project.h"
#include "dataset/project/store.h"

namespace selvedge {

namespace fs = std::filesystem;

namespace {

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
    refuseToReplace(target, {project.path(), project.source()});
}

}  // namespace selvedge
