// Edits of a JSON object's text: members replaced, added, renamed or taken out, every other byte as it was. One owner;
// used once. Each member is edited in one way, but for a rename beside a replaced value. Texts that are given as views
// must outlive the editor; it keeps those that are handed over.
#pragma once

#include <forward_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/gateway/body_scan.h"

namespace signalbox::gateway {

class BodyEditor {
public:
    // Both must outlive the editor.
    BodyEditor(std::string_view body, const Members& members);

    bool replace(std::string_view key, std::string_view value); // false: there is no such member

    bool replace(std::string_view key, std::string&& value) { return replace(key, kept(std::move(value))); }

    void put(std::string_view key, std::string_view value);

    void put(std::string_view key, std::string&& value) { put(key, kept(std::move(value))); }

    bool rename(std::string_view key, std::string_view name); // false: there is no such member
    bool remove(std::string_view key);                        // false: there is no such member
    // The value under the name that is wanted, whichever of its names it has now; the others are taken out. An empty
    // value is the one that is there, if any.
    void putUnder(std::string_view name, std::span<const std::string_view> otherNames, std::string_view value);

    void insert(std::size_t at, std::string&& text) { replaceText(at, at, std::move(text)); }

    // Inside one value.
    void replaceText(std::size_t begin, std::size_t end, std::string_view text);

    void replaceText(std::size_t begin, std::size_t end, std::string&& text) {
        replaceText(begin, end, kept(std::move(text)));
    }

    [[nodiscard]] std::string finish();

private:
    struct Edit {
        std::size_t begin = 0;
        std::size_t end = 0;
        std::string_view text;
    };

    [[nodiscard]] std::string_view kept(std::string&& text) { return m_kept.emplace_front(std::move(text)); }

    void takeOut(); // what was removed, commas included

    std::string_view m_body;
    const Members& m_members;
    std::vector<Edit> m_edits; // by their beginning; what was given first comes first
    std::forward_list<std::string> m_kept;
    std::vector<bool> m_removed; // as the members; empty: none
    std::string m_added;
};

} // namespace signalbox::gateway
