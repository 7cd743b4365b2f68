#include <format>
#include <map>
#include <optional>
#include <vector>

#include "core/suites/pattern.h"
#include "core/suites/pattern_parts.h"

namespace signalbox::suites {

namespace {

using namespace Qt::StringLiterals;

class Writer {
public:
    explicit Writer(const QString& script) : m_script(script), m_groups(groupsOf(script)) {}

    Result<QString> write() {
        while (m_error.empty() && m_at < m_script.size())
            term(m_script[m_at++].unicode());
        if (m_error.empty() && !m_open.empty())
            m_error = "a group is not closed";
        if (!m_error.empty())
            return failure(Errc::Invalid, "bad_pattern", std::format("This is no regular expression: {}.", m_error),
                           "Write it as JavaScript has it, without slashes and flags.");
        return m_out;
    }

private:
    // One character, or a set of them that is ready to stand in a class.
    struct Atom {
        std::optional<char16_t> unit = {};
        QString set = {};
    };

    [[nodiscard]] bool isNext(char16_t c) const { return m_at < m_script.size() && m_script[m_at] == c; }

    void fail(std::string why) {
        if (m_error.empty())
            m_error = std::move(why);
    }

    void put(const QString& text, bool canRepeat) {
        m_out += text;
        m_canRepeat = canRepeat;
    }

    void term(char16_t c) {
        switch (c) {
        case u'^':
            return put(u"^"_s, false);
        case u'$':
            return put(u"\\z"_s, false);
        case u'|':
            return put(u"|"_s, false);
        case u'.':
            return put(u"[^\\n\\r\\x{2028}\\x{2029}]"_s, true);
        case u'(':
            return openGroup();
        case u')':
            return closeGroup();
        case u'[':
            return characterClass();
        case u'\\':
            return escape();
        case u'*':
        case u'+':
        case u'?':
            return repeat(QString(QChar(c)));
        case u'{':
            return brace();
        default:
            return put(escaped(placeOf(c)), true);
        }
    }

    void openGroup() {
        const QString rest = m_script.sliced(m_at, std::min<qsizetype>(3, m_script.size() - m_at));
        const auto open = [&](const QString& as, qsizetype skipped, bool canRepeat) {
            m_at += skipped;
            m_open.push_back(canRepeat);
            put(as, false);
        };
        if (!rest.startsWith(u'?'))
            return open(u"("_s, 0, true);
        if (rest.startsWith("?:"_L1) || rest.startsWith("?="_L1) || rest.startsWith("?!"_L1))
            return open(u'(' + rest.first(2), 2, true);
        if (rest == "?<="_L1 || rest == "?<!"_L1)
            return open(u'(' + rest, 3, false);
        const auto name = rest.startsWith("?<"_L1) ? nameAt(m_script, m_at + 2) : std::nullopt;
        if (!name)
            return fail("a group begins with something that is not known");
        if (++m_seen[*name] > 1)
            return fail("two groups have the same name");
        open(u"("_s, name->size() + 3, true);
    }

    void closeGroup() {
        if (m_open.empty())
            return fail("a group is closed that was not opened");
        put(u")"_s, m_open.back());
        m_open.pop_back();
    }

    void repeat(const QString& how) {
        if (!m_canRepeat)
            return fail("there is nothing to repeat");
        put(how, false);
        if (isNext(u'?')) {
            ++m_at;
            m_out += u'?';
        }
    }

    // "{2}", "{2,}" and "{2,3}" repeat; any other brace stands for itself.
    void brace() {
        static const QRegularExpression form(u"\\A(\\d+)(?:,(\\d*))?\\}"_s);
        const QRegularExpressionMatch match =
            form.match(m_script.sliced(m_at, std::min<qsizetype>(32, m_script.size() - m_at)));
        if (!match.hasMatch())
            return put(escaped(u'{'), true);
        const QString most = match.captured(2);
        if (!most.isEmpty() && most.toULongLong() < match.captured(1).toULongLong())
            return fail("the numbers of a repetition are out of order");
        m_at += match.capturedLength();
        repeat(u'{' + match.captured(0));
    }

    void escape() {
        if (m_at >= m_script.size())
            return fail("it ends with \\");
        const char16_t c = m_script[m_at].unicode();
        if (c == u'b' || c == u'B') {
            ++m_at;
            return put(u'\\' + QChar(c), false);
        }
        if (c == u'k' && !m_groups.names.empty())
            return namedReference();
        if (c >= u'1' && c <= u'9' && reference())
            return;
        const Atom atom = escapedAtom(false);
        put(atom.unit ? escaped(placeOf(*atom.unit)) : u'[' + atom.set + u']', true);
    }

    // A group that took no part matches nothing at all: as if the reference was not there.
    void refer(int group) { put(u"(?(%1)\\g{%1})"_s.arg(group), true); }

    void namedReference() {
        ++m_at;
        const auto name = isNext(u'<') ? nameAt(m_script, m_at + 1) : std::nullopt;
        const auto known = name ? m_groups.names.find(*name) : m_groups.names.end();
        if (known == m_groups.names.end())
            return fail("it names a group that is not there");
        m_at += name->size() + 2;
        refer(known->second);
    }

