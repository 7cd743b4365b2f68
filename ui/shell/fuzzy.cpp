#include "ui/shell/fuzzy.h"

#include <algorithm>
#include <vector>

#include <QString>

namespace signalbox::ui::shell {

namespace {

constexpr int atWordStart = 8;
constexpr int inARun = 10;
constexpr int perLetter = 1;
constexpr int longest = 200; // of `text`; nobody reads further

bool isWordStart(QStringView text, qsizetype i) {
    return i == 0 || !text[i - 1].isLetterOrNumber() || (text[i].isUpper() && text[i - 1].isLower());
}

} // namespace

std::optional<int> fuzzyScore(QStringView typed, QStringView text) {
    QString wanted;
    for (const QChar c : typed)
        if (!c.isSpace())
            wanted += c.toCaseFolded();
    if (wanted.isEmpty())
        return 0;
    text = text.left(longest);
    constexpr int never = -1'000'000;
    // best[i]: best score of the letters so far when the last one is at i.
    std::vector<int> best(static_cast<std::size_t>(text.size()), never);
    for (qsizetype letter = 0; letter < wanted.size(); ++letter) {
        std::vector<int> next(best.size(), never);
        int before = letter == 0 ? 0 : never; // best of anything left of i - 1
        for (qsizetype i = 0; i < text.size(); ++i) {
            const int run = i > 0 && letter > 0 ? best[static_cast<std::size_t>(i - 1)] : never;
            if (text[i].toCaseFolded() == wanted[letter]) {
                const int start = isWordStart(text, i) ? atWordStart : 0;
                next[static_cast<std::size_t>(i)] =
                    std::max(before + perLetter + start, run == never ? never : run + perLetter + start + inARun);
            }
            before = std::max(before, run);
        }
        best = std::move(next);
    }
    const int score = best.empty() ? never : *std::ranges::max_element(best);
    return score < 0 ? std::nullopt : std::optional(score);
}

std::optional<int> wordsScore(QStringView typed, QStringView text) {
    int sum = 0;
    for (const QStringView word : typed.split(u' ', Qt::SkipEmptyParts)) {
        const auto score = fuzzyScore(word, text);
        if (!score)
            return std::nullopt;
        sum += *score;
    }
    return sum;
}

bool namesIt(QStringView typed, QStringView name) {
    constexpr qsizetype enough = 3;
    for (const QStringView word : typed.split(u' ', Qt::SkipEmptyParts)) {
        if (word.size() < enough || !word.front().isLetter())
            continue;
        for (const QStringView part : name.split(u' ', Qt::SkipEmptyParts))
            if (part.startsWith(word, Qt::CaseInsensitive))
                return true;
    }
    return false;
}

} // namespace signalbox::ui::shell
