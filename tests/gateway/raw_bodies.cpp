// Requests whose framing or chunks are malformed, cut requests, and unusual ones that are clear.
#include <format>
#include <string_view>

#include "tests/gateway/raw_cases.h"

namespace signalbox::gateway {

using namespace std::string_view_literals;

namespace {

const std::string chunks = "2\r\n{}\r\n0\r\n\r\n";

std::string shown(std::string_view text) {
    std::string name;
    for (const char c : text.substr(0, 40)) {
        const auto byte = static_cast<unsigned char>(c);
        name += byte > 0x20 && byte < 0x7f ? std::string(1, c) : std::format("<{:02x}>", byte);
    }
    return name;
}

std::string chunkedHead(const std::string& path) {
    return "POST " + path + " HTTP/1.1\r\nHost: g\r\nTransfer-Encoding: chunked\r\n\r\n";
}

} // namespace

RawCases badEncodings(const std::string& path) {
    RawCases cases;
    const std::string line = "POST " + path + " HTTP/1.1\r\nHost: g\r\n";
    for (const auto encoding : {""sv,
                                " "sv,
                                "identity"sv,
                                "gzip"sv,
                                "deflate"sv,
                                "gzip, chunked"sv,
                                "chunked, gzip"sv,
                                "chunked, chunked"sv,
                                "chunked,chunked"sv,
                                "identity, chunked"sv,
                                "chunked, identity"sv,
                                "xchunked"sv,
                                "chunkedx"sv,
                                "chunked;a=b"sv,
                                "chunked;"sv,
                                "\"chunked\""sv,
                                "'chunked'"sv,
                                "chun ked"sv,
                                "chunked,"sv,
                                ",chunked"sv,
                                "chunked ,"sv,
                                ", chunked"sv,
                                "\vchunked"sv,
                                "chunked\v"sv,
                                "chunked\f"sv,
                                "chunked\0"sv,
                                "\0chunked"sv,
                                "chunked\xa0"sv,
                                "\xa0"
                                "chunked"sv,
                                "\xef\xbc\xa3hunked"sv,
                                "chunked/1.0"sv,
                                "trailers"sv,
                                "cow"sv,
                                "*"sv,
                                "1"sv,
                                "chunked\x7f"sv,
                                "chunke\xc4\x8f"sv,
                                "c\rhunked"sv,
                                "chunked q=1"sv})
        cases.push_back({"encoding " + shown(encoding),
                         line + "Transfer-Encoding: " + std::string(encoding) + "\r\n\r\n" + chunks});
    const auto add = [&](const char* name, const std::string& fields, const std::string& body) {
        cases.push_back({"encodings, " + std::string(name), line + fields + "\r\n" + body});
    };
    const std::string encoding = "Transfer-Encoding: chunked\r\n";
    for (const char* length : {"2", "0", "12", "40"}) {
        const std::string field = "Content-Length: " + std::string(length) + "\r\n";
        add(("before length " + std::string(length)).c_str(), encoding + field, chunks);
        add(("after length " + std::string(length)).c_str(), field + encoding, chunks);
        add(("twice, length " + std::string(length) + " between").c_str(), encoding + field + encoding, chunks);
    }
    add("twice", encoding + encoding, chunks);
    add("twice, the second unknown", encoding + "Transfer-Encoding: cow\r\n", chunks);
    add("twice, the first unknown", "Transfer-Encoding: cow\r\n" + encoding, chunks);
    add("twice in other cases", encoding + "transfer-encoding: chunked\r\n", chunks);
    add("a space before the colon", "Transfer-Encoding : chunked\r\n", chunks);
    add("a tab before the colon", "Transfer-Encoding\t: chunked\r\n", chunks);
    add("a space before the colon, with a length", "Transfer-Encoding : chunked\r\nContent-Length: 12\r\n", chunks);
    add("a space first", " Transfer-Encoding: chunked\r\n", chunks);
    add("folded", "Transfer-Encoding:\r\n chunked\r\n", chunks);
    add("folded behind", "Transfer-Encoding: chunked\r\n , identity\r\n", chunks);
    add("behind a bare line feed", "X-A: b\nTransfer-Encoding: chunked\r\n", chunks);
    add("behind a bare return", "X-A: b\rTransfer-Encoding: chunked\r\nContent-Length: 2\r\n", "{}");
    add("a name with NUL", std::string("Transfer-Encoding\0: chunked\r\n"sv), chunks);
    add("a name with an underscore and a length", "Transfer_Encoding: chunked\r\nContent-Length: 12\r\n", chunks);
    add("a look-alike dash and a length",
        "Transfer\xe2\x80\x90"
        "Encoding: chunked\r\nContent-Length: 12\r\n",
        chunks);
    cases.push_back({"encodings, in 1.0", "POST " + path + " HTTP/1.0\r\nHost: g\r\nConnection: keep-alive\r\n" +
                                              encoding + "\r\n" + chunks});
    cases.push_back({"encodings, of a GET in 1.0", "GET " + path + " HTTP/1.0\r\n" + encoding + "\r\n" + chunks});
    return cases;
}

RawCases badChunks(const std::string& path) {
    RawCases cases;
    const std::string head = chunkedHead(path);
    for (const auto size : {""sv,
                            "-2"sv,
                            "+2"sv,
                            "0x2"sv,
                            "0X2"sv,
                            "2h"sv,
                            "g"sv,
                            " 2"sv,
                            "2 "sv,
                            "\t2"sv,
                            "2\t"sv,
                            "2_"sv,
                            "2,2"sv,
                            "2.0"sv,
                            "\"2\""sv,
                            "2\0"sv,
                            "\0"
                            "2"sv,
                            "2\v"sv,
                            "2\xa0"sv,
                            "\xef\xbc\x92"sv,
                            "10000000000000002"sv,
                            "ffffffffffffffff"sv,
                            "7fffffffffffffff"sv,
                            "100000002"sv,
                            "2000001"sv,
                            "-1"sv,
                            "-0"sv,
                            "2;"sv,
                            "2;;a"sv,
                            "2;=a"sv,
                            "2;a="sv,
                            "2;a b"sv,
                            "2;a "sv,
                            "2 ; "sv,
                            "2;a= "sv,
                            "2;a=b "sv,
                            "2;a=\"b"sv,
                            "2;a=b c"sv,
                            "2;a=\x01"sv,
                            "2;a=\0"sv,
                            "2;a\n"sv,
                            "2;a\r"sv,
                            "2;a=\"\n\""sv,
                            "2:a"sv,
                            "2,a"sv,
                            "2\n"sv,
                            "2\r"sv})
        cases.push_back({"chunk size " + shown(size), head + std::string(size) + "\r\n{}\r\n0\r\n\r\n"});
    for (const auto text : {"2\n{}\r\n0\r\n\r\n"sv,     "2\r{}\r\n0\r\n\r\n"sv,       "2\n\r{}\r\n0\r\n\r\n"sv,
                            "2\r\n{}\n0\r\n\r\n"sv,     "2\r\n{}\r0\r\n\r\n"sv,       "2\r\n{}0\r\n\r\n"sv,
                            "2\r\n{}X\r\n0\r\n\r\n"sv,  "2\r\n{\r\n0\r\n\r\n"sv,      "2\r\n{}\r\n\r\n0\r\n\r\n"sv,
                            "2\r\n{} \r\n0\r\n\r\n"sv,  "2\r\n{}\r\n0\n\n"sv,         "2\r\n{}\r\n0\n\r\n"sv,
                            "2\r\n{}\r\n0\r\n\n"sv,     "2\r\n{}\r\n0\r\r\n"sv,       "2\r\n{}\r\n0\r\n\rX"sv,
                            "2\r\n{}\r\n0 \r\n\r\n"sv,  "2\r\n{}\r\n0;\r\n\r\n"sv,    "2\r\n{}\r\n-0\r\n\r\n"sv,
                            "2\r\n{}\r\n0x0\r\n\r\n"sv, "\r\n2\r\n{}\r\n0\r\n\r\n"sv, "\n2\r\n{}\r\n0\r\n\r\n"sv,
                            "{}\r\n0\r\n\r\n"sv,        "2\r\n{}\r\n0\r\nX\r\n\r\n"sv})
        cases.push_back({"chunks " + shown(text), head + std::string(text)});
    cases.push_back({"chunks, a long line", head + "2;" + std::string(40'000, 'a') + "\r\n{}\r\n0\r\n\r\n"});
    cases.push_back({"chunks, a long last line", head + "2\r\n{}\r\n0;" + std::string(40'000, 'a') + "\r\n\r\n"});
    cases.push_back({"chunks, endless digits", head + std::string(40'000, '0') + "2\r\n{}\r\n0\r\n\r\n"});
    std::string extensions;
    for (int i = 0; i < 40; ++i)
        extensions += "1;" + std::string(1'000, 'e') + "\r\n \r\n";
    cases.push_back({"chunks, more extension than body", head + extensions + chunks});
    return cases;
}

RawCases badTrailers(const std::string& path) {
    RawCases cases;
    for (const auto trailer : {"X"sv,
                               "X b"sv,
                               ": b"sv,
                               "X : b"sv,
                               "X\t: b"sv,
                               "X Y: b"sv,
                               "X\0: b"sv,
                               "X: b\0"sv,
                               "X: \x01"sv,
                               "X: b\nY: c"sv,
                               "X: b\rY: c"sv,
                               "X: b\r\n c"sv,
                               "X:\r\n b"sv,
                               "X\xc3\xa4: b"sv,
                               " X: b"sv,
                               "\tX: b"sv,
                               "X: \x7f"sv,
                               "Content-Length: 2"sv,
                               "Content-Length: 40"sv,
                               "Transfer-Encoding: chunked"sv,
                               "Transfer-Encoding: gzip"sv,
                               "Host: h"sv,
                               "Content-Length: x"sv,
                               "POST /v1/chat/completions HTTP/1.1\r\nHost: g"sv,
                               "X-A: b\r\n: c"sv})
        cases.push_back(
            {"trailer " + shown(trailer), chunkedHead(path) + "2\r\n{}\r\n0\r\n" + std::string(trailer) + "\r\n\r\n"});
    cases.push_back(
        {"trailer, too long", chunkedHead(path) + "2\r\n{}\r\n0\r\nX: " + std::string(40'000, 'x') + "\r\n\r\n"});
    return cases;
}

RawCases cutRequests(const std::string& path) {
    RawCases cases;
    const std::string head = "POST " + path + " HTTP/1.1\r\nHost: g\r\n";
    const std::string whole = head + "Content-Length: 20\r\n\r\n{\"model\":\"refunds\"}\n";
    for (std::size_t size = 1; size < whole.size(); size += size < head.size() ? 7 : 3)
        cases.push_back({"cut, length, after " + std::to_string(size), whole.substr(0, size)});
    const std::string text = chunkedHead(path) + "2\r\n{}\r\n0\r\nX: y\r\n\r\n";
    for (std::size_t size = text.find("\r\n\r\n"); size < text.size(); ++size)
        cases.push_back({"cut, chunks, after " + std::to_string(size), text.substr(0, size)});
    return cases;
}

RawCases unusualRequests(const std::string& path, const std::string& body) {
    const std::string type = "Content-Type: application/json\r\n";
    const std::string line = "POST " + path + " HTTP/1.1\r\n" + type;
    const std::string size = std::to_string(body.size());
    const std::string end = "Content-Length: " + size + "\r\n\r\n" + body;
    const std::string hex = std::format("{:x}", body.size());
    const std::string chunked = line + "Host: g\r\nTransfer-Encoding: chunked\r\n\r\n";
    const std::string one = hex + "\r\n" + body + "\r\n";
    std::string each;
    for (const char c : body)
        each.append("1\r\n").append(1, c).append("\r\n");
    return {
        {"plain", line + "Host: g\r\n" + end},
        {"an empty line first", "\r\n" + line + "Host: g\r\n" + end},
        {"an absolute target", "POST http://other:80" + path + " HTTP/1.1\r\nHost: g\r\n" + type + end},
        {"an absolute target of https", "POST HTTPS://[::1]" + path + " HTTP/1.1\r\nHost: g\r\n" + type + end},
        {"1.0", "POST " + path + " HTTP/1.0\r\n" + type + end},
        {"1.0, kept alive", "POST " + path + " HTTP/1.0\r\nConnection: keep-alive\r\n" + type + end},
        {"names in other cases", line + "hOsT: g\r\ncONTENT-lENGTH: " + size + "\r\n\r\n" + body},
        {"no space behind colons", line + "Host:g\r\nX-A:b\r\nContent-Length:" + size + "\r\n\r\n" + body},
        {"white space around values", line + "Host: \t g \t \r\nContent-Length: \t" + size + " \r\n\r\n" + body},
        {"obs-text in a value", line + "Host: g\r\nX-A: \xe9\xff\r\n" + end},
        {"an empty value", line + "Host: g\r\nX-A:\r\nX-B: \r\n" + end},
        {"a host with a port", line + "Host: gate-way_1.example:65535\r\n" + end},
        {"an IPv6 host", line + "Host: [::1]:8080\r\n" + end},
        {"an IPv6 host without port", line + "Host: [fe80::1]\r\n" + end},
        {"zeros before a length", line + "Host: g\r\nContent-Length: 000" + size + "\r\n\r\n" + body},
        {"the same field twice", line + "Host: g\r\nX-A: b\r\nX-A: c\r\n" + end},
        {"names of all token characters", line + "Host: g\r\n!#$%&'*+-.^_`|~09azAZ: b\r\n" + end},
        {"a colon in a value", line + "Host: g\r\nX-A: : b:c\r\n" + end},
        {"expecting 100", line + "Host: g\r\nExpect: 100-Continue\r\n" + end},
        {"upgrading",
         line + "Host: g\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: A\r\n" + end},
        {"naming length for the hop", line + "Host: g\r\nConnection: content-length, host, x-a\r\nX-A: b\r\n" + end},
        {"naming te for the hop", line + "Host: g\r\nConnection: te, transfer-encoding\r\nTE: trailers\r\n" + end},
        {"a hundred fields",
         [&] {
             std::string many = line + "Host: g\r\n";
             for (int i = 0; i < 96; ++i)
                 many += "X-" + std::to_string(i) + ": a\r\n";
             return many + end;
         }()},
        {"chunks, one", chunked + one + "0\r\n\r\n"},
        {"chunks, a byte each", chunked + each + "0\r\n\r\n"},
        {"chunks, upper case", line + "Host: g\r\nTransfer-Encoding: CHUNKED\r\n\r\n" + one + "0\r\n\r\n"},
        {"chunks, zeros before a size", chunked + "0000" + one + "0\r\n\r\n"},
        {"chunks, zeros at the end", chunked + one + "000\r\n\r\n"},
        {"chunks, an extension", chunked + hex + ";a=b\r\n" + body + "\r\n0;c\r\n\r\n"},
        {"chunks, blanks around an extension", chunked + hex + " ;\ta = b ; c\r\n" + body + "\r\n0\t;d\r\n\r\n"},
        {"chunks, a quoted extension", chunked + hex + ";a=\"b\"\r\n" + body + "\r\n0\r\n\r\n"},
        {"chunks, a trailer", chunked + one + "0\r\nX-T: a\r\nX-U:\r\n\r\n"},
    };
}

} // namespace signalbox::gateway
