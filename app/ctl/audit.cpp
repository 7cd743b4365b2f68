// signalboxctl audit verify [--file F] | audit list
#include <format>

#include "app/ctl/context.h"
#include "core/audit/log.h"
#include "core/protocol/encode.h"

namespace signalbox::ctl {

namespace {

void print(Context& context, const protocol::AuditVerification& verification) {
    if (context.options().json) {
        context.json(protocol::encode(verification));
    } else {
        context.line(std::format("{}: {} entries. {}", verification.good ? "good" : "NOT GOOD", verification.size,
                                 verification.message));
        if (verification.firstBad)
            context.line(std::format("first bad entry: {}", *verification.firstBad));
    }
    context.finish(verification.good ? Done : NotVerified);
}

std::string lineOf(const protocol::AuditRow& row) {
    const std::string reason = row.entry.value(QLatin1StringView("reason")).toString().toStdString();
    return std::format("{}\t{}\t{}\t{}\t{}{}", row.sequence, toIso(row.time), row.actor, row.agent, row.summary,
                       reason.empty() ? "" : ": " + reason);
}

} // namespace

void listAudit(Context& context) {
    context.session().fetchAudit(0, context.options().limit, &context,
                                 context.then<protocol::AuditPage>([&context](const protocol::AuditPage& page) {
                                     if (context.options().json) {
                                         context.json(protocol::encode(page));
                                     } else {
                                         for (const protocol::AuditRow& row : page.rows)
                                             context.line(lineOf(row));
                                     }
                                     context.finish(Done);
                                 }));
}

void verifyAudit(Context& context) {
    if (context.options().file.isEmpty())
        return context.session().verifyAudit(&context, context.then<protocol::AuditVerification>(
                                                           [&context](const auto& found) { print(context, found); }));
    const audit::Verification found = audit::verify(context.options().file.toStdString());
    print(context, {found.good, found.size, found.firstBad, found.message});
}

} // namespace signalbox::ctl
