// Times of the text diff beside `git diff --no-index` on the same files, in one run. Runs only with SIGNALBOX_BENCH=1.
#include <algorithm>
#include <chrono>
#include <functional>
#include <random>

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "core/diff/text_diff.h"

using namespace signalbox::diff;
using namespace Qt::StringLiterals;

namespace {

double millisecondsOf(const std::function<void()>& work) {
    double best = 1e9;
    for (int i = 0; i < 5; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        work();
        best =
            std::min(best, std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
    }
    return best;
}

std::string prompt(std::mt19937& random, int lines) {
    std::string text;
    for (int i = 0; i < lines; ++i)
        text += "Line " + std::to_string(i) + ": offer at most " + std::to_string(random() % 100) +
                " coupons to {{name}} and never promise more.\n";
    return text;
}

std::string edited(std::mt19937& random, std::string text, int edits) {
    for (int i = 0; i < edits; ++i) {
        const auto at = text.find("most ", random() % text.size());
        if (at != std::string::npos)
            text.replace(at, 4, "least");
    }
    return text;
}

std::string alphabet(std::mt19937& random, int lines) {
    std::string text;
    for (int i = 0; i < lines; ++i)
        text += "line number " + std::to_string(random() % 200) + "\n";
    return text;
}

void write(const QString& path, const std::string& text) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text.data(), static_cast<qint64>(text.size()));
}

} // namespace

class BenchTextDiff : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void besideGit_data();
    void besideGit();
};

void BenchTextDiff::besideGit_data() {
    QTest::addColumn<std::string>("left");
    QTest::addColumn<std::string>("right");
    std::mt19937 random(7);
    const auto row = [](const char* name, const std::string& left, const std::string& right) {
        QTest::newRow(name) << left << right;
    };
    const std::string small = prompt(random, 2'000);
    row("2,000 lines, 100 edits", small, edited(random, small, 100));
    const std::string large = prompt(random, 200'000);
    row("200,000 lines, 10,000 edits", large, edited(random, large, 10'000));
    row("100,000 lines over 200", alphabet(random, 100'000), alphabet(random, 100'000));
    std::string line = prompt(random, 25'000);
    std::ranges::replace(line, '\n', ' ');
    std::string other = line;
    other.replace(line.find("offer", line.size() / 2), 5, "grant");
    row("one line of 2 MB", line, other);
}

void BenchTextDiff::besideGit() {
    if (!qEnvironmentVariableIsSet("SIGNALBOX_BENCH"))
        QSKIP("set SIGNALBOX_BENCH=1 to measure");
    QFETCH(std::string, left);
    QFETCH(std::string, right);
    QTemporaryDir folder;
    write(folder.filePath(u"left"_s), left);
    write(folder.filePath(u"right"_s), right);
    const double ours = millisecondsOf([&] { QVERIFY(diffText(left, right)); });
    const double gits = millisecondsOf([&] {
        QProcess git;
        git.setWorkingDirectory(folder.path()); // not in a repository
        git.setStandardOutputFile(folder.filePath(u"out"_s));
        git.start(u"git"_s, {u"diff"_s, u"--no-index"_s, folder.filePath(u"left"_s), folder.filePath(u"right"_s)});
        QVERIFY(git.waitForFinished());
        QCOMPARE(git.exitCode(), 1); // it found differences
    });
    qInfo("%s: signalbox %.1f ms (lines, pairs and words), git diff %.1f ms, ratio %.2f", QTest::currentDataTag(), ours,
          gits, ours / gits);
    QVERIFY2(ours <= std::max(3 * gits, 20.0), "more than three times git diff");
}

QTEST_GUILESS_MAIN(BenchTextDiff)
#include "bench_text_diff.moc"
