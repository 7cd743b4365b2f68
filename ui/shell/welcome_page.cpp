#include "ui/shell/welcome_page.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QThreadPool>
#include <QUrl>

#include "ui/base/accessible.h"
#include "ui/base/busy_overlay.h"
#include "ui/base/icons.h"
#include "ui/base/notice.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/shell/recent_row.h"

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
    auto* shows = new PlainLabel(tr("The sample is a support team of agents with made-up callers: release 2.2.0 of "
                                    "refunds, see it beside 2.1.0, put it back. It takes about five minutes."),
                                 this);
    for (PlainLabel* text : {purpose, shows}) {
        text->setTone(u"muted"_s);
        text->setWordWrap(true);
    }
    m_recent->setContentsMargins(0, 0, 0, 0);
    m_recent->setSpacing(space::xs);
    QSizePolicy reserved = m_notice->sizePolicy(); // what is wrong with a workspace may need more; the rest stays
    reserved.setRetainSizeWhenHidden(true);
    m_notice->setSizePolicy(reserved);
    m_notice->setMinimumHeight(m_notice->compactHeight() + 2 * space::xs);
    for (QWidget* widget :
         std::initializer_list<QWidget*>{title, purpose, m_notice, m_recentBox, makeCards(), shows, makeColours()})
        column->addWidget(widget);
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
    auto* scroll = new QScrollArea(this); // a long list needs more than a small window has
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(inner);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(scroll);
    m_busy->raise();
    connect(m_notice, &Notice::activated, this, &WelcomePage::workspaceWanted);
    connect(m_busy, &BusyOverlay::cancelled, this, &WelcomePage::cancelled);
    setRecent({});
}

QWidget* WelcomePage::makeCards() {
    auto* sample = makeButton(tr("Open the sample workspace"), u"primary"_s, this);
    connect(sample, &QPushButton::clicked, this, &WelcomePage::sampleRequested);
    auto* folder = makeButton(tr("Choose a folder…"), {}, this);
    connect(folder, &QPushButton::clicked, this, &WelcomePage::askForFolder);
    auto* box = new QWidget(this);
    auto* cards = new QHBoxLayout(box);
    cards->setContentsMargins(0, 0, 0, 0);
    cards->setSpacing(space::l);
    cards->addWidget(card(u"sample"_s, tr("Try it"),
                          tr("A team of agents with simulated traffic on this computer. Nothing leaves it."), sample),
                     1);
    cards->addWidget(card(u"folder"_s, tr("Open a workspace"),
                          tr("A Git repository with agents. A backend for it is started here."), folder),
                     1);
    cards->addWidget(card(u"link"_s, tr("Connect"), tr("A backend that runs somewhere else."), makeConnectForm()), 1);
    return box;
}

QWidget* WelcomePage::makeColours() {
    auto* box = new QWidget(this);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::s);
    auto* choice = new QComboBox(box);
    describe(choice, tr("Colours"), tr("Remembered for the next time"));
    choice->addItem(tr("As the desktop"), int(ThemeChoice::Desktop));
    choice->addItem(tr("Light"), int(ThemeChoice::Light));
    choice->addItem(tr("Dark"), int(ThemeChoice::Dark));
    choice->setCurrentIndex(choice->findData(int(rememberedTheme())));
    connect(choice, &QComboBox::activated, this,
            [choice] { chooseTheme(static_cast<ThemeChoice>(choice->currentData().toInt())); });
    auto* name = new PlainLabel(tr("Colours"), box);
    name->setTone(u"muted"_s);
    row->addWidget(name);
    row->addWidget(choice);
    row->addStretch(1);
    return box;
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
    if (auto* other = findChild<QFileDialog*>())
        other->close();
    auto* dialog = new QFileDialog(this, tr("Open a workspace"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &WelcomePage::folderRequested);
    dialog->show(); // not modal: rolling back works meanwhile
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
        auto* row = new RecentRow(backend, m_recentBox);
        connect(row, &RecentRow::opened, this, [this, backend] { Q_EMIT recentRequested(backend); });
        connect(row, &RecentRow::removed, this, [this, backend, row] {
            row->hide();
            row->deleteLater();
            Q_EMIT recentRemoved(backend);
        });
        m_recent->addWidget(row);
    }
    lookForFolders();
}

// A folder may be on a disk that takes its time.
void WelcomePage::lookForFolders() {
    for (auto* row : m_recentBox->findChildren<RecentRow*>()) {
        if (row->backend().kind != RecentBackend::Kind::Folder)
            continue;
        QThreadPool::globalInstance()->start([where = row->backend().where, guard = QPointer(row)] {
            if (QFileInfo::exists(where))
                return;
            QMetaObject::invokeMethod(qApp, [guard] {
                if (guard)
                    guard->setMissing();
            });
        });
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
