"""Cases of rule files: what holds, what does not, and every mistake in a file of cases."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from reportcheck.page import Lang, Page, plain
from reportcheck.problem import Problem, RuleFileProblem
from reportcheck.rendering.trials import trials
from reportcheck.rulefile import bundled, packs
from reportcheck.rulefile.compile import compile_packs
from reportcheck.trying import Outcome, Trials, try_rules
from tests.acceptance.running import ROOT, SAMPLES, run

RULES = """\
form: visits
tables:
- id: visits
  values: count
  columns: [Adults, Children, {label: Total, equals: sum(*)}]
  rows: [Spring, Summer, {id: Guests, label: (a) Guests, optional: true}]
- id: trips
  columns:
  - {id: day, values: text}
  - {id: seats, values: count}
  - {id: paid, values: count}
rules:
- id: peak
  table: visits
  each: column
  check: Summer >= Spring
- id: full
  table: trips
  each: row
  check: paid <= seats
- id: growth
  table: visits
  check: Summer[Adults] >= prev(Summer[Adults])
"""
CASES = """\
filling:
  visits:
    Spring: [1, 2, 3]
    Summer: [2, 2, 4]
  trips:
  - [Monday, 5, 5]
  - {day: Tuesday, seats: 5, paid: 4}
cases:
"""


def write(folder: Path, cases: str, rules: str = RULES, name: str = "visits") -> str:
    (folder / f"{name}.yaml").write_text(rules, "utf-8")
    path = folder / f"{name}.cases.yaml"
    path.write_text(cases, "utf-8")
    return str(path)


def tried(folder: Path, cases: str) -> Trials:
    return try_rules([write(folder, CASES + cases)])


def outcomes(of: Trials) -> list[str]:
    return [str(each.outcome) for each in of.trials]


def mistakes(folder: Path, cases: str, rules: str = RULES) -> list[tuple[int, int, str]]:
    with pytest.raises(RuleFileProblem) as refused:
        try_rules([write(folder, cases, rules)])
    return [(each.line, each.column, each.code) for each in refused.value.mistakes]


# The packs of the tool


@pytest.mark.parametrize("pack", bundled(), ids=lambda pack: pack.path)
def test_each_rule_of_a_bundled_pack_has_a_case_in_which_it_passes_and_one_in_which_it_fails(
    pack: object,
) -> None:
    form = pack.form  # type: ignore[attr-defined]
    result = try_rules([f"{form.id}@{form.version}"])

    assert [each for each in result.trials if each.outcome is not Outcome.HELD] == []
    assert (result.never_passing, result.never_failing) == ((), ())
    assert len(result.trials) > 10


def test_the_cases_of_a_pack_are_in_the_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "installed"
    shutil.copytree(ROOT / "rules", folder)  # as the build hook packs it: rules/*.yaml
    compile_packs(folder, folder)
    monkeypatch.setattr(packs, "rules_folder", lambda: folder)
    monkeypatch.setattr("reportcheck.trying.targets.rules_folder", lambda: folder)

    result = try_rules(["gir"])

    assert result.sound
    assert len({each.path for each in result.trials}) == 2


# Cases


@pytest.mark.parametrize(
    ("expect", "outcome"),
    [
        ("expect: []", "failed"),
        ("expect: [{rule: visits.Total}]", "held"),
        ("expect: [{rule: visits.Total, at: 'Spring[Total]'}]", "held"),
        ("expect: [{rule: visits.Total, at: 'visits::Spring[Total]', column: Total}]", "held"),
        ("expect: [{rule: visits.Total, row: Summer}]", "failed"),
        ("expect: [{rule: visits.Total, line: 2}]", "held"),
        ("expect: [{rule: visits.Total, count: 2}]", "failed"),
        ("expect: [{rule: visits.Total, verdict: unknown}]", "failed"),
        ("expect: [{rule: visits.Total}, {rule: peak}]", "failed"),
        ("{others: allowed, expect: []}", "held"),
        ("{todo: later, expect: []}", "todo"),
        ("{todo: later, expect: [{rule: visits.Total}]}", "done"),
    ],
)
def test_what_is_found_is_held_against_what_is_expected(
    expect: str, outcome: str, tmp_path: Path
) -> None:
    fields = expect.strip("{}") if expect.startswith("{") else expect
    change = "change: {'visits::Spring[Total]': 4}"
    assert outcomes(tried(tmp_path, f"- {{name: one, {change}, {fields}}}\n")) == [outcome]


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("''", "blank"), ("/", "placeholder"), ("22(of these 16)", "not-a-number"),
        ("-1", "out-of-range"), ("1.5", "too-many-decimals"), ("' 1,204 '", "read-as-number"),
    ],
)  # fmt: skip
def test_whatever_can_be_typed_into_a_cell_can_be_tried(
    typed: str, rule: str, tmp_path: Path
) -> None:
    case = f"- name: one\n  change:\n    Spring[Adults]: {typed}\n  others: allowed\n"
    at = "" if rule == "read-as-number" else ", at: 'Spring[Adults]'"
    result = tried(tmp_path, f"{case}  expect: [{{rule: {rule}{at}}}]\n")
    assert outcomes(result) == ["held"]


def test_records_are_changed_by_their_number(tmp_path: Path) -> None:
    result = tried(
        tmp_path,
        "- name: one\n  change:\n    trips::2[paid]: 6\n"
        "  expect:\n  - {rule: full, column: paid, at: 'trips::2[paid]'}\n"
        "- name: none\n  change:\n    trips::3[paid]: 6\n  expect: []\n",
    )
    assert outcomes(result) == ["held", "failed"]
    assert result.trials[1].problem is not None
    assert result.trials[1].problem.code == "case-no-record"


def test_where_a_line_is_expected_what_was_found_is_told_with_its_own(tmp_path: Path) -> None:
    case = "- name: x\n  change: {'trips::2[paid]': 9}\n  expect:\n  - {rule: full, line: %s}\n"

    def shown(line: int) -> str:
        path = write(tmp_path, CASES + case % line)
        return " ".join(plain(trials(try_rules([path]), Page("en"))).split())

    assert "full fail line 2, 1 time, and found 0 times" in shown(2)
    assert "full fail at trips::2[paid] line 8: " in shown(2)
    assert "1 as expected" in shown(8)


def test_an_optional_row_is_there_where_it_is_typed_into(tmp_path: Path) -> None:
    result = tried(
        tmp_path,
        "- name: absent\n  expect: []\n"
        "- name: there\n  change: {'(a) Guests[Adults]': 1, 'Guests[Children]': 1,"
        " 'Guests[Total]': 3}\n  expect: [{rule: visits.Total, row: Guests}]\n",
    )
    assert outcomes(result) == ["held", "held"]


def test_the_period_before_is_a_filling_of_its_own(tmp_path: Path) -> None:
    result = tried(
        tmp_path,
        "- name: rests\n  expect: []\n"
        "- name: fell\n  prior: {visits: {Summer: [3, 0, 3]}}\n  expect: [{rule: growth}]\n"
        "- name: grew\n  prior: {visits: {Summer: [3, 0, 3]}}\n"
        "  change: {'prev(visits::Summer[Adults])': 1}\n  expect: []\n"
        "- name: nothing before\n  change: {'prev(visits::Summer[Adults])': 1}\n  expect: []\n",
    )
    assert outcomes(result) == ["held", "held", "held", "failed"]
    assert result.never_passing == ()
    assert result.trials[3].problem is not None
    assert result.trials[3].problem.code == "case-no-prior"


def test_a_filling_may_be_a_file_beside_the_cases(tmp_path: Path) -> None:
    shutil.copy(SAMPLES / "invented-2024.xlsx", tmp_path)
    shutil.copy(SAMPLES / "invented-2023.xlsx", tmp_path)
    path = tmp_path / "ours.cases.yaml"
    path.write_text(
        "rules: gir@2021.1\nfilling: invented-2024.xlsx\nprior: invented-2023.xlsx\ncases:\n"
        "- name: as it is\n  others: allowed\n  expect: []\n"
        "- name: a figure less\n  others: allowed\n  change: {'申请::新收[总计]': 100}\n"
        "  expect: [{rule: 申请.总计, row: 新收}]\n"
        "- name: not with the year before\n  others: allowed\n"
        "  change: {'prev(申请::结转下年[商业企业])': 77}\n"
        "  expect: [{rule: 结转衔接, column: 商业企业}]\n",
        "utf-8",
    )
    assert outcomes(try_rules([str(path)])) == ["held", "held", "held"]


def test_a_filling_that_holds_no_such_form_is_told(tmp_path: Path) -> None:
    (tmp_path / "menu.csv").write_text("dish,price\nsoup,1\n", "utf-8")
    result = try_rules([write(tmp_path, "filling: menu.csv\ncases:\n- name: a\n  expect: []\n")])
    assert outcomes(result) == ["failed"]
    assert result.trials[0].problem is not None
    assert result.trials[0].problem.code == "no-form"


# Examples of rules


EXAMPLES = RULES.replace(
    "  check: Summer >= Spring\n",
    "  check: Summer >= Spring\n  cases:\n"
    "  - {values: {Summer: 3, Spring: 2}, expect: pass}\n"
    "  - {values: {'Summer[Adults]': 1, 'visits::Spring': 2}, expect: fail}\n"
    "  - {values: {Summer: /, Spring: 2}, expect: unknown}\n"
    "  - {name: equal, values: {Summer: 2, Spring: 2}, expect: fail, todo: meant strictly}\n",
).replace(
    "  check: Summer[Adults] >= prev(Summer[Adults])\n",
    "  check: Summer[Adults] >= prev(Summer[Adults])\n  cases:\n"
    "  - {values: {'Summer[Adults]': 2, 'prev(Summer[Adults])': 3}, expect: fail}\n"
    "  - {values: {'Summer[Adults]': 2, 'prev(Summer[Adults])': 2}, expect: pass}\n",
)


def test_examples_in_a_rule_file_are_tried(tmp_path: Path) -> None:
    (tmp_path / "visits.yaml").write_text(EXAMPLES, "utf-8")
    result = try_rules([str(tmp_path / "visits.yaml")])
    assert outcomes(result) == ["held", "held", "held", "todo", "held", "held"]
    assert [rule for _, rule in result.never_failing] == ["visits.Total", "full"]
    assert result.sound


def test_a_mistake_in_an_example_is_one_of_the_rule_file(tmp_path: Path) -> None:
    wrong = EXAMPLES.replace("{Summer: 3, Spring: 2}", "{Sumer: 3, Spring: 2}")
    (tmp_path / "visits.yaml").write_text(wrong, "utf-8")
    with pytest.raises(RuleFileProblem) as refused:
        try_rules([str(tmp_path / "visits.yaml")])
    told = [(each.code, each.facts.get("suggestion")) for each in refused.value.mistakes]
    assert told == [("case-lacks-value", None), ("case-not-in-formula", "Summer")]


# Which files


def test_a_folder_and_a_rule_file_bring_their_cases(tmp_path: Path) -> None:
    write(tmp_path, CASES + "- name: a\n  expect: []\n")
    other = "form: other\ntables:\n- id: t\n  columns: [{id: a, values: count}]\n"
    write(tmp_path, "filling: {t: [[1]]}\ncases:\n- name: b\n  expect: []\n", other, "other")
    assert [each.name for each in try_rules([str(tmp_path)]).trials] == ["b", "a"]
    assert [each.name for each in try_rules([str(tmp_path / "other.yaml")]).trials] == ["b"]


def test_nothing_to_try_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "visits.yaml").write_text(RULES, "utf-8")
    with pytest.raises(Problem) as refused:
        try_rules([str(tmp_path / "visits.yaml")])
    assert refused.value.code == "no-cases"


# Mistakes


def test_all_mistakes_of_a_file_of_cases_come_together(tmp_path: Path) -> None:
    wrong = """\
