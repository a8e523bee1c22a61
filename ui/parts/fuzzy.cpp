#include "ui/parts/fuzzy.h"

#include <QStringList>

namespace selvedge {

namespace {

bool startsWord(const QString& text, qsizetype at) {
    return at == 0 || !text[at - 1].isLetterOrNumber();
}

std::optional<int> wordScore(const QString& word, const QString& text) {
    for (qsizetype at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        if (startsWord(text, at))
            return at == 0 ? 1000 : 800;
    }
    if (text.contains(word))
        return 500;
    int score = 0;
    qsizetype from = 0, last = -2;
    for (const QChar letter : word) {
        const qsizetype at = text.indexOf(letter, from);
        if (at < 0)
            return {};
        score += at == last + 1 ? 3 : startsWord(text, at) ? 5 : 0;
        last = at;
        from = at + 1;
    }
    return score;
}

}  // namespace

std::optional<int> fuzzyScore(const QString& typed, const QString& text) {
    const QString folded = text.toCaseFolded();
    int score = 0;
    for (const QString& word : typed.toCaseFolded().split(u' ', Qt::SkipEmptyParts)) {
        const auto found = wordScore(word, folded);
        if (!found)
            return {};
        score += *found;
    }
    return score;
}

}  // namespace selvedge
