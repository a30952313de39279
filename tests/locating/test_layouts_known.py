"""By heart or anew: a file of a layout seen before is located just as if it were the first."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TypeAlias

import pytest
from openpyxl import load_workbook

from reportcheck.form import Form
from reportcheck.grid import Grid, Source
from reportcheck.locating.layouts import Layouts
from reportcheck.locating.locate import locate
from reportcheck.locating.recognise import recognise
from reportcheck.number import Raw
from reportcheck.problem import Problem
from reportcheck.reading import read
from reportcheck.reading.alike import forget
from reportcheck.rule import Pack
from reportcheck.submission import Submission
from tests.locating.blanks import GIR
from tests.locating.misreading import example
from tests.locating.overlapping import write

pytestmark = pytest.mark.no_cover  # see pyproject.toml

FIGURES = (0, 1, 2, 3, 1.0, 2.0, 7, 12, 2024, 2024.0, 0.5, 1e15, 123456789012345, -4)
TEXTS = (
    "某某局", "第17局", "填报单位:甲局", "注:本表数据为初步数", "总计", "其他", "无", "/", "—",
    "12", "1,204", "单位:万元", "一二三四五六七八九十一二三四", "情况", "", " ", "新增", "事项",
    "2024年",
)  # fmt: skip

ROOT = Path(__file__).parents[2]
Outcome: TypeAlias = Submission | str
Find: TypeAlias = Callable[[Source], tuple[Pack, Submission]]


def outcome(find: Callable[[Source], Submission], source: Source) -> Outcome:
    try:
        return find(source)
    except Problem as refused:
        return refused.code


def varied(grids: tuple[Grid, ...], random: Random) -> Source:
    """Return a file with other figures, and now and then another text or another kind of cell."""
    share = random.choice((0.0, 0.0, 0.02, 0.2))
    words = random.choice((0.0, 0.0, 0.02, 0.1))
    figures = FIGURES if random.random() < 0.4 else (random.randint(1, 9_000_000),)

    def cell(raw: Raw) -> Raw:
        if isinstance(raw, int | float):
            if random.random() < share:
                return random.choice(TEXTS)
            kept = random.random() < 0.3
            return raw if kept else random.choice(figures) + random.choice((0, 0, 1))
        return random.choice(TEXTS) if raw and random.random() < words else raw

    changed = [
        Grid(each.path, each.sheet, [[*map(cell, row)] for row in each.rows], merges=each.merges)
        for each in grids
    ]
    return Source("a.xlsx", tuple(changed))


def compared(form: Form, grids: tuple[Grid, ...], random: Random, *, alone: bool) -> int:
    """Compare what comes of some files one like another, and count those known by heart."""
    packs = (Pack(form, ()),) if alone else (Pack(form, ()), Pack(GIR, ()))
    find: Find = (lambda each: (packs[0], locate(each, form))) if alone else (
        lambda each: recognise(each, packs)
    )  # fmt: skip
    known = Layouts(packs)
    hits = 0
    files = [Source("a.xlsx", grids), *(varied(grids, random) for _ in range(5))]
    for source in files:
        for _ in range(random.choice((1, 2, 2)) if source is not files[0] else 2):
            again = Source(source.path, tuple(source.grids))
            hits += known.recall(again) is not None
            found = outcome(lambda each: known.located(each, find)[1], again)
            expected = outcome(lambda each: find(each)[1], source)
            assert found == expected
            if isinstance(found, Submission) and isinstance(expected, Submission):
                assert [*found.readings] == [*expected.readings]
    return hits


@pytest.mark.parametrize("start", range(0, 40, 20))
def test_damaged_forms_are_located_by_heart_as_anew(start: int) -> None:
    hits = 0
    for seed in range(start, start + 20):
        one = example(seed)
        grids = tuple(board.grid(f"表{nth}") for nth, board in enumerate(one.written.sheets))
        hits += compared(one.form, grids, Random(seed), alone=seed % 3 > 0)  # noqa: S311
    assert hits > 10


def test_forms_of_like_words_are_located_by_heart_as_anew() -> None:
    hits = 0
    for seed in range(40):
        written = write(Random(seed))  # noqa: S311
        hits += compared(
            written.form,
            written.source(text=False).grids,
            Random(seed),  # noqa: S311
            alone=True,
        )
    assert hits > 20


def test_files_from_one_blank_are_located_by_heart_as_anew(tmp_path: Path) -> None:
    """The texts of a blank may be others in a file, and count as those of any other file do."""
    random = Random(3)  # noqa: S311
    known, hits = Layouts((Pack(GIR, ()),)), 0
    forget()

    def find(source: Source) -> tuple[Pack, Submission]:
        return recognise(source, known.packs)

    for number in range(40):
        book = load_workbook(ROOT / "samples" / "invented-2024.xlsx")
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, int | float):
                        cell.value = random.randrange(0, 90)
        texts = random.sample(TEXTS, 2) if number > 3 and number % 2 else ["某某局", "第17局"]
        book["三"]["A1"], book["四"]["A1"] = texts
        path = tmp_path / f"{number}.xlsx"
        book.save(path)
        source = read(str(path))
        recalled = known.recall(source) is not None
        hits += recalled and source.blank is not None and known in source.blank.kept
        found = outcome(lambda each: known.located(each, find)[1], source)
        assert found == outcome(lambda each: find(each)[1], source)
        fewer = replace(source, grids=source.grids[:1])
        again = outcome(lambda each: known.located(each, find)[1], fewer)
        assert again == outcome(lambda each: find(each)[1], fewer)
    assert hits > 15


def test_what_is_kept_of_a_blank_holds_on_to_nobody_who_asked(tmp_path: Path) -> None:
    forget()
    path = tmp_path / "a.xlsx"
    path.write_bytes((ROOT / "samples" / "invented-2024.xlsx").read_bytes())
    source = [read(str(path)) for _ in range(3)][-1]
    blank = source.blank
    assert blank is not None

    def ask() -> None:
        known = Layouts((Pack(GIR, ()),))
        for _ in range(3):
            known.located(source, lambda each: recognise(each, known.packs))
        assert known in blank.kept

    ask()
    gc.collect()
    assert not blank.kept
