"""What is said about refusals and about mistakes in rule files."""

from __future__ import annotations

from reportcheck.problem import Mistake, Problem
from reportcheck.wording import mistake, note, problem


def test_a_refusal_names_the_situation_and_the_way_out() -> None:
    told = problem(Problem("password-protected", path="年报.xlsx"), "zh")
    assert told.startswith("年报.xlsx 设了打开密码")
    assert "去掉密码" in told


def test_the_word_that_was_meant_is_suggested() -> None:
    told = problem(Problem("unknown-rule", name="申请总计", suggestion="申请.总计"), "en")
    assert told.endswith(', did you mean "申请.总计"?')
    assert "mean" not in problem(Problem("unknown-rule", name="x", suggestion=None), "en")


def test_behind_a_whole_sentence_the_suggestion_is_one_of_its_own() -> None:
    refused = Problem("project-key", path="x.toml", key="rule", suggestion="rules")
    assert problem(refused, "en").endswith('which is not known. Did you mean "rules"?')
    assert problem(refused, "zh").endswith("不认识。是不是 rules？")


def test_a_problem_within_a_problem_is_told_in_full() -> None:
    inner = Problem("empty-file", path="2023.csv")
    told = problem(Problem("prior-unreadable", path="2023.csv", problem=inner), "en")
    assert told.endswith(f"could not be read: {problem(inner, 'en')}")


def test_several_facts_make_a_list_in_words() -> None:
    facts = {"path": "x", "nearest": "gir", "missing": ("表三", "表四")}
    assert "表三、表四" in problem(Problem("no-form", **facts), "zh")
    assert "表三, 表四" in problem(Problem("no-form", **facts), "en")


def test_a_code_without_a_sentence_is_told_with_its_facts() -> None:
    assert problem(Problem("brand-new", a=1, b="x"), "en") == (
        "Could not be done (brand-new): a=1, b=x"
    )


def test_kinds_of_things_have_words() -> None:
    told = problem(Problem("unsupported-format", path="a", format="sqlite"), "en")
    assert "an SQLite database" in told
    facts = {"expected": "number", "found": "text", "formula": "a = 'x'"}
    assert "这里要 数，得到的是 文字" in mistake(Mistake("x", 1, 1, "type-mix", facts), "zh")


def test_a_mistake_is_placed_and_shown() -> None:
    facts = {"field": "colums", "suggestion": "columns"}
    told = mistake(Mistake("rules/x.yaml", 12, 5, "unknown-field", facts, "    colums:"), "en")
    assert told.splitlines() == [
        'rules/x.yaml:12:5: unknown field "colums", did you mean "columns"?',
        "  |     colums:",
        "  |     ^",
    ]


def test_the_caret_stands_under_the_place_behind_wide_characters() -> None:
    told = mistake(
        Mistake("x.yaml", 1, 12, "formula-unexpected", {"found": "="}, "check: 收入 = = 1"), "zh"
    )
    source, caret = told.splitlines()[-2:]
    assert source == "  | check: 收入 = = 1"
    assert caret == "  | " + " " * 13 + "^"


def test_a_mistake_without_a_source_line_is_one_line() -> None:
    assert "\n" not in mistake(Mistake("x.yaml", 1, 1, "empty-rule-file"), "en")


def test_a_long_source_line_is_cut_around_the_place() -> None:
    line = "check: " + "a + " * 500 + "?"
    told = mistake(
        Mistake("x.yaml", 1, len(line), "formula-unexpected", {"found": "?"}, line), "en"
    )
    source, caret = told.splitlines()[-2:]
    assert len(source) < 110
    assert source.index("?") == caret.index("^")


def test_a_note_without_a_sentence_is_told_all_the_same() -> None:
    assert note("encoding", "GB18030", "zh") == "编码 GB18030"
    assert note("brand-new", "x\x1b", "en") == "brand-new x␛"
    assert note("brand-new", "", "en") == "brand-new"
