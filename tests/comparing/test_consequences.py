"""Of what was carried over, a total follows from its parts exactly where its gap is theirs."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import example, given
from hypothesis import strategies as st

from reportcheck.address import CellRef
from reportcheck.comparing.consequences import with_consequences
from reportcheck.evaluating import evaluate_across
from reportcheck.finding import Finding
from reportcheck.form import Slot
from reportcheck.rulefile.loading import load_bytes
from reportcheck.submission import Reading, Submission
from reportcheck.viewing import View

RULES = """
form: visits
values: count
tables:
- id: visits
  columns:
  - {label: All, equals: Local + Groups + Others}
  - label: Home
    items: [Adults, Children, {id: Local, label: Sum, equals: sum(*)}]
  - Groups
  - Others
  rows: [Carried, Open]
rules:
- id: carried
  table: visits
  each: column
  check: Carried = prev(Open)
- id: much
  table: visits
  check: 2 * Carried[All] = 2 * prev(Open[All])
  severity: SEVERITY
"""
PACKS = {
    severity: load_bytes(RULES.replace("SEVERITY", severity).encode(), "rules.yaml")
    for severity in ("error", "warning")
}
COLUMNS = ("All", "Adults", "Children", "Local", "Groups", "Others")
PARTS = {"All": ("Local", "Groups", "Others"), "Local": ("Adults", "Children")}


def submission(row: str, figures: Sequence[int]) -> Submission:
    form = PACKS["error"].form
    readings = {}
    for place, (column, value) in enumerate(zip(COLUMNS, figures, strict=True), 2):
        slot = Slot("visits", row, column)
        values = form.by_id["visits"].values_at(row, column)
        readings[slot] = Reading.of(value, values, CellRef(None, 2, place))
    return Submission(form, f"{row}.csv", readings, agency="A", period="2024")


def found(before: Sequence[int], now: Sequence[int], severity: str = "error") -> list[Finding]:
    pack = PACKS[severity]
    view = View(submission("Carried", now), lambda _: submission("Open", before))
    (evaluation,) = evaluate_across(pack.across, [view])
    alone = [rule for rule in pack.rules if not rule.across]
    return list(with_consequences(evaluation.findings, pack.across, alone, view))


def totalled(adults: int, children: int, groups: int, others: int) -> list[int]:
    local = adults + children
    return [local + groups + others, adults, children, local, groups, others]


FEW = st.integers(0, 3)


@given(
    st.lists(FEW, min_size=4, max_size=4), st.lists(FEW, min_size=4, max_size=4),
    st.lists(st.sampled_from([0, 0, 0, 1, 2]), min_size=6, max_size=6),
    st.lists(st.sampled_from([0, 0, 0, 1, 2]), min_size=6, max_size=6),
)  # fmt: skip
@example([1, 1, 1, 1], [3, 1, 1, 1], [0] * 6, [0] * 6)
@example([1, 1, 1, 1], [3, 0, 1, 0], [0] * 6, [0] * 6)
def test_nothing_but_a_total_follows_and_only_from_parts_that_explain_it(
    one: list[int], other: list[int], before_out: list[int], now_out: list[int]
) -> None:
    """``..._out`` put cells out of their sums, so that these do not hold in the report."""
    before = [a + b for a, b in zip(totalled(*one), before_out, strict=True)]
    now = [a + b for a, b in zip(totalled(*other), now_out, strict=True)]
    held, last = dict(zip(COLUMNS, now, strict=True)), dict(zip(COLUMNS, before, strict=True))
    gaps = {column: held[column] - last[column] for column in COLUMNS}
    follows = {
        total
        for total, parts in PARTS.items()
        if gaps[total]
        and any(gaps[part] for part in parts)
        and held[total] == sum(held[part] for part in parts)
        and gaps[total] == sum(gaps[part] for part in parts)
    }
    told = [each for each in found(before, now) if each.rule == "carried"]
    beneath = [one for each in told for one in each.consequences if one.rule == "carried"]
    assert {each.column for each in beneath} == follows
    assert {each.column for each in told} == {c for c, gap in gaps.items() if gap} - follows
    # Whatever stands beneath another, stands beneath one that is told itself.
    assert len(told) + len(beneath) == sum(gap != 0 for gap in gaps.values())


def test_what_is_graver_does_not_stand_beneath_what_is_less() -> None:
    findings = found(totalled(1, 1, 1, 1), totalled(1, 1, 3, 1), "warning")
    told = {(each.rule, each.column): [one.rule for one in each.consequences] for each in findings}
    assert told == {("much", "All"): [], ("carried", "Groups"): ["carried"]}
