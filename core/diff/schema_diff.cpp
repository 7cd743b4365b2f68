#include "core/diff/schema_diff.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include <QJsonArray>
#include <QJsonDocument>

#include "core/base/visible_text.h"

namespace signalbox::diff {
namespace {

using namespace Qt::StringLiterals;
using agents::Bump;

constexpr int deepest = 64; // levels of nesting; what is deeper is compared as a whole

enum class Effect { Narrower, Wider, Breaking, Words };

Bump bumpOf(Effect effect, SchemaSide side) {
    switch (effect) {
    case Effect::Narrower:
        return side == SchemaSide::Output ? Bump::Minor : Bump::Major;
    case Effect::Wider:
        return side == SchemaSide::Output ? Bump::Major : Bump::Minor;
    case Effect::Words: // the model reads the words of a tool
        return side == SchemaSide::Tool ? Bump::Minor : Bump::Patch;
    case Effect::Breaking:
        break;
    }
    return Bump::Major;
}

std::set<QString> words(const QJsonValue& value) {
    std::set<QString> result;
    const auto add = [&](const QJsonValue& one) { result.insert(QString::fromStdString(compactJson(one))); };
    if (value.isArray())
        std::ranges::for_each(value.toArray(), add);
    else if (!value.isUndefined())
        add(value);
    return result;
}

// Absent means: everything is allowed.
Effect effectOfSets(const QJsonValue& before, const QJsonValue& after) {
    if (before.isUndefined())
        return Effect::Narrower;
    if (after.isUndefined())
        return Effect::Wider;
    const auto old = words(before);
    const auto now = words(after);
    if (std::ranges::includes(old, now))
        return Effect::Narrower;
    return std::ranges::includes(now, old) ? Effect::Wider : Effect::Breaking;
}

Effect effectOfBound(const QJsonValue& before, const QJsonValue& after, bool isLower) {
    if (before.isUndefined() || after.isUndefined())
        return before.isUndefined() ? Effect::Narrower : Effect::Wider;
    if (!before.isDouble() || !after.isDouble())
        return Effect::Breaking;
    return (after.toDouble() > before.toDouble()) == isLower ? Effect::Narrower : Effect::Wider;
}

Effect effectOfAdditional(const QJsonValue& before, const QJsonValue& after) {
    const bool wasOpen = before.isUndefined() || before.toBool(false);
    const bool isOpen = after.isUndefined() || after.toBool(false);
    if (wasOpen != isOpen)
        return wasOpen ? Effect::Narrower : Effect::Wider;
    return wasOpen ? Effect::Words : Effect::Breaking; // absent and true say the same
}

Effect effectOfKeyword(const QString& key, const QJsonValue& before, const QJsonValue& after) {
    static const std::set<QString> annotations{u"title"_s,     u"description"_s, u"examples"_s, u"default"_s,
                                               u"$comment"_s,  u"$schema"_s,     u"$id"_s,      u"readOnly"_s,
                                               u"writeOnly"_s, u"deprecated"_s,  u"example"_s};
    static const std::set<QString> lower{u"minimum"_s, u"exclusiveMinimum"_s, u"minLength"_s, u"minItems"_s,
                                         u"minProperties"_s};
    static const std::set<QString> upper{u"maximum"_s, u"exclusiveMaximum"_s, u"maxLength"_s, u"maxItems"_s,
                                         u"maxProperties"_s};
    if (annotations.contains(key))
        return Effect::Words;
    if (key == u"type" || key == u"enum")
        return effectOfSets(before, after);
    if (lower.contains(key) || upper.contains(key))
        return effectOfBound(before, after, lower.contains(key));
    if (key == u"additionalProperties")
        return effectOfAdditional(before, after);
    if (key == u"pattern" || key == u"format" || key == u"const" || key == u"multipleOf") {
        if (before.isUndefined() || after.isUndefined())
            return before.isUndefined() ? Effect::Narrower : Effect::Wider;
    }
    return Effect::Breaking;
}

std::string sentence(Effect effect, const std::string& key) {
    switch (effect) {
    case Effect::Narrower:
        return " allows less than before (" + key + ")";
    case Effect::Wider:
        return " allows more than before (" + key + ")";
    case Effect::Words:
        return " is described differently (" + key + ")";
    case Effect::Breaking:
        break;
    }
    return " changed in a way that may break those who rely on it (" + key + ")";
}

class SchemaComparison {
public:
    SchemaComparison(const SchemaSubject& subject, std::vector<FieldChange>& changes)
        : m_subject(subject),
          m_changes(changes) {}

