#include <algorithm>
#include <charconv>
#include <format>
#include <istream>
#include <map>
#include <streambuf>
#include <utility>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "core/agents/yaml.h"
#include "core/agents/yaml_refusal.h"
#include "core/agents/yaml_scalar.h"

namespace signalbox::agents {

namespace {

int lineOf(const YAML::Mark& mark) {
    return mark.line + 1;
}

int columnOf(const YAML::Mark& mark) {
    return mark.column + 1;
}

std::size_t countNodes(const YamlNode& node) {
    std::size_t count = 1;
    for (const auto& item : node.items)
        count += countNodes(item);
    for (const auto& entry : node.entries)
        count += countNodes(entry.value);
    return count;
}

// Builds the tree from the parser's events, so that every limit is checked before memory is spent.
class Builder final : public YAML::EventHandler {
public:
    Builder(const YamlLimits& limits, YamlErrors& errors) : m_limits(limits), m_errors(errors) {}

    YamlNode takeRoot() { return std::move(m_root); }

    void OnDocumentStart(const YAML::Mark&) override {}

    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        YamlNode node;
        node.line = lineOf(mark);
        node.column = columnOf(mark);
        complete(std::move(node), anchor);
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        if (++m_aliases > m_limits.aliases)
            throw YamlRefusal{lineOf(mark), "yaml_limit",
                              std::format("More than {} aliases are not read.", m_limits.aliases),
                              "Write the values out."};
        const auto known = m_anchors.find(anchor);
        if (known == m_anchors.end())
            throw YamlRefusal{lineOf(mark), "bad_yaml", "An alias stands inside the value that it names.",
                              "Write the value out."};
        YamlNode copy = known->second;
        copy.line = lineOf(mark);
        copy.column = columnOf(mark);
        m_nodes += countNodes(copy) - 1;
        complete(std::move(copy), 0);
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        YamlNode node;
        node.line = lineOf(mark);
        node.column = columnOf(mark);
        node.text = value;
        if (tag == "?" || tag.empty())
            resolvePlain(node);
        else if (tag == "!" || tag == "tag:yaml.org,2002:str")
            node.kind = YamlNode::Kind::Text;
        else
            refuseTag(mark, tag);
        complete(std::move(node), anchor);
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        begin(YamlNode::Kind::List, mark, tag, anchor);
    }

    void OnSequenceEnd() override { end(); }

    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        begin(YamlNode::Kind::Map, mark, tag, anchor);
    }

    void OnMapEnd() override { end(); }

private:
    struct Open {
        YamlNode node;
        YAML::anchor_t anchor = 0;
        std::optional<YamlEntry> pending;     // a key that waits for its value
        std::map<std::string, int> keys = {}; // and their lines
        bool again = false;                   // the pending key has a value already; this one is dropped
    };

    [[noreturn]] static void refuseTag(const YAML::Mark& mark, const std::string& tag) {
        throw YamlRefusal{lineOf(mark), "bad_yaml", std::format("The tag {} is not read.", tag.substr(0, 80)),
                          "Remove the tag; put text in quotes."};
    }

    void begin(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
        if (static_cast<int>(m_open.size()) >= m_limits.depth)
            throw YamlRefusal{lineOf(mark), "yaml_limit",
                              std::format("Values nested more than {} deep are not read.", m_limits.depth),
                              "Make it flatter."};
        if (!tag.empty() && tag != "?" && tag != "!")
            refuseTag(mark, tag);
        if (!m_open.empty() && m_open.back().node.kind == YamlNode::Kind::Map && !m_open.back().pending)
            throw YamlRefusal{lineOf(mark), "bad_yaml", "A key must be text.", "Put {{…}} and […] in quotes."};
        Open open;
        open.node.kind = kind;
        open.node.line = lineOf(mark);
        open.node.column = columnOf(mark);
        open.anchor = anchor;
        m_open.push_back(std::move(open));
    }

    void end() {
        Open open = std::move(m_open.back());
        m_open.pop_back();
        complete(std::move(open.node), open.anchor);
    }

