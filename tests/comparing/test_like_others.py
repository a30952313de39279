"""Reports laid out like others: what is kept of them is what reading each by itself gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from reportcheck.comparing import prior
from reportcheck.comparing.prior import read_prior
from reportcheck.formerly import Former, needed_by, opened
from reportcheck.gathering import gather
from reportcheck.locating.layouts import forget
from reportcheck.rulefile import find_all
from tests.benchmarks.generating.years import write_years

RULES = str(Path("tests/benchmarks/rules/years.yaml").resolve())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Eight reports of one layout: with a sum that is wrong, a word, a blank and decimals."""
    write_years(tmp_path, 8)
    year = tmp_path / "2023"
    for name, content in (("000003", 7), ("000004", "abc"), ("000005", None), ("000006", 0.1)):
        book = load_workbook(year / f"{name}.xlsx")
        book.active.cell(5, 3).value = content
        book.save(year / f"{name}.xlsx")
    return year


def kept(folder: Path) -> tuple[Former, ...]:
    forget()
    packs = find_all((RULES,))
    return read_prior(gather((str(folder),)), packs, needed_by(packs), recognise=False).formers


def test_what_is_kept_of_a_file_like_others_is_what_reading_it_anew_gives(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = kept(folder)
    monkeypatch.setattr(prior, "recall", lambda *_, **__: None)
    slow = kept(folder)
    (pack,) = find_all((RULES,))
    for one, other in zip(quick, slow, strict=True):
        assert opened(one, pack.form) == opened(other, pack.form)
        assert (one.form, one.sheets, one.order) == (other.form, other.sheets, other.order)
    assert [each.agency for each in quick] == [f"某某市第{nth:06d}局" for nth in range(1, 9)]


def test_files_of_one_layout_have_one_mould_together(folder: Path) -> None:
    moulds = [each.mould for each in kept(folder)]
    assert len({id(each) for each in moulds if each is not None}) == len(set(moulds) - {None})
