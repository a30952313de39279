"""What a rule file makes of a form: names, values, totals, texts as they stand."""

from fractions import Fraction
from pathlib import Path

import pytest

from reportcheck.form import BlankPolicy, Form, IdentityClue, Shape, Values
from reportcheck.formula import EACH, TOTAL, Aggregate, Call, Cell, Compare
from reportcheck.problem import RuleFileProblem
from reportcheck.rule import Pack, Severity, Tolerance
from reportcheck.rulefile.loading import load_bytes

CASES = Path(__file__).parent.parent / "cases" / "rulefile"


def pack(text: str) -> Pack:
    return load_bytes(text.encode(), "x.yaml")


def case(name: str) -> Pack:
    return load_bytes((CASES / name / "rules.yaml").read_bytes(), f"{name}.yaml")


def values(declared: str, whole: str = "number") -> Values:
    """What the cells of a column hold that declares these values in a form that declares those."""
    text = (
        f"form: x\nvalues: {whole}\ntables:\n- id: t\n  columns: [{{id: a, values: {declared}}}]\n"
    )
    return pack(text).form.tables[0].values_at(None, "a")


@pytest.mark.parametrize(
    ("declared", "meant"),
    [
        ("count", Values("count", places=0, min=0)),
        ("integer", Values("integer", places=0)),
        ("amount", Values("amount", places=2)),
        ("percent", Values("percent")),
        ("number", Values("number")),
        ("text", Values("text")),
        ("date", Values("date")),
        ("code", Values("code")),
    ],
)
def test_a_type_brings_its_own_bounds_and_places(declared: str, meant: Values) -> None:
    assert values(declared) == meant


def test_values_without_a_type_refine_what_is_inherited() -> None:
    assert values("{max: 9}", "count") == Values("count", places=0, min=0, max=9)
    assert values("{blank: zero}", "amount").blank is BlankPolicy.ZERO
    assert values("{blank: zero}", "amount").places == 2
    assert values("{type: number, blank: zero}", "amount").places is None


def test_places_of_a_percentage_are_counted_as_it_is_written() -> None:
    assert values("{type: percent, places: 1}").places == 3
    assert values("{places: 0}", "percent").places == 2
    assert values("percent").places is None
    assert values("{blank: zero}", "{type: percent, places: 1}").places == 3


def test_bounds_are_exact() -> None:
    read = values("{type: number, min: -0.1, max: 12.5%}")
    assert (read.min, read.max) == (Fraction(-1, 10), Fraction(1, 8))
    assert values("{type: amount, max: 1000000000000.01}").max == Fraction(100000000000001, 100)


def test_marks_and_codes_are_the_texts_that_stand_there() -> None:
    marks = '{not_available: ["/", —], suppressed: x}'
    read = values(f"{{type: code, one_of: [01, no, 1.10], marks: {marks}}}")
    assert read.one_of == ("01", "no", "1.10")
    assert read.marks == (("/", "not_available"), ("—", "not_available"), ("x", "suppressed"))


def test_nothing_declared_is_a_number() -> None:
    form = pack("form: x\ntables:\n- id: t\n  columns: [a]\n").form
    assert form.tables[0].values_at(None, "a") == Values("number")


def test_the_nearest_values_win() -> None:
    form = pack(
        """\
form: x
values: count
tables:
- id: t
  values: {max: 5}
  columns: [a, b]
  rows:
  - plain
  - label: heading
    values: {max: 7}
    items:
    - below
    - {label: own, values: text}
"""
    ).form
    table = form.tables[0]
    assert table.values_at("plain", "a") == Values("count", places=0, min=0, max=5)
    assert table.values_at("below", "b").max == 7
    assert table.values_at("own", "a") == Values("text")
    assert table.rows is not None
    assert [item.name for item in table.rows.slots] == ["plain", "heading", "below", "own"]