    void complete(YamlNode node, YAML::anchor_t anchor) {
        if (++m_nodes > m_limits.nodes)
            throw YamlRefusal{node.line, "yaml_limit", std::format("More than {} values are not read.", m_limits.nodes),
                              "Split the file."};
        if (anchor != 0)
            m_anchors[anchor] = node;
        if (m_open.empty()) {
            m_root = std::move(node);
            return;
        }
        Open& parent = m_open.back();
        if (parent.node.kind == YamlNode::Kind::List) {
            parent.node.items.push_back(std::move(node));
        } else if (parent.pending) {
            parent.pending->value = std::move(node);
            if (!std::exchange(parent.again, false))
                parent.node.entries.push_back(std::move(*parent.pending));
            parent.pending.reset();
        } else {
            takeKey(parent, node);
        }
    }

    // Of the map that is open now: "agents.refunds", "teams[2]".
    [[nodiscard]] std::string path() const {
        std::string text;
        for (std::size_t i = 0; i + 1 < m_open.size(); ++i) {
            const Open& holder = m_open[i];
            if (holder.node.kind == YamlNode::Kind::List)
                text += std::format("[{}]", holder.node.items.size());
            else if (holder.pending)
                text += (text.empty() ? "" : ".") + holder.pending->key;
        }
        return text;
    }

    void takeKey(Open& parent, YamlNode& key) {
        if (key.kind == YamlNode::Kind::List || key.kind == YamlNode::Kind::Map || key.kind == YamlNode::Kind::Null)
            throw YamlRefusal{key.line, "bad_yaml", "A key must be text.", "Write the key as a plain word."};
        if (key.text == "<<")
            throw YamlRefusal{key.line, "bad_yaml", "Merge keys are not read.", "Write the values out."};
        if (const auto [known, first] = parent.keys.emplace(key.text, key.line); !first) {
            const std::string above = path();
            m_errors.add({.code = "duplicate_key",
                          .message = std::format("The key \"{}\" stands here twice; line {} has it already.",
                                                 key.text.substr(0, 80), known->second),
                          .hint = "Remove this line, or the other one.",
                          .place = {.line = key.line,
                                    .column = key.column,
                                    .field = above.empty() ? key.text : above + "." + key.text}});
            parent.again = true;
        }
        parent.pending = YamlEntry{std::move(key.text), key.line, key.column, {}};
    }

    const YamlLimits& m_limits;
    YamlErrors& m_errors;
    YamlNode m_root;
    std::vector<Open> m_open;
    std::map<YAML::anchor_t, YamlNode> m_anchors;
    int m_aliases = 0;
    std::size_t m_nodes = 0;
};

// Reads from memory without a copy.
class MemoryBuffer final : public std::streambuf {
public:
    explicit MemoryBuffer(std::string_view text) {
        char* begin = const_cast<char*>(text.data()); // only ever read from
        setg(begin, begin, begin + text.size());
    }
};

} // namespace

std::optional<YamlNode> loadYaml(std::string_view text, YamlErrors& errors, const YamlLimits& limits) {
    const auto refuse = [&errors](const YamlRefusal& why) {
        errors.add({.code = why.code,
                    .message = why.message,
                    .hint = why.hint,
                    .write = why.write,
                    .place = {.line = why.line}});
        return std::optional<YamlNode>();
    };
    if (const auto why = refusalOf(text, limits))
        return refuse(*why);
    MemoryBuffer buffer(text);
    std::istream stream(&buffer);
    try {
        YAML::Parser parser(stream);
        Builder builder(limits, errors);
        parser.HandleNextDocument(builder);
        YamlNode root = builder.takeRoot();
        if (parser.HandleNextDocument(builder))
            return refuse(
                {1, "bad_yaml", "The file holds more than one document.", "Keep one and remove the \"---\" lines."});
        return root;
    } catch (const YamlRefusal& refusal) {
        return refuse(refusal);
    } catch (const YAML::Exception& error) {
        return refuse(explain(text, std::max(1, error.mark.line + 1), error.msg));
    } catch (const std::exception& error) {
        return refuse({1, "bad_yaml", std::format("The file can't be read: {}.", error.what()), "Make it simpler."});
    }
}

Result<YamlNode> loadYaml(std::string_view text, std::string_view file, const YamlLimits& limits) {
    YamlErrors errors{std::string(file)};
    auto root = loadYaml(text, errors, limits);
    if (!errors.isEmpty())
        return failure(errors.error());
    return std::move(*root);
}

} // namespace signalbox::agents
