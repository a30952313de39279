"""Units: what a number format or a heading says of them, and how great one is beside another."""

from __future__ import annotations

import re

# Text that a format shows as it stands, and what an escape or a padding sign stands before.
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|!.')
_SCALED = re.compile(r"[0#?],+(?=[^0#?,]*$)")
_UNIT = re.compile(
    r"[百千万萬亿億]{0,2}元|[百千万萬亿億]|USD|RMB|CNY|公顷|平方米|吨|人次|[件个份条次人]"
)
_SHIFTED = re.compile(r"0[!\\]\.0")


def scale_of(code: str) -> int | None:
    """Return by how many thousands, as a power of ten, a format divides what it shows.

    ``0!.0,`` shows 12345 as 1.2, ten thousands: the point is written in by hand.

    >>> scale_of("0.00,"), scale_of("#,##0"), scale_of("0!.0,")
    (3, None, 4)
    """
    section = _first_section(code)
    if _SHIFTED.search(section) and "," in section.rstrip('"')[-6:]:
        return 4
    bare = _LITERAL.sub("", section)
    found = _SCALED.search(bare)
    if not found:
        return None
    return 3 * found[0].count(",")


def unit_of(code: str) -> str:
    r"""Return the unit that a format writes after a number, or an empty text.

    >>> unit_of('0.00"万元"'), unit_of("0.00_ "), unit_of(r"#,##0\元")
    ('万元', '', '元')
    """
    section = re.sub(r"\[[^\]]*\]|_.|\*.", "", _first_section(code))
    section = re.sub(r'"([^"]*)"', r"\1", re.sub(r"[\\!](.)", r"\1", section))
    found = re.search(r"[0#?][\s,.]*([^0#?,.;\s].*)$", section)
    unit = found[1].strip() if found else ""
    return unit if _UNIT.fullmatch(unit) else ""


def changes_look(code: str) -> bool:
    """Tell whether a format scales what it shows, or names a unit."""
    return "0" in code and (scale_of(code) is not None or bool(unit_of(code)))


def _first_section(code: str) -> str:
    """Return the section of a format for positive numbers; a ; in quotes parts nothing."""
    quoted = False
    for index, sign in enumerate(code):
        if sign == '"':
            quoted = not quoted
        elif sign == ";" and not quoted:
            return code[:index]
    return code


_POWERS = {
    "": 0,
    "百": 2,
    "千": 3,
    "万": 4,
    "萬": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "億": 8,
}
_MONEY = re.compile(r"(?:人民币)?([十百千万萬亿億]{0,2})元?")
_SAID = re.compile(
    r"(?:金额)?(?:计量)?单位\s*[:：]\s*(?:人民币)?\s*([^\s,，;；、。()（）:：]{1,6})"
    r"|[(（]\s*([十百千万萬亿億]{0,2}元)\s*[)）]"
)


def power_of(unit: str) -> int | None:
    """Return how great a unit of money is, as a power of ten; None of another unit.

    >>> power_of("万元"), power_of("元"), power_of("件")
    (4, 0, None)
    """
    found = _MONEY.fullmatch(unit.strip())
    return _POWERS.get(found[1]) if found and unit.strip() else None


_MAGNITUDES = {
    "hundred": 2, "hundreds": 2, "thousand": 3, "thousands": 3, "'000": 3, "000": 3, "000s": 3,
    "k": 3, "million": 6, "millions": 6, "mn": 6, "mio": 6, "billion": 9, "billions": 9, "bn": 9,
}  # fmt: skip
_CURRENCIES = {
    "eur": "EUR", "euro": "EUR", "euros": "EUR", "€": "EUR", "usd": "USD", "us$": "USD",
    "$": "USD", "dollar": "USD", "dollars": "USD", "gbp": "GBP", "£": "GBP", "pound": "GBP",
    "pounds": "GBP", "cny": "CNY", "rmb": "CNY", "yuan": "CNY", "jpy": "JPY", "yen": "JPY",
    "chf": "CHF",
}  # fmt: skip
_COUNTED = frozenset({
    "persons", "person", "people", "inhabitants", "households", "items", "cases", "units",
    "employees", "number",
})  # fmt: skip
_TOLD = re.compile(
    r"\bunits?(?: of measure(?:ment)?)?\s*[:：]\s*(?:in\s+)?([^,;:()（）]{1,30})"
    r"|[(（]\s*(?:in\s+)?([^()（）]{1,30}?)\s*[)）]",
    re.IGNORECASE,
)


def measure_of(unit: str) -> tuple[int, str] | None:
    """Return how great a unit is, as a power of ten, and its currency; None of another unit.

    >>> measure_of("万元"), measure_of("EUR million"), measure_of("thousands of persons")
    ((4, 'CNY'), (6, 'EUR'), (3, ''))
    >>> measure_of("persons"), measure_of("tonnes"), measure_of("thousand tonnes")
    ((0, ''), None, (3, ''))
    """
    money = power_of(unit)
    if money is not None:
        return money, "CNY"
    words = [word for word in unit.casefold().split() if word not in {"of", "in"}]
    powers = [_MAGNITUDES[word] for word in words if word in _MAGNITUDES]
    rest = [word for word in words if word not in _MAGNITUDES]
    known = all(word in _CURRENCIES or word in _COUNTED for word in rest)
    if not words or len(rest) > 1 or not (powers or known):
        return None
    return sum(powers), next((_CURRENCIES[word] for word in rest if word in _CURRENCIES), "")


def are_unlike(said: str, declared: str) -> bool:
    """Tell whether two units are known and not the same.

    >>> are_unlike("million", "thousand"), are_unlike("thousand", "thousand persons")
    (True, False)
    >>> are_unlike("EUR", "USD"), are_unlike("tonnes", "thousand")
    (True, False)
    """
    mine, its = measure_of(said), measure_of(declared)
    if mine is None or its is None:
        return False
    return mine[0] != its[0] or (bool(mine[1] and its[1]) and mine[1] != its[1])


def unit_said(text: str) -> str:
    """Return the unit that a heading names, as ``单位：万元`` or ``（元）``; else an empty text.

    >>> unit_said("本年收费金额(单位:万元)"), unit_said("金额（元）"), unit_said("总计")
    ('万元', '元', '')
    >>> unit_said("Unit: persons"), unit_said("Total (in thousands)"), unit_said("Total (net)")
    ('persons', 'thousands', '')
    """
    found = _SAID.search(text)
    if found:
        return found[1] or found[2]
    told = [(each[1] or each[2]).strip() for each in _TOLD.finditer(text)]
    return next((each for each in told if measure_of(each) is not None), "")
