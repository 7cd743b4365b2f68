#include "ui/versions/version_row.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include <QCoreApplication>
#include <queue>

#include "ui/base/plain_text.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::versions {

using agents::Version;

namespace {

struct VersionRowWords {
    Q_DECLARE_TR_FUNCTIONS(VersionRow)
};

QString toText(const traffic::Weight& weight) {
    return QString::fromStdString(weight.toString());
}

// Later in the tree: of lower precedence, as in every list of versions; of equal ones the older.
struct StandsBelow {
    const std::vector<Version>& versions;

    bool operator()(std::size_t a, std::size_t b) const {
        const auto& left = versions[a];
        const auto& right = versions[b];
        const auto order = agents::precedence(left.version, right.version);
        return order != std::strong_ordering::equal ? order < 0 : left.time < right.time;
    }
};

} // namespace

std::vector<Version> orderedForTree(std::vector<Version> versions) {
    std::map<std::string, std::size_t> byName;
    for (std::size_t i = 0; i < versions.size(); ++i)
        byName.emplace(versions[i].version.toString(), i);
    std::vector<std::vector<std::size_t>> parents(versions.size());
    std::vector<int> openChildren(versions.size(), 0);
    for (std::size_t i = 0; i < versions.size(); ++i) {
        for (const auto& parent : versions[i].parents) {
            const auto found = byName.find(parent.toString());
            if (found == byName.end() || found->second == i)
                continue;
            parents[i].push_back(found->second);
            ++openChildren[found->second];
        }
    }
    std::priority_queue<std::size_t, std::vector<std::size_t>, StandsBelow> ready(StandsBelow{versions});
    for (std::size_t i = 0; i < versions.size(); ++i)
        if (openChildren[i] == 0)
            ready.push(i);
    std::vector<std::size_t> order;
    std::vector<bool> placed(versions.size(), false);
    while (!ready.empty()) {
        const std::size_t at = ready.top();
        ready.pop();
        order.push_back(at);
        placed[at] = true;
        for (const auto parent : parents[at])
            if (--openChildren[parent] == 0)
                ready.push(parent);
    }
    // A circle cannot come from a commit graph; should a backend send one, its versions are still listed, unconnected.
    for (std::size_t i = 0; i < versions.size(); ++i) {
        if (placed[i])
            continue;
        versions[i].parents.clear();
        order.push_back(i);
    }
    std::vector<Version> ordered;
    ordered.reserve(versions.size());
    for (const auto at : order)
        ordered.push_back(std::move(versions[at]));
    return ordered;
}

std::vector<VersionRow> makeRows(std::vector<Version> versions, const protocol::AgentStatus* status) {
    std::vector<VersionRow> rows;
    rows.reserve(versions.size());
    std::vector<signalbox::versions::LaneNode> nodes;
    nodes.reserve(versions.size());
    for (auto& version : orderedForTree(std::move(versions))) {
        signalbox::versions::LaneNode node{.id = version.version.toString(), .parents = {}};
        for (const auto& parent : version.parents)
            node.parents.push_back(parent.toString());
        VersionRow row;
        row.name = node.id;
        row.version = std::move(version);
        nodes.push_back(std::move(node));
        rows.push_back(std::move(row));
    }
    auto layout = signalbox::versions::layOutLanes(nodes);
    for (std::size_t i = 0; i < rows.size() && i < layout.rows.size(); ++i) {
        rows[i].lanes = std::move(layout.rows[i]);
        rows[i].laneCount = layout.width;
    }
    markRoles(rows, status);
    return rows;
}

void putChecks(std::vector<VersionRow>& rows, const std::vector<protocol::VersionCheck>& checks) {
    std::unordered_map<std::string, const protocol::VersionCheck*> byVersion;
    for (const auto& check : checks)
        byVersion.emplace(check.version, &check);
    for (auto& row : rows) {
        const auto found = byVersion.find(row.name);
        row.check = found == byVersion.end() ? protocol::VersionCheck() : *found->second;
    }
}

QString mistakeText(const protocol::VersionCheck& check) {
    if (!check.readable)
        return VersionRowWords::tr("It can't be read, as said below.");
    if (check.errors.empty())
        return {};
    return VersionRowWords::tr("It has mistakes, named below.");
}

