"""Whole outputs of commands, run in folders of their own."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args
from unittest import mock

import openpyxl

from reportcheck import console
from reportcheck.cli import extracted as in_extracts
from reportcheck.cli import sums
from reportcheck.diagnosing import Remark
from reportcheck.diagnosing.remarks import Kind as RemarkKind
from reportcheck.diagnosing.remarks import Part as Ruled
from reportcheck.extracting import summing, workbook
from reportcheck.page import Lang, Page, plain
from reportcheck.problem import Problem
from reportcheck.rendering import (
    full,
    markdown,
)
from reportcheck.rendering.diagnosis import diagnosis
from reportcheck.rendering.trials import trials
from reportcheck.trying import Outcome, Trial, Trials
from reportcheck.wording.filling import catalogue
from tests.acceptance.running import SAMPLES, run
from tests.annotating.books import RULES, one_cause, rich_book
from tests.extracting.test_sum import FORM as VISITS
from tests.extracting.test_sum import HEAD as VISITS_HEAD
from tests.wording import every
from tests.wording.examples import facts_of
from tests.wording.from_reports import in_sheets


def in_folder(work: Callable[[Lang, Path], str]) -> Callable[[Lang], str]:
    """Let a case work in a new folder, whose name is in nothing that it says."""

    def done(lang: Lang) -> str:
        here = Path.cwd()
        with TemporaryDirectory() as folder:
            os.chdir(folder)
            try:
                return work(lang, Path())
            finally:
                os.chdir(here)

    return done


def said(*arguments: str, lang: Lang) -> str:
    ended = run(*arguments, "--lang", lang)
    return f"{ended.out}{ended.err}"


def every_rule(lang: Lang, folder: Path) -> str:
    """A table in which every kind of rule fails, and all that is said of its rules."""
    (folder / "every.yaml").write_text(every.RULES, "utf-8")
    (folder / "every.csv").write_text(every.TABLE, "utf-8")
    (folder / "codes.yaml").write_text(every.HIERARCHY, "utf-8")
    rules = ("--rules", "every.yaml")
    ids = re.findall(r"^- \{id: (\w+), (?:table|check)", every.RULES, re.MULTILINE)
    with mock.patch.object(full, "IN_FULL", 100):
        told = [said("every.csv", *rules, lang=lang)]
    told += [
        said("every.csv", *rules, "--format", "narrate", "--select", "sum", lang=lang),
        said("show", "every.csv", *rules, lang=lang),
        said("rules", "list", *rules, lang=lang),
        said("rules", "check", "every.yaml", lang=lang),
        said("rules", "docs", "every.yaml", "--output", "page.html", lang=lang),
        (folder / "page.html").read_text("utf-8").partition("<body>")[2].partition("<script>")[0],
        *(said("explain", each, *rules, lang=lang) for each in ids),
        said("rules", "list", "--rules", "codes.yaml", lang=lang),
        said("explain", "codes.hierarchy", "--rules", "codes.yaml", lang=lang),
        said("explain", "below", "--rules", "codes.yaml", lang=lang),
        said("rules", "docs", "codes.yaml", "--output", "codes.html", lang=lang),
        (folder / "codes.html").read_text("utf-8").partition("<body>")[2].partition("<script>")[0],
    ]
    return "\n".join(told)


def samples(lang: Lang, folder: Path) -> str:
    """What was recognised in the samples, and in what is none."""
    names = ("grants.csv", "grants.yaml", "sanming-commerce-2024.xlsx", "invented-2024.xlsx")
    for name in names:
        (folder / name).write_bytes((SAMPLES / name).read_bytes())
    (folder / "other.csv").write_text("x,y\n1,2\n", "utf-8")
    stray = "\n\n".join(f"备注{number},{number}" for number in range(60))
    (folder / "stray.csv").write_text(f"{every.TABLE}\n{stray}\n", "utf-8")
    (folder / "every.yaml").write_text(every.RULES, "utf-8")
    (folder / "none.yaml").write_text(every.NO_RULES, "utf-8")
    return "\n".join(
        [
            said("show", "sanming-commerce-2024.xlsx", "other.csv", lang=lang),
            said("show", "grants.csv", "--rules", "grants.yaml", lang=lang),
            said("show", "stray.csv", "--rules", "every.yaml", lang=lang),
            *(
                said("show", "invented-2024.xlsx", "--hierarchy", "agencies.csv", lang=lang)
                for name in ("虚构市人民政府", "另一单位")
                if (folder / "agencies.csv").write_text(f"code,name,parent\n1,{name},\n", "utf-8")
            ),
            said("rules", "check", "grants.yaml", lang=lang),
            said("rules", "docs", "none.yaml", "--output", "page.html", lang=lang),
            (folder / "page.html")
            .read_text("utf-8")
            .partition("<body>")[2]
            .partition("<script>")[0],
            said("rules", "list", lang=lang),
            *(
                said("explain", each, lang=lang)
                for each in ("申请.总计", "申请.办理总计", "结转衔接", "收办平衡")
            ),
            said("invented-2024.xlsx", lang=lang),
        ]
    )


def copies_(lang: Lang, folder: Path) -> str:
    """The last sheet of a marked copy, and what is said of files that have none."""
    (folder / "rules.yaml").write_text(RULES, "utf-8")
    (folder / "copies").mkdir()
    rich_book(folder / "a.xlsx")
    (folder / "b.csv").write_text("项目,甲,乙,总计\n本年新收,3,4,7\n上年结转,1,1,2\n", "utf-8")
    rules = ("--rules", "rules.yaml")
    told = said("a.xlsx", *rules, "--report", "annotated=copy.xlsx", lang=lang)
    told += said("a.xlsx", "b.csv", *rules, "--report", "annotated=copies", lang=lang)
    told += in_sheets((folder / "copy.xlsx").read_bytes())
    one_cause(folder / "c.xlsx")
    said("c.xlsx", "--report", "annotated=cause.xlsx", lang=lang)
    book = openpyxl.load_workbook(folder / "cause.xlsx")
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.comment)
    heads = (str(cell.value) for cell in book.worksheets[-1]["A"][:5])
    return "\n".join([told, *heads, *(f"{e.coordinate}: {e.comment.text}" for e in cells)])


def extracted(lang: Lang, folder: Path) -> str:
    """Values in one table and in the form itself, with all that is left out of them."""
    (folder / "visits.yaml").write_text(VISITS, "utf-8")
    (folder / "in").mkdir()
    rows = ("Spring,/,/,x,10%,y", "Summer,1,2,0.02,5%,"), ("Spring,x,-,9,1%,", "Summer,/,?,9,5%,")
    for name, lines in zip(("aa-2024", "bb-2024"), rows, strict=True):
        (folder / "in" / f"{name}.csv").write_text(
            "\n".join([VISITS_HEAD.strip(), *lines]), "utf-8"
        )
    for name in ("1", "2"):
        (folder / f"{name}.csv").write_text("\n".join([VISITS_HEAD.strip(), *rows[0]]), "utf-8")
    (folder / "every.yaml").write_text(every.RULES, "utf-8")
    (folder / "every.csv").write_text(every.TABLE, "utf-8")
    rules = ("--rules", "visits.yaml")
    with (
        mock.patch.object(workbook, "MOST_ROWS", 3),
        mock.patch.object(workbook, "MOST_TEXT", 4),
        mock.patch.object(summing, "MOST_LACKS", 2),
        mock.patch.object(sums, "MOST_EMPTY", 2),
    ):
        told = [
            said("extract", "in", *rules, "-o", "x.xlsx", lang=lang),
            said("extract", "1.csv", *rules, lang=lang),
            said("extract", "in", *rules, "--sum", lang=lang),
            said("extract", "in", *rules, "--sum", "-o", "s.csv", lang=lang),
            said("extract", "in", *rules, "--sum", "-o", "s.xlsx", lang=lang),
            in_sheets((folder / "s.xlsx").read_bytes()),
            said(
                "extract", "every.csv", "--rules", "every.yaml", "--sum", "-o", "e.xlsx", lang=lang
            ),
            in_sheets((folder / "e.xlsx").read_bytes()),
        ]
    with mock.patch.object(in_extracts, "MOST_NAMED", 1):
        told.append(said("extract", "1.csv", "2.csv", *rules, lang=lang))
    return "\n".join(told)


def remarks(lang: Lang) -> str:
    """What is said of rules by themselves."""
    part = Ruled("收办平衡", "rules.yaml", 12, "a = b")
    other = Ruled("三部分", "rules.yaml", 15, "a = c", tuple("甲乙丙丁戊"), 7)
    told = [
        Remark(
            kind,
            (part,),
            (part, other) if kind in {"implied", "consequence"} else (),
            facts=facts_of(catalogue(lang)[f"remark.{kind}"]),
        )
        for kind in get_args(RemarkKind)
        if kind != "unfinished"
    ]
    told += [
        Remark(
            "unfinished",
            facts={what: "3", **facts_of(catalogue(lang)[f"remark.unfinished.{what}"])},
        )
        for what in ("instances", "left", "questions")
    ]
    return plain(diagnosis(told, Page(lang)))


def cases_tried(lang: Lang) -> str:
    """What came of the cases of rule files."""
    unread = Problem("empty-file", path="用例.csv")
    told = (
        Trial(
            "cases.yaml", 3, "收办", Outcome.FAILED, rule="收办平衡", wanted="pass", got="unknown"
        ),
        Trial("cases.yaml", 9, "空文件", Outcome.FAILED, problem=unread),
        Trial("cases.yaml", 12, "待办", Outcome.TODO, todo="尚缺"),
        Trial("cases.yaml", 15, "已成", Outcome.DONE),
    )
    rules = ("gir 2021.1", "甲"), ("gir 2021.1", "乙"), ("gir 2021.1", "丙")
    return plain(trials(Trials(told, rules[:2], rules[1:]), Page(lang)))


def usage(lang: Lang, folder: Path) -> str:
    """What is said where a command is wrong, is stopped, takes long or goes wrong itself."""
    (folder / "a.csv").write_text("a\n1\n", "utf-8")
    told = [said("check", "--no-such-option", lang=lang)]
    told += [
        said(*line, lang=lang)
        for line in (
            ("show",), ("show", "x", "--rule"), ("explain", "a", "b"), ("rules", "foo"),
            ("check", "--statistics=3", "x"),
        )
    ]  # fmt: skip
    told.append(run("show", "x", "--lang", lang, "--rules").err)
    for trouble in (KeyboardInterrupt, ZeroDivisionError("x")):
        with mock.patch("reportcheck.checking.check", side_effect=trouble):
            told.append(said("a.csv", lang=lang))
    full_summary = folder / "summary.md"
    full_summary.write_bytes(b" " * markdown.MOST_BYTES)
    with mock.patch.dict(os.environ, {"GITHUB_STEP_SUMMARY": "summary.md"}):
        told.append(said("a.csv", "--format", "github", lang=lang))
    return "\n".join([*told, waiting(lang)])


def waiting(lang: Lang) -> str:
    """What a terminal shows while the work goes on."""
    shown_: list[str] = []

    def busy(told: str) -> AbstractContextManager[None]:
        shown_.append(told)
        return nullcontext()

    def drawn(done: int, told: str) -> None:
        shown_.append(f"{done} {told}")

    screen = mock.Mock(wraps=io.StringIO(), isatty=lambda: True)
    with (
        mock.patch("sys.stderr", screen),
        mock.patch.object(console, "monotonic", iter(range(0, 99, 3)).__next__),
        mock.patch.object(console, "patience", busy),
        mock.patch.object(console._Meter, "_bar", return_value=drawn),
        console.watching(lang) as watch,
    ):
        watch.begin(9, ticking=False)
        watch.tell(3, 1)
    return "\n".join(shown_)
