"""What was typed into a cell, and what it is: number, blank, placeholder, text and so on.

Numbers are exact (:data:`Exact`): a workbook's binary double is read at 15 significant digits, as
Excel shows it; text is read as written.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from contextlib import suppress
from decimal import Context, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from reportcheck.classes import dataclass
from reportcheck.patterns import pattern

Exact: TypeAlias = int | Fraction
"""An exact number: whole numbers as int, all others as Fraction."""

DIGITS = 15
"""The significant digits of a binary double that Excel stores and shows."""
_WHOLE = 10**DIGITS
LONGEST = 300
"""Numbers of more digits, or with a greater exponent, are text: nobody counts so far."""
COUNTERS = "件个份条次人"
"""The words that may follow a count."""


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """A cell that holds an error of the spreadsheet, as ``#REF!``."""

    code: str


@dataclass(frozen=True, slots=True)
class NotCalculated:
    """A cell whose formula was never calculated: there is no value to read."""

    formula: str = ""


@dataclass(frozen=True, slots=True)
class Untold:
    """A cell whose value a text does not tell; ``code`` is the id of the finding that says why."""

    code: str
    shown: str = ""
    found: int = 0
    expected: int = 0


Raw: TypeAlias = (
    str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta
    | ErrorValue | NotCalculated | Untold | None
)  # fmt: skip
"""A cell as the file holds it; a text file has only ``str``."""

Value: TypeAlias = Exact | str | dt.date


class State(StrEnum):
    """What a slot holds. VALUE alone has a value; each of the others says why there is none."""

    VALUE = "value"
    BLANK = "blank"
    PLACEHOLDER = "placeholder"
    MARK = "mark"
    """A placeholder that the rule file declares: nobody is to blame, nothing can be computed."""
    TEXT = "not-a-number"
    ERROR = "error-value"
    NOT_CALCULATED = "formula-not-calculated"
    MISSING = "missing-row"
    """The row, column or table of the slot was not found in the file."""
    ABSENT = "absent"
    """As MISSING, but the item is optional."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into one cell, once it was read as a number, a date or a text.

    ``shown`` is the text of the cell, trimmed, or the stored number in its shortest decimal form.
    ``noisy`` marks a double that needed more than 15 digits. ``note`` says what was odd about a
    number that could be read (``text``, ``padded``, ``grouped``, ``fullwidth``, ``unit``), or what
    stands in place of one (``boolean``, ``date``, ``time``, ``digits-lost``).
    """

    state: State
    value: Value | None = None
    shown: str = ""
    note: str | None = None
    noisy: bool = False


BLANK = Typed(State.BLANK)

