"""A seeded few hundred of the damaged files; the hundred thousand are run by hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reportcheck import rulefile
from tests.fuzz.run import Task, input_of, once, run_one
from tests.fuzz.seeds import real, small

INPUTS = range(240)


@pytest.fixture(autouse=True)
def prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    packs = rulefile.bundled()
    monkeypatch.setattr(rulefile, "bundled", lambda: packs)
    monkeypatch.setenv("REPORTCHECK_TRACEBACK", "1")


def test_damaged_files_are_read_or_refused(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    task = Task(0, INPUTS, str(tmp_path), ())
    wrong = {number: told for number in INPUTS if (told := run_one(number, task)[2])}
    assert wrong == {}
    assert capfd.readouterr().err == ""


def test_an_input_is_the_same_every_time() -> None:
    assert [input_of(1, number) for number in range(20)] == [
        input_of(1, number) for number in range(20)
    ]


@pytest.mark.parametrize("name", [*small(), *real()])
def test_undamaged_files_are_checked_or_of_no_known_form(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{os.getpid()}{Path(name).suffix}"
    path.write_bytes((small() | real())[name])
    known = {"passed", "failed", "unknown-form", "no-form", "no-rows"}
    assert once(str(path), "en") in known | ({"unsupported-format"} if "zip" in name else set())
