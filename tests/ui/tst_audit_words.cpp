// Sentences of the audit log: every action that a backend can write, with its states and without; no name of an action
// and no name of a field reaches a person.
#include <QtTest>

#include "core/protocol/audit_actions.h"
#include "tests/ui/status_values.h"
#include "ui/history/audit_words.h"
#include "ui/releases/verb.h"

using namespace signalbox;
using namespace signalbox::ui::history;
using namespace Qt::StringLiterals;

namespace {

release::AgentState idle(const std::string& stable) {
    release::AgentState state;
    state.agent = "refunds";
    state.revision = 7;
    state.stable = uitest::version(stable);
    return state;
}

release::AgentState ramping(int step) {
    release::AgentState state = idle("2.1.0");
    state.release = uitest::ramping(step).state.release;
    return state;
}

protocol::AuditRow entry(const std::string& action, const std::optional<release::AgentState>& before,
                         const std::optional<release::AgentState>& after, const std::string& actor = "ana") {
    protocol::AuditRow row{
        .sequence = 118, .actor = actor, .action = action, .agent = "refunds", .summary = action, .entry = {}};
    row.entry = {{u"reason"_s, u"SUP-448: errors at 3 %"_s}};
    if (before)
        row.entry.insert(u"before"_s, release::stateToJson(*before));
    if (after)
        row.entry.insert(u"after"_s, release::stateToJson(*after));
    return row;
}

bool isPeoplesWords(const QString& text) {
    return !text.isEmpty() && !text.contains(u'_') && !text.contains(u"release."_s) && !text.contains(u"%"_s + u'1') &&
           !text.contains(u"%2"_s);
}

} // namespace

