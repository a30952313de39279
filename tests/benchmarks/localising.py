"""How long the smallest changes take, and whether what was planted is among them.

``python -m tests.benchmarks.localising [NUMBER]`` plants 1, 2 and 3 mistakes in 1,000 random annual
reports each, and two in each of as many records of 81 cells, spoils further reports altogether, and
prints the tables of docs/localisation.md. Times are of the processor, of the search alone: rules
were evaluated before.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from time import process_time
from typing import Final, TypeAlias

from reportcheck import rulefile
from reportcheck.evaluating import evaluate
from reportcheck.localising import Budget, localise
from reportcheck.rule import Pack
from reportcheck.submission import Submission
from reportcheck.viewing import View
from tests.building import COUNT, filled_records, form_of, pack_of, records_table, rule_of
from tests.localising.planting import (
    ROWS,
    TOTAL,
    At,
    Figures,
    brute,
    planted,
    report,
    submission,
)

Spoil: TypeAlias = Callable[[Figures, random.Random], Figures]

SIDE = 8
"""Records are squares of so many figures a side, with totals of each row and column: 81 cells."""


def main(times: int) -> str:
    """Return the figures as Markdown."""
    pack = next(each for each in rulefile.find("gir") if each.form.version.startswith("2021"))
    heads = ("planted", "reports", "of them smallest", "found", "as by brute force", "median, ms",
             "99 %, ms")  # fmt: skip
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    lines += [_reports(pack, count, times) for count in (1, 2, 3)]
    cells = (SIDE + 1) ** 2
    each = f"{_records(times):.1f} ms each"
    lines += ["", f"{times} records of {cells} cells, two mistakes each: {each}", ""]
    ends = ("spoilt", "reports", "ended early", "nothing listed", "median, s", "most, s")
    lines += [f"| {' | '.join(ends)} |", f"|{'---|' * len(ends)}"]
    lines += [_spoilt(pack, name, spoil, max(1, times // 50)) for name, spoil in SPOILT.items()]
    return "\n".join(lines)


def _reports(pack: Pack, count: int, times: int) -> str:
    rng = random.Random(f"planted {count}")  # noqa: S311 - a seed, so that all runs are alike
    spent: list[float] = []
    minimal = found_ = same = tried = 0
    for _ in range(times):
        figures, wrong = planted(report(rng), count, rng)
        filled = submission(pack.form, figures)
        (evaluation,) = evaluate(pack, [filled])
        begun = process_time()
        mending = localise(pack, View(filled), evaluation.findings)
        spent.append((process_time() - begun) * 1000)
        sets = {
            frozenset(At(one.at.sheet or "", one.at.row - 1, one.at.column - 1) for one in each)
            for each in mending.whole() or ()
        }
        expected = brute(figures)
        if expected:
            tried += 1
            same += sets == expected
        # Of three, the brute force knows whether one or two would do.
        if len(next(iter(expected), wrong)) == count:
            minimal += 1
            found_ += wrong in sets
    spent.sort()
    return (
        f"| {count} | {times} | {minimal} | {found_} | {same} of {tried} "
        f"| {_at(spent, 0.5):.1f} | {_at(spent, 0.99):.1f} |"
    )


def _slipped(figures: Figures, rng: random.Random) -> Figures:
    column = rng.randrange(TOTAL + 1)
    cells = [At("三", row, column) for row in range(ROWS)]
    return figures | {each: figures[before] for before, each in pairwise([cells[-1], *cells])}


def _random(figures: Figures, rng: random.Random) -> Figures:
    most = 10 ** rng.randrange(1, 6)
    return {each: rng.randrange(most) for each in figures}


def _mistyped(count: int) -> Spoil:
    return lambda figures, rng: planted(figures, count, rng)[0]


SPOILT: Final[Mapping[str, Spoil]] = {
    "a column slipped by one": _slipped,
    "all figures at random": _random,
    "8 mistakes": _mistyped(8),
    "12 mistakes": _mistyped(12),
    "20 mistakes": _mistyped(20),
    "40 mistakes": _mistyped(40),
}


def _spoilt(pack: Pack, name: str, spoil: Spoil, times: int) -> str:
    rng = random.Random(f"spoilt {name}")  # noqa: S311
    spent: list[float] = []
    early = nothing = 0
    for _ in range(times):
        filled = submission(pack.form, spoil(report(rng), rng))
        (evaluation,) = evaluate(pack, [filled])
        begun = process_time()
        mending = localise(pack, View(filled), evaluation.findings)
        spent.append(process_time() - begun)
        early += not mending.complete
        nothing += not mending.whole()
    spent.sort()
    return f"| {name} | {times} | {early} | {nothing} | {_at(spent, 0.5):.2f} | {spent[-1]:.2f} |"


def _at(spent: Sequence[float], share: float) -> float:
    return spent[min(len(spent) - 1, int(len(spent) * share))]


def _records(times: int) -> float:
    pack, filled = _squares(times)
    (evaluation,) = evaluate(pack, [filled])
    begun = process_time()
    mending = localise(pack, View(filled), evaluation.findings, budget=Budget(10**8))
    assert mending.complete
    return (process_time() - begun) * 1000 / times


def _squares(times: int) -> tuple[Pack, Submission]:
    rng = random.Random("squares")  # noqa: S311
    whole = range(SIDE + 1)
    names = [f"c{row}{column}" for row in whole for column in whole]
    form = form_of(records_table("t", dict.fromkeys(names, COUNT)))
    checks = [
        *(" + ".join(f"c{row}{at}" for at in range(SIDE)) + f" = c{row}{SIDE}" for row in whole),
        *(" + ".join(f"c{at}{at_}" for at in range(SIDE)) + f" = c{SIDE}{at_}" for at_ in whole),
    ]
    pack = pack_of(form, *(rule_of(form, each, "t", "row", name=each) for each in checks))
    columns: dict[str, list[str]] = {name: [] for name in names}
    for _ in range(times):
        square = [[rng.randrange(100) for _ in range(SIDE)] for _ in range(SIDE)]
        square = [[*row, sum(row)] for row in square]
        square.append([sum(column) for column in zip(*square, strict=True)])
        for row, column in rng.sample([(row, column) for row in whole for column in whole], 2):
            square[row][column] += rng.choice([1, 9, 10, 100])
        for row in whole:
            for column in whole:
                columns[f"c{row}{column}"].append(str(square[row][column]))
    return pack, filled_records(form, t=columns)


if __name__ == "__main__":
    sys.stdout.write(f"{main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)}\n")
