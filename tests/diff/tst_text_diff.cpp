// The text diff: golden cases, hostile texts, and the property that counts: applying the rows to the left text gives
// the right text, for random edits.
#include <random>

#include <QTest>

#include "core/diff/text_diff.h"
#include "core/diff/tokens.h"

using namespace signalbox;
using namespace signalbox::diff;

namespace {

std::string join(const std::vector<std::string>& parts) {
    std::string text;
    for (const auto& part : parts)
        text += (text.empty() ? "" : " ") + part;
    return text;
}

std::string marked(std::string_view line, const std::vector<Span>& spans) {
    std::string text;
    std::size_t at = 0;
    for (const Span& span : spans) {
        text += std::string(line.substr(at, span.begin - at)) + "[" +
                std::string(line.substr(span.begin, span.end - span.begin)) + "]";
        at = span.end;
    }
    return text + std::string(line.substr(at));
}

// One word per row: "= a", "~ a[x] > a[y]", "- a", "+ a".
std::string drawn(const TextDiff& diff) {
    std::vector<std::string> rows;
    for (const LineRow& row : diff.rows) {
        const auto left = row.left < 0 ? std::string_view() : diff.leftLines[static_cast<std::size_t>(row.left)];
        const auto right = row.right < 0 ? std::string_view() : diff.rightLines[static_cast<std::size_t>(row.right)];
        switch (row.kind) {
        case LineKind::Equal:
            rows.push_back("= " + std::string(left) + ";");
            break;
        case LineKind::Changed:
            rows.push_back("~ " + marked(left, row.leftWords) + " > " + marked(right, row.rightWords) + ";");
            break;
        case LineKind::Removed:
            rows.push_back("- " + std::string(left) + ";");
            break;
        case LineKind::Added:
            rows.push_back("+ " + std::string(right) + ";");
            break;
        }
    }
    return join(rows);
}

// Walks the rows as a patch: equal rows are taken from the left text, the rest from the right one.
std::string applied(const TextDiff& diff, bool& inOrder) {
    std::string text;
    int left = 0;
    int right = 0;
    for (const LineRow& row : diff.rows) {
        if (row.left >= 0 && row.left != left++)
            inOrder = false;
        if (row.right >= 0 && row.right != right++)
            inOrder = false;
        if (row.kind == LineKind::Equal) {
            text += diff.leftLines[static_cast<std::size_t>(row.left)];
            text += '\n';
        } else if (row.right >= 0) {
            text += diff.rightLines[static_cast<std::size_t>(row.right)];
            text += '\n';
        }
    }
    inOrder =
        inOrder && left == static_cast<int>(diff.leftLines.size()) && right == static_cast<int>(diff.rightLines.size());
    if (diff.rightEndsWithoutNewline && !text.empty())
        text.pop_back();
    return text;
}

bool startsCharacter(std::string_view line, std::size_t at) {
    return at >= line.size() || (static_cast<unsigned char>(line[at]) & 0xC0U) != 0x80;
}

bool spansAreSound(std::string_view line, const std::vector<Span>& spans) {
    std::uint32_t at = 0;
    for (const Span& span : spans) {
        if (span.begin < at || span.begin >= span.end || span.end > line.size() || !startsCharacter(line, span.begin) ||
            !startsCharacter(line, span.end))
            return false;
        at = span.end;
    }
    return true;
}

} // namespace

class TestTextDiff : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void golden_data();
    void golden();
    void tokens_data();
    void tokens();
    void randomEditsApply();
    void longLinesGetOneSpan();
    void equalTextsHaveNoChange();
    void stopIsObeyed();
    void newlineAtEndIsSeen();
};

void TestTextDiff::golden_data() {
    QTest::addColumn<std::string>("left");
    QTest::addColumn<std::string>("right");
    QTest::addColumn<std::string>("expected");
    using S = std::string;
    QTest::newRow("both empty") << S() << S() << S();
    QTest::newRow("from nothing") << S() << S("a\nb\n") << S("+ a; + b;");
    QTest::newRow("to nothing") << S("a\n") << S() << S("- a;");
    QTest::newRow("word") << S("x\nrefund within 30 days\n") << S("x\nrefund within 14 days\n")
                          << S("= x; ~ refund within [30] days > refund within [14] days;");
    QTest::newRow("placeholder is one word") << S("Dear {{first_name}}, hi\n") << S("Dear {{full_name}}, hi\n")
                                             << S("~ Dear [{{first_name}}], hi > Dear [{{full_name}}], hi;");
    QTest::newRow("pairs by similarity, not by place")
        << S("Answer in at most five sentences.\n")
        << S("Be kind to everybody always.\nAnswer in at most two sentences.\n")
        << S("+ Be kind to everybody always.; ~ Answer in at most [five] sentences. > Answer in at most [two] "
             "sentences.;");
    QTest::newRow("unrelated lines stay apart")
        << S("alpha beta gamma\n") << S("one two three four\n") << S("- alpha beta gamma; + one two three four;");
    QTest::newRow("carriage return") << S("a b c\r\n") << S("a b c\n") << S("~ a b c[\r] > a b c;");
    QTest::newRow("byte order mark") << S("\xEF\xBB\xBFhello you\n") << S("hello you\n")
                                     << S("~ [\xEF\xBB\xBF]hello you > hello you;");
    QTest::newRow("tab and space") << S("a\tb c d\n") << S("a b c d\n") << S("~ a[\t]b c d > a[ ]b c d;");
    QTest::newRow("not inside a character") << S("price: 10 \xE2\x82\xAC now\n") << S("price: 10 \xC2\xA3 now\n")
                                            << S("~ price: 10 [\xE2\x82\xAC] now > price: 10 [\xC2\xA3] now;");
    QTest::newRow("emoji with joiner is one word")
        << S("hi \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB you\n") << S("hi \xF0\x9F\x91\xA9 you\n")
        << S("~ hi [\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB] you > hi [\xF0\x9F\x91\xA9] you;");
    QTest::newRow("neighbouring words join")
        << S("please answer very shortly now\n") << S("please answer in full now\n")
        << S("~ please answer [very shortly] now > please answer [in full] now;");
}

