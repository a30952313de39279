"""Hostile text beyond the check: reports made again, held against earlier ones, waived, receipts,
marked copies.

Each format has its own test of what must not come through: an escape, markup, a formula, a command
to a workflow, a script.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from xml.dom import minidom
from xml.etree import ElementTree as ET

import jsonschema
import openpyxl
import polars as pl
import pytest
import yaml
from markdown_it import MarkdownIt

from reportcheck.cli import copies
from reportcheck.receipting import receipt_schema
from reportcheck.rendering.formats import KINDS, ON_SCREEN
from reportcheck.rendering.json_report import report_schema
from tests.acceptance.hostile import TEXTS, Hostile, acting, said, stays, written
from tests.acceptance.running import run

pytestmark = pytest.mark.no_cover  # see pyproject.toml


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    return written(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def kept(hostile: Hostile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep the report of all hostile tables, held against one that had more files."""
    folder = tmp_path_factory.mktemp("kept")
    old, new = folder / "old.json", folder / "new.json"
    rules = ("--rules", hostile.rules, "--jobs", "1")
    said(run(*hostile.tables, *rules, "--report", f"json={old}", "-qq"))
    ended = run(*hostile.tables[:-2], *rules, "--since", old, "--report", f"json={new}", "-qq")
    assert ended.code == 1
    said(ended)
    return new


# What must not come through, format by format


def plainly(data: bytes) -> str:
    text = data.decode()
    assert acting(text.replace("\r\n", "\n").removeprefix("\ufeff")) == set()
    assert "##[" not in text
    return text


def in_json(data: bytes) -> None:
    jsonschema.validate(json.loads(plainly(data)), json.loads(report_schema()))


def in_json_lines(data: bytes) -> None:
    assert all(isinstance(json.loads(line), dict) for line in plainly(data).splitlines())


def in_sarif(data: bytes) -> None:
    told = json.loads(plainly(data))
    for result in told["runs"][0]["results"]:
        assert re.fullmatch(r"[ -~]+", result["locations"][0]["physicalLocation"]
                            ["artifactLocation"]["uri"])  # fmt: skip


def in_gitlab(data: bytes) -> None:
    assert all(each["description"] for each in json.loads(plainly(data)))


def in_junit(data: bytes) -> None:
    plainly(data)
    root = ET.fromstring(data)  # noqa: S314 - our own
    known = {"testsuites", "testsuite", "testcase", "failure", "error", "skipped", "system-out",
             "properties", "property", "system-err"}  # fmt: skip
    assert {each.tag for each in root.iter()} <= known


class _Tags(HTMLParser):
    """Gathers the tags of a page with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def in_html(data: bytes) -> None:
    page = _Tags()
    page.feed(plainly(data))
    tags = [tag for tag, _ in page.found]
    assert tags.count("script") == tags.count("form") == 1
    assert not {*tags} & {"img", "iframe", "object", "embed", "link", "base", "svg", "video"}
    names = {name for _, attributes in page.found for name in attributes}
    assert not [each for each in names if each.startswith("on")]
    assert not names & {"src", "style", "action"}
    links = [attributes["href"] for _, attributes in page.found if "href" in attributes]
    assert links
    assert all(each and each.startswith("#") for each in links)


def in_markdown(data: bytes) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(plainly(data))
    inside = [child for token in tokens for child in token.children or ()]
    known = {"text", "strong_open", "strong_close", "html_inline"}
    assert {child.type for child in inside} <= known
    assert {child.content for child in inside if child.type == "html_inline"} <= {"<!-- -->"}
    assert not [token for token in tokens if token.type in {"html_block", "fence", "code_block"}]


def in_csv(data: bytes) -> None:
    rows = list(csv.reader(io.StringIO(plainly(data).removeprefix("\ufeff"))))
    assert not [each for row in rows for each in row if each[:1] in set("=+@\t\r")]
    assert len({len(row) for row in rows}) == 1


def in_a_workbook(data: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    formulas = [str(cell.value) for cell in cells if cell.data_type == "f"]
    assert all(re.fullmatch(r'=HYPERLINK\("[^"]*","[^"]*"\)', each) for each in formulas)
    assert acting("".join(cell.value for cell in cells if isinstance(cell.value, str))) == set()
    assert not encoded(data)


def in_parquet(data: bytes) -> None:
    # It is for programs, and holds texts as they are.
    assert pl.read_parquet(io.BytesIO(data)).height > 10


def encoded(data: bytes) -> list[bytes]:
    """Return signs that a workbook spells out in its text, which Excel would put in again."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        texts = [
            piece
            for name in archive.namelist()
            if name.endswith(".xml")
            for piece in re.findall(rb"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)<", archive.read(name))
        ]
    assert texts
    return [each for each in texts if re.search(rb"(?<!_x005F)_x(?!005F)[0-9A-Fa-f]{4}_", each)]


