"""Which rows and columns a rule goes over: those of its kind, less those that are named."""

from pathlib import Path

import pytest

from reportcheck.diagnosing import diagnose
from reportcheck.formula import Cell, walk
from reportcheck.page import Lang, Page, plain
from reportcheck.problem import RuleFileProblem
from reportcheck.rendering.explain import explain
from reportcheck.rendering.form_page import form_page
from reportcheck.rule import Pack, Rule
from reportcheck.rulefile import load, pack_from_json, pack_to_json

FORM = """
form: wages
values: count
tables:
- id: t
  corner: 指标名称
  columns:
  - {id: 单位, label: 计量单位, values: text}
  - {id: 代码, values: code}
  - {id: 填报日期, values: date}
  - {id: 合计, equals: sum(*)}
  - 国有
  - label: 其他
    items: [集体, 私营]
  - {id: 增长率, values: {type: percent, blank: unknown}}
  rows:
  - 人数
  - 女性
  - {id: 男性, values: count}
  - {id: 工资, values: amount}
  - {id: 平均, values: {type: number, places: 1}}
- id: 去年
  columns: [单位, 代码, 填报日期, 合计, 国有, {label: 其他, items: [集体, 私营]}, 增长率]
  rows: [人数, 女性]
"""
FIGURES = ["合计", "国有", "集体", "私营", "增长率"]
ALL = ["单位", "代码", "填报日期", *FIGURES]


def pack_of(folder: Path, *rules: str) -> Pack:
    path = folder / "wages.yaml"
    written = "".join(f"- {{id: r{number}, {rule}}}\n" for number, rule in enumerate(rules))
    path.write_text(FORM + ("rules:\n" + written if rules else ""), encoding="utf-8")
    return load(str(path))


def over(folder: Path, rule: str) -> list[object]:
    pack = pack_of(folder, f"table: t, {rule}")
    return list(one(pack, "r0").instances(pack.form))


def one(pack: Pack, name: str) -> Rule:
    return next(rule for rule in pack.rules if rule.id == name)


def mistakes(folder: Path, *rules: str) -> list[tuple[str, object]]:
    with pytest.raises(RuleFileProblem) as caught:
        pack_of(folder, *rules)
    found = ((each.code, each.facts.get("name")) for each in caught.value.mistakes)
    return list(dict.fromkeys(found))


@pytest.mark.parametrize(
    ("check", "lines"),
    [
        ("人数 = 女性 + 男性", FIGURES),
        ("女性 <= 人数", FIGURES),
        ("sum(女性..男性) = 人数", FIGURES),
        ("女性 = 人数", FIGURES),  # the code of one row is not that of another
        ("if 女性 > 0 then 平均 != 0", FIGURES),
        ("女性 = prev(人数)", FIGURES),
        ("filled(人数)", ALL),
        ("all_or_none(人数, 女性)", ALL),
        ("count(人数, 女性) >= 1", ALL),
        ("人数 = '人'", ["单位", "代码"]),
        ("one_of(人数, ['人', '元'])", ["单位", "代码"]),
        ("matches(人数, '[A-Z]+')", ["单位", "代码"]),
        ("人数 >= '2024-01-31'", ["填报日期"]),
        ("人数[合计] > 女性[合计] and 人数 >= 女性", FIGURES),
        ("女性 = 去年::人数", FIGURES),
    ],
)
def test_a_rule_goes_over_the_lines_of_its_kind(
    tmp_path: Path, check: str, lines: list[str]
) -> None:
    assert over(tmp_path, f'each: column, check: "{check}"') == lines


def test_what_its_where_is_about_counts_as_well(tmp_path: Path) -> None:
    rule = 'each: column, where: 人数 > 0, check: "filled(女性)"'

    assert over(tmp_path, rule) == FIGURES


def test_rows_of_other_values_are_no_reason_to_leave_lines_out(tmp_path: Path) -> None:
    assert over(tmp_path, "each: row, check: 合计 >= 国有") == [
        "人数",
        "女性",
        "男性",
        "工资",
        "平均",
    ]
    assert over(tmp_path, "each: row, check: \"单位 = '人'\"") == [
        "人数", "女性", "男性", "工资", "平均",
    ]  # fmt: skip


