// signalboxctl check [AGENT]: what is wrong with the files of a workspace, all of it at once, before anything is
// published. Needs no backend: it reads what lies in the folder, committed or not.
#include <algorithm>
#include <format>

#include <QDir>
#include <QJsonArray>

#include "app/ctl/agent_folder.h"
#include "app/ctl/context.h"
#include "core/agents/checked_text.h"
#include "core/agents/snapshot.h"
#include "core/agents/workspace.h"
#include "core/base/findings.h"
#include "core/base/shell_word.h"
#include "core/release/plan.h"

namespace signalbox::ctl {

using namespace Qt::StringLiterals;

namespace {

using Severity = Finding::Severity;

class Check {
public:
    explicit Check(const QString& workspace) : m_root(workspace) {}

    void run(const QString& only);

    [[nodiscard]] const std::vector<Finding>& findings() const { return m_findings; }

    [[nodiscard]] std::size_t agents() const { return m_agents; }

    [[nodiscard]] auto count(Severity severity) const {
        return std::ranges::count(m_findings, severity, &Finding::severity);
    }

private:
    void checkWorkspace();
    void checkAgent(const QString& name);
    void checkSnapshot(const std::string& name, const std::string& folder, const agents::Snapshot& snapshot);
    void checkPlan(const QString& name);
    // In `folder`, which its places are relative to.
    void take(Finding finding, const std::string& folder);
    void take(const Error& error, const std::string& folder, const std::string& file);

    QDir m_root;
    std::optional<agents::Workspace> m_workspace;
    std::vector<Finding> m_findings;
    std::size_t m_agents = 0;
};

void Check::take(Finding finding, const std::string& folder) {
    finding.place.file = folder + finding.place.file;
    m_findings.push_back(std::move(finding));
}

void Check::take(const Error& error, const std::string& folder, const std::string& file) {
    if (error.findings.empty())
        return take({.code = error.code, .message = error.message, .hint = error.hint, .place = {.file = file}},
                    folder);
    for (const Finding& finding : error.findings)
        take(finding, folder);
}

void Check::checkWorkspace() {
    if (!m_root.exists(u"signalbox.yaml"_s))
        return take({.code = "no_workspace_file",
                     .message = "The folder has no signalbox.yaml.",
                     .hint = std::format("Make one that names a provider, and a first agent: signalboxctl --workspace "
                                         "{} init",
                                         shellWord(m_root.path().toStdString())),
                     .place = {.file = "signalbox.yaml"}},
                    {});
    const auto yaml = readFile(m_root.filePath(u"signalbox.yaml"_s));
    const auto workspace = yaml ? agents::readWorkspace(*yaml) : Result<agents::Workspace>(failure(yaml.error()));
    if (workspace)
        m_workspace = *workspace;
    else
        take(workspace.error(), {}, "signalbox.yaml");
}

void Check::checkSnapshot(const std::string& name, const std::string& folder, const agents::Snapshot& snapshot) {
    if (snapshot.manifest.name != name)
        take(agents::wrongAgent(snapshot, name), folder, "agent.yaml");
    const std::string& provider = snapshot.manifest.model.provider;
    if (m_workspace && !provider.empty() && !m_workspace->providers.contains(provider))
        take({.code = "unknown_provider",
              .message = std::format("signalbox.yaml has no provider named {}.", provider),
              .hint = "Add it there below providers, or name one that is there.",
              .place = {.file = "agent.yaml", .field = "model.provider"}},
             folder);
    for (const Finding& finding : agents::checkForPublishing(snapshot))
        take(finding, folder);
}

void Check::checkPlan(const QString& name) {
    const QString file = u"agents/"_s + name + u"/release.yaml"_s;
    if (!m_root.exists(file))
        return; // the usual plan
    const auto yaml = readFile(m_root.filePath(file));
    const auto plan =
        yaml ? release::readPlan(*yaml, file.toStdString()) : Result<release::Plan>(failure(yaml.error()));
    if (!plan)
        take(plan.error(), {}, file.toStdString());
}

void Check::checkAgent(const QString& name) {
    ++m_agents;
    const std::string folder = "agents/" + name.toStdString() + "/";
    if (!agents::isAgentName(name.toStdString()))
        take({.code = "bad_name",
              .message = std::format("\"{}\" is not the name of an agent.", name.toStdString()),
              .hint = std::format("Use at most 63 lower-case letters, digits and single hyphens: {}.",
                                  agents::nearestName(name.toStdString()))},
             folder);
    const auto lying = filesIn(m_root.filePath(u"agents/"_s + name));
    if (!lying)
        return take(lying.error(), folder, "agent.yaml");
    std::vector<agents::File> files;
    for (const protocol::FileContent& file : *lying)
        files.push_back({file.path, file.content});
    const auto snapshot = agents::makeSnapshot(std::move(files));
    if (snapshot)
        checkSnapshot(name.toStdString(), folder, **snapshot);
    else
        take(snapshot.error(), folder, "agent.yaml");
    checkPlan(name);
}

void Check::run(const QString& only) {
    checkWorkspace();
    const QDir agents(m_root.filePath(u"agents"_s));
    for (const QString& name : agents.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name))
        if (only.isEmpty() ? agents.exists(name + u"/agent.yaml"_s) : name == only)
            checkAgent(name);
    if (!only.isEmpty() && m_agents == 0)
        take({.code = "no_agent",
              .message = std::format("The workspace has no agent {}.", only.toStdString()),
              .hint = "Name a folder below agents/, or none for all of them."},
             "agents/" + only.toStdString());
}

QJsonObject jsonOf(const Finding& finding) {
    const auto text = [](const std::string& value) { return QString::fromStdString(value); };
    QJsonObject object{{u"severity"_s, finding.severity == Severity::Error ? u"error"_s : u"warning"_s},
                       {u"code"_s, text(finding.code)},
                       {u"message"_s, text(finding.message)},
                       {u"hint"_s, text(finding.hint)},
                       {u"write"_s, text(finding.write)},
                       {u"file"_s, text(finding.place.file)},
                       {u"field"_s, text(finding.place.field)}};
    if (finding.place.line > 0)
        object.insert(u"line"_s, finding.place.line);
    if (finding.place.column > 0)
        object.insert(u"column"_s, finding.place.column);
    return object;
}

std::string counted(auto number, std::string_view one) {
    return std::format("{} {}{}", number, one, number == 1 ? "" : "s");
}

} // namespace

void check(Context& context) {
    Check check(context.options().workspace);
    check.run(context.options().words.value(1));
    const auto errors = check.count(Severity::Error);
    if (context.options().json) {
        QJsonArray findings;
        for (const Finding& finding : check.findings())
            findings.append(jsonOf(finding));
        context.json({{u"agents"_s, static_cast<qint64>(check.agents())},
                      {u"errors"_s, qint64{errors}},
                      {u"findings"_s, findings}});
        return context.finish(errors == 0 ? Done : Failed);
    }
    for (const Finding& finding : check.findings())
        context.line((finding.severity == Severity::Error ? "" : "warning: ") + textOf(finding));
    const auto warnings = check.count(Severity::Warning);
    context.line(std::format("{}, {}: {}", counted(check.agents(), "agent"), counted(errors, "mistake"),
                             errors > 0     ? "these files cannot be published."
                             : warnings > 0 ? counted(warnings, "warning") + "."
                                            : "all is well."));
    context.finish(errors == 0 ? Done : Failed);
}

} // namespace signalbox::ctl
