"""What a rule or a check asks, why, how often, and an example that holds and one that does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from reportcheck.checking import CELL_AND_STRUCTURE_CHECKS
from reportcheck.finding import Finding, Spelling, Verdict
from reportcheck.formula import EACH
from reportcheck.page import Lang, Line, Page, Span, line
from reportcheck.problem import Problem
from reportcheck.rendering.blocks import STYLE_OF, hanging, labelled
from reportcheck.rendering.example import Blank, Example, examples, shown
from reportcheck.rendering.given import given
from reportcheck.rendering.relations import missing_in_words
from reportcheck.rendering.rules import asked, often
from reportcheck.rendering.single import edition
from reportcheck.rule import Pack, Rule
from reportcheck.wording import phrase, sentences
from reportcheck.wording.filling import safe

MOST_VALUES = 12


def explain(name: str, packs: Iterable[Pack], page: Page) -> Iterator[Line]:
    """Yield all there is to know about a rule, or about a cell or structure check.

    A name that nothing bears is a Problem that says which one may have been meant.
    """
    found = [(rule, pack) for pack in packs for rule in pack.rules if rule.id == name]
    if not found and name not in CELL_AND_STRUCTURE_CHECKS:
        from reportcheck.near import nearest

        known = {rule.id for pack in packs for rule in pack.rules} | set(CELL_AND_STRUCTURE_CHECKS)
        raise Problem("unknown-rule", name=name, suggestion=nearest(name, known))
    return _explained(name, found, page)


def _explained(name: str, found: list[tuple[Rule, Pack]], page: Page) -> Iterator[Line]:
    for rule, pack in found:
        yield from _rule(rule, pack, page, several=len(found) > 1)
        yield line()
    if not found:
        yield line(Span(name, "strong"))
        yield from labelled("explain.why", phrase(f"check.{name}.why", page.lang), page)
        yield from labelled("block.fix", _act(name, page), page)


def _rule(rule: Rule, pack: Pack, page: Page, *, several: bool) -> Iterator[Line]:
    word = phrase(f"severity.{rule.severity}", page.lang)
    yield from hanging([Span(safe(rule.id), "strong"), Span(f"  {word}", STYLE_OF[rule.severity])],
                       f"  {often(rule, pack, page)}", 2, page, "dim")  # fmt: skip
    if several:  # the same rule in more than one edition
        yield from labelled("show.form", edition(pack.form.id, pack.form.version), page)
    where = f"  ({phrase('explain.where', page.lang)} {safe(rule.where_text)})"
    yield from labelled("explain.what", asked(rule, page) + (where if rule.where else ""), page)
    yield from labelled("explain.why", safe(_in(rule.why, page.lang)), page)
    yield from labelled("explain.tolerance", _tolerance(rule, page), page)
    yield from labelled("explain.missing", missing_in_words(rule, page.lang), page)
    yield from labelled("block.basis", safe(rule.basis), page)
    # Of a hierarchy the code list says more than any example would.
    passing, failing = _examples(rule, pack) if rule.hierarchy is None else (None, None)
    if passing is not None:
        yield from labelled("explain.passes", _values(passing, page), page)
    if failing is not None and failing.finding is not None:
        yield from labelled("explain.fails", _values(failing, page), page)
        said = sentences(_made_up(failing.finding), page.lang)
        told = said.message + (f"  {said.arithmetic}" if said.arithmetic else "")
        yield from labelled("explain.says", told, page)
        yield from labelled("block.fix", safe(_in(rule.fix, page.lang)), page)
    if rule.path:
        yield from labelled("explain.origin", f"{safe(rule.path)}:{rule.line}", page)


def _examples(rule: Rule, pack: Pack) -> tuple[Example | None, Example | None]:
    """Return what the rule file itself gives as examples, and for what it lacks made-up ones."""
    own = given(rule, pack.form)
    if len({Verdict.PASS, Verdict.FAIL} & set(own)) == 2:
        return own[Verdict.PASS], own[Verdict.FAIL]
    passing, failing = examples(rule, pack)
    return own.get(Verdict.PASS, passing), own.get(Verdict.FAIL, failing)


def _act(check: str, page: Page) -> str:
    """Return what to do about a check, with words where a finding has an address."""
    cell, dots = phrase("explain.cell", page.lang), page.glyphs.ellipsis
    blanks = dict.fromkeys(("table", "expected", "new", "shown", "value"), dots)
    said = phrase(f"check.{check}.fix", page.lang, cell=cell, **blanks)
    return said if page.lang == "en" else re.sub(rf" ?{cell} ?", cell, said)


def _in(texts: Mapping[str, str], lang: Lang) -> str:
    return texts.get(lang) or texts.get("") or ""


def _tolerance(rule: Rule, page: Page) -> str:
    from reportcheck.number import spell

    match rule.tolerance.kind:
        case "absolute" if rule.tolerance.amount:
            return spell(rule.tolerance.amount)
        case "percent" if rule.tolerance.amount:
            return f"{spell(rule.tolerance.amount * 100)}%"
        case "rounding":
            return phrase("explain.rounding", page.lang)
    return ""


def _values(example: Example, page: Page) -> str:
    """Return what is filled in; of many cells, those that are not nought."""
    told = list(example.filled.items())
    rest = ""
    shared, labels = _labels([blank for blank, _ in told])
    if len(told) > MOST_VALUES:
        told = [(blank, value) for blank, value in told if shown(value) != "0"]
        rest = phrase("explain.rest", page.lang)
    comma = phrase("list.comma", page.lang)
    nothing = phrase("arithmetic.empty", page.lang)
    values = comma.join(
        f"{safe(labels[blank])} = {shown(value) or nothing}" for blank, value in told
    )
    name = f"  ({safe(example.name)})" if example.name else ""
    colon = phrase("narrate.colon", page.lang)
    return (f"{safe(shared)}{colon}" if shared else "") + values + rest + name


def _labels(blanks: Sequence[Blank]) -> tuple[str, Mapping[Blank, str]]:
    """Return what all cells share, a row or a column, and what tells each from the others."""
    if any(each.cell.row == EACH for each in blanks) and not any(e.record_mark for e in blanks):
        return "", {each: each.named(each.cell.column) for each in blanks}
    rows, columns = {each.cell.row for each in blanks}, {each.cell.column for each in blanks}
    if any(each.record_mark for each in blanks) or (len(rows) > 1 and len(columns) > 1):
        return "", {each: each.label for each in blanks}
    if len(columns) == 1 and len(rows) > 1:
        return columns.pop(), {each: each.named(each.cell.row or "") for each in blanks}
    return rows.pop() or "", {each: each.named(each.cell.column) for each in blanks}


def _made_up(finding: Finding) -> Finding:
    """Return a finding without addresses: what is made up stands in no cell."""
    at = None if finding.at is None else replace(finding.at, sheet="")
    spelt = finding.spelling
    if spelt is None or finding.left is None or finding.right is None:
        witnesses = tuple(replace(each, at=None) for each in finding.witnesses)
        return replace(finding, at=at, witnesses=witnesses)
    witnesses = tuple(
        replace(each, at=each.at and replace(each.at, sheet="")) for each in finding.witnesses
    )
    left = spelt.left_cells if spelt.left_figures == finding.left else spelt.left_figures
    right = spelt.right_cells if spelt.right_figures == finding.right else spelt.right_figures
    figures = Spelling(spelt.operator, left, finding.left, right, finding.right)
    return replace(finding, at=at, witnesses=witnesses, spelling=figures)
