"""Relations that were worked out once: the same rules meet many files that are filled in alike."""

from __future__ import annotations

from typing import Final, TypeAlias

from reportcheck.balancing.relations import relation
from reportcheck.balancing.rows import Relation
from reportcheck.rule import Rule
from reportcheck.viewing import Place, View

MOST_KNOWN: Final = 20_000

Without: TypeAlias = tuple[frozenset[tuple[str, str | None]], ...]
"""By table, the optional items that a submission does without: all that relations depend on."""

_KNOWN: Final[dict[tuple[int, Place, Without], tuple[Rule, Relation | None]]] = {}


class Known:
    """What the rules require of one submission, as far as possible without working it out."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.without = tuple(view.absent_items(table.id) for table in view.form.tables)

    def relation(self, rule: Rule, place: Place) -> Relation | None:
        """Return what :func:`relation` does."""
        key = id(rule), place, self.without
        held = _KNOWN.get(key)
        if held is not None and held[0] is rule:
            return held[1]
        found = relation(rule, self._view, place)
        if not rule.needs_records:
            if len(_KNOWN) >= MOST_KNOWN:
                _KNOWN.clear()
            _KNOWN[key] = rule, found
        return found
