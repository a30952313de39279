"""Whatever is not reported is read right; the many examples are run by tests.benchmarks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.locating.misreading import example, judge
from tests.locating.written_files import KINDS

pytestmark = pytest.mark.no_cover  # see pyproject.toml


@pytest.mark.parametrize("start", range(0, 240, 40))
def test_nothing_is_misread_without_a_word(start: int, tmp_path: Path) -> None:
    judged = {seed: judge(example(seed), str(tmp_path)) for seed in range(start, start + 40)}

    assert {seed: each.silent for seed, each in judged.items() if each.silent} == {}
    assert sum(each.read for each in judged.values()) > 1_000
    assert sum(each.told for each in judged.values()) > 100


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_misread_in_any_format(kind: str, tmp_path: Path) -> None:
    judged = {seed: judge(example(seed, kind), str(tmp_path)) for seed in range(240, 260)}

    assert {seed: each.silent for seed, each in judged.items() if each.silent} == {}
    assert sum(each.read for each in judged.values()) > 300


@pytest.mark.parametrize(
    ("seed", "kind"),
    [
        (980, "docx of one table"), (1758, "docx"), (2115, "html"), (26, "copied, tabbed"),
        (1157, "copied, markdown"),
        (100, "copied, full-width"), (120, "copied, spaced"), (141, "copied, tabbed"),
        (212, "copied, bare"), (292, "copied, markdown"), (410, "copied, barred"),
        (411, "copied, closed"), (478, "copied, barred"), (870, "copied, full-width"),
        (1743, "copied, tabbed"), (4266, "copied, bare"), (5803, "copied, bare"), (6689, "csv"),
        (6761, "copied, barred"), (7027, "copied, barred"), (8785, "html of one table"),
        (9592, "copied, barred"), (2467, "copied, barred"), (3265, "copied, barred"),
    ],
)  # fmt: skip
def test_what_was_once_misread_in_a_format_is_told(seed: int, kind: str, tmp_path: Path) -> None:
    assert judge(example(seed, kind), str(tmp_path)).silent == ()


@pytest.mark.parametrize("seed", [4109, 5537, 5684, 5732, 5942, 6399, 6475, 6912, 8718, 8785])
def test_what_was_once_misread_without_a_word_is_told(seed: int, tmp_path: Path) -> None:
    assert judge(example(seed), str(tmp_path)).silent == ()
