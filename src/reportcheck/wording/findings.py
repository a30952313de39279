"""What is said about a finding: the claim, the arithmetic, the act and the basis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from reportcheck.address import CellRef
from reportcheck.classes import dataclass
from reportcheck.finding import Cause, Finding, Kind, Verdict, Witness
from reportcheck.mending import OTHERWISE
from reportcheck.page import Lang
from reportcheck.wording.addresses import short_address
from reportcheck.wording.arithmetic import arithmetic, expected, one_cell
from reportcheck.wording.checks import check_fix, check_message, counted
from reportcheck.wording.filling import catalogue, fill, phrase, safe
from reportcheck.wording.formulas import Parts, in_words, parts
from reportcheck.wording.places import (
    LISTED,
    cell_name,
    cells_in_words,
    place_of,
    where_of,
)

_OF_TABLES = frozenset({"missing-table", "duplicate-table"})
_REASONS = {
    "error-value": "not-a-number",
    "formula-not-calculated": "not-calculated",
    "missing-total-row": "missing-row",
    "missing-parent-code": "missing-row",
    "missing-code": "missing-row",
    "doubled-code": "duplicate-row",
}
"""By the id of what is told of a cell: why what needs the cell is unknown, where it differs."""
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
        advice = fill(fix, own) if fix else check_fix(finding, lang)
        return Sentences(message, "", advice, safe(finding.basis))
    if finding.unevaluated:
        return Sentences(
            counted(finding, _unknown(finding, lang), lang),
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
        counted(finding, message, lang),
        arithmetic(finding, lang),
        fill(fix, own) if fix else _fix(finding, lang),
        safe(finding.basis),
    )


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
                line=finding.facts.get("other_row", "…"),
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
    told = _reasons(finding, lang)
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


def _reasons(finding: Finding, lang: Lang) -> str:
    """Return why a rule could not be evaluated: each cell with the reason of its own."""
    reasons = [_REASONS.get(each.finding, each.finding) for each in finding.because]
    if reasons and finding.reason and reasons[0] != "merged-number":
        first = reasons[0]
        reasons = [finding.reason if each == first else each for each in reasons]
    groups: dict[str, dict[str, None]] = {} if reasons else {finding.reason or "": {}}
    for reason, cause in zip(reasons, finding.because, strict=True):
        words = _cause_in_words(cause, lang)
        group = groups.setdefault(reason, {})
        if words:
            group[words] = None
    room, told = LISTED, []
    for number, (reason, cells) in enumerate(groups.items()):
        if not number or cells:
            told.append(_reason(reason, [*cells][:room], lang))
            room -= len(cells)
        if room <= 0:
            break
    return catalogue(lang)["list.semicolon"].join(told)


def _reason(reason: str, words: Sequence[str], lang: Lang) -> str:
    if not words and reason == "missing-row":
        reason = "nothing"
    by_zero = ".cells" if words and reason == "division-by-zero" else ""
    key = f"reason.{reason}{by_zero}"
    cells = catalogue(lang)["list.comma"].join(words)
    return phrase(
        key if key in catalogue(lang) else "reason.other",
        lang,
        cells=cells,
        count=max(1, len(words)),
    )


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
        return place_of(row, "" if row else column, lang)
    if cause.at is None and cause.finding in {"missing-column", "duplicate-column"}:
        return place_of("" if column else row, column, lang)
    place = place_of(row, column, lang)
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
