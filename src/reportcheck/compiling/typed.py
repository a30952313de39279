"""A column of records typed at once: what is plain is cast, only the rest is read cell by cell."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import field
from fractions import Fraction
from functools import reduce
from operator import or_
from unicodedata import normalize

import polars as pl

from reportcheck.address import CellRef
from reportcheck.classes import dataclass
from reportcheck.compiling.patterns import rust_pattern
from reportcheck.form import BlankPolicy, Values, blank_means
from reportcheck.number import DIGITS, Exact, Raw, State, Value
from reportcheck.submission import Reading

_MOST_PLACES = 9
"""The decimal places that are looked for where none are declared; more are the exception."""
_LARGEST = 2**63 - 1
_SAFE_WHOLE = 2**53
_PLAIN_NUMBER = r"\A[+-]?[0-9]+(?:\.[0-9]+)?\z"
_ODD_NUMBER = re.compile(
    r"[ \t]*([+-]?)([0-9]{1,18}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,5})(?:\.([0-9]{1,9}))?[ \t]*"
)
"""Padded or with its thousands parted: what most numbers are that are not plain."""
PLAIN_TEXT = r"(?s)\A[\p{L}\p{N}](?:.*[\p{L}\p{N}])?\z"
PLAIN_DATE = r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z"
_UNREADABLE = {State.TEXT, State.ERROR, State.NOT_CALCULATED, State.MISSING, State.ABSENT}


@dataclass
class Typed:
    """The values of a column: whole numbers ``scale`` times the value, texts, or dates.

    ``odd`` lists the rows whose value does not fit, ``blank`` those that are empty, ``unreadable``
    those of which not even that is known, ``suspects`` those that may be worth a finding.
    ``readings`` has what was read cell by cell, as if it stood elsewhere. ``noted`` are suspects
    that have none: numbers of whose spelling there is something to remark, and nothing else.
    """

    values: pl.Series
    blank: pl.Series
    scale: int = 1
    odd: list[int] = field(default_factory=list)
    unreadable: list[int] = field(default_factory=list)
    suspects: list[int] = field(default_factory=list)
    readings: dict[int, Reading] = field(default_factory=dict)
    noted: list[int] = field(default_factory=list)


def typed(raws: Sequence[Raw], values: Values, at: CellRef) -> Typed:
    """Return a column of raw cells, typed as its values declare; ``at`` is any cell of it."""
    texts = _texts(raws)
    marks = [normalize("NFKC", text).strip() for text, _ in values.marks]
    empty = surely(texts == "")
    if texts.null_count():
        empty |= pl.Series([each is None for each in raws], dtype=pl.Boolean)
    if values.numeric:
        places = values.places
        if at.sheet is None and {int, float}.isdisjoint(map(type, raws)):
            column, clean, places = _numbers_of_texts(texts, places)
            clean &= ~texts.is_in(marks) if marks else True
        else:
            column, clean, places = _numbers_of_doubles(raws, places)
            clean &= pl.Series([not values.marks], dtype=pl.Boolean)
        scale = 10**places
    elif values.type == "date":
        column, clean, scale = _dates(raws, texts), None, 1
        clean = column.is_not_null()
        clean &= pl.Series([not values.marks], dtype=pl.Boolean)
    else:
        clean = surely(texts.str.contains(PLAIN_TEXT))
        clean &= pl.Series([not values.marks], dtype=pl.Boolean)
        column, scale = texts, 1
    column = column.set(~clean, None)
    if values.numeric and blank_means(values) is BlankPolicy.ZERO:
        column = column.set(empty, 0)
    held = Typed(column, empty, scale)
    strange = _rows(~(clean | empty))
    _read_one_by_one(held, raws, strange, values, at)
    held.suspects = _suspects(held, strange, values)
    return held


def _texts(raws: Sequence[Raw]) -> pl.Series:
    """Return the cells that hold text, null for all others."""
    kinds = set(map(type, raws))
    if str not in kinds:
        return pl.repeat(None, len(raws), dtype=pl.String, eager=True)
    if kinds <= {str, type(None)}:
        # Most columns hold little but text, or none, and take the quick way.
        with suppress(UnicodeEncodeError):
            return pl.Series(raws, dtype=pl.String)
    return pl.Series([each if _is_text(each) else None for each in raws], dtype=pl.String)


def _is_text(raw: Raw) -> bool:
    """Whether a cell holds text that a column can: half a character is read by itself."""
    return type(raw) is str and (raw.isascii() or raw.encode(errors="ignore").decode() == raw)


def _numbers_of_texts(texts: pl.Series, places: int | None) -> tuple[pl.Series, pl.Series, int]:
    """Return numbers written plainly as scaled whole numbers, which rows these are, the places."""
    text = pl.col("text")
    plain = text.str.contains(_PLAIN_NUMBER).fill_null(value=False)
    after = text.str.len_bytes().cast(pl.Int64) - text.str.find(".", literal=True) - 1
    found = texts.to_frame("text").select(
        plain=plain,
        digits=text.str.replace(".", "", literal=True).cast(pl.Int64, strict=False),
        places=pl.when(plain).then(after.fill_null(0)).otherwise(0),
    )
    if places is None:
        places = _best_places(found)
    powers = pl.Series([10**each for each in range(places + 1)], dtype=pl.Int64)
    scaled = found.select(
        fits=_fits(places),
        value=pl.col("digits") * pl.lit(powers).gather((places - pl.col("places")).clip(0, places)),
    )
    return scaled["value"], scaled["fits"], places


def _fits(places: int) -> pl.Expr:
    """Return which numbers have no more than these places, and room for them."""
    limit = _LARGEST // 10**places
    small = pl.col("digits").is_between(-limit, limit).fill_null(value=False)
    return pl.col("plain") & (pl.col("places") <= places) & small


def _best_places(found: pl.DataFrame) -> int:
    """Return the places with which most numbers fit: one long number must not crowd out others."""
    tried = range(_MOST_PLACES + 1)
    counts = found.select(_fits(each).sum().alias(str(each)) for each in tried).row(0)
    return max(tried, key=lambda each: (counts[each], -each))


def _numbers_of_doubles(
    raws: Sequence[Raw], places: int | None
) -> tuple[pl.Series, pl.Series, int]:
    """Return the numbers of a workbook as scaled whole numbers, which rows these are, the places.

    A double is taken if it is the one nearest to a decimal of at most 15 digits: it reads as that.
    """
    if set(map(type, raws)) == {float}:
        doubles = pl.Series(raws, dtype=pl.Float64)
    else:
        doubles = pl.Series(
            [
                float(each)
                if type(each) is float or (type(each) is int and -_SAFE_WHOLE < each < _SAFE_WHOLE)
                else None
                for each in raws
            ],
            dtype=pl.Float64,
        )
    tried = range(_MOST_PLACES + 1) if places is None else (places,)
    best, kept, chosen = -1, doubles, 0
    for each in tried:
        # By a column of powers: dividing by one constant multiplies by its reciprocal, inexactly.
        powers = pl.repeat(float(10**each), len(doubles), eager=True, dtype=pl.Float64)
        wholes = (doubles * powers).round()
        fits = (wholes.abs() < 10**DIGITS) & (wholes / powers == doubles)
        fitting = fits.fill_null(value=False).sum()
        if fitting > best:
            best, kept, chosen = fitting, wholes.set(~fits.fill_null(value=False), None), each
        if best == doubles.count():
            break
    return kept.cast(pl.Int64), kept.is_not_null(), chosen


def _dates(raws: Sequence[Raw], texts: pl.Series) -> pl.Series:
    written = texts.set(~texts.str.contains(PLAIN_DATE).fill_null(value=False), None)
    dates = written.str.to_date("%Y-%m-%d", strict=False)
    if texts.null_count():
        stored = [each if type(each) is dt.date else None for each in raws]
        return pl.select(pl.coalesce(dates, pl.Series(stored, dtype=pl.Date))).to_series()
    return dates


def _read_one_by_one(
    held: Typed, raws: Sequence[Raw], strange: Iterable[int], values: Values, at: CellRef
) -> None:
    """Read the cells that are not plain, each text once, and put in what fits."""
    known: dict[tuple[type, object], Reading] = {}
    usual = values.numeric and at.sheet is None and not values.marks and values.unit is None
    rows: list[int] = []
    found: list[Value] = []
    emptied: list[int] = []
    for row in strange:
        raw = raws[row]
        if usual and type(raw) is str and (number := _written_oddly(raw, held.scale)) is not None:
            held.noted.append(row)
            rows.append(row)
            found.append(number)
            continue
        reading = known.get((type(raw), raw))
        if reading is None:
            reading = known[type(raw), raw] = Reading.of(raw, values, at)
        held.readings[row] = reading
        if reading.state is State.BLANK:
            emptied.append(row)
        elif reading.state in _UNREADABLE:
            held.unreadable.append(row)
        elif reading.state is State.VALUE:
            fitting = _fitting(reading, held.scale)
            if fitting is None:
                held.odd.append(row)
            else:
                rows.append(row)
                found.append(fitting)
    if emptied and values.numeric and blank_means(values) is BlankPolicy.ZERO:
        rows += emptied
        found += [0] * len(emptied)
    if rows:
        patch = pl.Series(found, dtype=held.values.dtype)
        held.values = held.values.scatter(rows, patch)
    if emptied:
        held.blank = held.blank.scatter(emptied, values=True)


def _written_oddly(text: str, scale: int) -> int | None:
    """Return the number that a text is although it is not plain, times ``scale``.

    None where it may be plain or no number, or does not fit: whoever reads it exactly will tell.
    """
    found = _ODD_NUMBER.fullmatch(text)
    if found is None or ("," not in text and text[0] not in " \t" and text[-1] not in " \t"):
        return None
    sign, whole, places = found.groups(default="")
    factor, rest = divmod(scale, 10 ** len(places))
    number = int(sign + whole.replace(",", "") + places) * factor
    return number if not rest and -_LARGEST <= number <= _LARGEST else None


def _fitting(reading: Reading, scale: int) -> Value | None:
    """Return the value as it stands in a column, or None where the column cannot hold it."""
    value = reading.value
    if not isinstance(value, int | Fraction):
        return value
    scaled: Exact = value * scale
    fits = scaled.denominator == 1 and -_LARGEST <= scaled <= _LARGEST
    if reading.noisy or not fits:
        return None
    return scaled.numerator


def _suspects(held: Typed, strange: list[int], values: Values) -> list[int]:
    """Return the rows of which a finding is possible: a superset of those that have one."""
    doubt = out_of_bounds(held.values, held.scale, values)
    if blank_means(values) is BlankPolicy.ERROR:
        doubt |= held.blank
    if held.noted and doubt.any():
        doubtful = set(doubt.arg_true().to_list())
        held.noted = [row for row in held.noted if row not in doubtful]
    if strange:
        doubt = doubt.scatter(strange, values=True)
    return _rows(doubt)


def out_of_bounds(column: pl.Series, scale: int, values: Values) -> pl.Series:
    """Return which values of a column may be beyond what is allowed: a superset of those."""
    doubts: list[pl.Series] = []
    if values.numeric:
        # A bound beyond what a column holds is one that no value in it passes.
        if values.min is not None:
            doubts.append(column < max(math.ceil(values.min * scale), -_LARGEST))
        if values.max is not None:
            doubts.append(column > min(math.floor(values.max * scale), _LARGEST))
        if values.one_of or values.pattern is not None:
            doubts.append(column.is_not_null())
    else:
        if values.one_of and column.dtype == pl.String:
            doubts.append(~column.is_in(list(values.one_of)))
        elif values.one_of:
            doubts.append(column.is_not_null())
        if values.pattern is not None:
            doubts.append(_unmatched(column, values.pattern))
    return any_of(doubts, len(column))


def any_of(marks: Iterable[pl.Series], height: int) -> pl.Series:
    """Return where any of these is surely true."""
    known = [surely(each) for each in marks]
    if not known:
        return pl.Series([False], dtype=pl.Boolean).new_from_index(0, height)
    return reduce(or_, known)


def surely(mark: pl.Series) -> pl.Series:
    """Return where something is known to be true."""
    return mark.fill_null(value=False) if mark.null_count() else mark


def _rows(mark: pl.Series) -> list[int]:
    return mark.arg_true().to_list() if mark.any() else []


def _unmatched(column: pl.Series, pattern: str) -> pl.Series:
    written = rust_pattern(pattern)
    if written is not None and column.dtype == pl.String:
        return ~column.str.contains(written)
    if column.dtype != pl.String:
        return column.is_not_null()
    met = re.compile(pattern).fullmatch
    bad = [each for each in column.unique() if each is not None and not met(each)]
    return column.is_in(bad)
