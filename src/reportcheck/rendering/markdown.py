"""The report as Markdown, for a comment on a merge request or the summary of a workflow.

Whole sections are left out beyond 900 KiB, for GitHub drops a summary of more than a MiB as a
whole, and the report says how many. What stood in cells stays text: no markup, link,
mention, reference, emoji or formula comes of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from reportcheck.earlier import Earlier
from reportcheck.finding import Finding, Verdict
from reportcheck.page import Lang, Page, plain
from reportcheck.rendering.changing import told_once
from reportcheck.rendering.closing import closing, notes_of
from reportcheck.rendering.compared import counts_of, unseen, was_told
from reportcheck.rendering.concise import place
from reportcheck.rendering.counted import outcome
from reportcheck.rendering.locations import gravity, worst_first
from reportcheck.rendering.passages import details
from reportcheck.report import FileReport, Report, Status
from reportcheck.text import visible
from reportcheck.wording import note, phrase, problem, sentences
from reportcheck.wording.filling import safe
from reportcheck.wording.outcomes import word_for

MOST_BYTES: Final = 900 * 1024
MOST_EACH: Final = 20
"""Findings of one rule in one file that are listed; of more, the rest is counted."""

_WIDE: Final = 100_000
_SIGNS: Final = re.compile(r"[\\`*_\[\]<>|~&$#]")
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;"}
_REFERENCES: Final = re.compile(
    r"@|://|\bwww(?=\.)|(?:!|&amp;|&#36;)(?=\d)|(?:%|\^|\\#|\\~)(?=[\w\"])|(?<!\w):(?=[\w+-]+:)",
    re.IGNORECASE,
)
_BREAK: Final = "<!-- -->"
"""Keeps what stands around it apart, for links, mentions, references and emoji; nobody sees it."""
_FIRST: Final = re.compile(r"^([-+=]|\d+(?=[.)]))")


def markdown(report: Report, lang: Lang, version: str) -> str:
    """Return the report as Markdown of at most 900 KiB."""
    del version  # people read this, and it is no document of its own
    return within(report, lang, MOST_BYTES)


def within(report: Report, lang: Lang, room: int) -> str:
    """Return the report as Markdown in so many bytes, as far as its head lets it."""
    head = _head(report, lang)
    left = phrase("markdown.left-out", lang, count=len(report.files))
    room -= len(head.encode()) + len(left.encode()) + 8
    kept, omitted = [], 0
    for section in _sections(report, lang):
        size = len(section.encode()) + 1
        if omitted or size > room:
            omitted += 1
            continue
        room -= size
        kept.append(section)
    if omitted:
        kept.append(f"{text(phrase('markdown.left-out', lang, count=omitted))}\n")
    return "\n".join([head, *kept])


def text(foreign: str) -> str:
    r"""Return text that Markdown shows as it is.

    >>> text("*a* <b> @c #1 http://x")
    '\\*a\\* &lt;b&gt; @<!-- -->c \\#<!-- -->1 http://<!-- -->x'
    """
    shown = _SIGNS.sub(lambda sign: _ENTITIES.get(sign[0], f"\\{sign[0]}"), foreign.strip())
    shown = _REFERENCES.sub(lambda found: f"{found[0]}{_BREAK}", shown)
    return _FIRST.sub(_guarded, shown)


def _guarded(found: re.Match[str]) -> str:
    """Keep a text from beginning a list or an underline."""
    sign = found[0]
    return f"{sign}{_BREAK}" if sign.isdigit() else f"\\{sign}"


def _head(report: Report, lang: Lang) -> str:
    title = outcome(report, lang)
    lines = [f"## reportcheck: {text(title)}", ""]
    told = plain(closing(report, Page(lang, _WIDE))).splitlines()
    # The counts of files are in the title.
    lines += [f"{text(each)}\n" for each in told if each.strip() and each.strip() != title]
    lines += [f"{text(each)}\n" for each in notes_of(report, lang)]
    if report.earlier is not None:
        page = Page(lang, _WIDE)
        lines.append(f"**{text(counts_of(report.earlier, page))}**\n")
        lines += [f"{text(each)}\n" for each in unseen(report.earlier, page)]
    return "\n".join(lines)


def _sections(report: Report, lang: Lang) -> Iterator[str]:
    files = worst_first(report)
    if len(report.files) > 1 and files:
        yield _overview(files, lang)
    if report.earlier is not None and report.earlier.count("fixed"):
        yield _fixed(report.earlier, lang)
    for file in files:
        yield _file(file, report, lang)


def _fixed(earlier: Earlier, lang: Lang) -> str:
    page = Page(lang, _WIDE)
    lines = [f"### {text(phrase('since.fixed', lang))}", ""]
    fixed = [was_told(each, page) for each in earlier.gone if each.fate == "fixed"]
    lines += [f"- {text(where)}: {text(said)}" for where, said in fixed[:MOST_EACH]]
    if len(fixed) > MOST_EACH:
        more = phrase("machines.more", lang, count=len(fixed) - MOST_EACH)
        lines.append(f"- {text(more)}")
    return "\n".join(lines) + "\n"


def _overview(files: Sequence[FileReport], lang: Lang) -> str:
    heads = [phrase(f"book.{key}", lang) for key in
             ("file", "agency", "period", "status", "pass", "fail", "unknown")]  # fmt: skip
    heads.append(phrase("book.sheet.findings", lang))
    rows = [heads, ["---"] * 4 + ["---:"] * 4]
    for file in files:
        counts = file.counts
        numbers = [counts.passed, counts.fail, counts.unknown, len(file.findings)]
        unchecked = file.status is Status.UNCHECKED
        rows.append([
            text(safe(file.name)), text(safe(file.agency or "")), text(safe(file.period or "")),
            phrase(f"book.status.{file.status}", lang),
            *("" if unchecked else str(number) for number in numbers),
        ])  # fmt: skip
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _file(file: FileReport, report: Report, lang: Lang) -> str:
    lines = [f"### {text(safe(file.name))}", ""]
    about = [safe(each) for each in (file.agency, file.period) if each]
    about += [note(code, fact, lang) for code, fact in file.notes]
    if about:
        lines += [text(" · ".join(about)), ""]
    if file.problem is not None:
        lines += [text(problem(file.problem, lang)), ""]
    listed = tuple(file.findings)
    changes = {id(listed[place]): said for place, said in told_once(file, listed, lang).items()}
    by_rule: dict[tuple[str, Verdict], list[Finding]] = {}
    for each in sorted(listed, key=lambda each: gravity(each, file.fail_on or report.fail_on)):
        by_rule.setdefault((each.rule, each.verdict), []).append(each)
    for findings in by_rule.values():
        for each in findings[:MOST_EACH]:
            lines += _finding(file.path, each, lang)
            if id(each) in changes:
                label, (first, *others) = (
                    phrase("block.changes", lang),
                    changes[id(each)].split("\n"),
                )
                lines.append(f"  - {text(label)}: {text(visible(first, 2_000))}")
                lines += [f"    - {text(visible(told, 2_000))}" for told in others]
        if len(findings) > MOST_EACH:
            more = phrase("machines.more", lang, count=len(findings) - MOST_EACH)
            lines.append(f"- {text(more)}")
    return "\n".join(lines) + "\n"


def _finding(path: str, finding: Finding, lang: Lang) -> Iterator[str]:
    where = place(path, finding.at, Page(lang))
    where = where.removeprefix(f"{safe(path)}:") if finding.at is not None else ""
    head = [f"**{text(word_for(finding, lang))}**", text(safe(finding.rule))]
    head += [text(where)] if where else []
    yield f"- {' · '.join(head)}: {text(visible(sentences(finding, lang).message, 2_000))}"
    for label, told in details(finding, lang):
        yield f"  - {text(label)}: {text(visible(told, 2_000))}"
