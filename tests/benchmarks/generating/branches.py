"""Groups of ten coded records with three sums each; one group in a thousand has one that is wrong.

The same seed gives the same bytes, and what was planted is written beside the file.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.benchmarks.generating.records import SEED, Planted, told

LEAVES = ("A1", "A2", "A3", "B1", "B2", "B3", "B4")
CODES = ("T", "A", "A1", "A2", "A3", "B", "B1", "B2", "B3", "B4")
"""T is A and B, A is A1 to A3, B is B1 to B4."""
MOST = 10**9
"""Of an amount, in cents."""


def write_branches(path: Path, rows: int, seed: int = SEED) -> Planted:
    """Write records as CSV: as many groups as there are tens of rows."""
    chance = Random(seed)  # noqa: S311
    wrong = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("agency,year,code,amount\n")
        for group in range(rows // len(CODES)):
            cents = {code: chance.randrange(MOST) for code in LEAVES}
            cents["A"] = sum(cents[code] for code in LEAVES if code < "B")
            cents["B"] = sum(cents[code] for code in LEAVES if code > "B")
            cents["T"] = cents["A"] + cents["B"]
            if chance.randrange(1000) == 0:
                cents["T"] += 1  # the sum of A and B is a cent less
                wrong += 1
            file.writelines(
                f"X{group:07d},2024,{code},{cents[code] // 100}.{cents[code] % 100:02d}\n"
                for code in CODES
            )
    return told(path, Planted(rows, {"sum": wrong}, {}, []))
