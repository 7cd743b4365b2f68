#include "core/agents/adoption.h"

#include <algorithm>
#include <array>
#include <format>
#include <set>

#include "core/agents/glob.h"
#include "core/agents/manifest_reader.h"
#include "core/agents/snapshot_parts.h"

namespace signalbox::agents {

namespace {

constexpr std::array<std::string_view, 7> fieldKeys{"description",  "runtime",       "model",   "variables",
                                                    "integrations", "configuration", "contract"};
constexpr std::size_t longestPattern = 200;

// A pattern that can be part of a tag's name, with one star.
bool isTagPattern(std::string_view text) {
    constexpr std::string_view odd = " ~^:?[\\\x7f";
    return !text.empty() && text.size() <= longestPattern && std::ranges::count(text, '*') == 1 &&
           !text.starts_with('/') && !text.starts_with('-') && !text.contains("..") && !text.contains("//") &&
           !text.contains("@{") &&
           std::ranges::none_of(text, [&](char c) { return static_cast<unsigned char>(c) < 0x20 || odd.contains(c); });
}

bool isFilePattern(std::string_view text) {
    return text.size() <= longestPattern && isInnerPath(text);
}

// "Tone of Voice.md" → "tone-of-voice": a word that names a prompt.
std::string promptName(std::string_view path) {
    if (const auto dot = path.rfind('.'); dot != std::string_view::npos && dot > path.rfind('/') + 1)
        path = path.substr(0, dot);
    std::string name;
    for (const char c : path.substr(0, 64)) {
        const bool upper = c >= 'A' && c <= 'Z';
        const bool good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
        name += upper ? static_cast<char>(c - 'A' + 'a') : good ? c : '-';
    }
    return name;
}

void addText(YamlNode& map, std::string_view key, std::string text) {
    YamlNode value;
    value.kind = YamlNode::Kind::Text;
    value.text = std::move(text);
    map.entries.push_back({std::string(key), 0, 0, std::move(value)}); // it stands nowhere
}

bool lacks(const YamlNode& map, std::string_view key) {
    const YamlNode* node = map.find(key);
    return node == nullptr || node->kind == YamlNode::Kind::Null;
}

// The prompts that the pattern found, named after their files. A single one is what the chat runtime sends.
Result<YamlNode> promptsOf(const std::vector<std::pair<std::string, std::string>>& found, const Adoption& adoption) {
    YamlNode prompts;
    prompts.kind = YamlNode::Kind::Map;
    if (found.empty())
        return failure(
            Errc::Corrupt, "no_prompts",
            std::format("No file below {} fits {}.", adoption.path.empty() ? "." : adoption.path, adoption.prompts),
            "Correct path and prompts of the agent in signalbox.yaml.");
    std::set<std::string> names;
    for (const auto& [original, path] : found) {
        const std::string name = found.size() == 1 ? "system" : promptName(original);
        if (!names.insert(name).second)
            return failure(Errc::Invalid, "duplicate_prompt",
                           std::format("Two files would both be the prompt \"{}\".", name),
                           "Narrow prompts of the agent in signalbox.yaml, or rename one of the files.", original);
        addText(prompts, name, path);
    }
    return prompts;
}

// agent.yaml of the tree, or an empty one, with what it lacks.
Result<YamlNode> completed(const Snapshot& snapshot, const std::string& agent, const Adoption& adoption,
                           const std::vector<std::pair<std::string, std::string>>& found,
                           std::vector<std::string>& given) {
    YamlNode root;
    root.kind = YamlNode::Kind::Map;
    root.line = 1;
    if (const File* yaml = snapshot.find("agent.yaml")) {
        auto loaded = loadYaml(yaml->content, "agent.yaml");
        if (!loaded)
            return loaded;
        if (loaded->kind != YamlNode::Kind::Map)
            return failure(Errc::Invalid, "wrong_type", "agent.yaml is not a map.", "Write \"key: value\" lines.",
                           "agent.yaml:1");
        root = std::move(*loaded);
    }
    const auto put = [&](const YamlEntry& field) {
        std::erase_if(root.entries, [&](const YamlEntry& entry) { return entry.key == field.key; });
        root.entries.push_back(field);
        given.push_back(field.key);
    };
    for (const YamlEntry& field : adoption.fields.entries)
        if (lacks(root, field.key))
            put(field);
    if (lacks(root, "prompts")) {
        const auto prompts = promptsOf(found, adoption);
        if (!prompts)
            return prompts;
        put({"prompts", 0, 0, *prompts}); // of the pattern, or what it is by default
    }
    for (const auto& [key, text] : {std::pair("schema", std::string("signalbox.agent/1")), std::pair("name", agent)})
        if (lacks(root, key)) {
            std::erase_if(root.entries, [&](const YamlEntry& entry) { return entry.key == key; });
            addText(root, key, text);
        }
    return root;
}

} // namespace

std::optional<Result<SemVer>> versionOfTag(const Adoption& adoption, std::string_view tag) {
    const auto star = adoption.tags.find('*');
    const std::string_view before = std::string_view(adoption.tags).substr(0, star);
    const std::string_view after = std::string_view(adoption.tags).substr(star + 1);
    if (star == std::string::npos || tag.size() <= before.size() + after.size() || !tag.starts_with(before) ||
        !tag.ends_with(after))
        return std::nullopt;
    const std::string_view version = tag.substr(before.size(), tag.size() - before.size() - after.size());
    auto read = SemVer::parse(version);
    if (!read)
        return failure(
            Errc::Corrupt, "bad_tag_name",
            std::format("The tag fits {}, but \"{}\" is not a version.", adoption.tags, version.substr(0, 80)),
            "Narrow tags of the agent in signalbox.yaml; versions are written like 1.4.0.");
    return read;
}

std::string tagOf(const Adoption& adoption, const SemVer& version) {
    std::string tag = adoption.tags;
    return tag.replace(tag.find('*'), 1, version.toString());
}

bool isWanted(const Adoption& adoption, std::string_view path) {
    return belongsToSnapshot(path) || matchesGlob(adoption.prompts, path);
}

std::optional<Adoption> readAdoption(YamlMap& map) {
    const bool adopts = map.has("path");
    for (const std::string_view key : fieldKeys)
        if (map.has(key) && !adopts)
            map.fail(key, "not_adopted", "Only an adopted agent has parts of its manifest here.",
                     "Add \"path: …\", or write it into the agent's agent.yaml.", "path: prompts");
    for (const std::string_view key : {"tags", "prompts"})
        if (map.has(key) && !adopts)
            map.fail(key, "missing_field", "An adopted agent needs its path.", "Add the folder of its files.",
                     "path: prompts");
    if (!adopts)
        return std::nullopt;
    Adoption adoption{map.requiredText("path", "."), map.text("tags", "v*"), map.text("prompts", "**/*.md"), {}};
    while (adoption.path.ends_with('/'))
        adoption.path.pop_back();
    if (adoption.path == ".")
        adoption.path.clear();
    else if (!isInnerPath(adoption.path))
        map.fail("path", "path_outside", "The path leaves the repository or holds odd characters.",
                 "Write it relative to the repository, with \"/\" between parts; \".\" is the whole repository.",
                 "path: .");
    if (!isTagPattern(adoption.tags) || adoption.tags.starts_with("agents/"))
        map.fail("tags", "bad_pattern", "The tags are no pattern with one * for the version.",
                 "Write it like v* or support-v*; agents/… is where Signalbox keeps its own.", "tags: \"v*\"");
    if (!isFilePattern(adoption.prompts))
        map.fail("prompts", "bad_pattern", "The prompts are no pattern of files below the path.",
                 "Write it like **/*.md.", "prompts: \"**/*.md\"");
    adoption.fields.kind = YamlNode::Kind::Map;
    Manifest ignored;
    for (const std::string_view key : fieldKeys)
        if (const YamlNode* field = map.find(key)) {
            readManifestPart(map, key, ignored);
            adoption.fields.entries.push_back({std::string(key), field->line, field->column, *field});
        }
    return adoption;
}

Result<SnapshotPtr> makeAdoptedSnapshot(std::vector<File> files, const std::string& agent, const Adoption& adoption) {
    std::erase_if(files, [&](const File& file) { return isInnerPath(file.path) && !isWanted(adoption, file.path); });
    std::vector<std::pair<std::string, std::string>> found; // where it lies → where the snapshot has it
    for (File& file : files) {
        const std::string original = file.path;
        if (!belongsToSnapshot(file.path))
            file.path = "prompts/" + file.path;
        if (matchesGlob(adoption.prompts, original) && file.path.starts_with("prompts/"))
            found.emplace_back(original, file.path);
    }
    std::ranges::sort(found);
    auto snapshot = std::make_shared<Snapshot>();
    if (auto taken = takeFiles(*snapshot, std::move(files)); !taken)
        return failure(taken.error());
    const auto root = completed(*snapshot, agent, adoption, found, snapshot->fromWorkspace);
    if (!root)
        return failure(root.error());
    return finishSnapshot(std::move(snapshot), *root);
}

} // namespace signalbox::agents
