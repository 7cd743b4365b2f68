// What the two versions did in traffic, beside the text that differs: error rate, p95, cost and tokens per request.
// UI thread. Numbers that are not known are "no data"; a version without requests says "no traffic yet".
#pragma once

#include <optional>

#include <QFrame>

#include "core/protocol/messages.h"

namespace signalbox::ui {
class PlainLabel;
}

namespace signalbox::ui::compare {

struct Effect { // of one version, over all its roles
    std::uint64_t requests = 0;
    std::optional<double> errorRate;
    std::optional<double> p95;    // seconds; of the role with most requests
    std::optional<double> cost;   // USD per request
    std::optional<double> tokens; // per request, in and out
};

[[nodiscard]] Effect effectOf(const protocol::MetricsMessage& metrics, const std::string& version);

class EffectStrip : public QFrame {
    Q_OBJECT

public:
    explicit EffectStrip(QWidget* parent = nullptr);

    void setVersions(const QString& left, const QString& right);
    // Absent: not known (yet).
    void setEffects(const std::optional<Effect>& left, const std::optional<Effect>& right);

private:
    static constexpr int columns = 5;
    void showRow(int row, const std::optional<Effect>& effect);

    PlainLabel* m_names[2];
    PlainLabel* m_cells[2][columns];
};

} // namespace signalbox::ui::compare
