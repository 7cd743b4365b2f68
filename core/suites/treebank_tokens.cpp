#include "core/suites/treebank_tokens.h"

#include <array>

#include <QRegularExpression>

#include "core/suites/script_value.h"

namespace signalbox::suites {

namespace {

using namespace Qt::StringLiterals;

struct Rule {
    const char16_t* pattern;
    const char16_t* replacement;
};

// In this order; each everywhere.
constexpr std::array rules{
    Rule{u"\\.{3}", u" ... "},     Rule{u"([:,])(?!\\p{Nd})", u" \\1 "},
    Rule{u"([;@#$%&])", u" \\1 "}, Rule{u"([^.])(?<!\\b[A-Za-z]\\.[A-Za-z])(\\.)([\\])}>'\\s]*)\\z", u"\\1 \\2\\3 "},
    Rule{u"([?!])", u" \\1 "},     Rule{u"([\\]\\[(){}<>])", u" \\1 "},
    Rule{u"--", u" -- "},
};
constexpr std::array endings{
    Rule{u"([^'])' ", u"\\1 ' "},
    Rule{u"'([sSmMdD]) ", u" '\\1 "},
    Rule{u"('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) ", u" \\1 "},
};
constexpr std::array<const char16_t*, 10> contractions{u"(can)(not)", u"(d)('ye)",  u"(gim)(me)",  u"(gon)(na)",
                                                       u"(got)(ta)",  u"(lem)(me)", u"(more)('n)", u"(wan)(na)(?= )",
                                                       u"('t)(is)",   u"('t)(was)"};
constexpr auto insideWord = "[\\p{L}\\p{Nl}\\p{Mn}\\p{Mc}\\p{Nd}\\p{Pc}\\x{200c}\\x{200d}\\x{b7}]"_L1;

// All white space as single blanks.
QString withBlanks(const QString& text) {
    QString plain;
    for (const QChar c : text) {
        const bool isBlank = isScriptSpace(c) || c == QChar(0x85);
        if (!isBlank)
            plain += c;
        else if (!plain.endsWith(u' '))
            plain += u' ';
    }
    return plain.trimmed();
}

QString quoteAt(const QString& text, qsizetype at) {
    const QString two = text.sliced(at, std::min<qsizetype>(2, text.size() - at));
    if (two == "``"_L1 || two == "''"_L1)
        return two;
    return two.startsWith(u'"') ? u"\""_s : QString();
}

QString nextQuote(const QString& text, qsizetype from) {
    for (qsizetype at = from; at < text.size(); ++at)
        if (const QString quote = quoteAt(text, at); !quote.isEmpty())
            return quote;
    return {};
}

// Whether a quote at this place, written so, begins what is quoted.
bool opens(const QString& text, qsizetype at, const QString& quote) {
    const QChar before = at > 0 ? text[at - 1] : QChar(u' ');
    const bool isBehindBracket = before == u' ' || before == u'<' || before.category() == QChar::Punctuation_Open;
    if (at + quote.size() >= text.size() && at > 0 && !isBehindBracket)
        return false;
    const bool mayBegin =
        at == 0 || before == u' ' || before == u'<' || before.isPunct() || text.sliced(0, at).endsWith("``"_L1);
    if (!mayBegin || (at > 0 && (before == u'.' || before == u'!' || before == u'?')))
        return false;
    if (quote.size() == 1)
        return true;
    const QChar next = at + 2 < text.size() ? text[at + 2] : QChar(u' ');
    const bool isWord = next.isLetter() || next.isNumber() || next.category() == QChar::Symbol_Currency ||
                        next.category() == QChar::Punctuation_Open;
    return at > 0 && isWord && nextQuote(text, at + 2) == "''"_L1;
}

QString withQuotes(const QString& text) {
    QString whole;
    bool isOpen = false;
    for (qsizetype at = 0; at < text.size();) {
        const QString quote = quoteAt(text, at);
        if (quote.isEmpty()) {
            whole += text[at++];
            continue;
        }
        isOpen = quote == "``"_L1 || (!isOpen && opens(text, at, quote));
        whole += isOpen ? u" `` "_s : u" '' "_s;
        at += quote.size();
    }
    return whole;
}

void apply(const Rule& rule, QString& text) {
    text.replace(QRegularExpression(QString(rule.pattern)), QString(rule.replacement));
}

} // namespace

QStringList treebankTokens(const QString& text) {
    QString spaced = withBlanks(text);
    if (spaced.isEmpty())
        return {};
    spaced = withQuotes(spaced);
    for (const Rule& rule : rules)
        apply(rule, spaced);
    spaced = u' ' + spaced + u' ';
    for (const Rule& rule : endings)
        apply(rule, spaced);
    for (const char16_t* one : contractions) {
        const QString pattern = u"(?i)(?<!%1)%2(?!%1)"_s.arg(QString(insideWord), QString(one));
        spaced.replace(QRegularExpression(pattern), u" \\1 \\2 "_s);
    }
    return spaced.split(u' ', Qt::SkipEmptyParts);
}

} // namespace signalbox::suites
