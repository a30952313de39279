"""The smallest sets that hit all of some sets, by mixed-integer programming (HiGHS).

Zeros and ones only: what is large in the figures of a report never meets a floating number. HiGHS
is imported when it is first asked, a sixth of a second; most files never do.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, cast

from reportcheck.localising.clustering import indices, mask_of
from reportcheck.localising.elimination import Spend, free
from reportcheck.localising.spending import OutOfStepsError

if TYPE_CHECKING:
    from highspy.highs import HighsCallbackEvent

PAUSE: Final = 150
"""The steps from one point at which HiGHS asks whether to go on to the next."""
_ITERATION: Final = 15
"""The steps of one iteration of its simplex method, which it tells only when it has ended."""
_ENTRY: Final = 1
"""The steps that each entry of its matrix takes it before it begins."""


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
    """A growing collection of sets of ``cells``, and the cheapest way to hit them all.

    Sets are bits of one number.

    >>> cover = Cover(0b111, [1, 1, 1])
    >>> cover.hit(0b011), cover.hit(0b110), cover.cheapest()
    (None, None, 2)
    """

    def __init__(self, cells: int, weights: Sequence[int | None]) -> None:
        import highspy
        import numpy as np

        self._cells = indices(cells)
        self._place = {index: number for number, index in enumerate(self._cells)}
        costs = [weights[index] or 0 for index in self._cells]
        count = len(costs)
        with _unheard():
            solver: Any = cast("Any", highspy).Highs()
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 0),
            ("mip_allow_restart", False),  # three times as fast for as little as this
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.5),
        ):
            solver.setOptionValue(option, value)
        places = np.arange(count, dtype=np.int32)
        solver.addVars(count, np.zeros(count), np.ones(count))
        solver.changeColsCost(count, places, np.array(costs, dtype=np.float64))
        solver.changeColsIntegrality(count, places, np.full(count, highspy.HighsVarType.kInteger))
        solver.cbMipInterrupt += self._go_on
        self._solver = solver
        self._spend: Spend = free
        self._spent: OutOfStepsError | None = None
        self._entries = 0
        self._optimal = highspy.HighsModelStatus.kOptimal
        self._impossible = highspy.HighsModelStatus.kInfeasible
        self._array = np.array

    def hit(self, mask: int) -> None:
        """Ask for one of these at least."""
        self._row(mask, 1, mask.bit_count())

    def forbid(self, mask: int) -> None:
        """Ask for not all of these at once."""
        self._row(mask, 0, mask.bit_count() - 1)

    def _row(self, mask: int, low: int, high: int) -> None:
        held = [self._place[index] for index in indices(mask)]
        at, factors = self._array(held, dtype="int32"), self._array([1.0] * len(held))
        self._solver.addRow(low, high, len(held), at, factors)
        self._entries += len(held)

    def cheapest(self, spend: Spend = free) -> int | None:
        """Return the cheapest choice, or None where there is none.

        ``spend`` is told of the work in steps, and raises OutOfStepsError where it is enough: the
        search ends there, alike on every machine. An ArithmeticError says that HiGHS gave up.
        """
        spend(_ENTRY * self._entries)
        self._spend, self._spent = spend, None
        self._solver.run()
        if self._spent is not None:
            raise self._spent
        spend(_ITERATION * self._solver.getInfo().simplex_iteration_count)
        status = self._solver.getModelStatus()
        if status == self._impossible:
            return None
        if status != self._optimal:
            raise ArithmeticError(str(status))
        values = self._solver.getSolution().col_value
        return mask_of(self._cells[place] for place, value in enumerate(values) if round(value))

    def _go_on(self, event: HighsCallbackEvent) -> None:
        """Note that HiGHS asks whether to go on; an exception would not come through it."""
        try:
            self._spend(PAUSE)
        except OutOfStepsError as error:
            self._spent = error
        event.interrupt(self._spent is not None)
