// Handles of libgit2 that release themselves, and its failures as values. Private to core/versions.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <git2.h>

#include "core/base/result.h"

namespace signalbox::versions::git {

template <auto Free> struct Release {
    template <class T> void operator()(T* pointer) const { Free(pointer); }
};

using RepositoryHandle = std::unique_ptr<git_repository, Release<git_repository_free>>;
using ObjectDatabaseHandle = std::unique_ptr<git_odb, Release<git_odb_free>>;
using RawObjectHandle = std::unique_ptr<git_odb_object, Release<git_odb_object_free>>;
using ReferenceHandle = std::unique_ptr<git_reference, Release<git_reference_free>>;
using CommitHandle = std::unique_ptr<git_commit, Release<git_commit_free>>;
using ObjectHandle = std::unique_ptr<git_object, Release<git_object_free>>;
using TreeHandle = std::unique_ptr<git_tree, Release<git_tree_free>>;
using TreeEntryHandle = std::unique_ptr<git_tree_entry, Release<git_tree_entry_free>>;
using TreeBuilderHandle = std::unique_ptr<git_treebuilder, Release<git_treebuilder_free>>;
using BlobHandle = std::unique_ptr<git_blob, Release<git_blob_free>>;
using SignatureHandle = std::unique_ptr<git_signature, Release<git_signature_free>>;

// Lets a function of libgit2 fill a handle: git_x_lookup(out(handle), …). The value is set when the statement ends.
template <class Handle> class Out {
public:
    explicit Out(Handle& handle) : m_handle(handle) {}

    ~Out() { m_handle.reset(m_pointer); }

    Out(const Out&) = delete;
    Out& operator=(const Out&) = delete;

    operator typename Handle::pointer *() { return &m_pointer; } // NOLINT(google-explicit-constructor)

private:
    Handle& m_handle;
    typename Handle::pointer m_pointer = nullptr;
};

template <class Handle> Out<Handle> out(Handle& handle) {
    return Out<Handle>(handle);
}

// Starts libgit2 once per process, with fsync of everything it writes into a repository.
void start();

// What libgit2 last complained about, as an Error: kind and code from `status`, the sentence begins with `doing`.
[[nodiscard]] Error lastError(int status, std::string_view doing, std::string hint = {});

[[nodiscard]] std::string hex(const git_oid& id);

} // namespace signalbox::versions::git
