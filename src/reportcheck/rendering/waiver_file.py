"""A file of waivers to be filled in: what each is bound to is there, the reasons are not."""

from __future__ import annotations

import json
from collections.abc import Iterator

from reportcheck.finding import Finding
from reportcheck.page import Lang
from reportcheck.rendering.json_report import escaped
from reportcheck.rendering.passages import claim
from reportcheck.report import FileReport, Report
from reportcheck.rule import Severity
from reportcheck.waiver import Given, given_of, target_of, waivable
from reportcheck.wording import phrase
from reportcheck.wording.addresses import short_address
from reportcheck.wording.filling import safe


def waiver_file(report: Report, lang: Lang) -> str:
    """Return a waiver to fill in for every finding that is neither accepted nor of no weight."""
    entries = [
        "\n".join(_entry(file, finding, lang))
        for file in report.files
        for finding in file.findings
        if _is_asked(finding)
    ]
    head = "\n".join(f"# {line}" for line in phrase("waivers.head", lang).split("\n"))
    return f"{head}\n\nwaivers:\n" + "\n".join(entries) if entries else f"{head}\n\nwaivers: []\n"


def _is_asked(finding: Finding) -> bool:
    return waivable(finding) and finding.severity is not Severity.INFO and not finding.blameless


def _entry(file: FileReport, finding: Finding, lang: Lang) -> Iterator[str]:
    where = "" if finding.at is None else f"{short_address(finding.at, lang)}: "
    yield f"# {safe(file.path)} {where}{claim(finding, lang)}"
    target, given = target_of(finding), given_of(finding)
    yield f"- rule: {_quoted(target.rule)}"
    named = {
        "form": file.form, "agency": file.agency, "file": None if file.agency else _name(file.path),
        "period": file.period, "table": target.table, "row": target.row, "column": target.column,
        "record": target.record,
    }  # fmt: skip
    for name, value in named.items():
        if value is not None:
            yield f"  {name}: {_quoted(value)}"
    yield from _bound(given)
    yield from ("  reason:", "  by:", "  until:", "")


def _bound(given: Given) -> Iterator[str]:
    if given.values:
        yield "  values:"
        for name, value in given.values.items():
            yield f"    {_quoted(name)}: {_quoted(value)}"
    for side, compared in (("left", given.left), ("right", given.right)):
        if compared is not None:
            yield f"  {side}: {_quoted(compared)}"
    if given.count > 1:
        yield f"  count: {given.count}"


def _name(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]


def _quoted(text: str) -> str:
    """Return a text as YAML in double quotes, in which no character acts or hides."""
    return escaped(json.dumps(text, ensure_ascii=False))
