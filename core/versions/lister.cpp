#include "core/versions/lister.h"

#include <algorithm>
#include <format>

#include "core/versions/parallel.h"

namespace signalbox::versions {

namespace {

bool isOurs(const TagReference& reference) {
    return reference.name == "agents" || reference.name.starts_with("agents/");
}

} // namespace

std::optional<git_oid> Lister::remembered(const std::string& tag) const {
    const auto found = m_seen.find(tag);
    if (found == m_seen.end())
        return std::nullopt;
    return found->second.tagObject;
}

std::optional<git_oid> Lister::remembered(const std::string& agent, const std::string& tag) const {
    return remembered(agent + ":" + tag);
}

Result<CataloguePtr> Lister::list() {
    const auto directory = m_repository.directory();
    const Tags which = m_adopted.empty() ? Tags::Ours : Tags::All;
    const auto scan = scanReferences(directory, which);
    if (!scan)
        return failure(scan.error());
    const bool came = !m_objects.isNull() && scanObjects(directory) != m_objects; // what was missing may be there now
    if (m_catalogue && scan->signature == m_signature && !came)
        return m_catalogue;
    const Digest objects = scanObjects(directory); // before they are looked for
    const auto references = readReferences(directory, *scan, which);
    if (!references)
        return failure(references.error());
    git_odb_refresh(m_repository.database()); // packs that others wrote meanwhile
    ++m_round;
    auto catalogue = std::make_shared<Catalogue>();
    std::vector<SeenByTag::iterator> added;
    ReadTags read = readNewTags(*references);
    for (std::size_t i = 0; i < references->size(); ++i)
        if (const TagReference& reference = (*references)[i]; isOurs(reference))
            takeOurs(reference, std::move(read[i]), added, *catalogue);
    for (const TagReference& reference : *references) // ours first: they win
        takeAdopted(reference, added, *catalogue);
    dropWithoutAgent(added, *catalogue);
    reportVanished(*catalogue);
    fill(*catalogue);
    m_signature = scan->signature;
    const auto isMissing = [](const Problem& problem) { return problem.error.code == "broken_object"; };
    m_objects = std::ranges::any_of(catalogue->problems, isMissing) ? objects : Digest();
    m_catalogue = std::move(catalogue);
    return m_catalogue;
}

// Reading is most of a first listing, and does not need what was read before.
Lister::ReadTags Lister::readNewTags(const std::vector<TagReference>& references) const {
    ReadTags read(references.size());
    forEachInParallel(references.size(), [&](std::size_t i) {
        const TagReference& reference = references[i];
        if (isOurs(reference) && reference.target && !m_seen.contains(reference.name))
            read[i] = m_repository.readTag(*reference.target);
    });
    return read;
}

void Lister::takeOurs(const TagReference& reference, std::optional<Result<TagObject>> read,
                      std::vector<SeenByTag::iterator>& added, Catalogue& catalogue) {
    auto name = parseTagName(reference.name);
    const std::string folder = name ? "agents/" + name->agent : std::string();
    take({reference, reference.name, std::move(name), false, folder, std::move(read)}, added, catalogue);
}

void Lister::takeAdopted(const TagReference& reference, std::vector<SeenByTag::iterator>& added, Catalogue& catalogue) {
    if (reference.name.starts_with("agents/"))
        return;
    for (const auto& [agent, adoption] : m_adopted) {
        auto version = agents::versionOfTag(adoption, reference.name);
        if (!version)
            continue;
        if (!*version) {
            catalogue.problems.push_back({agent, reference.name, version->error()});
            continue;
        }
        if (const std::string ours = tagNameOf(agent, **version); m_seen.contains(ours)) {
            catalogue.problems.push_back({agent, reference.name,
                                          Error{Errc::Conflict,
                                                "version_twice",
                                                std::format("The tag {} is that version of {} already.", ours, agent),
                                                "Delete one of the two tags.",
                                                {}}});
            continue;
        }
        take({reference, agent + ":" + reference.name, TagName{agent, std::move(**version)}, true, adoption.path},
             added, catalogue);
    }
}

void Lister::take(Source source, std::vector<SeenByTag::iterator>& added, Catalogue& catalogue) {
    const TagReference& reference = source.reference;
    const auto known = m_seen.find(source.key);
    if (known != m_seen.end()) {
        known->second.round = m_round;
        if (reference.target && git_oid_equal(&*reference.target, &known->second.tagObject))
            return;
        catalogue.problems.push_back(
            {known->second.version.agent, reference.name,
             Error{Errc::Corrupt,
                   "tag_moved",
                   std::format("The tag was {} when it was first seen and names {} now.",
                               known->second.version.tagObject,
                               reference.target ? git::hex(*reference.target) : "nothing readable"),
                   "Find out who moved it; the version that was seen first stays in use.",
                   {}}});
        return;
    }
    auto seen = readNew(source);
    if (seen)
        added.push_back(m_seen.emplace(source.key, std::move(*seen)).first);
    else
        catalogue.problems.push_back(
            {source.name ? source.name->agent : agentOfTag(reference.name), reference.name, seen.error()});
}

Result<Lister::Seen> Lister::readNew(Source& source) {
    const TagReference& reference = source.reference;
    if (!source.name)
        return failure(source.name.error());
    if (!reference.target)
        return failure(Errc::Corrupt, "broken_object", "The tag's reference can't be read.",
                       "Delete it and fetch it again.");
    auto tag = source.read      ? std::move(*source.read)
               : source.foreign ? m_repository.readForeignTag(*reference.target, reference.name)
                                : m_repository.readTag(*reference.target);
    if (!tag)
        return failure(tag.error());
    if (tag->name != reference.name)
        return failure(Errc::Corrupt, "bad_tag_name", "The tag object was made under another name.",
                       "Delete the tag; publish the content as a version of its own.");
    Seen seen{*reference.target, m_history.load(tag->commit), m_round, source.folder, {}};
    if (seen.commit == History::none)
        return m_repository.broken(std::format("The tagged commit {} is missing or damaged.", git::hex(tag->commit)));
    seen.version = {.agent = std::move(source.name->agent),
                    .version = std::move(source.name->version),
                    .digest = tag->digest,
                    .tag = reference.name,
                    .tagObject = git::hex(*reference.target),
                    .commit = git::hex(tag->commit),
                    .author = std::move(tag->author),
                    .time = tag->time,
                    .changelog = std::move(tag->changelog),
                    .ticket = std::move(tag->ticket),
                    .parents = {}};
    return seen;
}

// In the order of the history, not of the names: Git keeps a tree as its difference from a neighbour's, so that
// neighbours are cheap to read one after the other and dear to read at random.
void Lister::dropWithoutAgent(std::vector<SeenByTag::iterator>& added, Catalogue& catalogue) {
    std::ranges::sort(added, {}, [](const auto& one) { return one->second.commit; });
    std::vector<Result<void>> has(added.size());
    forEachInParallel(added.size(), [&](std::size_t i) {
        const Seen& seen = added[i]->second;
        has[i] = m_repository.checkFolder(m_history.treeOf(seen.commit), seen.folder);
    });
    for (std::size_t i = 0; i < added.size(); ++i) {
        if (has[i])
            continue;
        const Seen& seen = added[i]->second;
        catalogue.problems.push_back({seen.version.agent, seen.version.tag, has[i].error()});
        m_seen.erase(added[i]);
    }
    std::ranges::stable_sort(catalogue.problems, {}, &Problem::tag);
}

void Lister::reportVanished(Catalogue& catalogue) const {
    for (const auto& [key, seen] : m_seen)
        if (seen.round != m_round)
            catalogue.problems.push_back({seen.version.agent, seen.version.tag,
                                          Error{Errc::Corrupt,
                                                "tag_deleted",
                                                "The tag was there when it was first seen and is gone now.",
                                                std::format("Put it back with \"git update-ref refs/tags/{} {}\".",
                                                            seen.version.tag, seen.version.tagObject),
                                                {}}});
}

void Lister::fill(Catalogue& catalogue) const {
    std::vector<const Seen*> all;
    all.reserve(m_seen.size());
    for (const auto& [tag, seen] : m_seen)
        all.push_back(&seen);
    // Oldest first within an agent: of two versions of one commit the later one follows the earlier.
    std::ranges::sort(all, [](const Seen* a, const Seen* b) {
        if (const auto order = a->version.agent <=> b->version.agent; order != 0)
            return order < 0;
        return a->version.version < b->version.version;
    });
    std::vector<History::Tagged> tagged;
    tagged.reserve(all.size());
    std::uint32_t agent = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i > 0 && all[i]->version.agent != all[i - 1]->version.agent)
            ++agent;
        tagged.push_back({agent, all[i]->commit});
    }
    const auto parents = m_history.nearestAncestors(tagged);
    catalogue.versions.reserve(all.size());
    for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
        while (end < all.size() && tagged[end].agent == tagged[begin].agent)
            ++end;
        for (std::size_t i = end; i-- > begin;) {
            agents::Version version = all[i]->version;
            for (auto parent = parents[i].rbegin(); parent != parents[i].rend(); ++parent) // newest precedence first
                version.parents.push_back(all[*parent]->version.version);
            catalogue.versions.push_back(std::move(version));
        }
    }
}

} // namespace signalbox::versions
