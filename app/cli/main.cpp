#include <pthread.h>
#include <signal.h>

#include <cstdio>
#include <cstdlib>
#include <stop_token>
#include <thread>

#include "app/cli/common.h"
#include "dataset/error.h"
#include "dataset/format/unfinished.h"

namespace {

// Ctrl-C and a polite kill ask the command to stop; a second one ends the program at once. Every
// other thread has these signals blocked.
void waitForSignals(const std::stop_token& programEnds, std::stop_source& stop) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    // At the program's end one of the signals is sent to this thread alone.
    const std::stop_callback wake(programEnds,
                                  [self = pthread_self()] { pthread_kill(self, SIGTERM); });
    for (int signal = 0;;) {
        sigwait(&signals, &signal);
        if (programEnds.stop_requested())
            return;
        if (stop.stop_requested()) {
            selvedge::removeUnfinished();
            std::_Exit(selvedge::cli::kStopped);
        }
        std::fprintf(stderr, "\nStopping (again to end at once)...\n");
        stop.request_stop();
    }
}

}  // namespace

int main(int argc, char** argv) {
    using namespace selvedge::cli;
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::stop_source stop;
    const std::jthread signalThread(
        [&stop](const std::stop_token& ends) { waitForSignals(ends, stop); });

    Context context;
    context.stop = stop.get_token();
    CLI::App app("Clothing segmentation with attributes: every job of the window as a command");
    app.require_subcommand(1);
    app.fallthrough();
    app.add_option("--progress", context.progress,
                   "auto: a bar on a terminal; json: a line an event on stderr; none")
        ->check(CLI::IsMember({"auto", "json", "none"}));
    addSynthesize(app, context);
    addImport(app, context);
    addEngine(app, context);
    addExport(app, context);
    addDoctor(app, context);
    addInfo(app, context);
    addInspect(app, context);
    addConvert(app, context);
    addSubset(app, context);
    addHistory(app, context);
    addTrain(app, context);
    addPredict(app, context);
    addEvaluate(app, context);
    addCompare(app, context);
    addSweep(app, context);
    addTune(app, context);
    try {
        app.parse(argc, argv);
        if (!outputArrived() && context.exitCode == kDone)
            return kFailed;
        return context.exitCode;
    } catch (const CLI::CallForHelp& e) {
        const int code = app.exit(e);
        return outputArrived() ? code : kFailed;
    } catch (const CLI::ParseError& e) {
        app.exit(e);
        return kWrongUse;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "selvedge-cli: %s\n", e.what());
        return kFailed;
    }
}
