"""A marked copy: what was there is there still, the marks are where they belong, and it opens."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.dom import minidom

import openpyxl
import pytest

from reportcheck.annotating import annotate
from reportcheck.checking import Request, check
from reportcheck.problem import Problem
from reportcheck.report import FileReport, Status
from tests.annotating.books import RULES, bare_book, rich_book

# openpyxl warns that it would lose what a copy keeps.
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*extension is not supported"),
    pytest.mark.filterwarnings("ignore:.*no default style"),
]

ADDED_TO = {
    "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
    "xl/worksheets/sheet2.xml", "xl/comments1.xml",
}  # fmt: skip


def checked(path: Path) -> FileReport:
    rules = path.with_name("rules.yaml")
    rules.write_text(RULES, encoding="utf-8")
    (file,) = check(Request((str(path),), (str(rules),))).files
    return file


def marked(path: Path) -> bytes:
    return annotate(str(path), path.read_bytes(), checked(path), "zh")


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("name", ["a.xlsx", "a.xlsm"])
def test_every_part_that_needs_no_mark_is_the_same_to_the_byte(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    rich_book(path, macro=name.endswith("m"))
    before, after = parts(path.read_bytes()), parts(marked(path))
    assert set(after) - set(before) == {"xl/worksheets/reportcheck1.xml"}
    changed = {part for part, held in before.items() if after[part] != held}
    # The first sheet was selected, and no two are to be.
    assert changed == {*ADDED_TO, "xl/worksheets/sheet1.xml"}
    front = before["xl/worksheets/sheet1.xml"]
    assert after["xl/worksheets/sheet1.xml"] == front.replace(
        b'tabSelected="1"', b'tabSelected="0"'
    )
    for part in ADDED_TO:
        assert pieces_in_order(without_counts(before[part]), without_counts(after[part])), part


def without_counts(part: bytes) -> bytes:
    """Leave out the numbers that must change: how many styles, which sheet is shown first."""
    return re.sub(rb'(count|activeTab)="\d+"| activeTab="\d+"', b"", part)


def pieces_in_order(before: bytes, after: bytes) -> bool:
    """Tell whether what was there is there still, in its order: there are additions only."""
    at = 0
    for piece in re.split(rb"(?=<)", before):
        found = after.find(piece.rstrip(b"\n"), at)
        if found < 0:
            return False
        at = found + len(piece.rstrip(b"\n"))
    return True


def test_the_cell_has_a_colour_and_a_comment_under_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rich_book(path)
    book = openpyxl.load_workbook(io.BytesIO(marked(path)))
    sheet = book["三 & 'x"]
    said = sheet["D3"].comment.text
    assert said.startswith("已有批注 <&>")
    assert "B3 + C3 = 1 + 1 = 2" in said
    assert sheet["A1"].comment.text == "别的批注"
    ours = [each for each in sheet.conditional_formatting if str(each.sqref) == "D3"]
    assert [rule.formula for each in ours for rule in each.rules] == [["TRUE"]]
    assert ours[0].rules[0].dxf.fill.bgColor.rgb == "FFFFC7CE"
    assert sheet["D3"].value == "=B3+C3"


def test_the_summary_comes_last_is_shown_first_and_leads_to_the_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rich_book(path)
    book = openpyxl.load_workbook(io.BytesIO(marked(path)))
    assert book.sheetnames == ["封面", "三 & 'x", "图", "核对结果"]
    assert book.active is not None
    assert book.active.title == "核对结果"
    (row,) = book.active.iter_rows(min_row=5)
    assert row[0].value == "错误"
    assert row[1].hyperlink.location == "'三 & ''x'!D3"
    assert "多 2" in str(row[3].value)


@pytest.mark.parametrize("selected", [0, 1, 2])
def test_no_two_sheets_are_selected_together(tmp_path: Path, selected: int) -> None:
    # Programs show them as a group, and write what is typed into one into the other.
    path = tmp_path / "a.xlsx"
    rich_book(path, selected=selected)
    before, after = parts(path.read_bytes()), parts(marked(path))
    book = openpyxl.load_workbook(io.BytesIO(marked(path)))
    assert [each.title for each in book.worksheets if each.sheet_view.tabSelected] == ["核对结果"]
    chart = "xl/chartsheets/sheet1.xml"
    told = (chart, *(f"xl/worksheets/sheet{n}.xml" for n in (1, 2)))
    assert [b'tabSelected="1"' in before[name] for name in told] == [
        selected == n for n in (2, 0, 1)
    ]
    assert not any(b'tabSelected="1"' in after[name] for name in told)
    if selected:  # of a sheet that was not selected and has no mark nothing is changed
        assert before["xl/worksheets/sheet1.xml"] == after["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize("prefix", ["", "x"])
@pytest.mark.parametrize("flavour", ["transitional", "strict"])
def test_a_bare_workbook_gets_what_it_lacks(tmp_path: Path, prefix: str, flavour: str) -> None:
    path = tmp_path / "a.xlsx"
    bare_book(path, prefix=prefix, strict=flavour == "strict")
    file = checked(path)
    assert [finding.rule for finding in file.findings] == ["表.总计"]
    after = parts(annotate(str(path), path.read_bytes(), file, "en"))
    for name, part in after.items():
        if name.endswith((".xml", ".rels", ".vml")):
            minidom.parseString(part)  # noqa: S318 - our own
    assert b"vmlDrawing1.vml" in after["xl/worksheets/_rels/sheet1.xml.rels"]
    assert b"<x:Row>2</x:Row><x:Column>3</x:Column>" in after["xl/drawings/vmlDrawing1.vml"]
    if flavour != "strict":  # openpyxl knows no strict workbooks
        whole = annotate(str(path), path.read_bytes(), file, "en")
        sheet = openpyxl.load_workbook(io.BytesIO(whole))["一"]
        assert "1 + 1 = 2" in sheet["D3"].comment.text


def test_nothing_to_mark_is_said_on_the_last_sheet(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rich_book(path, total=2)
    before, after = parts(path.read_bytes()), parts(marked(path))
    assert before["xl/worksheets/sheet2.xml"] == after["xl/worksheets/sheet2.xml"]
    sheet = openpyxl.load_workbook(io.BytesIO(marked(path)))["核对结果"]
    assert sheet["A2"].value == "2 通过 · 0 不通过"
    assert sheet.max_row == 4


def test_a_copy_is_refused_as_input(tmp_path: Path) -> None:
    path, copy = tmp_path / "a.xlsx", tmp_path / "copy.xlsx"
    rich_book(path)
    copy.write_bytes(marked(path))
    file = checked(copy)
    assert file.status is Status.UNCHECKED
    assert file.problem is not None
    assert file.problem.code == "own-report"


def test_a_signed_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rich_book(path)
    file = checked(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("_xmlsignatures/sig1.xml", b"<Signature/>")
    with pytest.raises(Problem) as refused:
        annotate(str(path), path.read_bytes(), file, "zh")
    assert refused.value.code == "annotate-signed"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_libreoffice_opens_it_and_shows_the_marks(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rich_book(path)
    (tmp_path / "copy.xlsx").write_bytes(marked(path))
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", "fods", "--outdir", str(tmp_path), str(tmp_path / "copy.xlsx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    opened = (tmp_path / "copy.fods").read_text(encoding="utf-8")
    assert "B3 + C3 = 1 + 1 = 2" in opened
    assert 'table:name="核对结果"' in opened
