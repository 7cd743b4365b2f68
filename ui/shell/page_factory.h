// How the window gets its pages without knowing them: the program lists them. UI thread. The window owns what is made.
#pragma once

#include <functional>

#include "ui/base/page.h"

namespace signalbox::ui::shell {

struct PageFactory {
    QString id;    // "live", "versions", "compare", "history"
    QString title; // of its tab
    QString icon;
    std::function<Page*(client::BackendMirror& mirror, QWidget* parent)> make;
    // Shows two versions of the agent (older first); only the page that can do that has it.
    std::function<void(Page& page, const QString& left, const QString& right)> showPair = nullptr;
    // Shows what a guardrail of the agent's newest release has seen; only the page that can do that has it.
    std::function<void(Page& page, const std::string& guard)> showEvidence = nullptr;
};

} // namespace signalbox::ui::shell
