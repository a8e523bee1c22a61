#pragma once

#include <stdexcept>
#include <string>

namespace selvedge {

enum class ErrorKind {
    NotFound,     // a file or folder that should exist does not
    Unreadable,   // it exists but may not or cannot be read
    NotWritable,  // it may not be written, or the disk is full
    BadFormat,    // the content is not what it should be
    Unsupported,  // well-formed, but this program cannot use it
    Missing,      // a part of the program or machine is absent (engine, GPU)
    OutOfMemory,  // of the machine or the device
    Busy,         // another program or job holds it
    Internal,     // a library failed in a way we did not foresee
};

// The only exception type that leaves a module. `what()` is one sentence a user can act on; it
// already names the file and line where there are any. Thrown when work cannot go on; bad parts of
// an input are data (RowIssue), a stop by the user is not an error.
class Error : public std::runtime_error {
public:
    Error(ErrorKind kind, const std::string& sentence);
    ~Error() override;  // out of line: one type identity across shared libraries

    ErrorKind kind() const { return m_kind; }

private:
    ErrorKind m_kind;
};

}  // namespace selvedge
