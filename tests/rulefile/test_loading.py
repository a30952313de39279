"""Rule files that are none: unreadable, too large, too deep, hostile. None of it crashes."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportcheck import rulefile
from reportcheck.checking import CELL_AND_STRUCTURE_CHECKS
from reportcheck.problem import Mistake, Problem, RuleFileProblem
from reportcheck.rulefile.loading import load_bytes
from reportcheck.rulefile.rules import RESERVED

GIR = (Path(__file__).parents[2] / "rules" / "gir.yaml").read_text(encoding="utf-8")
PIECES = (
    "{", "}", "[", "]", ": ", "- ", "\n", "\n  ", '"', "'", " #", "*", "&a ", "!x ", "%", "\t",
    "|\n", "null", "like: 行政复议", "equals: sum(*)", "rows: one", "key: [a]",
    "tolerance: rounding", "values: {type: code}", "where: 1 = 1", "{left}", "\r\n", "\u2028",
    "items: []", "check: ",
)  # fmt: skip


def mistakes(content: str | bytes) -> tuple[Mistake, ...]:
    with pytest.raises(RuleFileProblem) as caught:
        load_bytes(content.encode() if isinstance(content, str) else content, "x.yaml")
    return caught.value.mistakes


def test_a_mistake_shows_its_line() -> None:
    (mistake,) = mistakes("form: x\ntables:\n- id: t\n  columns: [a]\n  wibble: 甲\n")
    assert (mistake.path, mistake.line, mistake.column) == ("x.yaml", 5, 3)
    assert mistake.excerpt == "  wibble: 甲"
    assert "columns" in str(mistake.facts["known"])


def test_a_file_that_is_not_utf8_is_refused_where_it_stops_being() -> None:
    (mistake,) = mistakes("form: x\n# 表\n".encode() + "title: 表\n".encode("gb18030"))
    assert (mistake.code, mistake.line, mistake.column) == ("not-utf8", 3, 8)


def test_a_byte_order_mark_moves_nothing() -> None:
    (mistake,) = mistakes("\ufefffrom: x\ntables: [{id: t, columns: [a]}]\n".encode())
    assert (mistake.line, mistake.column, mistake.facts["suggestion"]) == (1, 1, "form")


def test_windows_line_ends_move_nothing() -> None:
    (mistake,) = mistakes("form: x\r\ntables:\r\n- id: t\r\n  columns: [a]\r\n  kye: [a]\r\n")
    assert (mistake.line, mistake.column, mistake.excerpt) == (5, 3, "  kye: [a]")


def test_control_characters_are_refused() -> None:
    (mistake,) = mistakes("form: x\ntables:\n- id: \x1b[31m\n")
    assert (mistake.code, mistake.line, mistake.column) == ("control-character", 3, 7)
    assert mistake.facts["sign"] == "U+001B"


def test_a_mebibyte_is_the_most() -> None:
    assert [each.code for each in mistakes(b"#" * (1024 * 1024 + 1))] == ["too-large"]


def test_four_kilobytes_are_the_most_for_a_formula() -> None:
    text = "form: x\ntables:\n- id: t\n  columns: [a]\nrules:\n- id: r\n  each: row\n  check: a = 1"
    assert [each.code for each in mistakes(text + " + a" * 1100)] == ["formula-too-long"]


@pytest.mark.parametrize("opening", ["[", "- ", "{a: "])
def test_nesting_has_an_end(opening: str) -> None:
    (mistake,) = mistakes(opening * 50_000)
    assert mistake.code == "too-deep"


def test_items_that_repeat_each_other_do_not_explode() -> None:
    lines = ["form: x", "tables:", "- id: t", "  columns:", "  - {id: x0, items: [a, b]}"]
    lines += [
        f"  - {{id: x{n}, items: [{{id: p, like: x{n - 1}}}, {{id: q, like: x{n - 1}}}]}}"
        for n in range(1, 60)
    ]
    assert [each.code for each in mistakes("\n".join(lines))] == ["too-many-items"]


def test_a_chain_of_likes_has_an_end() -> None:
    lines = ["form: x", "tables:", "- id: t", "  columns:", "  - {id: x0, items: [a]}"]
    lines += [f"  - {{id: x{n}, items: [{{id: p, like: x{n - 1}}}]}}" for n in range(1, 3000)]
    assert {each.code for each in mistakes("\n".join(lines))} >= {"too-deep"}


def test_a_form_may_not_have_more_than_a_million_slots() -> None:
    axis = ", ".join(f"i{n}" for n in range(1001))
    (mistake,) = mistakes(f"form: x\ntables:\n- id: t\n  columns: [{axis}]\n  rows: [{axis}]\n")
    assert (mistake.code, mistake.facts["count"]) == ("too-many-slots", 1001 * 1001)


@pytest.mark.no_cover  # see pyproject.toml
def test_rules_may_not_have_more_than_a_million_instances() -> None:
    axis = ", ".join(f"i{n}" for n in range(999))
    rows = ", ".join(f"r{n}" for n in range(999))
    rules = "\n".join(f"- {{id: r{n}, each: row, check: i0 = {n}}}" for n in range(1002))
    text = f"form: x\ntables:\n- id: t\n  columns: [{axis}]\n  rows: [{rows}]\nrules:\n{rules}\n"
    assert [each.code for each in mistakes(text)] == ["too-many-instances"]


def test_beyond_a_thousand_mistakes_one_says_that_there_are_more() -> None:
    found = mistakes("form: x\ntables: [{id: t, columns: [a]}]\n" + "wibble: 1\n" * 2000)
    assert len(found) == 1001
    assert found[-1].code == "too-many-mistakes"


def test_no_rule_may_take_the_id_of_a_built_in_check() -> None:
    assert set(CELL_AND_STRUCTURE_CHECKS) <= RESERVED


def test_a_file_that_cannot_be_opened_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="There is no rule file"):
        rulefile.load(str(tmp_path / "none.yaml"))
    with pytest.raises(Problem, match="a rule file is wanted here"):
        rulefile.load(str(tmp_path))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_no_text_crashes_the_loader(text: str) -> None:
    with pytest.raises(RuleFileProblem) as caught:
        load_bytes(text.encode("utf-8", "surrogatepass"), "x.yaml")
    assert all(each.line >= 1 and each.column >= 1 for each in caught.value.mistakes)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(PIECES)),
        min_size=1,
        max_size=6,
    )
)
def test_no_slip_in_a_rule_file_crashes_the_loader(slips: list[tuple[float, int, str]]) -> None:
    text = GIR
    for share, length, piece in slips:
        start = int(share * len(text))
        text = text[:start] + piece + text[start + length :]
    found: tuple[Mistake, ...] | None = None
    try:
        load_bytes(text.encode(), "x.yaml")
    except RuleFileProblem as problem:
        found = problem.mistakes
    assert found != ()
    lines = len(text.splitlines()) + 1
    assert all(1 <= each.line <= lines and each.column >= 1 for each in found or ())
