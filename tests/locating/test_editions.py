"""Which edition of a form a file holds is told by its rows and columns, whatever befell them."""

# ruff: noqa: S311 - chance that can be repeated is what these tests need
from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportcheck.finding import Finding
from reportcheck.form import Axis, Form, Slot
from reportcheck.grid import Source
from reportcheck.locating import locate, recognise
from reportcheck.locating.layouts import forget, located
from reportcheck.number import Raw
from reportcheck.problem import Problem
from reportcheck.reading import read
from reportcheck.rule import Pack
from reportcheck.rulefile import find
from tests.acceptance.copying import WRITERS, parts_of
from tests.locating.blanks import axis, form, table
from tests.locating.damaging import DAMAGES, Damage
from tests.locating.inventing import invent, numbered
from tests.locating.layouts import Layout, source, write_form
from tests.locating.test_layouts import LAYOUTS, laid_out
from tests.locating.written import text_file

GIR = find("gir")
DOUBTS = {"mixed-editions", "edition-unclear"}
BY_VERSION = {pack.form.version: pack for pack in GIR}
VERSIONS = sorted(BY_VERSION)
REQUESTS, REVIEWS = "申请", "复议诉讼"


def chosen(source: Source, packs: tuple[Pack, ...] = GIR) -> tuple[str, list[Finding]]:
    """Return the version that was taken, and what was doubtful about it."""
    pack, submission = recognise(source, packs)
    return pack.form.version, [each for each in submission.structure if each.rule in DOUBTS]


def refusal_of(source: Source) -> str | None:
    """Return why a file is refused, None if it is not."""
    try:
        recognise(source, GIR)
    except Problem as refused:
        return refused.code
    return None


def only(blank: Form, *tables: str) -> Form:
    return replace(blank, tables=tuple(each for each in blank.tables if each.id in tables))


def written(blank: Form, values: dict[Slot, Raw], layout: Layout = Layout()) -> Source:  # noqa: B008
    return source([board.grid(sheet) for sheet, board in write_form(blank, values, layout)])


@settings(max_examples=30, deadline=None)
@given(
    version=st.sampled_from(VERSIONS),
    layout=LAYOUTS,
    seed=st.integers(0, 2**32),
    blanks=st.tuples(st.integers(0, 5), st.integers(0, 3)),
)
def test_each_edition_is_known_however_it_is_laid_out(
    version: str, layout: Layout, seed: int, blanks: tuple[int, int]
) -> None:
    blank = BY_VERSION[version].form
    file = laid_out(blank, numbered(blank), layout, seed, blanks)

    pack, submission = recognise(file, GIR)

    assert pack.form.version == version
    assert submission.structure == ()
    assert {slot: reading.value for slot, reading in submission.readings.items()} == numbered(blank)


@settings(max_examples=60, deadline=None)
@given(
    version=st.sampled_from(VERSIONS),
    layout=LAYOUTS,
    seed=st.integers(0, 2**32),
    harm=st.lists(st.sampled_from(DAMAGES), min_size=1, max_size=3),
)
def test_a_damaged_edition_is_known_or_the_doubt_is_told(
    version: str, layout: Layout, seed: int, harm: list[Damage]
) -> None:
    random = Random(seed)
    blank = BY_VERSION[version].form
    merged = layout.merged and layout.sheets != "text"
    boards = write_form(blank, numbered(blank), replace(layout, merged=merged))
    for each in harm:
        left = [board for _, board in boards if len({*map(type, board.cells.values())}) > 1]
        each(random.choice(left), random)

    file = source([board.grid(sheet) for sheet, board in boards])
    if len(harm) > 1 and refusal_of(file) in {"no-form", "many-copies"}:
        return  # several at once may leave too little of it, and that is told
    taken, doubts = chosen(file)
    assert taken == version or doubts


@pytest.mark.parametrize("version", VERSIONS)
def test_hardly_a_damage_hides_the_edition(version: str) -> None:
    blank = BY_VERSION[version].form
    wrong = []
    for harm in DAMAGES:
        for seed in range(3):
            random = Random(seed)
            boards = write_form(blank, numbered(blank), Layout())
            harm(random.choice(boards)[1], random)
            taken, _ = chosen(source([board.grid(sheet) for sheet, board in boards]))
            if taken != version:
                wrong.append((harm.__name__, seed))
    assert wrong == []


@settings(max_examples=40, deadline=None)
@given(version=st.sampled_from(VERSIONS), keep=st.sets(st.integers(0, 6), min_size=1))
def test_each_edition_is_known_by_part_of_its_tables(version: str, keep: set[int]) -> None:
    blank = BY_VERSION[version].form
    tables = [each.id for number, each in enumerate(blank.tables) if number in keep]
    if not tables:
        return
    file = written(only(blank, *tables), numbered(blank))

    taken, doubts = chosen(file)

    if tables == [REVIEWS]:  # the same in both editions: nothing to tell them by
        assert [each.rule for each in doubts] == ["edition-unclear"]
        assert taken == "2021.1"
    else:
        assert (taken, doubts) == (version, [])


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("version", VERSIONS)
def test_each_edition_is_known_in_copied_text(version: str, kind: str, tmp_path: Path) -> None:
    blank = BY_VERSION[version].form
    copied = tmp_path / "copied.txt"
    parts = list(parts_of(written(blank, numbered(blank)).grids))
    copied.write_text(WRITERS[kind](parts), "utf-8")

    pack, submission = recognise(read(str(copied)), GIR)

    assert pack.form.version == version
    assert submission.structure == ()
    assert {slot: reading.value for slot, reading in submission.readings.items()} == numbered(blank)


