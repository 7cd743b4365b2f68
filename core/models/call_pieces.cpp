#include "core/models/call_pieces.h"

#include <ranges>

namespace signalbox::models {

namespace {

constexpr std::size_t mostCalls = 512; // of an answer
constexpr std::size_t mostBytes = 8 * 1024 * 1024;
constexpr std::size_t longestWord = 512; // of an id or a name

} // namespace

CallPieces::Open* CallPieces::latest(const CallPiece& piece) {
    for (Open& open : std::views::reverse(m_calls))
        if (open.choice == piece.choice && (!piece.index || open.index == piece.index))
            return &open;
    return nullptr;
}

void CallPieces::take(const CallPiece& piece) {
    Open* open = latest(piece);
    const bool named = !piece.name.empty();
    const auto begins = [&] {
        if (open == nullptr)
            return true;
        const std::string& id = open->call.id;
        if (!named || (!piece.id.empty() && piece.id == id))
            return false; // a piece without a name goes on, whatever id it was given
        if (!piece.id.empty() && !id.empty())
            return true;
        return open->isWhole && (!piece.index || piece.arguments.starts_with('{'));
    };
    if (begins())
        return begin(piece);
    if (open->call.id.empty())
        open->call.id = piece.id.substr(0, longestWord);
    if (open->call.name.empty())
        open->call.name = piece.name.substr(0, longestWord);
    append(*open, piece.arguments);
}

void CallPieces::whole(const CallPiece& piece) {
    begin(piece);
}

void CallPieces::put(const CallPiece& piece) {
    Open* open = latest(piece);
    if (open == nullptr || !piece.index)
        return begin(piece);
    m_bytes -= open->call.arguments.size();
    *open = Open();
    open->choice = piece.choice;
    open->index = piece.index;
    open->call.isFunction = piece.isFunction;
    open->call.id = piece.id.substr(0, longestWord);
    open->call.name = piece.name.substr(0, longestWord);
    append(*open, piece.arguments);
}

void CallPieces::begin(const CallPiece& piece) {
    if (m_calls.size() >= mostCalls) {
        m_cut = true;
        return;
    }
    Open& open = m_calls.emplace_back();
    open.choice = piece.choice;
    open.index = piece.index;
    open.call.id = piece.id.substr(0, longestWord);
    open.call.name = piece.name.substr(0, longestWord);
    open.call.isFunction = piece.isFunction;
    append(open, piece.arguments);
}

void CallPieces::append(Open& open, std::string_view arguments) {
    for (const char c : arguments) {
        if (open.escaped) {
            open.escaped = false;
        } else if (open.inText) {
            open.escaped = c == '\\';
            open.inText = c != '"';
        } else if (c == '"') {
            open.inText = true;
        } else if (c == '{' || c == '[') {
            ++open.depth;
        } else if (c == '}' || c == ']') {
            open.isWhole = --open.depth == 0;
        }
    }
    if (!m_keepsArguments)
        return;
    if (m_bytes + arguments.size() > mostBytes) {
        m_cut = true;
        return;
    }
    m_bytes += arguments.size();
    open.call.arguments += arguments;
}

std::vector<ToolCall> CallPieces::calls() const {
    std::vector<ToolCall> calls;
    calls.reserve(m_calls.size());
    for (const Open& open : m_calls)
        calls.push_back(open.call);
    return calls;
}

} // namespace signalbox::models
