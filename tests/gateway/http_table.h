// The table of HTTP's rules (http.table): what a caller or a provider sends, and what comes of it.
#pragma once

#include <string>
#include <vector>

namespace signalbox::gateway {

struct HttpRow {
    std::string name;             // begins with the RFC's number and section
    bool agent = false;           // asked at /agents/, where everything passes through
    std::string request;          // of the caller
    std::string provider;         // what the provider answers
    int status = 0;               // that the caller gets
    bool interim = false;         // 100 comes first
    bool closes = false;          // the caller's connection, after the answer
    std::string asked;            // how the request to the provider begins; "nothing": none reached it
    std::vector<std::string> has; // in what the caller gets
    std::vector<std::string> hasNot;
    std::vector<std::string> sends; // in what the provider gets
    std::vector<std::string> sendsNot;
};

// Aborts the test when the file cannot be read: a row that is not understood must not pass.
[[nodiscard]] const std::vector<HttpRow>& httpTable();

} // namespace signalbox::gateway
