// Versions that are tags of a repository which Signalbox did not make: listed and read as they are, nothing touched.
#include <filesystem>
#include <fstream>

#include <QTest>

#include "core/agents/workspace.h"
#include "store_fixture.h"

using namespace signalbox;
using namespace Qt::StringLiterals;

namespace {

// A repository with prompts, as a team keeps them.
struct Foreign {
    Foreign() { (void)f.git({u"checkout"_s, u"-q"_s, u"-b"_s, u"main"_s}); }

    void write(const std::string& path, const std::string& text) const {
        std::filesystem::create_directories((f.path() / path).parent_path());
        std::ofstream(f.path() / path) << text;
    }

    void commit(const QString& message) const {
        (void)f.git({u"add"_s, u"-A"_s});
        (void)f.git({u"commit"_s, u"-q"_s, u"--allow-empty"_s, u"-m"_s, message});
    }

    void tag(const QString& name) const { (void)f.git({u"tag"_s, name}); }

    void tag(const QString& name, const QString& message) const {
        (void)f.git({u"tag"_s, u"-a"_s, u"-m"_s, message, name});
    }

    [[nodiscard]] std::unique_ptr<versions::Store> open(const std::string& rest = {}) const {
        auto store = versions::Store::open(f.path()).value();
        store->adopt(agents::readWorkspace("name: w\nagents: {support: {path: prompts/support, model: {provider: p, "
                                           "id: large-2026-01-15}" +
                                           rest + "}}\n")
                         .value()
                         .adopted);
        return store;
    }

    [[nodiscard]] static std::string namesIn(const versions::Catalogue& catalogue) {
        std::string all;
        for (const auto& one : catalogue.versions) {
            all += (all.empty() ? "" : " ") + one.agent + "@" + one.version.toString() + "<";
            for (std::size_t i = 0; i < one.parents.size(); ++i)
                all += (i == 0 ? "" : ",") + one.parents[i].toString();
        }
        return all;
    }

    [[nodiscard]] static std::string problemsIn(const versions::Catalogue& catalogue) {
        std::string all;
        for (const auto& one : catalogue.problems)
            all += (all.empty() ? "" : " ") + one.agent + ":" + one.tag + "=" + one.error.code;
        return all;
    }

    StoreFixture f;
};

} // namespace

class TestAdopted : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void foreignTagsAreVersions();
    void nothingIsTouched();
    void hostileTagsAreNamed();
    void movedAndDeletedTagsAreNoticed();
    void ourOwnTagsWin();
    void hostileTreesAreNamed();
};

void TestAdopted::foreignTagsAreVersions() {
    const Foreign r;
    r.write("prompts/support/system.md", "Be kind.\n");
    r.write("src/main.c", "int x;\n");
    r.commit(u"First prompt\n\nAs agreed."_s);
    r.tag(u"v1.0.0"_s);
    r.write("prompts/support/system.md", "Be kind and brief.\n");
    r.commit(u"Be brief"_s);
    r.tag(u"v1.1.0"_s, u"Shorter answers\n\nTicket: SUP-9"_s);
    (void)r.f.git({u"pack-refs"_s, u"--all"_s});
    r.write("prompts/support/more/tone.md", "Warm.\n");
    r.commit(u"Tone"_s);
    r.tag(u"v2.0.0-rc.1"_s, u"Tone"_s);
    const auto store = r.open();
    const auto catalogue = store->list().value();
    QCOMPARE(Foreign::problemsIn(*catalogue), std::string());
    QCOMPARE(Foreign::namesIn(*catalogue), std::string("support@2.0.0-rc.1<1.1.0 support@1.1.0<1.0.0 support@1.0.0<"));
    const auto& annotated = catalogue->versions[1];
    QCOMPARE(annotated.changelog, std::string("Shorter answers"));
    QCOMPARE(annotated.ticket, std::string("SUP-9"));
    QCOMPARE(annotated.tag, std::string("v1.1.0"));
    const auto& light = catalogue->versions[2];
    QCOMPARE(light.changelog, std::string("First prompt\n\nAs agreed."));
    QCOMPARE(light.author, std::string("T"));
    QCOMPARE(light.tagObject, light.commit);
    const auto first = store->read("support", StoreFixture::version("1.0.0"));
    QVERIFY2(first, first ? "" : first.error().message.c_str());
    QCOMPARE((*first)->prompt("system"), std::string_view("Be kind.\n"));
    QCOMPARE((*first)->fromWorkspace, (std::vector<std::string>{"model", "prompts"}));
    const auto third = store->read("support", StoreFixture::version("2.0.0-rc.1"));
    QCOMPARE((*third)->prompt("more-tone"), std::string_view("Warm.\n"));
    QCOMPARE(store->read("support", StoreFixture::version("3.0.0")).error().code, std::string("no_version"));
    QCOMPARE(store->list().value(), catalogue); // cached by the state of the references
    r.tag(u"v2.0.0"_s);
    QCOMPARE(store->list().value()->versions.size(), std::size_t{4});
}

void TestAdopted::nothingIsTouched() {
    const Foreign r;
    r.write("prompts/support/system.md", "Be kind.\n");
    r.commit(u"First"_s);
    r.tag(u"v1.0.0"_s);
    const auto state = [&] {
        return r.f.git({u"for-each-ref"_s}) + r.f.git({u"count-objects"_s, u"-v"_s}) +
               r.f.git({u"status"_s, u"--porcelain"_s}) + r.f.git({u"rev-parse"_s, u"HEAD"_s});
    };
    const QString before = state();
    const auto store = r.open();
    QVERIFY(store->list());
    QVERIFY(store->read("support", StoreFixture::version("1.0.0")));
    auto request = StoreFixture::request("1.1.0", "x\n", "support");
    QCOMPARE(store->publish(request).error().code, std::string("adopted_agent"));
    QCOMPARE(state(), before);
}

