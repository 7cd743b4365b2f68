// Before and after of an entry: each version with its part in traffic.
#include <algorithm>

#include <QCoreApplication>

#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/history/audit_parts.h"

namespace signalbox::ui::history {

namespace {

struct AuditChangeWords {
    Q_DECLARE_TR_FUNCTIONS(AuditWords)
};

struct Part {
    agents::VersionRef version;
    traffic::Role role = traffic::Role::Stable;
    traffic::Weight weight;

    bool operator==(const Part&) const = default;
};

using Parts = std::vector<Part>; // stable, canary, shadow

Parts partsOf(const release::AgentState& state) {
    const release::Routing routing = release::routingOf(state);
    Parts parts{
        {routing.stable, traffic::Role::Stable, routing.canary ? routing.canaryWeight.rest() : traffic::Weight::all()}};
    if (routing.canary)
        parts.push_back({*routing.canary, traffic::Role::Canary, routing.canaryWeight});
    if (routing.shadow)
        parts.push_back({*routing.shadow, traffic::Role::Shadow, routing.shadowShare});
    return parts;
}

const Part* find(const Parts& parts, const agents::VersionRef& version) {
    const auto found = std::ranges::find(parts, version, &Part::version);
    return found == parts.end() ? nullptr : &*found;
}

QString weightText(traffic::Weight weight) {
    return QString::fromStdString(weight.toString());
}

QString lineOf(const Part* before, const Part* after) {
    const Part& known = after ? *after : *before;
    const QString name = plainLine(known.version.name(), 100);
    if (before && after && before->role != after->role)
        return AuditChangeWords::tr("%1  %2 %3 → %4 %5")
            .arg(name, nameOf(before->role), weightText(before->weight), nameOf(after->role),
                 weightText(after->weight));
    return AuditChangeWords::tr("%1 %2  %3 → %4")
        .arg(nameOf(known.role), name, weightText(before ? before->weight : traffic::Weight()),
             weightText(after ? after->weight : traffic::Weight()));
}

} // namespace

QStringList changesBetween(const std::optional<release::AgentState>& before, const release::AgentState& after) {
    const Parts now = partsOf(after);
    const Parts was = before ? partsOf(*before) : Parts();
    std::vector<std::pair<traffic::Role, QString>> lines;
    for (const Part& part : now) {
        const Part* old = find(was, part.version);
        if (!old || *old != part)
            lines.emplace_back(part.role, lineOf(old, &part));
    }
    for (const Part& part : was)
        if (!find(now, part.version) && part.weight != traffic::Weight()) // 0 % → nothing is no change
            lines.emplace_back(part.role, lineOf(&part, nullptr));
    std::ranges::stable_sort(lines, {}, [](const auto& line) { return static_cast<int>(line.first); });
    QStringList texts;
    for (const auto& [role, text] : lines)
        texts << text;
    if (!texts.isEmpty())
        return texts;
    QStringList same;
    for (const Part& part : now)
        same << nameOf(part.role) + u' ' + plainLine(part.version.name(), 100) + u' ' + weightText(part.weight);
    return {AuditChangeWords::tr("traffic as before: %1").arg(same.join(QStringLiteral(", ")))};
}

} // namespace signalbox::ui::history