class TestAuditWords : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void everyActionHasASentence_data() {
        QTest::addColumn<QString>("action");
        for (const std::string_view action : protocol::auditActions)
            QTest::newRow(std::string(action).c_str()) << QString::fromUtf8(action);
    }

    void everyActionHasASentence() {
        QFETCH(QString, action);
        const std::string name = action.toStdString();
        const auto running = ramping(1);
        auto queued = running;
        queued.queued = release::Queued{};
        queued.queued->candidate = uitest::version("2.3.0");
        auto ended = idle("2.1.0");
        ended.quarantine = {{uitest::version("2.2.0"), "errors", {}}};
        const std::vector<protocol::AuditRow> rows{entry(name, {}, {}),
                                                   entry(name, running, ramping(2)),
                                                   entry(name, running, ended),
                                                   entry(name, ended, idle("2.1.0")),
                                                   entry(name, idle("2.1.0"), queued),
                                                   entry(name, {}, idle("2.1.0"))};
        for (const protocol::AuditRow& row : rows) {
            const AuditWords words = wordsOf(row);
            QVERIFY2(isPeoplesWords(words.sentence), qPrintable(words.sentence));
            QVERIFY2(!words.sentence.contains(action), qPrintable(words.sentence));
            QVERIFY2(words.sentence.contains(u"ana"_s) && words.sentence.contains(u"refunds"_s),
                     qPrintable(words.sentence));
            QCOMPARE(words.reason, u"SUP-448: errors at 3 %"_s);
        }
        QVERIFY(isPeoplesWords(deedText(name)));
    }

    void saysWhatHappened_data() {
        QTest::addColumn<QString>("action");
        QTest::addColumn<int>("stepBefore"); // of the running release; -1: none
        QTest::addColumn<int>("stepAfter");
        QTest::addColumn<QString>("stable"); // after
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<QStringList>("changes");
        const auto row = [](const char* action, int before, int after, const QString& stable, const QString& sentence,
                            const QStringList& changes) {
            QTest::newRow(action) << QString::fromLatin1(action) << before << after << stable << sentence << changes;
        };
        row("release.start", -1, 0, u"2.1.0"_s, u"ana started refunds 2.2.0 at 5 % beside 2.1.0"_s,
            {u"stable 2.1.0  100 % → 95 %"_s, u"canary 2.2.0  0 % → 5 %"_s});
        row("release.advance", 0, 1, u"2.1.0"_s, u"ana took refunds 2.2.0 from 5 % to 10 %"_s,
            {u"stable 2.1.0  95 % → 90 %"_s, u"canary 2.2.0  5 % → 10 %"_s});
        row("release.step_back", 2, 1, u"2.1.0"_s, u"ana took refunds 2.2.0 back from 25 % to 10 %"_s,
            {u"stable 2.1.0  75 % → 90 %"_s, u"canary 2.2.0  25 % → 10 %"_s});
        row("release.pause", 1, 1, u"2.1.0"_s, u"ana paused refunds 2.2.0 at 10 %"_s,
            {u"traffic as before: stable 2.1.0 90 %, canary 2.2.0 10 %"_s});
        row("release.roll_back", 2, -1, u"2.1.0"_s, u"ana rolled refunds back from 2.2.0 to 2.1.0"_s,
            {u"stable 2.1.0  75 % → 100 %"_s, u"canary 2.2.0  25 % → 0 %"_s});
        row("release.complete", 4, -1, u"2.2.0"_s,
            u"ana completed the release of refunds: 2.2.0 replaces 2.1.0 as stable"_s,
            {u"2.2.0  canary 100 % → stable 100 %"_s});
        row("release.abort", 0, -1, u"2.1.0"_s, u"ana ended the release of refunds 2.2.0: 2.1.0 answers everything"_s,
            {u"stable 2.1.0  95 % → 100 %"_s, u"canary 2.2.0  5 % → 0 %"_s});
    }

    void saysWhatHappened() {
        QFETCH(QString, action);
        QFETCH(int, stepBefore);
        QFETCH(int, stepAfter);
        QFETCH(QString, stable);
        const auto before = stepBefore < 0 ? idle("2.1.0") : ramping(stepBefore);
        const auto after = stepAfter < 0 ? idle(stable.toStdString()) : ramping(stepAfter);
        const AuditWords words = wordsOf(entry(action.toStdString(), before, after));
        QTEST(words.sentence, "sentence");
        QTEST(words.changes, "changes");
    }

    void whoActedIsNamed() {
        const auto sentence = [](const std::string& actor) {
            return wordsOf(entry("release.pause", ramping(0), ramping(0), actor)).sentence;
        };
        QCOMPARE(sentence("signalbox"), u"Signalbox paused refunds 2.2.0 at 5 %"_s);
        QCOMPARE(sentence("guardrail error_rate"), u"The guardrail on errors paused refunds 2.2.0 at 5 %"_s);
        QCOMPARE(sentence("guardrail latency_p95"), u"The guardrail on latency p95 paused refunds 2.2.0 at 5 %"_s);
        QVERIFY(!sentence("%1<b>\u202e").contains(QChar(0x202e)));
        QVERIFY(sentence("%1<b>\u202e").startsWith(u"%1<b>"_s)); // no place of an argument
    }

    void theTimeInEffectIsSaid() {
        auto row = entry("release.roll_back", ramping(2), idle("2.1.0"));
        QVERIFY(wordsOf(row).effect.isEmpty()); // nothing is made up
        QJsonObject after = row.entry[u"after"_s].toObject();
        after.insert(u"effective_after_ms"_s, 0.3);
        row.entry.insert(u"after"_s, after);
        QCOMPARE(wordsOf(row).effect, u"in effect after 0.3 ms"_s);
        QCOMPARE(wordsOf(row).changes.size(), 2); // and the state is still read
    }

    void aNewerBackendSpeaksForItself() {
        auto row = entry("team.split", {}, {});
        QVERIFY(isPeoplesWords(wordsOf(row).sentence));
        row.summary = "split the team";
        QCOMPARE(wordsOf(row).sentence, u"ana: split the team"_s);
    }

    void everyVerbOfThisConsoleHasWords_data() {
        QTest::addColumn<int>("verb");
        for (int verb = 0; verb < ui::releases::verbCount; ++verb)
            QTest::addRow("%d", verb) << verb;
    }

    // As the commander writes them.
    void everyVerbOfThisConsoleHasWords() {
        QFETCH(int, verb);
        const auto given = static_cast<ui::releases::Verb>(verb);
        for (const bool glass : {false, true}) {
            const std::string action = ui::releases::actionOf(given, glass);
            protocol::AuditRow row{
                .sequence = 3, .actor = "production", .action = action, .agent = "refunds", .summary = {}, .entry = {}};
            row.entry = {{u"outcome"_s, u"done"_s}, {u"reason"_s, u"because"_s}};
            QVERIFY2(isPeoplesWords(wordsOf(row).sentence), qPrintable(wordsOf(row).sentence));
            QVERIFY2(!wordsOf(row).sentence.contains(u"something"_s), action.c_str());
            row.entry.insert(u"outcome"_s, u"wrong_revision"_s);
            QVERIFY2(wordsOf(row).sentence.contains(u"not done (wrong revision)"_s), qPrintable(wordsOf(row).sentence));
        }
    }
};

QTEST_MAIN(TestAuditWords)
#include "tst_audit_words.moc"
