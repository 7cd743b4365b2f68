#include "ui/versions/file_reader.h"

#include <algorithm>
#include <array>

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/base/accessible.h"
#include "ui/base/theme.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::versions {

namespace {

// What a person looks for first: the words, then the tools, then the rest.
int rankOf(const std::string& path) {
    constexpr std::array<std::string_view, 4> first{"prompts/", "integrations/", "contract/", "agent.yaml"};
    const auto found = std::ranges::find_if(first, [&](std::string_view begin) { return path.starts_with(begin); });
    return static_cast<int>(found - first.begin());
}

agents::SnapshotPtr filesOf(protocol::SnapshotMessage message) {
    auto snapshot = std::make_shared<agents::Snapshot>();
    for (protocol::FileContent& file : message.files)
        snapshot->files.push_back({std::move(file.path), std::move(file.content)});
    std::ranges::sort(snapshot->files, [](const agents::File& a, const agents::File& b) {
        return std::pair(rankOf(a.path), a.path) < std::pair(rankOf(b.path), b.path);
    });
    return snapshot;
}

} // namespace

FileReader::FileReader(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    layout->addLayout(makeBar());
    makeContent();
    layout->addWidget(m_stack, 1);
    m_busy = new BusyOverlay(m_stack);
    connect(m_empty, &EmptyState::activated, this, &FileReader::ask);
    connect(m_list, &QListWidget::currentRowChanged, this, &FileReader::showFile);
    connect(m_list, &QListWidget::itemActivated, this, [this] { m_panel->view()->setFocus(Qt::OtherFocusReason); });
    connect(m_panel, &compare::TextPanel::failed, this, [this](const Error& error) { setError(m_key, error); });
}

QLayout* FileReader::makeBar() {
    auto* bar = new QHBoxLayout;
    bar->setSpacing(space::m);
    auto* back = new QPushButton(tr("‹ All versions"), this);
    describe(back, tr("Back to all versions"), tr("Escape does the same"));
    m_title = new PlainLabel(this);
    m_title->setFont(scaledFont(font(), 1.0, QFont::DemiBold));
    auto* about = new PlainLabel(tr("to read, not to change"), this);
    about->setTone(u"muted"_s);
    bar->addWidget(back);
    bar->addWidget(m_title);
    bar->addWidget(about, 1);
    connect(back, &QPushButton::clicked, this, &FileReader::closed);
    return bar;
}

void FileReader::makeContent() {
    m_stack = new QStackedWidget(this);
    auto* splitter = new QSplitter(this);
    splitter->setChildrenCollapsible(false);
    m_list = new QListWidget(splitter);
    m_list->setUniformItemSizes(true);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setMinimumWidth(fontMetrics().averageCharWidth() * 24);
    describe(m_list, tr("Files of the version"));
    auto* frame = new QFrame(splitter);
    frame->setProperty("panel", true);
    auto* inside = new QVBoxLayout(frame);
    inside->setContentsMargins(1, 1, 1, 1);
    m_panel = new compare::TextPanel(frame);
    inside->addWidget(m_panel);
    splitter->setStretchFactor(0, 0);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({fontMetrics().averageCharWidth() * 36, 800});
    m_stack->addWidget(splitter);
    m_empty = new EmptyState(this);
    m_stack->addWidget(m_empty);
}

void FileReader::open(const VersionKey& key, const QString& path) {
    const bool same = key == m_key && m_snapshot;
    m_key = key;
    m_path = path;
    m_title->setText(tr("%1 %2").arg(plainLine(key.agent, 80), plainLine(key.version, 80)));
    if (!same)
        return ask();
    const auto& files = m_snapshot->files;
    const auto found = std::ranges::find(files, path.toStdString(), &agents::File::path);
    m_list->setCurrentRow(found == files.end() ? 0 : static_cast<int>(found - files.begin()));
    m_list->setFocus(Qt::OtherFocusReason);
}

void FileReader::ask() {
    m_snapshot.reset();
    m_list->clear();
    m_panel->showFile(nullptr, {});
    m_stack->setCurrentIndex(0);
    m_busy->start(tr("Reading the files of %1").arg(plainLine(m_key.version, 80)));
    Q_EMIT snapshotRequested();
}

void FileReader::setSnapshot(const VersionKey& key, protocol::SnapshotMessage message) {
    if (key != m_key)
        return;
    m_busy->stop();
    m_snapshot = filesOf(std::move(message));
    m_list->clear();
    for (const agents::File& file : m_snapshot->files) {
        auto* item = new QListWidgetItem(plainLine(file.path, 200), m_list);
        item->setToolTip(plainToolTip(file.path));
    }
    if (!m_snapshot->files.empty())
        return open(m_key, m_path);
    m_empty->setContent(u"versions"_s, tr("This version has no files."), {}, tr("Read it again"));
    m_stack->setCurrentWidget(m_empty);
}

void FileReader::setError(const VersionKey& key, const Error& error) {
    if (key != m_key)
        return;
    m_busy->stop();
    m_empty->setContent(u"error"_s, plainLine(error.message), plainLine(error.hint), tr("Try again"));
    m_stack->setCurrentWidget(m_empty);
}

// Not a shortcut: the search in the file has the first right to Escape.
void FileReader::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        return Q_EMIT closed();
    QWidget::keyPressEvent(event);
}

void FileReader::showFile(int row) {
    if (!m_snapshot || row < 0 || row >= static_cast<int>(m_snapshot->files.size()))
        return;
    const std::string& path = m_snapshot->files[static_cast<std::size_t>(row)].path;
    m_path = QString::fromStdString(path);
    m_panel->showFile(m_snapshot, path);
}

} // namespace signalbox::ui::versions
