"""Whole outputs of reports, in every format."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from unittest import mock

import openpyxl

from reportcheck.address import CellRef
from reportcheck.finding import Acceptance, Cause, Elsewhere, Finding, Kind, Verdict
from reportcheck.mending import Change, Mended, Mending, Part, Slip, packed
from reportcheck.page import Lang
from reportcheck.problem import Problem
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
from reportcheck.rendering.formats import BOOKS, PAGES, TEXTS
from reportcheck.rendering.waiver_file import waiver_file
from reportcheck.report import FileReport, Report, Status
from reportcheck.rule import Severity
from reportcheck.wording.filling import catalogue
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
from tests.wording.examples import facts_of, keys_of, shown


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
    strict = replace(file_of("甲局.xlsx", odd_label), status=Status.FAILED)
    told.append(shown(Report((strict,), fail_on="warning"), lang, "concise"))
    return "".join(told)


CHANGE: Final = Change(
    "申请", "上年结转", "总计", CellRef("三", 12, 10), "4", "4", "3", "上年结转", "总计"
)
"""One cell that might be changed."""


def in_common(lang: Lang) -> str:
    """Two ways to mend that share a change: it is told once."""
    ways = ((CHANGE, replace(CHANGE, at=CellRef("三", row, 10))) for row in (13, 14))
    part = Part((Mended(ROW_TOTAL.rule, ROW_TOTAL.at),), tuple(ways))
    file = replace(file_of("甲局.xlsx", ROW_TOTAL), changed=packed(Mending((part,))))
    return shown(Report((file,)), lang) + shown(Report((file,)), lang, "narrate")


def slips(lang: Lang) -> str:
    """Every mistake that people make, as it is asked about under the findings of a part."""
    asked = tuple(
        Slip(code, (CHANGE,), facts_of(catalogue(lang)[f"slip.{code}"]))
        for code in keys_of("slip.")
    )
    ways = (CHANGE,), (replace(CHANGE, to="5"),)
    part = Part((Mended(ROW_TOTAL.rule, ROW_TOTAL.at),), ways, slips=asked)
    file = replace(file_of("甲局.xlsx", ROW_TOTAL), changed=packed(Mending((part,))))
    return shown(Report((file,)), lang) + shown(Report((file,)), lang, "narrate")
