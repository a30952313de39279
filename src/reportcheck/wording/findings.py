"""What is said about a finding: the claim, the arithmetic, the act and the basis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from reportcheck.address import CellRef
from reportcheck.classes import dataclass
from reportcheck.finding import Cause, Finding, Kind, Verdict, Witness
from reportcheck.mending import OTHERWISE
from reportcheck.page import Lang
from reportcheck.text import visible
from reportcheck.wording.addresses import runs_of, short_address
from reportcheck.wording.arithmetic import arithmetic, expected, one_cell
from reportcheck.wording.expectations import expectation
from reportcheck.wording.filling import catalogue, fill, phrase, safe, said
from reportcheck.wording.formulas import Parts, in_words, parts
from reportcheck.wording.places import span

LISTED = 8
"""Cells that are named one by one in a sentence; of more, the rest is counted."""
_NO_NUMBERS = frozenset({"text", "code", "date"})
"""What cells may hold in place of numbers: nobody is told to write 0 there."""
_OF_TABLES = frozenset({"missing-table", "duplicate-table"})
_OF_LAYOUT = _OF_TABLES | {
    "missing-row", "missing-column", "missing-total-row", "duplicate-row", "duplicate-column",
}  # fmt: skip
"""Findings about the layout that keep whole rows, columns or tables from being known."""
_OF_CHILDREN = frozenset({"missing-child", "doubled-child", "no-children"})


@dataclass(frozen=True, slots=True)
class Sentences:
    """What to say about a finding; an empty text is left out."""

    message: str
    arithmetic: str
    fix: str
    basis: str


_OF_CHANGES = ("ratio", "agencies", "median", "effect", "low", "high")
"""What is told of a change that lies out of the ordinary."""


def sentences(finding: Finding, lang: Lang) -> Sentences:
    """Return what to say about a finding; the rule file's own sentences win over ours."""
    own = _own_facts(finding)
    fix = _chosen(finding.fix, lang)
    if finding.kind is not Kind.RULE:
        say = _chosen(finding.say, lang)
        message = fill(say, own) if say else check_message(finding, lang)
        advice = fill(fix, own) if fix else _check_fix(finding, lang)
        return Sentences(message, "", advice, safe(finding.basis))
    if finding.unevaluated:
        return Sentences(
            _counted(finding, _unknown(finding, lang), lang),
            "",
            _unknown_fix(finding, lang),
            safe(finding.basis),
        )
    if finding.verdict is Verdict.RULE_ERROR:
        where = where_of(finding, lang)
        message = phrase("rule.broken", lang, where=where, rule=finding.rule)
        return Sentences(message, "", phrase("rule.fix.broken", lang), safe(finding.basis))
    say = _chosen(finding.say, lang)
    spoken = fill(say, own) if say else ""
    message = _branch(finding, lang, spoken) or spoken or _claim(finding, lang)
    return Sentences(
        _counted(finding, message, lang),
        arithmetic(finding, lang),
        fill(fix, own) if fix else _fix(finding, lang),
        safe(finding.basis),
    )


def where_of(finding: Finding, lang: Lang, *, without: str = "") -> str:
    """Return the form's words for the place of a finding, ending so that a claim can follow.

    ``without`` is a label that the claim names itself.
    """
    row, column = labels_of(finding, lang)
    if without and without in {row, column}:
        row, column = ("", column) if without == row else (row, "")
    place = _place(row, column, lang)
    return phrase("rule.where", lang, where=place) if place else ""


def cell_name(at: CellRef | None) -> str:
    """Return the name of a cell within its sheet, or an empty text."""
    return at.a1 if at else ""


def cells_in_words(cells: Iterable[CellRef], lang: Lang) -> str:
    """Return addresses for a sentence, runs put together as ``D12:I12``."""
    runs = runs_of(list(dict.fromkeys(cells)), lang)
    comma = catalogue(lang)["list.comma"]
    named = comma.join(runs[:LISTED])
    return named if len(runs) <= LISTED else f"{named}{comma}… ({len(runs)})"


