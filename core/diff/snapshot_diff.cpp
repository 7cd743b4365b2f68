#include "core/diff/snapshot_diff.h"

#include <algorithm>
#include <map>

#include <QJsonDocument>

#include "core/base/visible_text.h"
#include "core/diff/manifest_diff.h"
#include "core/diff/schema_diff.h"
#include "core/diff/tool_diff.h"

namespace signalbox::diff {
namespace {

using agents::Bump;
using agents::Snapshot;

PartKind partOf(const std::string& path) {
    if (path == "agent.yaml")
        return PartKind::Manifest;
    if (path.starts_with("prompts/"))
        return PartKind::Prompt;
    if (path.starts_with("integrations/"))
        return PartKind::Tool;
    return path.starts_with("contract/") ? PartKind::Contract : PartKind::File;
}

bool isPrompt(const Snapshot& snapshot, const std::string& path) {
    return std::ranges::any_of(snapshot.manifest.prompts, [&](const auto& prompt) { return prompt.second == path; });
}

const agents::File* fileAt(const Snapshot& snapshot, const std::string& path) {
    const auto file = std::ranges::find(snapshot.files, path, &agents::File::path);
    return file == snapshot.files.end() ? nullptr : &*file;
}

struct Sides {
    const std::string* left = nullptr;
    const std::string* right = nullptr;
};

Result<void> compareFiles(const Snapshot& left, const Snapshot& right, const ToolNames& tools, std::stop_token stop,
                          std::vector<PartChange>& parts) {
    std::map<std::string, Sides> files;
    for (const agents::File& file : left.files)
        files[file.path].left = &file.content;
    for (const agents::File& file : right.files)
        files[file.path].right = &file.content;
    static const std::string nothing;
    for (const auto& [path, sides] : files) {
        if (sides.left && sides.right && *sides.left == *sides.right)
            continue;
        auto text = diffText(sides.left ? *sides.left : nothing, sides.right ? *sides.right : nothing, stop);
        if (!text)
            return failure(std::move(text.error()));
        PartChange part{
            partOf(path),  !sides.left ? ChangeKind::Added : !sides.right ? ChangeKind::Removed : ChangeKind::Changed,
            path,          text->added,
            text->removed, {}};
        if (isPrompt(left, path) || isPrompt(right, path))
            part.part = PartKind::Prompt;
        if (part.part == PartKind::Prompt && part.change == ChangeKind::Changed)
            part.marks = behaviourMarks(path, *text, tools);
        parts.push_back(std::move(part));
    }
    const auto order = [](const PartChange& part) {
        constexpr PartKind first[] = {PartKind::Manifest, PartKind::Prompt, PartKind::Tool, PartKind::Contract};
        return std::ranges::find(first, part.part) - std::begin(first);
    };
    std::ranges::stable_sort(parts, {}, order);
    return {};
}

void compareContract(const Snapshot& left, const Snapshot& right, const std::string& leftPath,
                     const std::string& rightPath, SchemaSide side, std::vector<FieldChange>& changes) {
    const bool isInput = side == SchemaSide::Input;
    const SchemaSubject subject{side, PartKind::Contract, isInput ? "contract.input" : "contract.output",
                                isInput ? "the input contract" : "the output contract"};
    if (leftPath.empty() && rightPath.empty())
        return;
    // A new promise binds callers on the way in, and an agent that no longer promises frees itself on the way out.
    if (leftPath.empty() || rightPath.empty()) {
        const bool added = leftPath.empty();
        changes.push_back({PartKind::Contract, added ? ChangeKind::Added : ChangeKind::Removed, subject.path, leftPath,
                           rightPath, added == isInput ? Bump::Major : Bump::Minor,
                           subject.name + (added ? " was added" : " was removed")});
        return;
    }
    const agents::File* before = fileAt(left, leftPath);
    const agents::File* after = fileAt(right, rightPath);
    if (!before || !after || before->content == after->content)
        return;
    const auto old = QJsonDocument::fromJson(QByteArray::fromStdString(before->content));
    const auto now = QJsonDocument::fromJson(QByteArray::fromStdString(after->content));
    if (old.isObject() && now.isObject())
        compareSchemas(subject, old.object(), now.object(), changes);
    else
        changes.push_back({PartKind::Contract, ChangeKind::Changed, subject.path, leftPath, rightPath, Bump::Major,
                           subject.name + " cannot be read as a JSON Schema"});
}

std::string promptReason(const PartChange& part) {
    const std::string name = visibleText(part.path, Lines::Visible, 120);
    if (part.change != ChangeKind::Changed)
        return name + (part.change == ChangeKind::Added ? " was added" : " was removed");
    static const std::map<std::string, std::string, std::less<>> nouns{{"number", "numbers"},
                                                                       {"negation", "negations"},
                                                                       {"variable", "template variables"},
                                                                       {"format", "the output format"},
                                                                       {"tool", "tools"}};
    std::string kinds;
    for (const auto& [kind, noun] : nouns)
        if (std::ranges::contains(part.marks, kind, &BehaviourMark::kind))
            kinds += (kinds.empty() ? "" : ", ") + noun;
    return "the wording of " + name + " changed" + (kinds.empty() ? "" : ", also " + kinds);
}

void advise(SnapshotDiff& diff) {
    std::vector<std::pair<Bump, std::string>> reasons;
    for (const FieldChange& field : diff.fields)
        reasons.emplace_back(field.bump, field.why);
    for (const PartChange& part : diff.parts) {
        if (part.part == PartKind::Prompt)
            reasons.emplace_back(Bump::Minor, promptReason(part));
        else if (part.part == PartKind::File)
            reasons.emplace_back(Bump::Patch, visibleText(part.path, Lines::Visible, 120) + " changed");
    }
    if (reasons.empty() && !diff.parts.empty())
        reasons.emplace_back(Bump::Patch, "only layout or comments changed");
    std::ranges::stable_sort(reasons, std::greater(), [](const auto& reason) { return reason.first; });
    for (auto& [bump, why] : reasons) {
        diff.advice = std::max(diff.advice, bump);
        if (!std::ranges::contains(diff.reasons, why))
            diff.reasons.push_back(std::move(why));
    }
}

} // namespace

Result<SnapshotDiff> diffSnapshots(const Snapshot& left, const Snapshot& right, std::stop_token stop) {
    SnapshotDiff diff;
    const Tools leftTools = toolsOf(left);
    const Tools rightTools = toolsOf(right);
    ToolNames names;
    for (const Tools* tools : {&leftTools, &rightTools})
        for (const auto& [name, tool] : *tools)
            names.insert(name);
    if (auto done = compareFiles(left, right, names, std::move(stop), diff.parts); !done)
        return failure(std::move(done.error()));
    compareManifests(left.manifest, right.manifest, diff.fields);
    compareTools(leftTools, rightTools, diff.fields);
    compareContract(left, right, left.manifest.contractInput, right.manifest.contractInput, SchemaSide::Input,
                    diff.fields);
    compareContract(left, right, left.manifest.contractOutput, right.manifest.contractOutput, SchemaSide::Output,
                    diff.fields);
    advise(diff);
    return diff;
}

} // namespace signalbox::diff
