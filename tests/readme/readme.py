#!/usr/bin/env python3
"""readme.py README BIN: does what README.md tells people to do, word for word.

First the way of "Use it with a real model", from an empty home folder to an answered curl, against a scripted provider:
only ports differ from what is printed. Then every other command line, on a sample workspace that a backend serves. What is
not run stands in NOT_RUN with its reason. With README_PLANTED it makes mistakes in the text, one at a time, and wants each
found."""

import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

WAY = "Use it with a real model"
NOT_RUN = {
    "packaging/run": "builds the project and opens a window; this test runs inside such a build",
    "packaging/test": "this test is a part of it",
    "packaging/bench": "takes an hour, and measures only where nothing else runs",
    "signalbox ": "opens a window; tests/ui and tests/journeys drive it",
}
# Sections whose commands need what those of a later section do.
ORDER = [WAY, "From scripts", "Plan a release", "Practise"]


class Failed(Exception):
    pass


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def commands_of(text: str) -> dict[str, list[str]]:
    """Section → its command lines in order: fenced blocks without a language, and programs with words in the text."""
    found: dict[str, list[str]] = {}
    section, fence, block = "", None, ""
    for line in text.splitlines():
        if fence is None and line.startswith("## "):
            section = line[3:].strip()
        if line.startswith("```"):
            if fence == "":
                joined = block.replace("\\\n", " ")
                found.setdefault(section, []).extend(one for one in joined.splitlines() if one.strip())
            fence, block = (line[3:].strip(), "") if fence is None else (None, "")
        elif fence is not None:
            block += line + "\n"
        else:
            for inline in re.findall(r"`((?:signalboxctl|signalboxd|signalbox|packaging/\w+) [^`]+)`", line):
                if section != WAY or "--workspace DIR" in inline:
                    found.setdefault(section, []).append(inline)
    return found


def reason_not_to_run(command: str) -> str | None:
    return next((why for name, why in NOT_RUN.items() if (command + " ").startswith(name)), None)


class Shell:
    """One shell, as a person has one: folder, PATH and background jobs last."""

    def __init__(self, home: pathlib.Path, environment: dict[str, str], folder: pathlib.Path) -> None:
        self.log = home / "shell.log"
        self.process = subprocess.Popen(
            ["bash", "--noprofile", "--norc"], stdin=subprocess.PIPE, stdout=self.log.open("wb"),
            stderr=subprocess.STDOUT, cwd=folder, env=environment, start_new_session=True)
        self.seen = 0

    def text(self) -> str:
        return self.log.read_text(errors="replace")[self.seen:]

    def wait_for(self, pattern: str, seconds: float) -> re.Match:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if match := re.search(pattern, self.text()):
                return match
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise Failed(f"waited in vain for {pattern}; seen:\n{self.text()}")

    def run(self, command: str, seconds: float = 60) -> str:
        self.seen = len(self.log.read_text(errors="replace"))
        self.process.stdin.write((command + "\necho \"[ended $?]\"\n").encode())
        self.process.stdin.flush()
        code = self.wait_for(r"\[ended (\d+)\]", seconds).group(1)
        if command.rstrip().endswith("&"):
            self.wait_for(r'"control"', 30)  # what the text says it prints
        output = self.text()
        if code != "0":
            raise Failed(f"exit code {code}:\n{output}")
        return output

    def close(self) -> None:
        self.process.stdin.close()
        for pid in self.members():
            try:
                os.kill(int(pid), signal.SIGTERM)
            except ProcessLookupError:
                pass
        self.process.wait(20)
        until = time.monotonic() + 20
        while self.members() and time.monotonic() < until:  # what ends still writes into the workspace
            time.sleep(0.05)

    def members(self) -> list[str]:
        return subprocess.run(["ps", "-o", "pid=", "-s", str(self.process.pid)], capture_output=True,
                              text=True).stdout.split()


class Rig:
    def __init__(self, readme: pathlib.Path, binaries: pathlib.Path, home: pathlib.Path) -> None:
        self.home = home
        self.project = readme.parent
        self.gateway = free_port()
        preset = binaries.parent.name
        self.environment = {
            "HOME": str(home), "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "SIGNALBOX_INSIDE": "1",
            "SIGNALBOX_PRESET": preset, "SIGNALBOX_CACHE": str(home / "cache"), "XDG_STATE_HOME": str(home / "state")}
        self.provider = subprocess.Popen([str(binaries / "signalbox-rehearsal"), "serve"], stdout=subprocess.PIPE,
                                         text=True)
        line = ""
        while "http" not in line:
            line += self.provider.stdout.readline()
        self.provider_port = re.search(r":(\d+)", line.split("http", 1)[1]).group(1)
        self.binaries = binaries

    def substituted(self, command: str) -> str:
        """Ports only. The scripted provider stands where Ollama would."""
        command = command.replace("127.0.0.1:8080", f"127.0.0.1:{self.gateway}")
        if re.match(r"signalboxd .*&$", command):
            command = command[:-1] + f"--provider ollama=http://127.0.0.1:{self.provider_port}/v1 &"
        return command

    def close(self) -> None:
        self.provider.terminate()
        self.provider.wait(20)


