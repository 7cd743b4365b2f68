#include "ui/releases/start_panel.h"

#include <algorithm>

#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/base/accessible.h"
#include "ui/base/formatting.h"
#include "ui/base/notice.h"
#include "ui/base/plain_text.h"
#include "ui/base/quarantine_line.h"
#include "ui/base/theme.h"
#include "ui/releases/candidate_box.h"
#include "ui/releases/plan_details.h"
#include "ui/releases/plan_editor.h"
#include "ui/releases/ramp_words.h"
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
      m_candidates(new CandidateBox(this)),
      m_compare(new QPushButton(this)),
      m_about(new PlainLabel(this)),
      m_quarantine(new QuarantineLine(this)),
      m_plan(new PlanEditor(this)),
      m_sentence(new PlainLabel(this)),
      m_units(new PlainLabel(this)),
      m_reason(new QLineEdit(this)),
      m_notice(new Notice(this)),
      m_cancel(addButton(tr("Cancel"))),
      m_start(addButton({})) {
    setTitle(titleText());
    m_candidates->setState(status.state);
    layOut();
    setFirst(m_candidates);
    setDefaultButton(m_start);
    connect(m_cancel, &QPushButton::clicked, this, &StartPanel::reject);
    connect(m_compare, &QPushButton::clicked, this, [this] {
        if (const agents::Version* chosen = m_candidates->chosen())
            Q_EMIT compareRequested(QString::fromStdString(m_status.state.stable.name()),
                                    QString::fromStdString(chosen->version.toString()));
    });
    connect(m_start, &QPushButton::clicked, this, &StartPanel::requestStart);
    connect(m_candidates, &QComboBox::currentIndexChanged, this, &StartPanel::showStart);
    connect(m_quarantine, &QuarantineLine::liftRequested, this, &StartPanel::unquarantineRequested);
    connect(m_plan, &PlanEditor::changed, this, &StartPanel::showStart);
    showUnits();
    showStart();
}

QString StartPanel::titleText() const {
    const QString agent = plainLine(m_status.agent, 80);
    return m_status.state.release ? tr("Another release of %1").arg(agent) : tr("Start a release of %1").arg(agent);
}

QString StartPanel::aboutText(const agents::Version& version) const {
    QStringList parts{tr("in place of %1").arg(plainLine(m_status.state.stable.name(), 60)),
                      tr("published %1 by %2").arg(timeText(version.time), plainLine(version.author, 60))};
    if (!version.ticket.empty())
        parts << plainLine(version.ticket, 60);
    return parts.join(u" · "_s) + u'\n' + firstParagraph(version.changelog);
}

QWidget* StartPanel::makeForm() {
    auto* inner = new QWidget(this);
    auto* column = new QVBoxLayout(inner);
    column->setContentsMargins(0, 0, 0, 0);
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(space::l);
    form->setVerticalSpacing(space::m);
    const auto row = [&](const QString& name, QWidget* field) { form->addRow(new PlainLabel(name, inner), field); };
    auto* version = new QHBoxLayout;
    version->setSpacing(space::s);
    version->addWidget(m_candidates);
    version->addWidget(m_compare);
    version->addStretch(1);
    form->addRow(new PlainLabel(tr("Version"), inner), version);
    m_about->setWordWrap(true);
    m_about->setTone(u"muted"_s);
    row({}, m_about);
    form->addRow(m_quarantine);
    row(tr("How fast"), m_plan);
    column->addLayout(form);
    column->addStretch(1); // takes what is left, so that no row grows
    return inner;
}

void StartPanel::layOut() {
    describe(m_candidates, tr("Version to release"));
    m_compare->setProperty("kind", u"flat"_s);
    describe(m_reason, tr("Reason"), tr("Goes into the audit log"));
    m_reason->setObjectName(u"reason"_s);
    m_reason->setPlaceholderText(tr("Why now? It goes into the audit log."));
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus); // its fields have it
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
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
    m_sentence->setWordWrap(true);
    m_sentence->setFont(scaledFont(font(), 1.0, QFont::Medium));
    column().addWidget(m_sentence);
    m_units->setWordWrap(true);
    m_units->setObjectName(u"units"_s);
    column().addWidget(m_units);
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
    session.fetchAgents(this,
                        [this](const Result<protocol::AgentList>& list) { // as it is now, not when it last changed
                            const auto agents = list ? list->agents : std::vector<protocol::AgentStatus>();
                            const auto found = std::ranges::find(agents, m_status.agent, &protocol::AgentStatus::agent);
                            if (found == agents.end())
                                return;
                            m_status.units = found->units;
                            showUnits();
                        });
    m_plan->shadow().setSession(session, m_status.agent);
    fetchTraffic(session);
}

