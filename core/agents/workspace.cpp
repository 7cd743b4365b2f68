#include "core/agents/workspace.h"

#include <algorithm>
#include <charconv>
#include <format>

#include "core/agents/manifest_reader.h"
#include "core/agents/semver.h"
#include "core/agents/yaml.h"

namespace signalbox::agents {

namespace {

constexpr std::string_view workspaceFile = "signalbox.yaml";
constexpr PicoUsd dearest = 1'000'000'000'000; // per token: 1,000,000 USD per million tokens

// "2.5" USD per million tokens is 2,500,000 pico-USD per token, digit by digit: no binary fraction comes between.
std::optional<PicoUsd> exactPrice(std::string_view text) {
    const auto dot = text.find('.');
    std::string digits(text.substr(0, dot));
    std::string fraction(dot == std::string_view::npos ? std::string_view{} : text.substr(dot + 1));
    while (fraction.ends_with('0'))
        fraction.pop_back();
    if (fraction.size() > 6)
        return std::nullopt;
    fraction.resize(6, '0');
    digits += fraction;
    PicoUsd value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size() || value < 0 || value > dearest)
        return std::nullopt;
    return value;
}

// "$2.50" → "2.50", "-1" → "1"
std::string nearestPrice(std::string_view text) {
    const auto start = text.find_first_of("0123456789");
    const std::string price(start == std::string_view::npos ? "0" : text.substr(start));
    const std::string plain = price.substr(0, price.find_first_not_of("0123456789."));
    return exactPrice(plain) ? plain : plain.contains('.') ? std::string("0.000001") : std::string("0");
}

std::optional<PicoUsd> readPrice(YamlMap& map, std::string_view key) {
    const YamlNode* node = map.find(key);
    if (node == nullptr)
        return std::nullopt;
    if (node->kind == YamlNode::Kind::Integer || node->kind == YamlNode::Kind::Number)
        if (const auto price = exactPrice(node->text))
            return price;
    map.fail(key, "bad_price", std::format("\"{}\" is not a price.", node->text.substr(0, 40)),
             "Write USD per million tokens as a plain decimal from 0 to 1000000 with at most six places, such as 2.5.",
             std::format("{}: {}", key, nearestPrice(node->text)));
    return std::nullopt;
}

void readModels(YamlMap models, Workspace& workspace) {
    for (const auto& entry : models.entries()) {
        YamlMap model = models.map(entry.key, {"price"});
        if (!model.has("price"))
            continue;
        YamlMap map = model.map("price", {"input", "output", "cached_input"});
        for (const std::string_view key : {"input", "output"})
            if (!map.has(key))
                map.fail(key, "missing_field", std::format("\"{}\" is missing.", map.pathOf(key)),
                         "Give both prices; write 0 for a model that costs nothing.", std::format("{}: 0", key));
        workspace.prices[entry.key] = {readPrice(map, "input").value_or(0), readPrice(map, "output").value_or(0),
                                       readPrice(map, "cached_input")};
    }
}

void readTeams(std::vector<YamlMap> teams, Workspace& workspace) {
    for (YamlMap& map : teams) {
        Team team{map.requiredText("name", "support"), map.text("title"), map.texts("agents")};
        checkName(map, "name", team.name);
        if (std::ranges::find(workspace.teams, team.name, &Team::name) != workspace.teams.end())
            map.fail("name", "duplicate_name", std::format("Two teams are called \"{}\".", team.name),
                     "Rename one of them.", written("name", team.name + "-2"));
        for (std::size_t i = 0; i < team.agents.size(); ++i)
            if (!isAgentName(team.agents[i]))
                map.failItem("agents", i, "bad_name",
                             std::format("\"{}\" is not the name of an agent.", team.agents[i].substr(0, 80)),
                             "Write the name of a folder below agents/.", "- " + nearestName(team.agents[i]));
        if (team.title.empty())
            team.title = team.name;
        workspace.teams.push_back(std::move(team));
    }
}

void readAgents(YamlMap agents, Workspace& workspace) {
    for (const auto& entry : agents.entries()) {
        YamlMap map = agents.map(entry.key, {"stable", "path", "tags", "prompts", "description", "model", "variables",
                                             "integrations", "configuration", "contract", "runtime"});
        if (!isAgentName(entry.key))
            agents.fail(entry.key, "bad_name",
                        std::format("\"{}\" is not the name of an agent.", entry.key.substr(0, 80)),
                        "Write at most 63 lower-case letters, digits and single hyphens, beginning with a letter.",
                        nearestName(entry.key) + ":");
        if (auto adoption = readAdoption(map))
            workspace.adopted[entry.key] = std::move(*adoption);
        const std::string stable = map.text("stable");
        if (stable.empty())
            continue;
        if (const auto version = SemVer::parse(stable); !version)
            map.fail("stable", version.error().code, version.error().message,
                     "Write it like 1.4.0, without a v and in quotes where YAML needs them.", "stable: 1.0.0");
        workspace.stable[entry.key] = stable;
    }
}

void readUnits(YamlMap& map, Workspace& workspace) {
    if (!map.has("units"))
        return;
    const std::vector<std::string> texts = map.texts("units");
    std::vector<UnitField> fields;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        auto field = unitFieldFrom(texts[i]);
        if (!field)
            map.failItem("units", i, "bad_unit",
                         std::format("\"{}\" is no place in a request.", texts[i].substr(0, 80)),
                         "Write header.NAME, body.FIELD or body.FIELD.FIELD.", "- body.user");
        else if (std::ranges::contains(fields, *field))
            map.failItem("units", i, "duplicate_name", std::format("\"{}\" is listed twice.", texts[i].substr(0, 80)),
                         "Remove one of the lines; the first counts.");
        else
            fields.push_back(std::move(*field));
    }
    if (const YamlNode* node = map.find("units"); node->kind == YamlNode::Kind::List && node->items.empty())
        map.fail("units", "bad_value", "Without any place no two requests would belong together.",
                 "Name at least one, or leave units out.", "units: [header.x-signalbox-unit, body.user]");
    if (texts.size() > mostUnitFields)
        map.fail("units", "out_of_range", "More than 16 places are not looked at.", "Keep those that callers fill in.");
    if (!fields.empty())
        workspace.units = std::move(fields);
}

} // namespace