def check_message(finding: Finding, lang: Lang) -> str:
    """Return the claim of a cell or structure check."""
    facts = check_facts(finding, lang)
    key = f"check.{finding.rule}"
    sentences = catalogue(lang)
    if "alike" in finding.facts:
        own = sentences.get(f"alike.{finding.rule}")
        if own is None:
            one = replace(finding, count=1, facts=_without_alike(finding))
            return phrase("alike", lang, claim=check_message(one, lang), **_alike(finding))
        return fill(own, facts)
    if finding.count > 1 and f"{key}.count" in sentences:
        return fill(sentences[f"{key}.count"], facts)
    claim = sentences.get(f"{key}.{_what(finding.facts)}") or sentences[key]
    for name, fact in finding.facts.items():
        claim += sentences.get(f"{key}+{name}", "") if fact else ""
    return _counted(finding, fill(claim, facts), lang)


def _what(facts: Mapping[str, object]) -> str:
    """Return which of its sentences a check needs; of rows or columns there may be just one."""
    kind = "text" if facts.get("type") in _NO_NUMBERS else ""
    what, several = str(facts.get("what", kind)), "\n" in str(facts.get("which", ""))
    return what if several else {"rows": "row", "columns": "column"}.get(what, what)


def check_facts(finding: Finding, lang: Lang) -> dict[str, str]:
    """Return everything the sentence of a cell or structure check may name."""
    row, column = labels_of(finding, lang)
    shown = finding.witnesses[0].shown if finding.witnesses else ""
    return {
        "where": _place(row, column, lang),
        "cell": cell_name(finding.at),
        "row": safe(row),
        "column": safe(column),
        "label": safe(row or column or finding.table or ""),
        "table": safe(finding.facts.get("table_label") or finding.table or ""),
        "shown": visible(shown),
        "count": str(finding.count),
        "expected": expectation(finding.facts, lang),
        "meant": span(finding.facts.get("meant_from"), finding.facts.get("meant_to"), lang),
        "written": catalogue(lang).get(f"written.{finding.facts.get('note')}", ""),
        **{k: v for k, v in said(finding.facts, lang).items() if k not in {"row", "column"}},
    }


def _alike(finding: Finding) -> dict[str, object]:
    return {"count": finding.count, "alike": finding.facts["alike"]}


def _without_alike(finding: Finding) -> dict[str, str]:
    return {name: fact for name, fact in finding.facts.items() if name != "alike"}


def _check_fix(finding: Finding, lang: Lang) -> str:
    key, sentences = f"check.{finding.rule}.fix", catalogue(lang)
    if "alike" in finding.facts:
        own = sentences.get(f"alike.{finding.rule}.fix")
        if own is not None and finding.facts.get("type") not in _NO_NUMBERS:
            return fill(own, check_facts(finding, lang))
        one = replace(finding, count=1, facts=_without_alike(finding))
        return phrase("alike.fix", lang, fix=_check_fix(one, lang))
    act = sentences.get(f"{key}.{_what(finding.facts)}") or sentences[key]
    return fill(act, check_facts(finding, lang))


def _chosen(texts: Mapping[str, str], lang: Lang) -> str:
    """Return the rule file's own sentence, in one line whatever its line breaks in YAML."""
    return safe(" ".join((texts.get(lang) or texts.get("") or "").split()))


def _own_facts(finding: Finding) -> dict[str, str]:
    """Return the facts that a rule file's own sentences may name."""
    difference = finding.difference or ""
    facts = {
        "left": finding.left,
        "right": finding.right,
        "difference": difference.removeprefix("-"),
        "row": finding.row_label or finding.row,
        "column": finding.column_label or finding.column,
    }
    return {name: safe(fact) for name, fact in facts.items() if fact}


def labels_of(finding: Finding, lang: Lang) -> tuple[str, str]:
    """Return the words for the row and the column that a finding is about."""
    row = finding.row_label or finding.row or ""
    column = finding.column_label or finding.column or ""
    if not row and finding.origin == "total_row":
        row = phrase("place.total-row", lang)
    elif (
        not row
        and finding.at is not None
        and finding.at.home == (None, None)
        and finding.at.table is None
        and finding.kind is Kind.RULE
    ):
        row = phrase("place.line", lang, line=finding.at.row)
    return row, column


def _place(row: str, column: str, lang: Lang) -> str:
    if row and column:
        return phrase("place.both", lang, row=row, column=column)
    if row:
        return phrase("place.row", lang, row=row)
    return phrase("place.column", lang, column=column) if column else ""


def _counted(finding: Finding, claim: str, lang: Lang) -> str:
    if finding.count == 1:
        return claim
    return fill(catalogue(lang)["rule.several"], {"claim": claim, "count": finding.count})


