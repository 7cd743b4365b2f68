// signalboxctl diff AGENT LEFT RIGHT
#include <format>
#include <memory>

#include <QJsonArray>

#include "app/ctl/context.h"
#include "core/diff/snapshot_diff.h"
#include "core/protocol/snapshot_values.h"

namespace signalbox::ctl {

using namespace Qt::StringLiterals;

namespace {

using agents::SnapshotPtr;

QString qt(const std::string& text) {
    return QString::fromStdString(text);
}

const char* wordOf(diff::ChangeKind kind) {
    switch (kind) {
    case diff::ChangeKind::Added:
        return "added";
    case diff::ChangeKind::Removed:
        return "removed";
    case diff::ChangeKind::Changed:
        break;
    }
    return "changed";
}

const char* wordOf(agents::Bump bump) {
    switch (bump) {
    case agents::Bump::Major:
        return "major";
    case agents::Bump::Minor:
        return "minor";
    case agents::Bump::Patch:
        break;
    }
    return "patch";
}

std::string_view contentOf(const agents::Snapshot& snapshot, const std::string& path) {
    const agents::File* file = snapshot.find(path);
    return file == nullptr ? std::string_view{} : std::string_view(file->content);
}

void printText(const Context& context, std::string_view left, std::string_view right) {
    const auto text = diff::diffText(left, right);
    if (!text)
        return context.line("  " + text.error().message);
    const auto print = [&context](char sign, const std::vector<std::string_view>& lines, int line, bool isOpen) {
        if (line < 0)
            return;
        context.line(std::format("  {}{}", sign, lines[static_cast<std::size_t>(line)]));
        if (isOpen && static_cast<std::size_t>(line) + 1 == lines.size())
            context.line("  \\ No newline at end of file"); // as git says it
    };
    for (const diff::LineRow& row : text->rows) {
        if (row.kind == diff::LineKind::Equal)
            continue;
        print('-', text->leftLines, row.left, text->leftEndsWithoutNewline);
        print('+', text->rightLines, row.right, text->rightEndsWithoutNewline);
    }
}

void printDiff(const Context& context, const diff::SnapshotDiff& found, const agents::Snapshot& left,
               const agents::Snapshot& right) {
    for (const diff::FieldChange& field : found.fields)
        context.line(std::format("{} {}: {} → {}  ({}: {})", wordOf(field.change), field.path, field.before,
                                 field.after, wordOf(field.bump), field.why));
    for (const diff::PartChange& part : found.parts) {
        context.line(std::format("{} {} (+{} -{})", wordOf(part.change), part.path, part.added, part.removed));
        printText(context, contentOf(left, part.path), contentOf(right, part.path));
        for (const diff::BehaviourMark& mark : part.marks)
            context.line(std::format("  ! line {}, {}: {} → {}", mark.line + 1, mark.kind, mark.before, mark.after));
    }
    context.line(found.parts.empty() && found.fields.empty()
                     ? std::string("No difference.")
                     : std::format("At least a {} version.", wordOf(found.advice)));
}

QJsonObject toJson(const diff::SnapshotDiff& found) {
    QJsonArray parts;
    for (const diff::PartChange& part : found.parts) {
        QJsonArray marks;
        for (const diff::BehaviourMark& mark : part.marks)
            marks.append(QJsonObject{{u"line"_s, mark.line + 1},
                                     {u"kind"_s, qt(mark.kind)},
                                     {u"before"_s, qt(mark.before)},
                                     {u"after"_s, qt(mark.after)}});
        parts.append(QJsonObject{{u"path"_s, qt(part.path)},
                                 {u"change"_s, qt(wordOf(part.change))},
                                 {u"added"_s, part.added},
                                 {u"removed"_s, part.removed},
                                 {u"marks"_s, marks}});
    }
    QJsonArray fields;
    for (const diff::FieldChange& field : found.fields)
        fields.append(QJsonObject{{u"path"_s, qt(field.path)},
                                  {u"change"_s, qt(wordOf(field.change))},
                                  {u"before"_s, qt(field.before)},
                                  {u"after"_s, qt(field.after)},
                                  {u"bump"_s, qt(wordOf(field.bump))},
                                  {u"why"_s, qt(field.why)}});
    return {{u"parts"_s, parts}, {u"fields"_s, fields}, {u"advice"_s, qt(wordOf(found.advice))}};
}

void compare(Context& context, const SnapshotPtr& left, const SnapshotPtr& right) {
    const auto found = diff::diffSnapshots(*left, *right);
    if (!found)
        return context.fail(found.error());
    if (context.options().json)
        context.json(toJson(*found));
    else
        printDiff(context, *found, *left, *right);
    context.finish(Done);
}

void fetch(Context& context, int word, const std::function<void(SnapshotPtr)>& use) {
    context.session().fetchSnapshot(context.word(1), context.word(word), &context,
                                    context.then<protocol::SnapshotMessage>([&context, use](const auto& message) {
                                        const auto snapshot = protocol::snapshotFrom(message);
                                        if (snapshot)
                                            use(*snapshot);
                                        else
                                            context.fail(snapshot.error());
                                    }));
}

} // namespace

void showDiff(Context& context) {
    fetch(context, 2, [&context](const SnapshotPtr& left) {
        fetch(context, 3, [&context, left](const SnapshotPtr& right) { compare(context, left, right); });
    });
}

} // namespace signalbox::ctl