HARMLESS: Final[Mapping[str, Callable[[bytes], None]]] = {
    "json": in_json, "jsonl": in_json_lines, "sarif": in_sarif, "gitlab": in_gitlab,
    "junit": in_junit, "html": in_html, "markdown": in_markdown, "csv": in_csv,
    "xlsx": in_a_workbook, "parquet": in_parquet,
}  # fmt: skip


def test_every_kind_has_its_test() -> None:
    assert set(HARMLESS) == set(KINDS)


# Made again, and held against an earlier report


def into(folder: Path) -> tuple[str, ...]:
    """Return the options that ask for a report of every kind in a folder."""
    return tuple(each for kind in KINDS for each in ("--report", f"{kind}={folder / kind}"))


@pytest.fixture(scope="module")
def again(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Make every kind of report again, in a folder for each language."""
    folders = {lang: tmp_path_factory.mktemp(lang) for lang in ("zh", "en")}
    for lang, folder in folders.items():
        ended = run("render", kept, *into(folder), "--lang", lang)
        assert (ended.code, ended.out, ended.err) == (0, "", "")
    return folders


@pytest.fixture(scope="module")
def checked(hostile: Hostile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make every kind of report of a check."""
    folder = tmp_path_factory.mktemp("checked")
    said(run(*hostile.tables, "--rules", hostile.rules, "--jobs", "1", *into(folder), "-qq"))
    return folder


@pytest.mark.parametrize("kind", KINDS)
def test_reports_made_again(kind: str, again: Mapping[str, Path]) -> None:
    for folder in again.values():
        HARMLESS[kind]((folder / kind).read_bytes())


@pytest.mark.parametrize("format_", ON_SCREEN)
def test_on_the_screen_again(format_: str, kept: Path) -> None:
    ended = run("render", kept, "--format", format_, "--statistics")
    assert ended.code == 0, ended.err
    text = said(ended)
    commands = [each for each in text.split("\n") if each.lstrip().startswith("::")]
    assert all(re.match("::(error|warning|notice) ", each) for each in commands)
    assert bool(commands) is (format_ == "github")
    assert "##[" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_reports_of_a_check(kind: str, checked: Path) -> None:
    HARMLESS[kind]((checked / kind).read_bytes())


# Waivers


def test_waivers_to_fill_in_and_filled_in(hostile: Hostile, tmp_path: Path) -> None:
    file = tmp_path / "w.yaml"
    rules = ("--rules", hostile.rules)
    said(run("waive", *hostile.tables, *rules, "--output", file))
    text = plainly(file.read_bytes())
    held = yaml.safe_load(text)
    assert len(held["waivers"]) > 20
    for number, each in enumerate(held["waivers"]):
        hostile_text = stays(list(TEXTS.values())[number % len(TEXTS)])[:500] or "x"
        each |= {"reason": hostile_text, "by": hostile_text, "until": "2999-12-31"}
    file.write_text(json.dumps(held), "utf-8")
    report = tmp_path / "r.json"
    asked = ("--waivers", file, "--report", f"json={report}", "--jobs", "1", "--lang", "en")
    ended = run(*hostile.tables, *rules, *asked, "--format", "concise")
    assert "explained: " in said(ended)
    folder = tmp_path / "again"
    folder.mkdir()
    said(run("render", report, *into(folder)))
    for kind in KINDS:
        HARMLESS[kind]((folder / kind).read_bytes())
    for format_ in ON_SCREEN:
        said(run("render", report, "--format", format_))


# Receipts


def test_receipts_and_what_they_are_held_against(hostile: Hostile, tmp_path: Path) -> None:
    receipt = tmp_path / "r.json"
    waivers = tmp_path / "w.yaml"
    waivers.write_text("waivers: []\n", "utf-8")
    arguments = ("--rules", hostile.rules, "--waivers", waivers, "--report", f"receipt={receipt}")
    said(run(*hostile.tables, *arguments, "-qq"))
    told = json.loads(plainly(receipt.read_bytes()))
    jsonschema.validate(told, json.loads(receipt_schema()))
    for lang in ("zh", "en"):
        whole = run("verify", receipt, "--lang", lang)
        assert whole.code == 0, whole.out
        some = run("verify", receipt, *hostile.tables[:3], "--lang", lang)
        assert some.code == 0
        broken = ("--rules", hostile.broken, "--lang", lang)
        other = run("verify", receipt, *hostile.tables[:3], *broken)
        assert other.code == 2
        said(whole, some, other)
    waivers.write_text("waivers:  []\n", "utf-8")
    changed = tmp_path / hostile.tables[1].name
    changed.write_bytes(b"x")
    ended = run("verify", receipt, changed, tmp_path / "none\x1b[31m::error::.csv")
    assert ended.code == 2
    said(ended)


# Marked copies


@pytest.mark.parametrize("name", list(TEXTS))
def test_marked_copies(name: str, hostile: Hostile, tmp_path: Path) -> None:
    text = TEXTS[name]
    path = hostile.workbook(tmp_path, text)
    copy = tmp_path / "copy.xlsx"
    ended = run(path, "--rules", hostile.rules, "--report", f"{copies.KIND}={copy}", "--lang", "en")
    assert ended.code == 1, ended.err
    said(ended)
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(copy) as after:
        assert after.testzip() is None
        for part in after.namelist():
            data = after.read(part)
            if part.endswith((".xml", ".rels", ".vml")):
                minidom.parseString(data)  # noqa: S318 - our own
            if part not in before.namelist():
                assert acting(data.decode().replace("\r", "")) == set()
                assert b"<f>" not in data
                assert b"TargetMode" not in data
    book = openpyxl.load_workbook(copy)
    notes = [cell.comment.text for sheet in book for row in sheet.iter_rows() for cell in row
             if cell.comment]  # fmt: skip
    assert notes
    assert acting("".join(notes)) == set()
    summary = book.worksheets[-1]
    values = [cell for row in summary.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in values} <= {"s", "inlineStr"}
    assert acting("".join(str(cell.value) for cell in values)) == set()
    links = [cell.hyperlink for row in summary.iter_rows() for cell in row if cell.hyperlink]
    assert bool(links) is (name not in {"direction", "lines"})
    assert all(each.target is None for each in links)
    assert not encoded_in_new(copy, path)


def encoded_in_new(copy: Path, path: Path) -> list[bytes]:
    with zipfile.ZipFile(path) as before:
        old = before.namelist()
    out = io.BytesIO()
    with zipfile.ZipFile(copy) as after, zipfile.ZipFile(out, "w") as new:
        for name in after.namelist():
            if name not in old:  # what was there may hold what it likes
                new.writestr(name, after.read(name))
    return encoded(out.getvalue())
