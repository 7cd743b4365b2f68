#include "core/suites/pattern_parts.h"

#include <algorithm>

namespace signalbox::suites {

namespace {

using namespace Qt::StringLiterals;

constexpr char32_t halves = 0x100000; // D800 … DFFF stand at 10D800 … 10DFFF, which no whole character can take

bool isNamedGroup(const QString& script, qsizetype at) { // at "("
    return script.sliced(at).startsWith("(?<"_L1) && at + 3 < script.size() && script[at + 3] != u'=' &&
           script[at + 3] != u'!';
}

} // namespace

bool isHalf(char16_t unit) {
    return unit >= 0xD800 && unit <= 0xDFFF;
}

char32_t placeOf(char16_t unit) {
    return isHalf(unit) ? halves + unit : unit;
}

QString escaped(char32_t place) {
    return u"\\x{%1}"_s.arg(static_cast<uint>(place), 0, 16);
}

std::optional<QString> nameAt(const QString& script, qsizetype at) {
    const qsizetype end = script.indexOf(u'>', at);
    if (end <= at)
        return std::nullopt;
    const QString name = script.sliced(at, end - at);
    for (qsizetype i = 0; i < name.size(); ++i)
        if (!(name[i].isLetter() || name[i] == u'_' || name[i] == u'$' || (i > 0 && name[i].isDigit())))
            return std::nullopt;
    return name;
}

Groups groupsOf(const QString& script) {
    Groups groups;
    bool inClass = false;
    for (qsizetype at = 0; at < script.size(); ++at) {
        if (script[at] == u'\\')
            ++at;
        else if (inClass)
            inClass = script[at] != u']';
        else if (script[at] == u'[')
            inClass = true;
        else if (script[at] == u'(' && (at + 1 >= script.size() || script[at + 1] != u'?'))
            ++groups.count;
        else if (script[at] == u'(' && isNamedGroup(script, at))
            groups.names.emplace(nameAt(script, at + 3).value_or(QString()), ++groups.count);
    }
    return groups;
}

QString rangeOf(char16_t least, char16_t most) {
    QString set;
    const auto add = [&](int from, int to) {
        if (from <= to)
            set += escaped(placeOf(static_cast<char16_t>(from))) + u'-' + escaped(placeOf(static_cast<char16_t>(to)));
    };
    add(least, std::min<int>(most, 0xD7FF));
    add(std::max<int>(least, 0xD800), std::min<int>(most, 0xDFFF));
    add(std::max<int>(least, 0xE000), most);
    return set;
}

} // namespace signalbox::suites
