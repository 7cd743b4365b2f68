#include "ui/base/link_words.h"

#include <QCoreApplication>

#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"

namespace signalbox::ui {

namespace {

using client::LinkState;
using client::LinkTrouble;

struct LinkWords {
    Q_DECLARE_TR_FUNCTIONS(Link)
};

struct Cause {
    QString what;
    QString hint;
};

Cause causeOf(const client::Link& link, const QString& at) {
    switch (link.trouble) {
    case LinkTrouble::Silent:
        return {LinkWords::tr("nothing is heard from %1").arg(at),
                LinkWords::tr("The connection stands, but the backend says nothing. Look whether its machine is "
                              "overloaded or the network is broken.")};
    case LinkTrouble::Restarting:
        return {LinkWords::tr("%1 closed the connection").arg(at),
                LinkWords::tr("It is being started again, or was stopped.")};
    case LinkTrouble::Refused:
        return {LinkWords::tr("nothing listens at %1").arg(at),
                LinkWords::tr("Start signalboxd there, or check the port.")};
    case LinkTrouble::NoSuchHost:
        return {LinkWords::tr("the name in %1 is not known").arg(at),
                LinkWords::tr("Check the spelling, and that this computer is in the right network.")};
    case LinkTrouble::NoAnswer:
        return {LinkWords::tr("%1 does not answer").arg(at),
                LinkWords::tr("Check the network and the firewall between here and there.")};
    case LinkTrouble::WrongToken:
        return {LinkWords::tr("%1 does not know this token").arg(at),
                LinkWords::tr("It was revoked or belongs to another backend. Give one that is valid.")};
    case LinkTrouble::RoleTooSmall:
        return {LinkWords::tr("this token may not read %1").arg(at),
                LinkWords::tr("Ask whoever runs the backend for a token with at least the role viewer.")};
    case LinkTrouble::HostRefused:
        return {LinkWords::tr("the backend does not go by the name %1").arg(at),
                LinkWords::tr("Use the address that signalboxd printed, or start it with that name.")};
    case LinkTrouble::Untrusted:
        return {LinkWords::tr("the certificate of %1 could not be verified").arg(at),
                LinkWords::tr("Check the address, and that this computer trusts the certificate's issuer.")};
    case LinkTrouble::NotABackend:
        return {LinkWords::tr("what answers at %1 is no Signalbox backend").arg(at),
                LinkWords::tr("Check the port: signalboxd prints the address when it starts.")};
    case LinkTrouble::None:
    case LinkTrouble::Slow:
    case LinkTrouble::OtherBackend:
    case LinkTrouble::Other:
        break;
    }
    return link.error ? Cause{plainLine(link.error->message, 160), plainLine(link.error->hint, 240)}
                      : Cause{LinkWords::tr("%1 cannot be reached").arg(at), {}};
}

bool isOfTheToken(LinkTrouble trouble) {
    return trouble == LinkTrouble::WrongToken || trouble == LinkTrouble::RoleTooSmall;
}

QString since(const client::Link& link) {
    return link.lastHeard == WallTime{} ? LinkWords::tr("Not connected since %1").arg(timeOfDayText(link.since))
                                        : LinkWords::tr("Stale since %1").arg(timeOfDayText(link.since));
}

LinkNotice whileDown(const LinkFacts& facts) {
    const client::Link& link = facts.link;
    if (facts.ended)
        return {.text = LinkWords::tr("%1: the backend of this workspace ended").arg(since(link)),
                .hint = plainLine(facts.ended->message, 240),
                .remedy = LinkRemedy::StartAgain};
    const Cause cause = causeOf(link, facts.address);
    return {.text = LinkWords::tr("%1: %2").arg(since(link), cause.what),
            .hint = cause.hint,
            .remedy = isOfTheToken(link.trouble) ? LinkRemedy::GiveToken : LinkRemedy::RetryNow};
}

std::optional<LinkNotice> whileUp(const LinkFacts& facts) {
    if (facts.otherSince)
        return LinkNotice{.tone = Tone::Warning,
                          .text = LinkWords::tr("Another backend answers at %1 since %2")
                                      .arg(facts.address, timeOfDayText(*facts.otherSince)),
                          .hint = LinkWords::tr("Everything here is its own; nothing is left of the former one."),
                          .remedy = LinkRemedy::GoOn,
                          .stale = false};
    if (facts.workspaceProblem)
        return LinkNotice{.tone = Tone::Warning,
                          .text = plainLine(facts.workspaceProblem->message, 200),
                          .hint = plainLine(facts.workspaceProblem->hint, 240),
                          .remedy = LinkRemedy::None,
                          .stale = false};
    if (facts.link.trouble == LinkTrouble::Slow)
        return LinkNotice{
            .tone = Tone::Warning,
            .text = LinkWords::tr("Slow since %1: %2 takes %3 to answer")
                        .arg(timeOfDayText(facts.link.since), facts.address,
                             millisecondsText(static_cast<double>(facts.link.roundTrip.count()))),
            .hint = LinkWords::tr("What is shown is right; what is done from here takes longer to be confirmed."),
            .remedy = LinkRemedy::None,
            .stale = false};
    return std::nullopt;
}

} // namespace

std::optional<LinkNotice> linkNotice(const LinkFacts& facts) {
    switch (facts.link.state) {
    case LinkState::Connected:
        return whileUp(facts);
    case LinkState::Stale:
        return whileDown(facts);
    case LinkState::Connecting:
        break;
    }
    return LinkNotice{.tone = Tone::Neutral,
                      .text = LinkWords::tr("Connecting to %1").arg(facts.address),
                      .hint = {},
                      .remedy = LinkRemedy::None};
}

QString staleText(const client::Link& link) {
    switch (link.state) {
    case LinkState::Connected:
        return {};
    case LinkState::Connecting:
        return LinkWords::tr("The backend has not answered yet.");
    case LinkState::Stale:
        break;
    }
    if (isOfTheToken(link.trouble))
        return LinkWords::tr("The token is refused: what you see is stale since %1.").arg(timeOfDayText(link.since));
    return LinkWords::tr("The link is down: what you see is stale since %1.").arg(timeOfDayText(link.since));
}

QString retryText(const client::Link& link, WallTime now) {
    if (link.state != LinkState::Stale)
        return {};
    const auto left = link.retryIn - (now - link.retryFrom);
    if (link.retryIn <= std::chrono::milliseconds(0) || left <= std::chrono::milliseconds(0))
        return LinkWords::tr("trying now");
    const auto seconds = (left + std::chrono::milliseconds(999)) / std::chrono::seconds(1);
    return LinkWords::tr("again in %1 s").arg(qlonglong{seconds});
}

} // namespace signalbox::ui
