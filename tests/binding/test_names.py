"""What a name means on a form, and what is said where it means nothing, or more than one thing."""

from pathlib import Path

import pytest

from reportcheck.formula import EACH, Aggregate, Call, Cell, Compare, Node, walk
from reportcheck.problem import RuleFileProblem
from reportcheck.rule import Pack, Rule
from reportcheck.rulefile import load

FORM = """
form: demo
values: count
tables:
- id: 人员
  columns:
  - 男
  - 女
  - label: 合计
    equals: sum(*)
  rows:
  - label: 在编
    items:
    - 甲类
    - 乙类
    - label: 小计
      equals: sum(*)
  - label: 编外
    items: [甲类, 丙类]
  - label: 外聘
    optional: true
  - label: 总计
    equals: 小计 + 编外.甲类 + 丙类 + 外聘
- id: 另表
  columns: [男, 女, 合计]
  rows: [甲, 乙]
- id: 摘要
  rows: one
  columns: [人数, 次数]
- id: 名册
  key: [编号]
  columns:
  - {id: 编号, values: text}
  - {id: 类别, values: {type: code, one_of: [A, B]}}
  - {id: 日期, values: date}
  - {id: 金额, values: amount}
  - {id: 限额, values: amount}
rules:
- id: probe
"""


def bound(tmp_path: Path, *lines: str) -> Rule:
    """Load the form with one rule of these lines, and return it."""
    path = tmp_path / "demo.yaml"
    path.write_text(FORM + "".join(f"  {line}\n" for line in lines), encoding="utf-8")
    pack: Pack = load(str(path))
    return next(rule for rule in pack.rules if rule.id == "probe")


def faults(tmp_path: Path, *lines: str) -> list[tuple[str, dict[str, object]]]:
    with pytest.raises(RuleFileProblem) as caught:
        bound(tmp_path, *lines)
    return [(mistake.code, dict(mistake.facts)) for mistake in caught.value.mistakes]


def cells(node: Node) -> list[tuple[str | None, str]]:
    return [(each.row, each.column) for each in walk(node) if isinstance(each, Cell)]


@pytest.mark.parametrize(
    ("each", "check", "expected"),
    [
        ("column", "丙类 <= 总计", [("丙类", EACH), ("总计", EACH)]),
        ("row", "男 <= 合计", [(EACH, "男"), (EACH, "合计")]),
        ("column", "在编.甲类 <= 小计", [("在编.甲类", EACH), ("小计", EACH)]),
        ("column", "sum(在编) = 小计", [("在编.甲类", EACH), ("乙类", EACH), ("小计", EACH)]),
        (
            "column",
            "sum(乙类..外聘) = 小计",
            [("乙类", EACH), ("编外.甲类", EACH), ("丙类", EACH), ("外聘", EACH), ("小计", EACH)],
        ),
        ("row", "sum(男..女) = 合计", [(EACH, "男"), (EACH, "女"), (EACH, "合计")]),
        ("column", "总计 <= 另表::甲", [("总计", EACH), ("甲", EACH)]),
        ("row", "男 = 总计[男]", [(EACH, "男"), ("总计", "男")]),
    ],
)
def test_a_name_is_the_item_of_the_axis_the_rule_reads(
    tmp_path: Path, each: str, check: str, expected: list[tuple[str | None, str]]
) -> None:
    rule = bound(tmp_path, "table: 人员", f"each: {each}", "check: >-", f"  {check}")
    assert cells(rule.check) == expected


def test_row_and_column_together_need_no_each(tmp_path: Path) -> None:
    rule = bound(tmp_path, "check: >-", "  人员::总计[合计] >= 摘要::人数 + 另表::甲[女]")
    assert cells(rule.check) == [("总计", "合计"), (None, "人数"), ("甲", "女")]


def test_a_group_of_rows_takes_a_column_and_a_row_a_group_of_columns(tmp_path: Path) -> None:
    rule = bound(tmp_path, "table: 人员", "check: >-", "  sum(编外[男]) <= 总计[男]")
    assert cells(rule.check) == [("编外.甲类", "男"), ("丙类", "男"), ("总计", "男")]


def test_totals_leave_out_totals_and_stand_for_their_own_comparison(tmp_path: Path) -> None:
    path = tmp_path / "demo.yaml"
    path.write_text(FORM.replace("rules:\n- id: probe\n", ""), encoding="utf-8")
    rules = {rule.id: rule for rule in load(str(path)).rules}
    assert set(rules) == {"人员.合计", "人员.小计", "人员.总计"}
    assert cells(rules["人员.合计"].check) == [(EACH, "合计"), (EACH, "男"), (EACH, "女")]
    assert cells(rules["人员.小计"].check) == [
        ("小计", EACH),
        ("在编.甲类", EACH),
        ("乙类", EACH),
    ]


