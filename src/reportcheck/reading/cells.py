"""Cells of some rows of a large sheet as columns: numbers, texts and dates, each in its own frame.

What is taken here, calamine reads in the same way. Every row in which a cell, or anything else,
is not as nearly all writers write it is *odd*: its values do not count, and it is read by calamine.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Final

import polars as pl

from reportcheck.address import column_letters, column_number
from reportcheck.classes import dataclass
from reportcheck.reading.tokens import SPACED, TAG, TEXT, Shared, Unplain, plain_texts, tokens_of

_ROW: Final = 'row r="'
_CELL: Final = 'c r="'
_OPENING: Final = re.compile(r'c r="([A-Z]{1,3})\d+"(.*)', re.DOTALL)
_TOKENS: Final = 4
"""A cell with a value is so many: it opens, its value does, and both are closed."""
_MOST_TAGS: Final = 1 << 12
_HIDING: Final = r"""\bhidden\s*=\s*["'](?:1|true)|\bht\s*=\s*["'][+-]?[0.]*["']"""
_MOST_KINDS: Final = 200
_ATTRIBUTES: Final = re.compile(r'(?: (?:s|t|cm|vm|ph)="\w+")*')
_ATTRIBUTE: Final = re.compile(r' (s|t)="(\w+)"')
_DAYS: Final = 61, 2_958_465
"""Serial numbers that are the same date in every program: 1 March 1900 to the end of 9999."""
_UNIX: Final = 25_569


@dataclass(frozen=True)
class Column:
    """The cells of one column: where one is a number, a text or a date, that is not null.

    ``odd`` tells where something else stands, ``percents`` which numbers show as percentages.
    """

    numbers: pl.Series | None
    texts: pl.Series | None
    dates: pl.Series | None
    odd: pl.Series
    percents: pl.Series | None = None


@dataclass(frozen=True)
class Block:
    """Some rows of a sheet, from row ``first`` on: ``there`` are the numbers of those it has."""

    height: int
    there: pl.Series
    odd: pl.Series
    columns: Mapping[int, Column]


@dataclass(frozen=True)
class Asked:
    """What is read of every block: the columns, by number from 1, and what it takes.

    Cells may stand within ``span``. Of the styles some surely show a date, and some, or all, surely
    show none; some show percentages.
    """

    columns: Sequence[int]
    span: range
    shared: Shared
    dates: frozenset[int]
    plain: frozenset[int] | None
    percents: frozenset[int] = frozenset()


def block_of(xml: bytes, first: int, height: int, asked: Asked) -> Block:
    """Return rows ``first`` to ``first + height - 1``, of which the XML has all that are there.

    Raises Unplain where something stands in another column, rows are out of order, or hidden.
    """
    found = tokens_of(xml)
    return _alike(found, first, height, asked) or _mixed(found, first, height, asked)


def _alike(found: pl.DataFrame, first: int, height: int, asked: Asked) -> Block | None:
    """Return rows of which each has the same cells, all filled; None where that is not so."""
    tags, texts = found[TAG], found[TEXT]
    head = tags.head(_MOST_TAGS).to_list()
    size = head.index("/row") + 1 if "/row" in head else 0
    if not size or found.height % size or size % _TOKENS != 2:  # a row, and its end
        return None

    def all_are(place: int, said: str) -> bool:
        return bool((tags.gather_every(size, place) == said).all())

    row_tags = tags.gather_every(size)
    if not all_are(size - 1, "/row") or not row_tags.str.starts_with(_ROW).all():
        return None
    numbers = _numbers(row_tags, first, height)
    spelt = numbers.cast(pl.String).to_frame("spelt")
    columns: dict[int, Column] = {}
    for place in range(1, size - 1, _TOKENS):
        opening = _OPENING.fullmatch(head[place])
        if opening is None or not (
            all_are(place + 1, "v") and all_are(place + 2, "/v") and all_are(place + 3, "/c")
        ):
            return None
        letters, rest = opening.groups()
        like = pl.concat_str(pl.lit(_CELL + letters), "spelt", pl.lit(f'"{rest}'))
        if not spelt.select((pl.lit(tags.gather_every(size, place)) == like).all()).item():
            return None
        column = column_number(letters)
        if column not in asked.span or column in columns:
            raise Unplain
        values = texts.gather_every(size, place + 1)
        if values.null_count():
            return None
        if column in asked.columns:
            cells = _column(values, [rest], asked)
            columns[column] = _placed(cells, numbers - first, height)
    nothing = Column(None, None, None, _none(height))
    return Block(
        height, numbers, _none(height),
        {column: columns.get(column, nothing) for column in asked.columns},
    )  # fmt: skip


def _mixed(found: pl.DataFrame, first: int, height: int, asked: Asked) -> Block:
    """Return rows of which some cells are empty, formulas, or texts of their own."""
    tags, texts = found[TAG], found[TEXT]
    row_at = tags.str.starts_with("row ").arg_true()
    numbers = _numbers(tags.gather(row_at), first, height)
    cells = tags.str.starts_with("c ").arg_true()
    laid = _laid(tags, texts, cells, row_at)
    opening = tags.gather(cells)
    parts = opening.str.strip_prefix(_CELL).str.splitn('"', 2).struct.unnest()
    address, rest = parts["field_0"], parts["field_1"]
    own = numbers.gather(laid.row)
    letters = address.str.strip_chars_end("0123456789")
    given = address.str.strip_chars_start("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if not (given.cast(pl.Int64, strict=False) == own).all(ignore_nulls=False):
        raise Unplain  # a cell that says it stands in another row, or does not say so first
    values = texts.gather(laid.value)
    odd_rows = _none(height)
    if laid.odd.any():
        odd_rows = odd_rows.scatter((own.filter(laid.odd) - first).to_list(), values=True)
        values = values.set(laid.odd, None)
    columns: dict[int, Column] = {}
    for number in asked.columns:
        mask = letters == column_letters(number)
        places = own.filter(mask) - first
        if len(places) > 1 and not (places.diff().slice(1) > 0).all():
            raise Unplain  # two cells in one place
        attributes = rest.filter(mask)
        column = _column(values.filter(mask), attributes.unique().to_list(), asked, attributes)
        columns[number] = _placed(column, places, height)
    inside = letters.is_in([column_letters(number) for number in asked.span])
    if not inside.all() and (values.filter(~inside).count() or laid.odd.filter(~inside).any()):
        raise Unplain
    return Block(height, numbers, odd_rows, columns)


def _numbers(tags: pl.Series, first: int, height: int) -> pl.Series:
    """Return the numbers of rows, which rise."""
    if not tags.str.starts_with(_ROW).all():
        raise Unplain
    parts = tags.str.strip_prefix(_ROW).str.splitn('"', 2).struct.unnest()
    numbers = parts["field_0"].cast(pl.Int64, strict=False)
    rest = parts["field_1"]
    if numbers.null_count() or rest.str.contains(_HIDING).any():
        raise Unplain
    if not len(numbers):
        return numbers
    rising = len(numbers) == 1 or bool((numbers.diff().slice(1) > 0).all())
    if not rising or int(numbers[0]) < first or int(numbers[-1]) >= first + height:
        raise Unplain
    return numbers


@dataclass(frozen=True)
class _Laid:
    """By cell: which row it is in, where its value stands among the tokens, whether it is odd.

    The place is null where there is no value.
    """

    row: pl.Series
    value: pl.Series
    odd: pl.Series


def _laid(tags: pl.Series, texts: pl.Series, cells: pl.Series, rows: pl.Series) -> _Laid:
    """Return how cells are laid out; of what cannot be told the cells are odd."""
    after = [tags.shift(-step, fill_value="").gather(cells) for step in range(1, 6)]
    one, two, three, four, five = after
    closed = tags.gather(cells).str.ends_with("/")
    empty = closed | (~closed & (one == "/c"))
    value = (one == "v") & (two == "/v") & (three == "/c")
    inline = (
        (one == "is") & ((two == "t") | (two == SPACED)) & (three == "/t") & (four == "/is")
        & (five == "/c")
    )  # fmt: skip
    formula = (one == "f") | one.str.starts_with("f ")
    bare = formula & one.str.ends_with("/") & (two == "v") & (three == "/v") & (four == "/c")
    long = formula & (two == "/f") & (three == "v") & (four == "/v") & (five == "/c")
    frame = pl.DataFrame(
        {
            "cell": cells, "closed": closed, "empty": empty, "value": value, "inline": inline,
            "bare": bare, "long": long,
        }
    )  # fmt: skip
    kinds = frame.select(
        at=pl.when("value").then(1).when("inline").then(2).when("bare").then(2).when("long").then(3)
        .cast(pl.UInt32) + pl.col("cell"),
        size=pl.when("closed").then(1).when("empty").then(2).when("value").then(4)
        .when("inline").then(6).when("bare").then(5).when("long").then(6),
        odd=~(pl.col("empty") | pl.col("value") | pl.col("inline") | pl.col("bare")
        | pl.col("long")),
    )  # fmt: skip
    at, odd = kinds["at"], kinds["odd"]
    # A formula without a result: never calculated, or a text of no signs; the second look tells.
    lacking = (texts.gather(at).is_null() & at.is_not_null()).fill_null(value=False)
    odd |= lacking
    row = rows.search_sorted(cells, side="right").cast(pl.Int64) - 1
    if bool((row < 0).any()):
        raise Unplain
    # From a row to its cells, from each to the next and to the end of the row: nothing between.
    begins = tags.gather(rows)
    known = tags.str.starts_with("c ") | tags.str.starts_with("row ") | (tags == "/row")
    nexts = pl.concat(
        [
            (rows + 1).cast(pl.Int64),
            (cells + kinds["size"]).filter(~odd).cast(pl.Int64),
            ((tags == "/row").arg_true() + 1).cast(pl.Int64),
        ]
    )
    inside = nexts.filter(nexts < len(tags))
    if not known.gather(inside).all() or int((tags == "/row").sum()) != int(
        (~begins.str.ends_with("/")).sum()
    ):
        raise Unplain
    return _Laid(row, at, odd)


def _column(
    values: pl.Series,
    kinds: Collection[str | None],
    asked: Asked,
    attributes: pl.Series | None = None,
) -> Column:
    """Return the cells of a column, by what their attributes say they are.

    ``kinds`` are all that differ; the attributes of each cell matter where there are several.
    """
    if len(kinds) > _MOST_KINDS:
        raise Unplain
    size = len(values)
    numbers: list[pl.Series] = []
    texts: list[pl.Series] = []
    dates: list[pl.Series] = []
    percents: list[pl.Series] = []
    odd = _none(size)
    for said in kinds:
        mine = values
        if attributes is not None and len(kinds) > 1:
            mine = values.set(~attributes.eq_missing(said), None)
        match _kind(said, asked):
            case "number" | "percent" as kind:
                found = mine.cast(pl.Float64, strict=False)
                numbers.append(found)
                if kind == "percent":
                    percents.append(found.is_not_null())
            case "shared":
                index = mine.cast(pl.UInt32, strict=False)
                if bool((index >= len(asked.shared.texts)).any()):
                    raise Unplain
                found = asked.shared.texts.gather(index)
                texts.append(found)
            case "own":
                found = mine.set(~plain_texts(mine), None)
                texts.append(found)
            case "date":
                found = _dates(mine)
                dates.append(found)
            case _:
                odd |= mine.is_not_null()
                continue
        odd |= mine.is_not_null() & found.is_null()
    shown = reduce(or_, percents) if percents else None
    return Column(_one(numbers), _one(texts), _one(dates), odd, shown)


def _one(found: Sequence[pl.Series]) -> pl.Series | None:
    """Return a column of what several have, each where the others have nothing."""
    if len(found) < 2:
        return found[0] if found else None
    return pl.select(pl.coalesce(*found)).to_series()


def _kind(said: str | None, asked: Asked) -> str:
    """Return what a cell with such attributes holds, if it has a value."""
    if said is None or said.endswith("/") or _ATTRIBUTES.fullmatch(said) is None:
        return "odd"
    given = dict(_ATTRIBUTE.findall(said))
    style, kind = given.get("s", "0"), given.get("t", "n")
    if kind == "s":
        return "shared"
    if kind in {"str", "inlineStr"}:
        return "own"
    if kind != "n" or not style.isdecimal():
        return "odd"
    if asked.plain is None or int(style) in asked.plain:
        return "percent" if int(style) in asked.percents else "number"
    return "date" if int(style) in asked.dates else "odd"


def _dates(values: pl.Series) -> pl.Series:
    """Return the dates of serial numbers, null for those with a time, or very old."""
    days = values.cast(pl.Int64, strict=False)
    days = days.set(~days.is_between(*_DAYS).fill_null(value=False), None)
    return (days - _UNIX).cast(pl.Int32).cast(pl.Date)


def _none(height: int) -> pl.Series:
    """Return that no row is meant."""
    return pl.Series([False], dtype=pl.Boolean).new_from_index(0, height)


def _placed(column: Column, places: pl.Series, height: int) -> Column:
    """Return a column with an entry for every row of the block."""
    if len(places) == height:
        return column

    def put(found: pl.Series | None) -> pl.Series | None:
        if found is None:
            return None
        empty = pl.repeat(None, height, dtype=found.dtype, eager=True)
        return empty.scatter(places, found) if len(places) else empty

    odd, percents = put(column.odd), put(column.percents)
    assert odd is not None  # noqa: S101 - there is one
    return Column(
        put(column.numbers), put(column.texts), put(column.dates), odd.fill_null(value=False),
        None if percents is None else percents.fill_null(value=False),
    )  # fmt: skip