filing:
  visits:
    Sprng: [1, 2, 3]
    Summer: [2, 2]
  trip: []
cases:
- name: a
  change:
    visits::Spring[Totl]: 4
    nowhere: 1
    trips::x[paid]: 1
  expect:
  - {rule: visit.Total, count: none}
  - {rule: peak, column: Adult}
- expect: []
"""
    assert mistakes(tmp_path, wrong) == [
        (1, 1, "unknown-field"),
        (3, 5, "unknown-name"),
        (4, 13, "case-values-count"),
        (5, 3, "unknown-table"),
        (9, 5, "unknown-name"),
        (10, 5, "case-slot-form"),
        (11, 5, "case-record-number"),
        (13, 12, "case-unknown-rule"),
        (13, 32, "case-whole-number"),
        (14, 26, "unknown-name"),
        (15, 3, "missing-field"),
    ]


@pytest.mark.parametrize(
    ("cases", "code"),
    [
        ("cases: []\n", "empty-list"),
        ("cases:\n- name: a\n  expect: []\n", "case-no-filling"),
        ("filling: gone.xlsx\ncases:\n- name: a\n  expect: []\n", "case-no-file"),
        ("- a\n", "wrong-kind"),
        ("", "empty-rule-file"),
        ("rules: gir\nfilling: {}\ncases:\n- name: a\n  expect: []\n", "case-one-pack"),
        ("filling: {}\ncases:\n- name: a\n", "missing-field"),
    ],
)
def test_a_mistake_in_a_file_of_cases(cases: str, code: str, tmp_path: Path) -> None:
    assert code in [each[2] for each in mistakes(tmp_path, cases)]


# The command


SHOWN = """\
- name: as it should be
  expect: []
