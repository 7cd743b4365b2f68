#include "core/storage/spill.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <format>
#include <map>
#include <optional>
#include <random>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/digest.h"

namespace signalbox::storage {

namespace {

constexpr std::uint64_t recordMark = 0x3150'5344'524F'4345;  // begins a record
constexpr std::uint64_t clearedMark = 0x3150'5352'4145'4C43; // begins the file while no record is to be read
constexpr std::size_t chunk = std::size_t{16} * Spill::blockSize;

// Before the bytes of a record, in the machine's byte order: the file never leaves its machine.
struct Head {
    std::uint64_t mark = 0;
    std::uint64_t run = 0;
    std::uint32_t index = 0;
    std::uint32_t length = 0;
    Digest checksum;
};

static_assert(sizeof(Head) == 56 && std::is_trivially_copyable_v<Head>);

struct Found {
    std::size_t end = 0; // position after it
    std::string bytes;
};

std::string_view bytesOf(const Head& head) {
    return {reinterpret_cast<const char*>(&head), sizeof(head)};
}

Digest checksumOf(Head head, std::string_view record) {
    head.checksum = {};
    return DigestBuilder().add(bytesOf(head)).add(record).finish();
}

Head clearedHead(std::uint64_t run) {
    Head head{.mark = clearedMark, .run = run, .index = 0, .length = 0, .checksum = {}};
    head.checksum = checksumOf(head, {});
    return head;
}

std::optional<Head> headAt(std::string_view file, std::size_t position) {
    if (file.size() < position + sizeof(Head))
        return std::nullopt;
    Head head;
    std::memcpy(&head, file.data() + position, sizeof(head));
    const bool known = head.mark == recordMark || head.mark == clearedMark;
    if (!known || head.length > file.size() - position - sizeof(Head) ||
        checksumOf(head, file.substr(position + sizeof(Head), head.length)) != head.checksum)
        return std::nullopt;
    return head;
}

std::size_t upToBlock(std::size_t position) {
    return (position + Spill::blockSize - 1) / Spill::blockSize * Spill::blockSize;
}

std::string readAll(int descriptor, std::size_t size) {
    std::string bytes(size, '\0');
    std::size_t have = 0;
    while (have < size) {
        const ssize_t got = ::pread(descriptor, bytes.data() + have, size - have, static_cast<off_t>(have));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        have += static_cast<std::size_t>(got);
    }
    bytes.resize(have);
    return bytes;
}

bool syncDirectoryOf(const std::filesystem::path& file) {
    const std::filesystem::path directory = file.has_parent_path() ? file.parent_path() : ".";
    const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    const bool done = ::fsync(descriptor) == 0;
    ::close(descriptor);
    return done;
}

} // namespace

Spill::Spill(int descriptor, std::filesystem::path file, std::size_t size)
    : m_descriptor(descriptor),
      m_file(std::move(file)),
      m_size(size) {}

Spill::~Spill() {
    ::close(m_descriptor);
}

std::unexpected<Error> Spill::systemFailure(std::string_view doing) const {
    const int number = errno;
    return failure(Errc::Io, "spill_failed",
                   std::format("{} {} failed: {}.", doing, m_file.string(), std::strerror(number)),
                   "Check the disk of the state directory and its permissions.", m_file.string());
}

Result<std::unique_ptr<Spill>> Spill::open(const std::filesystem::path& file, std::size_t size) {
    constexpr int flags = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
    int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | flags, 0600);
    const bool readOnly = descriptor < 0 && (errno == EROFS || errno == EACCES);
    if (readOnly)
        descriptor = ::open(file.c_str(), O_RDONLY | flags);
    std::unique_ptr<Spill> spill(new Spill(descriptor, file, upToBlock(size)));
    struct stat status = {};
    if (descriptor < 0 || ::fstat(descriptor, &status) != 0)
        return spill->systemFailure("Opening");
    if (!S_ISREG(status.st_mode))
        return failure(Errc::Io, "spill_failed", std::format("{} is not a regular file.", file.string()),
                       "Move it away and start again.", file.string());
    const auto present = static_cast<std::uint64_t>(status.st_size);
    spill->m_size = std::max(spill->m_size, upToBlock(present));
    if (present > 0)
        spill->readBack();
    if (readOnly)
        return spill;
    if (auto reserved = spill->reserve(present); !reserved && spill->m_records.empty())
        return failure(std::move(reserved.error()));
    return spill; // what could be read is worth more than room for what is to come
}

