"""Calls and words that have no place in the house, each with its reason."""

import pathlib
import re
from collections.abc import Iterator

from house import Violation, files, lines, relative

EVERYWHERE = [
    (re.compile(r"\bprocessEvents\s*\("), "processEvents re-enters the event loop"),
    (re.compile(r"\bq(Wait|Sleep)\s*\(|QTest::q(Wait|Sleep)\b"), "wait for a signal or a condition (QTRY_*), not for time"),
    (re.compile(r"\bQEventLoop\b"), "no nested event loops"),
    (re.compile(r"\b(strcpy|strcat|sprintf|gets|tmpnam|mktemp)\s*\("), "unsafe C function"),
    (re.compile(r"\b(std::)?(system|popen)\s*\("), "no shell commands from code"),
    (re.compile(r"\b(TODO|FIXME|XXX|HACK)\b"), "unfinished work is an issue, not a comment"),
    (re.compile(r"^(<<<<<<<|>>>>>>>) "), "merge conflict marker"),
    (re.compile(r"\bQSKIP\s*\(\s*\"\"\s*\)"), "a skipped test says why"),
]
UI_ONLY = [
    (re.compile(r"\bnew QLabel\b|(?<!Plain)(?<!Elided)\bQLabel\s*\(|: public QLabel"), "QLabel guesses rich text: use PlainLabel"),
    (re.compile(r"->exec\(\)|\.exec\(\)"), "no modal event loops: use open()"),
    (re.compile(r"Qt::RichText|Qt::AutoText|setHtml\("), "text from outside is never markup"),
]
ALLOWED = {("ui/base/plain_text.h", "QLabel guesses rich text: use PlainLabel"), ("ui/base/plain_text.cpp", "QLabel guesses rich text: use PlainLabel")}


def check(root: pathlib.Path) -> Iterator[Violation]:
    for path in files(root):
        name = relative(root, path)
        rules = EVERYWHERE + (UI_ONLY if name.startswith("ui/") else [])
        for number, line in enumerate(lines(path), 1):
            for pattern, reason in rules:
                if pattern.search(line) and (name, reason) not in ALLOWED:
                    yield Violation(name, number, reason)