void TestTextDiff::golden() {
    QFETCH(std::string, left);
    QFETCH(std::string, right);
    QFETCH(std::string, expected);
    const auto diff = diffText(left, right);
    QVERIFY(diff);
    QCOMPARE(drawn(*diff), expected);
}

void TestTextDiff::tokens_data() {
    QTest::addColumn<std::string>("line");
    QTest::addColumn<std::string>("expected");
    using S = std::string;
    QTest::newRow("number") << S("$1,000.50.") << S("$|1,000.50|.");
    QTest::newRow("placeholder") << S("a{{b c}}d") << S("a|{{b c}}|d");
    QTest::newRow("open braces") << S("{{a") << S("{|{|a");
    QTest::newRow("nested braces") << S("{{{a}}") << S("{|{{a}}");
    QTest::newRow("combining") << S("e\u0301a b") << S("e\u0301a| |b");
    QTest::newRow("ideographs") << S("\u65E5\u672C") << S("\u65E5|\u672C");
    QTest::newRow("broken utf-8") << S("\xC3(\xFF") << S("\xC3|(|\xFF");
    QTest::newRow("cut sequence") << S("a\xE2\x82") << S("a|\xE2|\x82");
}

void TestTextDiff::tokens() {
    QFETCH(std::string, line);
    QFETCH(std::string, expected);
    std::string cut;
    for (const auto token : cutIntoTokens(line))
        cut += (cut.empty() ? "" : "|") + std::string(token);
    QCOMPARE(cut, expected);
}

void TestTextDiff::randomEditsApply() {
    const unsigned seed = 20260301;
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    const std::vector<std::string> words{"refund", "the", "30", "{{name}}", "\u00e9t\u00e9", "\U0001F600", "\r", "not",
                                         "\xFF",   "",    "\t", "\u202E",   "json",          "a",          "b"};
    const auto pick = [&](std::size_t below) { return static_cast<std::size_t>(random()) % below; };
    const auto line = [&] {
        std::string text;
        for (std::size_t i = pick(9); i > 0; --i)
            text += words[pick(words.size())] + (pick(3) ? " " : "");
        return text;
    };
    for (int round = 0; round < 3'000; ++round) {
        std::vector<std::string> lines;
        for (std::size_t i = pick(30); i > 0; --i)
            lines.push_back(line());
        auto edited = lines;
        for (std::size_t i = pick(12); i > 0; --i) {
            const auto at = static_cast<std::ptrdiff_t>(pick(edited.size() + 1));
            if (pick(3) == 0 || at == std::ssize(edited))
                edited.insert(edited.begin() + at, line());
            else if (pick(2) == 0)
                edited.erase(edited.begin() + at);
            else
                edited[static_cast<std::size_t>(at)] += words[pick(words.size())];
        }
        const auto text = [&](const std::vector<std::string>& from) {
            std::string all;
            for (const auto& one : from)
                all += one + "\n";
            if (pick(3) == 0 && !all.empty())
                all.pop_back();
            return all;
        };
        const std::string left = text(lines);
        const std::string right = text(edited);
        const auto diff = diffText(left, right);
        QVERIFY(diff);
        bool inOrder = true;
        QCOMPARE(applied(*diff, inOrder), right);
        QVERIFY(inOrder);
        for (const LineRow& row : diff->rows) {
            if (row.kind != LineKind::Changed)
                continue;
            QVERIFY(spansAreSound(diff->leftLines[static_cast<std::size_t>(row.left)], row.leftWords));
            QVERIFY(spansAreSound(diff->rightLines[static_cast<std::size_t>(row.right)], row.rightWords));
        }
    }
}

void TestTextDiff::longLinesGetOneSpan() {
    const std::string same(6'000, 'a');
    const std::string left = same + "\u00e9" + same;
    const std::string right = same + "\u00e8" + same; // shares the first byte of the sequence
    const auto diff = diffText(left, right);
    QVERIFY(diff);
    QCOMPARE(diff->rows.size(), std::size_t{1});
    QCOMPARE(diff->rows[0].leftWords, (std::vector<Span>{{6'000, 6'002}}));
    QCOMPARE(diff->rows[0].rightWords, (std::vector<Span>{{6'000, 6'002}}));
}

void TestTextDiff::equalTextsHaveNoChange() {
    const std::string text = "a\nb\nc";
    const auto diff = diffText(text, std::string(text));
    QVERIFY(diff);
    QCOMPARE(diff->changes, 0);
    QCOMPARE(diff->rows.size(), std::size_t{3});
}

void TestTextDiff::stopIsObeyed() {
    std::stop_source stop;
    stop.request_stop();
    const auto diff = diffText("a\n", "b\n", stop.get_token());
    QVERIFY(!diff);
    QCOMPARE(diff.error().kind, Errc::Cancelled);
}

void TestTextDiff::newlineAtEndIsSeen() {
    const auto diff = diffText("a\nb", "a\nb\n");
    QVERIFY(diff);
    QCOMPARE(diff->changes, 1);
    QVERIFY(diff->leftEndsWithoutNewline && !diff->rightEndsWithoutNewline);
    QCOMPARE(diff->rows.back().kind, LineKind::Changed);
    QVERIFY(diff->rows.back().leftWords.empty() && diff->rows.back().rightWords.empty());
}

QTEST_GUILESS_MAIN(TestTextDiff)
#include "tst_text_diff.moc"
