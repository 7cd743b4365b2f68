// What each of the two answers took: outcome, time, tokens, cost, tool calls. UI thread.
#pragma once

#include <array>

#include <QFrame>

#include "core/protocol/pair_message.h"

namespace signalbox::ui {
class PlainLabel;
}

namespace signalbox::ui::shadow {

class PairFacts : public QFrame {
    Q_OBJECT

public:
    explicit PairFacts(QWidget* parent = nullptr);

    void setPair(const protocol::PairMessage& pair);

private:
    static constexpr std::size_t columns = 6;

    void setSide(std::size_t row, const QString& name, const protocol::PairSideMessage& side);

    std::array<PlainLabel*, 2> m_names{};
    std::array<std::array<PlainLabel*, columns>, 2> m_cells{};
};

} // namespace signalbox::ui::shadow
