// A page that shows nothing, for tests of what is around the pages.
#pragma once

#include <QString>

#include "ui/base/page.h"
#include "ui/shell/page_factory.h"

namespace signalbox::uitest {

class BlankPage : public ui::Page {
public:
    using Page::Page;

protected:
    void agentChanged() override {}
};

inline ui::shell::PageFactory blankPage(const QString& id, const QString& title) {
    return {id, title, QStringLiteral("live"),
            [](client::BackendMirror& mirror, QWidget* parent) -> ui::Page* { return new BlankPage(mirror, parent); }};
}

} // namespace signalbox::uitest
