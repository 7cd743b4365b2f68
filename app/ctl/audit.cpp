// signalboxctl audit verify [--file F] | audit list
#include <format>

#include "app/ctl/context.h"
#include "core/audit/log.h"
#include "core/base/visible_text.h"
#include "core/protocol/encode.h"
#include "core/versions/anchor_chain.h"

namespace signalbox::ctl {

using namespace Qt::StringLiterals;

namespace {

void print(Context& context, const protocol::AuditVerification& verification) {
    if (context.options().json) {
        context.json(protocol::encode(verification));
    } else {
        context.line(std::format("{}: {} entries. {}", verification.good ? "good" : "NOT GOOD", verification.size,
                                 verification.message));
        if (!verification.key.empty())
            context.line(std::format("signed by {}", verification.key));
        if (verification.firstBad)
            context.line(std::format("first bad entry: {}", *verification.firstBad));
    }
    context.finish(verification.good ? Done : NotVerified);
}

// The id comes last, so that the columns before it stay where they were; what a person wrote adds no column or line.
std::string lineOf(const protocol::AuditRow& row) {
    const std::string reason = visibleText(row.entry["reason"_L1].toString().toStdString(), Lines::Visible);
    const std::string release = releaseIn(row);
    return std::format("{}\t{}\t{}\t{}\t{}{}{}", row.sequence, toIso(row.time), row.actor, row.agent, row.summary,
                       reason.empty() ? "" : ": " + reason, release.empty() ? "" : "\t" + release);
}

// What the workspace that is named keeps of its logs; a copy may be looked at where there is none.
Result<std::vector<audit::Anchor>> anchorsOf(const Options& options) {
    std::vector<audit::Anchor> anchors;
    if (!options.namesWorkspace)
        return anchors;
    const auto chain = versions::AnchorChain::open(options.workspace.toStdString());
    const auto newest = chain ? (*chain)->newest() : failure(chain.error());
    if (!newest)
        return failure(newest.error());
    for (const versions::AnchoredCheckpoint& one : *newest)
        anchors.push_back({{one.checkpoint, one.publicKey}, "the workspace's repository"});
    return anchors;
}

} // namespace

// What has just begun is only in `after`, what has just ended only in `before`.
std::string releaseIn(const protocol::AuditRow& row) {
    const QJsonValue before = row.entry["before"_L1];
    const QJsonValue after = row.entry["after"_L1];
    for (const QJsonValue& release : {after["release"_L1], before["release"_L1], after["undo"_L1]["release"_L1]})
        if (const QString id = release["id"_L1].toString(); !id.isEmpty())
            return id.toStdString();
    return {};
}

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
    const auto anchors = anchorsOf(context.options());
    if (!anchors)
        return context.fail(anchors.error());
    const audit::Verification found = audit::verify(context.options().file.toStdString(), *anchors);
    print(context, {found.good, found.size, found.firstBad, found.message, found.anchored, found.key});
}

} // namespace signalbox::ctl
