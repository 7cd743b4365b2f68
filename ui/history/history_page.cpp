#include "ui/history/history_page.h"

#include <QFileDialog>
#include <QPromise>
#include <QThreadPool>
#include <QVBoxLayout>

#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"
#include "ui/history/audit_view.h"
#include "ui/history/deployments_view.h"
#include "ui/history/history_export.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::history {

namespace {

constexpr int pageSize = 200;

std::vector<protocol::AuditRow> rowsOf(const std::vector<client::ConsoleEntry>& entries) {
    std::vector<protocol::AuditRow> rows;
    for (const auto& entry : entries)
        rows.push_back(rowOf(entry));
    return rows;
}

} // namespace

HistoryPage::HistoryPage(client::BackendMirror& mirror, QWidget* parent)
    : Page(mirror, parent),
      m_tabs(new QTabWidget(this)),
      m_deployments(new DeploymentsView(this)),
      m_audit(new AuditView(AuditSource::Backend, this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_tabs);
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Parts of the history"));
    m_tabs->addTab(m_deployments, tr("Deployments"));
    m_tabs->addTab(m_audit, tr("Audit log of the backend"));
    connect(&mirror, &client::BackendMirror::agentChanged, this, [this](const QString& name) {
        if (name.toStdString() == agent())
            refresh();
    });
    connect(&mirror, &client::BackendMirror::auditChanged, this, &HistoryPage::refresh);
    connect(m_deployments, &DeploymentsView::retryRequested, this, &HistoryPage::fetchDeployments);
    connect(m_deployments, &DeploymentsView::exportRequested, this,
            [this] { saveAs(u"deployments"_s, [this](const QString& path) { saveDeployments(path); }); });
    connectAudit();
}

void HistoryPage::connectAudit() {
    connect(m_audit, &AuditView::pageWanted, this, &HistoryPage::fetchOlder);
    connect(m_audit, &AuditView::retryRequested, this, &HistoryPage::fetchNewest);
    connect(m_audit, &AuditView::verifyRequested, this, &HistoryPage::verify);
    connect(m_audit, &AuditView::exportRequested, this, [this] {
        const auto ask = [this](quint64 before, AuditExport::Answer answer) {
            mirror().session().fetchAudit(before, pageSize, this,
                                          [answer = std::move(answer)](Result<protocol::AuditPage> page) {
                                              if (page)
                                                  answer(std::move(page->rows));
                                              else
                                                  answer(failure(std::move(page.error())));
                                          });
        };
        saveAs(u"audit-log"_s, [this, ask](const QString& path) { exportLog(*m_audit, path, ask); });
    });
}

void HistoryPage::setConsoleLog(client::ConsoleLog* log) {
    if (!log || m_console)
        return;
    m_log = log;
    m_console = new AuditView(AuditSource::Console, this);
    m_tabs->addTab(m_console, tr("This console"));
    connectConsole();
}

void HistoryPage::connectConsole() {
    connect(m_console, &AuditView::retryRequested, this, &HistoryPage::readConsole);
    connect(m_console, &AuditView::verifyRequested, this, &HistoryPage::verifyConsole);
    connect(m_console, &AuditView::exportRequested, this, [this] {
        const auto ask = [this](quint64 before, const AuditExport::Answer& answer) {
            m_log->read(before, pageSize, this, [answer](const Result<client::ConsolePage>& page) {
                answer(page ? Result<std::vector<protocol::AuditRow>>(rowsOf(page->entries)) : failure(page.error()));
            });
        };
        saveAs(u"console-log"_s, [this, ask](const QString& path) { exportLog(*m_console, path, ask); });
    });
    connect(m_console, &AuditView::pageWanted, this, [this](quint64 before) {
        m_log->read(before, pageSize, this, [this](const Result<client::ConsolePage>& page) {
            if (page)
                m_console->appendOlder(rowsOf(page->entries));
            else
                m_console->setError(page.error());
        });
    });
    connect(&m_verifier, &QFutureWatcherBase::finished, this, [this] {
        const auto result = m_verifier.result();
        m_console->setVerification(protocol::AuditVerification{
            .good = result.good, .size = result.size, .firstBad = result.firstBad, .message = result.message});
    });
}

void HistoryPage::setActive(bool active) {
    Page::setActive(active);
    m_active = active;
    if (active && m_outdated)
        refresh();
    else if (active)
        readConsole();
}

void HistoryPage::refresh() {
    m_outdated = true;
    if (!m_active || agent().empty())
        return;
    m_outdated = false;
    fetchDeployments();
    fetchNewest();
    readConsole();
}

