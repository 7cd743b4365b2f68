#include "ui/releases/release_dialog.h"

#include <algorithm>

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
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

ReleaseDialog::ReleaseDialog(const protocol::AgentStatus& status, QWidget* parent)
    : QDialog(parent),
      m_status(status),
      m_candidates(new QComboBox(this)),
      m_about(new PlainLabel(this)),
      m_shadow(new ShadowRow(this)),
      m_plan(new PlanEditor(this)),
      m_reason(new QLineEdit(this)),
      m_notice(new Notice(this)),
      m_start(new QPushButton(this)) {
    const QString agent = plainLine(status.agent, 80);
    setWindowTitle(status.state.release ? tr("Another release of %1").arg(agent)
                                        : tr("Start a release of %1").arg(agent));
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(space::l);
    form->setVerticalSpacing(space::m);
    const auto row = [&](const QString& name, QWidget* field) { form->addRow(new PlainLabel(name, this), field); };
    row(tr("Candidate"), m_candidates);
    m_about->setWordWrap(true);
    m_about->setTone(u"muted"_s);
    row({}, m_about);
    row(tr("Shadow"), m_shadow);
    row(tr("Plan"), m_plan);
    describe(m_candidates, tr("Candidate"));
    describe(m_reason, tr("Reason"), tr("Goes into the audit log"));
    m_reason->setPlaceholderText(tr("Why now? It goes into the audit log."));
    auto* inner = new QWidget(this);
    auto* column = new QVBoxLayout(inner);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(form);
    column->addStretch(1); // takes what is left, so that no row grows
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus); // its fields have it
    scroll->setWidget(inner);
    auto* cancel = new QPushButton(tr("Cancel"), this);
    cancel->setAccessibleName(cancel->text());
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    m_start->setProperty("kind", u"primary"_s);
    m_start->setDefault(true);
    connect(m_start, &QPushButton::clicked, this, &ReleaseDialog::requestStart);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_start);
    auto* why = new QHBoxLayout; // always in sight, however long the plan is
    why->setSpacing(space::l);
    why->addWidget(new PlainLabel(tr("Reason"), this));
    why->addWidget(m_reason, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::l, space::l, space::l);
    layout->setSpacing(space::m);
    layout->addWidget(scroll, 1);
    layout->addLayout(why);
    layout->addWidget(m_notice);
    layout->addLayout(buttons);
    connect(m_candidates, &QComboBox::currentIndexChanged, this, &ReleaseDialog::showStart);
    connect(m_plan, &PlanEditor::changed, this, &ReleaseDialog::showStart);
    connect(m_shadow, &ShadowRow::changed, this, &ReleaseDialog::showStart);
    constexpr int usualHeight = 800;
    resize(780, parent != nullptr ? std::min(usualHeight, parent->window()->height() - 2 * space::xl) : usualHeight);
    showStart();
}

void ReleaseDialog::fetch(client::BackendSession& session) {
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

void ReleaseDialog::fetchTraffic(client::BackendSession& session) {
    const WallTime now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    session.fetchMetrics(m_status.agent, now - std::chrono::hours(24), now, std::chrono::minutes(1), this,
                         [this, now](Result<protocol::MetricsMessage> metrics) {
                             if (metrics) // without it the plan can be started all the same
                                 m_plan->setTraffic(stableTraffic(*metrics, m_status.state.stable.name(), now));
                         });
}

void ReleaseDialog::setVersions(const std::vector<agents::Version>& versions) {
    m_versions.clear();
    m_candidates->clear();
    for (const agents::Version& version : versions) {
        if (version.version == m_status.state.stable.version)
            continue;
        m_versions.push_back(version);
        const bool quarantined = release::isQuarantined(m_status.state, version.ref());
        const QString name = plainLine(version.version.toString(), 60);
        m_candidates->addItem(quarantined ? tr("%1 (quarantined)").arg(name) : name);
    }
    if (!m_wanted.isEmpty())
        choose(m_wanted);
    showStart();
}

void ReleaseDialog::setPlan(const release::Plan& plan) {
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

void ReleaseDialog::choose(const QString& version) {
    m_wanted = version;
    const auto found = std::ranges::find_if(m_versions, [&](const agents::Version& one) {
        return QString::fromStdString(one.version.toString()) == version;
    });
    if (found != m_versions.end())
        m_candidates->setCurrentIndex(static_cast<int>(found - m_versions.begin()));
}

const agents::Version* ReleaseDialog::candidate() const {
    const int index = m_candidates->currentIndex();
    return index < 0 || static_cast<std::size_t>(index) >= m_versions.size()
               ? nullptr
               : &m_versions[static_cast<std::size_t>(index)];
}

release::Plan ReleaseDialog::plan() const {
    release::Plan plan = m_plan->plan();
    m_shadow->applyTo(plan);
    return plan;
}

void ReleaseDialog::showStart() {
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

QString ReleaseDialog::runningProblem(const release::Plan& plan) const {
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

QString ReleaseDialog::startText(const release::Plan& plan) const {
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

void ReleaseDialog::setBusy(bool busy) {
    m_busy = busy;
    showStart();
}

void ReleaseDialog::showError(const Error& error) {
    setBusy(false);
    m_notice->sayError(error);
}

void ReleaseDialog::requestStart() {
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
