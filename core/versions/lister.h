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

    [[nodiscard]] Result<CataloguePtr> list();
    // The tag object that was seen first under this name.
    [[nodiscard]] std::optional<git_oid> remembered(const std::string& tag) const;

private:
    struct Seen {
        git_oid tagObject{};
        std::uint32_t commit = 0; // in m_history
        std::uint32_t round = 0;  // of list(); an older one means that the tag vanished
        agents::Version version;
    };

    using SeenByTag = std::map<std::string, Seen, std::less<>>;

    void take(const TagReference& reference, std::vector<SeenByTag::iterator>& added, Catalogue& catalogue);
    Result<Seen> readNew(const TagReference& reference);
    void dropWithoutAgent(std::vector<SeenByTag::iterator>& added, Catalogue& catalogue);
    void reportVanished(Catalogue& catalogue) const;
    void fill(Catalogue& catalogue) const;

    const Repository& m_repository;
    History m_history;
    SeenByTag m_seen;
    std::uint32_t m_round = 0;
    Digest m_signature;
    CataloguePtr m_catalogue;
};

} // namespace signalbox::versions