    void compare(const std::string& path, const QJsonObject& before, const QJsonObject& after, int depth) {
        if (before == after)
            return;
        const QString structural[] = {u"properties"_s, u"required"_s};
        QStringList keys = before.keys() + after.keys();
        keys.sort();
        keys.removeDuplicates();
        for (const QString& key : keys) {
            if (std::ranges::contains(structural, key) || before[key] == after[key])
                continue;
            if (key == u"items" && before[key].isObject() && after[key].isObject() && depth < deepest)
                compare(path + "[]", before[key].toObject(), after[key].toObject(), depth + 1);
            else
                addKeyword(path, key, before[key], after[key]);
        }
        compareProperties(path, before, after, depth);
    }

private:
    void add(const std::string& path, const QJsonValue& before, const QJsonValue& after, Bump bump,
             const std::string& what) {
        const ChangeKind kind = before.isUndefined()  ? ChangeKind::Added
                                : after.isUndefined() ? ChangeKind::Removed
                                                      : ChangeKind::Changed;
        m_changes.push_back({m_subject.part, kind, path, before.isUndefined() ? std::string() : compactJson(before),
                             after.isUndefined() ? std::string() : compactJson(after), bump, m_subject.name + what});
    }

    void addKeyword(const std::string& path, const QString& key, const QJsonValue& before, const QJsonValue& after) {
        const Effect effect = effectOfKeyword(key, before, after);
        add(path + "." + key.toStdString(), before, after, bumpOf(effect, m_subject.side),
            sentence(effect, key.toStdString()));
    }

    void compareProperties(const std::string& path, const QJsonObject& before, const QJsonObject& after, int depth) {
        const QJsonObject old = before[u"properties"].toObject();
        const QJsonObject now = after[u"properties"].toObject();
        const QJsonArray oldRequired = before[u"required"].toArray();
        const QJsonArray nowRequired = after[u"required"].toArray();
        QStringList names = old.keys() + now.keys();
        for (const QJsonArray& required : {oldRequired, nowRequired})
            for (const QJsonValue& name : required)
                names << name.toString();
        names.sort();
        names.removeDuplicates();
        for (const QString& name : names) {
            const std::string at = path + "." + name.toStdString();
            const std::string field = visibleText(name.toStdString(), Lines::Visible, 80);
            const bool was = oldRequired.contains(name);
            const bool is = nowRequired.contains(name);
            if (old.contains(name) && !now.contains(name)) {
                add(at, old[name], QJsonValue::Undefined, Bump::Major, " lost the field " + field);
                continue;
            }
            if (!old.contains(name) && now.contains(name)) {
                const bool breaks = is && m_subject.side != SchemaSide::Output;
                add(at, QJsonValue::Undefined, now[name], breaks ? Bump::Major : Bump::Minor,
                    (is ? " gained the required field " : " gained the optional field ") + field);
                continue;
            }
            if (was != is)
                addRequired(at, field, is);
            if (old[name] == now[name])
                continue;
            if (old[name].isObject() && now[name].isObject() && depth < deepest)
                compare(at, old[name].toObject(), now[name].toObject(), depth + 1);
            else
                add(at, old[name], now[name], Bump::Major, " changed the field " + field);
        }
    }

    void addRequired(const std::string& path, const std::string& field, bool isRequired) {
        const Effect effect = isRequired ? Effect::Narrower : Effect::Wider;
        add(path + ".required", QJsonValue(!isRequired), QJsonValue(isRequired), bumpOf(effect, m_subject.side),
            isRequired ? " now requires the field " + field : " no longer requires the field " + field);
    }

    const SchemaSubject& m_subject;
    std::vector<FieldChange>& m_changes;
};

} // namespace

void compareSchemas(const SchemaSubject& subject, const QJsonObject& before, const QJsonObject& after,
                    std::vector<FieldChange>& changes) {
    SchemaComparison(subject, changes).compare(subject.path, before, after, 0);
}

std::string compactJson(const QJsonValue& value) {
    constexpr qsizetype longest = 300;
    if (value.isString())
        return value.toString().toStdString();
    // A value that stands alone is written inside an array, whose brackets are then taken off.
    const QByteArray text = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    const QString inner = QString::fromUtf8(text).sliced(1).chopped(1);
    return (inner.size() > longest ? inner.left(longest) + u"…"_s : inner).toStdString();
}

} // namespace signalbox::diff
