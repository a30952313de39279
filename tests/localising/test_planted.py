"""Mistakes planted in annual reports are among the smallest changes, and these are all there are.

``python -m tests.benchmarks.localising`` does the same for a thousand reports of each kind.
"""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from reportcheck import rulefile
from reportcheck.evaluating import evaluate
from reportcheck.localising import Budget, localise
from reportcheck.localising.covering import PAUSE, Cover
from reportcheck.localising.elimination import Spend
from reportcheck.number import State
from reportcheck.viewing import View
from tests.localising.planting import At, brute, planted, report, submission

GIR = next(each for each in rulefile.find("gir") if each.form.version.startswith("2021"))


@pytest.mark.parametrize(("count", "times"), [(1, 40), (2, 25), (3, 25)])
def test_what_was_planted_is_found(count: int, times: int) -> None:
    rng = random.Random(f"planted {count}")  # noqa: S311 - a seed, so that all runs are alike
    for _ in range(times):
        figures, wrong = planted(report(rng), count, rng)
        filled = submission(GIR.form, figures)
        (evaluation,) = evaluate(GIR, [filled])
        mending = localise(GIR, View(filled), evaluation.findings)
        assert mending.complete
        whole = mending.whole()
        assert whole is not None
        found = {
            frozenset(At(one.at.sheet or "", one.at.row - 1, one.at.column - 1) for one in each)
            for each in whole
        }
        smallest = {len(each) for each in found}
        assert smallest <= set(range(1, count + 1))
        assert len(smallest) == 1
        expected = brute(figures)
        if expected:
            assert found == expected
        if smallest == {count}:
            assert wrong in found
        for each in whole:
            for one in each:
                assert one.to is None or int(one.to) >= 0


@pytest.mark.parametrize("share", [0.1, 0.3, 0.6, 1.0])
def test_a_form_with_many_blanks_has_the_same_answer_in_every_run(share: float) -> None:
    rng = random.Random(f"blank {share}")  # noqa: S311
    figures, _ = planted(report(rng), 2, rng)
    filled = submission(GIR.form, figures)
    blank = {
        slot: replace(reading, state=State.BLANK, value=None, shown="")
        if rng.random() < share
        else reading
        for slot, reading in filled.readings.items()
    }
    filled = replace(filled, readings=blank)
    (evaluation,) = evaluate(GIR, [filled])
    one, other = (localise(GIR, View(filled), evaluation.findings) for _ in range(2))
    assert one == other
    assert one.note in {None, "search-stopped"}
    assert share not in {0.1, 1.0} or one.complete


@pytest.mark.parametrize("column", [0, 1, 3])
def test_a_column_that_slipped_takes_no_longer_than_is_allowed(column: int) -> None:
    rng = random.Random(f"slipped {column}")  # noqa: S311
    figures = report(rng)
    own = sorted(at for at in figures if at.table == "三" and at.column == column)
    slipped = figures | dict(zip(own[1:], [figures[at] for at in own], strict=False)) | {own[0]: 0}
    filled = submission(GIR.form, slipped)
    (evaluation,) = evaluate(GIR, [filled])
    budget = Budget()
    solved: list[int] = []
    cheapest = Cover.cheapest

    def counted(cover: Cover, spend: Spend) -> int | None:
        left = budget.steps
        try:
            return cheapest(cover, spend)
        finally:
            solved.append(left - budget.steps)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Cover, "cheapest", counted)
        mending = localise(GIR, View(filled), evaluation.findings, budget=budget)
    assert mending.note == "search-stopped"
    assert sum(solved) > 2 * PAUSE * len(solved) > 0
    assert budget.steps >= -PAUSE


def test_of_twelve_mistakes_a_set_that_mends_is_told_nearly_always() -> None:
    told = 0
    for seed in range(6):
        rng = random.Random(f"twelve {seed}")  # noqa: S311
        figures, _ = planted(report(rng), 12, rng)
        filled = submission(GIR.form, figures)
        (evaluation,) = evaluate(GIR, [filled])
        mending = localise(GIR, View(filled), evaluation.findings)
        failing = {(each.rule, each.at) for each in evaluation.findings}
        assert failing == {key for part in mending.parts for key in part.findings}
        changes = [one for part in mending.parts for each in part.sets[:1] for one in each]
        told += all(part.sets for part in mending.parts)
        if all(part.sets for part in mending.parts) and all(one.to for one in changes):
            for one in changes:
                figures[At(one.at.sheet or "", one.at.row - 1, one.at.column - 1)] = int(
                    one.to or 0
                )
            (again,) = evaluate(GIR, [submission(GIR.form, figures)])
            assert not again.findings
    assert told >= 5
