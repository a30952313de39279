"""Mistakes that many make are answered with what to write instead."""

from pathlib import Path

import pytest

from reportcheck.diagnosing import diagnose
from reportcheck.problem import Mistake, RuleFileProblem
from reportcheck.rulefile import load
from reportcheck.rulefile.loading import load_bytes
from reportcheck.wording import mistake

TABLE = "form: x\nvalues: count\ntables:\n- id: t\n  columns: [a, b]\n  rows: [r, s]\nrules:\n"


def mistakes(text: str) -> tuple[Mistake, ...]:
    with pytest.raises(RuleFileProblem) as caught:
        load_bytes(text.encode(), "x.yaml")
    return caught.value.mistakes


def of_values(values: str) -> list[tuple[str, object]]:
    text = f"form: x\ntables:\n- id: t\n  columns: [{{id: a, values: {values}}}]\n"
    return [(each.code, each.facts.get("suggestion")) for each in mistakes(text)]


def of_check(check: str) -> list[str]:
    return [each.code for each in mistakes(f"{TABLE}- id: q\n  each: row\n  check: {check}\n")]


def test_a_kind_of_mark_that_nobody_knows_is_a_mistake() -> None:
    assert of_values("{type: count, marks: {supressed: [x]}}") == [("unknown-mark", "suppressed")]
    assert of_values("{type: count, marks: {bananas: [x]}}") == [("unknown-mark", None)]


def test_an_empty_cell_of_text_is_no_zero() -> None:
    for type_ in ("text", "code", "date"):
        assert of_values(f"{{type: {type_}, blank: zero}}") == [("blank-zero-of-text", None)]


@pytest.mark.parametrize(
    ("values", "code", "way"),
    [
        ("{type: integer, one_of: [1, 2]}", "list-of-numbers", "one_of(x, [1, 2])"),
        ("{type: date, min: 2024}", "bound-of-dates", "x >= '2024-01-01'"),
        ("{type: text, min: 1}", "not-for-type", "but with amount"),
    ],
)
def test_what_only_a_rule_can_say_of_a_value_is_told_with_the_rule(
    values: str, code: str, way: str
) -> None:
    (found,) = mistakes(f"form: x\ntables:\n- id: t\n  columns: [{{id: a, values: {values}}}]\n")

    assert (found.code, way in mistake(found, "en")) == (code, True)


def test_a_misspelt_field_is_told_once() -> None:
    assert of_values("{type: cuont, place: 2}") == [
        ("unknown-value", "count"),
        ("unknown-field", "places"),
    ]


@pytest.mark.parametrize(
    ("check", "code"),
    [
        ("if a > 0 b > 0", "formula-then-missing"),
        ("if a > 0 not b = 0", "formula-then-missing"),
        ("if a > 0 (b > 0)", "formula-then-missing"),
        ("if a > 0 b > 0 then b > 0", "formula-unexpected"),
        ("if a > 0 ; b > 0", "formula-unexpected"),
        ("a > 0 b > 0", "formula-unexpected"),
        ("if a > 0", "formula-ends-early"),
    ],
)
def test_where_then_is_missing_it_is_said(check: str, code: str) -> None:
    assert of_check(check) == [code]


def test_names_of_the_other_axis_are_told_by_what_they_are() -> None:
    (bare,) = mistakes(f"{TABLE}- {{id: q, each: column, check: a > 1}}\n")
    (within,) = mistakes(f"{TABLE}- {{id: q, check: 'r[s] > 1'}}\n")

    assert "with each: column the name of a row is wanted here, and a is a column" in mistake(
        bare, "en"
    )
    assert "row[column] has a column here, and s is a row" in mistake(within, "en")


def test_an_id_that_is_taken_names_the_line_of_the_first() -> None:
    (twice,) = mistakes("form: x\ntables:\n- id: t\n  columns:\n  - a\n  - b\n  - a\n")

    assert "a is taken by line 5" in mistake(twice, "en")


