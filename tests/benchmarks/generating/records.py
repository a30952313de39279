"""Records to measure with: twelve columns, one row in a thousand that breaks one of eight rules.

The same seed gives the same bytes. What was planted is written beside the file, so that an answer
can be held against it. Beyond a million rows the figures repeat; the ids never do.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

COLUMNS = ("id", "kind", "a", "b", "c", "d", "e", "total", "x", "y", "z", "ratio")
NUMBERS = COLUMNS[2:]
ADDENDS = COLUMNS[2:7]
MISTAKES = ("negative", "total", "order", "condition", "duplicate", "ratio", "kind")
ODD = ("text", "thousands", "spaces", "blank")
BLOCK = 1_000_000
SEED = 20_240_601


@dataclass(frozen=True, slots=True)
class Planted:
    """What stands in a file of records on purpose."""

    rows: int
    mistakes: dict[str, int]
    """How many rows break each rule; no row breaks two."""
    odd: dict[str, int]
    """How many cells are written oddly, in rows that break no rule."""
    cells: list[tuple[int, str, str]]
    """Physical line, column and kind of each of these cells."""


def write_csv(path: Path, rows: int, *, odd: bool = False, seed: int = SEED) -> Planted:
    """Write records as CSV, and what was planted beside it as JSON."""
    mistakes: Counter[str] = Counter()
    cells: list[tuple[int, str, str]] = []
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(COLUMNS) + "\n")
        for start in range(0, rows, BLOCK):
            block = Block(min(BLOCK, rows - start), seed, odd=odd)
            mistakes.update(block.mistakes.values())
            cells += [(start + row + 2, column, kind) for row, column, kind in block.odd]
            file.writelines(block.lines(start))
    odd_cells = Counter(kind for *_, kind in cells)
    return told(path, Planted(rows, dict(mistakes), dict(odd_cells), cells))


def told(path: Path, planted: Planted) -> Planted:
    """Write beside a file, or a folder, what was planted in it."""
    beside(path).write_text(json.dumps(asdict(planted)), encoding="utf-8")
    return planted


def beside(path: Path) -> Path:
    """Return where it is written what was planted in a file."""
    return path.with_suffix(path.suffix + ".planted.json")


class Block:
    """At most a million records: all their columns but the id, and what is planted in them."""

    def __init__(self, rows: int, seed: int, *, odd: bool) -> None:
        chance = Random(seed)  # noqa: S311
        self.rows = rows
        self.columns = _sound(chance, rows)
        places = chance.sample(range(1, rows), rows // 1000)
        self.mistakes = {row: MISTAKES[nth % len(MISTAKES)] for nth, row in enumerate(places)}
        for nth, (row, mistake) in enumerate(self.mistakes.items()):
            _break(self.columns, row, mistake, nth)
        self.odd: list[tuple[int, str, str]] = []
        if odd:
            self._make_odd(chance, rows * len(COLUMNS) // 1000)

    def records(self, start: int = 0) -> Iterator[tuple[str, ...]]:
        """Yield the records as texts, the first of them as the ``start``-th of the file."""
        kept = (
            row // 2 if self.mistakes.get(row) == "duplicate" else row for row in range(self.rows)
        )
        ids = (f"R{(start + row) * 387_420_489 % 1_000_000_000:09d}" for row in kept)
        return zip(ids, *(self.columns[name] for name in COLUMNS[1:]), strict=True)

    def lines(self, start: int) -> Iterator[str]:
        """Yield the records as lines of CSV."""
        return (",".join(record) + "\n" for record in self.records(start))

    def _make_odd(self, chance: Random, number: int) -> None:
        places = chance.sample(range(self.rows * len(NUMBERS)), number + number // 50 + 50)
        sound = (place for place in places if place // len(NUMBERS) not in self.mistakes)
        for nth, place in zip(range(number), sound, strict=False):
            row, column = place // len(NUMBERS), NUMBERS[place % len(NUMBERS)]
            value = self.columns[column][row]
            kind = ODD[nth % len(ODD)]
            if kind == "thousands" and (column == "ratio" or int(value) < 1000):
                kind = "spaces"
            self.columns[column][row] = _spell(value, kind)
            self.odd.append((row, column, kind))
        self.odd.sort()


def _sound(chance: Random, rows: int) -> dict[str, list[str]]:
    """Return columns in which every rule holds."""
    draw = {name: array("H", chance.randbytes(2 * rows)) for name in (*COLUMNS[1:],)}
    addends = [[value % 10_000 for value in draw[name]] for name in ADDENDS]
    kinds = ["ABCD"[value % 4] for value in draw["kind"]]
    low = [value % 10_000 for value in draw["x"]]
    columns = dict(zip(ADDENDS, ([str(value) for value in each] for each in addends), strict=True))
    columns["kind"] = kinds
    columns["total"] = [str(sum(each)) for each in zip(*addends, strict=True)]
    columns["x"] = [str(value) for value in low]
    columns["y"] = [str(each + more % 1000) for each, more in zip(low, draw["y"], strict=True)]
    columns["z"] = [
        str(value % 5000 + (kind == "A")) for kind, value in zip(kinds, draw["z"], strict=True)
    ]
    columns["ratio"] = [f"0.{value % 10_000:04d}" for value in draw["ratio"]]
    return columns


def _break(columns: dict[str, list[str]], row: int, mistake: str, nth: int) -> None:
    """Break one rule in a row, and no other; an id that occurs twice is made in ``records``."""

    def value(name: str) -> int:
        return int(columns[name][row])

    match mistake:
        case "negative" if nth % 6 == 5:
            columns["kind"][row], columns["z"][row] = "B", "-7"
        case "negative":
            name = ADDENDS[nth % len(ADDENDS)]
            columns["total"][row] = str(value("total") - value(name) - 7)
            columns[name][row] = "-7"
        case "total":
            columns["total"][row] = str(value("total") + 1 + nth % 9)
        case "order":
            columns["x"][row] = str(value("y") + 1)
        case "condition":
            columns["kind"][row], columns["z"][row] = "A", "0"
        case "ratio":
            columns["ratio"][row] = "1.5000"
        case "kind":
            columns["kind"][row] = "Q"


def _spell(value: str, kind: str) -> str:
    """Return a number as people write it, or what stands in its place."""
    match kind:
        case "text":
            return "abc"
        case "thousands":
            return f'"{int(value):,}"'
        case "spaces":
            return f" {value} "
        case _:
            return ""
