#include "ui/releases/shadow_row.h"

#include <cmath>

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/base/accessible.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/releases/release_text.h"

namespace signalbox::ui::releases {

using namespace Qt::StringLiterals;

namespace {

constexpr double usualMinutes = 30;
constexpr double usualShare = 20;
constexpr std::size_t mostNamed = 6;

} // namespace

ShadowRow::ShadowRow(QWidget* parent)
    : QWidget(parent),
      m_wanted(new QCheckBox(tr("First in the shadow for"), this)),
      m_minutes(new QDoubleSpinBox(this)),
      m_share(new QDoubleSpinBox(this)),
      m_words(new PlainLabel(tr("of stable's requests are copied; nobody gets the answers."), this)),
      m_warning(new PlainLabel(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::xs);
    auto* row = new QHBoxLayout;
    row->setSpacing(space::s);
    m_minutes->setRange(0.1, 366.0 * 24 * 60);
    m_minutes->setDecimals(1);
    m_minutes->setValue(usualMinutes);
    m_minutes->setSuffix(tr(" min"));
    m_share->setRange(0.1, 100);
    m_share->setDecimals(1);
    m_share->setValue(usualShare);
    m_share->setSuffix(u" %"_s);
    describe(m_wanted, tr("Begin with a shadow"));
    describe(m_minutes, tr("Minutes in the shadow"));
    describe(m_share, tr("Share of requests that are copied"));
    for (QWidget* part : std::initializer_list<QWidget*>{m_wanted, m_minutes, m_share})
        row->addWidget(part);
    m_words->setTone(u"muted"_s);
    m_words->setWordWrap(true);
    row->addWidget(m_words, 1);
    column->addLayout(row);
    m_warning->setWordWrap(true);
    m_warning->setTone(u"warning"_s);
    column->addWidget(m_warning);
    connect(m_wanted, &QCheckBox::toggled, this, [this] {
        fetchTools();
        showState();
        Q_EMIT changed();
    });
    for (auto* number : {m_minutes, m_share})
        connect(number, &QDoubleSpinBox::valueChanged, this, &ShadowRow::changed);
    showState();
}

void ShadowRow::setSession(client::BackendSession& session, const std::string& agent) {
    m_session = &session;
    m_agent = agent;
    fetchTools();
}

void ShadowRow::setPlan(const release::Plan& plan) {
    const bool wanted = plan.shadowTime > std::chrono::milliseconds{0};
    if (wanted) {
        m_minutes->setValue(static_cast<double>(plan.shadowTime.count()) / millisecondsPerMinute);
        m_share->setValue(plan.shadowShare.thousandths() / 10.0);
    }
    m_wanted->setChecked(wanted);
    showState();
}

void ShadowRow::applyTo(release::Plan& plan) const {
    if (!m_wanted->isChecked()) {
        plan.shadowTime = std::chrono::milliseconds{0};
        return;
    }
    // What was not touched stays as exact as it was.
    const double minutes = static_cast<double>(plan.shadowTime.count()) / millisecondsPerMinute;
    if (std::abs(m_minutes->value() - minutes) > 0.05)
        plan.shadowTime = std::chrono::milliseconds{std::llround(m_minutes->value() * millisecondsPerMinute)};
    plan.shadowShare = traffic::Weight::thousandths(static_cast<std::uint32_t>(std::lround(m_share->value() * 10)));
}

void ShadowRow::setCandidate(const std::string& version) {
    if (m_candidate == version)
        return;
    m_candidate = version;
    fetchTools();
    showState();
}

void ShadowRow::fetchTools() {
    if (!m_session || m_candidate.empty() || m_toolsOf == m_candidate || !m_wanted->isChecked())
        return;
    m_session->fetchVersion(
        m_agent, m_candidate, this, [this, asked = m_candidate](Result<protocol::VersionDetail> detail) {
            if (asked == m_candidate && detail) // without an answer nothing is known, so nothing said
                setActingTools(detail->actingTools);
        });
}

void ShadowRow::setActingTools(const std::vector<std::string>& tools) {
    m_tools = tools;
    m_toolsOf = m_candidate;
    showState();
}

QString ShadowRow::warning() const {
    if (!m_wanted->isChecked() || m_toolsOf != m_candidate || m_tools.empty())
        return {};
    QStringList names;
    for (std::size_t i = 0; i < std::min(m_tools.size(), mostNamed); ++i)
        names << plainLine(m_tools[i], 60);
    if (m_tools.size() > mostNamed)
        names << u"…"_s;
    return tr("▲ It has tools that may change something: %1. Calls in a shadow's answers are counted and never carried "
              "out here; make sure that its model endpoint carries out none.")
        .arg(names.join(u", "_s));
}

void ShadowRow::showState() {
    const bool wanted = m_wanted->isChecked();
    m_minutes->setEnabled(wanted);
    m_share->setEnabled(wanted);
    m_warning->setText(warning());
    m_warning->setVisible(!m_warning->text().isEmpty());
}

} // namespace signalbox::ui::releases