- name: a total that is wrong
  change:
    Spring[Total]: 4
    trips::1[paid]: 6
  expect:
  - {rule: visits.Total, row: Summer}
- name: not yet
  todo: adults and children are not compared
  change:
    Spring[Adults]: 0
    Spring[Total]: 2
  expect:
  - {rule: peak}
- name: no gap any more
  todo: says nothing
  expect: []
"""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_came_of_cases_is_shown(
    lang: Lang, tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    result = tried(tmp_path, SHOWN)
    text = plain(trials(result, Page(lang, 200)))
    assert text.replace(str(tmp_path), "…") == snapshot


def test_exit_codes(tmp_path: Path) -> None:
    held = write(tmp_path, CASES + "- name: a\n  expect: []\n")
    assert run("rules", "test", held).code == 0
    failed = write(tmp_path, CASES + "- name: a\n  expect: [{rule: peak}]\n")
    assert run("rules", "test", failed).code == 1
    done = write(tmp_path, CASES + "- name: a\n  todo: x\n  expect: []\n")
    assert run("rules", "test", done).code == 1
    wrong = write(tmp_path, CASES + "- nam: a\n  expect: []\n")
    answer = run("rules", "test", wrong, "--lang", "en")
    assert answer.code == 2
    assert 'unknown field "nam", did you mean "name"?' in answer.err
