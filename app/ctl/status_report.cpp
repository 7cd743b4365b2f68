#include "app/ctl/status_report.h"

#include <algorithm>
#include <format>

#include "app/ctl/failure_words.h"
#include "core/base/visible_text.h"
#include "core/evidence/explanation.h"
#include "core/release/describe.h"

namespace signalbox::ctl {

using namespace Qt::StringLiterals;

namespace {

using release::AgentState;

std::string shown(const std::string& text) {
    return visibleText(text, Lines::Visible);
}

// Who did the last thing, when and why.
struct LastDeed {
    std::string what;
    std::string who;
    WallTime at{};
    std::string why;
};

// The state keeps the reasons of what a responder asks about first.
std::string reasonIn(const AgentState& state) {
    if (state.lastChange.action == "agent.freeze" && state.freeze)
        return state.freeze->reason;
    if (state.undo && state.undo->quarantined) {
        const auto held = std::ranges::find(state.quarantine, *state.undo->quarantined, &release::Quarantined::version);
        return held == state.quarantine.end() ? std::string() : held->reason;
    }
    return state.release && state.release->paused ? state.release->pauseReason : std::string();
}

// The audit log says it best; where it does not have the entry yet, or any more, the state does.
LastDeed lastDeedOf(const AgentState& state, const std::vector<protocol::AuditRow>& rows) {
    for (const protocol::AuditRow& row : rows)
        if (row.agent == state.agent && row.action == state.lastChange.action &&
            row.entry["after"_L1]["revision"_L1].toInteger() == static_cast<qint64>(state.revision))
            return {row.summary, row.actor, row.time, row.entry["reason"_L1].toString().toStdString()};
    const release::Change& last = state.lastChange;
    return {"did " + last.action, last.actor, last.at, reasonIn(state)};
}

class Report {
public:
    Report(const protocol::AgentStatus& status, const Background& background)
        : m_status(status),
          m_state(status.state),
          m_background(background),
          m_last(lastDeedOf(m_state, background.rows)) {}

    [[nodiscard]] std::string text() {
        m_text = std::format("{}: {} (revision {}, {})", m_status.agent, release::describeTraffic(m_state),
                             m_state.revision, release::toString(release::phaseOf(m_state)));
        if (!m_status.observedMatches)
            add("the data path does not do this yet");
        if (const auto failures = m_background.failures.find(m_status.agent); failures != m_background.failures.end())
            for (const std::string& line : failureLines(failures->second))
                add(line);
        addLast();
        if (m_status.unrecorded > 0)
            add(std::format(
                "{} of what was done is in effect but not yet in the audit log, whose disk does not take it",
                m_status.unrecorded));
        addRelease();
        addCaution();
        addAlerts();
        addNext();
        return std::move(m_text);
    }

private:
    void add(const std::string& line) { m_text += "\n  " + shown(line); }

    void next(const std::string& command, const std::string& what) {
        add(std::format("next: signalboxctl {} - {}", command, what));
    }

    void addLast();
    void addRelease();
    void addHolds();
    void addCaution();
    void addAlerts();
    void addNext();

    const protocol::AgentStatus& m_status;
    const AgentState& m_state;
    const Background& m_background;
    LastDeed m_last;
    std::optional<std::uint64_t> m_openAlert; // the newest
    std::string m_text;
};

// That an agent was taken over is no news.
void Report::addLast() {
    const std::string& action = m_state.lastChange.action;
    if (action.empty() || action == "agent.adopt")
        return;
    add(std::format("last: at {}, {} {}", toIso(m_last.at), m_last.who, m_last.what));
    if (!m_last.why.empty())
        add("  why: " + m_last.why);
}

// Most texts say of what kind they are.
void Report::addHolds() {
    for (const release::Hold& hold : m_status.holds) {
        if (hold.kind == "frozen")
            continue; // said with its date below
        const std::string kind = hold.text.contains(hold.kind) ? "" : hold.kind + ": ";
        add(std::format("{} {}{}", hold.satisfied ? "met " : "open", kind, hold.text));
    }
}

void Report::addRelease() {
    if (m_state.release) {
        const release::Release& release = *m_state.release;
        add(std::format("release {}: {} instead of {}, step {} of {}{}", release.id, release.candidate.name(),
                        release.baseline.name(), release.step + 1, release.plan.steps.size(),
                        release.paused ? ", paused" : ""));
        addHolds();
    }
    if (const std::string waiting = release::describeQueue(m_state); !waiting.empty()) {
        add(waiting);
        if (!m_state.release)
            addHolds();
    }
}

void Report::addCaution() {
    if (m_state.freeze)
        add(std::format("frozen since {} by {}: {}", toIso(m_state.freeze->since), m_state.freeze->actor,
                        m_state.freeze->reason));
    if (m_status.rollBackTarget)
        add(std::format("rolls back to {}", m_status.rollBackTarget->name()));
    for (const release::Quarantined& held : m_state.quarantine) {
        const bool said = held.reason.empty() || held.reason == m_last.why;
        add(std::format("quarantined: {} since {}{}", held.version.name(), toIso(held.since),
                        said ? "" : ": " + held.reason));
    }
}

void Report::addAlerts() {
    if (!m_background.alerts)
        return add("its alerts could not be read");
    std::vector<protocol::Alert> open;
    bool any = false;
    for (const protocol::Alert& alert : *m_background.alerts) {
        if (alert.agent != m_status.agent)
            continue;
        any = true;
        if (!alert.acknowledged)
            open.push_back(alert);
    }
    if (open.empty())
        return any ? add("no alert is open") : void();
    const protocol::Alert& newest = open.front();
    m_openAlert = newest.id;
    add(std::format("{} open; the newest: {} of {} at {}",
                    open.size() == 1 ? "1 alert is" : std::format("{} alerts are", open.size()),
                    evidence::titleOf(newest.guard), newest.version, toIso(newest.raised)));
    if (newest.sentence != m_last.why)
        add("  " + newest.sentence);
    if (!newest.runbook.empty())
        add("  runbook: " + newest.runbook);
}

void Report::addNext() {
    const std::string& agent = m_status.agent;
    if (m_openAlert)
        next(std::format("alert acknowledge {} --reason TEXT", *m_openAlert), "say that you are on it");
    if (m_state.release && m_state.release->paused) {
        next("explain " + m_state.release->id, "what each guardrail rests on");
        next("roll-back " + agent, std::format("put everything back to {}", m_state.release->baseline.name()));
        if (!m_state.freeze)
            next("release resume " + agent, "go on");
    }
    if (m_state.undo) {
        if (m_state.undo->release)
            next("explain " + m_state.undo->release->id, "what each guardrail rested on");
        next("undo " + agent, "take the roll back back, as long as nothing else was done");
    }
    for (const release::Quarantined& held : m_state.quarantine)
        next(std::format("unquarantine {} {}", agent, held.version.name()), "let it be released again");
    if (m_state.freeze)
        next("unfreeze " + agent, "let automation act again");
}

} // namespace

std::string reportOf(const protocol::AgentStatus& status, const Background& background) {
    return Report(status, background).text();
}

} // namespace signalbox::ctl
