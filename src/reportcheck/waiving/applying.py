"""Waivers held against a report: accepted, expired, reopened by another value, or of no use.

A waiver accepts one finding, and only for the values that it was given for. Whatever does not hold
any more is told beside the finding, which stands as if there were no waiver.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from reportcheck.examining import Order, add_findings, wanted
from reportcheck.finding import Acceptance, Finding, Kind, Verdict
from reportcheck.mending import packed
from reportcheck.near import nearest
from reportcheck.report import FileReport, Report, Status
from reportcheck.rule import Severity
from reportcheck.waiver import Target, Waiver, changes, given_of, target_of, waivable


def waive(
    report: Report,
    waivers: Sequence[Waiver],
    today: date,
    asked: Mapping[str, Order],
) -> Report:
    """Return the report with what is accepted, and with findings about waivers that do not hold.

    A waiver of an agency that is not in the run, or of a rule that took no part, is only noted: of
    it nothing is known. So is one of a form or a rule that there is not: it can be of no file.
    ``asked`` has what was asked of each file, by its path.
    """
    misnamed = dict(_misnamed(waivers, asked.values()))
    waivers = [each for each in waivers if id(each) not in misnamed]
    by_name: dict[str, list[Waiver]] = defaultdict(list)
    for each in waivers:
        by_name[each.agency or each.file or ""].append(each)
    concerned: set[int] = set()
    used: set[int] = set()
    needless: dict[int, tuple[int, Waiver]] = {}
    notes = [*misnamed.values()]
    files: list[FileReport] = []
    for file in report.files:
        mine = sorted(_of_file(file, by_name), key=lambda each: id(each) in used)
        concerned.update(map(id, mine))
        if mine:
            order = asked[file.path]
            file, left = _in_file(file, mine, today, order)  # noqa: PLW2901 - as it is now
            used |= {*map(id, mine)} - {*map(id, left)}
            for each in left:
                if _took_part(each.target.rule, file, order):
                    needless.setdefault(id(each), (len(files), each))
                else:
                    notes.append(("waiver-resting", f"{each.source} {each.target.rule}"))
            file = add_findings(file, (), order.fail_on)  # noqa: PLW2901
        files.append(file)
    # Of two reports of an agency a waiver may be of either.
    for number, each in (held for key, held in needless.items() if key not in used):
        file, order = files[number], asked[files[number].path]
        if _wanted("waiver-unused", order):
            unused = _about("waiver-unused", each, _nowhere(each))
            files[number] = add_findings(file, (unused,), order.fail_on)
    notes += [
        ("waiver-elsewhere", f"{each.source} {each.agency or each.file}")
        for each in waivers
        if id(each) not in concerned
    ]
    return replace(report, files=tuple(files), notes=(*report.notes, *notes))


def _misnamed(
    waivers: Sequence[Waiver], orders: Iterable[Order]
) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield which waivers name no form or rule there is, each with a note that says so.

    Where rules were selected, the names of the others are not known here.
    """
    from reportcheck.rulefile.rules import RESERVED

    known: dict[str, set[str]] = defaultdict(set)
    narrowed = False
    for order in {id(each): each for each in orders}.values():
        narrowed = narrowed or bool(order.select or order.ignore)
        for pack in order.packs:
            known[pack.form.id].update(rule.id for rule in pack.rules)
    for each in waivers if known else ():
        rules = {*RESERVED}.union(*(names for form, names in known.items()
                                    if each.form in {None, form}))  # fmt: skip
        for what, name, names in (
            ("form", each.form, known.keys()),
            ("rule", each.target.rule, rules),
        ):
            if name is None or name in names or (what == "rule" and narrowed):
                continue
            meant = nearest(name, names)
            asked = f" ({meant}?)" if meant else ""
            yield id(each), (f"waiver-no-{what}", f"{each.source} {name}{asked}")
            break


def _of_file(file: FileReport, by_name: Mapping[str, Sequence[Waiver]]) -> Iterator[Waiver]:
    if file.status is Status.UNCHECKED:
        return
    name = file.short
    names = dict.fromkeys((file.agency or "", name))
    for each in (each for key in names for each in by_name.get(key, ())):
        if (
            (each.agency == file.agency if each.agency else each.file == name)
            and each.form in {None, file.form}
            and each.period in {None, file.period}
        ):
            yield each


