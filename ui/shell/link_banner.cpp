#include "ui/shell/link_banner.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

#include "ui/base/accessible.h"
#include "ui/base/notice.h"
#include "ui/base/theme.h"

namespace signalbox::ui::shell {

using namespace Qt::StringLiterals;

LinkBanner::LinkBanner(QWidget* parent)
    : QWidget(parent),
      m_notice(new Notice(this)),
      m_token(new QLineEdit(this)),
      m_use(new QPushButton(tr("Use it"), this)),
      m_retry(new QPushButton(tr("Retry now"), this)) {
    hide();
    setAutoFillBackground(true);
    m_notice->setCompact(true);
    m_token->setEchoMode(QLineEdit::Password);
    m_token->setPlaceholderText(tr("Another token"));
    m_token->setMinimumWidth(140);
    describe(m_token, tr("Another token"), tr("Replaces the one that the backend refuses"));
    for (QPushButton* button : {m_use, m_retry})
        button->setAccessibleName(button->text());
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, space::s, 0);
    layout->setSpacing(space::s);
    layout->addWidget(m_notice, 1);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_token, m_use, m_retry}) {
        layout->addWidget(widget);
        widget->hide();
    }
    connect(m_notice, &Notice::activated, this, &LinkBanner::activated);
    connect(m_use, &QPushButton::clicked, this, &LinkBanner::giveToken);
    connect(m_token, &QLineEdit::returnPressed, this, &LinkBanner::giveToken);
    connect(m_retry, &QPushButton::clicked, this, &LinkBanner::retryRequested);
}

void LinkBanner::show(const LinkFacts& facts) {
    m_facts = facts;
    const auto notice = linkNotice(facts);
    if (!notice) {
        m_said.reset();
        m_notice->clear();
        setAsking(false);
        setVisible(false);
        return;
    }
    const bool same = m_said == notice;
    m_said = notice;
    if (notice->remedy != LinkRemedy::GiveToken)
        setAsking(false);
    if (same)
        m_notice->setHint(hintText());
    else
        m_notice->say(notice->tone, notice->text, hintText(), m_token->isHidden() ? actionText() : QString());
    m_retry->setVisible(notice->remedy == LinkRemedy::GiveToken);
    setVisible(true);
}

void LinkBanner::tick() {
    if (m_said)
        m_notice->setHint(hintText());
}

QString LinkBanner::hintText() const {
    const QString again =
        m_said->remedy == LinkRemedy::StartAgain ? QString() : retryText(m_facts.link, SystemClock().wall());
    if (again.isEmpty() || m_said->hint.isEmpty())
        return m_said->hint + again;
    return again + u" · "_s + m_said->hint; // what changes stands where it is not cut
}

QString LinkBanner::actionText() const {
    switch (m_said->remedy) {
    case LinkRemedy::RetryNow:
        return tr("Retry now");
    case LinkRemedy::GiveToken:
        return tr("Give another token…");
    case LinkRemedy::StartAgain:
        return tr("Start it again");
    case LinkRemedy::GoOn:
        return tr("I have seen it");
    case LinkRemedy::None:
        break;
    }
    return {};
}

void LinkBanner::activated() {
    if (!m_said)
        return;
    switch (m_said->remedy) {
    case LinkRemedy::RetryNow:
        Q_EMIT retryRequested();
        break;
    case LinkRemedy::GiveToken:
        askForToken();
        break;
    case LinkRemedy::StartAgain:
        Q_EMIT startRequested();
        break;
    case LinkRemedy::GoOn:
        Q_EMIT seen();
        break;
    case LinkRemedy::None:
        break;
    }
}

void LinkBanner::setAsking(bool asking) {
    m_token->setVisible(asking);
    m_use->setVisible(asking);
    if (!asking)
        m_token->clear();
}

void LinkBanner::askForToken() {
    setAsking(true);
    m_notice->say(m_said->tone, m_said->text, hintText());
    m_token->setFocus(Qt::OtherFocusReason);
}

void LinkBanner::giveToken() {
    const QString token = m_token->text().trimmed();
    if (token.isEmpty())
        return;
    setAsking(false);
    m_said.reset(); // whatever comes of it is news
    Q_EMIT tokenGiven(token);
}

} // namespace signalbox::ui::shell
