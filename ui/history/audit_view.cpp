#include "ui/history/audit_view.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonDocument>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/base/accessible.h"
#include "ui/base/formatting.h"
#include "ui/base/icons.h"
#include "ui/base/table_look.h"
#include "ui/base/theme.h"
#include "ui/base/two_line_delegate.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::history {

VerificationText verificationText(const protocol::AuditVerification& verification) {
    const QString message = plainLine(verification.message);
    if (verification.good)
        return {AuditView::tr("Verified to %1: every entry is what was recorded.").arg(countText(verification.size)),
                message, true};
    const QString where =
        verification.firstBad
            ? AuditView::tr("Entry %1 is not what was recorded.").arg(countText(*verification.firstBad))
            : AuditView::tr("The log could not be verified.");
    const QString next =
        AuditView::tr("Keep the file, export what is readable and compare it with a saved checkpoint.");
    return {where, message.isEmpty() ? next : QString(message + u' ' + next), false};
}

QString prettyJson(const QJsonObject& object) {
    return plainText(QJsonDocument(object).toJson(QJsonDocument::Indented).toStdString());
}

AuditView::AuditView(AuditSource source, QWidget* parent) : QWidget(parent), m_source(source) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::m, space::m, space::m, space::m);
    layout->setSpacing(space::s);
    layout->addWidget(makeBar());
    m_notice = new Notice(this);
    m_notice->setDismissText(tr("Dismiss"));
    layout->addWidget(m_notice);
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(makeEntries());
    m_empty = new EmptyState(m_stack);
    m_stack->addWidget(m_empty);
    layout->addWidget(m_stack, 1);
    m_busy = new BusyOverlay(m_stack);
    connect(m_empty, &EmptyState::activated, this, &AuditView::retryRequested);
    connect(m_busy, &BusyOverlay::cancelled, this, [this] {
        endExport();
        Q_EMIT exportCancelled();
    });
    connect(m_model, &AuditModel::pageWanted, this, &AuditView::pageWanted);
}

QWidget* AuditView::makeBar() {
    auto* bar = new QWidget(this);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    m_onlyAgent = new QCheckBox(bar);
    m_onlyAgent->setChecked(true);
    m_count = new PlainLabel(bar);
    m_count->setTone(u"muted"_s);
    m_older = new QPushButton(tr("Load older"), bar);
    m_verify = new QPushButton(icon(u"check"_s), tr("Verify"), bar);
    m_save = new QPushButton(icon(u"export"_s), tr("Export…"), bar);
    describe(m_older, tr("Load older entries"));
    describe(m_verify, tr("Verify the log"), tr("Checks every entry, the tree over them and the signed checkpoints"));
    describe(m_save, tr("Export the log"), tr("Saves every entry of the log as CSV or JSON lines"));
    m_save->setToolTip(m_save->accessibleDescription());
    layout->addWidget(m_onlyAgent);
    layout->addSpacing(space::s);
    layout->addWidget(m_count, 1);
    for (auto* button : {m_older, m_verify, m_save})
        layout->addWidget(button);
    connect(m_onlyAgent, &QCheckBox::toggled, this, [this] { setAgent(m_agent); });
    connect(m_older, &QPushButton::clicked, this, [this] { m_model->fetchMore({}); });
    connect(m_verify, &QPushButton::clicked, this, &AuditView::verifyRequested);
    connect(m_save, &QPushButton::clicked, this, &AuditView::exportRequested);
    return bar;
}

QWidget* AuditView::makeEntries() {
    m_model = new AuditModel(this);
    m_filter = new AuditFilter(this);
    m_filter->setSourceModel(m_model);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    m_table = new QTableView(splitter);
    m_table->setModel(m_filter);
    prepareTable(*m_table,
                 m_source == AuditSource::Backend ? tr("Audit log of the backend") : tr("Audit log of this console"));
    useTwoLines(*m_table);
    auto* header = m_table->horizontalHeader();
    header->setStretchLastSection(false);
    fitColumn(*m_table, AuditModel::Time, u"2026-10-28  "_s);
    fitColumn(*m_table, AuditModel::Entry, u"entry 1,000,000"_s);
    header->setSectionResizeMode(AuditModel::What, QHeaderView::Stretch);
    fitColumn(*m_table, AuditModel::Why, u"a reason of usual length, over two lines"_s);
    splitter->addWidget(makeDetails());
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({600, 150});
    splitter->setChildrenCollapsible(false);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &AuditView::showSelected);
    return splitter;
}

QWidget* AuditView::makeDetails() {
    auto* panel = new QFrame(this);
    panel->setProperty("panel", true);
    auto* column = new QVBoxLayout(panel);
    column->setContentsMargins(space::m, space::s, space::m, space::s);
    column->setSpacing(space::xs);
    const auto label = [panel] {
        auto* made = new PlainLabel(panel);
        made->setWordWrap(true);
        made->setTextInteractionFlags(Qt::TextSelectableByMouse);
        return made;
    };
    auto* head = new QHBoxLayout;
    m_sentence = label();
    m_sentence->setFont(scaledFont(font(), 1.0, QFont::DemiBold));
    m_json = new QPushButton(tr("JSON"), panel);
    m_json->setCheckable(true);
    describe(m_json, tr("Show the entry as it was recorded"));
    head->addWidget(m_sentence, 1);
    head->addWidget(m_json, 0, Qt::AlignTop);
    column->addLayout(head);
    m_reason = label();
    m_changes = label();
    m_record = label();
    m_record->setTone(u"muted"_s);
    for (auto* one : {m_reason, m_changes, m_record})
        column->addWidget(one);
    m_entry = new QPlainTextEdit(panel);
    m_entry->setReadOnly(true);
    m_entry->setTabChangesFocus(true);
    m_entry->setFont(monospaceFont());
    m_entry->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_entry->setMinimumHeight(fontMetrics().lineSpacing() * 8);
    m_entry->setAccessibleName(tr("The selected entry as it was recorded"));
    m_entry->hide();
    column->addWidget(m_entry, 1);
    column->addStretch();
    connect(m_json, &QPushButton::toggled, m_entry, &QWidget::setVisible);
    showSelected();
    return panel;
}