void StartPanel::fetchTraffic(client::BackendSession& session) {
    const WallTime now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    session.fetchMetrics(m_status.agent, now - std::chrono::hours(24), now, std::chrono::minutes(1), this,
                         [this, now](Result<protocol::MetricsMessage> metrics) {
                             if (metrics) // without it the plan can be started all the same
                                 setTraffic(stableTraffic(*metrics, m_status.state.stable.name(), now));
                         });
}

void StartPanel::setVersions(const std::vector<agents::Version>& versions) {
    m_candidates->setVersions(versions);
}

// Of what was asked for, or else the newest that is.
void StartPanel::showQuarantine() {
    const agents::Version* chosen = m_candidates->chosen();
    const release::Quarantined* held = chosen == nullptr ? nullptr : quarantineOf(m_status.state, chosen->ref());
    if (held == nullptr && !m_status.state.quarantine.empty())
        held = &m_status.state.quarantine.back();
    m_quarantine->setQuarantined(held, m_liftObstacle);
}

void StartPanel::setLift(const QString& whyNot) {
    m_liftObstacle = whyNot;
    showQuarantine();
}

void StartPanel::setStatus(const protocol::AgentStatus& status) {
    const bool other = status.state.revision != m_status.state.revision;
    m_status = status;
    showUnits();
    if (!other)
        return;
    setTitle(titleText());
    m_candidates->setState(status.state);
    showStart();
}

void StartPanel::setTraffic(std::optional<StableTraffic> traffic) {
    m_plan->setTraffic(std::move(traffic));
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
    showStart();
}

void StartPanel::choose(const QString& version) {
    m_candidates->choose(version);
}

void StartPanel::showUnits() {
    m_units->setText(m_status.units ? unitsText(*m_status.units) : QString());
    m_units->setVisible(!m_units->text().isEmpty());
}

void StartPanel::showStart() {
    const agents::Version* chosen = m_candidates->chosen();
    QString problem = m_havePlan ? m_plan->problem() : tr("The plan is still being read.");
    if (chosen == nullptr) {
        m_about->setText(m_candidates->whyNone());
        problem = m_about->text();
    } else {
        m_about->setText(aboutText(*chosen));
        if (const QString why = m_candidates->whyNot(*chosen); !why.isEmpty())
            problem = tr("%1 cannot be started: %2.").arg(plainLine(chosen->version.toString(), 60), why);
    }
    const QString compare = tr("Compare with %1").arg(plainLine(m_status.state.stable.name(), 40));
    m_compare->setText(compare);
    m_compare->setEnabled(chosen != nullptr);
    describe(m_compare, compare, tr("Shows what changed; this panel keeps what was typed"));
    showQuarantine();
    m_plan->shadow().setCandidate(chosen == nullptr ? std::string() : chosen->version.toString());
    const release::Plan plan = m_plan->plan();
    if (problem.isEmpty())
        problem = runningProblem(plan);
    m_sentence->setText(m_havePlan ? planSentence(plan, m_plan->traffic()) : QString());
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
    const agents::Version* chosen = m_candidates->chosen();
    if (!m_status.state.release || chosen == nullptr)
        return {};
    const release::Release& running = *m_status.state.release;
    const QString name = plainLine(running.candidate.name(), 60);
    if (plan.whenRunning == release::WhenRunning::Refuse)
        return tr("A release of %1 is running. Choose under Advanced what happens then.").arg(name);
    if (plan.whenRunning == release::WhenRunning::Supersede && running.phase == release::Phase::Observing)
        return tr("%1 answers every request and is being observed; complete it or roll it back first, or wait in the "
                  "queue.")
            .arg(name);
    return {};
}

QString StartPanel::startText(const release::Plan& plan) const {
    const agents::Version* chosen = m_candidates->chosen();
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
    const agents::Version* chosen = m_candidates->chosen();
    if (chosen == nullptr || m_busy)
        return;
    protocol::CommandMessage message;
    message.version = chosen->version.toString();
    message.digest = chosen->digest;
    message.plan = m_plan->plan();
    message.reason = m_reason->text().trimmed().toStdString();
    message.revision = m_status.state.revision;
    setBusy(true);
    Q_EMIT startRequested(m_status.agent, message);
}

} // namespace signalbox::ui::releases
