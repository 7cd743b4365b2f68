// Handles of libgit2 that release themselves, and its failures as values. Private to core/versions.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <git2.h>

#include "core/base/result.h"

namespace signalbox::versions::git {

// Owns one object of libgit2. Unlike a unique_ptr it can be filled in place, so that it is set as soon as the call is
// over.
template <class T, auto Free> class Handle {
public:
    Handle() = default;

    Handle(Handle&& other) noexcept : m_pointer(std::exchange(other.m_pointer, nullptr)) {}

    Handle& operator=(Handle&& other) noexcept {
        std::swap(m_pointer, other.m_pointer);
        return *this;
    }

    ~Handle() {
        if (m_pointer != nullptr)
            Free(m_pointer);
    }

    [[nodiscard]] T* get() const { return m_pointer; }

    explicit operator bool() const { return m_pointer != nullptr; }

    // Where a function of libgit2 puts its result.
    T** fill() {
        if (m_pointer != nullptr)
            Free(std::exchange(m_pointer, nullptr));
        return &m_pointer;
    }

private:
    T* m_pointer = nullptr;
};

using RepositoryHandle = Handle<git_repository, git_repository_free>;
using ObjectDatabaseHandle = Handle<git_odb, git_odb_free>;
using RawObjectHandle = Handle<git_odb_object, git_odb_object_free>;
using ReferenceHandle = Handle<git_reference, git_reference_free>;
using CommitHandle = Handle<git_commit, git_commit_free>;
using TreeHandle = Handle<git_tree, git_tree_free>;
using TreeEntryHandle = Handle<git_tree_entry, git_tree_entry_free>;
using TreeBuilderHandle = Handle<git_treebuilder, git_treebuilder_free>;
using SignatureHandle = Handle<git_signature, git_signature_free>;
using IndexHandle = Handle<git_index, git_index_free>;
using ConfigHandle = Handle<git_config, git_config_free>;
using ReferenceIteratorHandle = Handle<git_reference_iterator, git_reference_iterator_free>;
using DiffHandle = Handle<git_diff, git_diff_free>;

template <class T, auto Free> T** out(Handle<T, Free>& handle) {
    return handle.fill();
}

// Starts libgit2 once per process, with fsync of everything it writes into a repository.
void start();

// What libgit2 last complained about, as an Error: kind and code from `status`, the sentence begins with `doing`.
[[nodiscard]] Error lastError(int status, std::string_view doing, std::string hint = {});

// Of something that could not be written.
[[nodiscard]] Error failed(int status, std::string_view doing);

[[nodiscard]] std::string hex(const git_oid& id);

} // namespace signalbox::versions::git
