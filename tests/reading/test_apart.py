"""Binary workbooks are read apart: what hangs or dies there is the refusal of one file."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from reportcheck.checking import Request, check
from reportcheck.problem import Problem
from reportcheck.reading import apart, read
from reportcheck.reading.limits import PREFIX
from tests.acceptance.running import ROOT
from tests.reading.formats import Page, xlsb

ENDLESS = ROOT / "tests" / "cases" / "workbooks" / "endless.xlsb"
BOOK = xlsb(Page([["甲", 1]]))


def refusal(path: Path) -> Problem:
    with pytest.raises(Problem) as refused:
        read(str(path))
    return refused.value


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "年报.xlsb"
    path.write_bytes(BOOK)
    return path


def does(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setattr(apart, "_PROGRAM", f"import os, sys, time\n{program}")


def test_a_file_that_calamine_never_finishes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PREFIX + "SECONDS", "2")
    # Should calamine learn to read or refuse it, that is as good.
    assert refusal(ENDLESS).code in {"too-slow", "damaged-workbook", "empty-file"}


def test_what_does_not_end_in_time_is_refused_and_the_others_are_read(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "b.csv"
    other.write_text("a,b\n1,2\n")
    does(monkeypatch, "time.sleep(60)")
    monkeypatch.setattr(apart, "_PATIENCE", 1)
    monkeypatch.setenv(PREFIX + "SECONDS", "1")
    begun = time.monotonic()
    files = check(Request((str(book), str(other)))).files
    assert time.monotonic() - begun < 20
    one, two = (file.problem for file in files)
    assert one is not None
    assert (one.code, one.facts["limit"]) == ("too-slow", 1)
    assert one.facts["variable"] == PREFIX + "SECONDS"
    assert two is not None
    assert two.code == "unknown-form"


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit")
@pytest.mark.parametrize(("work", "code"), [("pass", "too-slow"), ("time.sleep(2); break", "")])
def test_work_is_counted_and_not_waiting(
    book: Path, monkeypatch: pytest.MonkeyPatch, work: str, code: str
) -> None:
    path, answer = "sys.path[:] = pickle.load(sys.stdin.buffer)", "apart.answer()"
    does(
        monkeypatch,
        f"import pickle\n{path}\nfrom reportcheck.reading import apart\napart.bound()\n"
        f"while True: {work}\n{answer}",
    )
    monkeypatch.setenv(PREFIX + "SECONDS", "1")
    if code:
        assert refusal(book).code == code
    else:
        assert read(str(book)).grids[0].rows == [["甲", 1.0]]


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("os._exit(7)", "exit 7"),
        ("raise KeyError", "exit 1"),
        pytest.param(
            "os.kill(os.getpid(), 11)", "SIGSEGV",
            marks=pytest.mark.skipif(sys.platform == "win32", reason="no signals"),
        ),
        pytest.param(
            "os.abort()", "SIGABRT",
            marks=pytest.mark.skipif(sys.platform == "win32", reason="no signals"),
        ),
    ],
)  # fmt: skip
def test_what_dies_is_a_damaged_workbook(
    book: Path, monkeypatch: pytest.MonkeyPatch, program: str, reason: str
) -> None:
    does(monkeypatch, program)
    refused = refusal(book)
    assert (refused.code, refused.facts["reason"]) == ("damaged-workbook", reason)


@pytest.mark.parametrize("program", ["os._exit(0)", "print('1')"])
def test_what_says_nothing_that_can_be_read_is_refused(
    book: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    does(monkeypatch, program)
    assert refusal(book).code == "damaged-workbook"


@pytest.mark.skipif(sys.platform != "linux", reason="no such limit")
def test_what_takes_too_much_memory_names_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsb"
    path.write_bytes(xlsb(Page([["甲", *range(100)]] * 20_000)))
    monkeypatch.setenv(PREFIX + "MEMORY_BYTES", "100M")
    refused = refusal(path)
    assert refused.code == "too-large"
    assert refused.facts["variable"] == PREFIX + "MEMORY_BYTES"


def test_a_cause_that_is_looked_for_is_told(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTCHECK_TRACEBACK", "1")
    does(monkeypatch, "raise KeyError('gone')")
    with pytest.raises(RuntimeError, match="gone"):
        read(str(book))


def test_nothing_is_imported_from_the_folder_one_stands_in(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (book.parent / "zipfile.py").write_text("raise SystemExit(3)\n")
    monkeypatch.chdir(book.parent)
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry not in {"", os.curdir}])
    assert read(str(book)).grids[0].rows == [["甲", 1.0]]


@pytest.mark.parametrize("name", ["\udce9.xlsb", "年 报.xlsb"])
def test_any_name_goes_there_and_back(
    name: str, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportcheck.reading.contents", lambda _: book.read_bytes())
    assert read(name).grids[0].path == name
