"""Reports made by hand, one finding of each kind, for renderers to draw."""

from __future__ import annotations

from dataclasses import replace

from reportcheck.address import CellRef
from reportcheck.earlier import Earlier, Fate, Gone
from reportcheck.finding import Acceptance, Cause, Finding, Kind, Spelling, Verdict, Witness
from reportcheck.problem import Problem
from reportcheck.report import FileReport, Report, count, status_of
from reportcheck.rule import Severity

COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
NEW, BEFORE = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"
BASIS = "国办公开办函〔2021〕30号"


def witness(row: str, column: str, at: CellRef, value: str, side: str = "") -> Witness:
    return Witness("申请", row, column, at, value, value, row, column, side)


def row_of(row: str, line: int, values: tuple[int, ...], *, side: bool) -> tuple[Witness, ...]:
    told = [
        witness(row, column, CellRef("三", line, 4 + index), str(value), "right" if side else "")
        for index, (column, value) in enumerate(zip(COLUMNS, values, strict=True))
    ]
    return (replace(told[-1], side="left" if side else ""), *told[:-1])


ROW_TOTAL = Finding(
    rule="申请.总计",
    severity=Severity.ERROR,
    verdict=Verdict.FAIL,
    kind=Kind.RULE,
    table="申请",
    row="上年结转",
    column="总计",
    row_label=BEFORE,
    column_label="总计",
    at=CellRef("三", 12, 10),
    left="4",
    right="3",
    difference="1",
    witnesses=row_of(BEFORE, 12, (2, 1, 0, 0, 0, 0, 4), side=True),
    context=row_of(NEW, 11, (12, 3, 0, 0, 0, 1, 16), side=False),
    spelling=Spelling(
        "=", "J12", "4", "D12 + E12 + F12 + G12 + H12 + I12", "2 + 1 + 0 + 0 + 0 + 0"
    ),
    origin="equals",
    check="sum(*)",
    basis=BASIS,
)

BALANCE = Finding(
    rule="收办平衡",
    severity=Severity.ERROR,
    verdict=Verdict.FAIL,
    kind=Kind.RULE,
    table="申请",
    row="新收",
    column="自然人",
    row_label=NEW,
    column_label="自然人",
    at=CellRef("三", 11, 4),
    left="14",
    right="13",
    difference="1",
    witnesses=(
        witness(NEW, "自然人", CellRef("三", 11, 4), "12", "left"),
        witness(BEFORE, "自然人", CellRef("三", 12, 4), "2", "left"),
        witness("(七)总计", "自然人", CellRef("三", 33, 4), "13", "right"),
        witness("四、结转下年度继续办理", "自然人", CellRef("三", 34, 4), "0", "right"),
    ),
    spelling=Spelling("=", "D11 + D12", "12 + 2", "D33 + D34", "13 + 0"),
    check="新收 + 上年结转 = 办理总计 + 结转下年",
    say={
        "zh": "“{column}”一列收、办不平：{left} 与 {right}，差 {difference}",
        "en": 'Column "{column}" does not balance: {left} against {right}, off by {difference}',
    },
    fix={"zh": "对照台账核对本列四格", "en": "Compare the four cells with the register"},
    basis=BASIS,
)

PRIOR = Finding(
    rule="结转衔接",
    severity=Severity.WARNING,
    verdict=Verdict.FAIL,
    kind=Kind.RULE,
    table="申请",
    row="上年结转",
    column="自然人",
    row_label=BEFORE,
    column_label="自然人",
    at=CellRef("三", 12, 4),
    left="2",
    right="5",
    difference="-3",
    witnesses=(
        witness(BEFORE, "自然人", CellRef("三", 12, 4), "2", "left"),
        replace(
            witness("四、结转下年度继续办理", "自然人", CellRef("三", 12, 4), "5", "right"),
            path="2023年报.xlsx",
            period="2023",
        ),
    ),
    spelling=Spelling("=", "D12", "2", "[2023]三!D12", "5"),
    check="上年结转 = prev(结转下年)",
)

BLANK = Finding(
    rule="blank",
    severity=Severity.ERROR,
    verdict=Verdict.FAIL,
    kind=Kind.CELL,
    table="申请",
    row="5.属于三类内部事务信息",
    column="总计",
    row_label="5.属于三类内部事务信息",
    column_label="总计",
    at=CellRef("三", 19, 10),
    witnesses=(Witness("申请", "5.属于三类内部事务信息", "总计", CellRef("三", 19, 10), None, ""),),
    facts={"shown": "", "type": "count"},
)

UNKNOWN = Finding(
    rule="申请.总计",
    severity=Severity.ERROR,
    verdict=Verdict.UNKNOWN,
    kind=Kind.RULE,
    table="申请",
    row="5.属于三类内部事务信息",
    column="总计",
    row_label="5.属于三类内部事务信息",
    column_label="总计",
    at=CellRef("三", 19, 10),
    reason="blank",
    because=(Cause("blank", CellRef("三", 19, 10), "5.属于三类内部事务信息", "总计"),),
    origin="equals",
    check="sum(*)",
)

LIMIT = Finding(
    rule="within-budget",
    severity=Severity.ERROR,
    verdict=Verdict.FAIL,
    kind=Kind.RULE,
    table="payments",
    column="total",
    row_label="Westbrook 2023",
    column_label="total",
    at=CellRef(None, 7, 6),
    left="60000",
    right="50000",
    difference="10000",
    witnesses=(
        Witness("payments", None, "total", CellRef(None, 7, 6), "60000", "60000.00",
                "Westbrook 2023", "total", "left"),
        Witness("payments", None, "kind", CellRef(None, 7, 3), "B", "B", "Westbrook 2023", "kind"),
    ),
    spelling=Spelling("<=", "total", "60000", "50000", "50000"),
    check="if kind = 'B' then total <= 50000",
    facts={"condition": "kind = 'B'", "requirement": "total <= 50000"},
)  # fmt: skip

