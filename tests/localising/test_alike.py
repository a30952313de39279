"""Files filled in alike: what is kept from one to the next changes no answer."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportcheck.evaluating import evaluate
from reportcheck.form import Values
from reportcheck.localising import grouping, localise
from reportcheck.mending import Mending
from reportcheck.number import Raw
from reportcheck.rule import Missing, Pack
from reportcheck.viewing import View
from tests.building import equals_rule, filled_form, form_of, form_table, item, pack_of, rule_of

pytestmark = pytest.mark.no_cover  # see pyproject.toml

FORM = form_of(
    form_table(
        "t",
        [item("a"), item("b"), replace(item("c"), reliability=2), item("all", total=True)],
        [item("x"), item("y"), item("both", total=True)],
        values=Values("amount", min=Fraction(0), places=1),
    )
)
PACK = pack_of(
    FORM,
    equals_rule(FORM, "t", "row", "all", "a + b + c"),
    equals_rule(FORM, "t", "column", "both", "x + y"),
    rule_of(FORM, "if a > 5 then b > 0", "t", "column", name="some"),
    replace(rule_of(FORM, "c <= all", "t", "column", name="part"), missing=Missing.SKIP_IF_ANY),
)
FIGURES = st.sampled_from([0, 1, 2, 3, 7, 10, 12.5, 0.1, 0.1 + 0.2, -1, None, "abc", "1,204"])


def looked(pack: Pack, figures: list[list[Raw]]) -> Mending:
    submission = filled_form(FORM, {"t": figures})
    (evaluation,) = evaluate(pack, [submission])
    return localise(pack, View(submission), evaluation.findings)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(FIGURES, min_size=3, max_size=3), min_size=4, max_size=4))
def test_what_is_kept_changes_nothing(figures: list[list[Raw]]) -> None:
    kept = [looked(PACK, figures) for _ in range(2)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grouping.Alike, "numbers", lambda *_: None)
        assert kept == [looked(PACK, figures)] * 2


def test_plain_figures_are_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "_ALIKE", {})
    assert looked(PACK, [[1, 2, 3], [1, 2, 3], [1, 2, 3], [3, 6, 10]]).parts
    (known,) = grouping._ALIKE.values()
    assert known is not None
    made = known.groups
    assert looked(PACK, [[4, 2, 6], [1, 2, 3], [1, 2, 3], [6, 6.5, 12.5]]).parts
    assert made is not None
    assert known.groups is made
