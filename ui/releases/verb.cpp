#include "ui/releases/verb.h"

#include <array>

#include <QCoreApplication>

namespace signalbox::ui::releases {

using namespace Qt::StringLiterals;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Verb)
};

struct Known {
    std::string_view wire;
    QLatin1StringView icon;
};

// In the order of Verb.
constexpr std::array<Known, verbCount> known{{{"roll-back", "roll-back"_L1},
                                              {"undo", "undo"_L1},
                                              {"pause", "pause"_L1},
                                              {"resume", "resume"_L1},
                                              {"approve", "approve"_L1},
                                              {"advance", "ramp"_L1},
                                              {"promote", "promote"_L1},
                                              {"start", "start"_L1},
                                              {"step-back", "step-back"_L1},
                                              {"abort", "abort"_L1},
                                              {"gate", "approve"_L1},
                                              {"advance", "break-glass"_L1},
                                              {"freeze", "freeze"_L1},
                                              {"unfreeze", "freeze"_L1},
                                              {"start", "queue"_L1},
                                              {"start-queued", "start"_L1},
                                              {"unqueue", "close"_L1},
                                              {"roll-back", "roll-back"_L1}}};

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

QString progressOf(Verb verb) {
    switch (verb) {
    case Verb::RollBack:
        return Words::tr("Rolling back…");
    case Verb::Undo:
        return Words::tr("Undoing…");
    case Verb::Pause:
        return Words::tr("Pausing…");
    case Verb::Resume:
        return Words::tr("Resuming…");
    case Verb::Approve:
        return Words::tr("Approving…");
    case Verb::Advance:
        return Words::tr("Ramping…");
    case Verb::Promote:
        return Words::tr("Promoting…");
    case Verb::Start:
        return Words::tr("Starting…");
    case Verb::StepBack:
        return Words::tr("Stepping back…");
    case Verb::Abort:
        return Words::tr("Ending…");
    case Verb::Gate:
        return Words::tr("Reporting…");
    case Verb::BreakGlass:
        return Words::tr("Breaking the glass…");
    case Verb::Freeze:
        return Words::tr("Freezing…");
    case Verb::Unfreeze:
        return Words::tr("Unfreezing…");
    case Verb::Queue:
        return Words::tr("Queueing…");
    case Verb::StartQueued:
        return Words::tr("Starting…");
    case Verb::Unqueue:
        return Words::tr("Taking it out…");
    case Verb::MoveLeaving:
        return Words::tr("Moving…");
    }
    return {};
}

} // namespace signalbox::ui::releases
