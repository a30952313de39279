"""What cannot be checked is never reported as right: each case through the command line."""

import json
from pathlib import Path

import pytest

from tests.acceptance.running import SAMPLES, failing, only_file, report, rules_and_data, run

HEAD = """form: numbers
tables:
- id: numbers
  columns:
"""
NUMBERS = "\n".join(f"  - {{id: {name}, values: number}}" for name in "xyzw")
CHECK = """
rules:
- id: rule
  table: numbers
  each: row
  check: {check}
"""


def rule_file(check: str, columns: str = NUMBERS) -> str:
    return HEAD + columns + CHECK.format(check=check)


def outcome(folder: Path, check: str, data: str, columns: str = NUMBERS) -> dict[str, object]:
    rules, table = rules_and_data(folder, rule_file(check, columns), data)
    file = only_file(table, "--rules", rules)
    findings = [each for each in file["findings"] if each["kind"] == "rule"]
    return {
        "exit": file["exit"],
        "pass": file["counts"]["pass"],
        "verdicts": [each["verdict"] for each in findings],
        "reasons": [each["reason"] for each in findings],
    }


PASSED = {"exit": 0, "pass": 1, "verdicts": [], "reasons": []}
FAILED = {"exit": 1, "pass": 0, "verdicts": ["fail"], "reasons": [None]}


def unknown(reason: str) -> dict[str, object]:
    return {"exit": 1, "pass": 0, "verdicts": ["unknown"], "reasons": [reason]}


@pytest.mark.parametrize(
    ("check", "message"),
    [
        ("x = nosuch", "nosuch"),
        ("x = summ(y, z)", "summ"),
        ("x = sum(y, z", "sum"),
        ("matches(x, '[')", "["),
        ("x + y", "x + y"),
        ("kind = 'Z'", "Z"),
    ],
)
def test_a_rule_that_cannot_mean_anything_is_refused(
    check: str, message: str, tmp_path: Path
) -> None:
    columns = NUMBERS + "\n  - id: kind\n    values: {type: code, one_of: [A, B]}"
    rules, table = rules_and_data(tmp_path, rule_file(check, columns), "x,y,z,w,kind\n1,2,3,4,A\n")
    ended = run(table, "--rules", rules, "--lang", "en")
    assert ended.code == 2
    assert f"{rules}:{rule_file(check, columns).count(chr(10))}:" in ended.err
    assert message in ended.err


def test_a_rule_that_no_record_meets_is_said(tmp_path: Path) -> None:
    rules, table = rules_and_data(
        tmp_path, rule_file("if x > 100 then y > 0"), "x,y,z,w\n1,2,3,4\n"
    )
    file = only_file(table, "--rules", rules)
    assert [each["rule"] for each in file["findings"]] == ["matched-nothing"]
    assert only_file(table, "--rules", rules, "--fail-on", "warning")["exit"] == 1


def test_a_rule_that_one_file_of_the_run_meets_is_not_said(tmp_path: Path) -> None:
    rules, table = rules_and_data(
        tmp_path, rule_file("if x > 100 then y > 0"), "x,y,z,w\n1,2,3,4\n"
    )
    (tmp_path / "other.csv").write_text("x,y,z,w\n101,2,3,4\n", encoding="utf-8")
    ended = run(table, str(tmp_path / "other.csv"), "--rules", rules, "--format", "json")
    assert [each["findings"] for each in json.loads(ended.out)["files"]] == [[], []]
    ended = run(table, table, "--rules", rules, "--format", "json")
    told = [each for file in json.loads(ended.out)["files"] for each in file["findings"]]
    assert [each["rule"] for each in told] == ["matched-nothing"]


def test_text_is_not_at_least_zero(tmp_path: Path) -> None:
    data = 'x,y,z,w\n"x",1,1,1\n'
    assert outcome(tmp_path, "x >= 0", data) == unknown("not-a-number")
    file = only_file(tmp_path / "data.csv", "--rules", tmp_path / "rules.yaml")
    assert failing(file) == {("not-a-number", "A2")}


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"  \t \r\n"])
def test_an_empty_file_is_not_checked(content: bytes, tmp_path: Path) -> None:
    rules, table = rules_and_data(tmp_path, rule_file("x = y"), content)
    assert only_file(table, "--rules", rules)["status"] == "unchecked"
    assert run(table, "--rules", rules).code == 2
    assert run(table).code == 2


def test_a_header_without_records_fails(tmp_path: Path) -> None:
    rules, table = rules_and_data(tmp_path, rule_file("x = y"), "x,y,z,w\n")
    file = only_file(table, "--rules", rules)
    assert file["exit"] == 1
    assert [each["rule"] for each in file["findings"]] == ["no-records"]


def test_no_files_is_wrong_usage() -> None:
    assert run().code == 2
    assert run("check").code == 2


