"""Whether anything is misread without a word: forms made up by chance, damaged by chance.

``python -m tests.benchmarks.misreading`` from the root judges 10,000 examples and writes the
figures to docs/robustness.md; ``python -m tests.benchmarks.misreading 7 8`` judges those seeds
and says what is wrong with them.
"""

from __future__ import annotations

import sys
import tempfile
from multiprocessing import Pool
from pathlib import Path

from tests.locating.misreading import Judgement, example, judge

PAGE = Path(__file__).parents[2] / "docs" / "robustness.md"
EXAMPLES = 10_000
WORKERS = 2
MARK = "<!-- misreading -->"


def judged(seed: int) -> Judgement:
    """Judge one example."""
    with tempfile.TemporaryDirectory() as folder:
        return judge(example(seed), folder)


def table(found: list[Judgement]) -> str:
    """Return the figures as a Markdown table."""
    rows = {
        "examples": len(found),
        "files refused as a whole": sum(each.refused for each in found),
        "cells read": sum(each.read for each in found),
        "cells not read, and told": sum(each.told for each in found),
        "examples with anything misread or dropped without a word": sum(
            bool(each.silent) for each in found
        ),
    }
    lines = ["| what | number |", "|---|---|"]
    return "\n".join([*lines, *(f"| {name} | {number:,} |" for name, number in rows.items())])


def main(seeds: list[int]) -> int:
    """Judge the seeds named, or all, and return how many examples are misread in silence."""
    with Pool(WORKERS) as pool:
        found = pool.map(judged, seeds or range(EXAMPLES), chunksize=50)
    for seed, each in zip(seeds or range(EXAMPLES), found, strict=True):
        if each.silent:
            lines = (str(seed), example(seed).what, *each.silent)
            sys.stdout.write("\n  ".join(lines) + "\n")
    sys.stdout.write(table(found) + "\n")
    if not seeds:
        before, _, after = PAGE.read_text(encoding="utf-8").split(MARK)
        text = f"{before}{MARK}\n{table(found)}\n{MARK}{after}"
        PAGE.write_text(text, encoding="utf-8")
    return sum(bool(each.silent) for each in found)


if __name__ == "__main__":
    sys.exit(min(main([int(seed) for seed in sys.argv[1:]]), 1))
