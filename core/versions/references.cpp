#include "core/versions/references.h"

#include <algorithm>
#include <fcntl.h>
#include <format>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

namespace signalbox::versions {

namespace {

constexpr std::string_view tagFolder = "refs/tags/";
constexpr std::size_t mostReferences = 2'000'000;
constexpr std::int64_t largestPackedFile = 512LL * 1024 * 1024;
constexpr int deepest = 8;

std::string stamp(const struct stat& state) {
    return std::format("{}:{}:{}.{}:{}.{}:{}\n", state.st_dev, state.st_ino, state.st_mtim.tv_sec,
                       state.st_mtim.tv_nsec, state.st_ctim.tv_sec, state.st_ctim.tv_nsec, state.st_size);
}

std::unexpected<Error> tooMany() {
    return failure(Errc::Limit, "too_many_tags", std::format("The repository has more than {} tags.", mostReferences),
                   "Archive versions that nobody needs.");
}

// Walks a folder of references; adds names of files to `scan`, and names with their stamps to the signature.
Result<void> walk(const std::filesystem::path& folder, const std::string& prefix, int depth, ReferenceScan& scan,
                  DigestBuilder& signature) {
    std::error_code error;
    std::vector<std::string> names;
    for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        names.push_back(it->path().filename().string());
        if (names.size() + scan.loose.size() > mostReferences)
            return tooMany();
    }
    if (error && error != std::errc::no_such_file_or_directory)
        return failure(Errc::Io, "git_failed", std::format("{} can't be read: {}.", folder.string(), error.message()),
                       "Check the permissions of the repository.");
    std::ranges::sort(names);
    for (const std::string& name : names) {
        struct stat state{};
        const std::filesystem::path path = folder / name;
        if (name.ends_with(".lock") || ::lstat(path.c_str(), &state) != 0)
            continue; // being written, or gone since
        const std::string full = prefix + name;
        if (S_ISDIR(state.st_mode) && depth < deepest) {
            if (auto done = walk(path, full + "/", depth + 1, scan, signature); !done)
                return done;
            continue;
        }
        signature.add(full).add("\n").add(stamp(state));
        scan.loose.push_back(full);
    }
    return {};
}

std::optional<git_oid> readLoose(const std::filesystem::path& path, bool& vanished) {
    // Symbolic links are not followed: a tag is a file of Git's, not a way out of the repository.
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file < 0) {
        vanished = errno == ENOENT;
        return std::nullopt;
    }
    std::array<char, 64> text{};
    const ssize_t size = ::read(file, text.data(), text.size());
    ::close(file);
    git_oid id;
    const bool whole =
        size == GIT_OID_SHA1_HEXSIZE || (size == GIT_OID_SHA1_HEXSIZE + 1 && text[GIT_OID_SHA1_HEXSIZE] == '\n');
    if (!whole || git_oid_fromstrn(&id, text.data(), GIT_OID_SHA1_HEXSIZE) != 0)
        return std::nullopt;
    return id;
}

Result<std::string> readWhole(const std::filesystem::path& path) {
    struct stat state{};
    if (::stat(path.c_str(), &state) != 0)
        return std::string{};
    if (!S_ISREG(state.st_mode) || state.st_size > largestPackedFile)
        return failure(Errc::Limit, "too_many_tags", "The file packed-refs is too large to be read.",
                       "Archive versions that nobody needs.");
    std::string text(static_cast<std::size_t>(state.st_size), '\0');
    std::ifstream file(path, std::ios::binary);
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!file)
        return failure(Errc::Io, "git_failed", "The file packed-refs can't be read.",
                       "Check the permissions of the repository.");
    return text;
}

void readPacked(std::string_view text, Tags which, std::vector<TagReference>& references) {
    const std::string_view wanted = which == Tags::Ours ? "refs/tags/agents/" : tagFolder;
    constexpr std::size_t nameAt = GIT_OID_SHA1_HEXSIZE + 1;
    while (!text.empty()) {
        const auto end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        if (line.size() <= nameAt || !line.substr(nameAt).starts_with(wanted))
            continue;
        TagReference reference{std::string(line.substr(nameAt + tagFolder.size())), std::nullopt};
        git_oid id;
        if (git_oid_fromstrn(&id, line.data(), GIT_OID_SHA1_HEXSIZE) == 0)
            reference.target = id;
        references.push_back(std::move(reference));
    }
}

} // namespace

Result<ReferenceScan> scanReferences(const std::filesystem::path& gitDirectory, Tags which) {
    ReferenceScan scan;
    DigestBuilder signature;
    struct stat state{};
    const auto tags = gitDirectory / "refs" / "tags";
    const auto folder = tags / "agents";
    if (which == Tags::All) {
        if (auto done = walk(tags, "", 0, scan, signature); !done)
            return failure(done.error());
    } else if (::lstat(folder.c_str(), &state) == 0 && !S_ISDIR(state.st_mode)) {
        signature.add(stamp(state));
        scan.loose.emplace_back("agents");
    } else if (auto done = walk(folder, "agents/", 0, scan, signature); !done) {
        return failure(done.error());
    }
    signature.add("packed-refs\n");
    if (::stat((gitDirectory / "packed-refs").c_str(), &state) == 0)
        signature.add(stamp(state));
    scan.signature = signature.finish();
    return scan;
}

Digest scanObjects(const std::filesystem::path& gitDirectory) {
    DigestBuilder signature;
    const auto add = [&](const std::string& folder) {
        struct stat state{};
        if (::stat((gitDirectory / "objects" / folder).c_str(), &state) == 0)
            signature.add(folder).add("\n").add(stamp(state));
    };
    add("pack");
    for (int first = 0; first < 256; ++first)
        add(std::format("{:02x}", first));
    return signature.finish();
}

Result<std::vector<TagReference>> readReferences(const std::filesystem::path& gitDirectory, const ReferenceScan& scan,
                                                 Tags which) {
    // Loose ones first: while git packs references, each is in one of the two places at any time, in this order.
    std::vector<TagReference> references;
    references.reserve(scan.loose.size());
    for (const std::string& name : scan.loose) {
        bool vanished = false;
        const auto target = readLoose(gitDirectory / tagFolder / name, vanished);
        if (!vanished)
            references.push_back({name, target});
    }
    const auto packed = readWhole(gitDirectory / "packed-refs");
    if (!packed)
        return failure(packed.error());
    readPacked(*packed, which, references);
    if (references.size() > mostReferences)
        return tooMany();
    std::ranges::stable_sort(references, {}, &TagReference::name);
    const auto [first, last] = std::ranges::unique(references, {}, &TagReference::name);
    references.erase(first, last);
    return references;
}

} // namespace signalbox::versions
