#include "core/protocol/endpoint_file.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <format>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QJsonDocument>
#include <QJsonObject>

#include "core/base/canonical_json.h"
#include "core/base/digest.h"
#include "core/base/id.h"
#include "core/protocol/json_parts.h"
#include "core/protocol/reader.h"

namespace signalbox::protocol {

using namespace Qt::StringLiterals;

namespace {

class Descriptor {
public:
    explicit Descriptor(int number) : m_number(number) {}

    ~Descriptor() {
        if (m_number >= 0)
            ::close(m_number);
    }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    [[nodiscard]] int number() const { return m_number; }

    [[nodiscard]] bool isOpen() const { return m_number >= 0; }

private:
    int m_number;
};

std::unexpected<Error> ioFailure(const std::filesystem::path& file, std::string_view verb) {
    const int number = errno;
    return failure(number == ENOENT ? Errc::NotFound : Errc::Io, "file_error",
                   std::format("{} could not be {}: {}.", file.string(), verb, std::strerror(number)),
                   "Check that the folder exists, belongs to you and has room.", file.string());
}

bool writeAll(int descriptor, std::string_view content) {
    while (!content.empty()) {
        const ssize_t written = ::write(descriptor, content.data(), content.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fsync(descriptor) == 0;
}

} // namespace

std::string endpointLine(const EndpointFile& endpoint) {
    const QJsonObject object{{u"control"_s, text(endpoint.control)},
                             {u"gateway"_s, text(endpoint.gateway)},
                             {u"token_file"_s, text(endpoint.tokenFile)},
                             {u"pid"_s, static_cast<qint64>(endpoint.pid)}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

Result<EndpointFile> parseEndpoint(std::string_view json) {
    const auto object = parseJsonObject(json);
    if (!object)
        return failure(object.error());
    return readMessage(*object, [](Reader& reader) {
        EndpointFile endpoint;
        endpoint.control = reader.text("control"_L1);
        endpoint.gateway = reader.text("gateway"_L1);
        endpoint.tokenFile = reader.text("token_file"_L1);
        endpoint.pid = static_cast<std::int64_t>(reader.countOr("pid"_L1).value_or(0));
        return endpoint;
    });
}

Result<void> writeEndpointFile(const std::filesystem::path& file, const EndpointFile& endpoint) {
    return writePrivateFile(file, endpointLine(endpoint) + "\n");
}

Result<EndpointFile> readEndpointFile(const std::filesystem::path& file) {
    const auto content = readPrivateFile(file);
    if (!content)
        return failure(content.error());
    return parseEndpoint(*content);
}

Result<std::string> readPrivateFile(const std::filesystem::path& file) {
    const Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    struct stat status{};
    if (!opened.isOpen() || ::fstat(opened.number(), &status) != 0)
        return ioFailure(file, "read");
    if (!S_ISREG(status.st_mode) || status.st_uid != ::geteuid() || (status.st_mode & 077U) != 0)
        return failure(Errc::Forbidden, "not_private",
                       std::format("{} is open to other users, so it cannot be trusted.", file.string()),
                       "Make it yours alone (chmod 600), or remove it and start the backend again.", file.string());
    std::string content;
    std::array<char, 4096> piece{};
    for (;;) {
        const ssize_t got = ::read(opened.number(), piece.data(), piece.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return ioFailure(file, "read");
        if (got == 0)
            return content;
        content.append(piece.data(), static_cast<std::size_t>(got));
        if (content.size() > 1024UL * 1024)
            return failure(Errc::Limit, "file_too_large", std::format("{} is too large.", file.string()));
    }
}

Result<void> writePrivateFile(const std::filesystem::path& file, std::string_view content) {
    const std::filesystem::path beside = file.string() + "." + newId() + ".new";
    {
        const Descriptor opened(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        if (!opened.isOpen())
            return ioFailure(file, "written");
        if (!writeAll(opened.number(), content)) {
            auto failed = ioFailure(file, "written");
            ::unlink(beside.c_str());
            return failed;
        }
    }
    if (::rename(beside.c_str(), file.c_str()) != 0) {
        auto failed = ioFailure(file, "written");
        ::unlink(beside.c_str());
        return failed;
    }
    const Descriptor folder(::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.isOpen())
        ::fsync(folder.number());
    return {};
}

std::filesystem::path userStateDirectory() {
    if (const char* state = std::getenv("XDG_STATE_HOME"); state != nullptr && *state == '/')
        return std::filesystem::path(state) / "signalbox";
    const char* home = std::getenv("HOME");
    if (home == nullptr || *home == '\0') {
        const passwd* entry = ::getpwuid(::geteuid());
        home = entry == nullptr ? "/" : entry->pw_dir;
    }
    return std::filesystem::path(home) / ".local" / "state" / "signalbox";
}

std::filesystem::path defaultStateDirectory(const std::filesystem::path& workspace) {
    std::error_code ignored;
    std::filesystem::path path =
        std::filesystem::weakly_canonical(std::filesystem::absolute(workspace, ignored), ignored);
    if (!path.has_filename())
        path = path.parent_path(); // "…/work/" and "…/work" are the same workspace
    return userStateDirectory() / sha256(path.string()).hex().substr(0, 16);
}

} // namespace signalbox::protocol
