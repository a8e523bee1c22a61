#pragma once

#include <c10/util/Exception.h>

#include <exception>
#include <new>
#include <string>

#include "dataset/error.h"

namespace selvedge {

// Runs `work` and turns whatever it throws into our Error, so that nothing else leaves the module.
template <class Work>
auto translatingErrors(Work&& work) {
    const auto outOfMemory = [](const std::string& device) {
        return Error(ErrorKind::OutOfMemory,
                     "The memory of the " + device +
                         " is full: take fewer images a step or a smaller image size");
    };
    try {
        return work();
    } catch (const Error&) {
        throw;
    } catch (const c10::OutOfMemoryError&) {
        throw outOfMemory("GPU");
    } catch (const c10::Error& error) {
        const std::string text = error.what_without_backtrace();
        if (text.find("DefaultCPUAllocator") != std::string::npos)
            throw outOfMemory("computer");
        throw Error(ErrorKind::Internal, "The network's library failed: " + text);
    } catch (const std::bad_alloc&) {
        throw outOfMemory("computer");
    } catch (const std::exception& error) {
        throw Error(ErrorKind::Internal, std::string("The network failed: ") + error.what());
    }
}

}  // namespace selvedge
