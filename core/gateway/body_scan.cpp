#include "core/gateway/body_scan.h"

#include <algorithm>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "core/models/json_text.h"

namespace signalbox::gateway {

namespace {

namespace json = boost::json;

constexpr std::size_t maximumDepth = 64;
constexpr std::size_t maximumMembers = 1'024;
constexpr std::size_t usualMembers = 8;

// Accepts everything: only the grammar is checked.
struct Checker {
    using Error = boost::system::error_code;
    static constexpr std::size_t max_object_size = std::size_t(-1);
    static constexpr std::size_t max_array_size = std::size_t(-1);
    static constexpr std::size_t max_key_size = std::size_t(-1);
    static constexpr std::size_t max_string_size = std::size_t(-1);

    bool on_document_begin(Error&) { return true; }

    bool on_document_end(Error&) { return true; }

    bool on_object_begin(Error&) { return true; }

    bool on_object_end(std::size_t, Error&) { return true; }

    bool on_array_begin(Error&) { return true; }

    bool on_array_end(std::size_t, Error&) { return true; }

    bool on_key_part(json::string_view, std::size_t, Error&) { return true; }

    bool on_key(json::string_view, std::size_t, Error&) { return true; }

    bool on_string_part(json::string_view, std::size_t, Error&) { return true; }

    bool on_string(json::string_view, std::size_t, Error&) { return true; }

    bool on_number_part(json::string_view, Error&) { return true; }

    bool on_int64(std::int64_t, json::string_view, Error&) { return true; }

    bool on_uint64(std::uint64_t, json::string_view, Error&) { return true; }

    bool on_double(double, json::string_view, Error&) { return true; }

    bool on_bool(bool, Error&) { return true; }

    bool on_null(Error&) { return true; }

    bool on_comment_part(json::string_view, Error&) { return true; }

    bool on_comment(json::string_view, Error&) { return true; }
};

bool isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

class Scanner {
public:
    explicit Scanner(std::string_view text, std::size_t at = 0) : m_text(text), m_at(at) {}

    [[nodiscard]] bool done() const { return m_at >= m_text.size(); }

    [[nodiscard]] char peek() const { return done() ? '\0' : m_text[m_at]; }

    [[nodiscard]] std::size_t at() const { return m_at; }

    void step() { ++m_at; }

    void skipSpace() {
        while (!done() && isSpace(peek()))
            ++m_at;
    }

    // From the opening quote to behind the closing one.
    void skipString() {
        ++m_at;
        std::size_t quote = 0;
        for (;;) {
            if (quote < m_at) // not yet found, or it was an escaped character
                quote = std::min(m_text.find('"', m_at), m_text.size());
            const std::size_t escape = m_text.substr(0, quote).find('\\', m_at);
            if (escape == std::string_view::npos)
                break;
            m_at = escape + 2;
        }
        m_at = quote + 1;
    }

    void skipValue() {
        std::size_t depth = 0;
        while (!done()) {
            const char c = peek();
            if (c == '"') {
                skipString();
            } else if (c == '{' || c == '[') {
                ++depth;
                ++m_at;
                continue;
            } else if ((c == '}' || c == ']' || c == ',') && depth == 0) {
                return;
            } else if (c == '}' || c == ']') {
                --depth;
                ++m_at;
            } else {
                ++m_at;
                if (depth > 0 || !done())
                    continue;
            }
            if (depth == 0)
                return;
        }
    }

    // Where it lies; from the quote before its key.
    void readMember(Member& member) {
        member.keyBegin = m_at;
        skipString();
        member.keyEnd = m_at;
        skipSpace();
        step(); // the colon
        skipSpace();
        member.begin = m_at;
        skipValue();
        member.end = m_at;
        while (member.end > member.begin && isSpace(m_text[member.end - 1]))
            --member.end;
    }