def test_a_folder_without_tables_and_one_without_a_form(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run(empty).code == 2
    other = tmp_path / "other"
    other.mkdir()
    (other / "notes.csv").write_text("apples,pears\n1,2\n")
    ended = run(other, "--format", "json")
    assert ended.code == 2
    (file,) = json.loads(ended.out)["files"]
    assert (file["status"], file["problem"]["code"]) == ("unchecked", "unknown-form")


def test_a_file_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 and no more")
    good = SAMPLES / "sanming-commerce-2024-completed.csv"
    whole = report(broken, good, tmp_path / "missing.xlsx")
    assert whole["exit"] == 2
    status = {Path(file["path"]).name: file["status"] for file in whole["files"]}
    assert status == {"broken.xlsx": "unchecked", good.name: "passed", "missing.xlsx": "unchecked"}


@pytest.mark.parametrize("content", ["", "# nothing but a remark\n", "[]\n", "form: numbers\n"])
def test_an_empty_rule_file_is_refused(content: str, tmp_path: Path) -> None:
    rules, table = rules_and_data(tmp_path, content, "x,y\n1,1\n")
    ended = run(table, "--rules", rules)
    assert ended.code == 2
    assert f"{rules}:" in ended.err


EXACT = "\n".join(f"  - {{id: {name}, values: amount}}" for name in "xyzw")
COUNTS = "\n".join(f"  - {{id: {name}, values: integer}}" for name in "xyzw")


@pytest.mark.parametrize("columns", [NUMBERS, EXACT])
def test_tenths_add_up(columns: str, tmp_path: Path) -> None:
    check = "x + y = z"
    assert outcome(tmp_path, check, "x,y,z,w\n0.1,0.2,0.3,0\n", columns) == PASSED
    assert outcome(tmp_path, check, "x,y,z,w\n0.1,0.2,0.31,0\n", columns) == FAILED


@pytest.mark.parametrize("many", [1, 600_000])  # which is read in blocks
def test_a_column_that_is_not_read_where_an_optional_one_is_lacking_is_told(
    many: int, tmp_path: Path
) -> None:
    columns = NUMBERS.replace("id: z", "id: z, optional: true")
    rules, table = rules_and_data(
        tmp_path, rule_file("x = y + sum(z)", columns), "x,y,zed,w\n" + "1,1,5,0\n" * many
    )
    (told,) = only_file(table, "--rules", rules)["findings"]
    assert (told["rule"], told["severity"], told["at"]["cell"]) == ("stray-value", "warning", "C1")
    assert '"zed"' in run(table, "--rules", rules, "--lang", "en").out
    table.write_text("x,y,w\n1,1,0\n", encoding="utf-8")
    assert only_file(table, "--rules", rules)["findings"] == []


@pytest.mark.parametrize("columns", [NUMBERS, EXACT, COUNTS])
@pytest.mark.parametrize("sides", ["x + y + z = w", "sum(x, y, z) = w", "w = sum(x..z)"])
def test_whole_numbers_need_no_tolerance(columns: str, sides: str, tmp_path: Path) -> None:
    check = f"{sides}\n  tolerance: 0"
    assert outcome(tmp_path, check, "x,y,z,w\n1,2,7,10\n", columns) == PASSED
    assert outcome(tmp_path, check, "x,y,z,w\n1,2,7,11\n", columns) == FAILED


@pytest.mark.parametrize(
    "line", ["6,1,5,0", "6,1,4,0", "6,,6,0", "6,/,6,0", "6,abc,6,0", "0,0,0,0"]
)
def test_a_sum_and_its_terms_agree(line: str, tmp_path: Path) -> None:
    data = f"x,y,z,w\n{line}\n"
    assert outcome(tmp_path, "sum(y, z) = x", data) == outcome(tmp_path, "y + z = x", data)


def test_division_by_zero_is_unknown(tmp_path: Path) -> None:
    data = "x,y,z,w\n1,0,1,1\n"
    for check in ("x / y = z", "x / y > 0", "x / y != z", "0 / y = 0"):
        assert outcome(tmp_path, check, data) == unknown("division-by-zero")


@pytest.mark.parametrize("columns", [NUMBERS, COUNTS])
def test_neighbours_beyond_the_doubles_differ(columns: str, tmp_path: Path) -> None:
    data = "x,y,z,w\n9007199254740993,9007199254740992,0,0\n"
    assert outcome(tmp_path, "x = y", data, columns) == FAILED
    assert outcome(tmp_path, "x = y + 1", data, columns) == PASSED


@pytest.mark.parametrize("columns", [NUMBERS, EXACT, COUNTS])
def test_sums_near_the_bound_of_64_bits_never_wrap(columns: str, tmp_path: Path) -> None:
    most = 2**63 - 1
    right = f"x,y,z,w\n{most},{most},{2 * most},0\n"
    wrapped = f"x,y,z,w\n{most},{most},-2,0\n"
    assert outcome(tmp_path, "x + y = z", right, columns) == PASSED
    assert outcome(tmp_path, "x + y = z", wrapped, columns) == FAILED


def test_the_same_holds_for_many_records(tmp_path: Path) -> None:
    """Many records are evaluated in another way than few; they must come to the same."""
    most = 2**63 - 1
    good = ["0.1,0.2,0.3,1", f"{most},{most},{2 * most},1", "9007199254740993,0,9007199254740993,1"]
    bad = ["0.1,0.2,0.31,1", f"{most},{most},-2,1", "9007199254740993,0,9007199254740992,1"]
    odd = ["abc,0,1,1", ",0,1,1", "/,0,1,1", "1,0,1,0"]
    lines = [*(good * 7000), *bad, *odd]
    data = "\n".join(["x,y,z,w", *lines, ""])
    rules, table = rules_and_data(tmp_path, rule_file("x + y = z and 1 / w = w", EXACT), data)
    file = only_file(table, "--rules", rules)
    first = len(lines) - 5
    assert file["counts"]["pass"] == len(lines) - 7
    assert file["counts"]["fail"] == 3
    assert file["counts"]["unknown"] == 4
    failed = {
        each["at"]["row"]
        for each in file["findings"]
        if each["verdict"] == "fail" and each["kind"] == "rule"
    }
    assert failed == {first, first + 1, first + 2}


def test_records_without_their_header_are_told_which_names_are_wanted(tmp_path: Path) -> None:
    rules, table = rules_and_data(tmp_path, rule_file("x = y"), "1,1,1,1\n2,2,2,2\n")
    ended = run(table, "--rules", rules, "--lang", "en")

    assert ended.code == 2
    assert 'no line names the columns of table "numbers": x, y, z, w.' in " ".join(
        ended.out.split()
    )
