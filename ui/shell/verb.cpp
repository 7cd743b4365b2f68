#include "ui/shell/verb.h"

#include <QCoreApplication>

namespace signalbox::ui::shell {

using namespace Qt::StringLiterals;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Verb)
};

} // namespace

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
    }
    return {};
}

} // namespace signalbox::ui::shell
