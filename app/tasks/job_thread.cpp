#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>

#include "app/tasks/tasks.h"

namespace selvedge {

void enterJobThread(int nice) {
    // Linux gives each thread its own nice value; a refusal only costs smoothness.
    setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), nice);
}

std::filesystem::path cacheFolder() {
    const auto folder = [](const char* name) -> std::filesystem::path {
        const char* value = std::getenv(name);
        return value ? value : "";
    };
    if (auto own = folder("SELVEDGE_CACHE"); !own.empty())
        return own;
    if (auto xdg = folder("XDG_CACHE_HOME"); !xdg.empty())
        return xdg / "selvedge";
    if (auto home = folder("HOME"); !home.empty())
        return home / ".cache" / "selvedge";
    return std::filesystem::temp_directory_path() / "selvedge";
}

}  // namespace selvedge
