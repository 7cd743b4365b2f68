// Edits of a JSON object's text: members replaced or added, every other byte as it was. One owner; used once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/gateway/body_scan.h"

namespace signalbox::gateway {

class BodyEditor {
public:
    // Both must outlive the editor.
    BodyEditor(std::string_view body, const Members& members);

    bool replace(std::string_view key, const std::string& value); // false: there is no such member
    void put(const std::string& key, const std::string& value);
    void insert(std::size_t at, std::string text);
    [[nodiscard]] std::string finish();

private:
    struct Edit {
        std::size_t begin = 0;
        std::size_t end = 0;
        std::string text;
    };

    std::string_view m_body;
    const Members& m_members;
    bool m_hasMembers;
    std::vector<Edit> m_edits;
    std::string m_added;
};

} // namespace signalbox::gateway
