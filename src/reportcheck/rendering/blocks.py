"""A finding as a block of lines, and paragraphs that lose nothing when they are wrapped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from reportcheck.address import CellRef
from reportcheck.finding import Cause, Elsewhere, Finding, Kind, Verdict, Witness
from reportcheck.page import Lang, Line, Page, Span, Style, line
from reportcheck.rendering.matrix import matrix
from reportcheck.rule import Severity
from reportcheck.text import display_width, wrap
from reportcheck.wording import explanation, phrase, sentences
from reportcheck.wording.addresses import in_document, short_address
from reportcheck.wording.arithmetic import gap, reckons
from reportcheck.wording.filling import safe
from reportcheck.wording.outcomes import word_for
from reportcheck.wording.places import labels_of

MOST_OTHERS: Final = 10
"""Other files that are named under the place of a finding."""

MOST_PLACES: Final = 10
"""Places of a rule that could not be checked that are named; of more, their number is told."""

STYLE_OF: Final[dict[Severity, Style]] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "info",
}


def block(
    path: str,
    finding: Finding,
    dependent: Sequence[Finding],
    page: Page,
    rules: Sequence[str] = (),
) -> list[Line]:
    """Return a finding in full; ``dependent`` are the rules that it kept from being checked.

    ``rules`` are the rule files that the command which explains it has to name.
    """
    said = sentences(finding, page.lang)
    mark, word, style = heading(finding, page)
    lines = hanging([Span(f"{mark} {word} ", style), Span(safe(finding.rule), "strong")],
                    f"  {said.message}", 2, page)  # fmt: skip
    where = f" {page.glyphs.dot} ".join(place_parts(path, finding.at, page))
    lines += _leading(hanging([Span("  --> ", "dim")], where, 6, page, style="place"), path)
    for other, at in _elsewhere(finding):
        there = f" {page.glyphs.dot} ".join(place_parts(other, at, page))
        lines += _leading(hanging([Span("  <-- ", "dim")], there, 6, page, style="place"), other)
    if finding.kind is Kind.RULE and not finding.unevaluated:
        lines += matrix(finding, page)
    kind = "arithmetic" if reckons(finding) else "values"
    lines += labelled(f"block.{kind}", said.arithmetic, page)
    lines += labelled("block.accepted", explanation(finding, page.lang), page)
    if finding.accepted is None:
        lines += labelled("block.fix", said.fix, page)
    lines += labelled("block.basis", said.basis, page)
    lines += labelled("block.also", also(finding, page), page)
    lines += labelled("block.therefore", dependents(finding, dependent, page), page)
    if finding.kind is Kind.RULE:
        lines += labelled("block.detail", hint(finding.rule, rules), page)
    return lines


def _elsewhere(finding: Finding) -> list[tuple[str, CellRef | None]]:
    """Return the first of the other files that a finding rests on, with a cell of each."""
    found: dict[str, CellRef | None] = {}
    below = "children" in finding.facts  # these are listed with their values
    resting: list[Witness | Cause] = [
        *(each for each in finding.witnesses if not (below and each.agency)),
        *(each for each in finding.because if each.agency is None),
    ]
    for each in resting:
        if each.path is not None:
            found.setdefault(each.path, each.at)
    return [*found.items()][:MOST_OTHERS]


def brief(finding: Finding, page: Page) -> list[Line]:
    """Return a finding in one line (or as many as its claim needs), without its evidence."""
    mark, word, style = heading(finding, page)
    where = "" if finding.at is None else _short_place(finding.at, page)
    head = [Span(f"{mark} {word} ", style), Span(where, "place"), Span(" " if where else "")]
    message = sentences(finding, page.lang).message
    missed = "" if finding.unevaluated else gap(finding, page.lang)
    told = f"{safe(finding.rule)}  {message}{missed}"
    if follows := also(finding, page):
        told += f"  {phrase('block.also', page.lang)}: {follows}"
    why = explanation(finding, page.lang)
    return hanging(
        head, f"{told}  {phrase('block.accepted', page.lang)}: {why}" if why else told, 4, page
    )


def heading(finding: Finding, page: Page) -> tuple[str, str, Style]:
    """Return the sign, the word and the style for how a finding ended."""
    style = STYLE_OF[finding.severity]
    word = word_for(finding, page.lang)
    if finding.verdict is Verdict.UNKNOWN:
        return "?", word, "info" if finding.blameless else style
    if finding.verdict in {Verdict.ACCEPTED, Verdict.RULE_ERROR}:
        broken = finding.verdict is Verdict.RULE_ERROR
        return page.glyphs.failed if broken else "*", word, "error" if broken else "info"
    marks = {Severity.ERROR: page.glyphs.failed, Severity.WARNING: "!", Severity.INFO: "i"}
    return marks[finding.severity], word, style


def labelled(key: str, text: str, page: Page) -> list[Line]:
    """Return a paragraph behind its short heading; nothing where there is no text."""
    if not text:
        return []
    head = f"  {phrase(key, page.lang)}  "
    return hanging([Span(head, "dim")], text, display_width(head), page)


def paragraph(text: str, page: Page, style: Style = "", indent: int = 0) -> list[Line]:
    """Return a text wrapped at the width of the page."""
    return hanging([Span(" " * indent)] if indent else [], text, indent, page, style=style)


def hanging(
    head: Sequence[Span], text: str, indent: int, page: Page, style: Style = ""
) -> list[Line]:
    """Return a head with the text after it; further lines are indented, and nothing is cut."""
    taken = sum(display_width(span.text) for span in head)
    width = max(page.width - indent, 8)
    gap = len(text) - len(text.lstrip(" "))
    room = page.width - taken - gap
    body = text.lstrip(" ")
    first = wrap(body, room)[0] if room >= 8 else ""
    rest = body[len(first) :].lstrip(" ")
    lines = [line(*head, Span(" " * gap if first else ""), Span(first, style))]
    if rest:
        lines += [line(" " * indent, Span(each, style)) for each in wrap(rest, width)]
    return lines


def _leading(lines: Sequence[Line], path: str) -> list[Line]:
    """Return lines whose places lead to a file."""
    return [
        tuple(span._replace(link=path) if span.style == "place" else span for span in each)
        for each in lines
    ]


def place_parts(path: str, at: CellRef | None, page: Page) -> list[str]:
    """Return a place in words, widest first: file, sheet, cell."""
    parts = [safe(path)]
    if at is None:
        return parts
    if at.table is not None:
        return [*parts, *in_document(at, page.lang)]
    if at.sheet is not None:
        return [*parts, phrase("place.sheet", page.lang, sheet=at.sheet), at.a1]
    line_ = phrase("place.line", page.lang, line=at.row)
    field = phrase("place.field", page.lang, field=at.column)
    return [*parts, line_, f"{field} ({at.a1})"]


def hint(rule: str, rules: Sequence[str]) -> str:
    """Return the command that explains a rule, with the rule files that it needs.

    >>> hint("balance", ("my rules/a.yaml",))
    "reportcheck explain balance --rules 'my rules/a.yaml'"
    """
    return f"reportcheck explain {quoted(rule)}{naming(rules)}"


def naming(rules: Sequence[str]) -> str:
    """Return the options that name rule files, each after a space."""
    return "".join(f" --rules {quoted(each)}" for each in rules)


def quoted(name: str) -> str:
    """Return a name, or a path, as a shell takes it for one word."""
    import shlex

    plain = safe(name)
    if plain and all(c.isalnum() or c in "._-/@" for c in plain) and not plain.startswith("-"):
        return plain
    # Paths with backslashes are for shells that know no other quotes.
    return f'"{plain}"' if "\\" in plain and '"' not in plain else shlex.quote(plain)


def _short_place(at: CellRef, page: Page) -> str:
    if at.sheet is not None or at.table is not None:
        return short_address(at, page.lang)
    return f"{phrase('place.line', page.lang, line=at.row)} ({at.a1})"


def dependents(finding: Finding, dependent: Sequence[Finding], page: Page) -> str:
    """Return the rules that a finding kept from being checked, with what each is about.

    ``dependent`` are those of its own file; those of others come after it, file by file.
    """
    told = [_by_rule(dependent, page)]
    files: dict[str, list[Finding | Elsewhere]] = {}
    for each in finding.elsewhere:
        files.setdefault(each.path, []).append(each)
    colon = phrase("narrate.colon", page.lang)
    told += [f"{safe(path)}{colon}{_by_rule(rules, page)}" for path, rules in files.items()]
    return phrase("list.semicolon", page.lang).join(filter(None, told))


def _by_rule(dependent: Iterable[Finding | Elsewhere], page: Page) -> str:
    """Return rules, each once with all that it is about."""
    comma, dot = phrase("list.comma", page.lang), f" {page.glyphs.dot} "
    alone: dict[str, None] = {}
    about: dict[str, list[tuple[str, ...]]] = {}
    for each in dependent:
        labels = _labels(each, page.lang)
        if each.count > 1 or not labels:
            alone[_dependent(each, page)] = None
        elif labels not in about.setdefault(each.rule, []):
            about[each.rule].append(labels)
    told = [*alone]
    for rule, items in about.items():
        if len(items) > MOST_PLACES:
            told.append(phrase("rule.several", page.lang, claim=safe(rule), count=len(items)))
            continue
        rows, columns = {item[0] for item in items}, {item[-1] for item in items}
        if len(items) > 1 and len(rows) == 1:
            of = f"{items[0][0]}{dot}{comma.join(item[-1] for item in items)}"
        elif len(items) > 1 and len(columns) == 1 and all(len(item) > 1 for item in items):
            of = f"{items[0][-1]}{dot}{comma.join(item[0] for item in items)}"
        else:
            of = comma.join(dot.join(item) for item in items)
        told.append(f"{safe(rule)} ({of})")
    return comma.join(told)


def also(finding: Finding, page: Page) -> str:
    """Return what fails only because a finding does, with the cell and by how much."""
    comma = phrase("list.comma", page.lang)
    return comma.join(
        f"{_dependent(each, page)}{'' if each.at is None else f' {_short_place(each.at, page)}'}"
        f"{gap(each, page.lang)}"
        for each in finding.consequences
    )


def _dependent(each: Finding | Elsewhere, page: Page) -> str:
    if each.count > 1:
        return phrase("rule.several", page.lang, claim=safe(each.rule), count=each.count)
    item = f" {page.glyphs.dot} ".join(_labels(each, page.lang))
    return f"{safe(each.rule)} ({item})" if item else safe(each.rule)


def _labels(each: Finding | Elsewhere, lang: Lang) -> tuple[str, ...]:
    labels: tuple[str, str] = each.row_label, each.column_label
    if isinstance(each, Finding):
        labels = labels_of(each, lang)
    return tuple(safe(label) for label in labels if label)
