// The resolved manifest read back from JSON, field for field what manifestToJson() writes.
#include <format>

#include <QJsonArray>

#include "core/agents/snapshot.h"

namespace signalbox::agents {

using namespace Qt::StringLiterals;

namespace {

// One object of the manifest. Keeps the first field that is not what it must be; keys that are absent stay as they are,
// keys that are not known are left to newer programs.
class Part {
public:
    Part(const QJsonObject& object, std::string path, std::string& wrong)
        : m_object(object),
          m_path(std::move(path)),
          m_wrong(wrong) {}

    void read(QLatin1StringView key, std::string& value) const {
        if (const QJsonValue found = valueOf(key, QJsonValue::String); found.isString())
            value = found.toString().toStdString();
    }

    void read(QLatin1StringView key, bool& value) const {
        if (const QJsonValue found = valueOf(key, QJsonValue::Bool); found.isBool())
            value = found.toBool();
    }

    void read(QLatin1StringView key, double& value) const {
        if (const QJsonValue found = valueOf(key, QJsonValue::Double); found.isDouble())
            value = found.toDouble();
    }

    void read(QLatin1StringView key, std::optional<double>& value) const {
        if (const QJsonValue found = valueOf(key, QJsonValue::Double); found.isDouble())
            value = found.toDouble();
    }

    void read(QLatin1StringView key, std::optional<std::int64_t>& value) const {
        if (const QJsonValue found = valueOf(key, QJsonValue::Double); found.isDouble())
            value = found.toInteger();
    }

    void read(QLatin1StringView key, std::vector<std::string>& values) const {
        const QJsonArray all = valueOf(key, QJsonValue::Array).toArray();
        for (const QJsonValue& one : all) {
            if (!one.isString())
                refuse(key);
            values.push_back(one.toString().toStdString());
        }
    }

    void read(QLatin1StringView key, std::map<std::string, std::string>& values) const {
        const QJsonObject all = valueOf(key, QJsonValue::Object).toObject();
        for (auto one = all.begin(); one != all.end(); ++one) {
            if (!one.value().isString())
                refuse(key);
            values[one.key().toStdString()] = one.value().toString().toStdString();
        }
    }

    [[nodiscard]] Part part(QLatin1StringView key) const {
        return {valueOf(key, QJsonValue::Object).toObject(), pathOf(key), m_wrong};
    }

    [[nodiscard]] std::vector<Part> parts(QLatin1StringView key) const {
        std::vector<Part> all;
        const QJsonArray items = valueOf(key, QJsonValue::Array).toArray();
        for (const QJsonValue& one : items) {
            if (!one.isObject())
                refuse(key);
            all.emplace_back(one.toObject(), pathOf(key), m_wrong);
        }
        return all;
    }

    // A word of two; the first is the usual one.
    [[nodiscard]] bool isSecond(QLatin1StringView key, const std::string& first, const std::string& second) const {
        std::string word = first;
        read(key, word);
        if (word != first && word != second)
            refuse(key);
        return word == second;
    }

private:
    [[nodiscard]] std::string pathOf(QLatin1StringView key) const { return m_path + "/" + key.data(); }

    void refuse(QLatin1StringView key) const {
        if (m_wrong.empty())
            m_wrong = pathOf(key);
    }

    [[nodiscard]] QJsonValue valueOf(QLatin1StringView key, QJsonValue::Type type) const {
        const QJsonValue found = m_object.value(key);
        if (!found.isUndefined() && found.type() != type)
            refuse(key);
        return found.type() == type ? found : QJsonValue(QJsonValue::Undefined);
    }

    QJsonObject m_object;
    std::string m_path;
    std::string& m_wrong;
};

void readConfiguration(const Part& from, Configuration& configuration) {
    from.read("temperature"_L1, configuration.temperature);
    from.read("top_p"_L1, configuration.topP);
    from.read("max_output_tokens"_L1, configuration.maxOutputTokens);
    from.read("seed"_L1, configuration.seed);
    from.read("stop"_L1, configuration.stop);
    from.part("timeout"_L1).read("request"_L1, configuration.requestTimeout);
    from.part("timeout"_L1).read("first_token"_L1, configuration.firstTokenTimeout);
    double attempts = configuration.maxAttempts;
    from.part("retry"_L1).read("max_attempts"_L1, attempts);
    configuration.maxAttempts = static_cast<int>(attempts);
}

} // namespace

Result<Manifest> manifestFromJson(const QJsonObject& object) {
    Manifest manifest;
    std::string wrong;
    const Part all(object, {}, wrong);
    all.read("schema"_L1, manifest.schema);
    all.read("name"_L1, manifest.name);
    all.read("description"_L1, manifest.description);
    const Part model = all.part("model"_L1);
    model.read("provider"_L1, manifest.model.provider);
    model.read("id"_L1, manifest.model.id);
    model.read("floating"_L1, manifest.model.floating);
    if (model.isSecond("api"_L1, "chat_completions", "responses"))
        manifest.model.api = ModelApi::Responses;
    all.read("prompts"_L1, manifest.prompts);
    all.read("variables"_L1, manifest.variables);
    const Part integrations = all.part("integrations"_L1);
    integrations.read("tools"_L1, manifest.tools);
    for (const Part& from : integrations.parts("mcp"_L1)) {
        McpServer server;
        from.read("name"_L1, server.name);
        from.read("transport"_L1, server.transport);
        from.read("command"_L1, server.command);
        from.read("url"_L1, server.url);
        from.read("lock"_L1, server.lock);
        manifest.mcp.push_back(std::move(server));
    }
    readConfiguration(all.part("configuration"_L1), manifest.configuration);
    all.part("contract"_L1).read("input"_L1, manifest.contractInput);
    all.part("contract"_L1).read("output"_L1, manifest.contractOutput);
    const Part runtime = all.part("runtime"_L1);
    if (runtime.isSecond("kind"_L1, "chat", "http"))
        manifest.runtime = RuntimeKind::Http;
    runtime.read("url"_L1, manifest.runtimeUrl);
    if (!wrong.empty())
        return failure(Errc::Invalid, "bad_field", std::format("The manifest's {} is not what it must be.", wrong),
                       "Update the program that is older.", wrong);
    return manifest;
}

} // namespace signalbox::agents
