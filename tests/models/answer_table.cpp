#include "tests/models/answer_table.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <format>
#include <fstream>
#include <sstream>

#include "tests/support/places.h"

namespace signalbox::models {

using namespace Qt::StringLiterals;

namespace {

[[noreturn]] void refuse(const std::string& what) {
    std::fprintf(stderr, "a table of answers: %s\n", what.c_str());
    std::abort();
}

std::vector<Dialect> dialectsIn(const std::string& words) {
    std::vector<Dialect> found;
    std::istringstream in(words);
    for (std::string word; in >> word;) {
        bool known = false;
        for (const Dialect one :
             {Dialect::Chat, Dialect::Completions, Dialect::Responses, Dialect::Embeddings, Dialect::Any})
            if (word == toString(one) || (word == "model" && one != Dialect::Any)) {
                found.push_back(one);
                known = true;
            }
        if (!known)
            refuse("unknown dialect " + word);
    }
    return found;
}

struct Draft {
    TableRow row;
    std::vector<Dialect> dialects;
    bool inBody = false;

    void field(const std::string& line) {
        const auto colon = line.find(": ");
        if (colon == std::string::npos)
            refuse("no field: " + line);
        const std::string key = line.substr(0, colon);
        const std::string value = line.substr(colon + 2);
        if (key == "dialect")
            dialects = dialectsIn(value);
        else if (key == "asked")
            row.streamed = value == "streamed";
        else if (key == "status")
            row.status = std::stoi(value);
        else if (key == "type")
            row.type = value == "none" ? "" : value;
        else if (key == "encoding")
            row.encoding = value;
        else if (key == "outcome")
            row.outcome = metrics::outcomeFrom(value).value_or(metrics::Outcome::Cancelled);
        else
            row.says[key] = value;
        if (key == "outcome" && row.outcome == metrics::Outcome::Cancelled)
            refuse("unknown outcome " + value);
    }

    void finish(std::vector<TableRow>& rows) {
        if (row.name.empty())
            return;
        if (dialects.empty() || !inBody)
            refuse("unfinished row " + row.name);
        for (const Dialect dialect : dialects) {
            rows.push_back(row);
            rows.back().dialect = dialect;
            if (dialects.size() > 1)
                rows.back().name.append(", ").append(toString(dialect));
        }
    }
};

std::vector<TableRow> readTable(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::vector<TableRow> rows;
    Draft draft;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("== ")) {
            draft.finish(rows);
            draft = {};
            draft.row.name = line.substr(3);
        } else if (line.starts_with("# ")) {
            continue;
        } else if (draft.inBody) {
            draft.row.body += line + "\n";
        } else if (line == "--") {
            draft.inBody = true;
        } else if (!line.empty()) {
            draft.field(line);
        }
    }
    draft.finish(rows);
    if (rows.empty())
        refuse("no rows in " + path.string());
    return rows;
}

std::filesystem::path pathOf(const QString& name) {
    return test::sourcePath(u"tests/models/"_s + name).toStdString();
}

std::map<std::string, std::vector<TableRow>> readServers() {
    std::map<std::string, std::vector<TableRow>> tables;
    for (const auto& file : std::filesystem::directory_iterator(pathOf(u"servers"_s)))
        if (file.path().extension() == ".table")
            tables.emplace(file.path().stem().string(), readTable(file.path()));
    return tables;
}

} // namespace

const std::vector<TableRow>& answerTable() {
    static const std::vector<TableRow> rows = readTable(pathOf(u"answers.table"_s));
    return rows;
}

const std::map<std::string, std::vector<TableRow>>& serverTables() {
    static const std::map<std::string, std::vector<TableRow>> tables = readServers();
    return tables;
}

std::string TableRow::path() const {
    switch (dialect) {
    case Dialect::Chat:
        return "/v1/chat/completions";
    case Dialect::Completions:
        return "/v1/completions";
    case Dialect::Responses:
        return "/v1/responses";
    case Dialect::Embeddings:
        return "/v1/embeddings";
    case Dialect::Any:
        break;
    }
    return "/agents/refunds/ask";
}

std::string TableRow::http() const {
    std::string text = std::format("HTTP/1.1 {} Said\r\n", status);
    if (!type.empty())
        text += "content-type: " + type + "\r\n";
    if (!encoding.empty())
        text += "content-encoding: " + encoding + "\r\n";
    if (status >= 300 && status < 400 && status != 304)
        text += "location: https://provider.invalid/elsewhere\r\n";
    if (status == 204 || status == 304)
        return text + "\r\n";
    if (!body.empty() && (isEventStream(type) || body.starts_with("data:")))
        return text + std::format("transfer-encoding: chunked\r\n\r\n{:x}\r\n{}\r\n0\r\n\r\n", body.size(), body);
    return text + std::format("content-length: {}\r\n\r\n{}", body.size(), body);
}

} // namespace signalbox::models
