"""The robustness of reading text tables, measured in the manner of the Pollock benchmark.

``python -m tests.benchmarks.pollock`` from the root loads all 2,290 files, prints the score, and
writes the section of docs/benchmarks.md between the marks ``<!-- pollock -->``. ``--worst`` lists
the files that lose most instead.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from pathlib import Path

from tests.benchmarks.pollock.loading import load, naive
from tests.benchmarks.pollock.polluting import Polluted, every_file
from tests.benchmarks.pollock.scoring import Load, score

PAGE = Path(__file__).parents[3] / "docs" / "benchmarks.md"
MARK = "<!-- pollock -->\n"
WANTED = 9.6
FAMILIES = {
    "file": "one file each: line ends, delimiters, quotes, headers, preamble, several tables …",
    "more": "a delimiter too many in one row",
    "less": "a delimiter missing in one row",
    "quote": "a stray quote in one cell",
    "space": "one row delimited by spaces",
}


def simple(scores: dict[Polluted, float]) -> float:
    """Return the mean over the files."""
    return sum(scores.values()) / len(scores)


def weighted(scores: dict[Polluted, float]) -> float:
    """Return the mean over the files, each as often as its pollution is met in open data."""
    total = sum(file.weight for file in scores)
    return sum(file.weight * each for file, each in scores.items()) / total


def _measure(files: list[Polluted], loader: Load) -> dict[Polluted, float]:
    return {file: score(file, loader) for file in files}


def _table(scores: dict[Polluted, float], plain: dict[Polluted, float], seconds: float) -> str:
    by_family: dict[str, list[float]] = defaultdict(list)
    for file, one in scores.items():
        by_family[file.family].append(one)
    lines = [
        "| | simple | weighted |",
        "|---|---|---|",
        f"| the first table picked by its names | {simple(scores):.3f} | {weighted(scores):.3f} |",
        f"| the first line as header | {simple(plain):.3f} | {weighted(plain):.3f} |",
        "",
        "| pollution | files | mean of 10 |",
        "|---|---|---|",
    ]
    for family, words in FAMILIES.items():
        each = by_family[family]
        lines.append(f"| {words} | {len(each)} | {sum(each) / len(each):.3f} |")
    lines += ["", f"{len(scores):,} files in {seconds:.0f} s."]
    return "\n".join(lines)


def main() -> int:
    """Measure, print and write; 1 where the score is below what is wanted."""
    files = list(every_file())
    begun = time.perf_counter()
    scores = _measure(files, load)
    seconds = time.perf_counter() - begun
    if "--worst" in sys.argv:
        for file in sorted(scores, key=lambda each: scores[each])[:40]:
            sys.stdout.write(f"{scores[file]:.3f} {file.weight:8.2f} {file.name}\n")
    text = _table(scores, _measure(files, naive), seconds)
    sys.stdout.write(text + "\n")
    if "--worst" not in sys.argv and PAGE.exists():
        before, _, after = PAGE.read_text("utf-8").split(MARK)
        PAGE.write_text(f"{before}{MARK}{text}\n{MARK}{after}", "utf-8")
    return 0 if min(simple(scores), weighted(scores)) > WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
