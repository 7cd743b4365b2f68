// openapi.yaml, read: its operations, and checking a JSON text against one of its schemas. Apart from the tests because
// moc cannot read the JSON Schema library's headers.
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace signalbox::test {

struct ApiOperation {
    std::string method;       // "GET"
    std::string path;         // "/api/v1/agents/{agent}/versions"
    std::string role;         // x-required-role
    std::string answerSchema; // of the JSON answer; empty when there is none
};

class ApiDocument {
public:
    explicit ApiDocument(const std::string& file);
    ~ApiDocument();

    [[nodiscard]] std::vector<ApiOperation> operations() const;
    // What is wrong with this text as a value of the schema; empty when it fits.
    [[nodiscard]] std::string problems(const std::string& schema, const std::string& text) const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace signalbox::test
