"""Whole outputs in which every sentence of the catalogues is seen, each made by what says it.

A new sentence needs nothing here as long as one of these cases comes to it by itself: checks,
problems, mistakes, notes, reasons, words, help and points of receipts are taken from the
catalogue's own keys, and go through the renderers that users see. Only a blank of a new name needs
an example in ``FACTS``. Whatever else is new needs a case in ``CASES``.
"""

from __future__ import annotations

import io
import os
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, get_args
from unittest import mock

import openpyxl

from reportcheck import console
from reportcheck.address import CellRef
from reportcheck.checking import CELL_AND_STRUCTURE_CHECKS
from reportcheck.cli import commands, sums
from reportcheck.cli import extracted as in_extracts
from reportcheck.diagnosing import Remark
from reportcheck.diagnosing.remarks import Kind as RemarkKind
from reportcheck.diagnosing.remarks import Part as Ruled
from reportcheck.extracting import summing, workbook
from reportcheck.finding import Acceptance, Cause, Elsewhere, Finding, Kind, Verdict
from reportcheck.mending import Change, Mended, Mending, Part, Slip, packed
from reportcheck.page import Lang, Page, plain
from reportcheck.problem import Mistake, Problem
from reportcheck.receipt import Point
from reportcheck.rendering import (
    compared,
    findings_workbook,
    full,
    html_report,
    markdown,
    overview,
    sarif,
    single,
    together,
)
from reportcheck.rendering.diagnosis import diagnosis
from reportcheck.rendering.formats import BOOKS, PAGES, STATISTICS, TEXTS
from reportcheck.rendering.trials import trials
from reportcheck.rendering.verification import verification
from reportcheck.rendering.waiver_file import waiver_file
from reportcheck.report import FileReport, Report
from reportcheck.rule import Severity
from reportcheck.trying import Outcome, Trial, Trials
from reportcheck.wording import mistake
from reportcheck.wording.filling import catalogue
from tests.acceptance.running import SAMPLES, run
from tests.annotating.books import RULES, rich_book
from tests.extracting.test_sum import FORM as VISITS
from tests.extracting.test_sum import HEAD as VISITS_HEAD
from tests.rendering.reports import (
    BALANCE,
    BATCH,
    BLANK,
    EACH_KIND,
    FEW,
    LIMIT,
    ONE,
    PRIOR,
    READ,
    ROW_TOTAL,
    SEVERAL,
    SINCE,
    UNKNOWN,
    file_of,
    lost,
    of_agency,
)
from tests.wording import every

BLANKS: Final = re.compile(r"\{([a-z_]+)\}")

FACTS: Final[Mapping[str, object]] = {
    "agency": "甲局", "agencies": ["甲局", "乙局"], "allowed": ["甲", "乙"], "amount": "7",
    "byte": 17, "cell": "J12", "cells": "D12:I12", "column": "总计", "columns": ["地区", "年份"],
    "count": 3, "encoding": "GB18030", "expected": "text", "fact": "第 3 行", "field": "colums",
    "files": ["甲局.xlsx", "乙局.xlsx"], "first_row": 5, "form": "gir", "formula": "a = b",
    "found": "5", "given": "4", "key": "甲 2024", "known": "gir, grants", "label": "7.其他",
    "limit": 100, "line": 12, "name": "申请.总计", "nearest": "gir", "number": 2, "offset": 9,
    "other": "乙局.xlsx", "path": "年报.xlsx", "period": "2024", "position": 3,
    "problem": "空文件。",
    "reason": "I/O error", "row": "上年结转", "rule": "申请.总计", "sheet": "三", "shown": "1,204",
    "skipped": 2, "suggestion": "columns", "table": "申请", "text": "甲", "unit": "万元",
    "until": "2025-12-31", "value": "1204", "version": "2021.1", "wanted": 7, "what": "cells",
    "which": "3, 4", "why": "no space left",
}  # fmt: skip
"""An example of the fact of each name that sentences have; of others the name itself will do."""


OF_ITSELF: Final = frozenset({
    "cell", "column", "count", "expected", "label", "row", "shown", "table", "what", "where",
})  # fmt: skip
"""Facts that a finding about a cell has by itself."""


