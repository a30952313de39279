"""Hostile text from end to end: whatever a name, a cell or a rule says, no output acts on it.

The text stands in the name of the file and of the sheet, in the agency, in labels and values, and
in every text of the rule file. What single renderers do with it is tested beside them.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import openpyxl
import pytest

from reportcheck.rendering.formats import KINDS, ON_SCREEN
from tests.acceptance.running import Ended, run
from tests.reading import formats
from tests.reading.formats import Page

TEXTS: Final = {
    "markup": "[red]x[/red][/]",
    "escape": "\x1b[31mred\x1b[0m\x1b]8;;http://example.org\x07link\x1b]8;;\x07\x9b31m",
    "direction": "a\u202eb\u2066c\u200e\ufeff\xad",
    "nul": "nul\x00nul\x07\x08\x7f",
    "long": "长" * 10_000,
    "formula": "=cmd|'/c calc'!A0",
    "command": "::error::x%0A::set-output name=a::b",
    "script": "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "template": "{left} {row.__class__} %s {0} {{ 7*7 }} ${x} `x` $(x)",
    "lines": "line\nline\r\nline\u2028line\u0085line\n::error::x",
    "surrogate": "\udcff\udce9",
}
WRITERS: Final = ("csv", "html", "docx", "ods", "xls")

TABLE: Final = """\
form: hostile
title:
  zh: {zero}
  en: {zero}
basis: {zero}
identity:
  agency:
  - right_of: 单位
tables:
- id: t
  title: {zero}
  columns:
  - {{id: name, values: {{type: text, blank: unknown}}}}
  - {{id: a, values: count}}
  - {{id: b, values: {{type: amount, unit: {zero}}}}}
  - {{id: sum, values: count}}
"""
COLUMN: Final = """\
  - id: c{number}
    label: {label}
    values: {{type: text, blank: unknown}}
"""
RULE: Final = """\
- id: r{number}
  table: t
  each: row
  check: sum = a + {number}
  say: {{zh: {say}, en: {say}}}
  why: {{zh: {say}, en: {say}}}
  fix: {{zh: {say}, en: {say}}}
  basis: {basis}
