#include "core/shadow/pair_findings.h"

#include <algorithm>
#include <ranges>

#include <QJsonArray>
#include <QJsonDocument>

namespace signalbox::shadow {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t mostDifferences = 50; // that a comparison lists; with so many there may be more

// What an answer said and called, as a reader sees it.
std::string saidBy(const ReadAnswer& read) {
    std::string text = read.text;
    for (const evidence::ToolCall& call : read.answer.toolCalls)
        text += "\n[calls " + call.name + " with " +
                QJsonDocument(call.arguments).toJson(QJsonDocument::Compact).toStdString() + "]";
    return text;
}

bool isComparedAsText(const std::string& path, const std::vector<evidence::PathRule>& rules) {
    const auto last = std::ranges::find_if(std::views::reverse(rules), [&](const evidence::PathRule& rule) {
        return evidence::matchesPath(rule.path, path);
    });
    return last != rules.rend() && last->rule == evidence::FieldRule::Text;
}

QString valueAt(QJsonValue value, const std::string& pointer) {
    const QStringList parts = QString::fromStdString(pointer).split(u'/').mid(1);
    for (QString part : parts) {
        part.replace(u"~1"_s, u"/"_s).replace(u"~0"_s, u"~"_s);
        value = value.isArray() ? value.toArray().at(part.toInt()) : value.toObject().value(part);
    }
    return value.isString() ? value.toString() : QString();
}

// The fields that differ, when all of them are prose: nothing else may be talked away.
void embedFields(PairQuestion& question, const ReadAnswer& stable, const ReadAnswer& candidate,
                 const evidence::PairComparison& comparison, const evidence::PairRules& rules) {
    const auto& differences = comparison.differences;
    if (differences.empty() || differences.size() >= mostDifferences ||
        !std::ranges::all_of(differences, [&](const evidence::FieldDifference& difference) {
            return isComparedAsText(difference.path, rules.fields);
        }))
        return;
    QString texts[2];
    for (const evidence::FieldDifference& difference : differences) {
        texts[0] += valueAt(*stable.answer.json, difference.path) + u'\n';
        texts[1] += valueAt(*candidate.answer.json, difference.path) + u'\n';
    }
    question.embedStable = texts[0].toStdString();
    question.embedCandidate = texts[1].toStdString();
}

void addSaid(QJsonObject& message, const std::vector<protocol::PairOpinion>& said) {
    QJsonArray all = message.value("said"_L1).toArray();
    for (const protocol::PairOpinion& opinion : said)
        all.append(protocol::encode(opinion));
    message.insert(u"said"_s, all);
}

} // namespace

std::optional<PairQuestion> questionOf(const ReadAnswer& stable, const ReadAnswer& candidate,
                                       const std::string& request, const evidence::PairComparison& comparison,
                                       const evidence::PairRules& rules) {
    if (comparison.agree || comparison.better != evidence::Better::Undecided)
        return std::nullopt;
    PairQuestion question{
        .request = request, .stable = saidBy(stable), .candidate = saidBy(candidate), .mayJudge = true};
    if (comparison.layer == evidence::PairLayer::Text && !stable.answer.text.empty() &&
        !candidate.answer.text.empty()) {
        question.embedStable = stable.answer.text;
        question.embedCandidate = candidate.answer.text;
    } else if (comparison.layer == evidence::PairLayer::Fields) {
        embedFields(question, stable, candidate, comparison, rules);
    }
    return question;
}

void applyFindings(const PairFindings& findings, storage::PairRecord& pair, evidence::PairJudge& judge) {
    addSaid(pair.facts, findings.said);
    if (pair.content)
        addSaid(*pair.content, findings.said);
    if (findings.alike) {
        judge.changeAgreement(pair.kind == metrics::PairKind::Noise, pair.agree, true);
        pair.agree = true;
        pair.layer = evidence::PairLayer::Embeddings;
        pair.better = evidence::Better::Neither;
        pair.likeness = findings.likeness.value_or(pair.likeness);
    } else if (findings.better && pair.better == evidence::Better::Undecided) {
        pair.better = *findings.better;
        if (pair.verdict.empty())
            judge.takePreference(*findings.better);
    }
}

} // namespace signalbox::shadow