    // Before the quote of the next key; false: there is none.
    [[nodiscard]] bool findKey() {
        skipSpace();
        while (peek() == ',') {
            step();
            skipSpace();
        }
        return peek() == '"';
    }

private:
    std::string_view m_text;
    std::size_t m_at;
};

std::optional<std::string> firstDuplicate(const std::vector<Member>& members) {
    constexpr std::size_t few = 12; // are compared faster than sorted
    if (members.size() <= few) {
        for (auto one = members.begin(); one != members.end(); ++one)
            if (std::ranges::find(std::next(one), members.end(), one->key, &Member::key) != members.end())
                return one->key;
        return std::nullopt;
    }
    std::vector<std::string_view> keys;
    keys.reserve(members.size());
    for (const Member& member : members)
        keys.push_back(member.key);
    std::ranges::sort(keys);
    const auto twice = std::ranges::adjacent_find(keys);
    return twice == keys.end() ? std::nullopt : std::optional(std::string(*twice));
}

} // namespace

Result<void> checkJson(std::string_view text, Surrogates surrogates) {
    json::parse_options options;
    options.max_depth = maximumDepth;
    json::basic_parser<Checker> parser(options);
    boost::system::error_code error;
    const std::size_t used = parser.write_some(false, text.data(), text.size(), error);
    if (!error && used == text.size())
        return {};
    // Which error it is does not tell: half of a pair may be one of syntax.
    if (surrogates == Surrogates::Any && error != json::error::too_deep && text.contains("\\u"))
        return checkJson(models::withoutLoneSurrogates(text));
    return failure(Errc::Invalid, "bad_json",
                   "The body is not valid JSON near byte " + std::to_string(used) + ": " +
                       (error ? error.message() : std::string("text after the value")) + ".",
                   "Send one JSON object in UTF-8, nested at most 64 deep.");
}

const Member* Members::find(std::string_view key) const {
    const auto found = std::ranges::find(list, key, &Member::key);
    return found == list.end() ? nullptr : &*found;
}

std::string_view Members::valueOf(std::string_view text, std::string_view key) const {
    const Member* member = find(key);
    return member == nullptr ? std::string_view{} : text.substr(member->begin, member->end - member->begin);
}

Result<Members> scanObject(std::string_view text) {
    Scanner scanner(text);
    scanner.skipSpace();
    if (scanner.peek() != '{')
        return failure(Errc::Invalid, "bad_json", "The body is not a JSON object.", "Send one JSON object.");
    scanner.step();
    Members members;
    members.list.reserve(usualMembers);
    while (scanner.findKey()) {
        Member member;
        scanner.readMember(member);
        member.key = stringValue(text.substr(member.keyBegin, member.keyEnd - member.keyBegin));
        if (members.list.size() == maximumMembers)
            return failure(Errc::Limit, "bad_json", "The object has more than 1,024 members.", "Send fewer members.");
        members.list.push_back(std::move(member));
    }
    members.close = scanner.at();
    if (const auto twice = firstDuplicate(members.list))
        return failure(Errc::Invalid, "duplicate_key", "The member \"" + *twice + "\" is there twice.",
                       "Send each member once.", *twice);
    return members;
}

std::string_view valueIn(std::string_view text, std::string_view key) {
    Scanner scanner(text);
    scanner.skipSpace();
    if (scanner.peek() != '{')
        return {};
    scanner.step();
    std::string_view found;
    Member member;
    while (scanner.findKey()) {
        scanner.readMember(member);
        const std::string_view name = text.substr(member.keyBegin + 1, member.keyEnd - member.keyBegin - 2);
        if (name != key && !(name.contains('\\') && stringValue(text.substr(member.keyBegin, name.size() + 2)) == key))
            continue;
        if (!found.empty())
            return {};
        found = text.substr(member.begin, member.end - member.begin);
    }
    return found;
}

ListReader::ListReader(std::string_view text) : m_text(text) {
    Scanner scanner(text);
    scanner.skipSpace();
    m_isList = scanner.peek() == '[';
    if (m_isList)
        scanner.step();
    m_at = scanner.at();
}

std::optional<std::size_t> ListReader::nextBegin() const {
    Scanner scanner(m_text, m_at);
    scanner.skipSpace();
    while (m_isList && scanner.peek() == ',') {
        scanner.step();
        scanner.skipSpace();
    }
    return scanner.done() || scanner.peek() == ']' ? std::nullopt : std::optional(scanner.at());
}

bool ListReader::hasMore() const {
    return nextBegin().has_value();
}

std::optional<std::string_view> ListReader::next() {
    const auto from = nextBegin();
    if (!from)
        return std::nullopt;
    const std::size_t begin = *from;
    Scanner scanner(m_text, begin);
    scanner.skipValue();
    m_at = scanner.at();
    std::size_t end = m_at;
    while (end > begin && isSpace(m_text[end - 1]))
        --end;
    return m_text.substr(begin, end - begin);
}

std::vector<std::string_view> scanList(std::string_view text) {
    std::vector<std::string_view> elements;
    ListReader reader(text);
    while (const auto element = reader.next())
        elements.push_back(*element);
    return elements;
}

std::string_view rawString(std::string_view value) {
    return value.size() >= 2 && value.front() == '"' ? value.substr(1, value.size() - 2) : std::string_view{};
}

std::string stringValue(std::string_view value) {
    const std::string_view raw = rawString(value);
    if (!raw.contains('\\'))
        return std::string(raw);
    boost::system::error_code error;
    json::value parsed = json::parse(value, error);
    if (error)
        parsed = json::parse(models::withoutLoneSurrogates(value), error);
    return !error && parsed.is_string() ? std::string(parsed.get_string()) : std::string();
}

std::string jsonQuoted(std::string_view text) {
    const auto isPlain = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; }; // as most names are
    if (std::ranges::all_of(text, isPlain))
        return std::string("\"").append(text).append("\"");
    return json::serialize(json::string_view(text.data(), text.size()));
}

} // namespace signalbox::gateway
