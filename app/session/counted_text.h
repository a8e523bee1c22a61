#pragma once

#include <QString>

namespace selvedge {

// 5 250: thousands by narrow no-break space (U+202F), from four digits on.
inline QString thousands(std::uint64_t count) {
    QString digits = QString::number(count);
    for (qsizetype at = digits.size() - 3; at > 0; at -= 3)
        digits.insert(at, QChar(0x202f));
    return digits;
}

// "1 row", "2 345 rows": a count with its noun, for sentences. No translator is loaded that would
// choose the form of "%n row(s)".
inline QString countedText(std::uint64_t count, const char* noun) {
    return thousands(count) + u' ' + QLatin1String(noun) + QLatin1String(count == 1 ? "" : "s");
}

}  // namespace selvedge
