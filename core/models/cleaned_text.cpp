#include "core/models/cleaned_text.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/agents/secrets.h"
#include "core/base/visible_text.h"

namespace signalbox::models {

namespace {

constexpr std::size_t longestCode = 64;
constexpr std::ptrdiff_t mostDigits = 6;  // of a code; more is a number of one request
constexpr std::size_t longestRead = 600;  // characters of a message that are looked at
constexpr std::size_t longestShown = 200; // and that are told
constexpr std::size_t sameText = 10;      // so much in common with the request was copied from there
constexpr std::string_view takenOut = "…";

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isWordOfPrograms(char c) {
    return isDigit(c) || isLetter(c) || c == '_' || c == '-' || c == '.';
}

// Words that every such message uses: they tell nothing of the caller, even when the caller wrote them too.
constexpr std::array<std::string_view, 66> plainWords{
    "again",     "allowed",  "api",      "bad",      "been",    "cannot",      "context",   "denied",      "does",
    "error",     "exceeded", "exist",    "expired",  "failed",  "field",       "filter",    "found",       "from",
    "have",      "header",   "input",    "internal", "invalid", "later",       "length",    "limit",       "long",
    "maximum",   "message",  "messages", "minute",   "missing", "model",       "must",      "only",        "output",
    "parameter", "please",   "policy",   "quota",    "rate",    "reached",     "request",   "requests",    "required",
    "retry",     "route",    "seconds",  "server",   "service", "such",        "supported", "than",        "that",
    "this",      "timeout",  "token",    "tokens",   "type",    "unavailable", "unknown",   "unsupported", "value",
    "when",      "with",     "your"};

bool isPlainWord(std::string_view word) {
    std::string lower(word);
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return std::ranges::binary_search(plainWords, std::string_view(lower));
}

// ---- cleaning: each letter of the message is marked when it must not be told, then whole words are taken out.

struct Word {
    std::size_t begin = 0;
    std::size_t end = 0;
};

std::vector<Word> wordsOf(std::string_view text) {
    std::vector<Word> words;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = text.find_first_not_of(' ', at);
        if (begin == std::string_view::npos)
            break;
        at = std::min(text.find(' ', begin), text.size());
        words.push_back({begin, at});
    }
    return words;
}

std::string_view bareWord(std::string_view word) {
    constexpr std::string_view around = "\"'`()[]{}<>,;:!?.";
    const auto begin = word.find_first_not_of(around);
    if (begin == std::string_view::npos)
        return {};
    return word.substr(begin, word.find_last_not_of(around) - begin + 1);
}

// api.example.com, 10.0.0.1, [::1], name:8080, a path, a mail address; not "gpt-4.1", not "llama3.1:8b".
bool isAddress(std::string_view word) {
    if (word.contains("://") || word.contains('@') || word.contains("::") || word.starts_with('/'))
        return true;
    const auto colon = word.rfind(':');
    if (colon != std::string_view::npos && colon + 1 < word.size() &&
        std::ranges::all_of(word.substr(colon + 1), isDigit))
        return true;
    if (std::ranges::count(word, '.') == 3 && std::ranges::all_of(word, [](char c) { return isDigit(c) || c == '.'; }))
        return true;
    const auto dot = word.rfind('.');
    const std::string_view last = dot == std::string_view::npos ? std::string_view{} : word.substr(dot + 1);
    return last.size() >= 2 && std::ranges::all_of(last, isLetter) && !word.contains('_') && dot > 0;
}

bool looksLikeKey(std::string_view word) {
    for (const std::string_view prefix : {"sk-", "pk-", "AKIA", "ghp_", "xoxb-", "AIza", "eyJ", "hf_"})
        if (word.starts_with(prefix))
            return true;
    return word.contains("***") || !agents::secretIn(word).empty();
}

bool isRandom(std::string_view word) {
    return word.size() >= 24 && std::ranges::any_of(word, isDigit) && std::ranges::any_of(word, isLetter) &&
           !word.contains('-') && !word.contains('.');
}

bool isSecret(std::string_view word) {
    return looksLikeKey(word) || isRandom(word) || (word.size() >= 9 && std::ranges::all_of(word, isDigit));
}

class Cleaner {
public:
    Cleaner(std::string_view text, const Unsaid& unsaid)
        : m_text(text),
          m_unsaid(unsaid),
          m_taken(text.size(), false) {}

    [[nodiscard]] std::string cleaned() {
        takeHeaders();
        takeCopies();
        takeQuoted();
        for (const Word& word : wordsOf(m_text))
            takeWord(word);
        return joined();
    }

private:
    void take(std::size_t begin, std::size_t end) {
        std::fill(m_taken.begin() + static_cast<std::ptrdiff_t>(begin),
                  m_taken.begin() + static_cast<std::ptrdiff_t>(end), true);
    }

    void takeAll(std::string_view what) {
        if (what.size() < 4)
            return;
        for (auto at = m_text.find(what); at != std::string_view::npos; at = m_text.find(what, at + 1))
            take(at, at + what.size());
    }

    [[nodiscard]] bool isKept(std::string_view word) const {
        return std::ranges::contains(m_unsaid.kept, word) && !word.empty();
    }

    [[nodiscard]] static bool isTerm(std::string_view word) {
        return std::ranges::any_of(word, isLetter) && !cleanedCode(word).empty();
    }