void HistoryPage::agentChanged() {
    m_deployments->setLoading();
    m_audit->setAgent(agent());
    if (m_console)
        m_console->setAgent(agent());
    if (m_audit->model().rowCount() == 0)
        m_audit->setLoading();
    refresh();
}

void HistoryPage::fetchDeployments() {
    mirror().session().fetchDeployments(agent(), this,
                                        [this, asked = agent()](Result<std::vector<protocol::Deployment>> answer) {
                                            if (asked != agent())
                                                return;
                                            if (answer)
                                                m_deployments->setRows(std::move(*answer));
                                            else
                                                m_deployments->setError(answer.error());
                                        });
}

void HistoryPage::fetchNewest() {
    mirror().session().fetchAudit(0, pageSize, this, [this](Result<protocol::AuditPage> answer) {
        if (answer)
            m_audit->takeNewest(std::move(*answer));
        else
            m_audit->setError(answer.error());
    });
}

void HistoryPage::fetchOlder(quint64 before) {
    mirror().session().fetchAudit(before, pageSize, this, [this](Result<protocol::AuditPage> answer) {
        if (answer)
            m_audit->appendOlder(std::move(answer->rows));
        else
            m_audit->setError(answer.error());
    });
}

void HistoryPage::verify() {
    m_audit->setVerifying();
    mirror().session().verifyAudit(
        this, [this](const Result<protocol::AuditVerification>& answer) { m_audit->setVerification(answer); });
}

void HistoryPage::verifyConsole() {
    if (m_verifier.isRunning())
        return;
    m_console->setVerifying();
    QPromise<audit::Verification> promise;
    m_verifier.setFuture(promise.future());
    promise.start();
    QThreadPool::globalInstance()->start([log = m_log, promise = std::move(promise)]() mutable {
        promise.addResult(log->verify());
        promise.finish();
    });
}

void HistoryPage::readConsole() {
    if (!m_console)
        return;
    m_console->setAgent(agent());
    m_log->read(0, pageSize, this, [this](const Result<client::ConsolePage>& page) {
        if (page)
            m_console->takeNewest({.rows = rowsOf(page->entries), .size = page->size, .checkpoint = {}});
        else
            m_console->setError(page.error());
    });
}

void HistoryPage::saveDeployments(const QString& path) {
    const auto& rows = m_deployments->model().rows();
    const bool json = path.endsWith(u".jsonl"_s, Qt::CaseInsensitive);
    if (const auto saved = saveFile(path, json ? deploymentsJsonLines(rows) : deploymentsCsv(rows)); !saved)
        m_deployments->say(Tone::Bad, plainLine(saved.error().message), plainLine(saved.error().hint));
    else
        m_deployments->say(Tone::Good, tr("Saved to %1.").arg(plainLine(path.toStdString())));
}

void HistoryPage::exportLog(AuditView& view, const QString& path, AuditExport::Ask ask) {
    auto* job = new AuditExport(path, std::move(ask), &view);
    connect(job, &AuditExport::progressed, &view, &AuditView::setExporting);
    connect(job, &AuditExport::saved, &view, [&view, job, path](quint64 entries) {
        view.endExport();
        view.say(Tone::Good,
                 tr("All %1 entries were saved to %2.").arg(countText(entries), plainLine(path.toStdString())));
        job->deleteLater();
    });
    connect(job, &AuditExport::failed, &view, [&view, job](const Error& error) {
        view.endExport();
        view.say(Tone::Bad, plainLine(error.message), plainLine(error.hint));
        job->deleteLater();
    });
    connect(&view, &AuditView::exportCancelled, job, [&view, job] {
        view.say(Tone::Neutral, tr("The export was cancelled; no file was written."));
        job->deleteLater();
    });
    job->start();
}

void HistoryPage::saveAs(const QString& name, std::function<void(const QString& path)> save) {
    const QString csv = tr("Table (*.csv)");
    const QString lines = tr("JSON lines (*.jsonl)");
    if (auto* other = findChild<QFileDialog*>())
        other->close();
    auto* dialog = new QFileDialog(this, tr("Export"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({csv, lines});
    dialog->setDefaultSuffix(u"csv"_s);
    dialog->selectFile(name + u".csv"_s);
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog, lines](const QString& filter) {
        dialog->setDefaultSuffix(filter == lines ? u"jsonl"_s : u"csv"_s);
    });
    connect(dialog, &QFileDialog::fileSelected, this, save);
    dialog->show(); // not modal: rolling back works meanwhile
}

} // namespace signalbox::ui::history
