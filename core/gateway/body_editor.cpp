#include "core/gateway/body_editor.h"

#include <algorithm>

namespace signalbox::gateway {

BodyEditor::BodyEditor(std::string_view body, const Members& members)
    : m_body(body),
      m_members(members),
      m_hasMembers(!members.list.empty()) {}

bool BodyEditor::replace(std::string_view key, const std::string& value) {
    const Member* member = m_members.find(key);
    if (member != nullptr)
        m_edits.push_back({member->begin, member->end, value});
    return member != nullptr;
}

void BodyEditor::put(const std::string& key, const std::string& value) {
    if (replace(key, value))
        return;
    m_added += m_hasMembers || !m_added.empty() ? "," : "";
    m_added += jsonQuoted(key) + ":" + value;
}

void BodyEditor::insert(std::size_t at, std::string text) {
    m_edits.push_back({at, at, std::move(text)});
}

std::string BodyEditor::finish() {
    m_edits.push_back({m_members.close, m_members.close, std::move(m_added)});
    std::ranges::stable_sort(m_edits, {}, &Edit::begin);
    std::size_t size = m_body.size();
    for (const Edit& edit : m_edits)
        size += edit.text.size();
    std::string result;
    result.reserve(size);
    std::size_t at = 0;
    for (const Edit& edit : m_edits) {
        result.append(m_body.substr(at, edit.begin - at)).append(edit.text);
        at = edit.end;
    }
    return result.append(m_body.substr(at));
}

} // namespace signalbox::gateway
