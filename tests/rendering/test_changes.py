"""The smallest changes as people see them, whole, in every format and both languages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from reportcheck.address import CellRef
from reportcheck.checking import Request, check
from reportcheck.console import glyphs_for
from reportcheck.finding import Finding, Kind, Verdict
from reportcheck.mending import Change, Mended, Mending, Part, Slip, packed
from reportcheck.page import Lang, Page, plain
from reportcheck.rendering.formats import PAGES, TEXTS
from reportcheck.rendering.full import full
from reportcheck.rendering.json_report import json_report
from reportcheck.report import FileReport, Report, Status, count
from reportcheck.rereading import reread
from reportcheck.rule import Severity

PLANTED = "samples/invented-2024-planted.xlsx"


@pytest.fixture(scope="module")
def planted() -> Report:
    report = check(Request((PLANTED,)))
    return replace(report, files=tuple(replace(each, path="a.xlsx") for each in report.files))


def change(cell: str, value: str | None, to: str | None, shown: str = "") -> Change:
    at = CellRef.parse(f"三!{cell}")
    return Change("t", "r", "c", at, value, shown or value or "", to, "行", "列", value is None)


def finding(rule: str, cell: str) -> Finding:
    at = CellRef.parse(f"三!{cell}")
    kind = Kind.CELL if rule in {"blank", "out-of-range"} else Kind.RULE
    return Finding(
        rule, Severity.ERROR, Verdict.FAIL, kind, "t", "r", "c", "行", "列", at,
        facts={"type": "count"},
    )  # fmt: skip


def report_of(*parts: Part, note: str | None = None) -> Report:
    told = {key: None for part in parts for key in part.findings}
    findings = tuple(finding(key.rule, key.at.a1) for key in told if key.at is not None)
    open_ = (one for part in parts for each in part.sets[:1] for one in each if one.open)
    findings += tuple(finding("blank", one.at.a1) for one in open_)
    changed = packed(Mending(parts, note))
    counts = count(findings, 0)
    file = FileReport(
        "a.xlsx", Status.FAILED, "f", counts=counts, findings=findings, changed=changed
    )
    return Report((file,))


def key(rule: str, cell: str) -> Mended:
    return Mended(rule, CellRef.parse(f"三!{cell}"))


KINDS = report_of(
    Part((key("sum", "C4"), key("line", "E2"), key("whole", "E4")), ((change("C2", "21", "12"),),),
         slips=(Slip("digits-swapped", (change("C2", "21", "12"),)),),
         consequences=(key("whole", "E4"),)),
    Part((key("sum", "D4"),), tuple((change(f"D{row}", "1", "2"),) for row in range(2, 16))),
    Part((key("cap", "F2"), key("cap", "F3")),
         ((change("F2", "1", None), change("F3", "[red]=1+1\x1b", None)),), complete=False),
    Part((key("one", "F4"),), ((change("F4", "1", "2"),),), complete=False),
    Part((key("fixed", "G2"),), ()),
    Part((key("large", "H2"),), (), complete=False),
    Part((), ((change("B2", None, "3", "22（其中修订 16 件）"),),)),
    note="search-stopped",
)  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("format_", ["full", "causes", "narrate"])
def test_on_the_screen(format_: str, lang: Lang, snapshot: SnapshotAssertion) -> None:
    assert plain(PAGES[format_](KINDS, Page(lang, 80), ())) == snapshot


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("format_", ["full", "causes"])
def test_of_a_real_report(
    format_: str, lang: Lang, planted: Report, snapshot: SnapshotAssertion
) -> None:
    assert plain(PAGES[format_](planted, Page(lang, 80), ())) == snapshot


@pytest.mark.parametrize(("count", "listed"), [(20, True), (21, False)])
def test_so_many_changes_that_fewer_may_do_are_not_listed(count: int, *, listed: bool) -> None:
    changes = tuple(change(f"C{row}", "1", "2") for row in range(1, count + 1))
    part = Part((key("sum", "C4"),), (changes,), complete=False)
    told = plain(PAGES["full"](report_of(part, note="search-stopped"), Page("en", 80), ()))
    assert ("三!C1 " in told) is listed
    assert ("ended before it found one" in told) is not listed


@pytest.mark.parametrize(
    ("shown", "value", "to", "told"),
    [
        ("75.0%", "0.75", "0.76", "75.0% → 76.0%"),
        ("75", "0.75", "0.765", "75 → 76.5"),
        ("12.50", "12.5", "25", "12.50 → 25.00"),
        ("1,204.5", "1204.5", "-3.25", "1,204.5 → -3.25"),
        ("0%", "0", "0.5", "0% → 50%"),
        ("3", "3", "4", "3 → 4"),
        ("/", None, "4.5", "/ → 4.5"),
        ("2000%", None, "20", "2000% → 20"),
        ("0010", "0010", "0020", "0010 → 0020"),
        ("1.10", "1.10", "1.2", "1.10 → 1.2"),
    ],
)
def test_what_a_cell_is_to_become_is_written_as_what_stands_in_it(
    shown: str, value: str | None, to: str, told: str
) -> None:
    part = Part((key("sum", "C4"),), ((change("C2", value, to, shown),),))
    assert told in plain(PAGES["full"](report_of(part), Page("en", 100), ())).replace("\n", " ")


def test_a_formula_that_waits_to_be_calculated_is_no_change_to_make() -> None:
    follows = change("E2", None, "5", "=C2+D2")
    part = Part((key("sum", "C4"),), ((change("C2", "1", "2"), follows),))
    told = plain(PAGES["full"](report_of(part), Page("en", 100), ()))
    assert "三!C2 行 列 1 → 2" in told
    assert "=C2+D2 → 5" not in told
    alone = report_of(Part((), ((follows,),)))
    assert "=C2+D2 → 5" in plain(PAGES["full"](alone, Page("en", 100), ()))


OUT_OF_RANGE = (key("out-of-range", "C2"),)
TOGETHER = Part(OUT_OF_RANGE, ((change("C2", "-1", None), change("C3", "4", None)),))


@pytest.mark.parametrize(
    ("part", "count"),
    [
        (TOGETHER, 6),
        (Part(OUT_OF_RANGE, ((change("C2", "-1", "3"),),)), 6),
        # That the cell itself has to be another is what its finding says.
        (Part(OUT_OF_RANGE, ((change("C2", "-1", None),),)), 0),
        (
            Part(
                OUT_OF_RANGE,
                ((change("C2", "-1", None),),),
                slips=(
                    Slip("prior-scale", (change("C2", "-1", "3"),), {"factor": "10", "other": "3"}),
                ),
            ),
            6,
        ),
    ],
)
def test_what_only_findings_about_cells_ask_for_is_told_under_these(
    part: Part, count: int, tmp_path: Path
) -> None:
    import openpyxl

    from reportcheck.rendering.findings_workbook import findings_workbook

    report = report_of(part)
    (tmp_path / "f.xlsx").write_bytes(findings_workbook(report, "en", "0", tmp_path))
    sheet = openpyxl.load_workbook(tmp_path / "f.xlsx").worksheets[0]
    pages = [
        *(
            plain(PAGES[each](report, Page("en", 200), ()))
            for each in ("full", "causes", "narrate")
        ),
        *(TEXTS[each](report, "en", "0") for each in ("markdown", "html")),
        " ".join(str(each) for row in sheet.iter_rows(values_only=True) for each in row),
    ]
    assert sum("would mend this finding" in each for each in pages) == count


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_where_few_signs_can_be_shown(encoding: str, snapshot: SnapshotAssertion) -> None:
    page = Page("zh", 80, glyphs_for(encoding))
    text = plain(PAGES["full"](KINDS, page, ()))
    assert text.encode(encoding, "backslashreplace").decode(encoding) == snapshot


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("format_", ["markdown", "html", "json"])
def test_in_files(format_: str, lang: Lang, snapshot: SnapshotAssertion) -> None:
    text = TEXTS[format_](KINDS, lang, "0")
    if format_ == "html":
        text = text.partition("<body>")[2].partition("<script>")[0]
        assert "[red]" in text
        assert "\x1b" not in text
    assert text == snapshot


def test_in_the_findings_workbook(tmp_path: Path) -> None:
    import openpyxl

    from reportcheck.rendering.findings_workbook import findings_workbook

    path = tmp_path / "f.xlsx"
    path.write_bytes(findings_workbook(KINDS, "en", "0", tmp_path))
    sheet = openpyxl.load_workbook(path).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    at = rows[0].index("Change")
    # Told once, and for the others where.
    first, *others = [str(row[at]) for row in rows[1:4]]
    assert first.startswith("one change would mend these 3 findings (E2, C4, E4): ")
    assert others == ["as at 三!C4", "as at 三!C4; this finding follows from the others"]
    assert str(rows[-1][at]).endswith("22（其中修订 16 件） → 3")


def test_a_report_made_again_from_its_json_tells_the_same_changes(
    tmp_path: Path, planted: Report
) -> None:
    path = tmp_path / "report.json"
    counted = tuple(replace(each, counts=count(each.findings, 0)) for each in KINDS.files)
    for report in (replace(KINDS, files=counted), planted):
        path.write_text(json_report(report, "zh", "0"), encoding="utf-8")
        again = reread(str(path)).report
        assert [each.mending for each in again.files] == [each.mending for each in report.files]


def test_where_nothing_is_to_be_mended_it_says_so_and_where_nothing_was_looked_for() -> None:
    import json

    nothing = FileReport("a.xlsx", Status.PASSED, "f", changed=b"")
    unlooked = FileReport("b.csv", Status.PASSED, "f")
    told = json.loads(json_report(Report((nothing, unlooked)), "en", "0"))["files"]
    assert [each["changes"] for each in told] == [[], None]
    assert "change_parts" not in told[0]


def test_a_part_that_nothing_mends_is_not_told_as_nothing_to_mend(tmp_path: Path) -> None:
    import json

    mended = Part((key("sum", "C4"),), ((change("C2", "1", "2"),),))
    report = report_of(mended, Part((key("fixed", "G2"),), ()))
    (told,) = json.loads(json_report(report, "en", "0"))["files"]
    assert told["changes"] is None
    assert told["changes_note"] == "no-change-mends"
    assert [len(each["sets"]) for each in told["change_parts"]] == [1, 0]
    path = tmp_path / "report.json"
    path.write_text(json_report(report, "en", "0"), encoding="utf-8")
    (again,) = reread(str(path)).report.files
    assert again.mending == report.files[0].mending


def test_too_many_for_the_whole_are_told_part_by_part() -> None:
    import json

    ways = tuple((change(f"C{row}", "1", "2"),) for row in range(2, 18))
    parts = [Part((key("sum", f"{letter}4"),), ways) for letter in "DE"]
    (told,) = json.loads(json_report(report_of(*parts), "en", "0"))["files"]
    assert told["changes"] is None
    assert told["changes_note"] == "too-many-changes"
    assert [len(each["sets"]) for each in told["change_parts"]] == [16, 16]


def test_of_many_findings_in_a_line_each_only_changes_that_say_more_are_told(
    tmp_path: Path,
) -> None:
    rules, table = tmp_path / "sums.yaml", tmp_path / "sums.csv"
    columns = "a, b, {id: c, equals: a + b}"
    rules.write_text(
        f"form: s\nvalues: count\ntables:\n- id: s\n  columns: [{columns}]\n", encoding="utf-8"
    )

    def drawn(wrong: int) -> str:
        table.write_text("a,b,c\n" + "1,2,4\n" * wrong + "5,,9\n", encoding="utf-8")
        report = check(Request((str(table),), rules=(str(rules),)))
        return plain(full(report, Page("en")))

    assert drawn(25).count("any of these 3 ways") == 25  # ten in full and 15
    assert drawn(40).count("any of these 3 ways") == 10
    assert "the rules leave one value for it: line 42 (B42) b empty → 4" in drawn(40)
