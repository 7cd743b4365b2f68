// The table of what upstreams do (answers.table), as the tests of several rooms read it, and what servers of several
// kinds answer (servers/NAME.table).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/models/answer_reader.h"

namespace signalbox::models {

struct TableRow { // one dialect of one row of the file
    std::string name;
    Dialect dialect = Dialect::Any;
    std::optional<bool> streamed; // what was asked for
    int status = 200;
    std::string type = "application/json";
    std::string encoding;
    metrics::Outcome outcome = metrics::Outcome::Success;
    std::string body;
    std::map<std::string, std::string> says; // what else the answer must say, by field

    [[nodiscard]] AnswerHead head() const {
        return {.status = status, .contentType = type, .contentEncoding = encoding};
    }

    [[nodiscard]] AnswerReader::Asked asked(Depth depth) const {
        return {.dialect = dialect, .streamed = streamed, .depth = depth};
    }

    [[nodiscard]] std::string path() const; // that a caller asks for it, below the gateway
    [[nodiscard]] std::string http() const; // the whole answer, closed by its end
};

// Both abort the test when a file cannot be read: a row that is not understood must not pass.
[[nodiscard]] const std::vector<TableRow>& answerTable();
[[nodiscard]] const std::map<std::string, std::vector<TableRow>>& serverTables(); // by the server's name

} // namespace signalbox::models