def _claim(finding: Finding, lang: Lang) -> str:
    formula = _formula(finding)
    if finding.origin != "rule":
        item = _subject(finding)
        key = "rule.total_row"
        if finding.origin == "equals":
            key = "rule.equals.sum" if _is_sum(formula) else "rule.equals.formula"
        where = where_of(finding, lang, without=item)
        return phrase(key, lang, where=where, item=item, formula=finding.check)
    where = where_of(finding, lang)
    if finding.facts.get("rollup") == "sum":
        return phrase("rule.rollup", lang, where=where, children=finding.facts["children"])
    if "effect" in finding.facts:
        held = {name: finding.facts[name] for name in _OF_CHANGES}
        of = formula.arguments[0] if formula.arguments else ""
        if of in {"", "cell"}:
            of = finding.column_label or finding.column or ""
        return phrase("rule.within", lang, where=where, first=of, **held)
    if formula.function and not formula.condition:
        key = f"rule.call.{formula.function}"
        if key in catalogue(lang):
            allowed = finding.facts.get("allowed")
            return phrase(
                key, lang, where=where, arguments=formula.arguments, first=formula.arguments[0],
                rest=allowed.split("\n") if allowed else formula.arguments[1:],
            )  # fmt: skip
    key = "rule.if." if formula.condition else "rule."
    condition = in_words(formula.condition, lang)
    if not formula.operator:
        required = in_words(formula.requirement, lang)
        return phrase(key + "holds", lang, where=where, condition=condition, formula=required)
    return phrase(
        key + "compare", lang, where=where, condition=condition, left=formula.left,
        right=formula.right, relation=phrase(f"rule.relation.{formula.operator}", lang),
    )  # fmt: skip


def _branch(finding: Finding, lang: Lang, spoken: str) -> str:
    """Return the claim about a code and the codes below it, empty for all other findings.

    ``spoken`` is the rule file's own sentence: of what it cannot know, ours is told as well.
    """
    if finding.origin != "hierarchy":
        return ""
    where, node = where_of(finding, lang), finding.facts.get("node", "")
    if finding.facts.get("what") == "missing-parent":
        claim = phrase("rule.hierarchy.missing-parent", lang, where=where, node=node)
    else:
        claim = spoken or phrase("rule.hierarchy.sum", lang, where=where)
    other = finding.facts.get("other_list")
    return claim + (phrase("rule.hierarchy.other-list", lang, list=other) if other else "")


def _formula(finding: Finding) -> Parts:
    """Return the check taken apart, in the form's own words where these are known."""
    requirement, condition = finding.facts.get("requirement"), finding.facts.get("condition")
    if requirement and finding.facts.get("function") != "required_if":
        return parts(f"if {condition} then {requirement}" if condition else requirement)
    return parts(finding.check)


def _is_sum(formula: Parts) -> bool:
    return formula.function == "sum" and formula.requirement.count("(") == 1


def _subject(finding: Finding) -> str:
    """Return the label of the total: the item of the axis along which the other cells lie."""
    column = finding.column_label or finding.column or ""
    right = [each for each in finding.witnesses if each.side == "right"]
    along_rows = bool(right) and all(each.column == finding.column for each in right)
    if finding.origin == "equals" and along_rows:
        return finding.row_label or finding.row or column
    return column


def _fix(finding: Finding, lang: Lang) -> str:
    here = [
        each
        for each in finding.witnesses
        if each.at is not None and each.path is None and each.agency is None
    ]
    accused = one_cell(finding)
    if accused is not None and finding.spelling is not None and finding.spelling.operator == "=":
        others = _addresses(each for each in here if each.at != accused.at)
        value, exact = expected(finding, accused)
        if exact and finding.facts.get("rollup") == "sum":
            count = finding.facts["children"]
            cell = cell_name(accused.at)
            return phrase("rule.fix.rollup", lang, cell=cell, value=value, children=count)
        below = "children" in finding.facts
        earlier = (each for each in finding.witnesses if not (below and each.agency))
        before = not others and any(each.path or each.period for each in earlier)
        if exact and before and finding.facts.get("mended") != OTHERWISE:
            return phrase("rule.fix.prior", lang, cell=cell_name(accused.at), value=value)
        if exact and others and finding.facts.get("mended") != OTHERWISE:
            key = "rule.fix.expected" if len(set(others)) > 1 else "rule.fix.expected.one"
            return phrase(
                key, lang, cells=cells_in_words(others, lang), cell=cell_name(accused.at),
                value=value,
            )  # fmt: skip
    if finding.facts.get("what") == "missing-parent":
        return phrase("rule.fix.missing-parent", lang, node=finding.facts.get("node", ""))
    cells = _addresses(here)
    if not cells:
        return phrase("rule.fix.check", lang)
    beside = any(each.path or each.agency for each in finding.witnesses)
    key = "rule.fix.cells" if len(cells) > 1 else "rule.fix.cell"
    key = "rule.fix.cells.elsewhere" if beside else key
    return phrase(key, lang, cells=cells_in_words(cells, lang))


