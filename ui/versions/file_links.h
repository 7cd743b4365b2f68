// The files of a version as a list of links: each opens to be read. Many are cut to the first few and one link to the
// rest. Owned by VersionDetails; UI thread.
#pragma once

#include <string>
#include <vector>

#include <QVBoxLayout>
#include <QWidget>

namespace signalbox::ui::versions {

class FileLinks : public QWidget {
    Q_OBJECT

public:
    explicit FileLinks(QWidget* parent = nullptr);

    void setFiles(const std::vector<std::string>& paths);

Q_SIGNALS:
    void chosen(const QString& path);

private:
    void addLink(const QString& text, const QString& name, const std::string& path);

    QVBoxLayout* m_layout;
};

} // namespace signalbox::ui::versions
