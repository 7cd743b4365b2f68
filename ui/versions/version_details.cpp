#include "ui/versions/version_details.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QJsonObject>
#include <QScrollBar>
#include <QVBoxLayout>

#include "core/base/findings.h"
#include "ui/base/accessible.h"
#include "ui/base/formatting.h"
#include "ui/base/icons.h"
#include "ui/base/theme.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::versions {

namespace {

PlainLabel* section(const QString& title, QWidget* parent) {
    auto* label = new PlainLabel(title, parent);
    label->setFont(scaledFont(label->font(), 1.0, QFont::DemiBold));
    return label;
}

QFormLayout* makeForm() {
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(space::m);
    form->setVerticalSpacing(space::xs);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    form->setRowWrapPolicy(QFormLayout::DontWrapRows);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    return form;
}

} // namespace

VersionDetails::VersionDetails(QWidget* parent) : QScrollArea(parent) {
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus); // what is in it has it, and scrolls into view
    setAccessibleName(tr("Details of the selected version"));
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(space::l, space::m, space::m, space::m);
    layout->setSpacing(space::s);
    m_heading = new PlainLabel(content);
    m_heading->setFont(scaledFont(font(), 1.3, QFont::DemiBold));
    m_heading->setWordWrap(true);
    m_by = new PlainLabel(content);
    m_by->setTone(u"muted"_s);
    m_by->setWordWrap(true);
    layout->addWidget(m_heading);
    layout->addWidget(m_by);
    addDigest(*layout);
    addVerbs(*layout);
    m_findings = new FindingList(content);
    layout->addWidget(m_findings);
    m_changelog = new QPlainTextEdit(content);
    m_changelog->setReadOnly(true);
    m_changelog->setTabChangesFocus(true);
    m_changelog->setAccessibleName(tr("Changelog"));
    m_changelog->setFixedHeight(fontMetrics().lineSpacing() * 6);
    layout->addWidget(section(tr("What changed"), content));
    layout->addWidget(m_changelog);
    layout->addWidget(section(tr("Content"), content));
    m_content = makeForm();
    layout->addLayout(m_content);
    layout->addWidget(section(tr("Files"), content));
    m_files = new FileLinks(content);
    layout->addWidget(m_files);
    connect(m_files, &FileLinks::chosen, this, &VersionDetails::fileRequested);
    layout->addWidget(section(tr("Deployments of this version"), content));
    m_history = makeForm();
    layout->addLayout(m_history);
    layout->addStretch(1); // takes what is left, so that no row of a form grows
    setWidget(content);
}

void VersionDetails::addDigest(QBoxLayout& layout) {
    auto* row = new QHBoxLayout;
    m_digestLabel = new PlainLabel(this);
    m_digestLabel->setFont(monospaceFont());
    m_copy = new QPushButton(tr("Copy digest"), this);
    m_copy->setProperty("kind", u"flat"_s);
    m_copy->setIcon(icon(u"copy"_s));
    describe(m_copy, tr("Copy the whole digest"));
    row->addWidget(m_digestLabel);
    row->addWidget(m_copy);
    row->addStretch();
    layout.addLayout(row);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_digest); });
}

void VersionDetails::addVerbs(QBoxLayout& layout) {
    auto* column = new QVBoxLayout;
    auto* row = new QHBoxLayout;
    row->setSpacing(space::s);
    column->setSpacing(space::s);
    m_release = new QPushButton(tr("Start release…"), this);
    m_release->setProperty("kind", u"primary"_s);
    m_parent = new QPushButton(tr("Parent"), this);
    m_stable = new QPushButton(tr("Stable"), this);
    m_parent->setAccessibleName(tr("Compare with parent"));
    m_stable->setAccessibleName(tr("Compare with stable"));
    row->addWidget(new PlainLabel(tr("Compare with"), this));
    row->addWidget(m_parent);
    row->addWidget(m_stable);
    row->addStretch();
    m_release->setAccessibleName(m_release->text());
    m_whyNot = new PlainLabel(this);
    m_whyNot->setTone(u"muted"_s);
    m_whyNot->setWordWrap(true);
    auto* first = new QHBoxLayout;
    first->setSpacing(space::s);
    first->addWidget(m_release);
    first->addWidget(m_whyNot, 1);
    m_quarantine = new QuarantineLine(this);
    column->addWidget(m_quarantine);
    column->addLayout(first);
    column->addLayout(row);
    layout.addLayout(column);
    connect(m_release, &QPushButton::clicked, this, &VersionDetails::releaseRequested);
    connect(m_parent, &QPushButton::clicked, this, &VersionDetails::compareWithParent);
    connect(m_stable, &QPushButton::clicked, this, &VersionDetails::compareWithStable);
}

