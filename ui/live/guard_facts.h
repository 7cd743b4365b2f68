// One guardrail's evidence in a person's words and numbers, ready to be laid out: what is compared, how far the proof
// of harm has come, what it would take, and by which test. Pure; UI thread for the words.
#pragma once

#include <optional>
#include <vector>

#include <QString>
#include <QStringList>

#include "core/traffic/route_table.h"
#include "ui/live/evidence_words.h"

namespace signalbox::ui::live {

struct ArmFact {
    traffic::Role role = traffic::Role::Stable;
    QString number; // "2.18 %"; "no data"
    QString base;   // "9 of 412 conversations failed"
};

struct Fact {
    QString name;
    QString value;
};

struct GuardFacts {
    QString title;  // "Errors"
    QString action; // "rolls back above 2 %, or when worse"
    VerdictStatement verdict;
    std::vector<ArmFact> arms; // canary, stable
    // How far the evidence of harm has come, 0 … 1 (1: worse); absent where there is no such way to go.
    std::optional<double> progress;
    QString progressText;    // "evidence E is 12, 100 is enough"
    QString sentence;        // of the backend, in full
    std::vector<Fact> facts; // what happened
    QStringList requests;    // ids of the last that went wrong
    std::vector<Fact> why;   // how it is judged: shown when somebody asks
};

[[nodiscard]] GuardFacts guardFacts(const protocol::GuardCard& card);

} // namespace signalbox::ui::live
