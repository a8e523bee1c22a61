#include <dlfcn.h>

#include <cstdlib>
#include <exception>
#include <mutex>
#include <string>
#include <vector>

#include "dataset/error.h"
#include "model/engine.h"

// Defined when the program links the module (ENGINE_LINKED); null otherwise.
extern "C" __attribute__((weak)) selvedge::Engine* createEngine();

namespace selvedge {

namespace {

namespace fs = std::filesystem;

constexpr const char* kModule = "libselvedge-engine.so";
constexpr const char* kWhatWorks =
    " Predict and train need the network module; everything else works without it.";

// AddressSanitizer refuses RTLD_DEEPBIND. Its programs must not load OpenCV's BLAS before torch.
#ifdef __SANITIZE_ADDRESS__
constexpr int kFlags = RTLD_NOW | RTLD_LOCAL;
#else
constexpr int kFlags = RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND;
#endif

// Threads of torch's pool that wait for one another sleep instead of spinning: on two cores beside
// other work spinning made a training ten times slower (28 s against more than 300 s). OpenMP reads
// this once, when the module brings it in, so it is set before main(), while there is one thread. A
// value from outside stays.
[[maybe_unused]] const int kSleepingThreads = setenv("OMP_WAIT_POLICY", "passive", 0);

std::string namedByUser() {
    const char* path = std::getenv("SELVEDGE_ENGINE");
    return path ? path : "";
}

// Where the module may lie, best first: as built or installed beside the program.
std::vector<fs::path> places() {
    if (const std::string path = namedByUser(); !path.empty())
        return {path};
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    if (error)
        throw Error(ErrorKind::Missing, "The program cannot find its own folder (" +
                                            error.message() + "); set SELVEDGE_ENGINE to " +
                                            kModule + "." + kWhatWorks);
    const fs::path lib = program.parent_path().parent_path() / "lib";
    return {lib / kModule, lib / "selvedge" / kModule};
}

fs::path findModule() {
    std::string tried;
    for (const fs::path& path : places()) {
        std::error_code error;
        if (fs::is_regular_file(path, error))
            return fs::absolute(path);  // dlopen searches the system for a bare name
        tried += (tried.empty() ? "" : " and ") + path.string();
    }
    throw Error(
        ErrorKind::Missing,
        namedByUser().empty()
            ? "The network module is not installed: no " + tried +
                  ". Build it with -DWITH_ENGINE=ON or name it in SELVEDGE_ENGINE." + kWhatWorks
            : "The network module named by SELVEDGE_ENGINE is absent: " + tried + "." + kWhatWorks);
}

using Create = Engine* (*)();

Create entryOf(const fs::path& module) {
    void* library = ::dlopen(module.c_str(), kFlags);  // for as long as the process lives
    if (!library) {
        const char* reason = ::dlerror();
        throw Error(ErrorKind::Missing, "The network module " + module.string() +
                                            " cannot be loaded: " + (reason ? reason : "") +
                                            ". Run packaging/setup again." + kWhatWorks);
    }
    auto create = reinterpret_cast<Create>(::dlsym(library, "createEngine"));
    if (!create) {
        ::dlclose(library);
        throw Error(
            ErrorKind::Missing,
            module.string() + " is not a network module: it has no createEngine." + kWhatWorks);
    }
    return create;
}

Engine* loaded() {
    // A module that the user names wins over a linked one; loaded twice it stays one.
    const bool linked = &::createEngine != nullptr;
    const Create create = linked && namedByUser().empty() ? &::createEngine : entryOf(findModule());
    try {
        if (Engine* made = create())
            return made;
    } catch (const Error&) {
        throw;
    } catch (const std::exception& error) {
        throw Error(ErrorKind::Internal,
                    std::string("The network module does not start: ") + error.what());
    }
    throw Error(ErrorKind::Internal, "The network module gives no engine");
}

}  // namespace

Engine& engine() {
    // A failure leaves nothing behind: the next call tries again, for someone may install the
    // module while the window is open.
    static std::mutex mutex;
    static Engine* instance = nullptr;
    const std::lock_guard lock(mutex);
    if (!instance)
        instance = loaded();
    return *instance;
}

}  // namespace selvedge
