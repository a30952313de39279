"""However a report is laid out, its slots hold the same values, and the verdicts are the same."""

import re
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportcheck.checking import Request, check, look
from reportcheck.form import Slot
from reportcheck.mending import Mending
from reportcheck.number import State, Value
from reportcheck.report import Counts
from reportcheck.submission import Reading
from samples.layout import Page, apart, stacked, write_csv, write_workbook
from samples.make import as_published, planted

pytestmark = pytest.mark.no_cover  # see pyproject.toml

NOTE = "注：本表由各单位填报，数据截至 12 月 31 日。"
LABEL = re.compile(r"[\u4e00-\u9fff]{2}")
REMARKS = {"22（其中修订 16 件）", "251000元"}
WIDE = str.maketrans("(),:.1234567", "（），：．１２３４５６７")


@dataclass(frozen=True)
class Damage:
    """What is done to a page: nothing of it changes what the report says."""

    down: int
    right: int
    blank_rows: tuple[int, ...]
    blank_columns: tuple[int, ...]
    unmerged: bool
    three_sheets: bool
    noise: tuple[str, ...]
    note: bool
    workbook: bool
    seed: int


damages = st.builds(
    Damage,
    down=st.integers(0, 40),
    right=st.integers(0, 9),
    blank_rows=st.lists(st.integers(2, 55), max_size=4).map(tuple),
    blank_columns=st.lists(st.integers(2, 16), max_size=3).map(tuple),
    unmerged=st.booleans(),
    three_sheets=st.booleans(),
    noise=st.lists(st.sampled_from([" ", "\n", "\u3000", "\xa0", "wide"]), max_size=2).map(tuple),
    note=st.booleans(),
    workbook=st.booleans(),
    seed=st.integers(0, 2**32),
)


def damaged(page: Page, damage: Damage) -> Page:
    """Return a page as it looks after all that."""
    dice = Random(damage.seed)  # noqa: S311 - Hypothesis gives the seed

    def row_at(row: int) -> int:
        return row + damage.down + sum(row >= blank for blank in damage.blank_rows)

    def column_at(column: int) -> int:
        return column + damage.right + sum(column >= blank for blank in damage.blank_columns)

    other = Page()
    for (row, column), value in page.cells.items():
        is_label = isinstance(value, str) and LABEL.search(value) and value not in REMARKS
        shown = relabelled(str(value), damage, dice) if is_label else value
        other.cells[row_at(row), column_at(column)] = shown
    if not damage.unmerged:
        for top, left, bottom, right in page.merges:
            other.merges.append((row_at(top), column_at(left), row_at(bottom), column_at(right)))
    if damage.note:
        other.cells[other.height + 2, column_at(1)] = NOTE
    return other


def relabelled(label: str, damage: Damage, dice: Random) -> str:
    for noise in damage.noise:
        if noise == "wide":
            label = label.translate(WIDE)
        else:
            place = dice.randrange(1, len(label))
            label = label[:place] + noise + label[place:]
    return label


def write(damage: Damage, folder: Path, *, filled_by_hand: bool) -> tuple[str, dict[str, Page]]:
    """Write a damaged report; return its path, and its sheets if it is a workbook."""
    filling = planted() if filled_by_hand else as_published()
    if damage.workbook:
        whole = apart(filling) if damage.three_sheets else {"年报": stacked(filling)}
        sheets = {name: damaged(page, damage) for name, page in whole.items()}
        write_workbook(folder / "report.xlsx", sheets)
        return str(folder / "report.xlsx"), sheets
    write_csv(folder / "report.csv", damaged(stacked(filling), damage))
    return str(folder / "report.csv"), {}


def slots(path: str, sheets: dict[str, Page]) -> dict[Slot, tuple[str, Value | None, str]]:
    """Return what every slot holds, and see that it stands where it is said to stand."""
    (located,) = look(Request((path,)))
    assert located.submission, located.problem
    readings = located.submission.readings
    for reading in readings.values():
        if sheets and reading.at and reading.at.sheet:
            cells = sheets[reading.at.sheet].cells
            held_there = cells.get((reading.at.row, reading.at.column))
            assert (
                reading.state is State.NOT_CALCULATED
                or reading.shown == str("" if held_there is None else held_there).strip()
            )
    return {slot: held(reading) for slot, reading in readings.items()}


def held(reading: Reading) -> tuple[str, Value | None, str]:
    return str(reading.state), reading.value, reading.shown


def verdicts(path: str) -> tuple[Counts, set[tuple[str | None, ...]]]:
    (file,) = check(Request((path,))).files
    assert file.problem is None
    told: set[tuple[str | None, ...]] = {
        (each.rule, str(each.verdict), each.row, each.column, each.left, each.right, each.reason)
        for each in file.findings
    }
    return file.counts, told


PLAIN = Damage(0, 0, (), (), False, False, (), False, True, 0)  # noqa: FBT003 - as it is


@pytest.mark.parametrize("filled_by_hand", [False, True])
def test_layout_changes_neither_slots_nor_verdicts(
    *,
    filled_by_hand: bool,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # What changes would mend it is not compared, and took most of the time.
    monkeypatch.setattr("reportcheck.localising.localise", lambda *_: Mending())
    folder = tmp_path_factory.mktemp("layouts")
    plain = {}
    for workbook in (True, False):
        # A text file cannot hold an error value or a formula, so each format has its own.
        path, sheets = write(
            replace(PLAIN, workbook=workbook), folder, filled_by_hand=filled_by_hand
        )
        plain[workbook] = slots(path, sheets), verdicts(path)

    @settings(max_examples=40)
    @given(damage=damages)
    def holds(damage: Damage) -> None:
        path, sheets = write(damage, folder, filled_by_hand=filled_by_hand)
        assert slots(path, sheets) == plain[damage.workbook][0]
        assert verdicts(path) == plain[damage.workbook][1]

    holds()
