"""The report as one HTML page that holds everything: it fetches nothing and works without scripts.

Every text is escaped by the template. The content security policy forbids everything but the
page's own style and script, which are known by their hashes: even a text that got through could
not run, and the page can send nothing anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reportcheck.classes import dataclass
from reportcheck.finding import Finding
from reportcheck.keeping import tallies
from reportcheck.mark import PAGE
from reportcheck.page import Lang, Page
from reportcheck.problem import Problem
from reportcheck.rendering.closing import at_rest, explained, next_step, notes_of
from reportcheck.rendering.compared import counts_of, unseen, was_told
from reportcheck.rendering.counted import things
from reportcheck.rendering.html_view import FileView, Listing
from reportcheck.rendering.overview import mark_of
from reportcheck.rendering.passages import rule_in_words
from reportcheck.rendering.single import title
from reportcheck.rendering.standing import Group, Mark, Standing, groups
from reportcheck.rendering.statistics import FormCounts, RuleCount, count_rules
from reportcheck.rendering.web import policy, resource, template
from reportcheck.report import Report
from reportcheck.wording import note, phrase, problem
from reportcheck.wording.filling import safe

IN_FULL: Final = 1000
"""Findings with their cells and all sentences; others are one line each."""

IN_BRIEF: Final = 10_000
"""Findings in one line each; of more, the rest is counted."""

MOST_FILES: Final = 5000
"""Files that have a line in the overview; of more, the rest is counted."""

MOST_RULES: Final = 40
"""Rules that have a column of their own in the overview."""

MOST_PLACES: Final = 20
"""Places of a rule that are linked from the list of rules; they stand in the files anyway."""

_HEAT: Final = (1, 3, 10, 30)
"""From how many failures on a field of the overview is a shade darker."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A number of the totals with its word; ``link`` leads to what it counts."""

    number: int
    word: str
    weight: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the overview: what a rule found in a file, and how dark it is."""

    text: str
    heat: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file in the overview and its own part of the page, which ``id`` links."""

    id: str
    mark: str
    weight: str
    name: str
    beside: str
    period: str
    path: str
    counts: tuple[int, int, int]
    fields: tuple[Field, ...]
    notes: tuple[str, ...]
    view: FileView


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule with its counts over all files and the places where it found something."""

    id: str
    name: str
    asked: str
    counts: RuleCount
    places: tuple[tuple[str, str], ...]
    more: int


@dataclass(frozen=True, slots=True)
class FormView:
    """All files of one form: the overview, and the rules over all of them.

    ``left`` files have no line; ``beyond`` findings are of files that have no part of their own.
    """

    title: str
    rules: tuple[RuleLine, ...]
    columns: tuple[RuleLine, ...]
    lines: tuple[FileLine, ...]
    left: int
    beyond: int
    twice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SinceView:
    """How the report stands to an earlier one: counts, what nobody looked at, what is fixed."""

    counts: str
    unseen: tuple[str, ...]
    fixed: tuple[tuple[str, str], ...]
    more: str


def html_report(report: Report, lang: Lang, version: str) -> str:
    """Return the page; the same report gives the same bytes."""
    page = Page(lang)
    listing = Listing(page, IN_FULL, IN_BRIEF)
    style, script = resource("report.css"), resource("report.js")
    several = len(report.files) > 1
    forms = tuple(_forms(report, page, listing, several=several))
    unchecked = [
        (safe(file.name), problem(file.problem or Problem("unforeseen"), lang))
        for file in report.unchecked
    ]
    return template("report.html.jinja").render(
        lang="zh-Hans" if lang == "zh" else "en",
        say=lambda key, **facts: phrase(f"web.{key}", lang, **facts),
        word=lambda key, **facts: phrase(key, lang, **facts),
        mark=PAGE,
        version=version,
        style=style,
        script=script,
        policy=policy(style, script),
        several=several,
        things=things(report.files),
        tiles=_tiles(report, lang),
        next=next_step(report, lang),
        forms=forms,
        unchecked=unchecked,
        notes=notes_of(report, lang),
        resting=[phrase(f"page.{key}", lang, count=count) for key, count in at_rest(report)],
        since=_since(report, page),
        all=listing.number,
    )


def _since(report: Report, page: Page) -> SinceView | None:
    earlier = report.earlier
    if earlier is None:
        return None
    fixed = [was_told(each, page) for each in earlier.gone if each.fate == "fixed"]
    left = len(fixed) - IN_FULL
    more = phrase("since.more", page.lang, count=left) if left > 0 else ""
    return SinceView(
        counts_of(earlier, page), tuple(unseen(earlier, page)), tuple(fixed[:IN_FULL]), more
    )


def _tiles(report: Report, lang: Lang) -> list[Tile]:
    groups_ = groups(report)
    standings = [each for group in groups_ for each in group.standings]
    found = [
        Tile(sum(each.errors for each in standings), "errors", "error"),
        Tile(sum(each.warnings for each in standings), "warnings", "warning"),
        Tile(sum(each.unknown for each in standings), "unknown", "unknown"),
    ]
    counts, accepted = report.counts, explained(report).total()
    return [
        *(Tile(each.number, phrase(f"batch.{each.word}", lang), each.weight) for each in found),
        *([Tile(accepted, phrase("statistics.accepted", lang), "info")] if accepted else []),
        Tile(counts.passed, phrase("statistics.pass", lang), "good"),
        *([Tile(len(report.files), phrase(f"statistics.{things(report.files)}", lang), "")]
          if len(report.files) > 1 else []),
        *([Tile(len(report.unchecked), phrase("page.unchecked", lang), "error", "unchecked")]
          if report.unchecked else []),
    ]  # fmt: skip


def _forms(report: Report, page: Page, listing: Listing, *, several: bool) -> Iterator[FormView]:
    for number, (group, counts) in enumerate(
        zip(groups(report), count_rules(report), strict=True), start=1
    ):
        yield _form(f"{number}" if number > 1 else "", group, counts, page, listing, several)


def _form(
    key: str,
    group: Group,
    counts: FormCounts,
    page: Page,
    listing: Listing,
    several: bool,  # noqa: FBT001
) -> FormView:
    listing.places.clear()
    columns = [rule for rule, *_ in group.rules[:MOST_RULES]]
    lines = tuple(
        _line(f"a{key}-{number}", each, columns, page, listing, several)
        for number, each in enumerate(group.standings[:MOST_FILES], start=1)
    )
    first = _first_findings(group)
    rules = {
        each.rule: _rule(f"r{key}-{number}", each, first.get(each.rule), page.lang, listing)
        for number, each in enumerate(counts.rules, start=1)
    }
    said = [title(group.first, page)]
    said += [phrase("page.period", page.lang, period=group.period)] if group.period else []
    return FormView(
        f" {page.glyphs.dot} ".join(filter(None, said)),
        tuple(rules.values()),
        tuple(rules[rule] for rule in columns),
        lines,
        len(group.standings) - len(lines),
        sum(each.view.left for each in lines if not each.view.findings)
        + sum(
            found.findings
            for each in group.standings[MOST_FILES:]
            for found in tallies(each.file.findings)
        ),
        tuple(_twice(group, page)),
    )


def _line(
    key: str,
    each: Standing,
    columns: Sequence[str],
    page: Page,
    listing: Listing,
    several: bool,  # noqa: FBT001
) -> FileLine:
    mark, _ = mark_of(each, page)
    weight = {"clean": "good"}.get(each.gravity, each.gravity)
    name = safe(each.name)
    return FileLine(
        key, mark, weight, name, safe(each.path), safe(each.file.period or ""),
        safe(each.file.name),
        (each.errors, each.warnings, each.unknown),
        tuple(_field(each.marks.get(rule), page) for rule in columns),
        tuple(note(code, fact, page.lang) for code, fact in each.file.notes),
        listing.file(each.file, name if several else ""),
    )  # fmt: skip


def _field(mark: Mark | None, page: Page) -> Field:
    if mark is None or not (mark.failed or mark.unknown):
        return Field(page.glyphs.dot, "")
    if not mark.failed:
        return Field("?", "q")
    heat = sum(mark.failed >= step for step in _HEAT)
    return Field(f"{mark.failed}{'?' if mark.unknown else ''}", f"h{heat}")


def _first_findings(group: Group) -> dict[str, Finding]:
    first: dict[str, Finding] = {}
    for each in group.standings:
        if all(found.rule in first for found in tallies(each.file.findings)):
            continue  # findings may be packed: they are opened where there is something new
        for finding in each.file.findings:
            first.setdefault(finding.rule, finding)
    return first


def _rule(
    key: str, counts: RuleCount, first: Finding | None, lang: Lang, listing: Listing
) -> RuleLine:
    places = listing.places.get(counts.rule, [])
    asked = "" if first is None else rule_in_words(first, lang)
    return RuleLine(
        key, safe(counts.rule), asked, counts, tuple(places[:MOST_PLACES]),
        max(0, len(places) - MOST_PLACES),
    )  # fmt: skip


def _twice(group: Group, page: Page) -> Iterator[str]:
    comma = phrase("list.comma", page.lang)
    for (agency, period), paths in group.twice.items():
        who = " ".join(filter(None, (agency, period)))
        named = comma.join(map(safe, paths))
        yield phrase("batch.twice", page.lang, agency=who, count=len(paths), paths=named)
