"""Labels that are nearly those of the form: used where nothing else comes near, and reported."""

from __future__ import annotations

from collections.abc import Sequence

from reportcheck.classes import dataclass
from reportcheck.form import Item, Shape, Table, Values
from reportcheck.locating.axes import AxisMatch, Label
from reportcheck.locating.labels import AxisLabels
from reportcheck.locating.sheets import Place, Sheet
from reportcheck.patterns import pattern
from reportcheck.text import fold_number
from reportcheck.unit import measure_of, unit_said

NEAR = 80.0
"""The likeness (0 to 100) from which on a label is taken for the form's."""

MARGIN = 5.0
"""How much less like every other label of the axis it has to be."""

SHORTEST = 4
"""Shorter words are too easily alike."""

_NUMERALS = pattern(r"\d+|[零〇一二三四五六七八九十百千万]")
_OPPOSITES = ("本上下前后年月季半", "增减", "收支", "男女", "应实", "内外", "进出", "新旧", "大小")
_REMARK = pattern(r"[(\[][^()\[\]]*[)\]]$")


@dataclass(frozen=True)
class Near:
    """A text that was taken for an item whose label it resembles, or for its namesakes."""

    items: tuple[int, ...]
    label: Label
    found: str


def near_labels(axis: AxisLabels, match: AxisMatch, sheet: Sheet) -> list[Near]:
    """Return the unknown texts of an axis that are surely meant for items not found."""
    lacking = [
        number
        for number in range(len(axis.items))
        if number not in match.lines and number not in match.labels and number not in match.doubled
    ]
    texts = [label for label in match.unknown if sheet.words[label.place].plain]
    if not lacking or not texts:
        return []
    scores = _scores(axis, [sheet.words[label.place].plain for label in texts])
    near = []
    for label, row in zip(texts, scores, strict=True):
        best = max(lacking, key=lambda item: row[item])
        column = [other[best] for other in scores]
        meant = tuple(item for item in lacking if _namesakes(axis, item, best))
        if (
            row[best] >= NEAR
            and all(
                score <= row[best] - MARGIN
                for item, score in enumerate(row)
                if item != best and not _namesakes(axis, item, best)
            )
            and sum(score > row[best] - MARGIN for score in column) <= len(meant)
        ):
            near.append(Near(meant, label, sheet.words[label.place].text))
    return near


def nearest_text(
    axis: AxisLabels, item: int, unknown: Sequence[Label], sheet: Sheet, after: int = -1
) -> tuple[str, Place] | None:
    """Return the unknown text that is most like a missing item, to be looked at by a person.

    Of texts as like the first counts that stands behind a line.
    """
    from rapidfuzz import fuzz

    wanted = fold_number(axis.items[item].label)
    behind = sorted(unknown, key=lambda label: (label.line <= after, label.line))
    texts = [(sheet.words[label.place], label.place) for label in behind]
    scored = [(fuzz.ratio(wanted, word.plain), word.text, place) for word, place in texts]
    best = max(scored, key=lambda each: each[0], default=(0.0, "", (0, 0)))
    return (best[1], best[2]) if best[0] >= 50 else None


def names_unit(axis: str, table: Table, item: Item, text: str) -> bool:
    """Whether a text is the label of an item with the unit of its values, and nothing else."""
    remark = _REMARK.search(fold_number(text))
    said = unit_said(text) or ("" if remark is None else remark[0][1:-1])
    bare = _REMARK.sub("", fold_number(text))
    if not said or bare not in {fold_number(word) for word in (item.label, *item.aliases)}:
        return False
    below = {each.name for each in item.walk()}
    if table.shape is Shape.RECORDS:
        units = {_unit_of(table.values_at(None, name)) for name in below}
    else:
        units = {
            _unit_of(table.values_at(slot.row, slot.column))
            for slot in table.slots()
            if (slot.row if axis == "row" else slot.column) in below
        }
    return bool(units) and all(
        unit == said or (measure_of(unit) is not None and measure_of(unit) == measure_of(said))
        for unit in units
    )


def _unit_of(values: Values) -> str:
    return "%" if values.type == "percent" else values.unit or ""


def _namesakes(axis: AxisLabels, one: int, other: int) -> bool:
    return fold_number(axis.items[one].label) == fold_number(axis.items[other].label)


def _scores(axis: AxisLabels, texts: Sequence[str]) -> list[list[float]]:
    """How like each text is to each item, by its likest label."""
    names = [[fold_number(word) for word in (item.label, *item.aliases)] for item in axis.items]
    return [[max(_score(text, name) for name in each) for each in names] for text in texts]


def _score(text: str, name: str) -> float:
    from rapidfuzz import fuzz

    if text == name:
        return 100.0
    if _REMARK.sub("", text) == _REMARK.sub("", name):
        return 95.0
    if _apart(text, name):
        return 0.0
    shorter, longer = sorted((text, name), key=len)
    if len(shorter) < SHORTEST:
        return 0.0
    if len(shorter) >= 6 and longer.startswith(shorter):
        return 90.0
    return fuzz.ratio(text, name)


def _apart(text: str, name: str) -> bool:
    """Whether two words differ in a numeral or in a word for the opposite, however alike."""
    if _NUMERALS.findall(text) != _NUMERALS.findall(name):
        return True
    return any(
        [sign for sign in text if sign in signs] != [sign for sign in name if sign in signs]
        for signs in _OPPOSITES
    )