    bool reference() {
        qsizetype end = m_at;
        int number = 0;
        while (end < m_script.size() && m_script[end] >= u'0' && m_script[end] <= u'9' && number <= m_groups.count)
            number = number * 10 + (m_script[end++].unicode() - u'0');
        if (number > m_groups.count)
            return false;
        m_at = end;
        refer(number);
        return true;
    }

    // Behind "\\".
    Atom escapedAtom(bool inClass) {
        if (m_at >= m_script.size()) {
            fail("it ends with \\");
            return {};
        }
        const char16_t c = m_script[m_at++].unicode();
        switch (c) {
        case u'd':
            return {.set = u"0-9"_s};
        case u'D':
            return {.set = u"\\D"_s};
        case u'w':
            return {.set = u"0-9A-Z_a-z"_s};
        case u'W':
            return {.set = u"\\W"_s};
        case u's':
            return {.set = QString(spaces)};
        case u'S':
            return {.set = QString(otherThanSpaces)};
        case u't':
            return {.unit = u'\t'};
        case u'n':
            return {.unit = u'\n'};
        case u'v':
            return {.unit = u'\v'};
        case u'f':
            return {.unit = u'\f'};
        case u'r':
            return {.unit = u'\r'};
        case u'b':
            return {.unit = inClass ? u'\b' : u'b'};
        case u'c':
            return {.unit = control(inClass)};
        case u'x':
            return {.unit = hexadecimal(2).value_or(c)};
        case u'u':
            return {.unit = hexadecimal(4).value_or(c)};
        default:
            break;
        }
        if (c < u'0' || c > u'7')
            return {.unit = c};
        int number = c - u'0';
        for (int more = 0; more < 2 && m_at < m_script.size(); ++more) {
            const int digit = m_script[m_at].unicode() - u'0';
            if (digit < 0 || digit > 7 || number * 8 + digit > 255)
                break;
            number = number * 8 + digit;
            ++m_at;
        }
        return {.unit = static_cast<char16_t>(number)};
    }

    char16_t control(bool inClass) {
        const char16_t c = m_at < m_script.size() ? m_script[m_at].unicode() : u'\0';
        const bool isLetter = (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
        if (!isLetter && !(inClass && ((c >= u'0' && c <= u'9') || c == u'_'))) {
            --m_at; // the "c" stands for itself
            return u'\\';
        }
        ++m_at;
        return c % 32;
    }

    std::optional<char16_t> hexadecimal(qsizetype digits) {
        if (m_at + digits > m_script.size())
            return std::nullopt;
        uint number = 0;
        for (const QChar c : m_script.sliced(m_at, digits)) {
            const int digit = c >= u'0' && c <= u'9'   ? c.unicode() - u'0'
                              : c >= u'a' && c <= u'f' ? c.unicode() - u'a' + 10
                              : c >= u'A' && c <= u'F' ? c.unicode() - u'A' + 10
                                                       : -1;
            if (digit < 0)
                return std::nullopt;
            number = number * 16 + static_cast<uint>(digit);
        }
        m_at += digits;
        return static_cast<char16_t>(number);
    }

    Atom classAtom() {
        const char16_t c = m_script[m_at++].unicode();
        return c == u'\\' ? escapedAtom(true) : Atom{.unit = c};
    }

    static QString setOf(const Atom& atom) { return atom.unit ? escaped(placeOf(*atom.unit)) : atom.set; }

    void characterClass() {
        const bool negated = isNext(u'^');
        m_at += negated ? 1 : 0;
        QString set;
        while (m_error.empty() && m_at < m_script.size() && m_script[m_at] != u']') {
            const Atom first = classAtom();
            if (!isNext(u'-') || m_at + 1 >= m_script.size() || m_script[m_at + 1] == u']') {
                set += setOf(first);
                continue;
            }
            ++m_at;
            const Atom last = classAtom();
            if (!first.unit || !last.unit)
                set += setOf(first) + escaped(u'-') + setOf(last);
            else if (*first.unit > *last.unit)
                fail("a range of a class is out of order");
            else
                set += rangeOf(*first.unit, *last.unit);
        }
        if (!isNext(u']'))
            return fail("a class is not closed");
        ++m_at;
        if (set.isEmpty())
            return put(negated ? u"[\\x{0}-\\x{10ffff}]"_s : u"(?!)"_s, true);
        put((negated ? u"[^"_s : u"["_s) + set + u']', true);
    }

    const QString& m_script;
    Groups m_groups;
    qsizetype m_at = 0;
    QString m_out;
    std::vector<bool> m_open; // groups, and whether they can be repeated
    std::map<QString, int> m_seen;
    bool m_canRepeat = false;
    std::string m_error;
};

} // namespace

Result<QString> portablePattern(const QString& script) {
    return Writer(script).write();
}

QString portableText(const QString& text) {
    QString moved;
    moved.reserve(text.size());
    for (const QChar c : text) {
        if (isHalf(c.unicode()))
            moved += QChar::fromUcs4(placeOf(c.unicode()));
        else
            moved += c;
    }
    return moved;
}

} // namespace signalbox::suites
