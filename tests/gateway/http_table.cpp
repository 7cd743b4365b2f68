#include "tests/gateway/http_table.h"

#include <cstdio>
#include <cstdlib>
#include <format>
#include <fstream>

#include "tests/gateway/fixture.h"
#include "tests/support/places.h"

namespace signalbox::gateway {

using namespace Qt::StringLiterals;

namespace {

[[noreturn]] void refuse(const std::string& what) {
    std::fprintf(stderr, "http.table: %s\n", what.c_str());
    std::abort();
}

// {body}, {length}, {a*20000} and the like.
std::string placed(const std::string& name) {
    const std::string body(helloBody);
    const std::string answer(chatAnswer);
    if (name == "body")
        return body;
    if (name == "length")
        return std::format("Content-Type: application/json\r\nContent-Length: {}\r\n", body.size());
    if (name == "hex")
        return std::format("{:x}", body.size());
    if (name == "size")
        return std::to_string(body.size());
    if (name == "good")
        return post(chatPath, body);
    if (name == "answer")
        return answer;
    if (name == "answer-length")
        return std::format("Content-Length: {}\r\n", answer.size());
    if (name == "answer-size")
        return std::to_string(answer.size());
    if (name == "answer-hex")
        return std::format("{:x}", answer.size());
    if (const auto star = name.find('*'); star == 1)
        return std::string(std::stoul(name.substr(2)), name.front());
    refuse("unknown place {" + name + "}");
}

std::string unescaped(const std::string& text) {
    std::string made;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '{') {
            const auto end = text.find('}', at);
            if (end == std::string::npos)
                refuse("a place without end: " + text);
            made += placed(text.substr(at + 1, end - at - 1));
            at = end;
        } else if (text[at] != '\\') {
            made += text[at];
        } else if (const char kind = text.at(++at); kind == 'x') {
            made += static_cast<char>(std::stoul(text.substr(at + 1, 2), nullptr, 16));
            at += 2;
        } else if (const auto known = std::string_view("rnt0").find(kind); known != std::string_view::npos) {
            made += std::string_view("\r\n\t\0", 4)[known];
        } else {
            refuse("unknown escape in " + text);
        }
    }
    return made;
}

void readField(HttpRow& row, const std::string& line) {
    const auto colon = line.find(": ");
    if (colon == std::string::npos)
        refuse("no field: " + line);
    const std::string key = line.substr(0, colon);
    const std::string value = line.substr(colon + 2);
    if (key == "agent")
        row.agent = value == "yes";
    else if (key == "request")
        row.request += unescaped(value);
    else if (key == "provider")
        row.provider += unescaped(value);
    else if (key == "status")
        row.status = std::stoi(value);
    else if (key == "interim")
        row.interim = value == "yes";
    else if (key == "closes")
        row.closes = value == "yes";
    else if (key == "asked")
        row.asked = value;
    else if (key == "has")
        row.has.push_back(unescaped(value));
    else if (key == "has not")
        row.hasNot.push_back(unescaped(value));
    else if (key == "sends")
        row.sends.push_back(unescaped(value));
    else if (key == "sends not")
        row.sendsNot.push_back(unescaped(value));
    else
        refuse("unknown field: " + line);
}

std::vector<HttpRow> readTable() {
    std::ifstream file(test::sourcePath(u"tests/gateway/http.table"_s).toStdString(), std::ios::binary);
    std::vector<HttpRow> rows;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.starts_with('#'))
            continue;
        if (line.starts_with("== "))
            rows.emplace_back().name = line.substr(3);
        else if (rows.empty())
            refuse("a field before the first row");
        else
            readField(rows.back(), line);
    }
    for (const HttpRow& row : rows)
        if (row.status == 0 || row.request.empty() == row.provider.empty())
            refuse("no status, or not one of request and provider: " + row.name);
    if (rows.size() < 100)
        refuse("rows are missing");
    return rows;
}

} // namespace

const std::vector<HttpRow>& httpTable() {
    static const std::vector<HttpRow> rows = readTable();
    return rows;
}

} // namespace signalbox::gateway