"""


def stays(text: str) -> str:
    """Return what of the text markup and a rule file can hold at all."""
    kept = (each for each in text
            if each in "\n\x85\x9b" or unicodedata.category(each) not in {"Cc", "Cs"})  # fmt: skip
    return "".join(kept) or "nothing"


def named(text: str) -> str:
    """Return the text as the name of a file: shorter, and without what no name can hold."""
    return text[:60].replace("/", "∕").replace("\x00", "") or "x"


def rules() -> str:
    """Return a rule file in which every text stands wherever texts may stand."""
    held = [json.dumps(stays(text)[:300]) for text in TEXTS.values()]
    labels = [
        json.dumps(f"{stays(text)[:80]}{number}") for number, text in enumerate(TEXTS.values())
    ]
    said = [each.replace("{", "(").replace("}", ")") for each in held]
    return "".join([
        TABLE.format(zero=held[0]),
        *(COLUMN.format(number=number, label=label) for number, label in enumerate(labels)),
        "rules:\n",
        *(RULE.format(number=number, say=said[number], basis=each)
          for number, each in enumerate(held)),
    ])  # fmt: skip


def table(text: str, writer: str) -> bytes:
    """Return a table whose agency, title and sheet are the text; its cells hold every text."""
    clean = stays if writer != "csv" else lambda each: each.encode("utf-8", "replace").decode()
    labels = [f"{clean(each)[:80]}{number}" for number, each in enumerate(TEXTS.values())]
    cells = [clean(each) for each in TEXTS.values()]
    rows = [["单位", clean(text)], [], ["name", "a", "b", "sum", *labels]]
    short = [each[:200] for each in cells]
    rows += [[each, "1", each, "99", *short] for each in cells]
    rows.append(["x", clean(text), "-1", "7", *short])
    page = Page(rows, name=clean(text)[:31])
    match writer:
        case "html":
            return formats.html([clean(text), page])
        case "docx":
            return formats.docx([clean(text), page])
        case "ods":
            return formats.ods(page)
        case "xls":
            return formats.old_xml(page)
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


@dataclass(frozen=True)
class Hostile:
    """A table in a file named by each text, their rules, and a broken rule file."""

    tables: list[Path]
    rules: Path
    broken: Path


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    folder = tmp_path_factory.mktemp("hostile")
    whole, broken = folder / named(TEXTS["escape"]), folder / f"{named(TEXTS['lines'])}.yaml"
    whole = whole.with_name(f"{whole.name}.yaml")
    try:
        whole.write_text(rules(), "utf-8")
        quoted = json.dumps("".join(map(stays, TEXTS.values())))
        broken.write_text(f"form: a\n{quoted}: {quoted}\ntables: {quoted}\n", "utf-8")
        tables = []
        for number, text in enumerate(TEXTS.values()):
            writer = WRITERS[number % len(WRITERS)]
            path = folder / f"{named(text)}.{writer}"
            path.write_bytes(table(text, writer))
            tables.append(path)
    except (OSError, UnicodeError):
        pytest.skip("no such names here")
    return Hostile(tables, whole, broken)


def acting(text: str) -> set[str]:
    """Return the characters that would act on a terminal or hide."""
    return {
        each
        for each in text
        if each != "\n" and unicodedata.category(each) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    }


def said(*ended: Ended) -> str:
    """Return all that was put out; nothing of it may act, and nothing may have gone wrong."""
    text = "".join(each.out + each.err for each in ended)
    assert acting(text) == set()
    assert "Traceback" not in text
    return text


@pytest.mark.parametrize("format_", ON_SCREEN)
def test_on_the_screen(hostile: Hostile, format_: str) -> None:
    arguments = ("--rules", hostile.rules, "--format", format_, "--lang", "en")
    ended = run(*hostile.tables, *arguments)
    assert ended.code == 1, ended.err
    text = said(ended)
    if format_ == "github":
        commands = [each for each in text.split("\n") if each.startswith("::")]
        assert commands
        assert all(re.match("::(error|warning|notice) ", each) for each in commands)
    said(run(hostile.tables[1], *arguments))


def test_counts_of_rules(hostile: Hostile) -> None:
    assert "r3" in said(run(*hostile.tables, "--rules", hostile.rules, "--statistics"))


def test_where_the_form_is(hostile: Hostile) -> None:
    for each in hostile.tables:
        shown = run("show", each, "--rules", hostile.rules)
        assert shown.code == 0
        said(shown)


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_what_a_rule_asks(hostile: Hostile, number: int) -> None:
    explained = run("explain", f"r{number}", "--rules", hostile.rules)
    assert explained.code == 0
    said(explained)


def test_what_rules_there_are(hostile: Hostile) -> None:
    listed = run("rules", "list", "--rules", hostile.rules)
    assert "r3" in said(listed)
    checked = run("rules", "check", hostile.rules, hostile.broken)
    assert checked.code == 2
    said(checked, run(hostile.tables[0], "--rules", hostile.broken))


@pytest.mark.parametrize("kind", KINDS)
def test_in_reports(hostile: Hostile, kind: str, tmp_path: Path) -> None:
    report = tmp_path / f"report.{kind}"
    ended = run(*hostile.tables, "--rules", hostile.rules, "--report", f"{kind}={report}")
    assert ended.code == 1, ended.err
    said(ended)
    data = report.read_bytes()
    match kind:
        case "xlsx":
            book = openpyxl.load_workbook(report)
            cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
            formulas = [str(cell.value) for cell in cells if cell.data_type == "f"]
            assert all(each.startswith("=HYPERLINK(") for each in formulas)
            texts = [cell.value for cell in cells if isinstance(cell.value, str)]
        case "parquet":
            import polars as pl

            texts = [
                text
                for column in pl.read_parquet(report).select(pl.col(pl.String)).iter_columns()
                for text in column
                if text
            ]
        case _:
            texts = [data.decode().replace("\r\n", "\n").removeprefix("\ufeff")]
    assert len("".join(texts)) > 1_000
    if kind != "parquet":  # which is for programs, and holds texts as they are
        assert acting("".join(texts)) == set()
    (text, *_) = texts
    if kind == "html":
        assert "<script>alert" not in text
        assert not re.search("<[^>]* onerror=", text)
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(text)))
        assert not [each for row in rows for each in row if each[:1] in set("=+@\t\r")]