READ = Finding(
    rule="read-as-number",
    severity=Severity.INFO,
    verdict=Verdict.FAIL,
    kind=Kind.CELL,
    table="申请",
    at=CellRef("二", 13, 2),
    facts={"shown": "1,088", "value": "1088", "note": "grouped", "count": "1"},
)

LABEL = Finding(
    rule="near-label",
    severity=Severity.WARNING,
    verdict=Verdict.FAIL,
    kind=Kind.STRUCTURE,
    table="申请",
    row="7.属于行政执法案卷",
    row_label="7.属于行政执法案卷",
    at=CellRef("三", 21, 3),
    facts={"found": "7.属于行政执法案", "expected": "7.属于行政执法案卷", "table_label": "三"},
)

EACH_KIND = (READ, LABEL, BALANCE, ROW_TOTAL, PRIOR, BLANK, UNKNOWN)


def file_of(path: str, *findings: Finding, passed: int = 0) -> FileReport:
    return FileReport(
        path,
        status_of(findings, "error"),
        form="gir",
        form_version="2021.1",
        form_title={
            "zh": "政府信息公开工作年度报告",
            "en": "Annual report on government information disclosure",
        },
        confidence=1.0,
        agency="甲局",
        period="2024",
        counts=count(findings, passed),
        findings=findings,
    )


def lost(path: str, problem: Problem) -> FileReport:
    from reportcheck.report import Status

    return FileReport(path, Status.UNCHECKED, problem=problem)


ONE = Report((file_of("2024年报 甲局.xlsx", *EACH_KIND, passed=39),), resting=9)

SEVERAL = Report(
    (
        file_of("甲局.xlsx", ROW_TOTAL, passed=41),
        file_of("乙局.xlsx", passed=42),
        lost("丙局.xlsx", Problem("password-protected", path="丙局.xlsx")),
        replace(file_of("payments.csv", LIMIT, passed=8), form_title={}, confidence=None),
    )
)


def of_agency(name: str, *findings: Finding, passed: int = 42, path: str = "") -> FileReport:
    """Report of an agency for 2024, with how many instances of two rules passed."""
    passes = (("申请.总计", passed // 2), ("收办平衡", passed - passed // 2))
    return replace(
        file_of(path or f"年报/{name}_2024.xlsx", *findings, passed=passed),
        agency=name,
        passes=passes,
    )


FEW = Report(
    (
        of_agency("甲局", ROW_TOTAL, passed=41),
        of_agency("乙局"),
        replace(of_agency("丙局", PRIOR, READ), period="2023"),
    ),
    resting=9,
)

_BROKEN = replace(ROW_TOTAL, rule="超出", verdict=Verdict.RULE_ERROR)
_MANY = tuple(replace(ROW_TOTAL, rule=f"rule-{n}", at=CellRef("三", n, 10)) for n in range(1, 13))

BATCH = Report(
    (
        of_agency("甲局", ROW_TOTAL, BALANCE, passed=40),
        of_agency("乙局", ROW_TOTAL, BLANK, UNKNOWN, passed=39),
        of_agency("乙局", BALANCE, path="年报/补报/00017.xlsx"),
        of_agency("丙市人力资源和社会保障局与退役军人事务局联合办公室", LABEL, path="年报/3.xlsx"),
        of_agency("丁局", UNKNOWN),
        of_agency("戊局", *_MANY, passed=30),
        of_agency("己局", _BROKEN, passed=41),
        *(of_agency(f"清白{name}局") for name in "一二三四五"),
        *(of_agency(f"平衡{name}局", BALANCE, passed=41) for name in "一二三"),
        replace(of_agency("隐局", READ), notes=(("hidden-sheet", "旧表"),)),
        replace(of_agency("", BALANCE, path="年报/没有写明单位.xlsx"), agency=None, period=None),
        replace(of_agency("拨款一", LIMIT, path="年报/payments.csv"), form="grants",
                form_version=None, form_title={}, confidence=None, passes=(("within-budget", 8),)),
        lost("年报/锁.xlsx", Problem("password-protected", path="年报/锁.xlsx")),
        lost("年报/断.xlsx", Problem("damaged-workbook", path="年报/断.xlsx", reason="truncated")),
    ),
    resting=9,
    notes=(("skipped", "说明.docx"),),
)  # fmt: skip


def since() -> Report:
    """Return a report held against an earlier one: every mark, and every fate of a finding."""
    fates: tuple[Fate, ...] = ("fixed", "fixed", "missing", "unchecked", "renamed", "not-asked")
    told = (ROW_TOTAL, BLANK, PRIOR, LABEL, LIMIT, UNKNOWN)
    gone = tuple(
        Gone(fate, "甲局.xlsx", "甲局", "2023", finding)
        for fate, finding in zip(fates, told, strict=True)
    )
    explained = replace(
        PRIOR,
        verdict=Verdict.ACCEPTED,
        since="explained",
        accepted=Acceptance("上期报告有误", "李", "2025-12-31", "waivers.yaml:3"),
    )
    marked = (replace(BALANCE, since="new"), replace(ROW_TOTAL, since="remaining"), explained, READ)
    return Report(
        (file_of("甲局.xlsx", *marked, passed=39),),
        earlier=Earlier("上次.json", 1, 1, 1, gone, ("戊局.xlsx",)),
    )


SINCE = since()
