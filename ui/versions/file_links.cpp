#include "ui/versions/file_links.h"

#include <QToolButton>

#include "ui/base/accessible.h"
#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::versions {

namespace {

constexpr std::size_t most = 12;

} // namespace

FileLinks::FileLinks(QWidget* parent) : QWidget(parent), m_layout(new QVBoxLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(space::xs);
}

void FileLinks::setFiles(const std::vector<std::string>& paths) {
    while (QLayoutItem* item = m_layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (std::size_t i = 0; i < paths.size() && i < most; ++i)
        addLink(plainLine(paths[i], 60), tr("Read %1").arg(plainLine(paths[i], 200)), paths[i]);
    if (paths.size() > most) {
        const QString rest = tr("%1 more files").arg(countText(paths.size() - most));
        addLink(rest, rest, paths[most]);
    }
}

void FileLinks::addLink(const QString& text, const QString& name, const std::string& path) {
    auto* link = new QToolButton(this);
    QString shown = text;
    link->setText(shown.replace(u'&', "&&"_L1)); // a single one would be a shortcut's mark
    link->setProperty("kind", u"link"_s);
    link->setFocusPolicy(Qt::StrongFocus);
    link->setCursor(Qt::PointingHandCursor);
    link->setToolTip(plainToolTip(name));
    describe(link, name);
    m_layout->addWidget(link, 0, Qt::AlignLeft);
    connect(link, &QToolButton::clicked, this, [this, at = QString::fromStdString(path)] { Q_EMIT chosen(at); });
}

} // namespace signalbox::ui::versions
