// Everything about the selected version beside the tree: changelog, who and when, digest, model, files, contract and
// its own deployment history. Owned by VersionsView; UI thread. Shows what it is given and says what is still loading;
// what is about another version, of this agent or another, is dropped.
#pragma once

#include <optional>

#include <QFormLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>

#include "ui/base/plain_text.h"
#include "ui/base/quarantine_line.h"
#include "ui/versions/file_links.h"
#include "ui/versions/finding_list.h"
#include "ui/versions/version_row.h"

namespace signalbox::ui::versions {

// One line of the details, in the order in which they are shown. Pure.
struct DetailLine {
    QString label;
    QString text;
};

[[nodiscard]] std::vector<DetailLine> manifestLines(const QJsonObject& manifest);
// `status`: what is in effect; null: not known. What it denies is never said to go on, also before the history is read
// again.
[[nodiscard]] std::vector<DetailLine> deploymentLines(const std::vector<protocol::Deployment>& deployments,
                                                      const VersionKey& key, const protocol::AgentStatus* status);

class VersionDetails : public QScrollArea {
    Q_OBJECT

public:
    explicit VersionDetails(QWidget* parent = nullptr);

    // `status`: of the agent; null: not known.
    void setVersion(const VersionRow& row, const protocol::AgentStatus* status);
    void clear(); // another agent was chosen
    void setDetail(const protocol::VersionDetail& detail);
    void setDetailError(const VersionKey& key, const Error& error);
    // Rows of all versions; nullopt while they are not known.
    void setDeployments(std::optional<std::vector<protocol::Deployment>> deployments);
    void setDeploymentsError(const Error& error);
    // Which verbs make sense: comparing needs another side, a release needs a link.
    void setVerbs(bool hasParent, bool hasStable);
    // `whyNot` empty: it can be released. While another release runs it can be put in the queue behind that.
    void setRelease(bool behindAnother, const QString& whyNot);

    // What is shown of a version that may not be released again yet.
    [[nodiscard]] QuarantineLine& quarantine() const { return *m_quarantine; }

    [[nodiscard]] FindingList& findings() const { return *m_findings; }

Q_SIGNALS:
    void compareWithParent();
    void compareWithStable();
    void releaseRequested();
    void retryRequested();
    void fileRequested(const QString& path);

private:
    void addVerbs(QBoxLayout& layout);
    void addDigest(QBoxLayout& layout);
    void showLines(QFormLayout& form, const std::vector<DetailLine>& lines);
    void showDeployments();

    VersionKey m_key;
    std::optional<protocol::AgentStatus> m_status;
    QString m_digest;
    std::optional<std::vector<protocol::Deployment>> m_deployments;
    PlainLabel* m_heading = nullptr;
    PlainLabel* m_by = nullptr;
    PlainLabel* m_digestLabel = nullptr;
    QPushButton* m_copy = nullptr;
    QPushButton* m_parent = nullptr;
    QPushButton* m_stable = nullptr;
    QPushButton* m_release = nullptr;
    PlainLabel* m_whyNot = nullptr;
    QuarantineLine* m_quarantine = nullptr;
    FindingList* m_findings = nullptr;
    QPlainTextEdit* m_changelog = nullptr;
    QFormLayout* m_content = nullptr;
    FileLinks* m_files = nullptr;
    QFormLayout* m_history = nullptr;
};

} // namespace signalbox::ui::versions
