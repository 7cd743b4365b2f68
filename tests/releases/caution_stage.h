// A release bar of its own with agents that are frozen, in front of gates, in a freeze window or with a queue; and what
// it asked for. Values only, no backend.
#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include "tests/ui/status_values.h"
#include "ui/releases/caution_panel.h"
#include "ui/releases/release_bar.h"

namespace signalbox::uitest {

using namespace Qt::StringLiterals;
using ui::releases::ReasonPanel;
using ui::releases::ReleaseBar;
using ui::releases::Verb;

struct Asked { // what the bar emitted
    Verb verb;
    protocol::CommandMessage message;
};

inline WallTime morning() {
    return fromIso("2026-03-02T09:12:31.000Z").value();
}

inline protocol::AgentStatus gated() {
    protocol::AgentStatus status = ramping();
    release::Release& release = *status.state.release;
    release.phase = release::Phase::Testing;
    release.plan.gates = {"tests", "review", "security"};
    release.startedAt = morning();
    release.gates = {{.gate = "review", .passed = true, .actor = "maria", .at = morning()},
                     {.gate = "security", .passed = false, .actor = "omar", .at = morning()}};
    status.observed.canary.reset();
    status.observed.canaryWeight = {};
    status.holds = release::holdsOf(status.state);
    return status;
}

inline protocol::AgentStatus frozen() {
    protocol::AgentStatus status = ramping();
    status.state.release->paused = true;
    status.state.release->pauseReason = "error rate";
    status.state.freeze = {
        .reason = "2.1.0 fails too: error rate 4.1 %", .actor = "guardrail error_rate", .since = morning()};
    status.holds = release::holdsOf(status.state);
    return status;
}

inline protocol::AgentStatus queued(protocol::AgentStatus status = ramping()) {
    status.state.queued = release::Queued{.releaseId = "r2",
                                          .candidate = version("2.3.0"),
                                          .plan = release::defaultPlan(),
                                          .by = "maria",
                                          .reason = "shorter answers",
                                          .since = morning()};
    return status;
}

inline protocol::AgentStatus inWindow() {
    protocol::AgentStatus status = ramping();
    status.holds = {{.kind = "window",
                     .satisfied = false,
                     .text = "freeze window: weekend, until 2026-03-02 08:00 (UTC)",
                     .scope = release::HoldScope::Automation}};
    return status;
}

struct Stage {
    std::vector<Asked> asked;
    ReleaseBar bar;

    explicit Stage(const protocol::AgentStatus& status, protocol::AccessRole role = protocol::AccessRole::Admin) {
        bar.setAccess(role);
        bar.setStatus(status);
        QObject::connect(&bar, &ReleaseBar::commandRequested, &bar,
                         [this](const std::string&, Verb verb, const protocol::CommandMessage& message) {
                             asked.push_back({verb, message});
                         });
        bar.resize(1160, bar.sizeHint().height());
        bar.show();
    }

    [[nodiscard]] std::vector<QPushButton*> buttons(const QString& name) const {
        std::vector<QPushButton*> found;
        for (auto* button : bar.caution().findChildren<QPushButton*>(name))
            if (button->isVisibleTo(&bar))
                found.push_back(button);
        return found;
    }

    [[nodiscard]] QString said() const {
        QStringList texts;
        for (const auto* label : bar.caution().findChildren<QLabel*>())
            if (label->isVisibleTo(&bar))
                texts << label->text();
        return texts.join(u'\n');
    }
};

inline void type(ReasonPanel& dialog, const QString& text) {
    QVERIFY(QTest::qWaitForWindowExposed(&dialog));
    dialog.reason().setFocus();
    QTest::keyClicks(&dialog.reason(), text);
}

} // namespace signalbox::uitest