    // A name of the protocol that the caller used, such as "max_tokens".
    [[nodiscard]] bool isKey(std::string_view word) const {
        return std::ranges::all_of(word, isWordOfPrograms) &&
               m_unsaid.request.contains("\"" + std::string(word) + "\":");
    }

    void takeHeaders();
    void takeCopies();
    void takeQuoted();
    void takeWord(const Word& word);
    [[nodiscard]] std::string joined() const;

    std::string_view m_text;
    const Unsaid& m_unsaid;
    std::vector<bool> m_taken;
};

void Cleaner::takeHeaders() {
    takeAll(m_unsaid.host);
    std::string_view rest = m_unsaid.headers;
    while (!rest.empty()) {
        const auto end = std::min(rest.find("\r\n"), rest.size());
        const std::string_view line = rest.substr(0, end);
        const auto colon = line.find(": ");
        if (colon != std::string_view::npos) {
            const std::string_view value = line.substr(colon + 2);
            takeAll(value);
            takeAll(value.substr(value.rfind(' ') + 1)); // without "Bearer"
        }
        rest.remove_prefix(std::min(end + 2, rest.size()));
    }
}

// Text that stands in the request as well, found in one pass over it.
void Cleaner::takeCopies() {
    if (m_text.size() < sameText)
        return;
    std::vector<std::vector<std::size_t>> starts(1U << 16U);
    const auto pairAt = [](std::string_view text, std::size_t at) {
        return (static_cast<std::size_t>(static_cast<std::uint8_t>(text[at])) << 8U) |
               static_cast<std::uint8_t>(text[at + 1]);
    };
    for (std::size_t at = 0; at + sameText <= m_text.size(); ++at)
        starts[pairAt(m_text, at)].push_back(at);
    const std::string_view request = m_unsaid.request;
    for (std::size_t at = 0; at + sameText <= request.size(); ++at)
        for (const std::size_t start : starts[pairAt(request, at)])
            if (m_text.substr(start, sameText) == request.substr(at, sameText))
                take(start, start + sameText);
}

void Cleaner::takeQuoted() {
    for (const char quote : {'"', '\'', '`'}) {
        for (auto begin = m_text.find(quote); begin != std::string_view::npos;) {
            const bool opens = begin == 0 || !isWordOfPrograms(m_text[begin - 1]); // not the "'" of "doesn't"
            const auto end = opens ? m_text.find(quote, begin + 1) : begin;
            if (end == std::string_view::npos)
                break;
            const std::string_view inside = m_text.substr(begin + 1, end > begin ? end - begin - 1 : 0);
            const bool told = inside.empty() || isKept(inside) || isKey(inside) ||
                              (isTerm(inside) && !m_unsaid.request.contains(inside));
            if (opens && !told)
                take(begin + 1, end);
            begin = m_text.find(quote, end + 1);
        }
    }
}

void Cleaner::takeWord(const Word& word) {
    const std::string_view whole = m_text.substr(word.begin, word.end - word.begin);
    const std::string_view inner = bareWord(whole);
    if (isKept(inner) || isKey(inner)) {
        std::fill(m_taken.begin() + static_cast<std::ptrdiff_t>(word.begin),
                  m_taken.begin() + static_cast<std::ptrdiff_t>(word.end), false);
        return;
    }
    const bool touched = std::any_of(m_taken.begin() + static_cast<std::ptrdiff_t>(word.begin),
                                     m_taken.begin() + static_cast<std::ptrdiff_t>(word.end), [](bool t) { return t; });
    // A word of the caller's; the shortest ones only where they are a name or a number.
    const bool special =
        inner.size() >= 2 && (std::ranges::any_of(inner, isDigit) || (inner.front() >= 'A' && inner.front() <= 'Z'));
    const bool own = (special || inner.size() >= 4) && !isPlainWord(inner) && m_unsaid.request.contains(inner);
    if (touched || own || isAddress(inner) || isSecret(inner))
        take(word.begin, word.end);
}

std::string Cleaner::joined() const {
    std::string text;
    bool any = false;
    for (const Word& word : wordsOf(m_text)) {
        const bool taken = m_taken[word.begin];
        any = any || !taken;
        if (taken && text.ends_with(takenOut))
            continue;
        text += text.empty() ? "" : " ";
        text += taken ? takenOut : m_text.substr(word.begin, word.end - word.begin);
    }
    return any ? text : std::string();
}

} // namespace

// A word of a vocabulary: no number of one request, no key, no address.
std::string cleanedCode(std::string_view word) {
    const bool fits = !word.empty() && word.size() <= longestCode &&
                      std::ranges::all_of(word, [](char c) { return isWordOfPrograms(c) || c == ':'; });
    const bool isCommon = std::ranges::count_if(word, isDigit) <= mostDigits;
    const bool isId = isRandom(word) && !word.contains('_');
    return fits && isCommon && !isId && !isAddress(word) && !looksLikeKey(word) ? std::string(word) : std::string();
}

std::string cleanedMessage(std::string_view message, const Unsaid& unsaid) {
    if (message.empty() || unsaid.request.size() > longestComparedRequest)
        return {};
    std::string line = visibleText(message, Lines::Keep, longestRead);
    for (char& c : line)
        c = c == '\n' || c == '\t' ? ' ' : c;
    return visibleText(Cleaner(line, unsaid).cleaned(), Lines::Visible, longestShown);
}

} // namespace signalbox::models
