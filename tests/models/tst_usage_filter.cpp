// The event that tells of a stream's usage is kept back, and no other byte: whatever ends lines, wherever it is cut.
#include <QTest>

#include "core/models/usage_filter.h"

using namespace signalbox::models;

namespace {

std::string passed(const std::string& stream, std::size_t first, std::size_t second) {
    UsageFilter filter;
    std::string out;
    filter.feed(std::string_view(stream).substr(0, first), out);
    filter.feed(std::string_view(stream).substr(first, second - first), out);
    filter.feed(std::string_view(stream).substr(second), out);
    filter.finish(out);
    return out;
}

} // namespace

class TestUsageFilter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsBackOneEvent_data();
    void keepsBackOneEvent();
    void holdsNothingElseBack();
};

void TestUsageFilter::keepsBackOneEvent_data() {
    QTest::addColumn<QByteArray>("event");
    QTest::addColumn<bool>("kept");
    const auto row = [](const char* name, const char* event, bool kept) {
        QTest::newRow(name) << QByteArray(event) << kept;
    };
    row("usage", R"(data: {"choices":[],"usage":{"prompt_tokens":5}})", true);
    row("spaced", R"(data:{ "choices" : [ ] , "usage" : { } })", true);
    row("named and commented", ": x\nevent: y\ndata: {\"usage\":{},\"choices\":[]}", true);
    row("over two lines", "data: {\"choices\":[],\ndata: \"usage\":{}}", true);
    row("with a choice", R"(data: {"choices":[{"index":0}],"usage":{}})", false);
    row("usage that is null", R"(data: {"choices":[],"usage":null})", false);
    row("no usage", R"(data: {"choices":[],"prompt_filter_results":[]})", false);
    row("no choices", R"(data: {"usage":{}})", false);
    row("an error", R"(data: {"choices":[],"usage":{},"error":{"message":"x"}})", false);
    row("told in a text", R"(data: {"choices":[{"delta":{"content":"\"choices\":[],\"usage\":{}"}}]})", false);
    row("no JSON", R"(data: {"choices":[],"usage":{})", false);
    row("a comment", R"(: {"choices":[],"usage":{}})", false);
    row("the end", "data: [DONE]", false);
    row("a page", "<html>\n<b>\"choices\":[]</b>", false);
}

void TestUsageFilter::keepsBackOneEvent() {
    QFETCH(QByteArray, event);
    QFETCH(bool, kept);
    for (const std::string end : {"\n", "\r\n", "\r"}) {
        std::string lines;
        for (const char c : event.toStdString())
            lines += c == '\n' ? end : std::string(1, c);
        const std::string before = "data: {\"choices\":[{\"delta\":{}}]}" + end + end;
        const std::string after = "data: [DONE]" + end + end;
        const std::string whole = before + lines + end + end + after;
        const std::string expected = kept ? before + after : whole;
        for (std::size_t first = 0; first <= whole.size(); ++first)
            for (std::size_t second = first; second <= whole.size(); second += 3)
                QCOMPARE(passed(whole, first, second), expected);
    }
}

// An event passes as soon as it is whole or can be none of usage.
void TestUsageFilter::holdsNothingElseBack() {
    UsageFilter filter;
    std::string out;
    filter.feed("data: 1\n\ndata: 2\n", out);
    QCOMPARE(out, std::string("data: 1\n\n"));
    filter.feed("\n", out);
    QCOMPARE(out, std::string("data: 1\n\ndata: 2\n\n"));
    out.clear();
    filter.feed("{\"id\":", out);
    QCOMPARE(out, std::string("{\"id\":"));
    UsageFilter bounded;
    std::string passing;
    const std::string piece(1'000, 'x');
    bounded.feed("data: ", passing);
    for (int i = 0; i < 100; ++i) {
        bounded.feed(piece, passing);
        QVERIFY(6 + 1'000 * static_cast<std::size_t>(i + 1) - passing.size() <= 17'000);
    }
    QVERIFY(passing.size() > 90'000);
}

QTEST_APPLESS_MAIN(TestUsageFilter)
#include "tst_usage_filter.moc"
