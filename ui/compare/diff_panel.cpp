#include "ui/compare/diff_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/base/accessible.h"
#include "ui/base/elided_label.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/compare/find_bar.h"

namespace signalbox::ui::compare {

using namespace Qt::StringLiterals;

DiffPanel::DiffPanel(QWidget* parent)
    : QWidget(parent),
      m_view(new DiffView(this)),
      m_find(new FindBar(this)),
      m_path(new ElidedLabel(this)),
      m_change(new PlainLabel(this)),
      m_mode(new QComboBox(this)),
      m_leftHead(new PlainLabel(this)),
      m_rightHead(new PlainLabel(this)),
      m_legend(new PlainLabel(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* tools = new QHBoxLayout;
    tools->setContentsMargins(space::s, space::xs, space::s, space::xs);
    tools->setSpacing(space::s);
    addTools(tools);
    layout->addLayout(tools);
    layout->addWidget(m_find);
    auto* heads = new QHBoxLayout;
    heads->setContentsMargins(space::s, space::xs, space::s, space::xs);
    heads->addWidget(m_leftHead, 1);
    heads->addWidget(m_rightHead, 1);
    layout->addLayout(heads);
    layout->addWidget(m_view, 1);
    m_legend->setTone(u"muted"_s);
    m_legend->setWordWrap(true);
    m_legend->setContentsMargins(space::s, space::xs, space::s, space::xs);
    setLegend(
        tr("− older   + newer   underlined: changed words   ◆ steers the agent: number, negation, variable, format, "
           "tool"));
    layout->addWidget(m_legend);
    connect(m_view, &DiffView::changeShown, this, &DiffPanel::showChange);
    connect(m_view, &DiffView::findRequested, this, &DiffPanel::openFind);
    connect(m_find, &FindBar::textChanged, m_view, &DiffView::setFind);
    connect(m_find, &FindBar::rowFound, m_view, [this](int row) { m_view->showRow(row, true); });
    connect(m_find, &FindBar::closed, m_view, [this] { m_view->setFocus(Qt::OtherFocusReason); });
}

void DiffPanel::addTools(QHBoxLayout* row) {
    const auto addButton = [&](const QString& text, const QString& name, auto slot) {
        auto* button = new QToolButton(this);
        button->setText(text);
        button->setToolTip(name);
        button->setProperty("kind", u"framed"_s);
        describe(button, name);
        connect(button, &QToolButton::clicked, this, slot);
        if (text.size() == 1) // an arrow needs no more
            button->setFixedWidth(fontMetrics().horizontalAdvance(text) + 2 * space::l);
        row->addWidget(button);
        return button;
    };
    m_path->setElideMode(Qt::ElideMiddle);
    row->addWidget(m_path, 1);
    m_change->setProperty("tone", u"muted"_s);
    row->addWidget(m_change);
    addButton(u"↑"_s, tr("Previous change (P or Shift+F7)"), [this] { goToChange(-1); });
    addButton(u"↓"_s, tr("Next change (N or F7)"), [this] { goToChange(1); });
    m_mode->addItems({tr("Side by side"), tr("Unified")});
    describe(m_mode, tr("How the two texts are shown"));
    connect(m_mode, &QComboBox::currentIndexChanged, this,
            [this](int index) { m_view->setMode(index == 0 ? Mode::SideBySide : Mode::Unified); });
    row->addWidget(m_mode);
    auto* all = addButton(tr("All lines"), tr("Show equal lines too"), [] {});
    all->setCheckable(true);
    connect(all, &QToolButton::toggled, m_view, &DiffView::setFoldsOpen);
    addButton(tr("Find"), tr("Find in both versions (Ctrl+F, then F3)"), [this] { openFind(); });
}

void DiffPanel::setVersions(const QString& left, const QString& right) {
    m_leftHead->setText(u"− "_s % left);
    m_rightHead->setText(u"+ "_s % right);
}

void DiffPanel::setLegend(const QString& text) {
    m_legend->setText(text);
}

void DiffPanel::setFile(FileDiffPtr file) {
    m_path->setText(file ? plainLine(file->path) : QString());
    m_find->setFile(file);
    m_view->setFile(std::move(file));
    showChange();
}

void DiffPanel::openFind() {
    m_find->open(m_view->currentDiffRow());
}

void DiffPanel::findOn(int by) {
    m_find->goOn(by, m_view->currentDiffRow());
}

void DiffPanel::goToChange(int step) {
    if (step > 0)
        m_view->goToNextChange();
    else
        m_view->goToPreviousChange();
}

void DiffPanel::showChange() {
    const int count = m_view->changeCount();
    if (!m_view->file())
        m_change->setText({});
    else if (count == 0)
        m_change->setText(tr("no change"));
    else if (m_view->currentChange() < 0)
        m_change->setText(count == 1 ? tr("1 change") : tr("%L1 changes").arg(count));
    else
        m_change->setText(tr("change %1 of %2").arg(m_view->currentChange() + 1).arg(count));
}

} // namespace signalbox::ui::compare
