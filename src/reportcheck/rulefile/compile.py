"""``python -m reportcheck.rulefile.compile OUTDIR``: the packs of the checkout, compiled."""

from __future__ import annotations

import sys
from pathlib import Path

from reportcheck.rulefile import packs


def compile_packs(source: Path, target: Path) -> list[Path]:
    """Compile each rule file of a folder into another; a mistake in one is a RuleFileProblem."""
    target.mkdir(parents=True, exist_ok=True)
    return [Path(each) for each in packs.compile_packs(source, target)]


if __name__ == "__main__":
    for written in compile_packs(Path(packs.rules_folder()), Path(sys.argv[1])):
        sys.stdout.write(f"{written}\n")
