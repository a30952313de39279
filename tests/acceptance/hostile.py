"""Hostile text wherever it may stand: names of files and sheets, agencies, labels, cells, rules."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import openpyxl
import pytest

from tests.acceptance.running import Ended
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
    "spelt": "_x001b_[31m_x0007_ _x005F_x0041_",
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


def held(text: str) -> str:
    """Return the text as a workbook can hold it; what looks like an escape of its own stays so."""
    return "".join(each for each in stays(text) if each == "\n" or ord(each) >= 32)[:30_000]


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


def rows_of(
    text: str, clean: Callable[[str], str], rows_for: Iterable[str] = TEXTS.values()
) -> list[list[str]]:
    """Return the rows of a table whose agency is the text; its cells hold every text.

    A row that begins with a text, and breaks every rule, is there for each of ``rows_for``.
    """
    labels = [f"{clean(each)[:80]}{number}" for number, each in enumerate(TEXTS.values())]
    cells = [clean(each) for each in TEXTS.values()]
    rows = [["单位", clean(text)], [], ["name", "a", "b", "sum", *labels]]
    short = [each[:200] for each in cells]
    rows += [[each, "1", each, "99", *short] for each in map(clean, rows_for)]
    return [*rows, ["x", clean(text), "-1", "7", *short]]


def table(text: str, writer: str, rows_for: Iterable[str]) -> bytes:
    """Return a table whose agency, title and sheet are the text; its cells hold every text."""
    clean = stays if writer != "csv" else lambda each: each.encode("utf-8", "replace").decode()
    rows = rows_of(text, clean, rows_for)
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

    def workbook(self, folder: Path, text: str) -> Path:
        """Write a workbook that is named by a text, and holds every text, into a folder."""
        try:
            path = folder / f"{named(text)}.xlsx"
            book = openpyxl.Workbook()
            sheet = book.worksheets[0]
            title = (each for each in stays(text)[:25] if each not in r"\/?*[]:")
            sheet.title = "".join(title) or "x"
            for number, row in enumerate(rows_of(text, held), start=1):
                for column, cell in enumerate(row, start=1):
                    whole = cell.lstrip("-").isdigit()
                    one = sheet.cell(number, column, int(cell) if whole else cell)
                    one.data_type = "n" if whole else "s"
            book.save(path)
        except (OSError, UnicodeError):
            pytest.skip("no such names here")
        return path


def written(folder: Path) -> Hostile:
    """Write the tables and their rules into a folder."""
    whole, broken = folder / named(TEXTS["escape"]), folder / f"{named(TEXTS['lines'])}.yaml"
    whole = whole.with_name(f"{whole.name}.yaml")
    try:
        whole.write_text(rules(), "utf-8")
        quoted = json.dumps("".join(map(stays, TEXTS.values())))
        broken.write_text(f"form: a\n{quoted}: {quoted}\ntables: {quoted}\n", "utf-8")
        tables = []
        texts = list(TEXTS.values())
        for number, text in enumerate(texts):
            writer = WRITERS[number % len(WRITERS)]
            path = folder / f"{named(text)}.{writer}"
            # Rows for all texts in every table would be the same findings twelve times.
            path.write_bytes(table(text, writer, (text, texts[(number + 7) % len(texts)])))
            tables.append(path)
    except (OSError, UnicodeError):
        pytest.skip("no such names here")
    return Hostile(tables, whole, broken)


def acting(text: str) -> set[str]:
    """Return the characters that would act on a terminal or hide."""
    return {
        each
        for each in set(text)
        if each != "\n" and unicodedata.category(each) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    }


def said(*ended: Ended) -> str:
    """Return all that was put out; nothing of it may act, and nothing may have gone wrong."""
    text = "".join(each.out + each.err for each in ended)
    assert acting(text) == set()
    assert "Traceback" not in text
    return text