def facts_of(*sentences: str) -> dict[str, Any]:
    """Return an example of every fact that sentences name."""
    names = dict.fromkeys(name for each in sentences for name in BLANKS.findall(each))
    return {name: FACTS.get(name, f"<{name}>") for name in names}


def keys_of(start: str) -> list[str]:
    """Return what stands behind a start in the keys of the catalogue that have it."""
    return [key.removeprefix(start) for key in catalogue("en") if key.startswith(start)]


def shown(report: Report, lang: Lang, format_: str = "full") -> str:
    page = Page(lang, 100)
    return plain(PAGES[format_](report, page, STATISTICS(report, page)))


# From the catalogue's own keys


def checks(lang: Lang) -> str:
    """Every check, with each of its sentences, as a finding."""
    found: list[Finding] = []
    for check in CELL_AND_STRUCTURE_CHECKS:
        keys = [key for key in catalogue(lang) if re.split(r"[.+]", key)[:2] == ["check", check]]
        facts = facts_of(*(catalogue(lang)[key] for key in keys))
        kind = Kind.WAIVER if check.startswith("waiver-") else Kind.CELL
        base = replace(
            BLANK, rule=check, kind=kind, severity=Severity.WARNING,
            witnesses=(replace(BLANK.witnesses[0], shown="1,204"),),
            facts={name: fact for name, fact in facts.items() if name not in OF_ITSELF},
        )  # fmt: skip
        found.append(base)
        for key in keys:
            variant = key.removeprefix(f"check.{check}")
            told = {"what": {"row": "rows", "column": "columns"}.get(variant[1:], variant[1:])}
            if variant == ".count":
                found.append(replace(base, count=3))
            elif variant.startswith("+"):
                found.append(replace(base, facts={**base.facts, variant[1:]: "x"}))
            elif variant not in {"", ".fix", ".why"}:
                which = "3, 4" if variant in {".rows", ".columns"} else "3"
                found.append(replace(base, facts={**base.facts, **told, "which": which}))
    with mock.patch.object(full, "IN_FULL", len(found)):
        return shown(Report((file_of("甲局.xlsx", *found),)), lang)


def checks_explained(lang: Lang) -> str:
    return "\n".join(run("explain", each, "--lang", lang).out for each in CELL_AND_STRUCTURE_CHECKS)


def refusal(code: str, said: str) -> Problem:
    problem = Problem(code, path="年报.xlsx")
    problem.facts.update(facts_of(said))  # one of which may be called code
    return problem


def problems(lang: Lang) -> str:
    """Every file that could not be checked, with its paragraph."""
    codes = {code: catalogue(lang)[f"problem.{code}"] for code in keys_of("problem.")}
    refused = [lost("年报.xlsx", refusal(code, said)) for code, said in codes.items()]
    refused += [
        lost("年报.xlsx", Problem("unsupported-format", path="年报.xlsx", format=format_))
        for format_ in keys_of("unsupported.")
    ]
    refused += [
        lost("年报.xlsx", Problem("too-large", path="年报.xlsx", what=word, limit=7, variable="X"))
        for word in keys_of("word.")
    ]
    refused.append(lost("x", Problem("unknown-rule", name="colums", suggestion="columns")))
    refused.append(lost("x", Problem("of-which-nothing-is-said", more=1)))
    return shown(Report(tuple(refused)), lang)


def mistakes(lang: Lang) -> str:
    """Every mistake in a rule file or a file of explanations."""
    return "\n".join(
        mistake(
            Mistake(
                "rules.yaml", 3, 5, code, facts_of(catalogue(lang)[f"mistake.{code}"]), "    x"
            ),
            lang,
        )
        for code in keys_of("mistake.")
    )


def notes(lang: Lang) -> str:
    told = tuple((code, "第 3 行") for code in keys_of("note."))
    one = replace(file_of("甲局.xlsx"), notes=told)
    return shown(Report((one,), notes=told), lang)


