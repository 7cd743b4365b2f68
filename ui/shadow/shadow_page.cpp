#include "ui/shadow/shadow_page.h"

#include <QVBoxLayout>

#include "core/protocol/access.h"
#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"
#include "ui/shadow/pair_details.h"
#include "ui/shadow/pair_model.h"

namespace signalbox::ui::shadow {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int pageSize = 50;
constexpr int mostReadAgain = 200; // rows; longer lists stay as they are until refreshed
constexpr auto readEvery = 3s;

} // namespace

ShadowPage::ShadowPage(client::BackendMirror& mirror, QWidget* parent)
    : Page(mirror, parent),
      m_view(new ShadowView(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
    m_timer.setInterval(readEvery);
    connect(&m_timer, &QTimer::timeout, this, &ShadowPage::fetch);
    connect(&mirror, &client::BackendMirror::linkChanged, this, &ShadowPage::showLink);
    connect(&mirror, &client::BackendMirror::backendChanged, this, &ShadowPage::showAccess);
    connect(&mirror, &client::BackendMirror::agentChanged, this, [this](const QString& name) {
        if (name.toStdString() == agent() && m_release.empty() && m_active)
            fetch(); // a release may just have begun
    });
    connect(m_view, &ShadowView::showChanged, this, &ShadowPage::refresh);
    connect(m_view, &ShadowView::retryRequested, this, &ShadowPage::refresh);
    connect(m_view, &ShadowView::moreWanted, this, &ShadowPage::fetchMore);
    connect(m_view, &ShadowView::pairChosen, this, &ShadowPage::fetchPair);
    connect(m_view, &ShadowView::startRequested, this, [this] { Q_EMIT releaseRequested({}); });
    connect(&m_view->details(), &PairDetails::judged, this, &ShadowPage::judge);
}

void ShadowPage::setActive(bool active) {
    Page::setActive(active);
    m_active = active;
    if (!active)
        return m_timer.stop();
    m_timer.start();
    showAccess();
    showLink();
    fetch();
}

void ShadowPage::refresh() {
    ++m_request;
    m_waiting = false;
    m_next.clear();
    m_view->model().setHasMore(false);
    m_view->model().setRows({});
    m_view->details().setPair(std::nullopt);
    fetch();
}

void ShadowPage::agentChanged() {
    m_release.clear();
    m_view->clear();
    if (m_active && !agent().empty())
        m_view->setLoading();
    refresh();
}

void ShadowPage::fetch() {
    if (!m_active || m_waiting || agent().empty() || !mirror().isFresh())
        return;
    const auto listed = static_cast<int>(m_view->model().rows().size());
    m_waiting = true;
    client::PairListing listing;
    listing.show = m_view->show();
    listing.limit = listed > mostReadAgain ? 0 : std::max(pageSize, listed);
    mirror().session().fetchPairs(agent(), listing, this,
                                  [this, request = ++m_request](Result<protocol::PairPage> page) {
                                      if (request == m_request)
                                          take(std::move(page));
                                  });
}

void ShadowPage::take(Result<protocol::PairPage> page) {
    m_waiting = false;
    if (!page)
        return m_view->setError(page.error());
    if (!page->summary) {
        m_release.clear();
        return m_view->setNothing(whyNothing());
    }
    m_release = page->summary->release;
    m_view->setSummary(*page->summary);
    if (m_view->model().rows().size() > mostReadAgain)
        return;
    m_next = page->next;
    m_view->setPairs(std::move(page->pairs), !m_next.empty());
}

void ShadowPage::fetchMore() {
    if (m_next.empty() || !mirror().isFresh())
        return;
    client::PairListing listing{.show = m_view->show(), .release = m_release, .after = m_next, .limit = pageSize};
    mirror().session().fetchPairs(
        agent(), listing, this,
        [this, after = m_next, name = agent(), show = m_view->show()](Result<protocol::PairPage> page) {
            if (name != agent() || after != m_next || show != m_view->show())
                return; // the list is another one now
            if (!page)
                return m_view->setError(page.error());
            m_next = page->next;
            std::vector<protocol::PairMessage> all = m_view->model().rows();
            for (protocol::PairMessage& pair : page->pairs)
                if (!std::ranges::contains(all, pair.id, &protocol::PairMessage::id))
                    all.push_back(std::move(pair));
            m_view->setPairs(std::move(all), !m_next.empty());
        });
}

void ShadowPage::fetchPair(quint64 id) {
    mirror().session().fetchPair(agent(), id, this, [this, id](Result<protocol::PairMessage> pair) {
        const auto& shown = m_view->details().pair();
        if (!shown || shown->id != id)
            return;
        if (pair)
            m_view->details().setContent(*pair);
        else
            m_view->details().setProblem(pair.error());
    });
}

void ShadowPage::judge(const std::string& verdict) {
    const auto& pair = m_view->details().pair();
    if (!pair)
        return;
    protocol::PairVerdictMessage message{.verdict = verdict, .seen = pair->verdict};
    m_view->details().setJudging(true);
    mirror().session().judgePair(
        agent(), pair->id, std::move(message), this,
        [this](Result<protocol::PairVerdictResult> result) { takeVerdict(std::move(result)); });
}

void ShadowPage::takeVerdict(Result<protocol::PairVerdictResult> result) {
    m_view->details().setJudging(false);
    const auto& shown = m_view->details().pair();
    if (!result) {
        m_view->setError(result.error());
        if (shown && result.error().kind == Errc::Conflict)
            fetchPair(shown->id);
        return;
    }
    std::vector<protocol::PairMessage> all = m_view->model().rows();
    for (protocol::PairMessage& pair : all)
        if (pair.id == result->pair.id)
            pair = result->pair;
    m_view->setSummary(result->summary);
    const bool isShown = shown && shown->id == result->pair.id;
    m_view->setPairs(std::move(all), !m_next.empty());
    if (isShown && !result->pair.verdict.empty())
        m_view->goOn();
}

void ShadowPage::showAccess() {
    const auto& backend = mirror().backend();
    QString why;
    if (!mirror().isFresh())
        why = tr("The backend cannot be reached.");
    else if (backend && !protocol::mayUse(backend->role, "judge"))
        why = tr("Your token may read but not judge; ask for the role engineer.");
    m_view->details().setRefusal(why);
}

void ShadowPage::showLink() {
    const client::Link& link = mirror().session().link();
    const bool stale = link.state == client::LinkState::Stale;
    m_view->setStale(stale ? tr("These pairs are as of %1.").arg(timeOfDayText(link.lastHeard)) : QString());
    showAccess();
    if (m_active && mirror().isFresh())
        fetch();
}

NoShadow ShadowPage::whyNothing() const {
    const protocol::AgentStatus* status = mirror().agent(agent());
    if (status != nullptr && status->state.release)
        return {.sentence = tr("No shadow is running."),
                .next =
                    tr("The release of %1 went without one. The next can begin with a shadow: give its plan a time and "
                       "a share of requests to copy (shadow in release.yaml).")
                        .arg(plainLine(status->state.release->candidate.name(), 60))};
    return {.sentence = tr("No shadow is running."),
            .next =
                tr("Start a release with a shadow step: a version answers copies of stable's requests, and nobody gets "
                   "its answers. Its time and share are in the plan (shadow in release.yaml)."),
            .button = tr("Start a release…")};
}

} // namespace signalbox::ui::shadow