def test_lines_are_left_out_by_name_and_a_heading_is_all_below_it(tmp_path: Path) -> None:
    check = "check: 人数 >= 女性"

    assert over(tmp_path, f"each: column, except: 增长率, {check}") == FIGURES[:-1]
    assert over(tmp_path, f"each: column, except: [其他, 增长率], {check}") == ["合计", "国有"]
    assert over(tmp_path, f"each: column, only: [其他], {check}") == ["集体", "私营"]
    assert over(tmp_path, "each: column, only: [单位, 代码], check: 人数 = 女性") == [
        "单位",
        "代码",
    ]
    cells = over(tmp_path, "each: cell, only: [人数, 其他], check: cell > 0")
    assert [(each.row, each.column) for each in cells] == [  # type: ignore[attr-defined]
        ("人数", "集体"), ("人数", "私营"),
    ]  # fmt: skip


def test_a_total_adds_up_figures_on_figures(tmp_path: Path) -> None:
    """A star, a range and a heading stand for what adds up: no units, codes, dates or shares."""
    pack = pack_of(tmp_path)
    total = one(pack, "t.合计")

    assert [each.column for each in walk(total.check) if isinstance(each, Cell)] == [
        "合计", "国有", "集体", "私营",
    ]  # fmt: skip
    assert list(total.instances(pack.form)) == ["人数", "女性", "男性", "工资", "平均"]


def test_a_total_passes_over_lines_as_a_rule_does(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(
        """
form: x
values: count
tables:
- id: t
  columns: [{id: 代码, values: code}, a, {id: 增速, values: {type: number, unit: '%'}}]
  rows: [{id: 总计, equals: 甲 + 乙, except: 增速}, 甲, 乙]
""",
        encoding="utf-8",
    )
    pack = load(str(path))

    assert list(one(pack, "t.总计").instances(pack.form)) == ["a"]
    assert one(pack, "t.总计").left_out.of_type == ("代码",)
    assert pack_from_json(pack_to_json(pack)) == pack


def test_what_is_wrong_with_the_names_is_told_where_it_stands(tmp_path: Path) -> None:
    check = "check: 人数 >= 女性"
    found = mistakes(
        tmp_path,
        f"table: t, each: column, except: [增长], {check}",
        f"table: t, each: column, except: 人数, {check}",
        f"table: t, each: column, except: 国有, only: 合计, {check}",
        "table: t, except: 国有, check: '人数[合计] > 0'",
        "table: t, each: column, only: [单位, 代码], check: 人数 = 女性 + 男性",
        f"table: t, each: column, except: [{', '.join(ALL)}], {check}",
        "table: t, each: cell, except: [人数, 女性, 男性, 工资, 平均], check: cell > 0",
    )

    assert found == [
        ("unknown-name", "增长"),
        ("lines-on-other-axis", "人数"),
        ("except-and-only", None),
        ("lines-need-each", None),
        ("sides-differ", None),
        ("type-mix", None),
        ("no-line-left", None),
    ]


def test_a_rule_of_which_every_line_is_left_out_is_a_mistake(tmp_path: Path) -> None:
    rule = "table: t, each: column, only: [单位, 填报日期], check: 人数 > 女性 + 男性"

    assert mistakes(tmp_path, rule) == [("no-line-left", None)]


def test_lines_that_are_passed_over_are_told_once_and_percentages_that_are_added_up(
    tmp_path: Path,
) -> None:
    pack = pack_of(
        tmp_path,
        "table: t, each: column, check: 人数 = 女性 + 男性",
        "table: t, each: column, except: 增长率, check: 人数 = sum(女性..男性)",
        "table: t, each: column, check: 人数 >= 女性",
    )

    found = {each.kind: each for each in diagnose(pack)}

    passed, shares = found["left-out"], found["shares-added"]
    assert [each.rule for each in passed.about] == ["r0", "r1", "r2"]
    assert passed.facts["cells"] == "计量单位; 代码; 填报日期"
    assert [each.rule for each in shares.about] == ["r0"]
    assert shares.facts["cells"] == "增长率"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_passed_over_is_told_with_the_rule(tmp_path: Path, lang: Lang) -> None:
    pack = pack_of(tmp_path, "table: t, each: column, except: 增长率, check: 人数 >= 女性")
    lines = {"en": "not over 计量单位, 代码, 填报日期, 增长率",
             "zh": "不核对计量单位、代码、填报日期、增长率"}[lang]  # fmt: skip

    assert lines in plain(explain("r0", [pack], Page(lang))).replace("\n  ", "")
    assert lines in form_page(pack, lang, "1")