def reasons(lang: Lang) -> str:
    found = [
        replace(UNKNOWN, reason=reason, origin=origin, check="总计 = sum(*)")
        for reason in keys_of("reason.")
        for origin in ("rule", "equals")
    ]
    found.append(replace(UNKNOWN, reason="missing-row", because=()))
    found.append(replace(UNKNOWN, reason="division-by-zero", because=()))
    with mock.patch.object(full, "IN_FULL", len(found)):
        return shown(Report((file_of("甲局.xlsx", *found),)), lang)


def points(lang: Lang) -> str:
    """How a receipt stands, in every way it can."""
    plain_codes = [code for code in keys_of("verify.") if not code.startswith(("end.", "word."))]
    changes = tuple((f"verify.word.{word}", "1", "2") for word in keys_of("verify.word."))
    told = [
        Point(code, "note", facts_of(catalogue(lang)[f"verify.{code}"]), changes if not n else ())
        for n, code in enumerate(plain_codes)
    ]
    ends = ([Point("file-same", weight)] for weight in ("same", "differs", "cannot"))
    return "".join(plain(verification(each, Page(lang))) for each in (told, *ends))


def help_(lang: Lang) -> str:
    """The help of every command."""

    def under(command: Any, names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:  # noqa: ANN401
        yield names
        for name, each in getattr(command, "commands", {}).items():
            yield from under(each, (*names, name))

    spoken = {
        "LC_ALL": "",
        "LC_MESSAGES": "",
        "LANG": {"zh": "zh_CN.UTF-8", "en": "en_US.UTF-8"}[lang],
    }
    with mock.patch.dict(os.environ, spoken):
        names = under(commands.command(lang), ())
        return "\n".join(run(*each, "--help").out for each in names)


# Reports in every format


def accepted() -> Finding:
    why = Acceptance("上期报告有误", "李", "2025-12-31", "waivers.yaml:3")
    return replace(PRIOR, verdict=Verdict.ACCEPTED, accepted=why)


def with_consequences() -> FileReport:
    """Return a file with what follows from a finding, here and elsewhere, and from others there."""
    total = replace(PRIOR, column="总计", column_label="总计", at=CellRef("三", 12, 10))
    resting = Elsewhere("2025年报.xlsx", "2025", "甲局", "结转衔接", None, "二、上年结转", "自然人")
    cause = Cause(
        "placeholder", CellRef("三", 9, 4), path="2023年报.xlsx", period="2023", told=True
    )
    first = replace(PRIOR, consequences=(total,), elsewhere=(resting,))
    return file_of("甲局.xlsx", first, replace(UNKNOWN, because=(cause,)))


def reports() -> list[Report]:
    """Return reports with all that can stand in one."""
    broken = replace(ROW_TOTAL, verdict=Verdict.RULE_ERROR)
    blameless = replace(
        UNKNOWN, because=(replace(UNKNOWN.because[0], blameless=True),), reason="placeholder"
    )
    whole = file_of("甲局.xlsx", *EACH_KIND, LIMIT, accepted(), broken, blameless, passed=30)
    return [
        ONE, SEVERAL, FEW, BATCH, SINCE,
        Report((whole,), resting=3, narrowed=True),
        Report((file_of("甲局.xlsx", passed=3),), resting=6, resting_below=3, resting_far=1),
        Report((with_consequences(),)),
        Report((replace(file_of("甲局.xlsx", passed=3), passes=(("申请.总计", 0),)),)),
        Report((file_of("甲局.xlsx", accepted(), blameless, passed=3),), resting=3, narrowed=True),
        Report((file_of("甲局.xlsx", PRIOR, passed=3),)),
        Report((file_of("甲局.xlsx", broken, passed=3),)),
        Report((file_of("甲局.xlsx", UNKNOWN, passed=3),)),
        Report((file_of("甲局.xlsx", replace(UNKNOWN, because=(Cause("absent"),)), passed=3),)),
        Report((lost("年报.xlsx", Problem("empty-file", path="年报.xlsx")),)),
    ]  # fmt: skip


def in_format(format_: str) -> Callable[[Lang], str]:
    def drawn(lang: Lang) -> str:
        if format_ in PAGES:
            return "\n".join(shown(each, lang, format_) for each in reports())
        told = (TEXTS[format_](each, lang, "0") for each in reports())
        return "\n".join(each.rpartition("</style>")[2].partition("<script>")[0] for each in told)

    return drawn


def in_books(lang: Lang) -> str:
    """The findings workbook, cell by cell."""
    return "\n".join(in_sheets(BOOKS["xlsx"](each, lang, "0", Path())) for each in reports())


def to_fill_in(lang: Lang) -> str:
    return waiver_file(ONE, lang)


def left_out(lang: Lang) -> str:
    """What is counted where a report is too long."""
    bounds = (
        (overview, {"MOST_LINES": 8, "MOST_RULES": 3, "MOST_NAMED": 1}),
        (together, {"IN_FULL": 1}),
        (single, {"MANY": 1, "MOST_NAMED": 1}),
        (full, {"IN_FULL": 1, "IN_BRIEF": 2}),
        (compared, {"MOST_NAMED": 1}),
        (html_report, {"IN_FULL": 2, "IN_BRIEF": 2, "MOST_FILES": 8, "MOST_PLACES": 1}),
        (sarif, {"MOST_RESULTS": 2}),
        (findings_workbook, {"MOST_ROWS": 3}),
    )
    locked = (lost(f"锁{n}", Problem("password-protected", path=f"锁{n}")) for n in range(3))
    twice = (of_agency("甲局", path="年报/又.xlsx"), of_agency("清白一局", path="年报/再.xlsx"))
    odd = replace(of_agency("另局"), notes=(("encoding", "GB18030"),))
    long = replace(BATCH, files=(*BATCH.files, *twice, odd, *locked))
    assert SINCE.earlier is not None
    since = replace(SINCE, earlier=replace(SINCE.earlier, missing=("戊局.xlsx", "己局.xlsx")))
    many = Report(tuple(file_of(f"{n}.xlsx", ROW_TOTAL) for n in range(13)))
    with ExitStack() as patched:
        for module, names in bounds:
            for name, bound in names.items():
                patched.enter_context(mock.patch.object(module, name, bound))
        told = [
            *(shown(each, lang) for each in (long, ONE, since)),
            TEXTS["html"](long, lang, "0").partition("<body>")[2].partition("<script>")[0],
            TEXTS["sarif"](long, lang, "0"),
            in_sheets(BOOKS["xlsx"](ONE, lang, "0", Path())),
        ]
    told += [TEXTS["github"](many, lang, "0"), markdown.within(ONE, lang, 700)]
    return "\n".join(told)


def in_sheets(data: bytes) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl would lose what it does not know
        book = openpyxl.load_workbook(io.BytesIO(data))
    return "\n".join(
        "\t".join(str(value) for value in row if value is not None)
        for sheet in book
        for row in [(f"== {sheet.title}",), *sheet.iter_rows(values_only=True)]
    )


def expectations(lang: Lang) -> str:
    """What a cell should hold, in every way a rule file may say it."""
    told: list[dict[str, Any]] = [
        {"min": "0"}, {"max": "9"}, {"min": "0", "max": "9"}, {"allowed": ["甲", "乙"]},
        {"pattern": "[0-9]+"}, {"places": "0"}, {"places": "1"}, {"places": "2"},
        *({"places": places, "type": "percent"} for places in ("2", "3", "5")),
        *({"type": type_} for type_ in keys_of("expected.")),
    ]  # fmt: skip
    found = [replace(BLANK, rule="out-of-range", facts=facts) for facts in told]
    return shown(Report((file_of("甲局.xlsx", *found),)), lang, "concise")


def findings(lang: Lang) -> str:
    """Findings of kinds that the other reports have not."""
    document = CellRef(None, 3, 2, 1)
    elsewhere = replace(UNKNOWN.because[0], path="2023.xlsx", period="2023")
    child = replace(UNKNOWN.because[0], agency="乙局")
    many = tuple(
        replace(each, at=CellRef(f"表{number}", 5, 5), side="right" if number else "left")
        for number, each in enumerate((*ROW_TOTAL.witnesses, *ROW_TOTAL.context) * 4)
    )
    total = Cause("missing-total-row", table="t", table_label="明细")
    found = [
        replace(BLANK, at=document),
        replace(BLANK, at=CellRef(None, 3, 1, 0)),
        replace(ROW_TOTAL, count=4),
        replace(ROW_TOTAL, left="2", difference="-1"),
        replace(BALANCE, left="12", difference="-1", say={}, fix={}),
        replace(ROW_TOTAL, tolerance="0.5", origin="rule", check="a = b"),
        replace(ROW_TOTAL, witnesses=(), spelling=None),
        replace(ROW_TOTAL, facts={"rollup": "sum", "children": "3"}, origin="rule"),
        replace(PRIOR, origin="rule"),
        replace(ROW_TOTAL, origin="total_row", row=None, row_label=""),
        replace(ROW_TOTAL, right="3.333333333", difference="0.666666667"),
        replace(ROW_TOTAL, witnesses=many, at=many[0].at, context=()),
        replace(READ, kind=Kind.RULE, check="a = 1"),
        *(replace(UNKNOWN, because=(cause,)) for cause in (
            elsewhere, replace(elsewhere, period=None), child, total, Cause("missing-child"),
            Cause("absent"), Cause("missing-row", row_label="甲"), replace(child, blameless=True),
            Cause("missing-table", table="t", table_label="明细"),
            Cause("missing-column", column_label="甲"),
            Cause("other-edition", blameless=True),
        )),
    ]  # fmt: skip
    with mock.patch.object(full, "IN_FULL", len(found)):
        told = shown(Report((file_of("甲局.xlsx", *found),)), lang)
    # What nobody has to mend is only counted on a page.
    return told + TEXTS["markdown"](Report((file_of("甲局.xlsx", found[-1]),)), lang, "0")


def writings(lang: Lang) -> str:
    """Every way of writing a number oddly."""
    odd = [replace(READ, facts={**READ.facts, "note": each}) for each in keys_of("written.")]
    return shown(Report((file_of("甲局.xlsx", *odd),)), lang, "concise")


def next_steps(lang: Lang) -> str:
    """What to do next where no cell is wrong."""
    lost_child = replace(BLANK, rule="missing-child", kind=Kind.STRUCTURE, facts={"number": "1"})
    odd_label = replace(BLANK, kind=Kind.STRUCTURE, severity=Severity.WARNING)
    silent = lost(
        "名单.csv", Problem("missing-report", path="名单.csv", number="1", agencies="乙局")
    )
    told = [
        shown(Report((file_of("甲局.xlsx", each), *others)), lang, "concise")
        for each, others in ((lost_child, ()), (odd_label, ()), (BLANK, (silent,)))
    ]
    return "".join(told)


def slips(lang: Lang) -> str:
    """Every mistake that people make, as it is asked about under the findings of a part."""
    change = Change(
        "申请", "上年结转", "总计", CellRef("三", 12, 10), "4", "4", "3", "上年结转", "总计"
    )
    asked = tuple(
        Slip(code, (change,), facts_of(catalogue(lang)[f"slip.{code}"]))
        for code in keys_of("slip.")
    )
    part = Part((Mended(ROW_TOTAL.rule, ROW_TOTAL.at),), ((change,),), slips=asked)
    file = replace(file_of("甲局.xlsx", ROW_TOTAL), changed=packed(Mending((part,))))
    return shown(Report((file,)), lang) + shown(Report((file,)), lang, "narrate")


# Commands


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
    return told + in_sheets((folder / "copy.xlsx").read_bytes())


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


CASES: Final[Mapping[str, Callable[[Lang], str]]] = {
    "cases tried": cases_tried,
    "checks": checks,
    "checks explained": checks_explained,
    "commands": in_folder(usage),
    "copies": in_folder(copies_),
    "every rule": in_folder(every_rule),
    "expectations": expectations,
    "extracted": in_folder(extracted),
    "findings": findings,
    "findings workbook": in_books,
    "help": help_,
    "left out": left_out,
    "mistakes": mistakes,
    "next steps": next_steps,
    "notes": notes,
    "problems": problems,
    "reasons": reasons,
    "receipts": points,
    "remarks": remarks,
    "samples": in_folder(samples),
    "slips": slips,
    "waivers to fill in": to_fill_in,
    "writings": writings,
    **{format_: in_format(format_) for format_ in ("full", "narrate", "html", "markdown", "junit")},
}
"""A whole output by the name of its case, in a language."""
