"""A judgement told as a finding: the cells that were compared, their words and the arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reportcheck.address import CellRef
from reportcheck.finding import Finding, Kind, StandIn, Verdict, Witness
from reportcheck.form import Shape
from reportcheck.formula import (
    TOTAL,
    Aggregate,
    Call,
    Cell,
    Compare,
    If,
    ListOf,
    Node,
    Rollup,
    Text,
    children,
    condition_of,
    decisive_comparison,
)
from reportcheck.interpreting import Judgement, broken_part
from reportcheck.interpreting.bounds import Bounds, change_of, effect, settings
from reportcheck.interpreting.trees import Scene, rounding_room, scene_of
from reportcheck.number import spell
from reportcheck.operands import is_missing, operands
from reportcheck.rollups import of_children, rollup_facts
from reportcheck.rule import Missing, Rule, Tolerance
from reportcheck.spelling import spell_comparison, spell_known, spell_words
from reportcheck.submission import Submission
from reportcheck.text import fold
from reportcheck.viewing import Place, Sight, View


def tell(
    rule: Rule, view: View, place: Place, judgement: Judgement, passing: Iterable[Place] = ()
) -> Finding:
    """Return the finding of an instance that did not pass.

    ``passing`` are places at which the same rule holds; the nearest becomes the context.
    """
    scene = scene_of(rule, view, place)
    whole = rule.check
    broken = broken_part(whole, scene) if judgement.verdict is Verdict.FAIL else whole
    if broken is not whole:
        rule = replace(rule, check=broken)
    sights = list(_sights(rule, scene))
    accused = _told_of(rule, scene, sights)
    deciding = decisive_comparison(rule.check)
    at = accused.reading.at if accused and not accused.cell.period else None
    row_label, column_label = _labels(view, accused)
    verdict = judgement.verdict or Verdict.RULE_ERROR
    compared = deciding is not None and judgement.left is not None and judgement.right is not None
    home = at.home if at else None
    lacks = judgement.lacks
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        verdict=verdict,
        kind=Kind.RULE,
        table=accused.cell.table if accused else rule.table,
        row=_row(accused) if accused else None,
        column=accused.cell.column if accused else None,
        row_label=row_label,
        column_label=column_label,
        at=at,
        left=spell_known(judgement.left) if compared else None,
        right=spell_known(judgement.right) if compared else None,
        difference=None if judgement.difference is None else spell(judgement.difference),
        tolerance=spell_tolerance(rule.tolerance),
        reason=lacks[0].reason if verdict is Verdict.UNKNOWN and lacks else None,
        witnesses=tuple(_witnesses(scene, sights)),
        context=_context(rule, view, place, passing),
        because=tuple(dict.fromkeys(lack.cause for lack in lacks)),
        spelling=spell_comparison(deciding, scene, home) if compared and deciding else None,
        origin=rule.origin,
        check=rule.check_text,
        facts=_facts(rule, scene, judgement, whole=rule.check is whole),
        say=rule.say,
        fix=rule.fix,
        basis=rule.basis,
        missing="" if rule.missing is Missing.STRICT else str(rule.missing),
        stand_ins=tuple(_stand_ins(rule, scene)) if compared else (),
    )


def told_at(rule: Rule, view: View, place: Place) -> CellRef | None:
    """Return the cell that is accused where it is unknown whether a rule holds at a place."""
    scene = scene_of(rule, view, place)
    accused = _told_of(rule, scene, _sights(rule, scene))
    return accused.reading.at if accused and not accused.cell.period else None


def _told_of(
    rule: Rule, scene: Scene, sights: Iterable[tuple[Sight | Rollup, str]]
) -> Sight | None:
    """Return the cell that a finding is about: the one accused, or else the first of this form."""
    accused = _accused(rule.check, scene)
    return accused or next((each for each, _ in sights if isinstance(each, Sight)), None)


def _stand_ins(rule: Rule, scene: Scene) -> Iterator[StandIn]:
    """Yield what stands in for the cells that are missing from the comparison, each once."""
    if rule.missing is Missing.STRICT:
        return
    told: set[Cell] = set()
    strict = scene.strictly()
    for sight in operands(rule.check, strict):
        if is_missing(sight) and sight.cell not in told:
            told.add(sight.cell)
            value = scene.see(sight.cell).value
            how = "computed" if rule.missing is Missing.USE_COMPUTED else "zero"
            if value is not None:
                labels = _labels(scene.view, sight)
                yield StandIn(how, sight.reading.at, *labels, spell_known(value) or "")


def spell_tolerance(tolerance: Tolerance) -> str | None:
    """Return a tolerance as reports write it, or None where there is none."""
    match tolerance.kind:
        case "absolute" if tolerance.amount:
            return spell(tolerance.amount)
        case "percent" if tolerance.amount:
            return f"{spell(tolerance.amount * 100)}%"
        case "rounding":
            return "rounding"
    return None


# Cells


def _sights(rule: Rule, scene: Scene) -> Iterator[tuple[Sight | Rollup, str]]:
    """Yield the cells of the check in the order written, each once a side."""
    told: set[tuple[Cell, str]] = set()
    for cell, side in _cells(rule.check, decisive_comparison(rule.check), ""):
        if isinstance(cell, Rollup):
            yield cell, side
            continue
        sight = scene.see(cell)
        if (sight.cell, side) not in told and not sight.absent:
            told.add((sight.cell, side))
            yield sight, side


def _cells(node: Node, deciding: Compare | None, side: str) -> Iterator[tuple[Cell | Rollup, str]]:
    if isinstance(node, Cell | Rollup):
        yield node, side
    elif node is deciding and deciding is not None:
        yield from _cells(deciding.left, None, "left")
        yield from _cells(deciding.right, None, "right")
    elif isinstance(node, If):
        # What is required comes first: it is what the finding is about.
        yield from _cells(node.consequence, deciding, side)
        yield from _cells(node.condition, None, side)
    elif not isinstance(node, Aggregate):
        for child in children(node):
            yield from _cells(child, deciding, side)


def accused_by(check: Node) -> Cell | None:
    """Return the cell that a check is about: a side of its comparison, or the first it names."""
    deciding = decisive_comparison(check)
    if deciding is not None:
        for side in (deciding.left, deciding.right):
            if isinstance(side, Cell) and not side.period:
                return side
    required = check.consequence if isinstance(check, If) else check
    cells = [cell for cell, _ in _cells(required, None, "") if isinstance(cell, Cell)]
    # Of another report nobody can be accused in this one.
    return next((cell for cell in cells if not cell.period), None) or next(iter(cells), None)


def _accused(check: Node, scene: Scene) -> Sight | None:
    cell = accused_by(check)
    return None if cell is None else scene.see(cell)


def _row(sight: Sight) -> str | None:
    """Return the id of the row of a cell; records have none, the total row among them included."""
    return None if sight.record is not None or sight.cell.row == TOTAL else sight.cell.row


def _labels(view: View, sight: Sight | None) -> tuple[str, str]:
    return ("", "") if sight is None else _view_of(view, sight).labels(sight.cell, sight.record)


def _view_of(view: View, sight: Sight) -> View:
    return view.back(sight.cell.period) or view


def _witnesses(scene: Scene, sights: Iterable[tuple[Sight | Rollup, str]]) -> Iterator[Witness]:
    for each, side in sights:
        if isinstance(each, Rollup):
            yield from of_children(each, scene, side)
            continue
        for sight in scene.view.parts(each) or (each,):
            yield _witness(scene.view, sight, side)


def _witness(view: View, sight: Sight, side: str) -> Witness:
    other = sight.submission if sight.submission is not view.submission else None
    row_label, column_label = _labels(view, sight)
    return Witness(
        table=sight.cell.table,
        row=_row(sight),
        column=sight.cell.column,
        at=sight.reading.at,
        value=spell_known(sight.value),
        shown=sight.reading.shown,
        row_label=row_label,
        column_label=column_label,
        side=side,
        path=other.path if other else None,
        period=other.period if other else None,
        agency=_other_name(view.submission, other),
    )


def _other_name(here: Submission, other: Submission | None) -> str | None:
    """Return whose the other report is, where it bears another name than this one."""
    if other is None or other.agency is None or fold(other.agency) == fold(here.agency or ""):
        return None
    return other.agency


def _context(rule: Rule, view: View, place: Place, passing: Iterable[Place]) -> tuple[Witness, ...]:
    """Return the cells of the nearest row or column of the same table at which the rule holds."""
    table = view.form.by_id.get(rule.table or "")
    if table is None or table.shape is Shape.RECORDS or place.item is None:
        return ()
    if rule.each == "cell" or rule.needs_children:
        return ()  # no neighbour says more of one cell, or of other agencies, than it does itself
    axis = table.rows if rule.each == "row" and table.rows is not None else table.columns
    order = {item.name: index for index, item in enumerate(axis.slots)}
    here = order.get(place.item, 0)
    others = [order[each.item] for each in passing if each.item in order]
    if not others:
        return ()
    # Of two equally near, the one before: that is where a reader comes from.
    near = min(others, key=lambda each: (abs(each - here), each))
    scene = scene_of(rule, view, Place(item=axis.slots[near].name))
    return tuple(_witnesses(scene, _sights(rule, scene)))


# Facts


def _facts(rule: Rule, scene: Scene, judgement: Judgement, *, whole: bool) -> dict[str, str]:
    facts: dict[str, str] = {}
    if judgement.error:
        facts["error"] = judgement.error
    if rule.subject is not None:
        facts["subject"] = rule.subject
    check = rule.check
    condition = condition_of(check)
    if condition is not None:
        facts["condition"] = spell_words(condition, scene)
    required = check.consequence if isinstance(check, If) else check
    deciding = decisive_comparison(check)
    if deciding is None:
        facts["requirement"] = spell_words(required, scene)
    else:
        facts["operator"] = deciding.operator
        if condition is not None or not whole:  # the check as it is written says more, or less
            facts["requirement"] = spell_words(required, scene)
        if rule.tolerance.kind == "rounding" and judgement.left is not None:
            facts["room"] = spell(rounding_room(deciding, scene))
    return facts | _function_facts(required, scene) | rollup_facts(rule, scene)


def _function_facts(required: Node, scene: Scene) -> dict[str, str]:
    if not isinstance(required, Call):
        return {}
    facts = {"function": required.function}
    match required:
        case Call("matches", (_, Text(pattern))):
            facts["pattern"] = pattern
        case Call("one_of", (_, ListOf(items))):
            facts["allowed"] = "\n".join(spell_words(each, scene) for each in items)
        case Call("within_hb"):
            facts |= _change_facts(required, scene)
        case Call("unique", cells):
            twins = scene.twins(tuple(each for each in cells if isinstance(each, Cell)))
            records = next(scene.view.records(e.table) for e in cells if isinstance(e, Cell))
            others = [twin for twin in twins if twin != scene.place.record]
            if others and records is not None:
                facts["other_row"] = str(records.lines[others[0]])
    return facts


def _change_facts(call: Call, scene: Scene) -> dict[str, str]:
    """Return how a change stands among those of all agencies, in six digits."""
    now, before = (scene.evaluate(each) for each in call.arguments[:2])
    change, bounds = change_of(now, before), scene.bounds(call)
    if not isinstance(bounds, Bounds) or not isinstance(change, tuple):
        return {}
    numbers = {
        "ratio": change[0] / change[1],
        "median": bounds.ratio,
        "effect": effect(change, bounds.ratio, settings(call)[0]),
        "low": bounds.low,
        "high": bounds.high,
    }
    shown = {name: f"{number:.6g}" for name, number in numbers.items()}
    return {**shown, "agencies": str(bounds.agencies)}