void VersionDetails::setVerbs(bool hasParent, bool hasStable) {
    m_parent->setEnabled(hasParent);
    m_parent->setToolTip(hasParent ? QString() : tr("This version has no parent."));
    m_stable->setEnabled(hasStable);
    m_stable->setToolTip(hasStable ? QString() : tr("This version is the stable one."));
}

void VersionDetails::setRelease(bool behindAnother, const QString& whyNot) {
    m_release->setText(behindAnother ? tr("Queue release…") : tr("Start release…"));
    m_release->setAccessibleName(m_release->text());
    m_release->setEnabled(whyNot.isEmpty());
    m_whyNot->setText(whyNot);
    m_release->setAccessibleDescription(whyNot);
}

void VersionDetails::clear() {
    m_key = {};
    m_status.reset();
    m_deployments.reset();
    m_changelog->clear();
    m_findings->setFindings({});
    m_files->setFiles({});
}

void VersionDetails::setVersion(const VersionRow& row, const protocol::AgentStatus* status) {
    const bool same = keyOf(row.version) == m_key;
    const bool moved = !status || !m_status || status->observed != m_status->observed;
    m_key = keyOf(row.version);
    m_status = status ? std::optional(*status) : std::nullopt;
    QStringList parts{tr("by %1").arg(plainLine(row.version.author, 100)), timeText(row.version.time)};
    if (!row.version.ticket.empty())
        parts += tr("ticket %1").arg(plainLine(row.version.ticket, 100));
    for (const auto& chip : row.chips)
        parts += chip.text;
    m_heading->setText(plainLine(row.name, 100));
    m_by->setText(parts.join(u" · "_s));
    m_digest = row.version.digest.isNull() ? QString() : QString::fromStdString(row.version.digest.toString());
    m_digestLabel->setText(m_digest.isEmpty() ? tr("no digest in the tag") : m_digest.left(19) + u"…"_s);
    m_copy->setVisible(!m_digest.isEmpty());
    if (!same || moved)
        showDeployments();
    if (!same || m_findings->findings().empty()) // the detail, which has the warnings too, comes later
        m_findings->setFindings(row.check.errors);
    if (same)
        return;
    m_changelog->setPlainText(row.version.changelog.empty() ? tr("The author left no changelog.")
                                                            : plainText(row.version.changelog));
    showLines(*m_content, {{tr("Loading…"), {}}});
    m_files->setFiles({});
    verticalScrollBar()->setValue(0);
}

void VersionDetails::setDetail(const protocol::VersionDetail& detail) {
    if (keyOf(detail.version) != m_key)
        return;
    showLines(*m_content, manifestLines(detail.manifest));
    m_files->setFiles(detail.files);
    m_findings->setFindings(detail.findings);
}

void VersionDetails::setDetailError(const VersionKey& key, const Error& error) {
    if (key != m_key)
        return;
    showLines(*m_content, {{tr("Not read"), plainText(textOf(error), 1000)}});
    auto* retry = new QPushButton(tr("Try again"), widget());
    retry->setAccessibleName(retry->text());
    m_content->addRow(retry);
    connect(retry, &QPushButton::clicked, this, &VersionDetails::retryRequested);
}

void VersionDetails::setDeployments(std::optional<std::vector<protocol::Deployment>> deployments) {
    m_deployments = std::move(deployments);
    showDeployments();
}

// What is known already stays; it says of itself what the agent's state denies.
void VersionDetails::setDeploymentsError(const Error& error) {
    if (!m_deployments)
        showLines(*m_history, {{tr("Not read"), plainLine(error.message)}});
}

void VersionDetails::showDeployments() {
    auto lines = m_deployments ? deploymentLines(*m_deployments, m_key, m_status ? &*m_status : nullptr)
                               : std::vector<DetailLine>();
    if (lines.empty())
        lines.push_back({m_deployments ? tr("It has had no traffic yet.") : tr("Loading…"), {}});
    showLines(*m_history, lines);
}

void VersionDetails::showLines(QFormLayout& form, const std::vector<DetailLine>& lines) {
    while (form.rowCount() > 0)
        form.removeRow(0);
    for (const auto& line : lines) {
        auto* label = new PlainLabel(line.label, widget());
        label->setTone(u"muted"_s);
        label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        label->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::MinimumExpanding); // beside the first line of many
        if (line.text.isEmpty()) {
            form.addRow(label);
            continue;
        }
        auto* text = new PlainLabel(line.text, widget());
        text->setWordWrap(true);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        text->setAccessibleName(line.label + u": "_s + line.text);
        form.addRow(label, text);
    }
}

} // namespace signalbox::ui::versions
