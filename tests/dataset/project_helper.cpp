// A program that the tests kill, limit and let run beside themselves:
//   project_helper [--limit BYTES] [--user UID] import CSV PROJECT
//                                               edit PROJECT COUNT (0: until it is killed)
//                                               export PROJECT CSV
//                                               hold PROJECT (until stdin ends)
// --limit: no file may grow past so many bytes, as on a full disk. --user: as somebody who may not
// write. Prints one line for each thing that is done and safe; exit 1 and a sentence when it fails.
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstring>
#include <iostream>

#include "dataset/error.h"
#include "dataset/project/project.h"

using namespace selvedge;

namespace {

template <typename... Values>
void say(const char* format, Values... values) {
    std::printf(format, values...);
    std::fflush(stdout);
}

void import(const char* csv, const char* path) {
    const ImportResult result = Project::importCsv(csv, path);
    say("imported %llu\n", static_cast<unsigned long long>(result.objects));
}

void edit(const char* path, long count) {
    const auto project = Project::open(path);
    const auto rows = project->objects()->rowId;
    const auto categories = project->catalog()->categories().size();
    for (long i = 0; count == 0 || i < count; ++i) {
        ObjectEdit change;
        change.rowId = rows[std::size_t(i) % rows.size()];
        const auto now = project->objects()->category[std::size_t(i) % rows.size()];
        change.category = static_cast<CategoryIndex>((now + 1u) % categories);
        const std::int64_t step = project->apply({change});
        say("%lld %lld %d\n", static_cast<long long>(step), static_cast<long long>(change.rowId),
            project->catalog()->categories()[*change.category].id);
    }
}

void hold(const char* path) {
    const auto project = Project::open(path);
    say("%s\n", project->readOnly() ? project->readOnlyReason().c_str() : "writable");
    std::cin.get();
}

}  // namespace

int main(int argc, char** argv) {
    int at = 1;
    for (; at + 1 < argc && std::strncmp(argv[at], "--", 2) == 0; at += 2) {
        const long value = std::stol(argv[at + 1]);
        if (std::strcmp(argv[at], "--limit") == 0) {
            std::signal(SIGXFSZ, SIG_IGN);
            const rlimit limit{static_cast<rlim_t>(value), static_cast<rlim_t>(value)};
            ::setrlimit(RLIMIT_FSIZE, &limit);
        } else if (::setgid(static_cast<gid_t>(value)) != 0 ||
                   ::setuid(static_cast<uid_t>(value)) != 0) {
            return 2;
        }
    }
    if (argc - at < 2)
        return 2;
    const std::string command = argv[at];
    const char* first = argv[at + 1];
    const char* second = argc - at > 2 ? argv[at + 2] : "";
    try {
        if (command == "import")
            import(first, second);
        else if (command == "edit")
            edit(first, std::stol(second));
        else if (command == "export")
            Project::open(first)->exportCsv(second);
        else
            hold(first);
        return 0;
    } catch (const Error& error) {
        say("%s\n", error.what());
        return 1;
    }
}
