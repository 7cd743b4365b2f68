#include "ui/shell/side_panel.h"

#include <QPushButton>
#include <QVBoxLayout>

#include "ui/base/icons.h"
#include "ui/base/theme.h"
#include "ui/shell/sidebar.h"

namespace signalbox::ui::shell {

using namespace Qt::StringLiterals;

SidePanel::SidePanel(QWidget* parent) : QWidget(parent), m_sidebar(new Sidebar(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, space::s, 0, space::s);
    column->setSpacing(space::s);
    const auto button = [&](const QString& text, const QString& iconName, const QString& tip, auto signal) {
        auto* made = new QPushButton(icon(iconName, IconColor::Accent), text, this);
        made->setProperty("kind", u"flat"_s);
        made->setAccessibleName(text);
        made->setToolTip(tip);
        connect(made, &QPushButton::clicked, this, signal);
        return made;
    };
    auto* search = button(tr("Search and commands"), u"search"_s, tr("Everything that can be done here (Ctrl+K)"),
                          &SidePanel::searchRequested);
    auto* drill =
        button(tr("Make a drill"), u"check"_s, tr("Practise: would a bad version be stopped at night, and how fast?"),
               &SidePanel::drillRequested);
    auto* open =
        button(tr("Open another backend"), u"plus"_s,
               tr("The sample, a workspace, or a backend that runs somewhere else"), &SidePanel::openRequested);
    column->addWidget(search, 0, Qt::AlignLeft);
    column->addWidget(m_sidebar, 1);
    column->addWidget(drill, 0, Qt::AlignLeft);
    column->addWidget(open, 0, Qt::AlignLeft);
    setMinimumWidth(180);
}

} // namespace signalbox::ui::shell
