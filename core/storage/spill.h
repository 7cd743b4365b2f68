// A small file that takes records when the disk takes nothing else. Its blocks are written when it is made, with bytes
// that no file system compresses away, so that a full disk has room for what is put there. A record is durable when
// add() returns, survives kill -9 and is read back by the next open(); damage costs only the records that it hits.
// One owner, one thread. Errors: Io "spill_failed" (with the system's words), Limit "spill_full".
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace signalbox::storage {

class Spill {
public:
    static constexpr std::size_t blockSize = 4096; // no two records share one, so that a torn write hurts only its own
    static constexpr std::size_t usualSize = std::size_t{1024} * blockSize;

    // Makes the file (0600), or reads what was left there. One that cannot be written is only read.
    [[nodiscard]] static Result<std::unique_ptr<Spill>> open(const std::filesystem::path& file,
                                                             std::size_t size = usualSize);
    ~Spill();
    Spill(const Spill&) = delete;
    Spill& operator=(const Spill&) = delete;

    [[nodiscard]] Result<void> add(std::string_view record);
    // Forgets all of them, durably; when that fails they are all still there.
    [[nodiscard]] Result<void> clear();

    // Oldest first.
    [[nodiscard]] const std::vector<std::string>& records() const { return m_records; }

    // Whether open() found places that hold no whole record though they should.
    [[nodiscard]] bool isDamaged() const { return m_isDamaged; }

private:
    Spill(int descriptor, std::filesystem::path file, std::size_t size);
    [[nodiscard]] Result<void> reserve(std::uint64_t present);
    [[nodiscard]] Result<void> writeAt(std::size_t position, std::string_view bytes) const;
    [[nodiscard]] Result<void> sync() const;
    [[nodiscard]] std::unexpected<Error> systemFailure(std::string_view doing) const;
    void readBack();

    int m_descriptor;
    std::filesystem::path m_file;
    std::size_t m_size;
    std::size_t m_end = 0;   // where the next record goes
    std::uint64_t m_run = 1; // of the records since the last clear(); rises
    std::uint32_t m_next = 0;
    std::vector<std::string> m_records;
    bool m_isDamaged = false;
};

} // namespace signalbox::storage
