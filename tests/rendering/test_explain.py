"""What is explained about rules and checks, with examples that are true."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from reportcheck.checking import CELL_AND_STRUCTURE_CHECKS
from reportcheck.finding import Verdict
from reportcheck.form import Form
from reportcheck.page import Lang, Page, plain
from reportcheck.problem import Problem
from reportcheck.rendering.example import examples
from reportcheck.rendering.explain import explain
from reportcheck.rendering.rules import listing
from reportcheck.rule import Pack, Rule, Tolerance
from reportcheck.rulefile import bundled, find
from tests.building import (
    AMOUNT,
    CODE,
    COUNT,
    form_of,
    form_table,
    pack_of,
    records_table,
    rule_of,
    total_rule,
)

SAMPLE = Path(__file__).parents[2] / "samples" / "grants.yaml"
# What is printed must not hang on where the checkout is.
GRANTS = tuple(
    replace(pack, rules=tuple(replace(rule, path="samples/grants.yaml") for rule in pack.rules))
    for pack in find(str(SAMPLE))
)
PACKS = (*bundled(), *GRANTS)
# Text that fits a pattern is not made up.
RULES = [(rule, pack) for pack in PACKS for rule in pack.rules if "matches(" not in rule.check_text]

PAYMENTS = form_of(
    records_table(
        "payments",
        {"kind": CODE, "q1": AMOUNT, "q2": AMOUNT, "total": AMOUNT},
        total="kind = 'ALL'",
    )
)


def told(name: str, packs: tuple[Pack, ...] = PACKS, lang: Lang = "en") -> str:
    return plain(explain(name, packs, Page(lang)))


@pytest.mark.parametrize(("rule", "pack"), RULES, ids=[rule.id for rule, _ in RULES])
def test_every_rule_of_ours_has_an_example_that_holds_and_one_that_does_not(
    rule: Rule, pack: Pack
) -> None:
    passing, failing = examples(rule, pack)
    assert passing is not None
    assert failing is not None
    assert failing.finding is not None
    assert failing.finding.verdict is Verdict.FAIL
    changed = [each for each in passing.filled if passing.filled[each] != failing.filled[each]]
    assert 1 <= len(changed) <= 2


@pytest.mark.parametrize(
    "rule",
    [
        rule_of(PAYMENTS, "total = q1 + q2", "payments", "row"),
        rule_of(PAYMENTS, "if kind = 'A' then total > 0", "payments", "row"),
        rule_of(PAYMENTS, "q1 >= 5", "payments", "row", where="kind = 'B'"),
        rule_of(PAYMENTS, "unique(kind)", "payments", "row"),
        rule_of(PAYMENTS, "sum(payments::q1 where kind = 'A') <= sum(payments::q2)"),
        total_rule("payments"),
    ],
    ids=lambda rule: rule.check_text,
)
def test_examples_of_records(rule: Rule) -> None:
    passing, failing = examples(rule, pack_of(PAYMENTS, rule))
    assert passing is not None
    assert failing is not None


def test_a_rule_that_cannot_hold_is_explained_without_example() -> None:
    form = form_of(form_table("t", ["a"], ["x"]))
    rule = rule_of(form, "a < a - 1", "t", "column")
    assert examples(rule, pack_of(form, rule)) == (None, None)
    assert "passes" not in told("r", (pack_of(form, rule),))


STOCK = """
form: stock
values: count
tables:
- id: stock
  columns: [Apples, Pears]
  rows: [Begin, In, Out, End]
- {id: sales, columns: [{id: boxes, values: count}, {id: price, values: count}]}
rules:
- id: balance
  table: stock
  each: column
  check: Begin + In - Out = End
  cases:
  - {values: {Begin: 30, In: 20, Out: 10, End: 40}, expect: pass}
  - {values: {Begin: 31, In: 21, Out: 11, End: 51}, expect: fail, todo: not yet}
  - {name: counted twice, values: {Begin: 30, In: 20, Out: 10, End: 50}, expect: fail}
- id: carried
  table: stock
  each: column
  check: Begin = prev(End)
  cases:
  - {values: {Begin: 71, prev(End): 93}, expect: fail}
- id: cheap
  table: sales
  each: row
  check: if boxes > 9 then price < 100
  cases:
  - {values: {boxes: 12, price: 300}, expect: pass}
  - {name: "many, dear", values: {boxes: 12, price: 301}, expect: fail}
