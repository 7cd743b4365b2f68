#include "ui/compare/text_panel.h"

#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/base/accessible.h"
#include "ui/base/elided_label.h"
#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/compare/find_bar.h"
#include "ui/compare/find_keys.h"

namespace signalbox::ui::compare {

using namespace Qt::StringLiterals;

TextPanel::TextPanel(QWidget* parent)
    : QWidget(parent),
      m_view(new DiffView(this)),
      m_find(new FindBar(this)),
      m_path(new ElidedLabel(this)),
      m_size(new PlainLabel(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* tools = new QHBoxLayout;
    tools->setContentsMargins(space::s, space::xs, space::s, space::xs);
    tools->setSpacing(space::s);
    m_path->setElideMode(Qt::ElideMiddle);
    m_size->setTone(u"muted"_s);
    auto* find = new QToolButton(this);
    find->setText(tr("Find"));
    find->setToolTip(tr("Find in this file (Ctrl+F, then F3)"));
    find->setProperty("kind", u"framed"_s);
    describe(find, tr("Find in this file (Ctrl+F, then F3)"));
    tools->addWidget(m_path, 1);
    tools->addWidget(m_size);
    tools->addWidget(find);
    layout->addLayout(tools);
    layout->addWidget(m_find);
    layout->addWidget(m_view, 1);
    m_view->setMode(Mode::Single);
    m_view->setFoldsOpen(true);
    describe(m_view, tr("Text of the file"));
    m_find->setPrompt(tr("Find in this file"));
    connect(find, &QToolButton::clicked, this, &TextPanel::openFind);
    connect(m_view, &DiffView::findRequested, this, &TextPanel::openFind);
    connect(m_find, &FindBar::textChanged, m_view, &DiffView::setFind);
    connect(m_find, &FindBar::rowFound, m_view, [this](int row) { m_view->showRow(row, true); });
    connect(m_find, &FindBar::closed, m_view, [this] { m_view->setFocus(Qt::OtherFocusReason); });
    addFindKeys(this, [this] { openFind(); }, [this](int by) { findOn(by); });
}

TextPanel::~TextPanel() = default;

void TextPanel::showFile(agents::SnapshotPtr snapshot, const std::string& path) {
    m_job.cancel();
    take(nullptr);
    m_path->setText(plainLine(path));
    if (!snapshot)
        return;
    // Both sides are the same text, so that reading needs nothing that comparing has not.
    auto document = std::make_shared<CompareDocument>();
    document->left = snapshot;
    document->right = std::move(snapshot);
    m_job.run<FileDiffPtr>(
        this, [document, path](std::stop_token stop) { return buildFileDiff(*document, path, stop); },
        [this](Result<FileDiffPtr> file) {
            if (file)
                take(std::move(*file));
            else
                Q_EMIT failed(file.error());
        });
}

void TextPanel::take(FileDiffPtr file) {
    const auto lines = file ? file->text.rightLines.size() : 0;
    m_size->setText(!file ? QString() : lines == 1 ? tr("1 line") : tr("%1 lines").arg(countText(lines)));
    m_find->setFile(file);
    m_view->setFile(std::move(file));
}

void TextPanel::openFind() {
    m_find->open(m_view->currentDiffRow());
}

void TextPanel::findOn(int by) {
    m_find->goOn(by, m_view->currentDiffRow());
}

} // namespace signalbox::ui::compare
