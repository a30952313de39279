"""The report for the log of a GitHub workflow: an annotation a file, and every finding in a line.

GitHub shows ten annotations of a kind for a step and drops the others without a word: so there is
one for each file, the worst file first, and the log says how many are not shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reportcheck.finding import Finding, is_open
from reportcheck.page import Lang, Page, plain
from reportcheck.rendering.concise import concise
from reportcheck.rendering.locations import gravity, line_of, posix_path, worst_first
from reportcheck.rendering.passages import claim
from reportcheck.report import FileReport, Report, Status
from reportcheck.text import inert
from reportcheck.wording import phrase, problem
from reportcheck.wording.addresses import short_address
from reportcheck.wording.filling import safe
from reportcheck.wording.outcomes import word_for

SHOWN: Final = 10
"""Annotations of a kind that GitHub shows for a step."""
MOST_EACH: Final = 5
"""Findings of a file that its annotation tells; of more, the rest is counted."""

_WIDE: Final = 100_000


def github(report: Report, lang: Lang, version: str) -> str:
    """Return annotations and the findings, in lines of which only the former are commands."""
    del version  # a log is of the run that it is the log of
    annotations = list(_annotations(report, lang))
    lines = [*annotations]
    kinds = [each.partition(" ")[0] for each in annotations]
    beyond = sum(max(0, kinds.count(kind) - SHOWN) for kind in set(kinds))
    if beyond:
        lines.append(inert(phrase("github.beyond", lang, count=beyond, shown=SHOWN)))
    listed = plain(concise(report, Page(lang, _WIDE)))
    lines += [inert(line) for line in listed.splitlines()]
    return "".join(f"{line}\n" for line in lines)


def _annotations(report: Report, lang: Lang) -> Iterator[str]:
    for file in worst_first(report):
        level = file.fail_on or report.fail_on
        told = sorted(
            filter(is_open, file.findings),
            key=lambda each: gravity(each, level),
        )
        if told or file.problem is not None:
            yield _annotation(file, told, lang)


def _annotation(file: FileReport, findings: list[Finding], lang: Lang) -> str:
    name = safe(file.agency or "") or safe(posix_path(file.name))
    properties = {"file": safe(posix_path(file.path))}
    if file.problem is not None:
        title, told = phrase("page.unchecked", lang), [problem(file.problem, lang)]
    else:
        line = line_of(findings[0])
        if line is not None:
            properties["line"] = str(line)
        title = phrase("github.title", lang, name=name, count=len(findings))
        told = [_line(each, lang) for each in findings[:MOST_EACH]]
        if len(findings) > MOST_EACH:
            told.append(phrase("machines.more", lang, count=len(findings) - MOST_EACH))
    properties["title"] = title
    kind = "warning" if file.status is Status.PASSED else "error"
    given = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    body = _data("\n".join(told))
    return f"::{kind} {given}::{body}"


def _line(finding: Finding, lang: Lang) -> str:
    where = "" if finding.at is None else f"{short_address(finding.at, lang)} "
    return f"{where}{word_for(finding, lang)}: {claim(finding, lang)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