def walk_the_way(rig: Rig, commands: list[str]) -> int:
    shell = Shell(rig.home, rig.environment, rig.project)
    answered = False
    try:
        for command in commands:
            if reason_not_to_run(command):
                continue
            try:
                output = shell.run(rig.substituted(command))
                if command.startswith("curl"):
                    answer = json.loads(output[output.index("{"):output.rindex("}") + 1])
                    if not answer["choices"][0]["message"]["content"]:
                        raise Failed(f"no answer: {output}")
                    answered = True
            except (Failed, ValueError, KeyError) as error:
                raise Failed(f"{command}\n  {error}") from error
        if not answered:
            raise Failed(f"\"{WAY}\" has no curl that is answered")
        status = subprocess.run(["git", "status", "--porcelain"], cwd=rig.home / "my-agents", capture_output=True,
                                text=True, env=rig.environment)
        if status.returncode != 0 or status.stdout:
            raise Failed(f"the workspace is not as Git left it: {status.stdout}{status.stderr}")
    finally:
        shell.close()
    return len(commands)


def run_the_rest(rig: Rig, found: dict[str, list[str]]) -> tuple[int, list[str]]:
    workspace, state = rig.home / "sample", rig.home / "sample-state"
    left, ran, request = [], 0, ""
    gateway = free_port()
    daemon = subprocess.Popen(
        [str(rig.binaries / "signalboxd"), "--workspace", str(workspace), "--sample", "--gateway",
         f"127.0.0.1:{gateway}", "--provider", f"rehearsal=http://127.0.0.1:{rig.provider_port}/v1"],
        stdout=subprocess.PIPE, text=True, env=rig.environment)
    try:
        if "control" not in daemon.stdout.readline():
            raise Failed("the backend of the sample did not start")
        desk = rig.home / "desk"
        desk.mkdir()
        (desk / "CHANGE.md").write_text("Say what changed.\n")
        rest = [name for name in found if name not in ORDER]
        for section in [name for name in ORDER[1:] if name in found] + rest:
            for command in found[section]:
                if reason := reason_not_to_run(command):
                    left.append(f"{command}: {reason}")
                    continue
                if command.startswith("curl") and not request:
                    head = subprocess.run(
                        ["curl", "-s", "-D", "-", f"http://127.0.0.1:{gateway}/v1/chat/completions", "-H",
                         "Content-Type: application/json", "-d",
                         json.dumps({"model": "refunds", "messages": [{"role": "user", "content": "hello"}]})],
                        capture_output=True, text=True)
                    request = re.search(r"x-signalbox-request-id: (\S+)", head.stdout).group(1)
                line = command.replace("DIR", str(workspace)).replace("REQUEST", request)
                line = line.replace("127.0.0.1:8080", f"127.0.0.1:{gateway}").replace(" ID", " 1")
                if "--workspace" not in line and line.startswith("signalboxctl alert"):
                    line += f" --workspace {workspace}"
                path = f"{rig.project}/packaging/bin:{rig.environment['PATH']}"
                done = subprocess.run(["bash", "-c", line.replace("curl ", "curl --fail-with-body ")], cwd=desk,
                                      capture_output=True, text=True, timeout=300,
                                      env=rig.environment | {"PATH": path})
                # No guardrail has acted in a workspace that is a minute old: there is nothing to acknowledge.
                nothing = "alert acknowledge" in command and done.returncode == 1 and "alert" in done.stderr
                if done.returncode != 0 and not nothing:
                    raise Failed(f"{command}\n  exit code {done.returncode}:\n{done.stdout}{done.stderr}")
                ran += 1
    finally:
        daemon.terminate()
        daemon.wait(20)
    return ran, left


def tried(readme: pathlib.Path, text: str, binaries: pathlib.Path, all_of_it: bool) -> str:
    """What was found wrong; empty: nothing."""
    with tempfile.TemporaryDirectory(prefix="readme-") as home:
        rig = Rig(readme, binaries, pathlib.Path(home))
        try:
            found = commands_of(text)
            ran = walk_the_way(rig, found.get(WAY, []))
            if all_of_it:
                more, left = run_the_rest(rig, found)
                print(f"{ran + more} command lines did what they say; not run:")
                for line in left:
                    print("  " + line)
            return ""
        except Failed as error:
            return str(error)
        finally:
            rig.close()


PLANTED = {
    "a verb that is not there": ("signalboxctl init refunds", "signalboxctl initialise refunds"),
    "an option that is not there": ("--message \"First version\"", "--note \"First version\""),
    "a step left out": ("signalboxctl publish refunds 1.0.0", "true"),
    "another port than the one that is printed": ("curl http://127.0.0.1:8080", "curl http://127.0.0.1:8081"),
    "another agent": ("{\"model\": \"refunds\"", "{\"model\": \"billing\""),
}


def main() -> int:
    readme, binaries = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    for tool in ("git", "curl", "bash"):
        if shutil.which(tool) is None:
            print(f"SKIPPED: {tool} is not installed.")
            return 77
    text = readme.read_text(encoding="utf-8")
    if not os.environ.get("README_PLANTED"):
        wrong = tried(readme, text, binaries, True)
        if wrong:
            print(f"README.md: {wrong}")
        return 1 if wrong else 0
    missed = 0
    for name, (old, new) in PLANTED.items():
        if old not in text:
            print(f"{name}: nothing to change, \"{old}\" is not in the text")
            missed += 1
            continue
        wrong = tried(readme, text.replace(old, new), binaries, False)
        print(f"{name}: {'found: ' + wrong.splitlines()[0] if wrong else 'NOT FOUND'}")
        missed += 0 if wrong else 1
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
