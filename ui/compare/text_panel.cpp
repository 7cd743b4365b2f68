#include "ui/compare/text_panel.h"

#include <QHBoxLayout>
#include <QToolButton>

#include "ui/base/accessible.h"
#include "ui/base/elided_label.h"
#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"
#include "ui/compare/find_bar.h"
#include "ui/compare/find_keys.h"

namespace signalbox::ui::compare {

using namespace Qt::StringLiterals;

TextPanel::TextPanel(QWidget* parent) : FilePanel(parent) {
    auto* find = addTool(tr("Find"), tr("Find in this file (Ctrl+F, then F3)"));
    connect(find, &QToolButton::clicked, this, &TextPanel::openFind);
    tools()->addStretch(1);
    view()->setMode(Mode::Single);
    view()->setFoldsOpen(true);
    describe(view(), tr("Text of the file"));
    findBar()->setPrompt(tr("Find in this file"));
    addFindKeys(this, [this] { openFind(); }, [this](int by) { findOn(by); });
}

TextPanel::~TextPanel() = default;

void TextPanel::showFile(agents::SnapshotPtr snapshot, const std::string& path) {
    m_job.cancel();
    take(nullptr);
    name()->setText(plainLine(path)); // before it is read
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
    count()->setText(!file ? QString() : lines == 1 ? tr("1 line") : tr("%1 lines").arg(countText(lines)));
    setFile(std::move(file));
}

} // namespace signalbox::ui::compare
