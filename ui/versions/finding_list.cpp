#include "ui/versions/finding_list.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QStyle>

#include "core/base/findings.h"
#include "ui/base/formatting.h"
#include "ui/base/icons.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::versions {

namespace {

constexpr std::size_t mostShown = 12;

bool isError(const Finding& finding) {
    return finding.severity == Finding::Severity::Error;
}

QString mistakes(std::uint64_t count) {
    return count == 1 ? FindingList::tr("1 mistake") : FindingList::tr("%1 mistakes").arg(countText(count));
}

QString warnings(std::uint64_t count) {
    return count == 1 ? FindingList::tr("1 warning") : FindingList::tr("%1 warnings").arg(countText(count));
}

} // namespace

QString findingCounts(const std::vector<Finding>& findings) {
    const auto errors = static_cast<std::uint64_t>(std::ranges::count_if(findings, isError));
    const std::uint64_t others = findings.size() - errors;
    QStringList parts;
    if (errors > 0)
        parts += mistakes(errors);
    if (others > 0)
        parts += warnings(others);
    return parts.join(u", "_s);
}

FindingList::FindingList(QWidget* parent) : QWidget(parent), m_title(new PlainLabel(this)), m_rows(new QVBoxLayout) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::xs);
    m_title->setFont(scaledFont(font(), 1.0, QFont::DemiBold));
    m_rows->setSpacing(space::s);
    layout->addWidget(m_title);
    layout->addLayout(m_rows);
    connect(themeNotifier(), &ThemeNotifier::changed, this, &FindingList::draw); // signs have the theme's colours
    hide();
}

void FindingList::setFindings(std::vector<Finding> findings) {
    if (findings == m_findings)
        return;
    m_findings = std::move(findings);
    draw();
}

void FindingList::draw() {
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_title->setText(tr("Checks: %1").arg(findingCounts(m_findings)));
    for (std::size_t i = 0; i < std::min(m_findings.size(), mostShown); ++i)
        addRow(m_findings[i]);
    if (m_findings.size() > mostShown) {
        auto* rest = new PlainLabel(tr("and %1 more").arg(countText(m_findings.size() - mostShown)), this);
        rest->setTone(u"muted"_s);
        m_rows->addWidget(rest);
    }
    setVisible(!m_findings.empty());
}

void FindingList::addRow(const Finding& finding) {
    const bool error = isError(finding);
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    auto* sign = new PlainLabel(row);
    sign->setPixmap(icon(error ? u"error"_s : u"warning"_s, error ? IconColor::Bad : IconColor::Warning)
                        .pixmap(QSize(16, 16), devicePixelRatio()));
    sign->setAccessibleName(error ? tr("Mistake") : tr("Warning"));
    auto* words = new PlainLabel(plainText(textOf(finding), 1000), row);
    words->setWordWrap(true);
    words->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    words->setAccessibleName(sign->accessibleName() + u": "_s + words->text());
    layout->addWidget(sign, 0, Qt::AlignTop);
    layout->addWidget(words, 1);
    m_rows->addWidget(row);
}

} // namespace signalbox::ui::versions
