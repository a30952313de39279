"""The ten measures of the benchmark, and their sum: 10 is a file loaded without a fault.

Success, and precision, recall and F1 of the header's cells, of the records and of all cells, each
compared as a multiset; header and records after their values are put into one form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable

from tests.benchmarks.pollock.polluting import Polluted

Load = Callable[[bytes], list[list[str]] | None]


def score(polluted: Polluted, load: Load) -> float:
    """Return the sum of the ten measures for one file."""
    loaded = load(polluted.data)
    if loaded is None:
        return 0.0
    clean = polluted.clean
    if not clean:
        return 10.0 if not loaded else 1.0
    header = _three(map(_normal, clean[0]), map(_normal, loaded[0] if loaded else []))
    records = _three(map(_record, clean[1:]), map(_record, loaded[1:]))
    cells = _three(
        (cell for row in clean for cell in row), (cell for row in loaded for cell in row)
    )
    return 1.0 + header + records + cells


def _three(clean: Iterable[Hashable], loaded: Iterable[Hashable]) -> float:
    """Return precision + recall + F1."""
    wanted, found = Counter(clean), Counter(loaded)
    if not wanted:
        return 3.0
    both = (wanted & found).total()
    if not both:
        return 0.0
    precision, recall = both / wanted.total(), both / found.total()
    return precision + recall + 2 * precision * recall / (precision + recall)


def _record(row: list[str]) -> str:
    return "".join(map(_normal, row))


def _normal(cell: str) -> str:
    try:
        return str(float(cell))
    except ValueError:
        return cell.lower()