# Whatever has no ink, except the bidirectional overrides: under those, 12 is seen as 21.
_PADDING = (
    " \t\r\n\v\f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)
# Not NFKC: it would read 12² as 122 and ½ as 1⁄2.
_NARROW = str.maketrans("０１２３４５６７８９．，＋－−﹣％", "0123456789.,+---%")
_NUMBER = pattern(
    r"(?P<sign>[+-]?)(?:(?P<whole>\d+|(?P<grouped>[1-9]\d{0,2}(?:,\d{3})+))"
    r"(?:\.(?P<places>\d+))?|\.(?P<bare>\d+))(?:[eE](?P<exponent>[+-]?\d{1,4}))?",
    re.ASCII,
)
_RULED = pattern(r"[-‐‑‒–—―─━−/\\_.…⋯]+")
_WORDS = frozenset(
    "无 無 空 暂无 未填 不适用 不適用 不详 n/a na #n/a null none nil nan".split()  # noqa: SIM905 - short
)
_DATE = pattern(
    r"(\d{4})(?:(?P<sign>[-/.])(\d{1,2})(?P=sign)(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?|(\d\d)(\d\d))"
    r"(?:[T ]?[0-2]?\d:[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?",
    re.ASCII,
)


def trim(text: str) -> str:
    r"""Take off what has no ink at both ends of a cell's text.

    >>> trim("\u3000 甲局\xa0")
    '甲局'
    """
    return text.strip(_PADDING)


def is_ruled(text: str) -> bool:
    """Tell whether a trimmed text is only strokes: slashes, dashes, dots, low lines.

    >>> is_ruled("——"), is_ruled("／"), is_ruled("-5")
    (True, True, False)
    """
    return _RULED.fullmatch(unicodedata.normalize("NFKC", text)) is not None


def is_placeholder(text: str) -> bool:
    """Tell whether a trimmed text stands for "nothing to fill in" without being a number.

    Strokes (``/`` ``-`` ``—`` ``...``), and the words 无 無 空 暂无 未填 不适用 不详 N/A NA
    null none nil nan, in any width and case. A letter such as ``x`` is one only where a rule
    file says so.

    >>> is_placeholder("无"), is_placeholder("N/A"), is_placeholder("x"), is_placeholder("0")
    (True, True, False, False)
    """
    return unicodedata.normalize("NFKC", text).casefold() in _WORDS or is_ruled(text)


def read_decimal(text: str) -> Exact | None:
    """Return the exact value of a plain decimal number, or None if the text is none.

    >>> read_decimal("-1,204.50"), read_decimal("12,04"), read_decimal("1e-3")
    (Fraction(-2409, 2), None, Fraction(1, 1000))
    """
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    whole = (found["whole"] or "").replace(",", "")
    places = found["places"] or found["bare"] or ""
    exponent = int(found["exponent"] or 0)
    if len(whole) + len(places) > LONGEST or abs(exponent) > LONGEST:
        return None
    number = int(found["sign"] + (whole + places))
    power = exponent - len(places)
    if power >= 0:
        return number * int(10**power)
    fraction = Fraction(number, 10**-power)
    return fraction.numerator if fraction.denominator == 1 else fraction


def _from_double(raw: float) -> Typed:
    if not math.isfinite(raw):
        return Typed(State.TEXT, shown=repr(raw))
    if -_WHOLE < raw < _WHOLE and raw.is_integer():  # most of them
        whole = int(raw)
        return Typed(State.VALUE, whole, str(whole))
    shortest = repr(raw)
    digits = len(shortest.partition("e")[0].replace(".", "").strip("-0"))
    if digits > DIGITS and raw.is_integer():
        value: Exact | None = int(raw)
    else:
        value = read_decimal(shortest if digits <= DIGITS else f"{raw:.{DIGITS}g}")
    if value is None:
        return Typed(State.TEXT, shown=shortest)
    noisy = digits > DIGITS and not raw.is_integer()
    return Typed(State.VALUE, value, spell(value), noisy=noisy)


def show(raw: Raw) -> str:
    """Return what a person would see in the cell, trimmed, as text.

    >>> show(10.0), show(True), show(ErrorValue("#REF!")), show(dt.date(2024, 1, 5)), show(None)
    ('10', 'TRUE', '#REF!', '2024-01-05', '')
    """
    match raw:
        case None | NotCalculated():
            return ""
        case str():
            return trim(raw)
        case bool():
            return "TRUE" if raw else "FALSE"
        case int():
            return spell(raw)
        case float():
            return _from_double(raw).shown
        case ErrorValue():
            return raw.code
        case Untold():
            return raw.shown
        case dt.datetime():
            midnight = raw.time() == dt.time()
            return raw.date().isoformat() if midnight else raw.isoformat(" ")
        case dt.timedelta():
            return f"{raw // dt.timedelta(hours=1)}{str(raw % dt.timedelta(hours=1))[1:]}"
        case dt.date() | dt.time():
            return raw.isoformat()


def unreadable(raw: Raw) -> Typed | None:
    r"""Return the state of a cell that holds no text, number or date at all, or None.

    >>> unreadable("\u3000").state, unreadable(ErrorValue("#REF!")).shown, unreadable(0)
    (<State.BLANK: 'blank'>, '#REF!', None)
    """
    match raw:
        case None:
            return BLANK
        case str() if not trim(raw):
            return BLANK
        case ErrorValue():
            return Typed(State.ERROR, shown=raw.code)
        case NotCalculated():
            return Typed(State.NOT_CALCULATED, shown=raw.formula)
        case Untold():
            return Typed(State.TEXT if raw.shown else State.MISSING, None, raw.shown, raw.code)
        case _:
            return None


def _without_unit(text: str, unit: str | None, *, counter: bool) -> str:
    """Take the declared unit, or a counter word, off the end of a number."""
    if unit is not None:
        folded = unicodedata.normalize("NFKC", trim(unit))
        start = unicodedata.normalize("NFKC", text)
        if folded and start.endswith(folded) and text:
            # Both ends may differ in length by NFKC, so look for the cut from the right.
            for cut in range(len(text) - 1, 0, -1):
                if unicodedata.normalize("NFKC", text[cut:]) == folded:
                    return text[:cut].rstrip(_PADDING)
    if counter and text[-1] in COUNTERS:
        return text[:-1].rstrip(_PADDING)
    return text


def _from_text(raw: str, unit: str | None, *, counter: bool, percent: bool) -> Typed:
    shown = trim(raw)
    if not shown:
        return BLANK
    if shown.isascii() and shown.isdigit() and len(shown) <= LONGEST:
        return Typed(State.VALUE, int(shown), shown, "padded" if shown != raw else None)
    if is_placeholder(shown):
        return Typed(State.PLACEHOLDER, shown=shown)
    written = shown[1:] if shown[0] in "'＇’" else shown
    bare = _without_unit(written, unit, counter=counter) if written else written
    narrow = bare.translate(_NARROW)
    hundredth = percent and narrow.endswith("%")
    value = read_decimal(narrow.removesuffix("%").rstrip(_PADDING) if hundredth else narrow)
    if value is None:
        return Typed(State.TEXT, shown=shown)
    if hundredth:
        value = part.numerator if (part := Fraction(value, 100)).denominator == 1 else part
    if bare != written:
        note: str | None = "unit"
    elif "," in narrow:
        note = "grouped"
    elif narrow != bare:
        note = "fullwidth"
    elif written != shown:
        note = "text"
    else:
        note = "padded" if shown != raw else None
    return Typed(State.VALUE, value, shown, note)


def read_number(
    raw: Raw, *, unit: str | None = None, counter: bool = False, percent: bool = False
) -> Typed:
    """Read a cell as a number, exactly, and say what it is if it is none.

    ``unit`` may follow the number, and so may a counter word with ``counter``; with ``percent``,
    ``12.5%`` is an eighth.

    >>> read_number("１，２０４")
    Typed(state=<State.VALUE: 'value'>, value=1204, shown='１，２０４', note='grouped', noisy=False)
    >>> read_number("22（其中修订 16 件）", counter=True).state
    <State.TEXT: 'not-a-number'>
    >>> read_number(0.1 + 0.2).value
    Fraction(3, 10)
    """
    if type(raw) is str:  # most cells that are read by themselves
        return _from_text(raw, unit, counter=counter, percent=percent)
    if (nothing := unreadable(raw)) is not None:
        return nothing
    match raw:
        case bool():
            return Typed(State.TEXT, shown=show(raw), note="boolean")
        case int():
            return Typed(State.VALUE, raw, spell(raw))
        case float():
            return _from_double(raw)
        case str():
            return _from_text(raw, unit, counter=counter, percent=percent)
        case dt.date():
            return Typed(State.TEXT, shown=show(raw), note="date")
        case _:
            return Typed(State.TEXT, shown=show(raw), note="time")


def read_date(raw: Raw) -> Typed:
    """Read a cell as a date; a bare serial number is not one.

    >>> read_date("2024年1月5日").value, read_date(20240105.0).value, read_date(45000.0).state
    (datetime.date(2024, 1, 5), datetime.date(2024, 1, 5), <State.TEXT: 'not-a-number'>)
    """
    if (nothing := unreadable(raw)) is not None:
        return nothing
    shown = show(raw)
    match raw:
        case dt.datetime():
            return Typed(State.VALUE, raw.date(), shown)
        case dt.date():
            return Typed(State.VALUE, raw, shown)
        case bool() | dt.time() | dt.timedelta():
            return Typed(State.TEXT, shown=shown)
    if is_placeholder(shown):
        return Typed(State.PLACEHOLDER, shown=shown)
    written = re.sub(r"\s*([年月日号])\s*", r"\1", unicodedata.normalize("NFKC", shown))
    if found := _DATE.fullmatch(written):
        parts = [int(part) for part in found.groups() if part and part.isdecimal()]
        with suppress(ValueError):
            return Typed(State.VALUE, dt.date(*parts), shown)
    return Typed(State.TEXT, shown=shown)


def read_text(raw: Raw) -> Typed:
    """Read a cell as text: trimmed, a whole number without its ``.0``.

    A stored number of more than 15 digits is no text to rely on: the spreadsheet has already
    put zeros in place of its last digits.

    >>> read_text(10.0).value, read_text(" 甲局 ").value
    ('10', '甲局')
    >>> read_text(350402199001011234.0).note
    'digits-lost'
    """
    if (nothing := unreadable(raw)) is not None:
        return nothing
    shown = show(raw)
    if isinstance(raw, int | float) and abs(raw) >= _WHOLE:
        return Typed(State.TEXT, shown=shown, note="digits-lost")
    return Typed(State.VALUE, shown, shown)


def _rounded(number: Fraction) -> str:
    context = Context(prec=DIGITS)
    quotient = context.divide(Decimal(number.numerator), Decimal(number.denominator))
    plain = abs(quotient.adjusted()) <= LONGEST
    return format(quotient.normalize(context), "f" if plain else "e")


def spell(exact: Exact) -> str:
    """Return the shortest decimal of an exact number.

    One of more than 30 decimals, or without an end to them, is given to 15 significant digits.

    >>> spell(1204), spell(Fraction(-1, 8)), spell(Fraction(2, 3))
    ('1204', '-0.125', '0.666666666666667')
    """
    if isinstance(exact, int):  # Python refuses to spell those of more than some 4300 digits
        return str(exact) if exact.bit_length() < 10_000 else _rounded(Fraction(exact))
    rest = exact.denominator
    twos = (rest & -rest).bit_length() - 1
    rest, fives = rest >> twos, 0
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    places = max(twos, fives)
    if rest != 1 or places > 2 * DIGITS or exact.numerator.bit_length() > 10_000:
        return _rounded(exact)
    if places == 0:
        return str(exact.numerator)
    digits = f"{abs(exact.numerator) * 10**places // exact.denominator:0{places + 1}}"
    return f"{'-' if exact < 0 else ''}{digits[:-places]}.{digits[-places:]}"
