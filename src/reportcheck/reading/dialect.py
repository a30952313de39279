"""Dialects: how a text table parts its fields, told by a bounded sample of its own lines.

A pair of delimiter and quote is weighed as Van den Burg et al. do ("Wrangling messy CSV files by
detecting row and type patterns", 2019): lines that all have the same number of fields, and fields
that look like numbers, dates or plain words, speak for it.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from reportcheck.classes import dataclass

STRONG = "\t;|,"
"""Where two fit equally well the first one wins: commas stand in numbers and texts, tabs do not."""
WEAK = "，；｜^~¦§¬"
"""Taken only where none of the strong ones parts the lines evenly."""

_SAMPLE_LENGTH = 1 << 16
_SAMPLE_LINES = 200
_LONGEST_LINE = 1 << 12
_MOST_CELLS = 1500
_EVEN = 0.35
"""A strong delimiter of this weight is believed; below it the weak and the long ones are tried."""
_CLEARLY = 1.05
_FEWEST, _FIGURES = 3, 0.2
"""Spaces part words, too: so many columns and such a share of figures make them delimiters."""
_FIGURE = re.compile(r"[-+]?[$€£¥￥]?[\d０-９][\d０-９.,:/-]*[%％]?")
_LEAST_TYPED = 0.05
_SPACED = 0.9
_LINE_END = re.compile(r"\r\n|\r|\n")
_DECLARED = re.compile(r"sep=(?P<delimiter>[^\n])\n", re.IGNORECASE)
_LONG = re.compile(r"""[^\w\s"'.\-+()（）《》【】「」“”‘’、。：:%％￥$€/\\@]{2,4}|\t\t""")
_TYPED = re.compile(
    r"\s*|[-+]?[$€£¥￥]?\s*\d[\d ,.'\u00a0\u202f]*\s*[%％‰]?"
    r"|[\d\s/:.\-年月日T+Z]+|(?:https?|mailto):\S+"
)
_TORN = re.compile(r"[;|\t]|,(?=\S)")
"""What a field of words has in it only where a wrong delimiter tore the line."""


@dataclass(frozen=True, slots=True)
class Dialect:
    r"""What parts fields (one sign or several), what encloses them, what escapes a quote in them.

    ``spaced`` says that a space follows the delimiter and belongs to it; ``declared`` that the
    first line, ``sep=;``, names the delimiter and is no record.
    """

    delimiter: str
    quote: str = '"'
    escape: str | None = None
    spaced: bool = False
    declared: bool = False


def dialect_of(text: str) -> Dialect:
    r"""Tell the dialect of a text table from its first lines; a comma where nothing parts them.

    >>> dialect_of("甲;1,5\n乙;2,5\n").delimiter, dialect_of("a||'b||c'\n1||'2'\n").quote
    (';', "'")
    """
    return _dialect_of_sample(_sample(text))


@lru_cache(maxsize=8)  # of a big file, both its layout and its head ask
def _dialect_of_sample(sample: str) -> Dialect:
    if declared := _DECLARED.match(sample):
        rest = sample[declared.end() :]
        found = _with_quote(rest, declared["delimiter"])[1]
        return _refined(rest, replace(found, declared=True))
    best, found = _best(sample, [each for each in STRONG if each in sample])
    if best < _EVEN:
        others = [each for each in WEAK if each in sample]
        weak, other = _best(sample, [*_long(sample), *others])
        if weak > best * _CLEARLY:
            best, found = weak, other
        if best < _EVEN:
            found = _by_spaces(sample, best) or found
    else:
        doubled = [each for each in _long(sample) if found.delimiter in each]
        long, other = _best(sample, doubled)
        # Every other field empty, in the header too, is what a delimiter of two signs looks like.
        if long and sample.count(other.delimiter) > 1 and _whole(sample, found, other):
            found = other
    return _refined(sample, found)


def _sample(text: str) -> str:
    """Return the first lines, whole ones where that is possible, all ending alike."""
    sample = _LINE_END.sub("\n", text[:_SAMPLE_LENGTH])
    return sample if len(text) <= _SAMPLE_LENGTH else sample[: sample.rfind("\n") + 1] or sample


def _lines(sample: str) -> list[str]:
    lines = (line[:_LONGEST_LINE] for line in sample.split("\n"))
    return list(islice((line for line in lines if line.strip()), _SAMPLE_LINES))


def _best(sample: str, delimiters: Iterable[str]) -> tuple[float, Dialect]:
    """Return the first of the delimiters that weigh most, with its quote and its weight."""
    best, found = 0.0, Dialect(",")
    for each in delimiters:
        weight, dialect = _with_quote(sample, each)
        if weight > best:
            best, found = weight, dialect
    return best, found


def _by_spaces(sample: str, rival: float) -> Dialect | None:
    """Return the dialect of fields parted by one space, where it makes columns and not words."""
    weight, found = _with_quote(sample, " ")
    records = list(_by_line(sample, found))
    if weight < max(_EVEN, 2 * rival) or not records:
        return None
    usual = Counter(map(len, records)).most_common(1)[0][0]
    cells = [cell for record in records for cell in record][:_MOST_CELLS]
    figures = sum(_FIGURE.fullmatch(cell) is not None for cell in cells)
    if len(records[0]) != usual or usual < _FEWEST or figures < _FIGURES * len(cells):
        return None
    return found


