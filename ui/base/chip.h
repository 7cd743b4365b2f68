// A chip: a small rounded box with a role's mark or a tone's sign and a few words. As a widget, and as a paint helper
// for delegates and scenes. The mark's shape says what the colour says. UI thread. Text is shown as it is.
#pragma once

#include <optional>

#include <QWidget>

#include "ui/base/theme.h"

namespace signalbox::ui {

enum class Tone { Neutral, Good, Warning, Bad };

struct ChipSpec {
    QString text;
    std::optional<traffic::Role> role = std::nullopt; // its mark and colour; otherwise the tone's
    Tone tone = Tone::Neutral;

    bool operator==(const ChipSpec&) const = default;
};

[[nodiscard]] QColor colorOf(Tone tone);
// Size in logical pixels with the font's metrics.
[[nodiscard]] QSize chipSize(const ChipSpec& spec, const QFontMetrics& metrics);
// Cuts the text with "…" when the rectangle is narrower than chipSize().
void paintChip(QPainter& painter, const QRect& rect, const ChipSpec& spec);

class Chip : public QWidget {
    Q_OBJECT

public:
    explicit Chip(ChipSpec spec = {}, QWidget* parent = nullptr);

    void setSpec(const ChipSpec& spec);

    [[nodiscard]] const ChipSpec& spec() const { return m_spec; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ChipSpec m_spec;
};

} // namespace signalbox::ui
