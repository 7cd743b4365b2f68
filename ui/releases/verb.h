// The verbs that a person can apply to an agent's release, and whether one is offered now and why not. Values; UI
// thread.
#pragma once

#include <string>
#include <string_view>

#include <QString>

namespace signalbox::ui::releases {

enum class Verb {
    RollBack,
    Undo,
    Pause,
    Resume,
    Approve,
    Advance,
    Promote,
    Start,
    StepBack,
    Abort,
    Gate,       // says what became of one
    BreakGlass, // advances or promotes against the holds
    Freeze,
    Unfreeze,
    Queue, // starts a release behind the running one
    StartQueued,
    Unqueue,
    MoveLeaving,  // the conversations of what was rolled back move now
    Unquarantine, // a version that was rolled back may be released again
    Adopt,        // a first version answers; of an agent that has no bar yet
};
inline constexpr int verbCount = 20;

// As the control API spells it: "roll-back". Of what has no verb of its own: the one that it uses.
[[nodiscard]] std::string_view wireName(Verb verb);
// The icon of resources/icons.
[[nodiscard]] QString iconOf(Verb verb);
// As the console's own log names it: "release.roll_back", "release.advance.glass_broken".
[[nodiscard]] std::string actionOf(Verb verb, bool glassBroken);
// "rolling back", for what is being done at this moment.
[[nodiscard]] QString progressOf(Verb verb);

struct Offer {
    Verb verb = Verb::RollBack;
    QString text;         // names what it does: "Roll back to 2.1.0"
    bool visible = false; // makes sense in this state
    bool enabled = false;
    QString reason;      // why it is disabled, or else what it will do
    QString detail = {}; // what else it does, in few words: "moves 12 conversations"
    QString full = {};   // stands on the button instead of `text` where there is room
    QString widest = {}; // what `full` becomes in a moment, where that is longer
};

} // namespace signalbox::ui::releases
