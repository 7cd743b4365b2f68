// A workspace in a temporary folder, versions to publish into it, and the git command to meddle with it.
#pragma once

#include <QProcess>
#include <QTemporaryDir>

#include "core/versions/store.h"

class StoreFixture {
public:
    StoreFixture() : store(signalbox::versions::Store::create(path()).value()) {}

    [[nodiscard]] std::filesystem::path path() const { return m_directory.path().toStdString(); }

    static signalbox::agents::SemVer version(const std::string& text) {
        return signalbox::agents::SemVer::parse(text).value();
    }

    static signalbox::versions::PublishRequest request(const std::string& name, const std::string& prompt,
                                                       const std::string& agent = "refunds") {
        signalbox::versions::PublishRequest request;
        request.agent = agent;
        request.version = version(name);
        request.files = {{"agent.yaml", "schema: signalbox.agent/1\nname: " + agent +
                                            "\nmodel: {provider: rehearsal, id: rehearsal-large-2026-01-15}\n"
                                            "prompts: {system: prompts/system.md}\n"},
                         {"prompts/system.md", prompt}};
        request.changelog = "Change the prompt\n\nBecause: a test needs it.";
        request.ticket = "SUP-1";
        request.authorName = "Somebody";
        request.authorEmail = "somebody@example.invalid";
        request.time = signalbox::fromIso("2026-02-01T10:00:00Z").value();
        return request;
    }

    signalbox::Result<signalbox::agents::Version> publish(const std::string& name, const std::string& prompt,
                                                          const std::string& parent = {}, bool moveHead = true) const {
        auto wanted = request(name, prompt);
        wanted.parent = parent;
        wanted.moveHead = moveHead;
        return store->publish(wanted);
    }

    // The trimmed output of a git command; `input` is what it reads.
    QString git(const QStringList& arguments, const QByteArray& input = {}) const {
        QProcess process;
        process.setWorkingDirectory(m_directory.path());
        auto environment = QProcessEnvironment::systemEnvironment();
        for (const auto& who : {QStringLiteral("AUTHOR"), QStringLiteral("COMMITTER")}) {
            environment.insert(QStringLiteral("GIT_%1_NAME").arg(who), QStringLiteral("T"));
            environment.insert(QStringLiteral("GIT_%1_EMAIL").arg(who), QStringLiteral("t@example.invalid"));
        }
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral("git"), arguments);
        process.write(input);
        process.closeWriteChannel();
        process.waitForFinished(120'000);
        return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
    }

    [[nodiscard]] signalbox::versions::CataloguePtr list() const { return store->list().value(); }

    [[nodiscard]] std::string names() const { // "2.1.0<2.0.0 2.0.0<"
        std::string all;
        const auto catalogue = list();
        for (const auto& one : catalogue->versions) {
            all += (all.empty() ? "" : " ") + one.version.toString() + "<";
            for (std::size_t i = 0; i < one.parents.size(); ++i)
                all += (i == 0 ? "" : ",") + one.parents[i].toString();
        }
        return all;
    }

    [[nodiscard]] std::string problems() const { // "tag=code tag=code"
        std::string all;
        const auto catalogue = list();
        for (const auto& one : catalogue->problems)
            all += (all.empty() ? "" : " ") + one.tag + "=" + one.error.code;
        return all;
    }

private:
    QTemporaryDir m_directory;

public:
    std::unique_ptr<signalbox::versions::Store> store;
};