@pytest.mark.parametrize(("year", "version"), [("2024", "2019.1"), ("2019", "2021.1")])
def test_the_year_does_not_decide(year: str, version: str) -> None:
    blank = BY_VERSION[version].form
    file = replace(written(blank, numbered(blank)), path=f"某局{year}.xlsx")

    assert chosen(file) == (version, [])


def test_a_table_of_each_edition_is_a_mixture() -> None:
    old, new = BY_VERSION["2019.1"].form, BY_VERSION["2021.1"].form
    mixed = replace(
        new, tables=(*only(old, "行政许可").tables, *only(new, REQUESTS, REVIEWS).tables)
    )

    taken, doubts = chosen(written(mixed, numbered(mixed)))

    assert taken == "2021.1"
    (told,) = doubts
    assert told.rule == "mixed-editions"
    assert told.facts["other"] == "gir@2019.1"
    assert "上一年项目数量" in told.facts["labels"]
    assert told.at is not None


def test_rows_of_the_other_edition_leave_sums_unknown_and_not_false() -> None:
    old, new = BY_VERSION["2019.1"].form, BY_VERSION["2021.1"].form
    most = [each.id for each in old.tables if each.id not in {REQUESTS, REVIEWS}]
    mixed = replace(new, tables=(*only(old, *most).tables, *only(new, REQUESTS, REVIEWS).tables))

    pack, submission = recognise(written(mixed, numbered(mixed)), GIR)

    assert pack.form.version == "2019.1"
    others = [slot for slot in submission.readings if slot.row == "(六)其他处理"]
    assert others
    assert {submission.readings[slot].note for slot in others} == {"duplicate-row"}
    (told,) = (each for each in submission.structure if each.rule == "duplicate-row")
    assert (told.facts["what"], len(told.facts["places"].split("\n"))) == ("parts", 3)


def test_a_figure_of_another_edition_is_told_by_the_words_of_its_row() -> None:
    old, new = BY_VERSION["2019.1"].form, BY_VERSION["2021.1"].form
    most = [each.id for each in new.tables if each.id != REQUESTS]
    mixed = replace(new, tables=(*only(new, *most).tables, *only(old, REQUESTS).tables))

    taken, doubts = chosen(written(mixed, numbered(mixed)))

    (told,) = (each for each in doubts if each.rule == "mixed-editions")
    assert (taken, told.facts["labels"]) == ("2021.1", "(六)其他处理")


def test_a_pinned_edition_is_taken_without_asking() -> None:
    old = BY_VERSION["2019.1"].form
    file = written(old, numbered(old))
    forget()

    pack, _, _ = located(file, find("gir@2021.1"), recognise=False)

    assert pack.form.version == "2021.1"


def test_of_named_editions_one_may_be_there_to_a_small_part() -> None:
    file = text_file("第二十条第(六)项||\n信息内容|上一年项目数量|本年增/减\n行政处罚|3|-1")
    forget()

    pack, submission, _ = located(file, GIR, recognise=False)

    assert pack.form.version == "2019.1"
    assert submission.readings[Slot("处罚强制", "行政处罚", "增减")].value == -1


def test_named_editions_that_are_not_there_at_all_are_refused_by_what_is_missing() -> None:
    forget()
    with pytest.raises(Problem) as refused:
        located(text_file("今日菜单|价格\n炒饭|12"), GIR, recognise=False)
    assert refused.value.code == "no-form"


# Editions of forms made up by chance


def later(blank: Form, random: Random) -> Form:
    """Return another edition: some table has a row or a column more."""
    at = random.randrange(len(blank.tables))
    changed = blank.tables[at]
    more = axis(f"新设{random.choice('甲乙丙丁')}栏").items
    if changed.rows is not None and random.random() < 0.5:
        changed = replace(changed, rows=Axis((*changed.rows.items, *more)))
    else:
        changed = replace(changed, columns=Axis((*changed.columns.items, *more)))
    tables = (*blank.tables[:at], changed, *blank.tables[at + 1 :])
    return replace(blank, tables=tables, version="2")


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32), second=st.booleans(), layout=LAYOUTS)
def test_of_two_editions_of_any_form_the_one_filled_in_is_taken(
    seed: int, layout: Layout, *, second: bool
) -> None:
    random = Random(seed)
    first = replace(invent(random), version="1")
    editions = (first, later(first, random))
    blank = editions[second]
    file = laid_out(blank, numbered(blank), layout, seed, (0, 0))
    packs = tuple(Pack(each, ()) for each in editions)
    random.shuffle(list(packs))
    lone = locate(file, blank)
    if lone.structure:  # this form cannot be told from itself in such a layout
        return

    pack, submission = recognise(file, packs)

    assert pack.form.version == blank.version
    assert not [each for each in submission.structure if each.rule in DOUBTS]


def test_the_edition_that_wants_nothing_more_is_taken_where_both_explain_as_much() -> None:
    small = form(table("库存", axis("年初", "年末"), axis("苹果", "梨")), id_="stock")
    large = form(table("库存", axis("年初", "年末"), axis("苹果", "梨", "桃")), id_="stock")
    packs = (Pack(replace(small, version="1"), ()), Pack(replace(large, version="2"), ()))

    assert chosen(text_file("品种|年初|年末\n苹果|1|2\n梨|3|4"), packs) == ("1", [])
    assert chosen(text_file("品种|年初|年末\n苹果|1|2\n梨|3|4\n桃|5|6"), packs) == ("2", [])
    taken, doubts = chosen(text_file("品种|年初|年末\n苹果|1|2"), packs)
    assert (taken, [each.rule for each in doubts]) == ("2", ["edition-unclear"])
    assert doubts[0].facts["other"] == "stock@1"
