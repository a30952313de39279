"""A file of waivers, and every mistake in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportcheck.examining import Order
from reportcheck.finding import Verdict
from reportcheck.problem import Problem, RuleFileProblem
from reportcheck.rendering.waiver_file import waiver_file
from reportcheck.report import Report
from reportcheck.waiver import Given, Target, given_of, target_of
from reportcheck.waiving import load_waivers, waive
from reportcheck.wording import mistake, problem
from tests.rendering.reports import BALANCE, BLANK, LIMIT, ONE, READ, ROW_TOTAL, UNKNOWN, file_of
from tests.rendering.test_hostile import CORPUS, acting, report_with
from tests.rendering.test_machines import ACCEPTED

WHOLE = """\
waivers:
- rule: 申请.总计
  form: gir
  agency: 甲局
  period: 2024
  table: 申请
  row: 上年结转
  column: 总计
  values:
    上年结转[自然人]: 2
    "上年结转[总计]": "4"
  left: 4
  right: 3
  because: {"新收[自然人]": abc}
  reason: counted twice
  by: Li
  until: 2025-12-31
- {rule: r, file: a.csv, record: x 1, count: 3, reason: a, by: b, until: 2025-01-01}
"""


def load(text: str, folder: Path) -> object:
    file = folder / "waivers.yaml"
    file.write_text(text, encoding="utf-8")
    return load_waivers((str(file),))


def mistakes(text: str, folder: Path) -> list[str]:
    with pytest.raises(RuleFileProblem) as refused:
        load(text, folder)
    assert refused.value.code == "waiver-file"
    assert problem(refused.value, "en").startswith("Mistakes in files of explanations")
    return [f"{each.line}:{each.column} {each.code}" for each in refused.value.mistakes]


def test_a_whole_file(tmp_path: Path) -> None:
    (tmp_path / "waivers.yaml").write_text(WHOLE, encoding="utf-8")
    first, second = load_waivers((str(tmp_path / "waivers.yaml"),))
    assert first.target == Target("申请.总计", "申请", "上年结转", "总计")
    assert first.given == Given(
        {"上年结转[自然人]": "2", "上年结转[总计]": "4"}, "4", "3", because={"新收[自然人]": "abc"}
    )
    assert (first.agency, first.form, first.period) == ("甲局", "gir", "2024")
    assert (first.reason, first.by, first.until) == ("counted twice", "Li", date(2025, 12, 31))
    assert first.source == f"{tmp_path / 'waivers.yaml'}:2"
    assert second.target == Target("r", record="x 1")
    assert (second.file, second.given.count) == ("a.csv", 3)


@pytest.mark.parametrize("text", ["", "\n# nothing\n", "waivers: []\n", "\ufeff"])
def test_a_file_without_waivers(text: str, tmp_path: Path) -> None:
    assert load(text, tmp_path) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a", ["1:1 wrong-kind"]),
        ("waiver: []", ["1:1 missing-field", "1:1 unknown-field"]),
        ("waivers: x", ["1:10 wrong-kind"]),
        ("waivers: [x]", ["1:11 wrong-kind"]),
        ("waivers:\n- rule: r\n  agency: a\n", ["2:3 missing-field"]),
        ("- {rule: r, agency: a, by: b, until: 2025-01-01, reason: ''}", ["2:58 empty-text"]),
        ("- {rule: r, reason: a, by: b, until: 2025-01-01}", ["2:3 waiver-whose"]),
        (
            "- {rule: r, agency: a, file: f, reason: a, by: b, until: 2025-01-01}",
            ["2:3 waiver-whose"],
        ),
        ("- {rule: r, agency: a, reason: a, by: b, until: soon}", ["2:49 waiver-until"]),
        ("- {rule: r, agency: a, reason: a, by: b, until: 2025-02-30}", ["2:49 waiver-until"]),
        ("- {rule: r, agency: a, reason: a, by: b, until: 20250131}", ["2:49 waiver-until"]),
        (
            "- {rule: r, file: a, reason: a, by: b, until: 2025-01-01, count: 0}",
            ["2:66 bad-number"],
        ),
        (
            "- {rule: r, agency: a, resaon: a, by: b, until: 2025-01-01}",
            ["2:24 unknown-field", "2:3 missing-field"],
        ),
        ("- {rule: [r], agency: a, reason: a, by: b, until: 2025-01-01}", ["2:10 wrong-kind"]),
        (
            "- {rule: r, file: a, reason: a, by: b, until: 2025-01-01, values: {a: [1]}}",
            ["2:71 wrong-kind"],
        ),
        (
            "- {rule: r, file: a, reason: a, by: b, until: 2025-01-01, because: x}",
            ["2:68 wrong-kind"],
        ),
        ("waivers: &a []", ["1:10 anchor"]),
        ("waivers:\n- rule: r\n\tx: y", ["3:1 tab-indentation"]),
    ],
)
def test_mistakes(text: str, expected: list[str], tmp_path: Path) -> None:
    if text.startswith("- {"):
        text = f"waivers:\n{text}"
    assert sorted(set(mistakes(text, tmp_path))) == sorted(expected)


def test_all_mistakes_of_all_files_are_told(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("waivers: x", encoding="utf-8")
    with pytest.raises(RuleFileProblem) as refused:
        load_waivers((str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml")))
    assert len(refused.value.mistakes) == 2
    assert "should be a list, not text" in mistake(refused.value.mistakes[0], "en")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(b"\xff")
    for path in (tmp_path / "none.yaml", tmp_path, tmp_path / "x.yaml"):
        with pytest.raises(Problem) as refused:
            load_waivers((str(path),))
        assert refused.value.code == "waivers-unreadable"


# What is written to be filled in


def filled(text: str) -> str:
    for name, value in (("reason", "why"), ("by", "Li"), ("until", "2025-12-31")):
        text = text.replace(f"  {name}:\n", f"  {name}: {value}\n")
    return text


@pytest.mark.parametrize(
    "report", [ONE, *(report_with(text) for text in CORPUS if text != "\ud800")]
)
def test_what_is_written_names_every_open_finding(report: Report, tmp_path: Path) -> None:
    text = waiver_file(report, "zh")
    assert acting(text) == set()
    (tmp_path / "w.yaml").write_text(filled(text), encoding="utf-8")
    waivers = load_waivers((str(tmp_path / "w.yaml"),))
    expected = [
        (target_of(each), given_of(each)) for each in report.findings if each.rule != READ.rule
    ]
    assert [(each.target, each.given) for each in waivers] == expected


def test_a_file_that_is_not_filled_in_is_no_acceptance(tmp_path: Path) -> None:
    """However many entries were left as they were written, that is one mistake."""
    text = waiver_file(Report((file_of("a.xlsx", ROW_TOTAL, BALANCE),)), "en")
    (told,) = mistakes(text, tmp_path)
    line = 1 + text.splitlines().index("  reason:")
    assert told.split() == [f"{line}:3", "waiver-blank"]
    # One of which a part is written lacks the others, each by itself.
    begun = text.replace("  reason:\n", "  reason: counted twice\n", 1)
    assert [each.split()[1] for each in mistakes(begun, tmp_path)] == [
        "no-value", "no-value", "waiver-blank"
    ]  # fmt: skip


def test_a_copy_of_a_report_is_not_asked_for_again(tmp_path: Path) -> None:
    """Each entry is for every file of the agency: all of them are used."""
    same = replace(LIMIT, row_label="")
    copies = [file_of(path, same, same, ROW_TOTAL) for path in ("a.xlsx", "copy.xlsx")]
    report = Report(tuple(replace(each, passes=((LIMIT.rule, 1), (ROW_TOTAL.rule, 1)))
                          for each in copies))  # fmt: skip
    text = waiver_file(report, "en")
    assert text.count("- rule:") == 3
    for field, value in (("reason", "known"), ("by", "Li"), ("until", "2099-12-31")):
        text = text.replace(f"  {field}:\n", f"  {field}: {value}\n")
    (tmp_path / "w.yaml").write_text(text, "utf-8")
    held = waive(
        report, load_waivers([str(tmp_path / "w.yaml")]), date(2025, 1, 1),
        {each.path: Order(()) for each in report.files},
    )  # fmt: skip
    assert {each.verdict for each in held.findings} == {Verdict.ACCEPTED}


def test_what_needs_no_explanation_is_not_asked_for() -> None:
    nobody = tuple(replace(each, blameless=True) for each in UNKNOWN.because)
    report = Report((file_of("a.xlsx", READ, ACCEPTED, replace(UNKNOWN, because=nobody)),))
    assert waiver_file(report, "en").endswith("\nwaivers: []\n")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_text_comes_back(text: str) -> None:
    import tempfile

    label = text or "x"
    finding = replace(LIMIT, row_label=label, column=label, left=label)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "w.yaml"
        report = Report((replace(file_of("a.csv", finding), agency=label),))
        file.write_text(filled(waiver_file(report, "en")), encoding="utf-8", newline="")
        (waiver,) = load_waivers((str(file),))
    assert (waiver.target, waiver.given) == (target_of(finding), given_of(finding))
    assert waiver.agency == label


def test_a_cell_that_is_blank_is_bound_to_being_blank() -> None:
    assert given_of(BLANK) == Given({"5.属于三类内部事务信息[总计]": ""})
