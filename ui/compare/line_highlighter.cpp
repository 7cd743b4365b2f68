#include "ui/compare/line_highlighter.h"

#include <algorithm>
#include <map>

#include <KSyntaxHighlighting/AbstractHighlighter>
#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/State>
#include <KSyntaxHighlighting/Theme>

#include "ui/compare/display_line.h"
#include "ui/compare/syntax_library.h"

namespace signalbox::ui::compare {

namespace {

using KSyntaxHighlighting::Format;
using KSyntaxHighlighting::State;

} // namespace

class LineHighlighter::Private final : public KSyntaxHighlighting::AbstractHighlighter {
public:
    Private(const std::vector<std::string_view>& lines, Scheme scheme) : m_lines(lines), m_theme(themeFor(scheme)) {}

    State read(int line, const State& state, std::vector<ColorRun>* runs) {
        const std::string_view text = m_lines[static_cast<std::size_t>(line)];
        if (text.size() > diff::longestWordLine)
            return state; // cut for display, so its state is not known; the next line goes on as before
        m_runs = runs;
        const State next = highlightLine(displayLine(text).text, state);
        m_runs = nullptr;
        return next;
    }

    const std::vector<std::string_view>& m_lines;
    std::vector<State> m_states{State()}; // before each line that is known, and one after

protected:
    void applyFormat(int offset, int length, const Format& format) override {
        if (!m_runs || length <= 0)
            return;
        const bool colored = format.hasTextColor(theme());
        const bool bold = format.isBold(theme());
        const bool italic = format.isItalic(theme());
        if (colored || bold || italic)
            m_runs->push_back({offset, length, colored ? shown(format.textColor(theme())) : QColor(), bold, italic});
    }

private:
    // The definitions' colours are made for other backgrounds than ours.
    QColor shown(const QColor& color) {
        const auto [at, isNew] = m_shown.try_emplace(color.rgb());
        if (isNew)
            at->second = readable(color, m_theme);
        return at->second;
    }

    std::vector<ColorRun>* m_runs = nullptr;
    Theme m_theme;
    std::map<QRgb, QColor> m_shown;
};

LineHighlighter::LineHighlighter(const std::vector<std::string_view>& lines, const QString& fileName, Scheme scheme)
    : d(std::make_unique<Private>(lines, scheme)) {
    const KSyntaxHighlighting::Repository* repository = SyntaxLibrary::instance().repository();
    if (repository == nullptr)
        return;
    d->setDefinition(repository->definitionForFileName(fileName));
    d->setTheme(repository->defaultTheme(scheme == Scheme::Dark ? KSyntaxHighlighting::Repository::DarkTheme
                                                                : KSyntaxHighlighting::Repository::LightTheme));
}

LineHighlighter::~LineHighlighter() = default;

bool LineHighlighter::advance(int line, QDeadlineTimer until) {
    if (!d->definition().isValid())
        return true;
    const int last = std::min(line, static_cast<int>(d->m_lines.size()));
    while (static_cast<int>(d->m_states.size()) <= last && !until.hasExpired()) {
        const int next = static_cast<int>(d->m_states.size()) - 1;
        d->m_states.push_back(d->read(next, d->m_states.back(), nullptr));
    }
    return static_cast<int>(d->m_states.size()) > last;
}

std::vector<ColorRun> LineHighlighter::runs(int line) {
    std::vector<ColorRun> runs;
    const bool known = line >= 0 && line < static_cast<int>(d->m_states.size());
    if (known && line < static_cast<int>(d->m_lines.size()) && d->definition().isValid())
        d->read(line, d->m_states[static_cast<std::size_t>(line)], &runs);
    return runs;
}

} // namespace signalbox::ui::compare
