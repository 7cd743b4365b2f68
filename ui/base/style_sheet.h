// The application's style sheet for a theme: what Fusion and the palette do not say. Pure; UI thread by use.
// Properties that widgets set to be recognised: "kind" = "primary" | "danger" | "flat" on buttons,
// "panel" = true on frames that are cards, "tone" = "muted" | "good" | "warning" | "bad" on labels.
#pragma once

#include <QString>

namespace signalbox::ui {

struct Theme;

[[nodiscard]] QString styleSheetOf(const Theme& theme);

} // namespace signalbox::ui
