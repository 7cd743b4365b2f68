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

void list(Context& context) {
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

} // namespace

bool needsBackend(const Options& options) {
    const bool verifies =
        options.words.value(0) == QLatin1StringView("audit") && options.words.value(1) == QLatin1StringView("verify");
    const bool explains = options.words.value(0) == QLatin1StringView("explain");
    return options.file.isEmpty() || !(verifies || explains);
}

bool runAudit(Context& context) {
    if (context.word(0) != "audit" || context.words() != 2)
        return false;
    if (context.word(1) == "list") {
        list(context);
        return true;
    }
    if (context.word(1) != "verify")
        return false;
    if (context.options().file.isEmpty()) {
        context.session().verifyAudit(&context,
                                      context.then<protocol::AuditVerification>(
                                          [&context](const auto& verification) { print(context, verification); }));
        return true;
    }
    const audit::Verification found = audit::verify(context.options().file.toStdString());
    print(context, {found.good, found.size, found.firstBad, found.message});
    return true;
}

} // namespace signalbox::ctl