SUBTOTALS = """
form: demo
values: count
tables:
- id: t
  columns: [n]
  rows:
  - label: 卫生
    items: [医生, 护士]
    equals: sum(*)
  - 学校
  - label: 合计
    equals: sum(*)
rules:
- {id: probe, table: t, each: column, check: 'sum(医生..学校) = sum(卫生) + 学校'}
"""


def test_the_parts_of_a_subtotal_are_added_up_and_the_subtotal_is_not(tmp_path: Path) -> None:
    path = tmp_path / "demo.yaml"
    path.write_text(SUBTOTALS, encoding="utf-8")
    rules = {rule.id: [row for row, _ in cells(rule.check)] for rule in load(str(path)).rules}
    assert rules == {
        "t.卫生": ["卫生", "医生", "护士"],
        "t.合计": ["合计", "医生", "护士", "学校"],
        "probe": ["医生", "护士", "学校", "医生", "护士", "学校"],
    }


def test_the_period_before_is_a_property_of_the_cell(tmp_path: Path) -> None:
    rule = bound(
        tmp_path,
        "table: 人员",
        "each: column",
        "check: >-",
        "  总计 = prev(sum(编外)) + prev(小计)",
    )
    assert isinstance(rule.check, Compare)
    assert [(each.row, each.period) for each in walk(rule.check) if isinstance(each, Cell)] == [
        ("总计", 0),
        ("编外.甲类", 1),
        ("丙类", 1),
        ("小计", 1),
    ]
    assert rule.across
    grown = bound(tmp_path, "table: 摘要", "check: >-", "  人数 >= prev(count(名册))")
    assert grown.across


def test_records_are_reached_one_by_one_or_through_aggregates(tmp_path: Path) -> None:
    own = bound(
        tmp_path, "table: 名册", "each: row", "check: >-", "  if 类别 = 'A' then 金额 <= 限额"
    )
    assert cells(own.check) == [(EACH, "类别"), (EACH, "金额"), (EACH, "限额")]
    other = bound(
        tmp_path,
        "table: 摘要",
        "check: >-",
        "  人数 = count(名册) + count(名册::金额 where 类别 = 'B') + sum(名册::金额 - 名册::限额)",
    )
    aggregates = [each for each in walk(other.check) if isinstance(each, Aggregate)]
    assert [(each.function, each.value is None, each.where is None) for each in aggregates] == [
        ("count", True, True),
        ("count", False, False),
        ("sum", False, True),
    ]
    share = bound(
        tmp_path, "table: 名册", "each: row", "check: >-", "  金额 <= sum(名册::金额) * 50%"
    )
    assert [each.table for each in walk(share.check) if isinstance(each, Aggregate)] == ["名册"]


def test_a_list_may_be_written_with_or_without_brackets(tmp_path: Path) -> None:
    rules = [
        bound(tmp_path, "table: 名册", "each: row", "check: >-", f"  one_of(类别, {listed})")
        for listed in ("['A', 'B']", "'A', 'B'")
    ]
    assert rules[0].check == rules[1].check
    assert isinstance(rules[0].check, Call)