"""


def test_the_cases_of_a_rule_file_are_its_examples(tmp_path: Path) -> None:
    (tmp_path / "stock.yaml").write_text(STOCK, "utf-8")
    packs = find(str(tmp_path / "stock.yaml"))
    balance = told("balance", packs)
    assert "passes  Apples: Begin = 30, In = 20, Out = 10, End = 40\n" in balance
    assert "End = 50  (counted twice)" in " ".join(balance.split("\n         "))
    assert "30 + 20 - 10 = 40; End[Apples] = 50" in " ".join(balance.split())
    assert "End = 51" not in balance

    carried = told("carried", packs)
    assert "fails  Apples: Begin = 71, prev(End) = 93" in carried
    assert "Begin[Apples] = 71; prev(End[Apples]) = 93" in " ".join(carried.split())
    assert "passes  Apples" in carried

    cheap = told("cheap", packs)
    assert "fails  boxes = 12, price = 301  (many, dear)" in cheap
    assert "price = 300" not in cheap  # a case that does not end as it says


@pytest.mark.parametrize("check", CELL_AND_STRUCTURE_CHECKS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_check_is_explained(check: str, lang: Lang) -> None:
    text = told(check, lang=lang)
    assert text.splitlines()[0] == check
    assert len(text.splitlines()) >= 3
    assert "{" not in text


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["申请.总计", "收办平衡", "结转衔接", "kind-b-is-small", "blank"])
def test_explanations(name: str, lang: Lang, snapshot: SnapshotAssertion) -> None:
    assert told(name, lang=lang) == snapshot


@pytest.mark.parametrize(
    ("tolerance", "words"),
    [
        (Tolerance("absolute", 5), "within  5"),
        (Tolerance("percent", 1), "within  100%"),
        (Tolerance("rounding"), "what rounding the figures may cause"),
    ],
)
def test_a_tolerance_is_told(tolerance: Tolerance, words: str) -> None:
    form: Form = form_of(form_table("t", ["a", "b"], ["x"], COUNT))
    rule = rule_of(form, "a = b", "t", "column", tolerance=tolerance)
    assert words in told("r", (pack_of(form, rule),))


def test_a_condition_on_records_is_told() -> None:
    rule = rule_of(PAYMENTS, "q1 >= 5", "payments", "row", where="kind = 'B'")
    assert "(only where kind = 'B')" in told("r", (pack_of(PAYMENTS, rule),))


def test_a_name_that_nothing_bears_is_refused_with_the_nearest() -> None:
    with pytest.raises(Problem) as refusal:
        explain("申请.总", PACKS, Page("en"))
    assert refusal.value.facts["suggestion"] == "申请.总计"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_list_of_rules(lang: Lang, snapshot: SnapshotAssertion) -> None:
    assert plain(listing(PACKS, Page(lang))) == snapshot


def test_a_suspended_rule_is_listed_as_such() -> None:
    from dataclasses import replace

    rule = replace(rule_of(PAYMENTS, "q1 >= 5", "payments", "row"), suspended=True)
    assert "suspended" in plain(listing((pack_of(PAYMENTS, rule),), Page("en")))


def test_of_many_cells_those_that_are_nought_are_left_out() -> None:
    assert "all others 0" in told("申请.办理总计")


def test_cells_that_share_neither_row_nor_column_are_named_in_full() -> None:
    form = form_of(form_table("t", ["a", "b"], ["x", "y"], COUNT))
    rule = rule_of(form, "a[x] = b[y]")
    assert "a[x] = " in told("r", (pack_of(form, rule),))


def test_a_rule_without_comparison_is_told_by_its_values() -> None:
    form = form_of(form_table("t", ["a", "b"], ["x"], COUNT))
    rule = rule_of(form, "a > 1 or b > 1", "t", "column")
    text = told("r", (pack_of(form, rule),))
    assert "this should hold: a > 1 or b > 1" in text
    assert "(A" not in text


def test_the_way_to_more_names_the_rule_files() -> None:
    told_with = plain(listing(PACKS, Page("en"), ("a.yaml", "my rules/b.yaml")))
    assert "explain RULE --rules a.yaml --rules 'my rules/b.yaml'" in " ".join(told_with.split())
    assert told_with != plain(listing(PACKS, Page("en")))


EXAMPLES = """
form: x
tables:
- id: spent
  values: count
  rows: one
  columns: [North, South]
- id: paid
  columns:
  - {id: region, values: text}
  - {id: sum, values: count}
  - {id: day, values: date}
rules:
- {id: south, table: spent, check: "South = sum(paid::sum where region = 'South')"}
- {id: in-2031, table: paid, each: row, check: "day >= '2031-01-01' and day <= '2031-12-31'"}
"""


@pytest.mark.parametrize(
    ("rule", "passes", "fails"),
    [
        ("south", "= South", "= South"),
        ("in-2031", "day = 2031-", "; should be at least 2031-01-01"),
    ],
)
def test_an_example_is_about_what_the_rule_names(
    rule: str, passes: str, fails: str, tmp_path: Path
) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(EXAMPLES, encoding="utf-8")
    words = " ".join(told(rule, tuple(find(str(path)))).split())

    passing, failing = words.partition(" passes ")[2].split(" fails ")
    assert passes in passing
    assert fails in failing