def _with_quote(sample: str, delimiter: str) -> tuple[float, Dialect]:
    weight, found = _weight(sample, Dialect(delimiter)), Dialect(delimiter)
    if _encloses("'", sample, delimiter) > _encloses('"', sample, delimiter):
        other = Dialect(delimiter, "'")
        rival = _weight(sample, other)
        if rival >= weight:
            return rival, other
    return weight, found


def _encloses(quote: str, sample: str, delimiter: str) -> int:
    """Return how many fields begin with a quote, no more than those that end with one."""
    edge = re.escape(delimiter)
    begin = len(re.findall(rf"(?:^|{edge}) ?{quote}(?=[^\r\n])", sample, re.MULTILINE))
    end = len(re.findall(rf"[^\r\n]{quote} ?(?=$|\r|{edge})", sample, re.MULTILINE))
    return min(begin, end)


def _weight(sample: str, dialect: Dialect) -> float:
    """Weigh a dialect by its evenness times the share of fields that look like something."""
    return max(
        _weigh(list(_by_line(sample, dialect)), dialect.delimiter),
        _weigh(list(_by_record(sample, dialect)), dialect.delimiter),
    )


def _weigh(records: list[list[str]], delimiter: str) -> float:
    widths = Counter(len(record) for record in records)
    even = sum((count / len(records)) ** 2 * (width - 1) / width for width, count in widths.items())
    if not even:
        return 0.0
    cells = [cell for record in records for cell in record][:_MOST_CELLS]
    # A field that holds its own delimiter was enclosed: that does not make it odd.
    typed = sum(_looks_like_something(cell.replace(delimiter, " ")) for cell in cells) / len(cells)
    return even * max(typed, _LEAST_TYPED)


def _looks_like_something(cell: str) -> bool:
    return _TORN.search(cell) is None or _TYPED.fullmatch(cell) is not None


def _by_line(sample: str, dialect: Dialect) -> Iterator[list[str]]:
    """Part each line by itself: a quote closes only before a delimiter or the end of the line."""
    quote, edge = re.escape(dialect.quote), re.escape(dialect.delimiter)
    pad = "" if dialect.delimiter == " " else " ?"
    field = re.compile(rf"{pad}{quote}(.*?){quote}{pad}(?={edge}|$)|(.*?)(?={edge}|$)")
    for line in _lines(sample):
        fields, at = [], 0
        while at <= len(line):
            found = field.match(line, at)
            if found is None:  # never: the second way always matches
                break
            fields.append(found[1] if found[1] is not None else found[2])
            at = found.end() + len(dialect.delimiter)
        yield fields


def _by_record(sample: str, dialect: Dialect) -> Iterator[list[str]]:
    """Part the records as RFC 4180 has it: fields in quotes may hold line ends."""
    if len(dialect.delimiter) > 1:
        return
    lines = io.StringIO(sample, newline="")
    reader = csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        skipinitialspace=dialect.delimiter != " ",
    )
    yield from islice((record for record in reader if record), _SAMPLE_LINES)


def _long(sample: str) -> list[str]:
    """Return the runs of signs that occur in most of the lines, and equally often."""
    lines = _lines(sample)
    often = Counter(sign for line in lines for sign in set(_LONG.findall(line)))
    wanted = []
    for sign, count in often.most_common(8):
        times = Counter(line.count(sign) for line in lines)
        if 2 * count > len(lines) and 2 * max(times[each] for each in times if each) > len(lines):
            wanted.append(sign)
    return sorted(wanted, key=len, reverse=True)


def _whole(sample: str, short: Dialect, long: Dialect) -> bool:
    """Tell whether the short delimiter never occurs but as a part of the long one."""
    bare = re.sub(rf"{short.quote}[^{short.quote}\r\n]*{short.quote}", "", sample)
    return short.delimiter not in bare.replace(long.delimiter, "")


def _refined(sample: str, found: Dialect) -> Dialect:
    """Add what the delimiter and the quote leave open: escapes, and a space after the delimiter."""
    edge = re.escape(found.delimiter)
    after = len(re.findall(rf"{edge}(?= )", sample))
    spaced = found.delimiter not in {"\t", " "} and (
        (after > _SPACED * sample.count(found.delimiter) and f"{found.delimiter}  " not in sample)
        or re.search(rf"{edge} +{found.quote}", sample) is not None
    )
    inner = len(re.findall(rf"\\{found.quote}(?!\s*(?:{edge}|$))", sample, re.MULTILINE))
    doubled = len(
        re.findall(rf"(?<=[^\\{found.quote}]){found.quote}{{2}}(?=[^\r\n{found.quote}])", sample)
    )
    inner += len(re.findall(rf"\\{edge}", sample)) if not _encloses(
        found.quote, sample, found.delimiter) else 0  # fmt: skip
    return replace(found, spaced=spaced, escape="\\" if inner > doubled else None)
