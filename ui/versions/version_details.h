// Everything about the selected version beside the tree: changelog, who and when, digest, model, files, contract and
// its own deployment history. Owned by VersionsView; UI thread. Shows what it is given and says what is still loading.
#pragma once

#include <optional>

#include <QFormLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>

#include "ui/base/plain_text.h"
#include "ui/versions/version_row.h"

namespace signalbox::ui::versions {

// One line of the details, in the order in which they are shown. Pure.
struct DetailLine {
    QString label;
    QString text;
};

[[nodiscard]] std::vector<DetailLine> manifestLines(const QJsonObject& manifest, const std::vector<std::string>& files);
[[nodiscard]] std::vector<DetailLine> deploymentLines(const std::vector<protocol::Deployment>& deployments,
                                                      const std::string& version);

class VersionDetails : public QScrollArea {
    Q_OBJECT

public:
    explicit VersionDetails(QWidget* parent = nullptr);

    void setVersion(const VersionRow& row);
    void setDetail(const protocol::VersionDetail& detail);
    void setDetailError(const Error& error);
    // Rows of all versions; nullopt while they are not known.
    void setDeployments(std::optional<std::vector<protocol::Deployment>> deployments);
    // Which verbs make sense: comparing needs another side, a release needs a link.
    void setVerbs(bool hasParent, bool hasStable);
    // `whyNot` empty: it can be released. While another release runs it can be put in the queue behind that.
    void setRelease(bool behindAnother, const QString& whyNot);

Q_SIGNALS:
    void compareWithParent();
    void compareWithStable();
    void releaseRequested();
    void retryRequested();

private:
    void addVerbs(QBoxLayout& layout);
    void addDigest(QBoxLayout& layout);
    void showLines(QFormLayout& form, const std::vector<DetailLine>& lines);
    void showDeployments();

    std::string m_name;
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
    QPlainTextEdit* m_changelog = nullptr;
    QFormLayout* m_content = nullptr;
    QFormLayout* m_history = nullptr;
};

} // namespace signalbox::ui::versions
