// signalboxctl alert list [AGENT] | alert acknowledge ID [--reason TEXT]
#include <algorithm>
#include <format>

#include "app/ctl/context.h"
#include "core/base/visible_text.h"
#include "core/evidence/explanation.h"

namespace signalbox::ctl {

namespace {

std::optional<std::uint64_t> alertIn(const QString& word) {
    bool isNumber = false;
    const qulonglong id = word.toULongLong(&isNumber);
    return isNumber ? std::optional<std::uint64_t>(id) : std::nullopt;
}

// The columns of every alert are the same; what was written about it adds none.
std::string lineOf(const protocol::Alert& alert) {
    const auto plain = [](const std::string& text) { return visibleText(text, Lines::Visible); };
    std::string deed(toString(alert.deed));
    std::ranges::replace(deed, '_', ' ');
    const std::string seen = alert.acknowledged ? "seen by " + plain(alert.acknowledged->by) : "open";
    return std::format("{}\t{}\t{}\t{} {}\t{}\t{}: {}", alert.id, seen, toIso(alert.raised), plain(alert.agent),
                       plain(alert.version), deed, plain(evidence::titleOf(alert.guard)), plain(alert.sentence));
}

void print(Context& context, const protocol::AlertList& list) {
    if (context.options().json)
        return context.json(protocol::encode(list));
    for (const protocol::Alert& alert : list.alerts)
        context.line(lineOf(alert));
    if (list.alerts.empty())
        context.line("No guardrail has acted.");
}

} // namespace

std::string misuseOfAcknowledge(const Options& options) {
    return alertIn(options.words.value(2)) ? std::string()
                                           : "An alert is named by its number, the first column of alert list.";
}

void listAlerts(Context& context) {
    context.session().fetchAlerts(&context, context.then<protocol::AlertList>([&context](protocol::AlertList list) {
        if (const std::string agent = context.word(2); !agent.empty())
            std::erase_if(list.alerts, [&agent](const protocol::Alert& alert) { return alert.agent != agent; });
        const auto most = static_cast<std::size_t>(context.options().limit);
        list.alerts.resize(std::min(list.alerts.size(), most));
        print(context, list);
        context.finish(Done);
    }));
}

void acknowledgeAlert(Context& context) {
    context.session().acknowledge(*alertIn(context.options().words.value(2)), context.options().reason.toStdString(),
                                  &context, context.then<protocol::Alert>([&context](const protocol::Alert& alert) {
                                      if (context.options().json)
                                          context.json(protocol::encode(alert));
                                      else
                                          context.line(lineOf(alert));
                                      context.finish(Done);
                                  }));
}

} // namespace signalbox::ctl
