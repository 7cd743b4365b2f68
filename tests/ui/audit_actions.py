"""The list of audit actions holds what the writers of the log write, all of it and nothing else."""

import pathlib
import re
import sys

WRITERS = ("core/release", "core/server", "core/audit")
ACTION = re.compile(r'"((?:agent|alert|conversations|drill|guardrail|pair|release|version|backend|token|suite|team|watch)\.[a-z_]+)"')


def main(root: pathlib.Path) -> int:
    listed = set(ACTION.findall((root / "core/protocol/audit_actions.h").read_text()))
    written: dict[str, str] = {}
    for folder in WRITERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix not in (".cpp", ".h"):
                continue
            for action in ACTION.findall(path.read_text()):
                if not action.endswith((".yaml", ".json")):
                    written.setdefault(action, str(path.relative_to(root)))
    wrong = [f"{where}: writes {action}, which core/protocol/audit_actions.h does not list" for action, where in written.items() if action not in listed]
    wrong += [f"core/protocol/audit_actions.h: lists {action}, which nobody writes" for action in sorted(listed - written.keys())]
    print("\n".join(wrong) or f"{len(listed)} actions, all worded")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
