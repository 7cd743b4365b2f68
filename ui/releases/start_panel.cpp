#include "ui/releases/start_panel.h"

#include <algorithm>

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "ui/base/accessible.h"
#include "ui/base/formatting.h"
#include "ui/base/notice.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/releases/plan_details.h"
#include "ui/releases/plan_editor.h"
#include "ui/releases/shadow_row.h"

namespace signalbox::ui::releases {

using namespace Qt::StringLiterals;

namespace {

// What the version is about; all of it stands in Versions.
QString firstParagraph(const std::string& changelog) {
    const auto end = changelog.find("\n\n");
    return plainText(std::string_view(changelog).substr(0, end), 300);
}

} // namespace

StartPanel::StartPanel(const protocol::AgentStatus& status, QWidget* parent)
    : Sheet({}, parent),
      m_status(status),
      m_candidates(new QComboBox(this)),
      m_about(new PlainLabel(this)),
      m_shadow(new ShadowRow(this)),
      m_plan(new PlanEditor(this)),
      m_reason(new QLineEdit(this)),
      m_notice(new Notice(this)),
      m_cancel(addButton(tr("Cancel"))),
      m_start(addButton({})) {
    setTitle(titleText());
    layOut();
    setFirst(m_candidates);
    setDefaultButton(m_start);
    connect(m_cancel, &QPushButton::clicked, this, &StartPanel::reject);
    connect(m_start, &QPushButton::clicked, this, &StartPanel::requestStart);
    connect(m_candidates, &QComboBox::currentIndexChanged, this, &StartPanel::showStart);
    connect(m_plan, &PlanEditor::changed, this, &StartPanel::showStart);
    connect(m_shadow, &ShadowRow::changed, this, &StartPanel::showStart);
    showStart();
}

QString StartPanel::titleText() const {
    const QString agent = plainLine(m_status.agent, 80);
    return m_status.state.release ? tr("Another release of %1").arg(agent) : tr("Start a release of %1").arg(agent);
}

QWidget* StartPanel::makeForm() {
    auto* inner = new QWidget(this);
    auto* column = new QVBoxLayout(inner);
    column->setContentsMargins(0, 0, 0, 0);
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(space::l);
    form->setVerticalSpacing(space::m);
    const auto row = [&](const QString& name, QWidget* field) { form->addRow(new PlainLabel(name, inner), field); };
    row(tr("Candidate"), m_candidates);
    m_about->setWordWrap(true);
    m_about->setTone(u"muted"_s);
    row({}, m_about);
    row(tr("Shadow"), m_shadow);
    row(tr("Plan"), m_plan);
    column->addLayout(form);
    column->addStretch(1); // takes what is left, so that no row grows
    return inner;
}

void StartPanel::layOut() {
    describe(m_candidates, tr("Candidate"));
    describe(m_reason, tr("Reason"), tr("Goes into the audit log"));
    m_reason->setObjectName(u"reason"_s);
    m_reason->setPlaceholderText(tr("Why now? It goes into the audit log."));
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus); // its fields have it
    scroll->setWidget(makeForm());
    m_start->setProperty("kind", u"primary"_s);
    auto* last = new QHBoxLayout; // always in sight, however long the plan is
    last->setSpacing(space::s);
    last->addWidget(new PlainLabel(tr("Reason"), this));
    last->addWidget(m_reason, 1);
    last->addSpacing(space::s);
    last->addWidget(m_cancel);
    last->addWidget(m_start);
    column().addWidget(scroll, 1);
    column().addWidget(m_notice);
    column().addLayout(last);
}

void StartPanel::fetch(client::BackendSession& session) {
    session.fetchVersions(m_status.agent, this, [this](Result<protocol::VersionList> versions) {
        if (versions)
            setVersions(versions->versions);
        else
            showError(versions.error());
    });
    session.fetchPlan(m_status.agent, this, [this](Result<release::Plan> plan) {
        if (plan)
            setPlan(*plan);
        else
            showError(plan.error());
    });
    m_shadow->setSession(session, m_status.agent);
    fetchTraffic(session);
}

void StartPanel::fetchTraffic(client::BackendSession& session) {
    const WallTime now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    session.fetchMetrics(m_status.agent, now - std::chrono::hours(24), now, std::chrono::minutes(1), this,
                         [this, now](Result<protocol::MetricsMessage> metrics) {
                             if (metrics) // without it the plan can be started all the same
                                 m_plan->setTraffic(stableTraffic(*metrics, m_status.state.stable.name(), now));
                         });
}

void StartPanel::setVersions(const std::vector<agents::Version>& versions) {
    m_all = versions;
    listCandidates();
    showStart();
}

void StartPanel::listCandidates() {
    const agents::Version* before = candidate();
    const QString kept = before == nullptr ? m_wanted : QString::fromStdString(before->version.toString());
    const QSignalBlocker quiet(m_candidates);
    m_versions.clear();
    m_candidates->clear();
    for (const agents::Version& version : m_all) {
        if (version.version == m_status.state.stable.version)
            continue;
        m_versions.push_back(version);
        const bool quarantined = release::isQuarantined(m_status.state, version.ref());
        const QString name = plainLine(version.version.toString(), 60);
        m_candidates->addItem(quarantined ? tr("%1 (quarantined)").arg(name) : name);
    }
    if (!kept.isEmpty())
        choose(kept);
}