void TestAdopted::hostileTagsAreNamed() {
    const Foreign r;
    r.commit(u"Nothing yet"_s);
    r.tag(u"v0.1.0"_s); // before there was a folder
    r.write("prompts/support/system.md", "Be kind.\n");
    r.commit(u"First"_s);
    r.tag(u"v1.0.0"_s);
    r.tag(u"v1"_s);
    r.tag(u"vnext"_s);
    r.tag(u"release-1.0.0"_s); // not a version of anything
    const QString blob = r.f.git({u"rev-parse"_s, u"HEAD:prompts/support/system.md"_s});
    (void)r.f.git({u"tag"_s, u"v3.0.0"_s, blob});
    (void)r.f.git({u"tag"_s, u"-a"_s, u"-m"_s, u"x"_s, u"v3.1.0"_s, blob});
    std::ofstream(r.f.path() / ".git/refs/tags/v4.0.0") << "not an id\n";
    std::ofstream(r.f.path() / ".git/refs/tags/v4.1.0") << std::string(40, '1') << "\n";
    std::filesystem::create_symlink("/etc/passwd", r.f.path() / ".git/refs/tags/v4.2.0");
    const auto catalogue = r.open()->list().value();
    QCOMPARE(Foreign::namesIn(*catalogue), std::string("support@1.0.0<"));
    QCOMPARE(Foreign::problemsIn(*catalogue),
             std::string("support:v0.1.0=agent_missing support:v1=bad_tag_name support:v3.0.0=broken_object "
                         "support:v3.1.0=broken_object support:v4.0.0=broken_object support:v4.1.0=broken_object "
                         "support:v4.2.0=broken_object support:vnext=bad_tag_name"));
}

void TestAdopted::movedAndDeletedTagsAreNoticed() {
    const Foreign r;
    r.write("prompts/support/system.md", "Be kind.\n");
    r.commit(u"First"_s);
    r.tag(u"v1.0.0"_s);
    r.tag(u"v1.1.0"_s);
    const auto store = r.open();
    QCOMPARE(store->list().value()->versions.size(), std::size_t{2});
    r.write("prompts/support/system.md", "Be rude.\n");
    r.commit(u"Second"_s);
    (void)r.f.git({u"tag"_s, u"-f"_s, u"v1.0.0"_s});
    (void)r.f.git({u"tag"_s, u"-d"_s, u"v1.1.0"_s});
    const auto after = store->list().value();
    QCOMPARE(Foreign::problemsIn(*after), std::string("support:v1.0.0=tag_moved support:v1.1.0=tag_deleted"));
    QCOMPARE((*store->read("support", StoreFixture::version("1.0.0")))->prompt("system"),
             std::string_view("Be kind.\n"));
}

void TestAdopted::ourOwnTagsWin() {
    const Foreign r;
    r.write("prompts/support/system.md", "Theirs.\n");
    r.commit(u"First"_s);
    QVERIFY(r.f.store->publish(StoreFixture::request("1.0.0", "Ours.\n", "support")));
    (void)r.f.git({u"tag"_s, u"v1.0.0"_s});
    (void)r.f.git({u"tag"_s, u"v1.1.0"_s});
    const auto store = r.open();
    const auto catalogue = store->list().value();
    QCOMPARE(Foreign::namesIn(*catalogue), std::string("support@1.1.0<1.0.0 support@1.0.0<"));
    QCOMPARE(Foreign::problemsIn(*catalogue), std::string("support:v1.0.0=version_twice"));
    QCOMPARE((*store->read("support", StoreFixture::version("1.0.0")))->prompt("system"), std::string_view("Ours.\n"));
    QCOMPARE((*store->read("support", StoreFixture::version("1.1.0")))->prompt("system"),
             std::string_view("Theirs.\n"));
}

void TestAdopted::hostileTreesAreNamed() {
    const Foreign r;
    const auto codeOf = [&](const char* version) {
        const auto read = r.open()->read("support", StoreFixture::version(version));
        return read ? std::string("good") : read.error().code;
    };
    r.write("prompts/support/notes.txt", "x\n");
    r.commit(u"No prompt"_s);
    r.tag(u"v1.0.0"_s);
    QCOMPARE(codeOf("1.0.0"), std::string("no_prompts"));
    std::filesystem::create_symlink("/etc/passwd", r.f.path() / "prompts/support/system.md");
    r.commit(u"A link"_s);
    r.tag(u"v1.1.0"_s);
    QCOMPARE(codeOf("1.1.0"), std::string("link_in_version"));
    std::filesystem::remove(r.f.path() / "prompts/support/system.md");
    std::string deep = "prompts/support/";
    for (int i = 0; i < 40; ++i)
        deep += "d/";
    r.write(deep + "x.md", "too deep to be looked at\n");
    r.write("prompts/support/system.md", "Be kind.\n");
    r.commit(u"Deep"_s);
    r.tag(u"v1.2.0"_s);
    QCOMPARE(codeOf("1.2.0"), std::string("good"));
    (void)r.f.git({u"rm"_s, u"-rqf"_s, u"prompts"_s});
    r.write("prompts", "a file now\n");
    r.commit(u"No folder"_s);
    r.tag(u"v1.3.0"_s);
    QCOMPARE(codeOf("1.3.0"), std::string("agent_missing"));
}

QTEST_APPLESS_MAIN(TestAdopted)
#include "tst_adopted.moc"
