#include "ui/compare/compare_page.h"

#include <QVBoxLayout>

#include "core/protocol/snapshot_values.h"
#include "ui/base/plain_text.h"
#include "ui/base/version_order.h"
#include "ui/compare/compare_view.h"
#include "ui/compare/version_pickers.h"

namespace signalbox::ui::compare {

using namespace Qt::StringLiterals;

namespace {

struct Built {
    CompareDocumentPtr document;
    QStringList problems; // of manifests that could not be read
};

agents::SnapshotPtr snapshotOf(const std::string& version, protocol::SnapshotMessage message, QStringList& problems) {
    auto snapshot = protocol::snapshotFrom(message);
    if (snapshot)
        return std::move(*snapshot);
    problems += plainLine(version, 60) + u": "_s + plainLine(snapshot.error().message);
    std::vector<agents::File> files;
    files.reserve(message.files.size());
    for (protocol::FileContent& file : message.files)
        files.push_back({std::move(file.path), std::move(file.content)});
    return readableSnapshot(std::move(files));
}

} // namespace

ComparePage::ComparePage(client::BackendMirror& mirror, QWidget* parent)
    : Page(mirror, parent),
      m_view(new CompareView(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
    connect(m_view->pickers(), &VersionPickers::chosen, this, &ComparePage::setVersions);
    connect(m_view, &CompareView::retryRequested, this, [this] {
        if (m_versionsKnown)
            compare();
        else
            fetchVersions();
    });
    connect(&mirror, &client::BackendMirror::agentChanged, this, [this](const QString& name) {
        const protocol::AgentStatus* status = this->mirror().agent(agent());
        if (name.toStdString() != agent() || !status || status->observed == m_shownRouting)
            return;
        m_shownRouting = status->observed; // who serves stands first
        showNames();
    });
    connect(&mirror, &client::BackendMirror::versionsChanged, this, [this](const QString& name) {
        if (name.toStdString() != agent())
            return;
        m_versionsKnown = false;
        if (m_active)
            fetchVersions();
    });
}

ComparePage::~ComparePage() = default;

void ComparePage::setActive(bool active) {
    Page::setActive(active);
    m_active = active;
    if (!active)
        return;
    if (!m_versionsKnown)
        fetchVersions();
    else
        fetchEffect();
}

void ComparePage::agentChanged() {
    ++m_generation;
    m_job.cancel();
    m_versionsKnown = false;
    m_request = {};
    m_versions.clear();
    m_view->setBusy(false);
    m_view->pickers()->setNames({});
    m_view->setDocument(nullptr);
    if (m_active)
        fetchVersions();
}

void ComparePage::fetchVersions() {
    if (agent().empty())
        return;
    mirror().session().fetchVersions(agent(), this, [this, name = agent()](Result<protocol::VersionList> list) {
        if (name == agent())
            takeVersions(std::move(list));
    });
}

void ComparePage::takeVersions(Result<protocol::VersionList> list) {
    if (!list)
        return m_view->setError(list.error());
    m_versionsKnown = true;
    m_versions = std::move(list->versions);
    showNames();
    if (!m_request.left.empty()) // chosen before the list was known
        return m_view->pickers()->setChosen(QString::fromStdString(m_request.left),
                                            QString::fromStdString(m_request.right));
    if (m_versions.size() < 2)
        return;
    // The newest beside what it was made from.
    const agents::Version& newest = m_versions.front();
    const std::string parent =
        newest.parents.empty() ? m_versions[1].version.toString() : newest.parents.front().toString();
    setVersions(QString::fromStdString(parent), QString::fromStdString(newest.version.toString()));
}

void ComparePage::showNames() {
    QStringList names;
    for (const std::string& name : namesInOrder(m_versions, mirror().agent(agent())))
        names << QString::fromStdString(name);
    m_view->pickers()->setNames(names);
}

void ComparePage::refresh() {
    m_versionsKnown = false;
    if (!m_active)
        return;
    fetchVersions();
    if (!m_request.left.empty())
        compare();
}

void ComparePage::setVersions(const QString& left, const QString& right) {
    m_view->pickers()->setChosen(left, right);
    m_request = {left.toStdString(), right.toStdString(), {}, {}};
    compare();
}

void ComparePage::compare() {
    ++m_generation;
    m_job.cancel();
    if (m_request.left.empty() || m_request.right.empty() || agent().empty())
        return m_view->setDocument(nullptr);
    m_view->setBusy(true);
    m_request.leftSnapshot.reset();
    m_request.rightSnapshot.reset();
    fetchSide(true);
    fetchSide(false);
}

void ComparePage::fetchSide(bool isLeft) {
    const std::string& version = isLeft ? m_request.left : m_request.right;
    mirror().session().fetchSnapshot(
        agent(), version, this, [this, isLeft, generation = m_generation](Result<protocol::SnapshotMessage> answer) {
            if (generation != m_generation)
                return;
            if (!answer) {
                ++m_generation; // the other side's answer is of no use any more
                return m_view->setError(answer.error());
            }
            (isLeft ? m_request.leftSnapshot : m_request.rightSnapshot) = std::move(*answer);
            if (m_request.leftSnapshot && m_request.rightSnapshot)
                build();
        });
}

void ComparePage::build() {
    m_job.run<Built>(
        this,
        [request = std::make_shared<Request>(m_request)](std::stop_token stop) -> Result<Built> {
            Built built;
            auto left = snapshotOf(request->left, std::move(*request->leftSnapshot), built.problems);
            auto right = snapshotOf(request->right, std::move(*request->rightSnapshot), built.problems);
            auto document = buildDocument(request->left, std::move(left), request->right, std::move(right), stop);
            if (!document)
                return failure(std::move(document.error()));
            built.document = std::move(*document);
            return built;
        },
        [this](Result<Built> built) {
            m_view->setBusy(false);
            if (!built)
                return m_view->setError(built.error());
            m_view->setDocument(std::move(built->document));
            m_view->setUnreadManifests(built->problems);
            fetchEffect();
        });
}

void ComparePage::fetchEffect() {
    if (!m_view->document() || agent().empty())
        return;
    using namespace std::chrono;
    const WallTime now = floor<milliseconds>(system_clock::now());
    mirror().session().fetchMetrics(agent(), now - days(7), now, hours(1), this,
                                    [this, generation = m_generation](Result<protocol::MetricsMessage> metrics) {
                                        const auto& document = m_view->document();
                                        if (metrics && document && generation == m_generation)
                                            m_view->setEffects(effectOf(*metrics, document->leftName),
                                                               effectOf(*metrics, document->rightName));
                                    });
}

} // namespace signalbox::ui::compare
