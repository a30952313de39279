"""The smallest sets that hit all of some sets, by mixed-integer programming (HiGHS).

Zeros and ones only: what is large in the figures of a report never meets a floating number. HiGHS
is imported when it is first asked, a sixth of a second; most files never do.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, cast

MOST_NODES: Final = 20_000
"""Where the search of HiGHS ends, so that it ends alike on every machine."""


@contextmanager
def _unheard() -> Iterator[None]:
    """Keep standard output to the report: HiGHS 1.16 names itself there before it can be asked."""
    try:
        kept = os.dup(1)
    except OSError:  # nothing is open there
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


class Cover:
    """A growing collection of sets, and the cheapest way to hit them all.

    >>> cover = Cover([1, 1, 1])
    >>> cover.hit([0, 1]), cover.hit([1, 2]), cover.cheapest()
    (None, None, (1,))
    """

    def __init__(self, costs: Sequence[int]) -> None:
        import highspy
        import numpy as np

        count = len(costs)
        with _unheard():
            solver: Any = cast("Any", highspy).Highs()
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 0),
            ("mip_max_nodes", MOST_NODES),
            ("mip_allow_restart", False),  # three times as fast for as little as this
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.5),
        ):
            solver.setOptionValue(option, value)
        indices = np.arange(count, dtype=np.int32)
        solver.addVars(count, np.zeros(count), np.ones(count))
        solver.changeColsCost(count, indices, np.array(costs, dtype=np.float64))
        solver.changeColsIntegrality(count, indices, np.full(count, highspy.HighsVarType.kInteger))
        self._solver = solver
        self._optimal = highspy.HighsModelStatus.kOptimal
        self._impossible = highspy.HighsModelStatus.kInfeasible
        self._array = np.array

    def hit(self, indices: Iterable[int]) -> None:
        """Ask for one of these at least."""
        held = list(indices)
        self._row(held, [1.0] * len(held), 1, len(held))

    def forbid(self, indices: Iterable[int]) -> None:
        """Ask for not all of these at once."""
        held = list(indices)
        self._row(held, [1.0] * len(held), 0, len(held) - 1)

    def _row(self, indices: list[int], factors: list[float], low: int, high: int) -> None:
        at = self._array(indices, dtype="int32")
        self._solver.addRow(low, high, len(indices), at, self._array(factors, dtype="float64"))

    def cheapest(self) -> tuple[int, ...] | None:
        """Return the cheapest choice, or None where there is none.

        An ArithmeticError says that the search was ended before it knew.
        """
        self._solver.run()
        status = self._solver.getModelStatus()
        if status == self._impossible:
            return None
        if status != self._optimal:
            raise ArithmeticError(str(status))
        values = self._solver.getSolution().col_value
        return tuple(index for index, value in enumerate(values) if round(value))