@pytest.mark.parametrize("field", ["tolerance: rounding", "severity: warning", "say: x"])
def test_fields_of_rules_at_an_item_say_to_write_a_rule(field: str) -> None:
    text = f"form: x\ntables:\n- id: t\n  columns: [a, {{id: s, equals: sum(*), {field}}}]\n"

    assert [each.code for each in mistakes(text)] == ["field-of-rules"]


def remarks(folder: Path, text: str) -> list[tuple[str, list[str]]]:
    path = folder / "x.yaml"
    path.write_text(text, encoding="utf-8")
    return [(each.kind, [part.rule for part in each.about]) for each in diagnose(load(str(path)))]


def test_a_star_that_takes_the_items_behind_a_total_is_told(tmp_path: Path) -> None:
    rows = "[a, b, {id: half, equals: sum(*)}, c, {id: whole, equals: sum(*)}]"
    text = f"form: x\nvalues: count\ntables:\n- id: t\n  columns: [q]\n  rows: {rows}\n"

    assert ("summed-twice", ["t.half", "t.whole"]) in remarks(tmp_path, text)
    assert not remarks(tmp_path, text.replace("half, equals: sum(*)", "half, equals: sum(a..b)"))


@pytest.mark.parametrize(
    ("columns", "kinds"),
    [
        ("full, part, 'of which: women'", ["parts-added"]),
        ("full, part, {id: w, label: 其中：女}", ["parts-added"]),
        ("{id: w, label: 其中：全职}, part", []),  # the first of a whole breakdown
        ("full, part, {id: w, label: 其中：女, total: true}", []),
        ("rooms, halls, {id: area, values: {type: number, unit: m²}}", ["units-added"]),
        ("{id: a, values: {unit: 万元}}, {id: b, values: {unit: 元}}", ["units-added"]),
        ("{id: a, values: {unit: t}}, {id: b, values: {unit: tonnes}}", []),
    ],
)
def test_a_star_that_takes_parts_of_others_or_other_units_is_told(
    tmp_path: Path, columns: str, kinds: list[str]
) -> None:
    total = "{id: total, equals: sum(*)}"
    head = "form: x\nvalues: count\ntables:\n- id: t\n  rows: [r, s]\n"
    text = f"{head}  columns: [{columns}, {total}]\n"
    told = remarks(tmp_path, text)
    assert [kind for kind, _ in told if kind.endswith("-added")] == kinds
    written = text.replace("sum(*)", "sum(full..part)")
    if "full, part" in columns:
        assert not [kind for kind, _ in remarks(tmp_path, written) if kind.endswith("-added")]


def test_a_rate_is_no_unit_of_what_it_is_multiplied_with(tmp_path: Path) -> None:
    head = """
form: x
tables:
- id: t
  values: amount
  columns: [net, tax, {id: rate, values: {type: percent, places: 1}}]
rules:
- {id: tax, each: row, check: tax = net * rate, tolerance: """

    assert "wide-tolerance" not in [kind for kind, _ in remarks(tmp_path, head + "0.01}\n")]
    assert ("wide-tolerance", ["tax"]) in remarks(tmp_path, head + "0.02}\n")


