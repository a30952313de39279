"""Units: what a number format or a heading says of them, and how great one is beside another."""

from __future__ import annotations

import re
from unicodedata import normalize

from reportcheck.number import COUNTERS
from reportcheck.patterns import pattern

# Text that a format shows as it stands, and what an escape or a padding sign stands before.
_LITERAL = pattern(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|!.')
_SCALED = pattern(r"[0#?],+(?=[^0#?,]*$)")
_UNIT = pattern(
    r"[百千万萬亿億]{0,2}元|[百千万萬亿億]|USD|RMB|CNY|公顷|平方米|吨|人次|[件个份条次人]"
)
_SHIFTED = pattern(r"0[!\\]\.0")


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
    return unit if _UNIT.fullmatch(unit) or _is_measured(unit) else ""


def _is_measured(unit: str) -> bool:
    known = measure_of(unit) if unit != "%" and not _LETTER.fullmatch(unit) else None
    return known is not None and known[1] in _MEASURED


PERCENT_FORMATS = {9: "0%", 10: "0.00%"}
"""The percent formats that every workbook has without listing them, by their numbers."""


def shows_percent(code: str) -> bool:
    r"""Tell whether a format shows a number as a percentage: 0.5 as 50%.

    >>> shows_percent("0.0%"), shows_percent('0.0"%"'), shows_percent(r"0\%"), shows_percent("0")
    (True, False, False, False)
    """
    return "%" in code and "%" in _LITERAL.sub("", _first_section(code))


def writes_percent(code: str) -> bool:
    r"""Tell whether a format just writes the sign after a number: 5.3 as 5.3%.

    >>> writes_percent("0.0%"), writes_percent('0.0"%"'), writes_percent(r"0\%")
    (False, True, True)
    """
    return (
        "%" in code
        and "%" in re.sub(r"_.|\*.", "", _first_section(code))
        and (not shows_percent(code))
    )


def changes_look(code: str) -> bool:
    """Tell whether a format scales what it shows, names a unit, or has a percent sign."""
    if "%" in code and (shows_percent(code) or writes_percent(code)):
        return True
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
_MONEY = pattern(r"(?:人民币)?([十百千万萬亿億]{0,2})元?")
_SAID = pattern(
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


_PREFIXES = {"k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_SYMBOLS = {
    **{prefix + stem: (power, stem) for stem in ("J", "Wh", "W", "toe", "tce")
       for prefix, power in {"": 0, **_PREFIXES}.items()},
    "t": (0, "t"), "kt": (3, "t"), "Mt": (6, "t"), "Gt": (9, "t"), "kg": (-3, "t"), "g": (-6, "t"),
    "m": (0, "m"), "km": (3, "m"), "m²": (0, "m²"), "m2": (0, "m²"), "㎡": (0, "m²"),
    "sqm": (0, "m²"), "km²": (6, "m²"), "km2": (6, "m²"), "ha": (4, "m²"), "m³": (0, "m³"),
    "m3": (0, "m³"), "l": (-3, "m³"), "hl": (-1, "m³"), "%": (0, "%"), "‰": (0, "‰"),
}  # fmt: skip
_FOLDED = {
    symbol.casefold(): known
    for symbol, known in _SYMBOLS.items()
    if len(symbol) > 1 and symbol != "Mt"  # MT is written for metric tonnes
}
_NAMES = {
    "tonne": "t", "tonnes": "t", "ton": "t", "tons": "t", "kilogram": "kg", "kilograms": "kg",
    "joule": "J", "joules": "J", "kilojoules": "kJ", "megajoules": "MJ", "gigajoules": "GJ",
    "terajoules": "TJ", "terajoule": "TJ", "petajoules": "PJ", "hectare": "ha", "hectares": "ha",
    "metres": "m", "meters": "m", "kilometres": "km", "kilometers": "km", "litres": "l",
    "liters": "l", "percent": "%", "百分比": "%", "吨": "t", "千克": "kg", "公斤": "kg", "克": "g",
    "公顷": "ha", "平方米": "m²", "平方公里": "km²", "平方千米": "km²", "立方米": "m³", "升": "l",
    "米": "m", "公里": "km", "千米": "km", "千瓦时": "kWh", "千瓦": "kW", "兆瓦": "MW",
    "焦耳": "J", "千焦": "kJ", "吨标准煤": "tce", "吨标煤": "tce", "吨油当量": "toe",
}  # fmt: skip
_COUNTERS = frozenset({
    *COUNTERS, "户", "人次", "家", "所", "台", "辆", "张", "例", "亩", "小时", "天"
})  # fmt: skip
_MARKS = frozenset(":：(（")
"""Without one of these no heading names a unit."""
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
_MEASURED = frozenset(stem for _, stem in _SYMBOLS.values())
_LETTER = pattern(r"[A-Za-z]")
"""In brackets a letter alone numbers what it stands behind."""
_COUNTED = frozenset({
    "persons", "person", "people", "inhabitants", "households", "items", "cases", "units",
    "employees", "number",
})  # fmt: skip
_TOLD = pattern(
    r"\bunits?(?: of measure(?:ment)?)?\s*[:：]\s*(?:in\s+)?([^,;:()（）]{1,30})"
    r"|[(（]\s*(?:in\s+)?([^()（）]{1,30}?)\s*[)）]",
    re.IGNORECASE,
)


def measure_of(unit: str) -> tuple[int, str] | None:
    """Return how great a unit is, as a power of ten, and what it measures; None of another unit.

    What is counted begins with a ``#``; a bare thousand may measure anything: an empty text.

    >>> measure_of("万元"), measure_of("EUR million"), measure_of("thousands of persons")
    ((4, 'CNY'), (6, 'EUR'), (3, '#'))
    >>> measure_of("PJ"), measure_of("万吨"), measure_of("thousand tonnes"), measure_of("bushels")
    ((15, 'J'), (4, 't'), (3, 't'), None)
    """
    money = power_of(unit)
    if money is not None:
        return money, "CNY" if "元" in unit else ""
    for end in range(3):
        power, known = _POWERS.get(unit[:end]), _known(unit[end:].strip())
        if power is not None and known:
            return power + known[0], known[1]
    words = [word for word in unit.split() if word.casefold() not in {"of", "in"}]
    powers = [power for word in words if (power := _MAGNITUDES.get(word.casefold())) is not None]
    rest = [word for word in words if word.casefold() not in _MAGNITUDES]
    known = _known(rest[0]) if len(rest) == 1 else None
    if not words or (rest and not known and not (powers and len(rest) == 1)):
        return None
    own = known or (0, "")
    return sum(powers) + own[0], own[1]


def _known(word: str) -> tuple[int, str] | None:
    """Return how great a unit of one word is, and what it measures."""
    folded = word.casefold()
    if word in _COUNTERS or folded in _COUNTED:
        return 0, f"#{word}" if word in _COUNTERS else "#"
    if folded in _CURRENCIES:
        return 0, _CURRENCIES[folded]
    return _SYMBOLS.get(_NAMES.get(folded, word)) or _FOLDED.get(folded)


def _are_alike(mine: str, its: str) -> bool:
    """Tell whether two things measured may be the same."""
    if mine.startswith("#") and its.startswith("#"):
        return mine == its or "#" in {mine, its}
    return mine == its or "" in {mine, its}


def are_of_a_kind(said: str, declared: str) -> bool:
    """Tell whether two units are known and measure what may be the same.

    >>> are_of_a_kind("PJ", "TJ"), are_of_a_kind("TJ", "万元"), are_of_a_kind("TJ", "thousand")
    (True, False, True)
    """
    mine, its = measure_of(said), measure_of(declared)
    return mine is not None and its is not None and _are_alike(mine[1], its[1])


def is_counted(unit: str) -> bool:
    """Tell whether a unit is known as one of things that are counted.

    >>> is_counted("persons"), is_counted("TJ"), is_counted("件")
    (True, False, True)
    """
    known = measure_of(unit)
    return known is not None and known[1].startswith("#")


def are_unlike(said: str, declared: str) -> bool:
    """Tell whether two units are known and not the same.

    >>> are_unlike("million", "thousand"), are_unlike("thousand", "thousand persons")
    (True, False)
    >>> are_unlike("EUR", "USD"), are_unlike("tonnes", "thousand"), are_unlike("PJ", "TJ")
    (True, False, True)
    """
    mine, its = measure_of(said), measure_of(declared)
    if mine is None or its is None:
        return False
    if "" in {mine[1], its[1]} and {mine[1], its[1]} & _MEASURED:
        # Tonnes may be thousands of them; that is not said.
        return bool(mine[0] and its[0]) and mine[0] != its[0]
    return mine[0] != its[0] or not _are_alike(mine[1], its[1])


def unit_said(text: str) -> str:
    """Return the unit that a heading names, as ``单位：万元`` or ``（元）``; else an empty text.

    >>> unit_said("本年收费金额(单位:万元)"), unit_said("金额（元）"), unit_said("总计")
    ('万元', '元', '')
    >>> unit_said("Unit: persons"), unit_said("Total (in thousands)"), unit_said("Total (net)")
    ('persons', 'thousands', '')
    """
    if _MARKS.isdisjoint(text):
        return ""
    found = _SAID.search(text)
    if found:
        return found[1] or found[2]
    told = [
        (each[1] or each[2]).strip()
        for each in _TOLD.finditer(text)
        if each[1] or not _LETTER.fullmatch(each[2].strip())
    ]
    return next((each for each in told if measure_of(each) is not None), "")


_PERCENT_AT_END = pattern(
    r"(?<![\d.])\s*(?:%|\bper ?cent(?:age)?s?|\bpct\.?|百分比)$", re.IGNORECASE
)


def names_percent(heading: str) -> bool:
    """Tell whether a heading says that what it stands over is in percent.

    >>> names_percent("增长率（%）"), names_percent("单位：％"), names_percent("Share, in per cent")
    (True, True, True)
    >>> names_percent("Share"), names_percent("Share (net)"), names_percent("③/②×100%")
    (False, False, False)
    """
    plain = normalize("NFKC", heading).strip()
    said = unit_said(plain)
    return (bool(said) and measure_of(said) == (0, "%")) or bool(_PERCENT_AT_END.search(plain))