namespace {

void markCheck(VersionRow& row) {
    if (!row.check.readable)
        row.chips.push_back({VersionRowWords::tr("unreadable"), {}, Tone::Bad});
    else if (!row.check.errors.empty())
        row.chips.push_back({row.check.errors.size() == 1
                                 ? VersionRowWords::tr("1 mistake")
                                 : VersionRowWords::tr("%1 mistakes").arg(row.check.errors.size()),
                             {},
                             Tone::Bad});
}

} // namespace

void markRoles(std::vector<VersionRow>& rows, const protocol::AgentStatus* status) {
    for (auto& row : rows) {
        row.shape = row.version.version.isPreRelease() ? NodeShape::PreRelease : NodeShape::Plain;
        row.chips.clear();
        if (!status) {
            markCheck(row);
            continue;
        }
        // A tag without a digest trailer is still this version of the agent. Digests are compared first: of thousands
        // of rows nearly all differ there.
        const auto is = [&version = row.version](const agents::VersionRef& other) {
            return (version.digest.isNull() || other.digest == version.digest) && other.version == version.version;
        };
        const auto& routing = status->observed;
        const auto add = [&](NodeShape shape, ChipSpec chip) {
            if (row.chips.empty())
                row.shape = shape;
            row.chips.push_back(std::move(chip));
        };
        if (is(routing.stable))
            add(NodeShape::Stable,
                {VersionRowWords::tr("stable %1")
                     .arg(toText(routing.canary ? routing.canaryWeight.rest() : traffic::Weight::all())),
                 traffic::Role::Stable});
        if (routing.canary && is(*routing.canary))
            add(NodeShape::Canary,
                {VersionRowWords::tr("canary %1").arg(toText(routing.canaryWeight)), traffic::Role::Canary});
        if (routing.shadow && is(*routing.shadow))
            add(NodeShape::Shadow,
                {VersionRowWords::tr("shadow %1").arg(toText(routing.shadowShare)), traffic::Role::Shadow});
        for (const auto& quarantined : status->state.quarantine)
            if (is(quarantined.version)) {
                add(NodeShape::Quarantined, {VersionRowWords::tr("rolled back"), {}, Tone::Bad});
                row.chips.push_back({VersionRowWords::tr("quarantined"), {}, Tone::Bad});
            }
        if (status->rollBackTarget && is(*status->rollBackTarget) && !is(routing.stable))
            row.chips.push_back({VersionRowWords::tr("roll-back target")});
        markCheck(row);
    }
}

QString firstLine(const std::string& changelog) {
    const auto begin = changelog.find_first_not_of("\r\n \t");
    if (begin == std::string::npos)
        return {};
    const auto end = changelog.find_first_of("\r\n", begin);
    return plainLine(std::string_view(changelog).substr(begin, end == std::string::npos ? end : end - begin), 200);
}

QString spokenText(const VersionRow& row) {
    QStringList parts{plainLine(row.name, 100)};
    QStringList parents;
    for (const auto& parent : row.version.parents)
        parents += plainLine(parent.toString(), 100);
    if (!parents.isEmpty())
        parts += VersionRowWords::tr("child of %1").arg(parents.join(VersionRowWords::tr(" and ")));
    if (row.version.version.isPreRelease())
        parts += VersionRowWords::tr("pre-release");
    for (const auto& chip : row.chips)
        parts += chip.text;
    return parts.join(u", "_s);
}

bool matches(const VersionRow& row, const QString& filter) {
    const auto holds = [&](const QString& word) {
        const auto in = [&](const std::string& text) {
            return QString::fromStdString(text).contains(word, Qt::CaseInsensitive);
        };
        const auto& version = row.version;
        return in(row.name) || in(version.changelog) || in(version.author) || in(version.ticket) ||
               in(version.digest.hex()) || std::ranges::any_of(row.chips, [&](const ChipSpec& chip) {
                   return chip.text.contains(word, Qt::CaseInsensitive);
               });
    };
    return std::ranges::all_of(filter.simplified().split(u' ', Qt::SkipEmptyParts), holds);
}

} // namespace signalbox::ui::versions
