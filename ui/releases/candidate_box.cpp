#include "ui/releases/candidate_box.h"

#include <algorithm>

#include <QSignalBlocker>
#include <QStandardItemModel>

#include "ui/base/plain_text.h"
#include "ui/base/quarantine_line.h"

namespace signalbox::ui::releases {

CandidateBox::CandidateBox(QWidget* parent) : QComboBox(parent) {
    setSizeAdjustPolicy(QComboBox::AdjustToContents);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setPlaceholderText(tr("Choose a version"));
    connect(this, &QComboBox::activated, this, [this] { // by a person
        if (const agents::Version* now = chosen())
            m_wanted = QString::fromStdString(now->version.toString());
    });
}

void CandidateBox::setVersions(const std::vector<agents::Version>& versions) {
    m_versions = versions;
    m_known = true;
    list();
}

void CandidateBox::setState(const release::AgentState& state) {
    m_state = state;
    list();
}

void CandidateBox::list() {
    {
        const QSignalBlocker quiet(this);
        clear();
        auto* items = qobject_cast<QStandardItemModel*>(model());
        for (const agents::Version& version : m_versions) {
            const QString name = plainLine(version.version.toString(), 60);
            const QString why = whyNot(version);
            addItem(why.isEmpty() ? name : tr("%1 · %2").arg(name, why));
            if (items != nullptr && !why.isEmpty())
                items->item(count() - 1)->setEnabled(false);
        }
        setCurrentIndex(-1);
        // What a person asked for, or else the newest that can be started and is newer than what answers now.
        const auto found = std::ranges::find_if(m_versions, [this](const agents::Version& one) {
            return m_wanted.isEmpty() ? one.version > m_state.stable.version && whyNot(one).isEmpty()
                                      : QString::fromStdString(one.version.toString()) == m_wanted;
        });
        if (found != m_versions.end())
            setCurrentIndex(static_cast<int>(found - m_versions.begin()));
    }
    Q_EMIT currentIndexChanged(currentIndex());
}

void CandidateBox::choose(const QString& version) {
    if (version.isEmpty())
        return;
    m_wanted = version;
    list();
}

const agents::Version* CandidateBox::chosen() const {
    const int index = currentIndex();
    return index < 0 || static_cast<std::size_t>(index) >= m_versions.size()
               ? nullptr
               : &m_versions[static_cast<std::size_t>(index)];
}

QString CandidateBox::whyNot(const agents::Version& version) const {
    const auto is = [&version](const agents::VersionRef& other) { return other.version == version.version; };
    if (is(m_state.stable))
        return tr("is the stable version");
    if (m_state.release && is(m_state.release->candidate))
        return tr("is being released");
    if (m_state.queued && is(m_state.queued->candidate))
        return tr("waits in the queue");
    if (const release::Quarantined* held = quarantineOf(m_state, version.ref()))
        return held->reason.empty() ? tr("quarantined") : tr("quarantined: %1").arg(plainLine(held->reason, 60));
    return {};
}

QString CandidateBox::whyNone() const {
    if (!m_known)
        return tr("The versions are still being read.");
    const bool any = std::ranges::any_of(m_versions, [this](const auto& one) { return whyNot(one).isEmpty(); });
    return any ? tr("Choose a version: none that is newer than the stable one can be started.")
               : tr("There is no version that can be started. Publish one first.");
}

} // namespace signalbox::ui::releases
