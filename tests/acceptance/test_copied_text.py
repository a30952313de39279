"""Text copied from pages: the same slots and values as the workbook, and nothing read in silence.

The pages are the samples, written as copying leaves them; then damaged, as copying does too.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from reportcheck.form import Slot
from reportcheck.locating import locate
from reportcheck.number import State
from reportcheck.problem import Problem
from reportcheck.reading import read
from reportcheck.rulefile import find
from reportcheck.submission import Submission
from tests.acceptance.copying import (
    TELLS_EMPTY,
    WRITERS,
    Part,
    Rows,
    half_run_on,
    parts,
    quoted,
    run_on,
)
from tests.acceptance.running import SAMPLES, only_file

FORM = find("gir")[0].form
TABLES = ("sanming-commerce-2024", "sanming-commerce-2024-completed", "invented-2024")


@cache
def workbook(name: str) -> Submission:
    return locate(read(str(SAMPLES / f"{name}.xlsx")), FORM)


@cache
def page(name: str) -> tuple[Part, ...]:
    return tuple(parts(str(SAMPLES / f"{name}.xlsx")))


def values(submission: Submission) -> dict[Slot, tuple[State, object]]:
    return {slot: (each.state, each.value) for slot, each in submission.readings.items()}


def written(folder: Path, text: str) -> str:
    path = folder / "copied.txt"
    path.write_text(text, "utf-8")
    return str(path)


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("name", TABLES)
def test_a_copy_says_what_the_workbook_says(name: str, kind: str, tmp_path: Path) -> None:
    copy = locate(read(written(tmp_path, WRITERS[kind](list(page(name))))), FORM)
    if name == "sanming-commerce-2024" and kind not in TELLS_EMPTY:
        (told,) = copy.structure
        assert (told.rule, told.row) == ("row-width", "5.属于三类内部事务信息")
        assert (told.facts["found"], told.facts["expected"]) == ("6", "7")
        readings = {slot: each for slot, each in copy.readings.items() if slot.row == told.row}
        assert {each.state for each in readings.values()} == {State.MISSING}
        rest = values(copy).items() - values(workbook(name)).items()
        assert {slot for slot, _ in rest} == readings.keys()
    else:
        assert copy.structure == ()
        assert values(copy) == values(workbook(name))


@pytest.mark.parametrize("mark", ["> ", ">", "> > ", ">> "])
@pytest.mark.parametrize("kind", WRITERS)
def test_a_quoted_copy_says_what_the_workbook_says(kind: str, mark: str, tmp_path: Path) -> None:
    text = quoted(WRITERS[kind](list(page("invented-2024"))), mark)
    copy = locate(read(written(tmp_path, text)), FORM)
    assert copy.structure == ()
    assert values(copy) == values(workbook("invented-2024"))
    lines = text.splitlines()
    for reading in copy.readings.values():
        assert reading.at is not None
        assert reading.shown in lines[reading.at.row - 1]


@pytest.mark.parametrize("rules", [(), ("--rules", "gir")])
@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("write", [run_on, half_run_on])
def test_figures_between_single_blanks_are_refused_at_once(
    write: Callable[[list[Part]], str], name: str, rules: tuple[str, ...], tmp_path: Path
) -> None:
    path = Path(written(tmp_path, write(list(page(name)))))
    file = only_file(path, *rules)
    assert (file["exit"], file["problem"]["code"]) == (2, "single-blanks")


def test_what_is_hardly_read_is_one_sentence(tmp_path: Path) -> None:
    # The first tables are whole, of the others every row lost its end.
    text = WRITERS["spaced"](list(page("invented-2024")))
    lines = [
        line.rpartition("    ")[0] if line.count("    ") > 5 else line for line in text.splitlines()
    ]
    file = only_file(Path(written(tmp_path, "\n".join(lines))))
    assert (file["exit"], file["problem"]["code"]) == (2, "no-rows")


def test_records_with_a_cell_a_line_are_no_rows(tmp_path: Path) -> None:
    rules = tmp_path / "f.yaml"
    rules.write_text("form: f\ntables:\n- id: t\n  columns: [甲, 乙, 丙]\n", "utf-8")
    cells = ["甲", "乙", "丙", *map(str, range(12)), "总", "1", "2"]
    path = Path(written(tmp_path, "".join(f"{cell} |\n" for cell in cells)))
    file = only_file(path, "--rules", rules)
    assert (file["exit"], file["problem"]["code"]) == (2, "no-rows")


def test_the_published_page_ends_as_its_workbook_does() -> None:
    text = only_file(SAMPLES / "sanming-commerce-2024.txt")
    book = only_file(SAMPLES / "sanming-commerce-2024.xlsx")
    for each in ("exit", "status", "counts", "form", "period"):
        assert text[each] == book[each]
    (told,) = text["findings"][:1]
    assert (told["rule"], told["row"], told["column"]) == (
        "blank", "5.属于三类内部事务信息", "总计",
    )  # fmt: skip
    assert [each["rule"] for each in text["findings"]] == [
        each["rule"] for each in book["findings"]
    ]
    lines = (SAMPLES / "sanming-commerce-2024.txt").read_text("utf-8").splitlines()
    assert lines[told["at"]["row"] - 1] == "|||"


def test_every_value_is_told_with_the_line_it_stands_on(tmp_path: Path) -> None:
    text = WRITERS["closed"](list(page("invented-2024")))
    lines = text.splitlines()
    copy = locate(read(written(tmp_path, text)), FORM)
    for reading in copy.readings.values():
        assert reading.at is not None
        assert reading.shown in lines[reading.at.row - 1].split(" |")


def _damaged(random_: random.Random, found: tuple[Part, ...]) -> Iterator[Part]:
    """Yield a page with a few rows damaged, none next to another.

    Two damages that make up for each other, as one value lost and one doubled, leave no trace.
    """
    for part in found:
        if isinstance(part, str):
            yield part
            continue
        kept = range(random_.randrange(2), len(part), 2)
        hit = set(random_.sample(kept, min(random_.randrange(4), len(kept))))
        table = [
            row
            for number, whole in enumerate(part)
            for row in (_hit(random_, whole) if number in hit else [whole])
        ]
        yield table or [["·"]]


def _hit(random_: random.Random, whole: list[str]) -> Rows:
    row = list(whole)
    at = random_.randrange(len(row))
    match random_.randrange(8):
        case 0:
            del row[at]
        case 1:
            row[at] = ""
        case 2:
            row.insert(at, "")
        case 3:
            row.insert(at, random_.choice(["7", "见附表", "/", "总计"]))
        case 4 if at + 1 < len(row):
            row[at : at + 2] = ["".join(row[at : at + 2])]
        case 5 if at + 1 < len(row):
            row[at : at + 2] = [" ".join(row[at : at + 2])]
        case 6:
            return []
        case _:
            return [row, list(row)]
    return [row] if row else []


def misread(seed: int, folder: Path) -> list[str]:
    """Return the slots that a damaged copy gives another value, none of it reported."""
    random_ = random.Random(seed)  # noqa: S311 - damage, not secrets
    name = random_.choice(TABLES[1:])
    kind = random_.choice([*WRITERS])
    text = WRITERS[kind](list(_damaged(random_, numbered(name))))
    try:
        copy = locate(read(written(folder, text)), FORM)
    except Problem:
        return []
    told = {(each.table, each.row) for each in copy.structure}
    told |= {
        (slot.table, slot.row)
        for slot, reading in copy.readings.items()
        if reading.state is not State.VALUE
    }
    tables = {each.table for each in copy.structure if each.row is None}
    wrong = []
    for slot, reading in copy.readings.items():
        if reading.state is not State.VALUE or slot.table in tables:
            continue
        if (slot.table, slot.row) in told:
            continue
        if reading.shown != expected(name, slot):
            wrong.append(f"{seed} {kind} {slot} {reading.shown}")
    return wrong


@cache
def _places(name: str) -> dict[Slot, int]:
    """Number the slots, so that every one of them holds another value."""
    return {slot: 1000 + number for number, slot in enumerate(workbook(name).readings)}


def expected(name: str, slot: Slot) -> str:
    return str(_places(name)[slot])


def numbered(name: str) -> tuple[Part, ...]:
    """Return a page of the form on which no two values are alike."""
    numbers = iter(_places(name)[slot] for slot in workbook(name).readings
                   if workbook(name).readings[slot].state is not State.ABSENT)  # fmt: skip
    return tuple(
        part
        if isinstance(part, str)
        else [[str(next(numbers)) if _is_figure(cell) else cell for cell in row] for row in part]
        for part in page(name)
    )


def _is_figure(cell: str) -> bool:
    return cell.replace(".", "", 1).isdigit()


@pytest.mark.parametrize("seed", range(100))
def test_what_a_damaged_copy_does_not_report_is_read_right(seed: int, tmp_path: Path) -> None:
    assert misread(seed, tmp_path) == []


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as scratch:
        first, last = map(int, sys.argv[1:3])
        wrong = [each for seed in range(first, last) for each in misread(seed, Path(scratch))]
    sys.stdout.write("\n".join([*wrong, f"{last - first} pages, {len(wrong)} slots misread\n"]))