void StartPanel::setStatus(const protocol::AgentStatus& status) {
    const bool other = status.state.revision != m_status.state.revision;
    m_status = status;
    if (!other)
        return;
    setTitle(titleText());
    listCandidates();
    showStart();
}

void StartPanel::setPlan(const release::Plan& plan) {
    m_havePlan = true;
    release::Plan shown = plan;
    // Who starts another one while a release runs wants to say what becomes of both.
    if (m_status.state.release && shown.whenRunning == release::WhenRunning::Refuse)
        shown.whenRunning = release::WhenRunning::Queue;
    m_plan->setPlan(shown);
    m_plan->details().setOpen(m_status.state.release.has_value());
    m_shadow->setPlan(plan);
    showStart();
}

void StartPanel::choose(const QString& version) {
    m_wanted = version;
    const auto found = std::ranges::find_if(m_versions, [&](const agents::Version& one) {
        return QString::fromStdString(one.version.toString()) == version;
    });
    if (found != m_versions.end())
        m_candidates->setCurrentIndex(static_cast<int>(found - m_versions.begin()));
}

const agents::Version* StartPanel::candidate() const {
    const int index = m_candidates->currentIndex();
    return index < 0 || static_cast<std::size_t>(index) >= m_versions.size()
               ? nullptr
               : &m_versions[static_cast<std::size_t>(index)];
}

release::Plan StartPanel::plan() const {
    release::Plan plan = m_plan->plan();
    m_shadow->applyTo(plan);
    return plan;
}

void StartPanel::showStart() {
    const agents::Version* chosen = candidate();
    QString problem = m_havePlan ? m_plan->problem() : tr("The plan is still being read.");
    if (chosen == nullptr) {
        m_about->setText(tr("There is no other version of this agent yet. Publish one first."));
        problem = m_about->text();
    } else {
        const QString author = plainLine(chosen->author, 60);
        m_about->setText(
            tr("published %1 by %2\n%3").arg(timeText(chosen->time), author, firstParagraph(chosen->changelog)));
        if (release::isQuarantined(m_status.state, chosen->ref()))
            problem =
                tr("This version is quarantined since it was rolled back; release it from quarantine in Versions.");
    }
    m_shadow->setCandidate(chosen == nullptr ? std::string() : chosen->version.toString());
    const release::Plan plan = this->plan();
    if (problem.isEmpty())
        problem = runningProblem(plan);
    const QString text = startText(plan);
    m_start->setText(m_busy ? tr("Starting…") : text);
    m_start->setEnabled(problem.isEmpty() && !m_busy);
    m_start->setToolTip(problem);
    describe(m_start, text, problem);
    if (chosen != nullptr && !problem.isEmpty() && m_havePlan)
        m_notice->say(Tone::Warning, problem);
    else if (!m_busy)
        m_notice->clear();
}

QString StartPanel::runningProblem(const release::Plan& plan) const {
    const agents::Version* chosen = candidate();
    if (!m_status.state.release || chosen == nullptr)
        return {};
    const release::Release& running = *m_status.state.release;
    const QString name = plainLine(running.candidate.name(), 60);
    if (chosen->version == running.candidate.version)
        return tr("%1 is the version that is being released. Choose another one.").arg(name);
    if (plan.whenRunning == release::WhenRunning::Refuse)
        return tr("A release of %1 is running. Choose under Advanced what happens then.").arg(name);
    if (plan.whenRunning == release::WhenRunning::Supersede && running.phase == release::Phase::Observing)
        return tr("%1 answers every request and is being observed; complete it or roll it back first, or wait in the "
                  "queue.")
            .arg(name);
    return {};
}

QString StartPanel::startText(const release::Plan& plan) const {
    const agents::Version* chosen = candidate();
    if (chosen == nullptr || plan.steps.empty())
        return tr("Start");
    const QString name = plainLine(chosen->version.toString(), 60);
    const QString running =
        m_status.state.release ? plainLine(m_status.state.release->candidate.name(), 60) : QString();
    if (!running.isEmpty() && plan.whenRunning == release::WhenRunning::Queue)
        return m_status.state.queued
                   ? tr("Queue %1 in place of %2").arg(name, plainLine(m_status.state.queued->candidate.name(), 60))
                   : tr("Queue %1 behind %2").arg(name, running);
    QString text = tr("Start %1 at %2").arg(name, QString::fromStdString(plan.steps.front().weight.toString()));
    if (!plan.gates.empty())
        text = tr("Start %1 in front of its gates").arg(name);
    else if (plan.shadowTime > std::chrono::milliseconds{0})
        text = tr("Start %1 in the shadow").arg(name);
    return running.isEmpty() ? text : tr("End %1: %2").arg(running, text);
}

void StartPanel::setBusy(bool busy) {
    m_busy = busy;
    showStart();
}

void StartPanel::showError(const Error& error) {
    setBusy(false);
    m_notice->sayError(error);
}

void StartPanel::requestStart() {
    const agents::Version* chosen = candidate();
    if (chosen == nullptr || m_busy)
        return;
    protocol::CommandMessage message;
    message.version = chosen->version.toString();
    message.plan = plan();
    message.reason = m_reason->text().trimmed().toStdString();
    message.revision = m_status.state.revision;
    setBusy(true);
    Q_EMIT startRequested(m_status.agent, message);
}

} // namespace signalbox::ui::releases
