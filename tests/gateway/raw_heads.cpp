// Requests whose head is malformed.
#include <string_view>

#include "tests/gateway/raw_cases.h"

namespace signalbox::gateway {

using namespace std::string_literals;
using namespace std::string_view_literals;

namespace {

const std::string body = "{}";
const std::string rest = "Content-Length: 2\r\n\r\n" + body;

std::string shown(std::string_view text) {
    std::string name;
    for (const char c : text.substr(0, 40)) {
        static constexpr std::string_view digits = "0123456789abcdef";
        const auto byte = static_cast<unsigned char>(c);
        if (byte > 0x20 && byte < 0x7f)
            name += c;
        else if (c == ' ')
            name += '_';
        else
            name.append("<").append(1, digits[byte >> 4U]).append(1, digits[byte & 15U]).append(">");
    }
    return name;
}

void addAll(RawCases& cases, RawCases more) {
    cases.insert(cases.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

} // namespace

RawCases badRequestLines(const std::string& path) {
    RawCases cases;
    const std::string end = "\r\nHost: g\r\n" + rest;
    const auto add = [&cases](std::string_view name, std::string bytes) {
        cases.push_back({"line, " + shown(name), std::move(bytes)});
    };
    for (const auto method : {""sv,       "post"sv,        "Post"sv,     " POST"sv,
                              "\tPOST"sv, "POST:"sv,       "(POST)"sv,   "PO\x01ST"sv,
                              "PO\0ST"sv, "P\xc3\x96ST"sv, "CONNECT"sv,  "TRACE"sv,
                              "PRI"sv,    "FOO"sv,         "GET POST"sv, "\xef\xbb\xbfPOST"sv,
                              "POST\v"sv, "\"POST\""sv,    "POST,GET"sv, "{"sv})
        add("method " + std::string(method), std::string(method) + " " + path + " HTTP/1.1" + end);
    for (const auto version :
         {""sv,           "HTTP/0.9"sv,  "HTTP/1.2"sv,     "HTTP/1.9"sv,    "HTTP/1.10"sv,        "HTTP/01.1"sv,
          "HTTP/1.01"sv,  "HTTP/1"sv,    "HTTP/1."sv,      "HTTP/.1"sv,     "HTTP/1,1"sv,         "HTTP /1.1"sv,
          "HTTP/ 1.1"sv,  "http/1.1"sv,  "Http/1.1"sv,     "HTTPS/1.1"sv,   "HTTP/2"sv,           "HTTP/2.0"sv,
          "HTTP/3.0"sv,   "HTTP/1.1 "sv, "HTTP/1.1\t"sv,   "HTTP/1.1 x"sv,  "HTTP/11"sv,          "HTTP\\1.1"sv,
          "HTTP/1.1\0"sv, "XTTP/1.1"sv,  "HTTP/-1.1"sv,    "HTTP/+1.1"sv,   "HTTP/1.1.1"sv,       "HTTP/1.1;"sv,
          "ICY/1.1"sv,    "RTSP/1.0"sv,  "HTTP/99999.1"sv, "HTTP/1.\xb2"sv, "HTTP/1.1 HTTP/1.1"sv})
        add("version " + std::string(version), "POST " + path + " " + std::string(version) + end);
    for (const auto target : {""sv,
                              "*"sv,
                              "v1/x"sv,
                              "g:443"sv,
                              "g"sv,
                              "ftp://g/x"sv,
                              "http:/g/x"sv,
                              "http:///x"sv,
                              "http://u@g/x"sv,
                              "http://g:x/x"sv,
                              "http://g,h/x"sv,
                              "http://g/#x"sv,
                              "http://g\\x"sv,
                              "http://[::1/x"sv,
                              "file:///x"sv,
                              "/a b"sv,
                              "/a\tb"sv,
                              "/a\vb"sv,
                              "/#x"sv,
                              "/x#"sv,
                              "/\x7f"sv,
                              "/\x80"sv,
                              "/\xc3\xa4"sv,
                              "/a\x01"sv,
                              "?x"sv,
                              "\\v1\\x"sv,
                              "%2fv1"sv,
                              ".."sv,
                              "../v1"sv,
                              "/a\0b"sv,
                              "/a\rb"sv,
                              "@g/"sv,
                              "[::1]/x"sv,
                              "\"/x\""sv})
        add("target " + std::string(target), "POST " + std::string(target) + " HTTP/1.1" + end);
    for (const auto space : {"  "sv, "\t"sv, "\v"sv, "\f"sv, "\xa0"sv, "\r"sv, "\0"sv, "+"sv}) {
        add("before target " + std::string(space), "POST" + std::string(space) + path + " HTTP/1.1" + end);
        add("before version " + std::string(space), "POST " + path + std::string(space) + "HTTP/1.1" + end);
    }
    const std::string line = "POST " + path + " HTTP/1.1";
    for (const auto before :
         {"\n"sv, "\r"sv, "\r\n "sv, " "sv, "\t"sv, "\0"sv, "\r\n\r\n"sv, "X: y\r\n"sv, "\xff\xfe"sv})
        add("begins with " + std::string(before), std::string(before) + line + end);
    for (const auto ending : {"\n"sv, "\r"sv, "\r\r\n"sv, "\n\r"sv, "\r\n "sv, "\0\r\n"sv, "\n\n"sv, "\xe2\x80\xa8"sv})
        add("ends with " + std::string(ending), line + std::string(ending) + "Host: g\r\n" + rest);
    add("one word", "POST\r\n\r\n");
    add("of 0.9", "GET " + path + "\r\n\r\n");
    add("of 0.9 with line feeds", "GET " + path + "\n\n");
    add("preface of 2.0", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    add("tls", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"s);
    add("an answer", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    add("proxy protocol", "PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\n" + line + end);
    add("long method", std::string(20'000, 'A') + " " + path + " HTTP/1.1" + end);
    add("long target", "POST /" + std::string(20'000, 'a') + " HTTP/1.1" + end);
    add("long version", "POST " + path + " HTTP/1.1" + std::string(20'000, '1') + end);
    return cases;
}

RawCases badHosts(const std::string& path) {
    RawCases cases;
    const std::string line = "POST " + path + " HTTP/1.1\r\n";
    for (const auto host :
         {""sv,      " "sv,    "a, b"sv,   "a,b"sv,     "a b"sv,      "a\tb"sv,   "a/b"sv,      "a?b"sv,
          "a#b"sv,   "a\\b"sv, "u@a"sv,    "u:p@a"sv,   "http://a"sv, "a:"sv,     "a:x"sv,      "a:8x"sv,
          "a:-1"sv,  "a:+1"sv, "a:0x50"sv, "a:99999"sv, "a:80:80"sv,  "a:80,b"sv, "a: 80"sv,    "a :80"sv,
          "::1"sv,   "[::1"sv, "::1]"sv,   "[]"sv,      "[g]"sv,      "[::1]x"sv, "[::1]:x"sv,  "[::1]80"sv,
          "a%00b"sv, "a\0b"sv, "\"a\""sv,  "<a>"sv,     "a;b"sv,      "a*b"sv,    "\xc3\xa4"sv, "a\xa0"sv,
          "{a}"sv,   "a|b"sv,  "a^b"sv,    "a`b"sv,     "a\x7f"sv,    "a!"sv,     "(a)"sv,      ":80"sv})
        cases.push_back({"host " + shown(host), line + "Host: " + std::string(host) + "\r\n" + rest});
    cases.push_back({"host, none", line + rest});
    cases.push_back({"host, the same twice", line + "Host: g\r\nHost: g\r\n" + rest});
    cases.push_back({"host, another at the end", line + "Host: g\r\nX-A: b\r\nhost: h\r\n" + rest});
    cases.push_back({"host, empty and another", line + "Host:\r\nHost: g\r\n" + rest});
    cases.push_back({"host, twice in 1.0", "POST " + path + " HTTP/1.0\r\nHost: g\r\nHost: h\r\n" + rest});
    cases.push_back({"host, only a look-alike", line + "Host_: g\r\nHos t: g\r\n" + rest});
    return cases;
}

RawCases badFields(const std::string& path) {
    RawCases cases;
    const std::string line = "POST " + path + " HTTP/1.1\r\n";
    for (const auto field : {"X-A: b\r\n c\r\n"sv,
                             "X-A: b\r\n\tc\r\n"sv,
                             "X-A:\r\n b\r\n"sv,
                             " X-A: b\r\n"sv,
                             "\tX-A: b\r\n"sv,
                             "X-A : b\r\n"sv,
                             "X-A\t: b\r\n"sv,
                             "X-A\v: b\r\n"sv,
                             "X-A\r: b\r\n"sv,
                             "X-A\xa0: b\r\n"sv,
                             "X-A\r\n"sv,
                             "X-A b\r\n"sv,
                             ": b\r\n"sv,
                             ":\r\n"sv,
                             " : b\r\n"sv,
                             "X A: b\r\n"sv,
                             "X/A: b\r\n"sv,
                             "X,A: b\r\n"sv,
                             "X;A: b\r\n"sv,
                             "X=A: b\r\n"sv,
                             "X@A: b\r\n"sv,
                             "X(A): b\r\n"sv,
                             "[X]: b\r\n"sv,
                             "{X}: b\r\n"sv,
                             "\"X\": b\r\n"sv,
                             "<X>: b\r\n"sv,
                             "X\\A: b\r\n"sv,
                             "X?A: b\r\n"sv,
                             "X-\xc3\xa4: b\r\n"sv,
                             "X\x80: b\r\n"sv,
                             "X\0A: b\r\n"sv,
                             "X\x01: b\r\n"sv,
                             "X\x7f: b\r\n"sv,
                             "X-A: b\nX-B: c\r\n"sv,
                             "X-A: b\rX-B: c\r\n"sv,
                             "X-A: b\r\r\n"sv,
                             "X-A: b\n\r\n"sv,
                             "X-A: b\0\r\n"sv,
                             "X-A: \0b\r\n"sv,
                             "X-A: \x01\r\n"sv,
                             "X-A: \b\r\n"sv,
                             "X-A: b\vc\r\n"sv,
                             "X-A: b\fc\r\n"sv,
                             "X-A: \x1b[31m\r\n"sv,
                             "X-A: \x7f\r\n"sv,
                             "\r X-A: b\r\n"sv,
                             "\0: b\r\n"sv,
                             "Expect: tea\r\n"sv,
                             "Expect: 100-continue, tea\r\n"sv,
                             "Connection: a b\r\n"sv,
                             "Content_Length: 2\r\n"sv,
                             "Transfer_Encoding: chunked\r\n"sv,
                             "Connection: close;x\r\n"sv,
                             "Connection: \"close\r\n"sv}) {
        cases.push_back({"field first " + shown(field), line + std::string(field) + "Host: g\r\n" + rest});
        cases.push_back({"field later " + shown(field), line + "Host: g\r\nX-Z: z\r\n" + std::string(field) + rest});
    }
    std::string many;
    for (int i = 0; i < 101; ++i)
        many += "X-" + std::to_string(i) + ": a\r\n";
    cases.push_back({"fields, more than a hundred", line + "Host: g\r\n" + many + rest});
    cases.push_back({"fields, too long a name", line + "Host: g\r\n" + std::string(20'000, 'x') + ": a\r\n" + rest});
    cases.push_back({"fields, too long a value", line + "Host: g\r\nX: " + std::string(20'000, 'x') + "\r\n" + rest});
    cases.push_back({"fields, an end of line feeds", line + "Host: g\r\nContent-Length: 2\n\n" + body});
    cases.push_back({"fields, a bare line feed at the end", line + "Host: g\r\nContent-Length: 2\r\n\n" + body});
    cases.push_back({"fields, a bare return at the end", line + "Host: g\r\nContent-Length: 2\r\n\r" + body});
    cases.push_back({"fields, a space in the empty line", line + "Host: g\r\nContent-Length: 2\r\n \r\n" + body});
    return cases;
}

RawCases badLengths(const std::string& path) {
    RawCases cases;
    const std::string line = "POST " + path + " HTTP/1.1\r\nHost: g\r\n";
    for (const auto length : {""sv,
                              " "sv,
                              "+2"sv,
                              "-2"sv,
                              "-0"sv,
                              "+0"sv,
                              "0x2"sv,
                              "2h"sv,
                              "0b10"sv,
                              "0_2"sv,
                              "2.0"sv,
                              "2e0"sv,
                              "1 2"sv,
                              "1\t2"sv,
                              "2,2"sv,
                              "2, 2"sv,
                              "2,"sv,
                              ",2"sv,
                              "2,3"sv,
                              "2;2"sv,
                              "\"2\""sv,
                              "'2'"sv,
                              "a"sv,
                              "2a"sv,
                              "NaN"sv,
                              "2\0"sv,
                              "2\v"sv,
                              "2\xa0"sv,
                              "\xef\xbb\xbf"
                              "2"sv,
                              "\xd9\xa2"sv,
                              "\xef\xbc\x92"sv,
                              "\xc2\xb2"sv,
                              "(2)"sv,
                              "2/2"sv,
                              "2 bytes"sv,
                              "99999999999999999999"sv,
                              "18446744073709551618"sv,
                              "4294967298"sv,
                              "9223372036854775810"sv,
                              "33554433"sv,
                              "00000000000000000002"sv})
        cases.push_back(
            {"length " + shown(length), line + "Content-Length: " + std::string(length) + "\r\n\r\n" + body});
    const auto two = [&](const char* name, const std::string& fields) {
        cases.push_back({"lengths, " + std::string(name), line + fields + "\r\n" + body});
    };
    two("the same twice", "Content-Length: 2\r\nContent-Length: 2\r\n");
    two("two, the first fits", "Content-Length: 2\r\nContent-Length: 0\r\n");
    two("two, the second fits", "Content-Length: 0\r\nContent-Length: 2\r\n");
    two("two in other cases", "Content-Length: 2\r\ncontent-length: 3\r\n");
    two("two with others between", "Content-Length: 2\r\nX-A: b\r\nX-B: c\r\nContent-Length: 40\r\n");
    two("a space before the colon", "Content-Length : 2\r\n");
    two("a space first", " Content-Length: 2\r\n");
    two("folded", "Content-Length:\r\n 2\r\n");
    two("folded in the number", "Content-Length: 1\r\n 2\r\n");
    two("a name with NUL", std::string("Content-Length\0: 2\r\n"sv));
    two("a look-alike dash", "Content\xe2\x80\x90Length: 2\r\n");
    return cases;
}

RawCases allBad(const std::string& path) {
    RawCases cases = badRequestLines(path);
    addAll(cases, badHosts(path));
    addAll(cases, badFields(path));
    addAll(cases, badLengths(path));
    addAll(cases, badEncodings(path));
    addAll(cases, badChunks(path));
    addAll(cases, badTrailers(path));
    return cases;
}

} // namespace signalbox::gateway
