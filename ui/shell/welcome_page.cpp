#include "ui/shell/welcome_page.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QUrl>

#include "ui/base/accessible.h"
#include "ui/base/busy_overlay.h"
#include "ui/base/elided_label.h"
#include "ui/base/icons.h"
#include "ui/base/notice.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"

namespace signalbox::ui::shell {

using namespace Qt::StringLiterals;

namespace {

QPushButton* makeButton(const QString& text, const QString& kind, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setProperty("kind", kind);
    button->setAccessibleName(text);
    return button;
}

} // namespace

WelcomePage::WelcomePage(QWidget* parent)
    : QWidget(parent),
      m_notice(new Notice(this)),
      m_busy(new BusyOverlay(this)),
      m_recentBox(new QWidget(this)),
      m_recent(new QVBoxLayout(m_recentBox)) {
    auto* column = new QVBoxLayout;
    column->setSpacing(space::l);
    auto* title = new PlainLabel(tr("Signalbox"), this);
    title->setFont(scaledFont(font(), 2.0, QFont::DemiBold));
    auto* purpose = new PlainLabel(
        tr("Choose which version of an agent answers, watch it, and put everything back in one click."), this);
    purpose->setTone(u"muted"_s);
    purpose->setWordWrap(true);
    auto* sample = makeButton(tr("Open the sample workspace"), u"primary"_s, this);
    connect(sample, &QPushButton::clicked, this, &WelcomePage::sampleRequested);
    auto* folder = makeButton(tr("Choose a folder…"), {}, this);
    connect(folder, &QPushButton::clicked, this, &WelcomePage::askForFolder);
    auto* cards = new QHBoxLayout;
    cards->setSpacing(space::l);
    cards->addWidget(card(u"sample"_s, tr("Try it"),
                          tr("A team of agents with simulated traffic on this computer. Nothing leaves it."), sample),
                     1);
    cards->addWidget(card(u"folder"_s, tr("Open a workspace"),
                          tr("A Git repository with agents. A backend for it is started here."), folder),
                     1);
    cards->addWidget(card(u"link"_s, tr("Connect"), tr("A backend that runs somewhere else."), makeConnectForm()), 1);
    m_recent->setContentsMargins(0, 0, 0, 0);
    m_recent->setSpacing(space::xs);
    for (QWidget* widget : std::initializer_list<QWidget*>{title, purpose, m_notice})
        column->addWidget(widget);
    column->addLayout(cards);
    column->addWidget(m_recentBox);
    auto* across = new QHBoxLayout;
    across->addStretch(1);
    across->addLayout(column, 8);
    across->addStretch(1);
    auto* inner = new QWidget(this);
    auto* layout = new QVBoxLayout(inner);
    layout->setContentsMargins(space::xl, space::xl, space::xl, space::xl);
    layout->addStretch(1);
    layout->addLayout(across);
    layout->addStretch(2);
    auto* scroll = new QScrollArea(this); // a long list or a long error needs more than a small window has
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(inner);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll);
    m_busy->raise();
    connect(m_notice, &Notice::activated, this, &WelcomePage::workspaceWanted);
    connect(m_busy, &BusyOverlay::cancelled, this, &WelcomePage::cancelled);
    setRecent({});
}

QWidget* WelcomePage::card(const QString& iconName, const QString& title, const QString& text, QWidget* content) {
    auto* frame = new QFrame(this);
    frame->setProperty("panel", true);
    auto* layout = new QVBoxLayout(frame);
    layout->setContentsMargins(space::l, space::l, space::l, space::l);
    layout->setSpacing(space::s);
    auto* head = new PlainLabel(title, frame);
    head->setFont(scaledFont(font(), 1.15, QFont::DemiBold));
    auto* picture = new PlainLabel(frame);
    const auto draw = [picture, iconName] {
        picture->setPixmap(icon(iconName, IconColor::Accent).pixmap(QSize(24, 24), picture->devicePixelRatio()));
    };
    connect(themeNotifier(), &ThemeNotifier::changed, picture, draw);
    draw();
    auto* words = new PlainLabel(text, frame);
    words->setWordWrap(true);
    words->setTone(u"muted"_s);
    auto* first = new QHBoxLayout;
    first->addWidget(picture);
    first->addWidget(head, 1);
    layout->addLayout(first);
    layout->addWidget(words);
    layout->addStretch(1);
    layout->addWidget(content);
    return frame;
}

