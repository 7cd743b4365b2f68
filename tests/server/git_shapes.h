// Repositories of every shape, made by git: a script for bash that a test completes with the shape and ends with
// "build".
#pragma once

#include "tests/server/program_run.h"

namespace signalbox::test {

// Two agents: refunds has the good version 1.0.0, which answers, and 1.1.0 of the shape; lone has only one of the
// shape. A row sets shape (in an agent's folder), tagit (NAME) and after (in the folder above w), as far as it needs
// them.
inline constexpr const char* gitShapes = R"(
set -e
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@example.invalid
export GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@example.invalid
commit() { git add -A 2>/dev/null; git commit -q --allow-empty -m "$1"; }
agent() {
  mkdir -p $AGENTS/$1/prompts
  printf 'Decide.\n' > $AGENTS/$1/prompts/system.md
  [ $AGENTS != agents ] || printf 'schema: signalbox.agent/1\nname: %s\nmodel:\n  provider: rehearsal\n  id: i-2026-01-15\nprompts: {system: prompts/system.md}\n' $1 > $AGENTS/$1/agent.yaml
}
named() { [ $AGENTS = agents ] && echo agents/$1/v$2 || echo $1-v$2; }
tool() { mkdir -p integrations; cat > integrations/t.json; printf 'integrations: {tools: [integrations/t.json]}\n' >> agent.yaml; }
schema() { mkdir -p contract; cat > contract/in.json; printf 'contract: {input: contract/in.json}\n' >> agent.yaml; }
good='{"type": "function", "function": {"name": "t", "description": "d"}}'
pointer='version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n'
shape() { printf 'Decide well.\n' > prompts/system.md; }
tagit() { git tag -a -m "$1" "$1"; }
after() { :; }
cloned() { mv w r; git -C r config uploadpack.allowFilter true; git clone -q "$@" "file://$PWD/r" w; }
later() { (cd w; git checkout -q $(named refunds 1.0.0) -- .; git commit -qm three); }
lost() { git -C w config remote.origin.url file:///nonexistent; }
build() {
  git init -q -b main w; cd w
  printf 'name: w\nproviders: {rehearsal: {url: "http://127.0.0.1:1/v1"}}\nagents:\n' > signalbox.yaml
  for a in refunds lone; do
    agent $a
    [ $AGENTS = agents ] || printf '  %s:\n    path: lib/%s\n    tags: "%s-v*"\n    model: {provider: rehearsal, id: %s}\n' $a $a $a ${MODEL:-i-2026-01-15} >> signalbox.yaml
    [ $AGENTS != agents ] || printf '  %s:\n' $a >> signalbox.yaml
    printf '    stable: 1.0.0\n' >> signalbox.yaml
  done
  commit one; git tag -a -m one $(named refunds 1.0.0)
  for a in refunds lone; do (cd $AGENTS/$a; shape); done
  commit two; tagit $(named refunds 1.1.0); tagit $(named lone 1.0.0)
  cd ..; after
}
)";

inline ProgramRun shellRun(const QString& script, const QString& folder) {
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(QStringLiteral("bash"), {QStringLiteral("-c"), script});
    process.waitForFinished(60'000);
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

} // namespace signalbox::test