def _in_file(
    file: FileReport, waivers: Sequence[Waiver], today: date, order: Order
) -> tuple[FileReport, list[Waiver]]:
    """Return the report of a file under its waivers, and those that fit nothing in it."""
    left: dict[Target, list[Waiver]] = defaultdict(list)
    for each in waivers:
        left[each.target].append(each)
    findings: list[Finding] = []
    open_: dict[Target, list[Finding]] = defaultdict(list)
    _drop_needless(left, file.findings)
    for finding in file.findings:
        target = target_of(finding)
        if not waivable(finding) or target not in left:
            findings.append(finding)
            continue
        given = given_of(finding)
        held = next((each for each in left[target] if each.given == given), None)
        if held is None:
            open_[target].append(finding)
            findings.append(finding)
            continue
        left[target].remove(held)
        if held.until < today:
            findings += [finding, _about("waiver-expired", held, finding)]
        else:
            why = Acceptance(held.reason, held.by, held.until.isoformat(), held.source)
            findings.append(replace(finding, verdict=Verdict.ACCEPTED, accepted=why))
    for target, several in open_.items():
        # Where several records could be meant, nothing tells which one a waiver was for.
        if len(several) == 1 and left[target]:
            waiver = left[target].pop(0)
            changed = changes(waiver.given, given_of(several[0]))
            findings.append(_about("waiver-reopened", waiver, several[0], changes=changed))
    rows = file.rows
    if rows is not None:
        from reportcheck.tabling import accepted

        rows = accepted(rows, (each for each in findings if each.verdict is Verdict.ACCEPTED))
    told = [each for each in findings if each.kind is not Kind.WAIVER or _wanted(each.rule, order)]
    left_to_mend = _left_to_mend(file, findings)
    kept = replace(file, findings=tuple(told), rows=rows, changed=left_to_mend)
    return kept, [each for some in left.values() for each in some]


def _drop_needless(left: Mapping[Target, list[Waiver]], findings: Sequence[Finding]) -> None:
    """Drop waivers of what follows from other findings: it is accepted with these."""
    for each in (one for finding in findings for one in finding.consequences):
        mine = left.get(target_of(each), [])
        mine[:] = [waiver for waiver in mine if waiver.given != given_of(each)]


def _left_to_mend(file: FileReport, findings: Sequence[Finding]) -> bytes | None:
    mending = file.mending
    if mending is None or not mending.parts:
        return file.changed
    done = [each for each in findings if each.verdict is Verdict.ACCEPTED]
    return packed(mending.without(done)) if done else file.changed


def _wanted(check: str, order: Order) -> bool:
    return wanted(check, (), order.select, order.ignore)


def _took_part(rule: str, file: FileReport, order: Order) -> bool:
    from reportcheck.rulefile.rules import RESERVED

    if rule in RESERVED:
        return _wanted(rule, order)
    return any(rule == name for name, _ in file.passes)


def _about(code: str, waiver: Waiver, finding: Finding, changes: Sequence[str] = ()) -> Finding:
    facts = {
        "waived": waiver.target.rule,
        "source": waiver.source,
        "until": waiver.until.isoformat(),
        "reason": waiver.reason,
        "by": waiver.by,
    }
    if changes:
        facts["changes"] = "; ".join(changes)
    return Finding(
        rule=code,
        severity=Severity.WARNING,
        verdict=Verdict.FAIL,
        kind=Kind.WAIVER,
        table=finding.table,
        row=finding.row,
        column=finding.column,
        row_label=finding.row_label,
        column_label=finding.column_label,
        at=finding.at,
        facts=facts,
    )


def _nowhere(waiver: Waiver) -> Finding:
    """Return a finding that stands where a waiver says, as far as it can be said."""
    rule, table, row, column, record = waiver.target
    return Finding(
        rule, Severity.WARNING, Verdict.FAIL, Kind.WAIVER, table, row, column, record or ""
    )
