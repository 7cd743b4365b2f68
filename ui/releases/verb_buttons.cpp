#include "ui/releases/verb_buttons.h"

#include <algorithm>
#include <utility>

#include <QAction>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QResizeEvent>
#include <QToolButton>

#include "ui/base/accessible.h"
#include "ui/base/icons.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"

namespace signalbox::ui::releases {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestInMenu = 60;

} // namespace

// Stays as wide as it was while it is about the same.
class VerbButton : public QPushButton {
public:
    using QPushButton::QPushButton;

    [[nodiscard]] int ownWidth() const { return QPushButton::sizeHint().width(); }

    [[nodiscard]] int widthFor(const QString& text) const {
        const auto wide = [this](const QString& one) { return fontMetrics().size(Qt::TextShowMnemonic, one).width(); };
        return ownWidth() + wide(text) - wide(this->text());
    }

    // Its width from now on: what is wanted, or what it had for this subject, as far as there is room.
    int keep(const QString& about, int wanted, int most) {
        const int kept = std::min(m_about == about ? std::max(wanted, m_kept) : wanted, most);
        m_about = about;
        if (std::exchange(m_kept, kept) != kept)
            updateGeometry();
        return kept;
    }

    void forget() { m_about.clear(); }

    [[nodiscard]] QSize sizeHint() const override { return QPushButton::sizeHint().expandedTo({m_kept, 0}); }

private:
    QString m_about;
    int m_kept = 0;
};

VerbButtons::VerbButtons(QWidget* parent) : QWidget(parent), m_more(new QToolButton(this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::s);
    const auto add = [&](Verb verb, const QString& kind) {
        auto* button = new VerbButton(this);
        button->setProperty("kind", kind);
        button->setObjectName(QString::fromUtf8(wireName(verb)));
        button->setIcon(icon(iconOf(verb), kind == "danger"_L1    ? IconColor::BadFillText
                                           : kind == "primary"_L1 ? IconColor::AccentText
                                                                  : IconColor::Text));
        connect(button, &QPushButton::clicked, this, [this, verb] { Q_EMIT triggered(verb); });
        m_buttons.emplace(verb, button);
        row->addWidget(button);
    };
    add(Verb::RollBack, u"danger"_s);
    row->addStretch(1);
    for (const Verb verb : {Verb::Pause, Verb::Resume, Verb::Approve, Verb::Advance, Verb::Promote})
        add(verb, {});
    add(Verb::Start, u"primary"_s);
    addMenu();
    row->addWidget(m_more);
}

void VerbButtons::addMenu() {
    auto* menu = new QMenu(this);
    menu->setToolTipsVisible(true);
    for (const Verb verb :
         {Verb::StepBack, Verb::BreakGlass, Verb::Queue, Verb::Freeze, Verb::Unquarantine, Verb::Abort}) {
        QAction* action = menu->addAction(icon(iconOf(verb)), QString());
        connect(action, &QAction::triggered, this, [this, verb] { Q_EMIT triggered(verb); });
        m_actions.emplace(verb, action);
    }
    m_more->setMenu(menu);
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setIcon(icon(u"more"_s));
    m_more->setToolTip(tr("More about this release"));
    m_more->setFocusPolicy(Qt::StrongFocus);
    describe(m_more, tr("More about this release"));
}

QPushButton* VerbButtons::button(Verb verb) const {
    const auto found = m_buttons.find(verb);
    return found == m_buttons.end() ? nullptr : found->second;
}

QAction* VerbButtons::action(Verb verb) const {
    const auto found = m_actions.find(verb);
    return found == m_actions.end() ? nullptr : found->second;
}

void VerbButtons::showView(const ReleaseView& view, std::optional<Verb> pending) {
    m_view = view;
    m_pending = pending;
    for (const auto& [verb, button] : m_buttons) {
        const Offer& offer = m_view.offer(verb);
        button->setVisible(offer.visible || m_pending == verb);
        button->setEnabled(offer.enabled);
        button->setToolTip(plainToolTip(offer.reason));
        describe(button, offer.detail.isEmpty() ? offer.text : QString(offer.text % u", "_s % offer.detail),
                 offer.reason);
    }
    bool any = false;
    for (const auto& [verb, action] : m_actions) {
        const Offer& offer = m_view.offer(verb);
        const bool says = !offer.enabled && !offer.reason.isEmpty() && offer.reason.size() <= longestInMenu;
        action->setText(says ? offer.text + u" · "_s + offer.reason : offer.text); // why not, in place
        action->setVisible(offer.visible);
        action->setEnabled(offer.enabled);
        action->setToolTip(plainToolTip(offer.reason));
        any = any || offer.visible;
    }
    m_more->setVisible(any);
    fit();
}

// As much of what a button does, or waits for, as there is room for; all of it is in the tool tip. A button that comes
// to say less keeps its width, lest its neighbours move under the pointer.
void VerbButtons::fit() {
    int room = contentsRect().width() - space::xl;
    room -= m_more->isVisibleTo(this) ? m_more->sizeHint().width() : 0;
    for (const auto& [verb, button] : m_buttons) {
        button->setText(m_pending == verb ? progressOf(verb) : m_view.offer(verb).text);
        if (!button->isVisibleTo(this))
            button->forget();
        else
            room -= button->ownWidth() + space::s;
    }
    for (const auto& [verb, button] : m_buttons) {
        if (!button->isVisibleTo(this))
            continue;
        const Offer& offer = m_view.offer(verb);
        const int least = button->ownWidth();
        button->setMinimumWidth(least); // the window may become narrower than what is said now
        int wanted = least;
        if (m_pending != verb && !offer.full.isEmpty()) {
            const int more = button->widthFor(offer.full) - least;
            if (more <= room) {
                button->setText(offer.full);
                wanted = std::max(least + more, offer.widest.isEmpty() ? 0 : button->widthFor(offer.widest));
            }
        }
        room -= button->keep(m_view.agent + u'\n' + offer.text, wanted, least + std::max(room, 0)) - least;
    }
}

void VerbButtons::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        for (const auto& [verb, button] : m_buttons)
            button->forget();
    fit();
}

} // namespace signalbox::ui::releases
