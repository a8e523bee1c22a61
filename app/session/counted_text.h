#pragma once

#include <QLocale>
#include <QString>

namespace selvedge {

// "1 row", "2,345 rows": a count with its noun, for sentences. No translator is loaded that would
// choose the form of "%n row(s)".
inline QString countedText(std::uint64_t count, const char* noun) {
    return QLocale().toString(qulonglong(count)) + u' ' + QLatin1String(noun) +
           QLatin1String(count == 1 ? "" : "s");
}

}  // namespace selvedge