def _addresses(witnesses: Iterable[Witness]) -> list[CellRef]:
    return [each.at for each in witnesses if each.at is not None]


def _unknown(finding: Finding, lang: Lang) -> str:
    named = (_cause_in_words(each, lang) for each in finding.because)
    words = [each for each in dict.fromkeys(named) if each]
    by_zero = ".cells" if words and finding.reason == "division-by-zero" else ""
    reason = f"reason.{finding.reason}{by_zero}"
    if finding.because and all(each.finding == "merged-number" for each in finding.because):
        reason = "reason.merged-number"
    if reason not in catalogue(lang):
        reason = "reason.other"
    if not words and finding.reason == "missing-row":
        reason = "reason.nothing"
    cells = catalogue(lang)["list.comma"].join(words[:LISTED])
    told = phrase(reason, lang, cells=cells)
    if finding.origin == "rule":
        where = where_of(finding, lang)
        asked = in_words(finding.check, lang)
        return phrase("rule.unknown", lang, where=where, formula=asked, reason=told)
    if finding.origin == "hierarchy":
        astray = finding.facts.get("what") == "astray"
        key = "rule.hierarchy.astray" if astray else "rule.hierarchy.unknown"
        return phrase(key, lang, where=where_of(finding, lang), reason=told)
    item = _subject(finding)
    where = where_of(finding, lang, without=item)
    return phrase("rule.unknown.total", lang, where=where, item=item, reason=told)


def _cause_in_words(cause: Cause, lang: Lang) -> str:
    told = _cause_here(cause, lang)
    if cause.agency is not None:
        return f"{safe(cause.agency)} {told}".rstrip()
    if cause.path is None or not told:
        return told
    if cause.period is None:
        return phrase("place.elsewhere.undated", lang, place=told, path=cause.path)
    return phrase("place.elsewhere", lang, place=told, period=cause.period)


def _cause_here(cause: Cause, lang: Lang) -> str:
    if cause.finding in _OF_TABLES and cause.table_label:
        return phrase("place.table", lang, table=cause.table_label)
    if cause.finding == "missing-total-row" or (
        cause.finding == "duplicate-row" and cause.at is None and not cause.row_label
    ):
        return phrase("place.total-row.of", lang, table=cause.table_label)
    row, column = cause.row_label, cause.column_label
    if cause.at is None and cause.finding in {"missing-row", "duplicate-row"}:
        return _place(row, "" if row else column, lang)
    if cause.at is None and cause.finding in {"missing-column", "duplicate-column"}:
        return _place("" if column else row, column, lang)
    place = _place(row, column, lang)
    if cause.at is None:
        return place
    return f"{short_address(cause.at, lang)} {place}".rstrip()


def _unknown_fix(finding: Finding, lang: Lang) -> str:
    if finding.blameless:
        edition = all(each.finding == "other-edition" for each in finding.because)
        return phrase("rule.fix.other-edition" if edition else "rule.fix.blameless", lang)
    agencies = dict.fromkeys(each.agency for each in finding.because if each.agency is not None)
    if agencies:
        names = [*agencies][:LISTED]
        more = ["…"] if len(agencies) > LISTED else []
        return phrase("rule.fix.children", lang, agencies=[*names, *more])
    if finding.reason == "division-by-zero":
        return phrase("rule.fix.division", lang)
    if any(each.path is not None for each in finding.because):
        return phrase("rule.fix.elsewhere", lang)
    cells = [each.at for each in finding.because if each.at is not None]
    if not cells:
        causes = {each.finding for each in finding.because}
        if causes & _OF_CHILDREN:
            return phrase("rule.fix.gather", lang)
        key = "absent" if "absent" in causes else "layout" if causes & _OF_LAYOUT else "check"
        return phrase(f"rule.fix.{key}", lang)
    return phrase("rule.fix.unknown", lang, cells=cells_in_words(cells, lang))
