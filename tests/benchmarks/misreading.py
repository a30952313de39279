"""Whether anything is misread without a word: forms made up by chance, damaged, in every format.

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
from tests.locating.written_files import KINDS

PAGE = Path(__file__).parents[2] / "docs" / "robustness.md"
EXAMPLES = 10_000
WORKERS = 2
MARK = "<!-- misreading -->"
COLUMNS = ("format", "examples", "refused", "cells read", "cells not read, and told", "silent")


def kind_of(seed: int) -> str:
    """Return the format of an example: each in turn."""
    return [*KINDS][seed % len(KINDS)]


def judged(seed: int) -> Judgement:
    """Judge one example."""
    with tempfile.TemporaryDirectory() as folder:
        return judge(example(seed, kind_of(seed)), folder)


def table(seeds: list[int], found: list[Judgement]) -> str:
    """Return the figures as a Markdown table, by format and in all."""
    lines = [f"| {' | '.join(COLUMNS)} |", "|---|---|---|---|---|---|"]
    for kind in (*KINDS, None):
        held = [
            each for seed, each in zip(seeds, found, strict=True) if kind in {None, kind_of(seed)}
        ]
        counts = (
            len(held),
            sum(each.refused for each in held),
            sum(each.read for each in held),
            sum(each.told for each in held),
            sum(bool(each.silent) for each in held),
        )
        cells = " | ".join(f"{count:,}" for count in counts)
        lines.append(f"| {kind or 'all'} | {cells} |")
    return "\n".join(lines)


def main(seeds: list[int]) -> int:
    """Judge the seeds named, or all, and return how many examples are misread in silence."""
    every = seeds or [*range(EXAMPLES)]
    with Pool(WORKERS) as pool:
        found = pool.map(judged, every, chunksize=50)
    for seed, each in zip(every, found, strict=True):
        if each.silent:
            lines = (str(seed), example(seed, kind_of(seed)).what, *each.silent)
            sys.stdout.write("\n  ".join(lines) + "\n")
    sys.stdout.write(table(every, found) + "\n")
    if not seeds:
        before, _, after = PAGE.read_text(encoding="utf-8").split(MARK)
        text = f"{before}{MARK}\n{table(every, found)}\n{MARK}{after}"
        PAGE.write_text(text, encoding="utf-8")
    return sum(bool(each.silent) for each in found)


if __name__ == "__main__":
    sys.exit(min(main([int(seed) for seed in sys.argv[1:]]), 1))
