#include "core/suites/suite_files.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <format>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace signalbox::suites {

namespace {

class Descriptor {
public:
    explicit Descriptor(int number) : m_number(number) {}

    Descriptor(Descriptor&& other) noexcept : m_number(std::exchange(other.m_number, -1)) {}

    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(m_number, other.m_number);
        return *this;
    }

    ~Descriptor() {
        if (m_number >= 0)
            ::close(m_number);
    }

    [[nodiscard]] int number() const { return m_number; }

private:
    int m_number;
};

std::vector<std::string> partsOf(std::string_view path) {
    std::vector<std::string> parts;
    while (!path.empty()) {
        const auto slash = path.find('/');
        parts.emplace_back(path.substr(0, slash));
        path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    }
    return parts;
}

std::unexpected<Error> outside(const std::string& path, std::string_view why) {
    return failure(Errc::Refused, "outside_workspace", std::format("{} is not read: {}.", path, why),
                   "Put the file itself into the workspace.");
}

std::unexpected<Error> notOpened(const std::string& path) {
    if (errno == ENOENT || errno == ENOTDIR)
        return failure(Errc::NotFound, "no_file", std::format("There is no file {}.", path),
                       "Write its path from the folder of this suite.");
    if (errno == ELOOP)
        return outside(path, "it is a link or lies behind one");
    return failure(Errc::Io, "io", std::format("{} can't be opened (error {}).", path, errno),
                   "Look at its permissions.");
}

Result<Descriptor> openInside(const std::string& root, const std::string& path) {
    Descriptor folder(::open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (folder.number() < 0)
        return notOpened(root);
    const std::vector<std::string> parts = partsOf(path);
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
        Descriptor next(::openat(folder.number(), parts[i].c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
        struct stat about{};
        if (next.number() < 0 || ::fstat(next.number(), &about) != 0)
            return notOpened(path);
        if (S_ISLNK(about.st_mode))
            return outside(path, "it lies behind a link");
        folder = std::move(next);
    }
    Descriptor file(::openat(folder.number(), parts.back().c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (file.number() < 0)
        return notOpened(path);
    struct stat about{};
    if (::fstat(file.number(), &about) != 0 || !S_ISREG(about.st_mode))
        return outside(path, "it is no regular file");
    return file;
}

bool isScript(std::string_view path) {
    constexpr std::array<std::string_view, 12> endings{".js", ".cjs", ".mjs", ".ts",   ".cts",   ".mts",
                                                       ".py", ".rb",  ".csv", ".xlsx", ".jsonl", ".ipynb"};
    return std::ranges::any_of(endings, [&](std::string_view ending) { return path.ends_with(ending); });
}

} // namespace

Result<std::string> FolderFiles::read(const std::string& path, std::size_t most) const {
    auto file = openInside(m_root, path);
    if (!file)
        return failure(std::move(file.error()));
    std::string content;
    std::array<char, 64 * 1024> piece{};
    while (true) {
        const ssize_t count = ::read(file->number(), piece.data(), piece.size());
        if (count == 0)
            return content;
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return notOpened(path);
        content.append(piece.data(), static_cast<std::size_t>(count));
        if (content.size() > most)
            return failure(Errc::Limit, "file_limit", std::format("{} is larger than {} KiB.", path, most / 1024),
                           "Split it.");
    }
}

Result<std::string> workspacePath(std::string_view folder, std::string_view reference) {
    const std::string_view written =
        reference.starts_with(filePrefix) ? reference.substr(filePrefix.size()) : reference;
    const auto refuse = [&](std::string_view code, std::string_view why, std::string hint) {
        return failure(Errc::Invalid, std::string(code),
                       std::format("\"{}\" is not read: {}.", std::string(reference.substr(0, 200)), why),
                       std::move(hint));
    };
    if (written.empty() || written.starts_with('/') || written.starts_with('~') ||
        std::ranges::any_of(written, [](char c) { return c == '\\' || (c >= 0 && c < ' '); }))
        return refuse("outside_workspace", "it is no path inside the workspace",
                      "Write a path from this suite's folder.");
    if (written.find_first_of("*?[]{}") != std::string_view::npos)
        return refuse("file_not_run", "patterns are not looked up", "Name each file.");
    if (written.find(':') != std::string_view::npos || isScript(written))
        return refuse("file_not_run", "scripts and tables are not run",
                      "Write the cases as YAML or JSON, or run this file with promptfoo and import its result.");
    std::vector<std::string> kept = partsOf(folder);
    for (std::string& part : partsOf(written)) {
        if (part.empty() || part == ".")
            continue;
        if (part != "..") {
            kept.push_back(std::move(part));
            continue;
        }
        if (kept.empty())
            return refuse("outside_workspace", "it leaves the workspace", "Put the file into the workspace.");
        kept.pop_back();
    }
    if (kept.empty())
        return refuse("outside_workspace", "it is no file", "Name a file.");
    std::string path;
    for (const std::string& part : kept)
        path += (path.empty() ? "" : "/") + part;
    return path;
}

} // namespace signalbox::suites
