"""An agency below on the form of 2019: what both editions have is added up, the rest is unknown."""

from __future__ import annotations

from dataclasses import replace

from reportcheck.address import CellRef
from reportcheck.binding import bind_check
from reportcheck.comparing import Asked, Index, Kin, compare
from reportcheck.examining import Order
from reportcheck.finding import Verdict
from reportcheck.form import Form, Slot
from reportcheck.formerly import former, needed_by
from reportcheck.hierarchy import Agency, Hierarchy
from reportcheck.parsing import parse
from reportcheck.report import FileReport, Status
from reportcheck.rule import Pack, Rule
from reportcheck.rulefile import find
from reportcheck.sending import Result
from reportcheck.submission import Reading, Submission

TABLE = "申请"
CITY, NEW, OLD = "虚构市", "虚构甲局", "虚构乙局"


def with_roll_up(pack: Pack) -> Pack:
    check = bind_check(parse("cell = sum(children(cell))"), pack.form, TABLE, "cell")
    rule = Rule("汇总", TABLE, "cell", check, "cell = sum(children(cell))")
    return replace(pack, rules=(*pack.rules, rule))


PACKS = {pack.form.version: with_roll_up(pack) for pack in find("gir")}
NOW, BEFORE = PACKS["2021.1"], PACKS["2019.1"]


def reported(form: Form, agency: str, values: dict[Slot, int]) -> Submission:
    readings = {
        slot: Reading.of(
            value, form.by_id[slot.table].values_at(slot.row, slot.column), CellRef("三", n + 1, 1)
        )
        for n, (slot, value) in enumerate(values.items())
    }
    return Submission(form, f"{agency}.xlsx", readings, agency=agency, period="2024")


def slots(pack: Pack) -> list[Slot]:
    return list(pack.form.by_id[TABLE].slots())


def test_what_both_editions_have_is_added_up_and_the_rest_is_unknown_once() -> None:
    new = {slot: n % 7 for n, slot in enumerate(slots(NOW))}
    old = {slot: n % 5 for n, slot in enumerate(slots(BEFORE))}
    city = {slot: new[slot] + old.get(slot, 0) for slot in new}
    submissions = [
        reported(NOW.form, CITY, city),
        reported(NOW.form, NEW, new),
        reported(BEFORE.form, OLD, old),
    ]
    packs = (NOW, BEFORE)
    needed = needed_by(packs)["gir"]
    kept = [former(each, needed) for each in submissions]
    results = [
        Result(
            FileReport(
                each.path, Status.PASSED, form="gir", form_version=each.form.version,
                agency=each.agency, period=each.period,
            ),
            former=held,
        )
        for each, held in zip(submissions, kept, strict=True)
    ]  # fmt: skip
    index = Index(packs, kept, ())
    agencies = (Agency(0, CITY, CITY), Agency(1, NEW, NEW, 0), Agency(2, OLD, OLD, 0))
    kin = Kin(Hierarchy("agencies.csv", agencies), index, kept, [each.report for each in results])
    asked = Asked.of(Order(packs), always=False, kin=kin)
    compared = compare(results, {0: asked}, dict.fromkeys((e.path for e in submissions), 0), index)
    told = [finding for each in compared.results for finding in each.report.findings]
    (unknown,) = told
    assert (unknown.verdict, unknown.reason) == (Verdict.UNKNOWN, "other-edition")
    assert [each.agency for each in unknown.because] == [OLD]
    only_now = {each for each in NOW.rules[-1].instances(NOW.form) if each not in old}
    assert unknown.count == len(only_now) == 3 * 6  # the three parts of (六)其他处理
    passed = sum(dict(each.report.passes).get("汇总", 0) for each in compared.results)
    assert passed == len(list(NOW.rules[-1].instances(NOW.form))) - 18
    assert kin.lost() is None
