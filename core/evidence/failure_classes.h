// Why conversations failed, by arm: "404 model_not_found", "timeout". A conversation counts once, by its first failure.
// Bounded: twelve classes of each arm, then "other". Values; whoever has the observations names the classes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <QJsonArray>

#include "core/base/bounded_counts.h"
#include "core/evidence/arm.h"

namespace signalbox::evidence {

struct FailureClass {
    std::string name = {};
    Both<std::uint64_t> units = {};

    bool operator==(const FailureClass&) const = default;
};

class FailureClasses {
public:
    static constexpr std::size_t most = 12;

    void add(Arm arm, const std::string& name, std::uint64_t units = 1); // an empty name is none

    // The canary's most frequent first.
    [[nodiscard]] std::vector<FailureClass> list() const;

private:
    Both<BoundedCounts<std::string>> m_counts{BoundedCounts<std::string>(most), BoundedCounts<std::string>(most)};
};

// "37 of 41 failures: 404 model_not_found", of the canary; empty when it had none.
[[nodiscard]] std::string mostlyBecause(const std::vector<FailureClass>& failures);

[[nodiscard]] QJsonArray failuresToJson(const std::vector<FailureClass>& failures);
// False: it cannot be read.
[[nodiscard]] bool failuresFrom(const QJsonArray& array, std::vector<FailureClass>& failures);

} // namespace signalbox::evidence