@pytest.mark.parametrize(
    ("lines", "check", "code", "fact"),
    [
        (["table: 人员", "each: column"], "丙 = 总计", "unknown-name", ("suggestion", "丙类")),
        (["table: 人员", "each: column"], "男 = 女", "wrong-axis", ("name", "男")),
        (
            ["table: 人员", "each: column"],
            "甲类 = 总计",
            "ambiguous-name",
            ("paths", ["在编.甲类", "编外.甲类"]),
        ),
        (["table: 人员", "each: column"], "在编 = 总计", "heading-has-no-value", ("name", "在编")),
        (["table: 人员"], "丙类 = 总计", "needs-each", ("each", "column")),
        (["table: 人员"], "男 = 女", "needs-each", ("each", "row")),
        (
            ["table: 人员", "each: column"],
            "人眼::丙类 = 1",
            "unknown-table",
            ("suggestion", "人员"),
        ),
        ([], "人数 = 次数", "table-not-said", ("name", "人数")),
        (
            ["table: 人员", "each: column"],
            "sum(小计..外聘) = 1",
            "range-ends-in-total",
            ("name", "小计"),
        ),
        (
            ["table: 人员", "each: column"],
            "sum(外聘..乙类) = 1",
            "range-backwards",
            ("first", "外聘"),
        ),
        (["table: 人员", "each: column"], "sum(*) = 1", "star-outside-equals", None),
        (
            ["table: 人员", "each: column"],
            "summ(在编) = 1",
            "unknown-function",
            ("suggestion", "sum"),
        ),
        (["table: 人员", "each: column"], "round(丙类, 1, 2) = 1", "argument-count", ("given", 3)),
        (
            ["table: 人员", "each: column"],
            "abs(丙类, 1) = 1",
            "argument-count-exactly",
            ("least", 1),
        ),
        (["table: 人员", "each: column"], "one_of(丙类)", "too-few-arguments", ("least", 2)),
        (["table: 人员", "each: column"], "丙类 + 总计", "type-mix", ("expected", "condition")),
        (["table: 人员", "each: column"], "丙类 = 'A'", "sides-differ", ("expected", "number")),
        (["table: 人员", "each: column"], "1 = 1", "constant-formula", None),
        (
            ["table: 人员", "each: row"],
            "男 = 名册::金额",
            "records-need-aggregate",
            ("table", "名册"),
        ),
        (
            ["table: 摘要", "each: column"],
            "人数 = 次数",
            "each-matches-nothing",
            ("each", "column"),
        ),
        (["table: 名册", "each: row"], "类别 = 'C'", "not-on-the-list", ("found", "C")),
        (
            ["table: 名册", "each: row"],
            "one_of(类别, ['A', 'D'])",
            "not-on-the-list",
            ("found", "D"),
        ),
        (["table: 名册", "each: row"], "类别 < 'B'", "text-has-no-order", ("operator", "<")),
        (["table: 名册", "each: row"], "日期 > '2024年'", "date-form", ("found", "2024年")),
        (["table: 名册", "each: row"], "金额 + 类别 = 1", "type-mix", ("found", "text")),
        (
            ["table: 名册", "each: row"],
            "matches(编号, '(?=x)')",
            "bad-pattern",
            ("pattern", "(?=x)"),
        ),
        (["table: 名册", "each: row"], "one_of(金额, ['A'])", "type-mix", ("expected", "number")),
        (["table: 名册", "each: row"], "金额 = prev(金额)", "previous-of-records", None),
        (
            ["table: 人员", "each: column"],
            "丙类 = children(丙类)",
            "children-outside-aggregate",
            None,
        ),
        (["table: 人员", "each: column"], "丙类 = mean(children(编外))", "children-of-group", None),
        (
            ["table: 人员", "each: column"],
            "丙类 = count(children(丙类), 1)",
            "children-alone",
            None,
        ),
        (["table: 人员", "each: column"], "丙类 = sum(children(丙类, 1))", "children-one", None),
        (
            ["table: 人员", "each: column"],
            "丙类 = sum(children(prev(丙类)))",
            "children-of-previous",
            None,
        ),
        (
            ["table: 人员", "each: column"],
            "丙类 = prev(sum(children(丙类)))",
            "children-of-previous",
            None,
        ),
        (
            ["table: 人员", "each: column"],
            "丙类 = prev(丙类) + sum(children(丙类))",
            "children-beside-previous",
            None,
        ),
        (
            ["table: 人员", "each: column", "where: prev(丙类) > 0"],
            "丙类 = sum(children(丙类))",
            "children-beside-previous",
            None,
        ),
        (
            ["table: 人员", "each: column"],
            "丙类 = sum(children(sum(children(丙类))))",
            "children-of-children",
            None,
        ),
        (
            ["table: 人员", "each: column"],
            "丙类 = sum(children(丙类) where 1 = 1)",
            "children-where",
            None,
        ),
        (["table: 名册", "each: row"], "金额 = sum(children(金额))", "children-of-records", None),
        (["table: 名册"], "1 = sum(children(金额))", "records-need-each", None),
        (["table: 名册"], "金额 = 金额 + 金额", "records-need-each", ("table", "名册")),
        (["table: 人员", "each: column"], "丙类 = sum(children(丁类))", "unknown-name", None),
        (["table: 人员", "each: cell"], "丙类 = 1", "needs-row-and-column", ("name", "丙类")),
        (["table: 名册", "each: cell"], "cell = 1", "each-matches-nothing", None),
        (["table: 人员", "each: column"], "unique(丙类)", "unique-needs-records", None),
        (["table: 人员", "each: column"], "round(丙类, 0.5) = 1", "places-not-whole", None),
    ],
)
def test_what_means_nothing_is_refused_with_the_reason(
    tmp_path: Path, lines: list[str], check: str, code: str, fact: tuple[str, object] | None
) -> None:
    found = faults(tmp_path, *lines, "check: >-", f"  {check}")
    assert {each for each, _ in found} == {code}
    if fact:
        assert found[0][1][fact[0]] == fact[1]
