#include "dataset/error.h"

namespace selvedge {

Error::Error(ErrorKind kind, const std::string& sentence)
    : std::runtime_error(sentence), m_kind(kind) {}

Error::~Error() = default;

}  // namespace selvedge