void AuditView::setAgent(const std::string& agent) {
    m_agent = agent;
    QString words = tr("Only %1").arg(plainLine(agent, 60));
    m_onlyAgent->setAccessibleName(words);
    m_onlyAgent->setText(words.replace(u'&', "&&"_L1)); // a single one would be a shortcut's mark
    m_onlyAgent->setVisible(!agent.empty());
    const bool only = m_onlyAgent->isChecked() && !agent.empty();
    m_filter->setAgent(only ? agent : std::string());
    m_unseenPages = 0;
    showCount();
    fetchWhileFiltered();
}

void AuditView::setLoading() {
    m_busy->start(tr("Reading the audit log"));
}

void AuditView::takeNewest(protocol::AuditPage page) {
    if (!m_exporting)
        m_busy->stop();
    m_model->takeNewest(std::move(page.rows), page.size, sizeIn(page.checkpoint));
    if (m_model->rowCount() == 0) {
        m_empty->setContent(u"audit"_s, tr("Nothing is recorded yet"),
                            m_source == AuditSource::Backend
                                ? tr("Every change of traffic is recorded here: start a release and it appears.")
                                : tr("What is done from this console is recorded here."),
                            tr("Look again"));
        m_stack->setCurrentWidget(m_empty);
    } else {
        m_stack->setCurrentIndex(0);
    }
    showCount();
    fetchWhileFiltered();
}

void AuditView::appendOlder(std::vector<protocol::AuditRow> rows) {
    const int before = m_filter->rowCount();
    m_model->appendOlder(std::move(rows));
    m_unseenPages = m_filter->rowCount() == before ? m_unseenPages + 1 : 0;
    showCount();
    fetchWhileFiltered();
}

// A filter can hide whole pages; then the view never reaches its end, so the next page is asked for here. After ten
// pages without a match the person decides.
void AuditView::fetchWhileFiltered() {
    if (m_filter->rowCount() < 30 && m_unseenPages < 10 && m_filter->rowCount() < m_model->rowCount())
        m_model->fetchMore({});
}

void AuditView::showCount() {
    const auto loaded = static_cast<std::uint64_t>(m_model->rowCount());
    QString text = tr("%1 of %2 entries loaded").arg(countText(loaded), countText(m_model->size()));
    if (m_filter->rowCount() != m_model->rowCount())
        text += tr(" · %1 shown").arg(countText(static_cast<std::uint64_t>(m_filter->rowCount())));
    m_count->setText(m_model->size() == 0 ? QString() : text);
    m_older->setVisible(loaded > 0 && m_model->rows().back().sequence > 1);
}

void AuditView::setError(const Error& error) {
    if (!m_exporting)
        m_busy->stop();
    m_model->pageFailed();
    if (m_model->rowCount() > 0) {
        m_notice->sayError(error);
        return;
    }
    m_empty->setContent(u"error"_s, plainLine(error.message), plainLine(error.hint), tr("Try again"));
    m_stack->setCurrentWidget(m_empty);
}

void AuditView::setVerifying() {
    m_verify->setEnabled(false);
    m_notice->say(Tone::Neutral, tr("Verifying the log…"));
}

void AuditView::setVerification(const Result<protocol::AuditVerification>& verification) {
    m_verify->setEnabled(true);
    if (!verification) {
        m_notice->sayError(verification.error());
        return;
    }
    const auto text = verificationText(*verification);
    m_notice->say(text.good ? Tone::Good : Tone::Bad, text.text, text.hint);
}

void AuditView::setExporting(int written, int whole) {
    if (!m_exporting)
        m_busy->start(tr("Exporting the whole log"), Cancellable::Yes);
    m_exporting = true;
    m_save->setEnabled(false);
    m_busy->setProgress(written, whole);
}

void AuditView::endExport() {
    m_exporting = false;
    m_save->setEnabled(true);
    m_busy->stop();
}

void AuditView::say(Tone tone, const QString& text, const QString& hint) {
    m_notice->say(tone, text, hint);
}

void AuditView::showSelected() {
    const auto source = m_filter->mapToSource(m_table->currentIndex());
    m_json->setEnabled(source.isValid());
    if (!source.isValid()) {
        m_sentence->setText(tr("Select an entry to read it."));
        for (auto* one : {m_reason, m_changes, m_record})
            one->hide();
        m_entry->clear();
        return;
    }
    const protocol::AuditRow& row = m_model->rows()[static_cast<std::size_t>(source.row())];
    const AuditWords& words = m_model->words(source.row());
    QStringList record{timeText(row.time)};
    if (!words.effect.isEmpty())
        record << words.effect;
    record << m_model->recordText(source.row());
    m_sentence->setText(words.sentence);
    m_reason->setText(words.reason.isEmpty() ? tr("No reason was given.") : tr("Why: %1").arg(words.reason));
    m_changes->setText(words.changes.join(u'\n'));
    m_record->setText(record.join(u" · "_s));
    m_reason->show();
    m_record->show();
    m_changes->setVisible(!words.changes.isEmpty());
    m_entry->setPlainText(prettyJson(row.entry));
}

} // namespace signalbox::ui::history