def test_texts_keep_their_look() -> None:
    kept = case("text-kept")
    assert kept.form.version == "1.10"
    assert kept.form.tables[0].id == "no"
    assert kept.form.tables[0].title == "0010"
    assert [item.label for item in kept.form.tables[0].columns.items] == [
        "yes", "on", "~", "null", "0x10", "1_000", "2001-01-01", "1.10",
    ]  # fmt: skip
    assert kept.rules[0].tags == ("off", "1.0")
    assert kept.rules[0].basis == "true"
    assert kept.rules[0].table == "no"


def test_a_bare_text_is_id_and_label_and_like_repeats_items() -> None:
    columns = case("like").form.tables[0].columns
    assert [item.name for item in columns.all] == [
        "行政复议", "行政复议.结果维持", "行政复议.结果纠正", "行政复议.总计", "行政诉讼",
        "未经复议直接起诉", "未经复议直接起诉.结果维持", "未经复议直接起诉.结果纠正",
        "未经复议直接起诉.总计", "复议后起诉", "复议后起诉.结果维持", "复议后起诉.结果纠正",
        "复议后起诉.总计", "全部", "全部.结果维持", "全部.结果纠正", "全部.总计",
    ]  # fmt: skip
    assert columns.by_name["复议后起诉.总计"].total
    assert columns.by_name["全部.结果维持"].values == Values("number", places=1)
    assert columns.by_name["全部.结果纠正"].values == Values("count", places=0, min=0)


def test_each_repeated_total_adds_up_its_own_neighbours() -> None:
    rule = next(rule for rule in case("like").rules if rule.id == "复议诉讼.复议后起诉.总计")
    assert rule.subject == "复议后起诉.总计"
    assert rule.check == Compare(
        "=",
        Cell("复议诉讼", None, "复议后起诉.总计"),
        Call(
            "sum",
            (
                Cell("复议诉讼", None, "复议后起诉.结果维持"),
                Cell("复议诉讼", None, "复议后起诉.结果纠正"),
            ),
            start=0,
            end=3,
        ),
    )


def test_optional_headings_have_optional_items() -> None:
    text = "form: x\ntables:\n- id: t\n  columns: [{id: h, optional: true, items: [a]}, b]\n"
    columns = pack(text).form.tables[0].columns
    assert [item.optional for item in columns.all] == [True, True, False]


def test_a_total_without_equals_is_left_out_of_sums() -> None:
    text = (
        "form: x\ntables:\n- id: t\n  columns: [a, {id: t, total: true}, {id: s, equals: sum(*)}]\n"
    )
    made = pack(text)
    assert [rule.id for rule in made.rules] == ["t.s"]
    cells = list(made.rules[0].check.right.arguments)  # type: ignore[union-attr]
    assert cells == [Cell("t", EACH, "a")]


def test_an_item_that_adds_up_may_say_it_is_no_total() -> None:
    text = (
        "form: x\ntables:\n- id: t\n  columns:\n"
        "  - {id: a, equals: b * 2, total: false}\n  - b\n  - {id: s, equals: sum(*)}\n"
    )
    made = pack(text)
    assert [item.total for item in made.form.tables[0].columns.items] == [False, False, True]
    assert len(made.rules[1].check.right.arguments) == 2  # type: ignore[union-attr]


def test_one_name_that_adds_up_on_both_axes_gives_two_rules() -> None:
    made = pack(
        "form: x\ntables:\n- id: t\n"
        "  columns: [a, {id: all, equals: sum(*)}]\n  rows: [b, {id: all, equals: sum(*)}]\n"
    )
    assert [(rule.id, rule.each) for rule in made.rules] == [
        ("t.rows.all", "column"),
        ("t.columns.all", "row"),
    ]


def test_shapes_of_tables() -> None:
    form = case("records-and-form").form
    front, payments = form.tables
    assert (front.shape, payments.shape) == (Shape.ONE, Shape.RECORDS)
    assert payments.key == ("agency", "year")
    assert payments.total_where is not None
    assert payments.total_text == "agency = '合计'"


