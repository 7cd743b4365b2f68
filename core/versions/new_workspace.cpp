#include "core/versions/new_workspace.h"

#include <array>
#include <format>
#include <fstream>
#include <iterator>

#include "core/agents/checked_text.h"
#include "core/agents/workspace.h"
#include "core/base/shell_word.h"
#include "core/versions/publisher.h"

namespace signalbox::versions {

namespace {

struct KnownProvider {
    std::string_view name;
    std::string_view url;
    std::string_view credential;
    std::string_view model;
};

constexpr std::array knownProviders{
    KnownProvider{"ollama", "http://127.0.0.1:11434/v1", "", "llama3.1:8b-instruct-q8_0"},
    KnownProvider{"vllm", "http://127.0.0.1:8000/v1", "", "meta-llama/Llama-3.1-8B-Instruct"},
    KnownProvider{"openai", "https://api.openai.com/v1", "env:OPENAI_API_KEY", "gpt-4.1-mini-2025-04-14"},
};

// With what a known provider brings; unknown ones need an address and a model.
Result<NewWorkspace> withKnown(NewWorkspace wanted) {
    for (const KnownProvider& known : knownProviders) {
        if (known.name != wanted.provider)
            continue;
        if (wanted.url.empty() && wanted.credential.empty())
            wanted.credential = known.credential;
        if (wanted.url.empty())
            wanted.url = known.url;
        if (wanted.model.empty())
            wanted.model = known.model;
    }
    if (wanted.url.empty() || wanted.model.empty())
        return failure(Errc::NotFound, "unknown_provider",
                       std::format("\"{}\" is not a provider that is known by its name.", wanted.provider),
                       "Write --provider NAME=URL --model ID, or use ollama, vllm or openai.");
    return wanted;
}

std::string workspaceText(const std::filesystem::path& folder, const NewWorkspace& wanted) {
    std::error_code error;
    const std::string name = std::filesystem::weakly_canonical(folder, error).filename().string();
    std::string text = std::format("schema: signalbox.workspace/1\n{}\nproviders:\n  {}:\n    {}\n",
                                   agents::written("name", name.empty() ? "My agents" : name), wanted.provider,
                                   agents::written("url", wanted.url));
    if (!wanted.credential.empty())
        text += std::format("    {}\n", agents::written("credential", wanted.credential));
    return text;
}

std::string agentText(const NewWorkspace& wanted) {
    return std::format("schema: signalbox.agent/1\nname: {}\nmodel:\n  {}\n  {}\nprompts:\n"
                       "  system: prompts/system.md\n",
                       wanted.agent, agents::written("provider", wanted.provider), agents::written("id", wanted.model));
}

// "" when there is none.
std::string fileText(const std::filesystem::path& file) {
    std::ifstream source(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(source), {}};
}

// An agent of a provider that signalbox.yaml does not name would answer nobody.
Result<void> checkProvider(const std::string& yaml, const NewWorkspace& wanted) {
    const auto workspace = agents::readWorkspace(yaml);
    if (!workspace)
        return failure(workspace.error());
    if (workspace->providers.contains(wanted.provider))
        return {};
    return failure(Errc::Invalid, "unknown_provider",
                   std::format("signalbox.yaml has no provider named {}.", wanted.provider),
                   std::format("Add it there below providers, or name one that is there with --provider: {}.",
                               workspace->providers.empty() ? "there is none" : workspace->providers.begin()->first));
}

Result<void> writeFile(const std::filesystem::path& file, const std::string& text) {
    std::error_code error;
    std::filesystem::create_directories(file.parent_path(), error);
    std::ofstream target(file, std::ios::binary | std::ios::trunc);
    target << text;
    target.close();
    if (!target)
        return failure(Errc::Io, "file_error", std::format("{} can't be written.", file.string()),
                       "Check free space and permissions of the folder.");
    return {};
}

// Whoever Git would say made a commit; without that the owner of this machine.
void signAs(PublishRequest& author, const Repository& repository) {
    author.authorName = "owner";
    author.authorEmail = "owner@localhost";
    git::SignatureHandle signature;
    if (git_signature_default(git::out(signature), repository.handle()) == 0) {
        author.authorName = signature.get()->name;
        author.authorEmail = signature.get()->email;
    }
    author.time = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

Result<void> commitAll(const Repository& repository, const std::vector<agents::File>& files) {
    auto index = HeldIndex::take(repository);
    const auto parent = repository.head();
    const auto before = parent ? repository.treeOf(parent->get()) : Result<git::TreeHandle>(failure(parent.error()));
    if (!index || !before)
        return failure(index ? before.error() : index.error());
    PublishRequest author;
    signAs(author, repository);
    const auto made = Publisher(repository).commitFiles(files, "Make a workspace of Signalbox", author);
    if (!made)
        return failure(made.error());
    const auto commit = repository.commit(*made);
    const auto after = commit ? repository.treeOf(commit->get()) : Result<git::TreeHandle>(failure(commit.error()));
    if (!after)
        return failure(after.error());
    if (auto ready = index->follow(before->get(), after->get(), {}); !ready)
        return ready;
    return index->finish();
}

} // namespace

Result<std::vector<std::string>> prepareWorkspace(const std::filesystem::path& folder, const NewWorkspace& given) {
    if (!agents::isAgentName(given.agent))
        return failure(Errc::Invalid, "bad_name", std::format("\"{}\" is not the name of an agent.", given.agent),
                       std::format("Write at most 63 lower-case letters, digits and single hyphens: {}.",
                                   agents::nearestName(given.agent)));
    const auto wanted = withKnown(given);
    if (!wanted)
        return failure(wanted.error());
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    auto repository = Repository::open(folder);
    if (!repository && repository.error().code == "no_repository")
        repository = Repository::create(folder);
    if (!repository)
        return failure(repository.error());
    if (git_repository_is_bare((*repository)->handle()) != 0)
        return failure(
            Errc::Refused, "bare_repository",
            std::format("{} is a bare repository: it has no folder for the files of a workspace.", folder.string()),
            std::format("Clone it, and make the clone a workspace: git clone {} DIR", shellWord(folder.string())));
    std::string yaml = fileText(folder / "signalbox.yaml");
    std::vector<agents::File> files;
    if (yaml.empty())
        files.push_back({"signalbox.yaml", yaml = workspaceText(folder, *wanted)});
    if (auto good = checkProvider(yaml, *wanted); !good)
        return failure(good.error());
    const std::string agent = "agents/" + wanted->agent + "/";
    if (!std::filesystem::exists(folder / agent / "agent.yaml", error)) {
        files.push_back({agent + "agent.yaml", agentText(*wanted)});
        if (!std::filesystem::exists(folder / agent / "prompts" / "system.md", error))
            files.push_back({agent + "prompts/system.md", "You are a helpful assistant. Answer in two sentences.\n"});
    }
    std::vector<std::string> written;
    for (const agents::File& file : files) {
        if (auto done = writeFile(folder / file.path, file.content); !done)
            return failure(done.error());
        written.push_back(file.path);
    }
    if (!files.empty())
        if (auto done = commitAll(**repository, files); !done)
            return failure(done.error());
    return written;
}

} // namespace signalbox::versions
