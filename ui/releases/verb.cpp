#include "ui/releases/verb.h"

#include <algorithm>
#include <array>

#include <QCoreApplication>

namespace signalbox::ui::releases {

using namespace Qt::StringLiterals;

namespace {

struct VerbWords {
    Q_DECLARE_TR_FUNCTIONS(Verb)
};

struct Known {
    std::string_view wire;
    QLatin1StringView icon;
};

// In the order of Verb.
constexpr std::array<Known, verbCount> known{
    {{"roll-back", "roll-back"_L1}, {"undo", "undo"_L1},       {"pause", "pause"_L1},
     {"resume", "resume"_L1},       {"approve", "approve"_L1}, {"advance", "ramp"_L1},
     {"promote", "promote"_L1},     {"start", "start"_L1},     {"step-back", "step-back"_L1},
     {"abort", "abort"_L1},         {"gate", "approve"_L1},    {"advance", "break-glass"_L1},
     {"freeze", "freeze"_L1},       {"unfreeze", "freeze"_L1}, {"start", "queue"_L1},
     {"start-queued", "start"_L1},  {"unqueue", "close"_L1},   {"roll-back", "roll-back"_L1},
     {"unquarantine", "check"_L1},  {"adopt", "check"_L1}}};

const Known& entryOf(Verb verb) {
    return known.at(static_cast<std::size_t>(verb));
}

} // namespace

std::string_view wireName(Verb verb) {
    return entryOf(verb).wire;
}

QString iconOf(Verb verb) {
    return entryOf(verb).icon;
}

std::string actionOf(Verb verb, bool glassBroken) {
    const bool ofAgent = verb == Verb::Freeze || verb == Verb::Unfreeze || verb == Verb::Adopt;
    std::string action = ofAgent ? "agent." : verb == Verb::Unquarantine ? "version." : "release.";
    action += wireName(verb);
    std::ranges::replace(action, '-', '_');
    return glassBroken ? action + ".glass_broken" : action;
}

QString progressOf(Verb verb) {
    switch (verb) {
    case Verb::RollBack:
        return VerbWords::tr("Rolling back…");
    case Verb::Undo:
        return VerbWords::tr("Undoing…");
    case Verb::Pause:
        return VerbWords::tr("Pausing…");
    case Verb::Resume:
        return VerbWords::tr("Resuming…");
    case Verb::Approve:
        return VerbWords::tr("Approving…");
    case Verb::Advance:
        return VerbWords::tr("Ramping…");
    case Verb::Promote:
        return VerbWords::tr("Promoting…");
    case Verb::Start:
        return VerbWords::tr("Starting…");
    case Verb::StepBack:
        return VerbWords::tr("Stepping back…");
    case Verb::Abort:
        return VerbWords::tr("Ending…");
    case Verb::Gate:
        return VerbWords::tr("Reporting…");
    case Verb::BreakGlass:
        return VerbWords::tr("Breaking the glass…");
    case Verb::Freeze:
        return VerbWords::tr("Freezing…");
    case Verb::Unfreeze:
        return VerbWords::tr("Unfreezing…");
    case Verb::Queue:
        return VerbWords::tr("Queueing…");
    case Verb::StartQueued:
        return VerbWords::tr("Starting…");
    case Verb::Unqueue:
        return VerbWords::tr("Taking it out…");
    case Verb::MoveLeaving:
        return VerbWords::tr("Moving…");
    case Verb::Unquarantine:
        return VerbWords::tr("Lifting the quarantine…");
    case Verb::Adopt:
        return VerbWords::tr("Letting it answer…");
    }
    return {};
}

} // namespace signalbox::ui::releases
