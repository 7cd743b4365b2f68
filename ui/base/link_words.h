// What the link to a backend is, in words. Pure; UI thread (translated).
#pragma once

#include <QString>

#include "core/client/backend_session.h"

namespace signalbox::ui {

// Of a link that is not connected: one sentence, for tool tips and banners.
[[nodiscard]] QString staleText(const client::Link& link);

} // namespace signalbox::ui
