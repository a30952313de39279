"""Records from CSV: every planted mistake by its physical line and column."""

from pathlib import Path
from typing import Any

from tests.acceptance.running import SAMPLES, failing, only_file, rules_and_data

EXPECTED = {
    ("grants.total", "L5"),  # a wrong sum
    ("quarters-sum", "L5"),
    ("grants.total", "L42"),  # and what it does to the total row
    ("not-allowed", "D7"),  # a code list
    ("known-kind", "D7"),
    ("not-allowed", "C9"),  # a pattern
    ("grant-number", "C9"),
    ("share-of-budget", "P12"),  # a ratio
    ("kind-b-is-small", "M15"),  # an if-then
    ("duplicate-key", "A18"),
    ("grant-once", "C17"),
    ("grant-once", "C18"),
    ("not-a-number", "I21"),
    ("closed-is-dated", "G24"),
    ("members-split", "Q27"),
    ("can-be-reached", "X30"),
}


def test_each_mistake_is_found_at_its_line_and_column() -> None:
    file = only_file(SAMPLES / "grants-planted.csv", "--rules", SAMPLES / "grants.yaml")
    assert failing(file) == EXPECTED
    lines = (SAMPLES / "grants-planted.csv").read_text("utf-8").splitlines()
    for finding in file["findings"]:
        at = finding["at"]
        assert at["sheet"] is None
        fields = lines[at["row"] - 1].split(",")
        header = lines[0].split(",")[at["column"] - 1]
        assert header == finding["column"]
        assert finding["verdict"] != "fail" or shown(finding) in {None, fields[at["column"] - 1]}


def shown(finding: dict[str, Any]) -> str | None:
    """Return what the witness at the accused cell shows, if there is one."""
    for witness in finding["witnesses"]:
        if witness["cell"] == finding["at"]["cell"]:
            return str(witness["shown"])
    return None


def test_text_in_a_number_column_makes_what_needs_it_unknown_and_names_it() -> None:
    file = only_file(SAMPLES / "grants-planted.csv", "--rules", SAMPLES / "grants.yaml")
    unknown = [each for each in file["findings"] if each["verdict"] == "unknown"]
    assert {each["rule"] for each in unknown} == {
        *("grants.total", "grants.total_row", "quarters-sum", "not-negative"),
        *("no-quarter-above-budget", "even-spending", "stable-start"),
    }
    for each in unknown:
        assert each["reason"] == "not-a-number"
        (cause,) = each["because"]
        assert (cause["sheet"], cause["cell"], cause["finding"]) == (None, "I21", "not-a-number")


QUOTED = """form: notes
tables:
- id: notes
  columns:
  - {id: note, values: text}
  - {id: n, values: count}
rules:
- id: small
  table: notes
  each: row
  check: n < 5
"""


def test_a_line_is_that_of_the_file_after_quoted_line_breaks(tmp_path: Path) -> None:
    data = 'note,n\r\n"one\r\ntwo\r\nthree",1\r\n\r\nplain,7\r\n'
    rules, table = rules_and_data(tmp_path, QUOTED, data)
    file = only_file(table, "--rules", rules)
    assert failing(file) == {("small", "B6")}


COMPOSITE = """form: pairs
tables:
- id: pairs
  key: [a, b]
  columns:
  - {id: a, values: text}
  - {id: b, values: text}
"""


def test_composite_keys_are_compared_part_by_part(tmp_path: Path) -> None:
    rules, table = rules_and_data(tmp_path, COMPOSITE, "a,b\nx y,z\nx,y z\n")
    assert only_file(table, "--rules", rules)["exit"] == 0
    table.write_text("a,b\nx y,z\nx y,z\n")
    assert failing(only_file(table, "--rules", rules)) == {("duplicate-key", "A3")}


def test_records_of_bare_numbers_are_no_copied_page(tmp_path: Path) -> None:
    rules = "form: pairs\ntables:\n- id: pairs\n  columns: [{id: a}, {id: b}]\n"
    lines = ["a,b", *["123,456", "7,8"] * 5, "x,1", *["100,200"] * 5, "y,2", "3,4"]
    rule_file, table = rules_and_data(tmp_path, rules, "\n".join([*lines, ""]))
    file = only_file(table, "--rules", rule_file)
    assert failing(file) == {("not-a-number", "A12"), ("not-a-number", "A18")}
