// The syntax definitions of the texts people compare, read once per process on a pool thread: Markdown alone refers to
// dozens of other languages, and reading them takes longer than an event loop may stand still. UI thread; owned by the
// application object. Until ready() texts have no colours; that is all that waits for it.
#pragma once

#include <memory>

#include <QObject>

namespace KSyntaxHighlighting {
class Repository;
}

namespace signalbox::ui::compare {

class SyntaxLibrary : public QObject {
    Q_OBJECT

public:
    // The one of this application; the first call starts the reading.
    static SyntaxLibrary& instance();
    ~SyntaxLibrary() override;

    [[nodiscard]] KSyntaxHighlighting::Repository* repository() const { return m_repository.get(); } // null: not yet

Q_SIGNALS:
    void ready();

private:
    explicit SyntaxLibrary(QObject* parent);
    void take(std::shared_ptr<KSyntaxHighlighting::Repository> repository);

    std::shared_ptr<KSyntaxHighlighting::Repository> m_repository;
};

} // namespace signalbox::ui::compare
