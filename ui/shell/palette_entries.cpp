#include "ui/shell/palette_entries.h"

#include <algorithm>
#include <iterator>

#include <QAction>
#include <QCoreApplication>

#include "ui/base/plain_text.h"
#include "ui/releases/caution_row.h"
#include "ui/releases/release_bar.h"
#include "ui/releases/verb_buttons.h"
#include "ui/shell/backend_view.h"
#include "ui/shell/control_entries.h"

namespace signalbox::ui::shell {

using namespace Qt::StringLiterals;
using releases::Verb;

namespace {

struct PaletteWords {
    Q_DECLARE_TR_FUNCTIONS(Palette)
};

// A version each.
std::vector<PaletteEntry> quarantineEntries(BackendView& view) {
    std::vector<PaletteEntry> entries;
    const protocol::AgentStatus* status = view.mirror().agent(view.agent());
    if (status == nullptr)
        return entries;
    const releases::Offer& offer = view.bar().view().offer(Verb::Unquarantine);
    for (const release::Quarantined& held : status->state.quarantine) {
        PaletteEntry entry;
        entry.text = PaletteWords::tr("%1: Lift the quarantine of %2…")
                         .arg(plainLine(view.agent(), 80), plainLine(held.version.name(), 60));
        entry.detail = offer.enabled ? QString() : offer.reason;
        entry.icon = releases::iconOf(Verb::Unquarantine);
        entry.enabled = offer.enabled;
        entry.run = [bar = &view.bar(), version = QString::fromStdString(held.version.name())] {
            bar->askToUnquarantine(version);
        };
        entries.push_back(std::move(entry));
    }
    return entries;
}

} // namespace

std::vector<PaletteEntry> verbEntries(BackendView& view) {
    std::vector<PaletteEntry> entries;
    const QString agent = plainLine(view.agent(), 80);
    if (agent.isEmpty())
        return entries;
    for (const releases::Offer& offer : view.bar().view().offers) {
        // Each gate has entries of its own, and each version that is quarantined.
        if (!offer.visible || offer.verb == Verb::Gate || offer.verb == Verb::Unquarantine)
            continue;
        PaletteEntry entry;
        entry.text = u"%1: %2"_s.arg(agent, offer.text);
        entry.detail = offer.enabled ? QString() : offer.reason;
        entry.icon = releases::iconOf(offer.verb);
        entry.enabled = offer.enabled;
        if (offer.verb == Verb::RollBack)
            entry.shortcut = QKeySequence(u"Ctrl+Shift+Backspace"_s).toString(QKeySequence::NativeText);
        entry.run = [bar = &view.bar(), verb = offer.verb] { bar->trigger(verb); };
        if (offer.verb != Verb::Start && offer.verb != Verb::Queue) // they ask first
            entry.deed = offer.text;
        entries.push_back(std::move(entry));
    }
    std::ranges::move(quarantineEntries(view), std::back_inserter(entries));
    return entries;
}

std::vector<PaletteEntry> versionEntries(BackendView& view) {
    std::vector<PaletteEntry> entries;
    const QString agent = plainLine(view.agent(), 80);
    const bool canStart = view.bar().view().offer(Verb::Start).enabled && view.bar().view().offer(Verb::Start).visible;
    const protocol::AgentStatus* status = view.mirror().agent(view.agent());
    if (status == nullptr)
        return entries;
    const QString stable = QString::fromStdString(status->state.stable.name());
    for (const QString& version : view.versions()) {
        if (version == stable || !canStart)
            continue;
        PaletteEntry entry;
        entry.text = PaletteWords::tr("%1: Start a release of %2…").arg(agent, plainLine(version.toStdString(), 60));
        entry.icon = u"start"_s;
        entry.run = [&view, version] { view.openStartPanel(version); };
        entries.push_back(std::move(entry));
        if (entries.size() >= 500) // more than anyone reads; typing narrows what is left
            break;
    }
    return entries;
}

std::vector<PaletteEntry> agentEntries(BackendView& view, const std::function<void(const std::string&)>& choose) {
    std::vector<PaletteEntry> entries;
    for (const protocol::AgentStatus& status : view.mirror().agents()) {
        PaletteEntry entry;
        entry.text = PaletteWords::tr("Go to %1").arg(plainLine(status.agent, 80));
        entry.detail = view.name();
        entry.icon = u"agent"_s;
        entry.run = [choose, agent = status.agent] { choose(agent); };
        entries.push_back(std::move(entry));
    }
    return entries;
}

std::vector<PaletteEntry> pageEntries(const BackendView& view) {
    // The verbs and the pages have entries of their own.
    const auto skip = [](const QWidget& widget) {
        const QWidget* parent = widget.parentWidget();
        const bool isVerb =
            qobject_cast<const releases::CautionRow*>(parent) != nullptr && !widget.objectName().startsWith(u"gate-"_s);
        return isVerb || qobject_cast<const releases::VerbButtons*>(parent) != nullptr ||
               qobject_cast<const PageStack*>(parent) != nullptr;
    };
    return controlEntries(view, view.pages().currentTitle(), skip);
}

std::vector<PaletteEntry> actionEntries(const QList<QAction*>& actions) {
    std::vector<PaletteEntry> entries;
    for (QAction* action : actions) {
        PaletteEntry entry;
        entry.text = action->text();
        entry.shortcut = action->shortcut().toString(QKeySequence::NativeText);
        entry.icon = action->data().toString();
        entry.enabled = action->isEnabled();
        entry.run = [action] { action->trigger(); };
        entries.push_back(std::move(entry));
    }
    return entries;
}

} // namespace signalbox::ui::shell
