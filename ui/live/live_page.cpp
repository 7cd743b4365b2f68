#include "ui/live/live_page.h"

#include <QVBoxLayout>

#include "ui/live/live_view.h"

namespace signalbox::ui::live {

LivePage::LivePage(client::BackendMirror& mirror, QWidget* parent) : Page(mirror, parent), m_view(new LiveView(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
    connect(&mirror, &client::BackendMirror::metricsChanged, this, &LivePage::showLater);
    connect(&mirror, &client::BackendMirror::linkChanged, this, &LivePage::showLater);
    connect(&mirror, &client::BackendMirror::backendChanged, this, &LivePage::showLater);
    connect(&mirror, &client::BackendMirror::agentChanged, this, [this](const QString& name) {
        if (name.toStdString() == agent())
            showLater();
    });
    connect(m_view, &LiveView::rangeChanged, this, &LivePage::agentChanged);
    connect(m_view, &LiveView::retryRequested, this, &LivePage::fetch);
    connect(&m_fetchTimer, &QTimer::timeout, this, &LivePage::fetch);
    m_view->setActive(false);
}

void LivePage::setActive(bool active) {
    Page::setActive(active);
    m_active = active;
    m_view->setActive(active);
    if (active)
        fetch();
    else
        m_fetchTimer.stop();
    showLater();
}

void LivePage::agentChanged() {
    m_fetched.reset();
    m_waiting = false;
    ++m_request;
    m_view->setProblem(std::nullopt);
    if (m_active)
        fetch();
    showLater();
}

void LivePage::showLater() {
    if (m_active)
        show();
}

void LivePage::fetch() {
    if (!m_active || agent().empty() || m_waiting)
        return;
    fetchEnded();
    const auto span = spanFor(m_view->range(), SystemClock().wall());
    m_fetchTimer.start(std::max(std::chrono::milliseconds(5000), std::chrono::milliseconds(span.step)));
    if (!mirror().isFresh())
        return; // the session reconnects by itself; what is shown says since when it is stale
    m_waiting = true;
    const auto request = ++m_request;
    mirror().session().fetchMetrics(agent(), span.from, span.to, span.step, this,
                                    [this, span, request](Result<protocol::MetricsMessage> answer) {
                                        if (request == m_request)
                                            take(std::move(answer), span);
                                    });
}

void LivePage::showEvidence(const std::string& guard) {
    m_view->showEvidence(guard);
}

// What the guardrails of the newest release had seen, once for each release: it changes no more.
void LivePage::fetchEnded() {
    const protocol::AgentStatus* status = mirror().agent(agent());
    if (!m_active || status == nullptr || status->state.release || !status->state.ended || !mirror().isFresh())
        return;
    const std::string id = status->state.ended->releaseId;
    if (id == m_endedAsked)
        return;
    m_endedAsked = id;
    m_ended.reset();
    mirror().session().fetchEvidence(id, this, [this, id](Result<protocol::EvidenceMessage> evidence) {
        if (id != m_endedAsked)
            return;
        if (evidence)
            m_ended = std::move(*evidence);
        else if (evidence.error().kind != Errc::NotFound) // a release without traffic has none
            m_endedAsked.clear();                         // asked again with the next fetch
        showLater();
    });
}

void LivePage::take(Result<protocol::MetricsMessage> answer, const TimeSpan& span) {
    m_waiting = false;
    if (answer) {
        m_fetched = Fetched{.series = std::move(answer->series), .span = span, .countedFrom = answer->countedFrom};
        m_view->setProblem(std::nullopt);
    } else {
        m_view->setProblem(answer.error());
    }
    showLater();
}

void LivePage::show() {
    const auto& mirror = this->mirror();
    const PictureSource source{.status = mirror.agent(agent()),
                               .live = &mirror.series(agent()),
                               .fetched = m_fetched ? &*m_fetched : nullptr,
                               .markers = &mirror.markers(agent())};
    const auto& link = mirror.session().link();
    // A cut link freezes the picture where it was heard last, instead of drawing silence.
    const bool stale = !mirror.isFresh();
    const WallTime now = stale && link.lastHeard != WallTime{} ? link.lastHeard : SystemClock().wall();
    auto picture = std::make_shared<Picture>(makePicture(agent(), spanFor(m_view->range(), now), source));
    if (picture->ended && m_ended && m_ended->releaseId == picture->ended->releaseId)
        picture->evidence = m_ended;
    if (stale)
        picture->staleSince = link.lastHeard != WallTime{} ? link.lastHeard : link.since;
    m_view->setGateway(mirror.backend() ? mirror.backend()->gatewayUrl : std::string());
    m_view->setPicture(std::move(picture));
}

} // namespace signalbox::ui::live
