"""``python -m reportcheck.rulefile.compile FOLDER``: the packs of the tool, compiled into a folder.

A compiled pack is two lines of JSON: what it was made of and by, and the pack.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from reportcheck.rulefile.codec import pack_to_json
from reportcheck.rulefile.packs import loaded, rule_files, rules_folder, stamp


def compile_packs(source: Path, target: Path) -> list[Path]:
    """Compile each rule file of a folder into another; a mistake in one is a RuleFileProblem."""
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for path in rule_files(source):
        content = path.read_bytes()
        text = f"{json.dumps(stamp(content, source))}\n{pack_to_json(loaded(path, content))}\n"
        written.append(target / f"{path.stem}.json")
        written[-1].write_text(text, encoding="utf-8", newline="\n")
    return written


if __name__ == "__main__":
    for each in compile_packs(rules_folder(), Path(sys.argv[1])):
        sys.stdout.write(f"{each}\n")