Result<Workspace> readWorkspace(std::string_view yaml) {
    YamlErrors errors{std::string(workspaceFile)};
    const auto root = loadYaml(yaml, errors);
    if (!root)
        return failure(errors.error());
    YamlMap map(errors, &*root, "", {"schema", "name", "providers", "upstreams", "models", "teams", "agents", "units"});
    Workspace workspace;
    if (const auto schema = map.text("schema", "signalbox.workspace/1"); schema != "signalbox.workspace/1")
        map.fail("schema", "bad_schema", std::format("The schema \"{}\" is not known.", schema.substr(0, 80)),
                 "Write signalbox.workspace/1.", "schema: signalbox.workspace/1");
    workspace.name = map.requiredText("name", "My agents");
    YamlMap providers = map.map("providers");
    for (const auto& entry : providers.entries())
        workspace.providers[entry.key] = readProvider(providerMap(providers, entry.key), entry.key);
    YamlMap upstreams = map.map("upstreams");
    for (const auto& entry : upstreams.entries())
        workspace.upstreams[entry.key] = readUpstream(upstreamMap(upstreams, entry.key));
    readModels(map.map("models"), workspace);
    readTeams(map.maps("teams", {"name", "title", "agents"}), workspace);
    readAgents(map.map("agents"), workspace);
    readUnits(map, workspace);
    if (!errors.isEmpty())
        return failure(errors.error());
    return workspace;
}

bool isSimulated(const Workspace& workspace) {
    return std::ranges::any_of(workspace.providers, [](const auto& entry) { return entry.second.simulated; });
}

} // namespace signalbox::agents
