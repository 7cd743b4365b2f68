// Makes the catalogue out of references, tag objects and history, and remembers what it saw, so that a tag that moves
// or vanishes is noticed and a list without a change costs a look at the references. Private to core/versions; one
// thread.
#pragma once

#include <map>
#include <optional>

#include "core/versions/history.h"
#include "core/versions/references.h"
#include "core/versions/repository.h"
#include "core/versions/store.h"

namespace signalbox::versions {

class Lister {
public:
    explicit Lister(const Repository& repository) : m_repository(repository), m_history(repository.database()) {}

    // Agents whose versions are tags of the repository's own; before the first list().
    void adopt(Adopted adopted) { m_adopted = std::move(adopted); }

    [[nodiscard]] Result<CataloguePtr> list();
    // The tag object that was seen first for a version of Signalbox's own, or of an adopted agent.
    [[nodiscard]] std::optional<git_oid> remembered(const std::string& tag) const;
    [[nodiscard]] std::optional<git_oid> remembered(const std::string& agent, const std::string& tag) const;

private:
    struct Seen {
        git_oid tagObject{};
        std::uint32_t commit = 0; // in m_history
        std::uint32_t round = 0;  // of list(); an older one means that the tag vanished
        std::string folder = {};  // of the agent
        agents::Version version;
    };

    using SeenByTag = std::map<std::string, Seen, std::less<>>; // an adopted agent's as "agent:tag"

    // What one reference stands for.
    struct Source {
        const TagReference& reference;
        std::string key;
        Result<TagName> name;
        bool foreign = false;
        std::string folder;
        std::optional<Result<TagObject>> read = {}; // when it was read already
    };

    using ReadTags = std::vector<std::optional<Result<TagObject>>>; // by reference

    [[nodiscard]] ReadTags readNewTags(const std::vector<TagReference>& references) const;
    void takeOurs(const TagReference& reference, std::optional<Result<TagObject>> read,
                  std::vector<SeenByTag::iterator>& added, Catalogue& catalogue);
    void takeAdopted(const TagReference& reference, std::vector<SeenByTag::iterator>& added, Catalogue& catalogue);
    void take(Source source, std::vector<SeenByTag::iterator>& added, Catalogue& catalogue);
    Result<Seen> readNew(Source& source);
    void dropWithoutAgent(std::vector<SeenByTag::iterator>& added, Catalogue& catalogue);
    void reportVanished(Catalogue& catalogue) const;
    void fill(Catalogue& catalogue) const;

    const Repository& m_repository;
    History m_history;
    SeenByTag m_seen;
    Adopted m_adopted;
    std::uint32_t m_round = 0;
    Digest m_signature;
    Digest m_objects; // when something was missing; null: nothing was
    CataloguePtr m_catalogue;
};

} // namespace signalbox::versions