QWidget* WelcomePage::makeConnectForm() {
    auto* form = new QWidget(this);
    auto* layout = new QVBoxLayout(form);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    m_url = new QLineEdit(form);
    m_url->setPlaceholderText(tr("https://signalbox.example:7420"));
    describe(m_url, tr("Address of the backend"));
    m_token = new QLineEdit(form);
    m_token->setEchoMode(QLineEdit::Password);
    m_token->setPlaceholderText(tr("Token"));
    describe(m_token, tr("Token"));
    m_connect = makeButton(tr("Connect"), {}, form);
    layout->addWidget(m_url);
    layout->addWidget(m_token);
    layout->addWidget(m_connect);
    connect(m_connect, &QPushButton::clicked, this, &WelcomePage::requestConnect);
    connect(m_url, &QLineEdit::returnPressed, this, &WelcomePage::requestConnect);
    connect(m_token, &QLineEdit::returnPressed, this, &WelcomePage::requestConnect);
    return form;
}

void WelcomePage::requestConnect() {
    const QUrl url = QUrl::fromUserInput(m_url->text().trimmed());
    if (m_url->text().trimmed().isEmpty() || !url.isValid() ||
        (url.scheme() != "http"_L1 && url.scheme() != "https"_L1)) {
        showError({Errc::Invalid, "bad_url", "This is not the address of a backend.",
                   "Give it as https://host:port, as whoever runs the backend told you."});
        m_url->setFocus();
        return;
    }
    m_notice->clear();
    Q_EMIT connectRequested(url.toString(), m_token->text().trimmed());
}

void WelcomePage::askForFolder() {
    auto* dialog = new QFileDialog(this, tr("Open a workspace"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &WelcomePage::folderRequested);
    dialog->open();
}

void WelcomePage::setRecent(const std::vector<RecentBackend>& recent) {
    while (QLayoutItem* item = m_recent->takeAt(0)) {
        if (item->widget() != nullptr)
            item->widget()->deleteLater();
        delete item;
    }
    m_recentBox->setVisible(!recent.empty());
    if (recent.empty())
        return;
    auto* head = new PlainLabel(tr("Opened before"), m_recentBox);
    head->setFont(scaledFont(font(), 1.0, QFont::DemiBold));
    m_recent->addWidget(head);
    for (const RecentBackend& backend : recent) {
        const bool folder = backend.kind == RecentBackend::Kind::Folder;
        // A single "&" would be taken for a shortcut's mark.
        const QString all = plainLine(backend.where.toStdString(), 400);
        QString shown = fitted(fontMetrics(), all, fontMetrics().averageCharWidth() * 90, Qt::ElideMiddle);
        auto* button = makeButton(shown.replace(u'&', "&&"_L1), u"flat"_s, m_recentBox);
        button->setAccessibleName(all);
        button->setToolTip(plainToolTip(all));
        button->setIcon(icon(folder ? u"folder"_s : u"link"_s, IconColor::Accent));
        connect(button, &QPushButton::clicked, this, [this, backend] { Q_EMIT recentRequested(backend); });
        m_recent->addWidget(button, 0, Qt::AlignLeft);
    }
}

void WelcomePage::showBusy(const QString& what) {
    if (what.isEmpty())
        m_busy->stop();
    else
        m_busy->start(what, Cancellable::Yes);
}

void WelcomePage::showError(const Error& error) {
    m_busy->stop();
    const bool canBeMade =
        error.code == "no_repository" || error.code == "no_workspace_file" || error.code == "no_folder";
    m_notice->sayError(error, canBeMade ? tr("Make it a workspace") : QString());
}

} // namespace signalbox::ui::shell