def test_a_total_row_is_a_rule_over_counts_and_amounts_outside_the_key() -> None:
    made = case("records-and-form")
    rule = next(rule for rule in made.rules if rule.origin == "total_row")
    assert rule.id == "payments.total_row"
    assert list(rule.instances(made.form)) == ["q1", "q2", "total"]
    assert rule.check == Compare(
        "=",
        Cell("payments", TOTAL, EACH),
        Aggregate("sum", "payments", Cell("payments", EACH, EACH), None),
    )


def test_a_rule_says_all_it_is_given() -> None:
    rule = pack(
        """\
form: x
tables:
- id: t
  columns: [{id: a, values: amount}, {id: b, values: amount}]
rules:
- id: r
  table: t
  each: row
  where: a > 0
  check: a = b
  severity: warning
  tolerance: 1%
  say: a is {left}
  why:
    zh: 因为
    en: because
  basis: a circular
  tags: [money, yearly]
  effective: {from: 2020, to: 2024}
  status: suspended
"""
    ).rules[0]
    assert rule.severity is Severity.WARNING
    assert rule.tolerance == Tolerance("percent", Fraction(1, 100))
    assert rule.say == {"": "a is {left}"}
    assert rule.why == {"zh": "因为", "en": "because"}
    assert rule.fix == {}
    assert rule.where_text == "a > 0"
    assert rule.tags == ("money", "yearly")
    assert rule.effective == ("2020", "2024")
    assert rule.suspended
    assert (rule.path, rule.line) == ("x.yaml", 6)


def test_the_only_table_need_not_be_named() -> None:
    text = "form: x\ntables:\n- id: t\n  columns: [a]\nrules:\n- {id: r, each: row, check: a = 1}\n"
    assert pack(text).rules[0].table == "t"


def test_a_form_without_rules_is_fine() -> None:
    assert pack("form: x\ntables:\n- id: t\n  columns: [a]\n").rules == ()


def test_identity_clues_keep_their_order() -> None:
    form: Form = pack(
        "form: x\ntables: [{id: t, columns: [a]}]\nidentity:\n  agency:\n"
        "  - right_of: 单位\n  - filename: '^(?P<agency>.+?)(?=\\d)'\n  period: []\n"
    ).form
    assert form.agency == (
        IdentityClue("right_of", "单位"),
        IdentityClue("filename", r"^(?P<agency>.+?)(?=\d)"),
    )
    assert form.period == ()


def test_cases_may_stand_in_a_file() -> None:
    text = (
        "form: x\ntables: [{id: t, columns: [a]}]\nrules:\n- id: r\n  each: row\n  check: a = 1\n"
        "  cases:\n  - {values: {a: 1}, expect: pass}\n"
    )
    assert len(pack(text).rules) == 1


def test_a_rule_may_ask_the_agencies_below() -> None:
    text = (
        "form: x\ntables: [{id: t, rows: one, columns: [a, b]}]\n"
        "rules:\n- {id: r, check: a = sum(children(a))}\n"
        "- {id: all, each: cell, check: cell = sum(children(cell))}\n"
    )
    one, every = pack(text).rules
    assert one.needs_children
    assert every.needs_children
    assert one.across
    assert not one.back
    assert len(list(every.instances(pack(text).form))) == 2


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("exact", Tolerance()),
        ("absolute", Tolerance("absolute", Fraction(1, 20))),
        ("percent", Tolerance("percent", Fraction(1, 100))),
        ("conditional", Tolerance("rounding")),
        ("scaled", Tolerance("rounding")),
    ],
)
def test_tolerances(written: str, meant: Tolerance) -> None:
    rules = {rule.id: rule for rule in case("tolerances").rules}
    assert rules[written].tolerance == meant


def test_what_is_missing_in_other_reports_is_beyond_a_rule() -> None:
    text = (
        "form: x\ntables: [{id: t, rows: one, columns: [a]}]\n"
        "rules:\n- {id: r, check: a = sum(children(a)), missing: zero}\n"
    )
    with pytest.raises(RuleFileProblem) as caught:
        pack(text)
    assert [each.code for each in caught.value.mistakes] == ["missing-of-children"]
