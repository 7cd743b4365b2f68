#include <algorithm>
#include <charconv>
#include <format>
#include <istream>
#include <map>
#include <set>
#include <streambuf>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <QStringDecoder>

#include "core/agents/yaml.h"
#include "core/agents/yaml_scalar.h"

namespace signalbox::agents {

namespace {

struct Refusal { // thrown through yaml-cpp's parser, caught in loadYaml
    int line;
    std::string code;
    std::string message;
    std::string hint;
};

int lineOf(const YAML::Mark& mark) {
    return mark.line + 1;
}

constexpr std::size_t bracketsPerLine = 2'000;

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
    explicit Builder(const YamlLimits& limits) : m_limits(limits) {}

    YamlNode takeRoot() { return std::move(m_root); }

    void OnDocumentStart(const YAML::Mark&) override {}

    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        YamlNode node;
        node.line = lineOf(mark);
        complete(std::move(node), anchor);
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        if (++m_aliases > m_limits.aliases)
            throw Refusal{lineOf(mark), "yaml_limit",
                          std::format("More than {} aliases are not read.", m_limits.aliases), "Write the values out."};
        const auto known = m_anchors.find(anchor);
        if (known == m_anchors.end())
            throw Refusal{lineOf(mark), "bad_yaml", "An alias stands inside the value that it names.",
                          "Write the value out."};
        YamlNode copy = known->second;
        copy.line = lineOf(mark);
        m_nodes += countNodes(copy) - 1;
        complete(std::move(copy), 0);
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        YamlNode node;
        node.line = lineOf(mark);
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
        std::optional<YamlEntry> pending; // a key that waits for its value
        std::set<std::string> keys = {};
    };

    [[noreturn]] static void refuseTag(const YAML::Mark& mark, const std::string& tag) {
        throw Refusal{lineOf(mark), "bad_yaml", std::format("The tag {} is not read.", tag.substr(0, 80)),
                      "Remove the tag; put text in quotes."};
    }

    void begin(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
        if (static_cast<int>(m_open.size()) >= m_limits.depth)
            throw Refusal{lineOf(mark), "yaml_limit",
                          std::format("Values nested more than {} deep are not read.", m_limits.depth),
                          "Make it flatter."};
        if (!tag.empty() && tag != "?" && tag != "!")
            refuseTag(mark, tag);
        if (!m_open.empty() && m_open.back().node.kind == YamlNode::Kind::Map && !m_open.back().pending)
            throw Refusal{lineOf(mark), "bad_yaml", "A key must be text.", "Put {{…}} and […] in quotes."};
        Open open;
        open.node.kind = kind;
        open.node.line = lineOf(mark);
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
            throw Refusal{node.line, "yaml_limit", std::format("More than {} values are not read.", m_limits.nodes),
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
            parent.node.entries.push_back(std::move(*parent.pending));
            parent.pending.reset();
        } else {
            takeKey(parent, node);
        }
    }

    static void takeKey(Open& parent, YamlNode& key) {
        if (key.kind == YamlNode::Kind::List || key.kind == YamlNode::Kind::Map || key.kind == YamlNode::Kind::Null)
            throw Refusal{key.line, "bad_yaml", "A key must be text.", "Write the key as a plain word."};
        if (key.text == "<<")
            throw Refusal{key.line, "bad_yaml", "Merge keys are not read.", "Write the values out."};
        if (!parent.keys.insert(key.text).second)
            throw Refusal{key.line, "duplicate_key",
                          std::format("The key \"{}\" stands here twice.", key.text.substr(0, 80)),
                          "Keep one of them."};
        parent.pending = YamlEntry{std::move(key.text), key.line, {}};
    }

    const YamlLimits& m_limits;
    YamlNode m_root;
    std::vector<Open> m_open;
    std::map<YAML::anchor_t, YamlNode> m_anchors;
    int m_aliases = 0;
    std::size_t m_nodes = 0;
};

// yaml-cpp looks ahead to the end of a line before it reports its first bracket, in time that grows with their square.
bool hasTooManyBrackets(std::string_view text) {
    std::size_t brackets = 0;
    for (const char c : text) {
        if (c == '\n')
            brackets = 0;
        else if ((c == '[' || c == '{') && ++brackets > bracketsPerLine)
            return true;
    }
    return false;
}

// Reads from memory without a copy.
class MemoryBuffer final : public std::streambuf {
public:
    explicit MemoryBuffer(std::string_view text) {
        char* begin = const_cast<char*>(text.data()); // only ever read from
        setg(begin, begin, begin + text.size());
    }
};

} // namespace

Result<YamlNode> loadYaml(std::string_view text, std::string_view file, const YamlLimits& limits) {
    const auto refuse = [&](int line, std::string code, std::string message, std::string hint) {
        const Errc kind = code == "yaml_limit" ? Errc::Limit : Errc::Invalid;
        return failure(kind, std::move(code), std::move(message), std::move(hint), std::format("{}:{}", file, line));
    };
    if (text.size() > limits.bytes)
        return refuse(1, "yaml_limit", std::format("The file is larger than {} KiB.", limits.bytes / 1024),
                      "Split the file.");
    if (hasTooManyBrackets(text))
        return refuse(1, "yaml_limit", std::format("A line holds more than {} brackets.", bracketsPerLine),
                      "Break the line.");
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString decoded = decoder.decode(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())));
    if (decoder.hasError() || decoded.contains(QChar(u'\0')))
        return refuse(1, "bad_text", "The file is not UTF-8 text.", "Save it as UTF-8.");
    MemoryBuffer buffer(text);
    std::istream stream(&buffer);
    try {
        YAML::Parser parser(stream);
        Builder builder(limits);
        parser.HandleNextDocument(builder);
        YamlNode root = builder.takeRoot();
        if (parser.HandleNextDocument(builder))
            return refuse(1, "bad_yaml", "The file holds more than one document.",
                          "Keep one and remove the \"---\" lines.");
        return root;
    } catch (const Refusal& refusal) {
        return refuse(refusal.line, refusal.code, refusal.message, refusal.hint);
    } catch (const YAML::Exception& error) {
        return refuse(std::max(1, error.mark.line + 1), "bad_yaml", std::format("This is not YAML: {}.", error.msg),
                      "Check indentation and quotes near this line.");
    } catch (const std::exception& error) {
        return refuse(1, "bad_yaml", std::format("The file can't be read: {}.", error.what()), "Make it simpler.");
    }
}

} // namespace signalbox::agents
