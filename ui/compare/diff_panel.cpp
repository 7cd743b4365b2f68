#include "ui/compare/diff_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/base/accessible.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"

namespace signalbox::ui::compare {

using namespace Qt::StringLiterals;

DiffPanel::DiffPanel(QWidget* parent)
    : FilePanel(parent),
      m_mode(new QComboBox(this)),
      m_leftHead(new PlainLabel(this)),
      m_rightHead(new PlainLabel(this)),
      m_legend(new PlainLabel(this)) {
    addTools();
    auto* heads = new QHBoxLayout;
    heads->setContentsMargins(space::s, space::xs, space::s, space::xs);
    heads->addWidget(m_leftHead, 1);
    heads->addWidget(m_rightHead, 1);
    rows()->addLayout(heads);
    m_legend->setTone(u"muted"_s);
    m_legend->setWordWrap(true);
    m_legend->setContentsMargins(space::s, space::xs, space::s, space::xs);
    setLegend(
        tr("− older   + newer   underlined: changed words   ◆ steers the agent: number, negation, variable, format, "
           "tool"));
    layout()->addWidget(m_legend);
    connect(view(), &DiffView::changeShown, this, &DiffPanel::showChange);
}

void DiffPanel::resizeEvent(QResizeEvent* event) {
    FilePanel::resizeEvent(event);
    m_legend->setVisible(!isLow());
}

void DiffPanel::addTools() {
    auto* up = addTool(u"↑"_s, tr("Previous change (P or Shift+F7)"));
    connect(up, &QToolButton::clicked, this, [this] { goToChange(-1); });
    auto* down = addTool(u"↓"_s, tr("Next change (N or F7)"));
    connect(down, &QToolButton::clicked, this, [this] { goToChange(1); });
    m_mode->addItems({tr("Side by side"), tr("Unified")});
    describe(m_mode, tr("How the two texts are shown"));
    connect(m_mode, &QComboBox::currentIndexChanged, this,
            [this](int index) { view()->setMode(index == 0 ? Mode::SideBySide : Mode::Unified); });
    tools()->addWidget(m_mode);
    auto* all = addTool(tr("All lines"), tr("Show equal lines too"));
    all->setCheckable(true);
    connect(all, &QToolButton::toggled, view(), &DiffView::setFoldsOpen);
    auto* find = addTool(tr("Find"), tr("Find in both versions (Ctrl+F, then F3)"));
    connect(find, &QToolButton::clicked, this, &DiffPanel::openFind);
    tools()->addStretch(1);
}

void DiffPanel::setVersions(const QString& left, const QString& right) {
    m_leftHead->setText(u"− "_s % left);
    m_rightHead->setText(u"+ "_s % right);
}

void DiffPanel::setLegend(const QString& text) {
    m_legend->setText(text);
    m_leftHead->setToolTip(text); // where there is no room for it
    m_rightHead->setToolTip(text);
}

void DiffPanel::setFile(FileDiffPtr file) {
    FilePanel::setFile(std::move(file));
    showChange();
}

void DiffPanel::goToChange(int step) {
    if (step > 0)
        view()->goToNextChange();
    else
        view()->goToPreviousChange();
}

void DiffPanel::showChange() {
    const int changes = view()->changeCount();
    if (!view()->file())
        count()->setText({});
    else if (changes == 0)
        count()->setText(tr("no change"));
    else if (view()->currentChange() < 0)
        count()->setText(changes == 1 ? tr("1 change") : tr("%L1 changes").arg(changes));
    else
        count()->setText(tr("change %1 of %2").arg(view()->currentChange() + 1).arg(changes));
}

} // namespace signalbox::ui::compare