// What was begun and cut off is gone on with: only what is not there yet is written.
Result<void> Spill::reserve(std::uint64_t present) {
    if (present >= m_size)
        return {};
    std::mt19937_64 random(present + 1);
    for (std::size_t position = present / blockSize * blockSize; position < m_size; position += chunk) {
        std::string noise(std::min(chunk, m_size - position), '\0');
        for (std::size_t i = 0; i + sizeof(std::uint64_t) <= noise.size(); i += sizeof(std::uint64_t)) {
            const std::uint64_t value = random();
            std::memcpy(noise.data() + i, &value, sizeof(value));
        }
        if (present == 0 && position == 0)
            noise.replace(0, sizeof(Head), bytesOf(clearedHead(0)));
        const std::size_t skipped = position < present ? present - position : 0; // of a block that was cut
        if (auto done = writeAt(position + skipped, std::string_view(noise).substr(skipped)); !done)
            return done;
    }
    if (auto done = sync(); !done)
        return done;
    return syncDirectoryOf(m_file) ? Result<void>() : systemFailure("Making durable");
}

// Every block is looked at, so that one that is damaged hides no other. Records of earlier runs are remains.
void Spill::readBack() {
    const std::string file = readAll(m_descriptor, m_size);
    const auto first = headAt(file, 0);
    if (first && first->mark == clearedMark) {
        m_run = first->run + 1;
        return;
    }
    std::map<std::uint32_t, Found> found;
    std::uint64_t run = 0;
    for (std::size_t position = 0; position < file.size(); position += blockSize) {
        const auto head = headAt(file, position);
        if (!head || head->mark != recordMark || head->run < run)
            continue;
        if (head->run > run)
            found.clear();
        run = head->run;
        found[head->index] = {upToBlock(position + sizeof(Head) + head->length),
                              file.substr(position + sizeof(Head), head->length)};
    }
    m_run = std::max<std::uint64_t>(run, 1);
    for (auto& [index, record] : found) {
        m_isDamaged = m_isDamaged || index != m_next;
        m_next = index + 1;
        m_end = std::max(m_end, record.end);
        m_records.push_back(std::move(record.bytes));
    }
    m_isDamaged = m_isDamaged || !first;
}

Result<void> Spill::add(std::string_view record) {
    if (record.size() > m_size || m_end + sizeof(Head) + record.size() > m_size)
        return failure(Errc::Limit, "spill_full", std::format("{} has no room left.", m_file.string()),
                       "Free or repair the disk; what is kept there is then recorded by itself.", m_file.string());
    Head head{.mark = recordMark,
              .run = m_run,
              .index = m_next,
              .length = static_cast<std::uint32_t>(record.size()),
              .checksum = {}};
    head.checksum = checksumOf(head, record);
    std::string bytes(bytesOf(head));
    bytes += record;
    if (auto done = writeAt(m_end, bytes); !done)
        return done;
    if (auto done = sync(); !done)
        return done;
    m_end = upToBlock(m_end + bytes.size());
    ++m_next;
    m_records.emplace_back(record);
    return {};
}

Result<void> Spill::clear() {
    const Head head = clearedHead(m_run);
    if (auto done = writeAt(0, bytesOf(head)); !done)
        return done;
    if (auto done = sync(); !done)
        return done;
    ++m_run;
    m_next = 0;
    m_end = 0;
    m_records.clear();
    m_isDamaged = false;
    return {};
}

Result<void> Spill::writeAt(std::size_t position, std::string_view bytes) const {
    while (!bytes.empty()) {
        const ssize_t written = ::pwrite(m_descriptor, bytes.data(), bytes.size(), static_cast<off_t>(position));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return systemFailure("Writing");
        position += static_cast<std::size_t>(written);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> Spill::sync() const {
    if (::fdatasync(m_descriptor) != 0)
        return systemFailure("Making durable");
    return {};
}

} // namespace signalbox::storage