@pytest.mark.parametrize(
    ("check", "code", "hint"),
    [
        ("a in [1, 2]", "formula-foreign", "one_of(x, ['A', 'B'])"),
        ("a not in [1, 2]", "formula-foreign", "not one_of(x, ['A', 'B'])"),
        ("a LIKE 'x%'", "formula-foreign", "matches(x, 'A.*')"),
        ("a is  null", "formula-foreign", "blank(x)"),
        ("a is not null", "formula-foreign", "filled(x)"),
        ("a = null", "unknown-name", "blank(x)"),
        ("a between 1 and 2", "formula-foreign", "1 <= x <= 2"),
        ("between(a, 1, 2)", "unknown-function", "1 <= x <= 2"),
        ("AVG(a, b) > 1", "unknown-function", "mean"),
        ("len(a) > 1", "unknown-function", "matches(x, '.{3}')"),
        ("frobnicate(a) > 1", "unknown-function", None),
        ("a ^ 2 = b", "formula-foreign", "x * x"),
        ("a ** 2 = b", "formula-foreign", "x * x"),
        ("a > 0 & b > 0", "formula-sign", "and"),
        ("a > 0 | b > 0", "formula-sign", "or"),
        ("a > 0 -> b > 0", "formula-foreign", "if … then …"),
        ("a > 0 implies b > 0", "formula-foreign", "if … then …"),
        ("a %in% c('A', 'B')", "formula-foreign", "one_of(x, ['A', 'B'])"),
        ("not is.na(a)", "formula-foreign", "blank(x)"),
        ("a = b where b > 0", "formula-where", None),
        ("if a > 0 then b > 0 else b = 0", "formula-else", None),
        ('a = "foo"', "unknown-name-quoted", None),
        ("a = foo", "unknown-name", None),
        ("a = r[foo]", "unknown-name", None),
    ],
)
def test_what_other_languages_write_is_answered_with_how_it_is_written_here(
    check: str, code: str, hint: str | None
) -> None:
    (found,) = mistakes(f"{TABLE}- id: q\n  table: t\n  each: row\n  check: '{quoted(check)}'\n")
    assert (found.code, found.facts.get("use", found.facts.get("suggestion"))) == (code, hint)


RECORDS = """
form: x
tables:
- id: t
  columns:
  - {id: a, values: number}
  - {id: b, values: number, optional: true}
  - {id: k, values: code}
  - {id: d, values: date}
- id: other
  columns: [{id: code, values: code}]
rules:
- id: q
"""


@pytest.mark.parametrize(
    ("check", "code", "column"),
    [
        ("k = A", "sides-differ-quotes", 5),
        ('k = "a"', "sides-differ-quotes", 5),
        ("a = k", "sides-differ", 5),
        ("k != 1", "sides-differ", 1),
        ("d >= 2024-01-01", "sides-differ-date", 1),
        ("sum(a) <= 100", "one-of-a-record", 1),
        ("count(k) = 2", "one-of-a-record", 1),
        ("a = sum(t::a where k = k)", "same-in-aggregate", 20),
        ("count(other where code = k) = 1", "name-around-aggregate", 26),
        ("count(other where other::code = t::k) = 1", "name-around-aggregate", 33),
    ],
)
def test_what_would_mean_something_else_among_records_is_told_where_it_stands(
    check: str, code: str, column: int
) -> None:
    head = f"{RECORDS}  table: t\n  each: row\n  check: "
    (found,) = mistakes(f"{head}>-\n    {check}\n")

    assert (found.code, found.column - 4) == (code, column)


def test_a_sum_of_one_optional_column_is_zero_where_it_is_absent() -> None:
    load_bytes(f"{RECORDS}  table: t\n  each: row\n  check: a >= sum(b)\n".encode(), "x.yaml")


def quoted(text: str) -> str:
    return text.replace("'", "''")


@pytest.mark.parametrize(
    ("values", "meant"),
    [
        ("{type: count, minimum: 3}", "min"),
        ("{type: code, enum: [A]}", "one_of"),
        ("{type: code, regex: A}", "pattern"),
        ("{type: count, bananas: 3}", None),
    ],
)
def test_fields_of_other_tools_are_answered_with_those_of_here(
    values: str, meant: str | None
) -> None:
    assert of_values(values) == [("unknown-field", meant)]


def test_what_may_stand_behind_a_fault_of_yaml_is_not_said_to_be_missing() -> None:
    assert [each.code for each in mistakes("form: [unclosed\n")] == ["yaml-syntax"]
    assert [each.code for each in mistakes("form: x\n")] == ["missing-field"]


def told(check: str, each: str = "each: row") -> str:
    (one,) = mistakes(f"{TABLE}- id: q\n  table: t\n  {each}\n  check: {check}\n")
    return mistake(one, "en")


def test_what_spreadsheets_and_others_write_is_answered_with_what_is_written_here() -> None:
    assert "write a..b" in told("sum(a:b) = b")
    assert "write 12.5" in told("a = b * 12,5%")
    assert "if … then …" in told("IF(a > 0, b > 0)")
    assert '"a sum"' in told("b = a sum")
    assert "say each: row" in told("a > 1", each="severity: error")
