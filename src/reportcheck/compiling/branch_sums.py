"""The branches of very many groups of records added up at once: which are surely in order.

Whatever is less than plain (a value that is not known, a code twice, a sum that is another) makes
its whole group doubtful; it is then gone through by itself.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Final

import polars as pl

from reportcheck.classes import dataclass
from reportcheck.codes import Hierarchy
from reportcheck.rule import Missing, Rule

GROUP: Final = "group"
CODE: Final = "code"
_ODD_FACTOR: Final = 0x9E3779B97F4A7C15
_NARROW: Final = 2**63 - 1
_MOST_CODES: Final = 1_000_000
_AT_ONCE: Final = 1 << 17
"""Rows that are added up at once, about: more are parted by their groups, to spare memory."""


class TooManyCodes(Exception):
    """There are more different codes than can be kept by number."""


class CodeNumbers:
    """Numbers for codes, in place of which they are added up; each code is looked at once."""

    def __init__(self, hierarchy: Hierarchy) -> None:
        self._hierarchy = hierarchy
        self._numbers: dict[str, int | None] = {}
        self._parents: list[int | None] = []
        self._below: list[int | None] = []

    def numbered(self, codes: pl.Series) -> pl.Series:
        """Return the number of each code, null where there is no such code."""
        met = codes.unique().drop_nulls().to_list()
        for code in met:
            if code not in self._numbers:
                self._take(code)
        if len(self._numbers) > _MOST_CODES:
            raise TooManyCodes
        if not met:
            return pl.repeat(None, len(codes), dtype=pl.UInt32, eager=True)
        numbers = pl.Series([self._numbers[code] for code in met], dtype=pl.UInt32)
        return codes.replace_strict(
            pl.Series(met, dtype=pl.String), numbers, default=None, return_dtype=pl.UInt32
        )

    def _take(self, code: str) -> int | None:
        """Give a code a number, and first all that are above it."""
        if code in self._numbers:
            return self._numbers[code]
        if not self._hierarchy.known(code):
            self._numbers[code] = None
            return None
        parent = self._hierarchy.parent(code)
        above = None if parent is None else self._take(parent)
        number = self._numbers[code] = len(self._parents)
        self._parents.append(above)
        below = self._hierarchy.below(code)
        self._below.append(None if below is None else len(below))
        return number

    @property
    def parents(self) -> pl.Series:
        """By the number of a code, the number of the one it is below."""
        return pl.Series(self._parents, dtype=pl.UInt32)

    @property
    def below(self) -> pl.Series:
        """By the number of a code, how many there are below it, null where nothing says."""
        return pl.Series(self._below, dtype=pl.UInt32)


@dataclass(frozen=True)
class BranchSums:
    """How many branches surely pass, and which rows belong to groups that may not be in order."""

    passed: int
    doubtful: pl.Series


@dataclass(frozen=True, slots=True)
class Scaled:
    """What the values of a column are multiplied by to be whole, and the places it declares."""

    scale: int
    places: int | None


def add_up(
    frame: pl.DataFrame, rule: Rule, codes: CodeNumbers, columns: list[Scaled]
) -> BranchSums:
    """Add up the branches of all groups of a frame.

    It has the columns ``group``, null where that is not known, ``code`` with its number, and
    ``v0``, ``v1`` … with whole numbers. Only whole groups may be in it.
    """
    parts = frame.height // _AT_ONCE + 1
    if parts == 1:
        return _add_up(frame, rule, codes, columns)
    # By middle bits: the first ones part what is on disk.
    part = (frame[GROUP].fill_null(0) // 2**20) % parts
    rows = pl.int_range(frame.height, dtype=pl.UInt32, eager=True)
    passed, doubtful = 0, [rows.clear()]
    for number in range(parts):
        own = part == number
        sums = _add_up(frame.filter(own), rule, codes, columns)
        passed += sums.passed
        if len(sums.doubtful):
            doubtful.append(rows.filter(own).gather(sums.doubtful))
    return BranchSums(passed, pl.concat(doubtful).sort())


def _add_up(
    frame: pl.DataFrame, rule: Rule, codes: CodeNumbers, columns: list[Scaled]
) -> BranchSums:
    values = [f"v{number}" for number in range(len(columns))]
    known = pl.all_horizontal(pl.col(name).is_not_null() for name in (GROUP, CODE, *values))
    rows = pl.int_range(frame.height, eager=True).cast(pl.UInt32)
    lost = frame.filter(~known)[GROUP].unique().drop_nulls()
    sound = frame.filter(known) if len(lost) or frame[GROUP].null_count() else frame
    if len(lost):
        sound = sound.filter(~pl.col(GROUP).is_in(lost.implode()))
    sums = _sums(sound, rule, codes, columns)
    wrong = sums.filter(pl.col("wrong"))["key"]
    if len(wrong):
        parents = codes.parents
        keyed = sound.select(
            GROUP,
            own=_key(pl.col(CODE)),
            above=_key(pl.lit(parents).gather(pl.col(CODE))),
        )
        among = pl.col("own").is_in(wrong.implode()) | pl.col("above").is_in(wrong.implode())
        broken = keyed.filter(among.fill_null(value=False))[GROUP].unique()
        lost = pl.concat([lost, broken])
        sound = sound.filter(~pl.col(GROUP).is_in(broken.implode()))
        sums = _sums(sound, rule, codes, columns)
    passed = int(sums["passed"].sum()) * len(columns)
    if not len(lost) and not frame[GROUP].null_count():
        return BranchSums(passed, rows.clear())
    doubtful = frame[GROUP].is_in(lost.implode()).fill_null(value=True)
    return BranchSums(passed, rows.filter(doubtful))


def _key(code: pl.Expr) -> pl.Expr:
    # Wraps around: these are bits, and no numbers.
    return pl.col(GROUP) * _ODD_FACTOR + code.cast(pl.UInt64)


def _sums(
    sound: pl.DataFrame, rule: Rule, codes: CodeNumbers, columns: list[Scaled]
) -> pl.DataFrame:
    """Return by the key of each code of each group whether it is wrong, and whether it passes."""
    values = [f"v{number}" for number in range(len(columns))]
    wide = any(_bound(sound[name]) * max(sound.height, 1) > _NARROW for name in values)
    kind = pl.Int128 if wide else pl.Int64
    parents, below = codes.parents, codes.below
    above = pl.lit(parents).gather(pl.col(CODE))
    own = sound.select(
        _key(pl.col(CODE)).alias("key"),
        *(pl.col(name).cast(kind) for name in values),
        pl.lit(1, dtype=pl.UInt32).alias("own"),
        pl.lit(0, dtype=pl.UInt32).alias("children"),
        pl.lit(None, dtype=pl.UInt32).alias("listed"),
        pl.lit(value=False).alias("inner"),
    )
    inner = sound.with_columns(above=above).filter(pl.col("above").is_not_null())
    children = inner.select(
        _key(pl.col("above")).alias("key"),
        *((pl.lit(0, dtype=kind) - pl.col(name).cast(kind)).alias(name) for name in values),
        pl.lit(0, dtype=pl.UInt32).alias("own"),
        pl.lit(1, dtype=pl.UInt32).alias("children"),
        pl.lit(below).gather(pl.col("above")).alias("listed"),
        pl.lit(parents).gather(pl.col("above")).is_not_null().alias("inner"),
    )
    summed = pl.concat([own, children]).group_by("key").agg(
        *(pl.col(name).sum() for name in values),
        pl.col("own").sum(),
        pl.col("children").sum(),
        pl.col("listed").max(),
        pl.col("inner").any(),
    )  # fmt: skip
    balanced = pl.all_horizontal(
        _balanced(pl.col(name), rule, column) for name, column in zip(values, columns, strict=True)
    )
    branch = pl.col("children") > 0
    single = pl.col("own") == 1
    whole = (pl.col("children") == pl.col("listed")).fill_null(value=True)
    asked = branch & single
    if rule.missing is Missing.SKIP_IF_ANY:
        asked &= whole
        # Where no list says how many codes there are below one, the code above cannot tell that
        # this one has no record though some below it have: its group is gone through.
        gap = pl.col("inner") & (pl.col("own") == 0) & pl.col("listed").is_null()
        wrong = (asked & ~balanced) | gap
    elif rule.missing is Missing.STRICT:
        wrong = branch & ~(single & whole & balanced)
    else:
        wrong = branch & ~(single & balanced)
    return summed.select(
        "key",
        wrong=wrong | (pl.col("own") > 1),
        passed=asked & balanced,
    )


def _bound(series: pl.Series) -> int:
    least, most = series.min(), series.max()
    if not isinstance(least, int) or not isinstance(most, int):
        return 0
    return max(abs(least), abs(most))


def _balanced(gap: pl.Expr, rule: Rule, column: Scaled) -> pl.Expr:
    """Return whether a code less those below it is nothing, or surely within the tolerance."""
    tolerance = rule.tolerance
    if tolerance.kind == "absolute":
        return gap.abs() <= math.floor(Fraction(tolerance.amount) * column.scale)
    if tolerance.kind == "rounding" and column.places is not None:
        # Half a unit for the code and for each below it.
        each = Fraction(column.scale, 2 * 10**column.places)
        room = (1 + pl.col("children").cast(pl.Int64)) * each.numerator
        return gap.abs() * each.denominator <= room
    return gap == 0
