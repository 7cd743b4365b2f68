#include "core/gateway/body_editor.h"

#include <algorithm>

namespace signalbox::gateway {

namespace {

constexpr std::size_t usualEdits = 8;

} // namespace

BodyEditor::BodyEditor(std::string_view body, const Members& members) : m_body(body), m_members(members) {
    m_edits.reserve(usualEdits);
}

bool BodyEditor::replace(std::string_view key, std::string_view value) {
    const Member* member = m_members.find(key);
    if (member != nullptr)
        replaceText(member->begin, member->end, value);
    return member != nullptr;
}

void BodyEditor::put(std::string_view key, std::string_view value) {
    if (replace(key, value))
        return;
    m_added.append(m_added.empty() ? "" : ",").append(jsonQuoted(key)).append(":").append(value);
}

bool BodyEditor::rename(std::string_view key, std::string_view name) {
    const Member* member = m_members.find(key);
    if (member != nullptr)
        replaceText(member->keyBegin, member->keyEnd, jsonQuoted(name));
    return member != nullptr;
}

bool BodyEditor::remove(std::string_view key) {
    const Member* member = m_members.find(key);
    if (member == nullptr)
        return false;
    m_removed.resize(m_members.list.size());
    m_removed[static_cast<std::size_t>(member - m_members.list.data())] = true;
    return true;
}

void BodyEditor::putUnder(std::string_view name, std::span<const std::string_view> otherNames, std::string_view value) {
    bool found = m_members.find(name) != nullptr;
    if (found && !value.empty())
        replace(name, value);
    for (const std::string_view other : otherNames) {
        if (found) {
            remove(other);
        } else if (rename(other, name)) {
            found = true;
            if (!value.empty())
                replace(other, value);
        }
    }
    if (!found && !value.empty())
        put(name, value);
}

void BodyEditor::replaceText(std::size_t begin, std::size_t end, std::string_view text) {
    m_edits.insert(std::ranges::upper_bound(m_edits, begin, {}, &Edit::begin), {begin, end, text});
}

void BodyEditor::takeOut() {
    const std::vector<Member>& list = m_members.list;
    for (std::size_t i = 0; i < m_removed.size(); ++i) {
        if (!m_removed[i])
            continue;
        std::size_t last = i;
        while (last + 1 < list.size() && m_removed[last + 1])
            ++last;
        const std::size_t begin = last + 1 == list.size() && i > 0 ? list[i - 1].end : list[i].keyBegin;
        const std::size_t end = last + 1 == list.size() ? list[last].end : list[last + 1].keyBegin;
        replaceText(begin, end, std::string_view{});
        i = last;
    }
}

std::string BodyEditor::finish() {
    takeOut();
    const auto removed = static_cast<std::size_t>(std::ranges::count(m_removed, true));
    if (!m_added.empty() && removed < m_members.list.size())
        m_added.insert(0, ",");
    replaceText(m_members.close, m_members.close, std::string_view(m_added));
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
