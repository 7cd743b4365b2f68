#include "core/agents/yaml_scalar.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace signalbox::agents {

namespace {

bool oneOf(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::ranges::find(words, text) != words.end();
}

bool hasOnly(std::string_view text, std::string_view characters) {
    return !text.empty() && text.find_first_not_of(characters) == std::string_view::npos;
}

constexpr std::string_view decimalDigits = "0123456789";

// [-+]? [0-9]+ | 0o [0-7]+ | 0x [0-9a-fA-F]+
bool resolveInteger(YamlNode& node) {
    std::string_view text = node.text;
    int base = 10;
    if (text.starts_with("0o") && hasOnly(text.substr(2), "01234567"))
        base = 8;
    else if (text.starts_with("0x") && hasOnly(text.substr(2), "0123456789abcdefABCDEF"))
        base = 16;
    else if (!hasOnly(text.starts_with('-') || text.starts_with('+') ? text.substr(1) : text, decimalDigits))
        return false;
    text.remove_prefix(base != 10 ? 2 : text.starts_with('+') ? 1 : 0);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), node.integer, base);
    if (error != std::errc{} || end != text.data() + text.size())
        return false; // too large: it may still be read as a number
    node.kind = YamlNode::Kind::Integer;
    node.number = static_cast<double>(node.integer);
    return true;
}

// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )? and the infinities
bool resolveNumber(YamlNode& node) {
    std::string_view text = node.text;
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+'))
        text.remove_prefix(1);
    if (oneOf(text, {".inf", ".Inf", ".INF"})) {
        node.number = negative ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
    } else if (oneOf(node.text, {".nan", ".NaN", ".NAN"})) {
        node.number = std::numeric_limits<double>::quiet_NaN();
    } else {
        const auto mark = text.find_first_of("eE");
        const auto mantissa = text.substr(0, mark);
        const auto dot = mantissa.find('.');
        const auto whole = mantissa.substr(0, dot);
        const auto fraction = dot == std::string_view::npos ? std::string_view{} : mantissa.substr(dot + 1);
        if ((whole.empty() && fraction.empty()) || (!whole.empty() && !hasOnly(whole, decimalDigits)) ||
            (!fraction.empty() && !hasOnly(fraction, decimalDigits)))
            return false;
        if (mark != std::string_view::npos) {
            auto exponent = text.substr(mark + 1);
            if (exponent.starts_with('-') || exponent.starts_with('+'))
                exponent.remove_prefix(1);
            if (!hasOnly(exponent, decimalDigits))
                return false;
        }
        const auto error = std::from_chars(text.data(), text.data() + text.size(), node.number).ec;
        if (error == std::errc::result_out_of_range)
            node.number = std::numeric_limits<double>::infinity();
        else if (error != std::errc{})
            return false;
        if (negative)
            node.number = -node.number;
    }
    node.kind = YamlNode::Kind::Number;
    return true;
}

} // namespace

void resolvePlain(YamlNode& node) {
    if (oneOf(node.text, {"", "~", "null", "Null", "NULL"})) {
        node.kind = YamlNode::Kind::Null;
    } else if (oneOf(node.text, {"true", "True", "TRUE", "false", "False", "FALSE"})) {
        node.kind = YamlNode::Kind::Bool;
        node.boolean = oneOf(node.text, {"true", "True", "TRUE"});
    } else if (!resolveInteger(node) && !resolveNumber(node)) {
        node.kind = YamlNode::Kind::Text;
    }
}

} // namespace signalbox::agents
