"""A file of waivers to be filled in: what each is bound to is there, the reasons are not."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping

from reportcheck.finding import Finding
from reportcheck.page import Lang
from reportcheck.rendering.json_report import escaped
from reportcheck.rendering.passages import claim
from reportcheck.report import FileReport, Report
from reportcheck.rule import Severity
from reportcheck.text import inert
from reportcheck.waiver import bound, waivable
from reportcheck.wording import phrase
from reportcheck.wording.addresses import short_address
from reportcheck.wording.filling import safe


def waiver_file(report: Report, lang: Lang) -> str:
    """Return a waiver to fill in for every finding that is neither accepted nor of no weight."""
    entries: list[str] = []
    written: Counter[tuple[str, ...]] = Counter()
    for file in report.files:
        here: Counter[tuple[str, ...]] = Counter()
        for finding in filter(_is_asked, file.findings):
            head, *bound_to = _entry(file, finding, lang)
            here[tuple(bound_to)] += 1
            # An entry is for every file of the agency: of a copy none is asked for again.
            if here[tuple(bound_to)] > written[tuple(bound_to)]:
                entries.append("\n".join((head, *bound_to)))
        written |= here
    head = "\n".join(f"# {line}" for line in phrase("waivers.head", lang).split("\n"))
    return f"{head}\n\nwaivers:\n" + "\n".join(entries) if entries else f"{head}\n\nwaivers: []\n"


def _is_asked(finding: Finding) -> bool:
    return waivable(finding) and finding.severity is not Severity.INFO and not finding.blameless


def _entry(file: FileReport, finding: Finding, lang: Lang) -> Iterator[str]:
    where = "" if finding.at is None else f"{short_address(finding.at, lang)}: "
    yield inert(f"# {safe(file.name)} {where}{claim(finding, lang)}")
    mark = "-"
    for name, value in bound(finding, file.form, (file.agency, file.short), file.period).items():
        if isinstance(value, Mapping):
            yield f"{mark} {name}:"
            yield from (f"    {_quoted(cell)}: {_quoted(text)}" for cell, text in value.items())
        else:
            yield f"{mark} {name}: {value if isinstance(value, int) else _quoted(value)}"
        mark = " "
    yield from ("  reason:", "  by:", "  until:", "")


def _quoted(text: str) -> str:
    """Return a text as YAML in double quotes, in which no character acts or hides."""
    return escaped(json.dumps(text, ensure_ascii=False))
