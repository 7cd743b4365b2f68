#include "ui/shell/verb.h"

#include <QCoreApplication>

namespace signalbox::ui::shell {

using namespace Qt::StringLiterals;

std::string_view wireName(Verb verb) {
    switch (verb) {
    case Verb::RollBack:
        return "roll-back";
    case Verb::Undo:
        return "undo";
    case Verb::Pause:
        return "pause";
    case Verb::Resume:
        return "resume";
    case Verb::Approve:
        return "approve";
    case Verb::Advance:
        return "advance";
    case Verb::Promote:
        return "promote";
    case Verb::Start:
        return "start";
    case Verb::StepBack:
        return "step-back";
    case Verb::Abort:
        return "abort";
    }
    return {};
}

QString iconOf(Verb verb) {
    switch (verb) {
    case Verb::RollBack:
        return u"roll-back"_s;
    case Verb::Undo:
        return u"undo"_s;
    case Verb::Pause:
        return u"pause"_s;
    case Verb::Resume:
        return u"resume"_s;
    case Verb::Approve:
        return u"approve"_s;
    case Verb::Advance:
        return u"ramp"_s;
    case Verb::Promote:
        return u"promote"_s;
    case Verb::Start:
        return u"start"_s;
    case Verb::StepBack:
        return u"step-back"_s;
    case Verb::Abort:
        return u"abort"_s;
    }
    return {};
}

QString progressOf(Verb verb) {
    const auto tr = [](const char* text) { return QCoreApplication::translate("Verb", text); };
    switch (verb) {
    case Verb::RollBack:
        return tr("Rolling back…");
    case Verb::Undo:
        return tr("Undoing…");
    case Verb::Pause:
        return tr("Pausing…");
    case Verb::Resume:
        return tr("Resuming…");
    case Verb::Approve:
        return tr("Approving…");
    case Verb::Advance:
        return tr("Ramping…");
    case Verb::Promote:
        return tr("Promoting…");
    case Verb::Start:
        return tr("Starting…");
    case Verb::StepBack:
        return tr("Stepping back…");
    case Verb::Abort:
        return tr("Ending…");
    }
    return {};
}

} // namespace signalbox::ui::shell
