"""What it costs to check agencies beside each other: below one another, and beside the year before.

``python -m tests.benchmarks.beside [AGENCIES] [RUNS]`` checks the same files without such rules and
with them, in turn, and prints how many times the processor time the rules take. Data are kept in
``$XDG_CACHE_HOME/reportcheck-benchmarks``; of ten thousand agencies they take 400 MB.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from tests.benchmarks.environments import CACHE
from tests.benchmarks.generating.city import LIST, REPORTS
from tests.benchmarks.measuring import figures, once
from tests.benchmarks.run import data_for
from tests.benchmarks.workloads import HERE

MOST: Final = 2.0
"""How many times the time of the forms alone the rules may take."""
QUIET: Final = ("--format", "concise", "--quiet")


class Pair(NamedTuple):
    """A way to look at other reports: what is checked alone, and what is asked beside that."""

    name: str
    make: str
    alone: Sequence[str]
    beside: Sequence[str]


FORMS: Final = ("--rules", str(HERE / "rules" / "forms.yaml"))
YEARS: Final = ("--rules", str(HERE / "rules" / "years.yaml"))
CITY: Final = ("--rules", str(HERE / "rules" / "city.yaml"))
PAIRS: Final = (
    Pair("agencies below", "city", ("{data}/" + REPORTS, *FORMS),
         ("{data}/" + REPORTS, *CITY, "--hierarchy", "{data}/" + LIST)),
    Pair("the year before", "years", ("{data}/2024", "{data}/2023", *FORMS),
         ("{data}/2024", "--prior", "{data}/2023", *YEARS)),
)  # fmt: skip


def main(agencies: int, runs: int, folder: Path = CACHE / "data") -> str:
    """Return the figures as Markdown."""
    heads = ("rules", "agencies", "alone, CPU s", "beside, CPU s", "ratio", "peak, MB", "kept")
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    lines += [_line(pair, agencies, runs, folder) for pair in PAIRS]
    return "\n".join(lines)


def _line(pair: Pair, agencies: int, runs: int, folder: Path) -> str:
    data = str(data_for(pair.make, agencies, folder))
    taken = []
    with tempfile.TemporaryDirectory() as room:
        for _ in range(runs):
            for words in (pair.alone, pair.beside):
                asked = [each.replace("{data}", data) for each in words]
                command = [sys.executable, "-m", "reportcheck", *asked, *QUIET]
                out = Path(room) / "out.txt"
                taken.append(once(command, Path(room), os.environ, out))
    if any(each.code not in {0, 1} for each in taken):
        raise SystemExit(taken[-1].said)
    alone, beside = figures(taken[::2]), figures(taken[1::2])
    ratio = beside.cpu / alone.cpu
    kept = "yes" if ratio <= MOST else "**no**"
    return (
        f"| {pair.name} | {agencies} | {alone.cpu:.1f} | {beside.cpu:.1f} | {ratio:.2f} "
        f"| {alone.peak} to {beside.peak} | {kept} |"
    )


if __name__ == "__main__":
    number, times = ([int(each) for each in sys.argv[1:]] + [1000, 3][len(sys.argv) - 1 :])[:2]
    sys.stdout.write(main(number, times) + "\n")
