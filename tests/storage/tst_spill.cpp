// The file that takes what a full disk does not: what was added is there after a restart, a cut costs only what it cuts
// off, a flipped byte only its own record, and nothing that was cleared comes back.
#include <filesystem>
#include <fstream>
#include <sys/stat.h>

#include <QTemporaryDir>
#include <QTest>

#include "core/storage/spill.h"

using namespace signalbox;
using namespace signalbox::storage;
using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t smallSize = 8 * Spill::blockSize;
constexpr std::size_t headSize = 56;

using Records = std::vector<std::string>;

std::string contentOf(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void put(const std::filesystem::path& file, const std::string& content) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << content;
}

// "a", a record of more than a block, "c": where each begins in the file.
const Records three{std::string(100, 'a'), std::string(5000, 'b'), std::string(30, 'c')};
constexpr std::array<std::size_t, 3> begins{0, Spill::blockSize, 3 * Spill::blockSize};

} // namespace

class TestSpill : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void itsRoomIsThereBeforeItIsNeeded();
    void whatWasAddedIsThereAgain();
    void nothingThatWasClearedComesBack();
    void aCutCostsOnlyWhatItCutsOff();
    void aFlippedByteCostsOnlyItsRecord();
    void whatIsFullSaysSoAndLosesNothing();
    void whatWasBegunIsGoneOnWith();
    void onlyAFileOfItsOwnIsUsed();

private:
    [[nodiscard]] Result<std::unique_ptr<Spill>> open() const { return Spill::open(m_file, smallSize); }

    void addThree() {
        const auto spill = open().value();
        for (const std::string& record : three)
            QVERIFY(spill->add(record));
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::filesystem::path m_file;
};

void TestSpill::init() {
    m_directory = std::make_unique<QTemporaryDir>();
    m_file = m_directory->filePath(u"spill"_s).toStdString();
}

void TestSpill::itsRoomIsThereBeforeItIsNeeded() {
    const auto spill = open().value();
    QVERIFY(spill->records().empty());
    QVERIFY(!spill->isDamaged());
    struct stat before = {};
    QCOMPARE(::stat(m_file.c_str(), &before), 0);
    QCOMPARE(before.st_mode & 0777U, 0600U);
    QCOMPARE(static_cast<std::size_t>(before.st_size), smallSize);
    QVERIFY(static_cast<std::size_t>(before.st_blocks) * 512 >= smallSize); // no holes
    QVERIFY(spill->add(std::string(9000, 'x')));
    struct stat after = {};
    QCOMPARE(::stat(m_file.c_str(), &after), 0);
    QCOMPARE(after.st_size, before.st_size);
    QCOMPARE(after.st_blocks, before.st_blocks);
}

void TestSpill::whatWasAddedIsThereAgain() {
    addThree();
    auto spill = open().value();
    QCOMPARE(spill->records(), three);
    QVERIFY(!spill->isDamaged());
    QVERIFY(spill->add("d")); // behind the others
    spill = open().value();
    QCOMPARE(spill->records().size(), 4U);
    QCOMPARE(spill->records().back(), std::string("d"));
}

void TestSpill::nothingThatWasClearedComesBack() {
    addThree();
    auto spill = open().value();
    QVERIFY(spill->clear());
    QVERIFY(spill->records().empty());
    spill = open().value();
    QVERIFY(spill->records().empty());
    QVERIFY(!spill->isDamaged());
    QVERIFY(spill->add(std::string(100, 'n'))); // as long as the first was, so that the second would follow it
    spill = open().value();
    QCOMPARE(spill->records(), Records{std::string(100, 'n')});
    QVERIFY(!spill->isDamaged());
}

void TestSpill::aCutCostsOnlyWhatItCutsOff() {
    addThree();
    const std::string whole = contentOf(m_file);
    for (std::size_t cut = 1; cut <= whole.size(); ++cut) {
        const bool isNear = std::ranges::any_of(begins, [&](std::size_t at) { return cut >= at && cut < at + 160; });
        if (!isNear && cut % 2003 != 0 && cut != whole.size())
            continue;
        put(m_file, whole.substr(0, cut));
        auto spill = open();
        QVERIFY2(spill, std::to_string(cut).c_str());
        Records expected;
        for (std::size_t i = 0; i < three.size(); ++i)
            if (begins[i] + headSize + three[i].size() <= cut)
                expected.push_back(three[i]);
        QVERIFY2((*spill)->records() == expected, std::to_string(cut).c_str());
        QCOMPARE((*spill)->isDamaged(), expected.empty()); // a cut behind whole records is as if no more had come
        QVERIFY((*spill)->add("more"));
        expected.emplace_back("more");
        QCOMPARE(open().value()->records(), expected);
    }
}

void TestSpill::aFlippedByteCostsOnlyItsRecord() {
    addThree();
    const std::string whole = contentOf(m_file);
    for (std::size_t i = 0; i < three.size(); ++i) {
        const std::size_t end = begins[i] + headSize + three[i].size();
        for (std::size_t at = begins[i]; at < end; at += at < begins[i] + 200 ? 1 : 97) {
            std::string bad = whole;
            bad[at] = static_cast<char>(bad[at] ^ 0x10);
            put(m_file, bad);
            const auto spill = open().value();
            Records expected = three;
            expected.erase(expected.begin() + static_cast<std::ptrdiff_t>(i));
            QVERIFY2(spill->records() == expected, std::to_string(at).c_str());
            // The last one is as if it had never come: it was not acknowledged as long as it is not whole.
            QCOMPARE(spill->isDamaged(), i + 1 < three.size());
        }
    }
}

void TestSpill::whatIsFullSaysSoAndLosesNothing() {
    const auto spill = open().value();
    std::size_t added = 0;
    Result<void> last;
    while ((last = spill->add("record " + std::to_string(added))))
        ++added;
    QCOMPARE(last.error().kind, Errc::Limit);
    QCOMPARE(added, smallSize / Spill::blockSize);
    QVERIFY(!spill->add(std::string(smallSize, 'x')));
    QCOMPARE(open().value()->records().size(), added);
    const auto again = open().value();
    QVERIFY(again->clear());
    QVERIFY(again->add(std::string(smallSize - headSize, 'x')));
    QCOMPARE(open().value()->records().size(), 1U);
}

// A crash while the room was being taken.
void TestSpill::whatWasBegunIsGoneOnWith() {
    const std::string whole = (static_cast<void>(open().value()), contentOf(m_file));
    put(m_file, whole.substr(0, Spill::blockSize + 17));
    const auto spill = open().value();
    QVERIFY(spill->records().empty());
    QVERIFY(!spill->isDamaged());
    QCOMPARE(std::filesystem::file_size(m_file), smallSize);
    QVERIFY(spill->add("a"));
    QCOMPARE(open().value()->records(), Records{"a"});
}

void TestSpill::onlyAFileOfItsOwnIsUsed() {
    const std::filesystem::path other = m_directory->filePath(u"other"_s).toStdString();
    put(other, "not ours");
    std::filesystem::create_symlink(other, m_file);
    QVERIFY(!open());
    QCOMPARE(contentOf(other), std::string("not ours"));
    std::filesystem::remove(m_file);
    QCOMPARE(::mkfifo(m_file.c_str(), 0600), 0);
    QVERIFY(!open()); // and does not hang
}

QTEST_GUILESS_MAIN(TestSpill)
#include "tst_spill.moc"
