"""What cells may hold: a declaration of the rule file laid over what is inherited."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportcheck.form import MARKS, BlankPolicy, Values, ValueType
from reportcheck.near import nearest
from reportcheck.rulefile.patterns import linear_fault
from reportcheck.rulefile.tree import Fields, Mistakes, Place, Tree

if TYPE_CHECKING:
    from reportcheck.rulefile.models import ValuesEntry

DEFAULTS: Final[dict[ValueType, Values]] = {
    "count": Values("count", places=0, min=0),
    "integer": Values("integer", places=0),
    "amount": Values("amount", places=2),
    "percent": Values("percent"),
    "number": Values("number"),
    "text": Values("text"),
    "date": Values("date"),
    "code": Values("code"),
}
PERCENT_PLACES: Final = 2
"""What a percentage has more places as a fraction: 12.5% has one, and 0.125 three."""

_NUMERIC: Final = frozenset({"count", "integer", "amount", "percent", "number"})
_TAKES: Final = {
    "places": frozenset({"amount", "percent", "number"}),
    "min": _NUMERIC,
    "max": _NUMERIC,
    "unit": _NUMERIC,
    "one_of": frozenset({"text", "code"}),
    "pattern": frozenset({"text", "code"}),
}
"""The types that a field of `values` goes with; the others go with all."""


def read_values(
    entry: ValuesEntry | ValueType | None, inherited: Values, node: Tree, mistakes: Mistakes
) -> Values:
    """Return what is declared, or inherited where nothing is; without a type it refines that."""
    if entry is None:
        return inherited
    if isinstance(entry, str):
        return DEFAULTS[entry]
    base = inherited if entry.type is None else DEFAULTS[entry.type]
    shift = PERCENT_PLACES if base.type == "percent" else 0
    place = {name: node.keys[name] for name in node.keys} if isinstance(node, Fields) else {}
    for field, types in _TAKES.items():
        if getattr(entry, field) is None or base.type in types:
            continue
        where = place.get(field, node.place)
        harmless = field == "places" and entry.places == 0 and base.places == 0
        if not harmless and not mistakes.told_at(where):  # a misspelt field is told already
            _refuse(field, base.type, types, where, mistakes)
    if entry.blank is BlankPolicy.ZERO and base.type not in _NUMERIC:
        where = place.get("blank", node.place)
        mistakes.add("blank-zero-of-text", where, {"type": base.type})
    if entry.pattern is not None and (fault := linear_fault(entry.pattern)):
        facts = {"field": "pattern", "pattern": entry.pattern, "reason": fault}
        mistakes.add("bad-pattern", place.get("pattern", node.place), facts)
    told = {
        field: getattr(entry, field)
        for field in ("min", "max", "pattern", "unit")
        if getattr(entry, field) is not None
    }
    if entry.places is not None:
        told["places"] = entry.places + shift
    read = replace(
        base,
        **told,
        one_of=base.one_of if entry.one_of is None else tuple(entry.one_of),
        blank=base.blank if entry.blank is None else BlankPolicy(entry.blank),
        marks=base.marks if entry.marks is None else _marks(entry, node, mistakes),
    )
    if read.min is not None and read.max is not None and read.min > read.max:
        where = place.get("min", place.get("max", node.place))
        mistakes.add("min-above-max", where, {"min": str(read.min), "max": str(read.max)})
    return read


def _refuse(
    field: str, type_: ValueType, types: frozenset[str], where: Place, mistakes: Mistakes
) -> None:
    """Note that a field does not go with a type; what a rule can say instead, with the way."""
    facts: dict[str, object] = {"field": field, "type": type_}
    if field == "one_of" and type_ in _NUMERIC:
        mistakes.add("list-of-numbers", where, facts)
    elif field in {"min", "max"} and type_ == "date":
        mistakes.add("bound-of-dates", where, facts)
    else:
        mistakes.add("not-for-type", where, {**facts, "types": sorted(types)})


def _marks(entry: ValuesEntry, node: Tree, mistakes: Mistakes) -> tuple[tuple[str, str], ...]:
    marks: dict[str, str] = {}
    told = node.entries["marks"] if isinstance(node, Fields) else node
    for kind, signs in (entry.marks or {}).items():
        if kind not in MARKS:
            place = told.keys[kind] if isinstance(told, Fields) else told.place
            facts = {"kind": kind, "known": [*MARKS], "suggestion": nearest(kind, MARKS)}
            mistakes.add("unknown-mark", place, facts)
        for sign in signs:
            if sign in marks and isinstance(node, Fields):
                place = node.keys["marks"]
                mistakes.add("duplicate-mark", place, {"mark": sign})
            marks[sign] = kind
    return tuple(marks.items())
