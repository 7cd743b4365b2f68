#include "core/gateway/tool_offer.h"

#include <algorithm>

namespace signalbox::gateway {

namespace {

// A definition as a request of chat completions carries it, and as one of responses does.
struct Tool {
    std::string nested; // {"type": "function", "function": {"name": …}}
    std::string flat;   // {"type": "function", "name": …}
    std::string name;
};

std::string flattened(std::string_view function) {
    const auto first = function.find_first_not_of(" \t\r\n", 1);
    const bool isEmpty = first == std::string_view::npos || function[first] == '}';
    return R"({"type":"function")" + std::string(isEmpty ? "}" : ",") + std::string(isEmpty ? "" : function.substr(1));
}

// What a choice calls it: the name, or the type where the provider itself runs the tool.
std::string nameIn(std::string_view definition) {
    const auto members = scanObject(definition);
    if (!members)
        return {};
    const std::string type = stringValue(members->valueOf(definition, "type"));
    if (type == "mcp")
        return type; // its name is that of a tool behind the server
    for (const std::string_view kind : {"function", "custom"})
        if (const std::string_view inner = members->valueOf(definition, kind); inner.starts_with('{'))
            return nameIn(inner);
    const std::string name = stringValue(members->valueOf(definition, "name"));
    return name.empty() ? type : name;
}

Tool toolOf(std::string_view definition) {
    const std::string text(definition);
    const std::string name = nameIn(definition);
    const auto members = scanObject(definition);
    if (!members)
        return {text, text, name};
    if (const std::string_view function = members->valueOf(definition, "function"); function.starts_with('{'))
        return {text, flattened(function), name};
    if (members->find("function") != nullptr || members->find("type") != nullptr || members->find("name") == nullptr)
        return {text, text, name}; // a tool of another kind
    return {R"({"type":"function","function":)" + text + "}", flattened(definition), name};
}

void append(std::string& list, const std::string& element) {
    list.insert(list.empty() ? 0 : list.size() - 1, (list.empty() ? "[" : ",") + element);
    if (list.back() != ']')
        list += "]";
}

// The tools that a "tool_choice" or "function_call" is about.
void collectNames(std::string_view choice, std::vector<std::string>& names) {
    const auto members = scanObject(choice);
    if (!members)
        return;
    const std::string_view allowed = members->valueOf(choice, "allowed_tools");
    if (allowed.starts_with('{'))
        return collectNames(allowed, names);
    if (const std::string_view list = members->valueOf(choice, "tools"); list.starts_with('[')) {
        for (const std::string_view one : scanList(list))
            collectNames(one, names);
        return;
    }
    names.push_back(nameIn(choice));
}

std::unexpected<Error> unknownTool(const std::string& name, std::string_view member, const ToolOffer& offer) {
    std::string all;
    for (const std::string& known : offer.names)
        all += (all.empty() ? "" : ", ") + known;
    return failure(Errc::Invalid, "unknown_tool",
                   "\"" + std::string(member) + "\" asks for the tool \"" + name.substr(0, 100) +
                       "\", which this version does not offer.",
                   "Its tools are: " + all + ".", "/" + std::string(member));
}

bool asksForNothing(std::string_view choice) {
    return choice == "null" || choice == R"("auto")" || choice == R"("none")";
}

// A choice, though there is nothing to choose from.
Result<void> takeOutChoices(BodyEditor& editor, std::string_view body, const Members& members) {
    for (const std::string_view key : {"tool_choice", "function_call"}) {
        const std::string_view choice = members.valueOf(body, key);
        if (!choice.empty() && !asksForNothing(choice))
            return failure(Errc::Invalid, "no_tools",
                           "\"" + std::string(key) +
                               "\" asks for a tool, and neither this version nor the request has any.",
                           "Send tools with the request, or no " + std::string(key) + ".", "/" + std::string(key));
        editor.remove(key);
    }
    editor.remove("parallel_tool_calls");
    for (const std::string_view key : {"tools", "functions"}) // empty lists, which providers refuse
        if (members.valueOf(body, key).starts_with('['))
            editor.remove(key);
    return {};
}

bool bringsTools(std::string_view body, const Members& members) {
    return std::ranges::any_of(std::initializer_list<std::string_view>{"tools", "functions"}, [&](auto key) {
        const std::string_view list = members.valueOf(body, key);
        return !list.empty() && list != "null" && (!list.starts_with('[') || ListReader(list).next().has_value());
    });
}

// What older clients send: functions are replaced as tools are, and so is the choice among them.
void putOlderChoice(BodyEditor& editor, std::string_view body, const Members& members) {
    editor.remove("functions");
    const std::string_view choice = members.valueOf(body, "function_call");
    if (choice.empty())
        return;
    if (members.find("tool_choice") != nullptr || choice == "null") {
        editor.remove("function_call");
    } else {
        editor.rename("function_call", "tool_choice");
        if (choice.starts_with('{'))
            editor.replace("function_call", R"({"type":"function","function":)" + std::string(choice) + "}");
    }
}

} // namespace

Result<ToolOffer> toolOfferOf(const agents::Snapshot& snapshot) {
    ToolOffer offer;
    for (const std::string& path : snapshot.manifest.tools) {
        const agents::File* file = snapshot.find(path);
        if (file == nullptr)
            continue; // makeSnapshot() has refused this already
        if (auto valid = checkJson(file->content); !valid)
            return failure(Errc::Invalid, "bad_tool", path + ": " + valid.error().message, "Correct the file.", path);
        for (const std::string_view definition : scanList(file->content)) {
            if (!definition.starts_with('{'))
                return failure(Errc::Invalid, "bad_tool", path + " holds no function definition.",
                               "Write one JSON object, or a list of them.", path);
            Tool tool = toolOf(definition);
            append(offer.nested, tool.nested);
            append(offer.flat, tool.flat);
            offer.names.push_back(std::move(tool.name));
        }
    }
    return offer;
}

Result<void> putTools(BodyEditor& editor, std::string_view body, const Members& members, const ToolOffer& offer,
                      const std::string& tools) {
    if (offer.names.empty())
        return bringsTools(body, members) ? Result<void>{} : takeOutChoices(editor, body, members);
    for (const std::string_view key : {"tool_choice", "function_call"}) {
        std::vector<std::string> asked;
        collectNames(members.valueOf(body, key), asked);
        for (const std::string& name : asked)
            if (!std::ranges::contains(offer.names, name))
                return unknownTool(name, key, offer);
    }
    putOlderChoice(editor, body, members);
    editor.put("tools", tools);
    return {};
}

} // namespace signalbox::gateway
