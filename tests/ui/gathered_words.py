#!/usr/bin/env python3
"""gathered_words.py ROOT LUPDATE: the words in translations/ are those of the sources, and no sentence is left out.

Finds: words that were changed without running the target signalbox_lupdate, helpers through which lupdate cannot see
what is translated, and sentences that are shown without being translated at all.
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as Tree

FOLDERS = ["ui", "app/console"]
SHOWN = re.compile(
    r"(?:setText|setToolTip|setPlaceholderText|setWindowTitle|setContent|setAccessibleName|setAccessibleDescription|"
    r"setTitle|addTab|addItem|addAction|addRow|describe|say|PlainLabel|ElidedLabel|QPushButton)"
    r"\([^;]*?\bu\"((?:[^\"\\\\]|\\\\.)*)\"_s",
    re.S)
SENTENCE = re.compile(r"[A-Za-z]{2,} [a-z]{2,}|^[A-Z][a-z]{2,}")
HIDDEN = {"ui/compare/ready_row.cpp"}  # words that are also gathered from other files of the page
HELPER = re.compile(r"\btranslate\(\s*\"[^\"]*\",\s*[^\"\s]")


def messages(path: pathlib.Path) -> set[tuple[str, str]]:
    found = set()
    for context in Tree.parse(path).getroot().iter("context"):
        name = context.findtext("name", "")
        found |= {(name, message.findtext("source", "")) for message in context.iter("message")}
    return found


def gathered(root: pathlib.Path, lupdate: str) -> tuple[set[tuple[str, str]], str]:
    with tempfile.TemporaryDirectory() as folder:
        target = pathlib.Path(folder) / "words.ts"
        command = [lupdate, "-I", ".", "-locations", "none", "-recursive", *FOLDERS, "-ts", str(target)]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
        return messages(target), done.stdout + done.stderr


def unseen(text: str) -> list[str]:
    """What a reader of the source would miss in the list of words."""
    bad = ["a helper hides its words from lupdate: use Q_DECLARE_TR_FUNCTIONS"] if HELPER.search(text) else []
    for call in SHOWN.finditer(text):
        if SENTENCE.search(call.group(1)):
            bad.append(f'"{call.group(1)}" is shown untranslated')
    return bad


def main() -> int:
    root, lupdate = pathlib.Path(sys.argv[1]), sys.argv[2]
    # The check itself can fail.
    assert unseen('label->setText(u"Choose two versions"_s);') and unseen('translate("A", text)')
    assert not unseen('label->setText(tr("Choose two versions"));') and not unseen('setProperty("kind", u"flat"_s);')
    problems = []
    now, said = gathered(root, lupdate)
    known = messages(root / "translations/signalbox_en.ts")
    problems += [f"not gathered yet: {name}: {text}" for name, text in sorted(now - known)]
    problems += [f"no longer in the sources: {name}: {text}" for name, text in sorted(known - now)]
    problems += [line for line in said.splitlines() if "without context" in line or "Qualifying with unknown" in line]
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.cpp")):
            name = str(path.relative_to(root))
            if name not in HIDDEN:
                problems += [f"{name}: {what}" for what in unseen(path.read_text(encoding="utf-8"))]
    for problem in problems:
        print(problem)
    print(f"{len(now)} sentences, {len(problems)} problems" + ("; run the target signalbox_lupdate" if problems else ""))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
