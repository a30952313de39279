"""Ten different mistakes in one rule file: ten located messages in one run."""

import re
from pathlib import Path

from tests.acceptance.running import run

MISTAKEN = """\
form: mistaken
version: 1.0
colour: red
tables:
- id: t
  columns:
  - {id: a, values: cuont}
  - {id: b, values: count}
  - {id: b, values: count}
  - {id: kind, values: {type: code, one_of: [A, B]}}
  - {id: c, values: {type: amount, places: many}}
rules:
- id: misspelt-field
  table: t
  each: row
  chekc: b > 0
- id: unknown-name
  table: t
  each: row
  check: b = nosuch
- id: unknown-function
  table: t
  each: row
  check: summ(b) > 0
- id: cut-off
  table: t
  each: row
  check: (b + 1 > 0
- id: unknown-table
  table: u
  check: b > 0
- id: never
  table: t
  each: row
  check: kind = 'Z'
- id: bad-pattern
  table: t
  each: row
  check: matches(kind, '[')
"""

EXPECTED = {
    3: "colour",
    7: "cuont",
    9: "b",
    11: "many",
    16: "chekc",
    20: "nosuch",
    24: "summ",
    28: "",
    30: "u",
    35: "Z",
    39: "[",
}


def test_all_are_reported_at_once_each_at_its_line(tmp_path: Path) -> None:
    rules = tmp_path / "mistaken.yaml"
    rules.write_text(MISTAKEN, "utf-8")
    for lang in ("en", "zh"):
        ended = run("rules", "check", rules, "--lang", lang)
        assert ended.code == 2
        told = dict(
            re.findall(rf"^{re.escape(str(rules))}:(\d+):\d+: (.+)$", ended.err, re.MULTILINE)
        )
        assert {int(line) for line in told} >= set(EXPECTED)
        for line, word in EXPECTED.items():
            assert word in told[str(line)]
            assert MISTAKEN.splitlines()[line - 1].strip() in ended.err


def test_a_check_with_such_a_file_checks_nothing(tmp_path: Path) -> None:
    rules, table = tmp_path / "mistaken.yaml", tmp_path / "t.csv"
    rules.write_text(MISTAKEN, "utf-8")
    table.write_text("a,b,kind,c\n1,2,A,3\n")
    ended = run(table, "--rules", rules)
    assert (ended.code, ended.out) == (2, "")


def test_the_nearest_word_is_offered(tmp_path: Path) -> None:
    rules = tmp_path / "mistaken.yaml"
    rules.write_text(MISTAKEN, "utf-8")
    told = run("rules", "check", rules, "--lang", "en").err
    assert re.search(r'"chekc".*"check"', told)
    assert re.search(r'cuont.*"count"', told)
    assert re.search(r'"summ".*"sum"', told)
