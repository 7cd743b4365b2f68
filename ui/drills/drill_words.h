// What drills are called where people read them. UI thread (translated).
#pragma once

#include <QString>

#include "core/release/drill.h"
#include "core/release/drill_series.h"
#include "ui/base/chip.h"

namespace signalbox::ui::drills {

[[nodiscard]] QString kindText(release::DrillKind kind); // "answers with errors"
// With a sign, so that the colour is not needed: "✓ rolled back", "✗ not detected".
[[nodiscard]] QString outcomeText(const release::Drill& drill);
// The same as a heading: "✓ Rolled back, and nobody had to get up".
[[nodiscard]] QString outcomeHeading(const release::Drill& drill);
[[nodiscard]] Tone toneOf(const release::Drill& drill);
// What is happening now: "Ramping: 12 of 240 requests reached the bad version, 4 of them were bad".
[[nodiscard]] QString progressText(const release::Drill& drill);
// "refunds", or that it was the plan of agents without one.
[[nodiscard]] QString planText(const release::Drill& drill);
// "answers with errors, 30 % bad, at 5 %, 200 requests/s"
[[nodiscard]] QString orderText(const release::Drill& drill);
// "22 % slower than on 2026-10-01 12:00:00 (1.10 s)"; empty when there is nothing to compare.
[[nodiscard]] QString comparisonText(const release::Drill& drill, const release::Drill* before);
// "12 of 12 such drills were rolled back: detected after 1.10 s in the middle, 1.90 s at worst"; empty for fewer than
// two.
[[nodiscard]] QString seriesText(const release::DrillSeries& series);

} // namespace signalbox::ui::drills
