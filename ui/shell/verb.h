// The verbs that a person can apply to an agent's release, and whether one is offered now and why not. Values; UI
// thread.
#pragma once

#include <string_view>

#include <QString>

namespace signalbox::ui::shell {

enum class Verb { RollBack, Undo, Pause, Resume, Approve, Advance, Promote, Start, StepBack, Abort };
inline constexpr int verbCount = 10;

// As the control API spells it: "roll-back".
[[nodiscard]] std::string_view wireName(Verb verb);
// The icon of resources/icons.
[[nodiscard]] QString iconOf(Verb verb);
// "rolling back", for what is being done at this moment.
[[nodiscard]] QString progressOf(Verb verb);

struct Offer {
    Verb verb = Verb::RollBack;
    QString text;         // names what it does: "Roll back to 2.1.0"
    bool visible = false; // makes sense in this state
    bool enabled = false;
    QString reason; // why it is disabled, or else what it will do
};

} // namespace signalbox::ui::shell
