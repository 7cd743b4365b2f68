// Colours of the syntax of a text (Markdown, YAML, JSON), line by line, with the state of every line remembered so that
// what spans lines is right. UI thread. The lines must outlive it. Without a definition for the file, or while
// the definitions are being read (SyntaxLibrary), it has no colours.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include <QColor>
#include <QDeadlineTimer>
#include <QString>

#include "ui/base/theme.h"

namespace signalbox::ui::compare {

struct ColorRun { // UTF-16 units of the line as displayed
    int begin = 0;
    int length = 0;
    QColor color; // invalid: the text's own
    bool bold = false;
    bool italic = false;
};

class LineHighlighter {
public:
    LineHighlighter(const std::vector<std::string_view>& lines, const QString& fileName, Scheme scheme);
    ~LineHighlighter();
    LineHighlighter(const LineHighlighter&) = delete;
    LineHighlighter& operator=(const LineHighlighter&) = delete;

    // Reads on until `line` is known or the time is over; whether it is known.
    bool advance(int line, QDeadlineTimer until);
    // Empty for a line that is not known yet.
    [[nodiscard]] std::vector<ColorRun> runs(int line);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace signalbox::ui::compare
