#include "ui/compare/syntax_library.h"

#include <KSyntaxHighlighting/AbstractHighlighter>
#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/State>
#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

namespace signalbox::ui::compare {

using namespace Qt::StringLiterals;

namespace {

// Reads a definition with all it refers to, and compiles the patterns that nearly every line needs.
class Rehearsal final : public KSyntaxHighlighting::AbstractHighlighter {
public:
    void read(const KSyntaxHighlighting::Definition& definition) {
        setDefinition(definition);
        KSyntaxHighlighting::State state;
        for (const auto& line : {u"# Heading *of* `a` part"_s, u"- item: \"text\" [link](x) 30"_s, u""_s,
                                 u"{\"a\": [1, true, null]}"_s, u"key: &name |"_s, u"  1. **bold** _word_ <b>"_s})
            state = highlightLine(line, state);
    }

protected:
    void applyFormat(int /*offset*/, int /*length*/, const KSyntaxHighlighting::Format& /*format*/) override {}
};

} // namespace

SyntaxLibrary& SyntaxLibrary::instance() {
    static QPointer<SyntaxLibrary> library;
    if (!library)
        library = new SyntaxLibrary(QCoreApplication::instance());
    return *library;
}

SyntaxLibrary::SyntaxLibrary(QObject* parent) : QObject(parent) {
    // The application waits for its pool before its children go, so `this` outlives the work.
    QThreadPool::globalInstance()->start([this] {
        auto repository = std::make_shared<KSyntaxHighlighting::Repository>();
        for (const auto& name : {u"a.md"_s, u"a.yaml"_s, u"a.json"_s})
            Rehearsal().read(repository->definitionForFileName(name));
        repository->moveToThread(thread());
        QMetaObject::invokeMethod(this, [this, repository] { take(repository); });
    });
}

SyntaxLibrary::~SyntaxLibrary() = default;

void SyntaxLibrary::take(std::shared_ptr<KSyntaxHighlighting::Repository> repository) {
    m_repository = std::move(repository);
    Q_EMIT ready();
}

} // namespace signalbox::ui::compare
